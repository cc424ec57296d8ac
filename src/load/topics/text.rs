//! Problems of the text itself: encoding, place, YAML, front matter and sections.

use crate::diag::{Severity, Topic};

topics! {
    NOT_UTF8 = "not-utf8",
        "A file in another encoding shows other words on another machine. The pack is UTF-8 text.",
        fix: "Save the file as UTF-8; every editor can.",
        "";

    CONTROL_CHARACTER = "control-character",
        "An invisible character, or one that turns the direction of text, lets a line say \
         something else than a reviewer reads.",
        fix: "Delete the character at the place that the problem points at, and type the words \
              again.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: Error\u{202e} budget
";

    MERGE_CONFLICT = "merge-conflict",
        "Git leaves both sides of a merge that it cannot settle in the file, between lines of signs. \
         In a text of the pack the Board would read both, and the signs.",
        fix: "Keep what is right of the two sides, remove the lines that begin with `<<<<<<<`, \
              `|||||||`, `=======` and `>>>>>>>`, and run `boardpack check` again.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+<<<<<<< HEAD
+The failures that a target leaves room for.
+=======
+What a target leaves room for.
+>>>>>>> drafts
";

    TOO_MANY_PROBLEMS = "too-many-problems",
        "One file has hundreds of problems, which as a rule have one cause. Those told are enough \
         to find it.",
        fix: "Mend the problems that are told, most often one cause, and run `boardpack check` \
              again.",
        "";

    UNKNOWN_FILE = "unknown-file",
        "A file that no page reads is one whose author believes that the Board will see it.",
        fix: "Move the file to the folder that the problem names, correct its ending, or take it \
              out of `content/` and `data/`.",
        "\
=== content/metric/uptime.md
anything
";

    MISSING_FILE = "missing-file",
        "A pack needs its settings, its services, a snapshot and an overview of its latest \
         quarter: without them there is nothing to report or nobody who says what it means.",
        fix: "Write the file; `boardpack init` unpacks a pack that has all of them.",
        "\
=== content/2026-Q3/overview.md
=== content/2026-Q3/stories/rollback.md
=== content/2026-Q3/decisions/d1-second-provider.md
";

    EMPTY_FILE = "empty-file",
        "A file that holds nothing was probably saved half done.",
        fix: "Write what the file should hold, or remove it.",
        "\
=== content/glossary/error-budget.md
---
---
The failures that a target leaves room for.
";

    YAML_SYNTAX = "yaml-syntax",
        "The file is not YAML, so nothing in it can be read.",
        fix: "Mend the place that the problem points at. A text that holds `: ` or begins with a \
              sign such as `{`, `[`, `*` or `@` stands in quotation marks.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: \"Error budget
";

    YAML_TAB = "yaml-tab",
        "YAML indents by spaces; how wide a tab is depends on the editor.",
        fix: "Indent by two spaces.",
        "\
~~~ data/annotations.yaml
-  label: payment provider down
+\tlabel: payment provider down
";

    YAML_ANCHOR = "yaml-anchor",
        "An anchor lets one line change figures in another place, unseen by whoever reviews that \
         place, and lets a small file grow without bound.",
        fix: "Write the value out in each place. A text that begins with `&` or `*` stands in \
              quotation marks.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 1}
+      search: &one {quarter: 1}
";

    YAML_MERGE_KEY = "yaml-merge-key",
        "A merge key brings in keys from elsewhere, unseen by whoever reviews this place.",
        fix: "Write the keys out in each place.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: Error budget
+<<: {short: budget}
";

    YAML_TAG = "yaml-tag",
        "A tag asks the reader to make something else of a value than was written.",
        fix: "Remove the tag. A text that begins with `!` stands in quotation marks.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: !!str Error budget
";

    YAML_DOCUMENTS = "yaml-documents",
        "A file holds one document; whatever follows in a second one would be lost.",
        fix: "Remove the `---` line, or split the file.",
        "\
~~~ data/annotations.yaml
-- id: provider-outage
+---
+- id: provider-outage
";

    YAML_KEY = "yaml-key",
        "A key is a text. A list, a mapping or nothing as a key is a slip of punctuation.",
        fix: "Write the key as a word followed by `:`.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: Error budget
+? [short]
+: budget
";

    DUPLICATE_KEY = "duplicate-key",
        "Of two values under one key one is lost, and which depends on the reader.",
        fix: "Remove one of the two lines.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: Error budget
+name: Error budget
";

    TOO_DEEP = "too-deep",
        "No file of a pack needs values this deep in each other; as a rule a bracket is unclosed.",
        fix: "Close the bracket, or take the inner values out.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
";

    TOO_LARGE = "too-large",
        "No file of a pack needs this many values. The limit keeps a build's memory bounded, \
         whatever it is given.",
        fix: "Split the file, or remove what does not belong to a pack.",
        "";

    MISSING_FRONT_MATTER = "missing-front-matter",
        "The keys of a Markdown file stand between two `---` lines at its very top. Text before \
         them would never be shown.",
        fix: "Begin the file with a `---` line, then its keys, then another `---` line.",
        "\
~~~ content/glossary/error-budget.md
----
-name: Error budget
+Error budget
+---
+name: Error budget
";

    UNCLOSED_FRONT_MATTER = "unclosed-front-matter",
        "Without the second `---` line nothing tells keys from text.",
        fix: "Add a `---` line after the last key.",
        "\
~~~ content/glossary/error-budget.md
-see: [error-budget-left]
----
+see: [error-budget-left]
";

    MISSING_SECTION = "missing-section",
        "Every page of this kind has the same sections, so that a director finds the same answer \
         in the same place.",
        fix: "Add the heading that the problem names, with its text.",
        "\
~~~ content/metrics/change-failure-rate.md
-## Playbook
-If it worsens, we first look at the changes of the last two weeks.
";

    UNKNOWN_SECTION = "unknown-section",
        "A section under a heading that no page knows would be shown nowhere.",
        fix: "Correct the heading; the problem names those that are known.",
        "\
~~~ content/metrics/change-failure-rate.md
-## Playbook
+## Play book
";

    DUPLICATE_SECTION = "duplicate-section",
        "Of two sections under one heading one would be lost.",
        fix: "Join the two under one heading.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-## Action
+## Action
+We roll back.
+
+## Action
";

    SECTION_ORDER = "section-order",
        "Every story is told in one order: what hurt, what was done, what the data shows, which the \
         page draws, and what it was worth. In another order a worth is claimed before a shift.",
        fix: "Move the sections into the order Context, Action, Business proxy.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-## Action
-We roll back by machine when errors rise.
-
-## Business proxy
-Engineers spend less time on repair.
+## Business proxy
+Engineers spend less time on repair.
+
+## Action
+We roll back by machine when errors rise.
";

    EMPTY_SECTION = "empty-section",
        "A heading with nothing under it is a promise that the page does not keep.",
        fix: "Write the section's text, or remove the heading where the section is optional.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
";

    BAD_BLOCK = "bad-block",
        "What stands between `:::internal` and `:::` is absent from the Board's edition. Where an end \
         is missing, or stands inside another block, nobody can say which words those are.",
        fix: "Write `:::internal` on a line of its own, then the text, then `:::` on a line of its \
              own, all in one section. `internal` is the only kind there is.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Releases failed too often.
+Releases failed too often.
+
+:::internal
+Most of them on Fridays.
";

    STRAY_TEXT = "stray-text",
        "Text above the first section belongs to none, and no page would show it.",
        fix: "Move the text below a heading.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-## Context
+Some words first.
+
+## Context
";
}
