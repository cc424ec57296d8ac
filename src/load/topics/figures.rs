//! Problems of `{{ … }}`: figures in the middle of a text.

use crate::diag::{Severity, Topic};

topics! {
    BAD_EXPRESSION = "bad-expression",
        "What stands between `{{` and `}}` is a question to the data; one that cannot be read has \
         no answer, and the braces would be printed to the Board.",
        fix: "Write `{{ metric }}`, `{{ metric@service.facet }}` or `{{ metric.facet in 2025-Q4 | words }}`; \
              where two braces are meant as they are, write `\\{{` and `\\}}`.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair, now that {{ change-failure-rate fail.
";

    UNKNOWN_FACET = "unknown-facet",
        "After the point stands what is asked of the metric: `previous`, `target`, `change`. A \
         question that nobody knows has no answer.",
        fix: "Write one of the facets that the message offers; `{{ metric }}` alone is this quarter's \
              figure.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair of the {{ change-failure-rate.ratio }} that fail.
";

    IMPOSSIBLE_FACET = "impossible-facet",
        "Some questions cannot be asked of a metric: a level counts nothing, a metric that is not \
         tested has no routine range, one without a target cannot miss it.",
        fix: "Ask for what the metric has, or say the sentence without a figure.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair, with {{ error-budget-left.count }} of errors left.
";

    UNFILED_SERVICE = "unfiled-service",
        "A service that never files a metric has no figure of it, in this quarter or any other.",
        fix: "Name a service that files the metric, or leave `@service` out for the organisation.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair: {{ checkout-success@search }} of customers can pay.
";

    UNKNOWN_PERIOD = "unknown-period",
        "Figures come from snapshots; a quarter without one has none.",
        fix: "Name a quarter that has a snapshot, or file one.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair than at {{ change-failure-rate in 2019-Q1 }}.
";

    LATER_FIGURE = "later-figure",
        "A pack says what was known in its quarter. A figure of a later one would change what was \
         said then.",
        fix: "Say it in the text of the later quarter.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair than at {{ change-failure-rate in 2026-Q4 }}.
";

    MISPLACED_FIGURE = "misplaced-figure",
        "A `{{ … }}` is answered for the quarter whose overview, story or decision it stands in. \
         Metrics, services and terms stand on the pages of every quarter, so a figure in them \
         would be of none; names and roles hold no figures at all.",
        fix: "Say it in an overview, a story or a decision; where two braces are meant as they are, \
              write `\\{{`.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a target leaves room for; {{ error-budget-left }} of them are left.
";

    BAD_LITERAL = "bad-literal",
        "A literal lets one figure stand in a text without the data behind it. What holds no figure \
         declares nothing; a single digit would let every text with that digit pass.",
        fix: "Write the figure as it stands in the text, with its unit.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-owner: VP Engineering
+owner: VP Engineering
+literals: [{text: \"2\", source: Finance}]
";

    BAD_WORDING = "bad-wording",
        "A wording is a phrase in which a metric's figure may be told without its name. One word, or \
         a figure, would let nearly every sentence pass for it.",
        fix: "Write two words or more, without digits and marks, or name the one figure that they \
              are of: `count: releases were taken back`.",
        "\
~~~ content/metrics/change-failure-rate.md
-wordings: [of releases fail, of releases failed]
+wordings: [of releases fail, failed]
";

    UNQUOTED_EXPRESSION = "unquoted-expression",
        "To YAML, a value that begins with `{` is a mapping. A text that begins with `{{` is text \
         only in quotes.",
        fix: "Put the whole text in double quotes.",
        "\
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: {{ change-failure-rate }} of releases break, and checkout overspent its budget
";
}
