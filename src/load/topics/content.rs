//! Problems of what the text says: keys, values, references and figures.

use crate::diag::{Severity, Topic};
use crate::load::collected_snapshot;

topics! {
    UNKNOWN_KEY = "unknown-key",
        "A key that nobody reads is a slip, or a wish that the pack silently leaves unfulfilled.",
        fix: "Correct the key's spelling, or remove the line. The problem names the keys that are \
              known there.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: Error budget
+shrt: budget
";

    MISSING_KEY = "missing-key",
        "The key is needed: something on a page, or a judgement, depends on it.",
        fix: "Add the key at the place that the problem points at.",
        "\
~~~ data/services.yaml
-    owner: Head of Search
";

    EMPTY_VALUE = "empty-value",
        "Nothing is not a value: empty, `~` and `null` mean no data, never zero, and stand only \
         for a week without data.",
        fix: "Write the value. For a figure that does not exist write `missing:` with its reason; \
              for an optional key remove the line.",
        "\
~~~ data/services.yaml
-    owner: Head of Search
+    owner: ~
";

    WRONG_TYPE = "wrong-type",
        "A text, a list or a mapping stands where another of the three is needed.",
        fix: "Write a text as `key: text`, a list as `key: [one, two]` and a mapping as `key: \
              {inner: value}`.",
        "\
~~~ content/glossary/error-budget.md
-see: [error-budget-left]
+see: error-budget-left
";

    UNKNOWN_WORD = "unknown-word",
        "The key takes one of a few words, because a page or a judgement depends on which.",
        fix: "Use one of the words that the problem lists.",
        "\
~~~ content/metrics/change-failure-rate.md
-category: delivery
+category: shipping
";

    BAD_NUMBER = "bad-number",
        "Numbers are plain decimals, kept exactly as written: a comma, an exponent, a unit or a \
         thousands mark is read differently by different people.",
        fix: "Write a plain decimal with a point, such as `4.5`: at most 12 digits before it and \
              6 after.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2025-01-01, value: \"4,5\", set_by: CTO, rationale: Half of the level of 2024.}
";

    BAD_VALUE = "bad-value",
        "A value is written in the form of its metric's kind, so that a ratio keeps its parts and \
         a quantile says on how much it rests.",
        fix: "Write the figure in the form of its metric's kind: a ratio as `14/229`, a quantile \
              as `26.4 (n 80)`, a level as `78.4`, a count as `3` or `3 in 91`, a score as `3.9 \
              (n 62)`.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 3/60}
+      search: {quarter: 5%}
";

    BAD_DATE = "bad-date",
        "Dates are written year, month, day, because other orders are read differently in \
         different countries; and the day must exist.",
        fix: "Write the day as `2026-07-06`, and check that the month has it.",
        "\
~~~ data/annotations.yaml
-  date: 2026-08-18
+  date: 2026-02-30
";

    DATE_RANGE = "date-range",
        "A date centuries away is a typing slip.",
        fix: "Correct the year.",
        "\
~~~ data/annotations.yaml
-  date: 2026-08-18
+  date: 3026-08-18
";

    BAD_PERIOD = "bad-period",
        "A quarter is written as its fiscal year and number, such as `2026-Q3`.",
        fix: "Write the quarter as `2026-Q3`: fiscal year, hyphen, Q and its number.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-period: 2026-Q3
+period: Q3 2026
";

    BAD_WEEK = "bad-week",
        "A week is an ISO week that its year has, such as `2026-W27`.",
        fix: "Write the week as `2026-W27`; a year has 52 ISO weeks, and some have 53.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-          2026-W28: ~
+          2026-28: ~
";

    BAD_ID = "bad-id",
        "A name becomes part of addresses and file names, and other files use it: it is \
         lower-case letters and digits, words joined by `-`.",
        fix: "Use lower-case letters and digits, words joined by `-`, such as `provider-outage`.",
        "\
~~~ data/annotations.yaml
-- id: provider-outage
+- id: Provider outage
";

    BAD_TIME_ZONE = "bad-time-zone",
        "Days begin and end where the pack says; without a known time zone the quarter has no \
         first minute.",
        fix: "Write a name of the IANA time zone database, such as `Europe/London`.",
        "\
~~~ data/pack.yaml
-time_zone: Europe/London
+time_zone: London
";

    BAD_CURRENCY = "bad-currency",
        "A currency is its three letters of ISO 4217; a sign such as `$` means different money in \
         different countries.",
        fix: "Write the three letters of ISO 4217, such as `GBP`.",
        "\
~~~ data/pack.yaml
-currency: GBP
+currency: £
";

    PANES = "panes",
        "The dashboard always shows outcomes, flow, quality and reliability in this order, so \
         that a director finds them where they were last quarter.",
        fix: "Give exactly four panes in this order: `outcomes`, `flow`, `quality`, \
              `reliability`.",
        "\
~~~ data/pack.yaml
-  - pane: flow
+  - pane: quality
-  - pane: quality
-    headline: change-failure-rate
+  - pane: flow
+    headline: change-failure-rate
";

    CONFLICTING_KEYS = "conflicting-keys",
        "Two keys contradict each other, or a key does not fit what another one says.",
        fix: "Remove the one of the two keys that does not hold; the problem says why they \
              exclude each other.",
        "\
~~~ content/metrics/change-failure-rate.md
-kind: ratio
+kind: ratio
+statistic: median
";

    BAD_ROLL_UP = "bad-roll-up",
        "A quantile or a mean of groups is not the quantile or mean of all, and a sum of shares \
         is no share. Such a figure would look right and be wrong.",
        fix: "Use `roll_up: stated-only` and state the organisation's figure under `all:`, \
              counted from the raw events.",
        "\
~~~ content/metrics/lead-time.md
-roll_up: stated-only
+roll_up: sum-of-parts
";

    TARGET_ON_NEUTRAL = "target-on-neutral",
        "Where no direction is better, nothing can meet a target.",
        fix: "Give the metric a direction with `polarity:`, or remove its `targets:`.",
        "\
~~~ content/metrics/checkout-success.md
-polarity: higher-is-better
+polarity: neutral
";

    TARGET_AND_NONE = "target-and-none",
        "A metric has a target or a reason for having none; both at once contradict each other.",
        fix: "Keep `targets:` or `no_target:`, whichever holds.",
        "\
~~~ content/metrics/checkout-success.md
-targets:
+no_target: It follows from others.
+targets:
";

    DEFINITION_VERSION = "definition-version",
        "The version that holds is the one that the last change made; otherwise a definition \
         changed and nobody said how.",
        fix: "Set `version` to the version of the last entry of `changes:`, or add the entry that \
              tells what changed.",
        "\
~~~ content/metrics/change-failure-rate.md
-  version: 1
+  version: 2
";

    VERSION_GAP = "version-gap",
        "Versions of a definition are counted 1, 2, 3: where a number is left out, a change of \
         meaning is missing from the record.",
        fix: "Number the entries of `changes:` from 1 without a gap, and add the ones left out.",
        "\
~~~ content/metrics/change-failure-rate.md
-  version: 1
+  version: 2
-    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 2, date: 2024-10-01, what: First definition., effect: none}
";

    BAD_QUERY = "bad-query",
        "The section `Query` is one fenced block: it is compared with what was published, and prose \
         around it would be shown as part of the query or not at all.",
        fix: "Put the query between a line of three backticks with `sql` and a line of three \
              backticks; write what is to be said about it in another section.",
        "\
~~~ content/metrics/change-failure-rate.md
-## Meaning
+## Query
+select failed from deployments
+
+## Meaning
";

    BAD_FINGERPRINT = "bad-fingerprint",
        "A fingerprint is the twelve digits and letters that `check` prints and the glossary \
         shows; anything else can match no definition.",
        fix: "Copy it from the metric's entry in the glossary, or leave `fingerprint` out.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-  satisfaction:
+  satisfaction:
+    definition: {version: 1, fingerprint: first}
";

    BAD_PROVENANCE = "bad-provenance",
        "What `collect` writes beside figures says how they were counted: of which files, by which \
         query, up to when. A digest or an instant that is none leads an auditor nowhere.",
        fix: "Run `boardpack collect` for the quarter again, or take every `collected:` of the snapshot \
              out where its figures are typed.",
        collected_snapshot!(
            sha256: "unknown",
            "-  checkout-success:
+  checkout-success:
"
        );

    BAD_SOURCE = "bad-event-source",
        "Events lie below the pack, or in a store at an address that anybody may see: one with a \
         user's name, a password or a signature in it would be kept with the pack for ever, and a \
         path that leads out of the pack means something else on every machine.",
        fix: "Write `s3://BUCKET/PATH`, `gs://BUCKET/PATH`, `az://CONTAINER/PATH`, `https://HOST/FILE` \
              or a path below the pack; credentials come from the environment alone.",
        "\
~~~ data/pack.yaml
-currency: GBP
+currency: GBP
+collect:
+  events: [\"https://reader:secret@events.example.org/deploys.jsonl\"]
";

    UNKNOWN_VERSION = "unknown-version",
        "Figures counted by a definition that the metric never had cannot be compared with any \
         others.",
        fix: "Write a version that the metric's `changes:` list, or leave `definition:` out for \
              the current one.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-  change-failure-rate:
+  change-failure-rate:
+    definition: 7
";

    OUT_OF_ORDER = "out-of-order",
        "History is written oldest first, so that the last line is the one that holds.",
        fix: "Sort the entries by date, oldest first.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2024-01-01, value: 10, set_by: CTO, rationale: The level of 2023.}
";

    SINGLE_BENCHMARK = "single-benchmark",
        "An average that others report, without its range, invites a board to read a league table \
         into it.",
        fix: "Give the range that the source reports, `low` and `high`; if it reports none, leave \
              the benchmark out.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {low: 5, high: 20, source: DORA, year: 2024, label: elite to high, comparability: answers to a survey}
+  - {low: 10, high: 10, source: DORA, year: 2024, label: mean, comparability: answers to a survey}
";

    REVERSED_RANGE = "reversed-range",
        "The low end of a range lies below its high end.",
        fix: "Exchange `low` and `high`.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {low: 5, high: 20, source: DORA, year: 2024, label: elite to high, comparability: answers to a survey}
+  - {low: 20, high: 5, source: DORA, year: 2024, label: elite to high, comparability: answers to a survey}
";

    UNKNOWN_CLAIM = "unknown-claim",
        "A claim is a metric and one of a few verbs, each of which the data can bear out or not.",
        fix: "Write a metric, with `@service` if it is one service's, and a verb: `lead-time fell`.",
        "\
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: {text: Checkout overspent its budget, claims: [error-budget-left@checkout mised]}
";

    UNKNOWN_METRIC = "unknown-metric",
        "There is no metric of this name, so its figures would reach no page.",
        fix: "Correct the name, or add the metric as a file in `content/metrics/`.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-  lead-time:
+  lead-tmie:
";

    UNKNOWN_SERVICE = "unknown-service",
        "There is no service of this name, so what is said of it would reach no page.",
        fix: "Correct the name, or add the service to `data/services.yaml`.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 3/60}
+      serach: {quarter: 3/60}
";

    UNKNOWN_AREA = "unknown-area",
        "Every service belongs to a product area that is given in the same file.",
        fix: "Correct the name, or add the area under `areas:` in `data/services.yaml`.",
        "\
~~~ data/services.yaml
-    area: finding
+    area: found
";

    UNKNOWN_ANNOTATION = "unknown-annotation",
        "A story is about an action that is marked on the charts; without its mark nobody can see \
         what moved after it.",
        fix: "Correct the id, or add the action to `data/annotations.yaml`.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-action: automated-rollback
+action: automatic-rollbacks
";

    NOT_AN_ACTION = "not-an-action",
        "A story tells of something that we did. An event from outside, or a change of the \
         process, is not an action.",
        fix: "Name an annotation with `kind: action`, or correct the annotation's kind if it is \
              something that we did.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-action: automated-rollback
+action: provider-outage
";

    UNKNOWN_TERM = "unknown-term",
        "A glossary entry leads to a term or metric that is not there.",
        fix: "Correct the name, or add the term as a file in `content/glossary/`.",
        "\
~~~ content/glossary/error-budget.md
-see: [error-budget-left]
+see: [burn-rate]
";

    DUPLICATE_ID = "duplicate-id",
        "A name stands for one thing. Of two things with one name, every reference is a guess.",
        fix: "Rename one of the two, and whatever refers to it.",
        "\
~~~ data/annotations.yaml
-- id: provider-outage
+- id: automated-rollback
";

    DUPLICATE_NUMBER = "duplicate-number",
        "Decisions are taken in the order of their numbers, and minutes refer to them by number.",
        fix: "Give each decision of the quarter its own `number`.",
        "\
=== content/2026-Q3/decisions/d2-again.md
---
number: 1
verb: note
title: We note the outage
request: note the outage
reply_by: 2026-11-13
sponsor: CTO
question: Is anything unclear?
metric: checkout-success
baseline: {what: nothing, one_off: £0, running: £0, trade_off: none, if_wrong: none, owner: COO}
investment: {what: nothing, one_off: £0, running: £0, go_live: 2027-03-01, trade_off: none, if_wrong: none, owner: CTO}
stop_rule: none
resolution: The Board notes the outage.
review: {date: 2027-06-15, measure: checkout success}
---
## Why now
It happened this quarter.
";

    PERIOD_MISMATCH = "period-mismatch",
        "A snapshot is found by the name of its file and believed by what it says: the two must \
         name one quarter.",
        fix: "Correct `period:`, or rename the file.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-period: 2026-Q3
+period: 2026-Q2
";

    PERIOD_WITHOUT_SNAPSHOT = "period-without-snapshot",
        "Words about a quarter without its figures cannot be held against anything.",
        fix: "Add the quarter's snapshot to `data/snapshots/`, or remove its words.",
        "\
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-05
reviewed_by: Finance business partner
observations: {}
=== content/2026-Q1/overview.md
---
purpose: noting
headline: A quiet quarter
summary: [One., Two., Three.]
verdicts: {outcomes: Good., flow: Good., quality: Good., reliability: Good.}
since_last_meeting: {decisions: [], promises: []}
---
";

    BAD_REFERENCE = "bad-reference",
        "A decision or promise of an earlier pack is named by its quarter and its name within it; \
         anything else names nothing that could be followed.",
        fix: "Write the quarter, a slash and the name: the file name of a decision, the metric of \
              an exception, or the `id` of a promise.",
        "\
~~~ content/2026-Q3/overview.md
-  promises: []
+  promises:
+    - {promise: review-wait, state: kept}
";

    WRONG_WEEK = "wrong-week",
        "A week belongs to the quarter that holds its Thursday, so that every week is counted \
         once.",
        fix: "Move the week into the snapshot of the quarter that holds its Thursday.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-          2026-W28: ~
+          2026-W40: 1/8
";

    IMPOSSIBLE_VALUE = "impossible-value",
        "No measurement can give this figure, so it is a slip, and a Board would quote it.",
        fix: "Correct the figure: a part is not larger than its whole, and a score lies on its \
              scale.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 3/60}
+      search: {quarter: 60/3}
";

    RAW_HTML = "raw-html",
        "A pack's words are printed as text. Raw HTML could carry scripts, styles or requests to the \
         network, and would break the page for a screen reader.",
        fix: "Write Markdown: `**bold**`, `*emphasis*`, `[text](address)`. A `<` that is meant as \
              such is written `\\<`.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a target<br>leaves room for.
";

    IMAGE = "image",
        "Nothing in a pack may load anything, and a picture of numbers can be neither checked nor \
         read aloud. Charts are drawn from the data.",
        fix: "Remove the picture. What it should show is a metric with a chart, or a sentence.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures ![graph](graph.png) that a target leaves room for.
";

    UNSAFE_LINK = "unsafe-link",
        "An address such as `javascript:` or `data:` runs or shows whatever it holds. A link in a \
         pack is relative, `https:`, `http:` or `mailto:`.",
        fix: "Link with `https:`, `http:` or `mailto:`, or to a page of the site by its path.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a [target](javascript:alert(1)) leaves room for.
";

    DEEP_NESTING = "deep-nesting",
        "Quotations, lists or emphasis inside each other beyond reading are a mistake or an attack; \
         some readers of the page would fail on them.",
        fix: "Take the inner quotation, list or emphasis out of the outer one.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+> > > > > > > > > > > > > > > > > > > > > > > > > > > The failures that a target leaves room for.
";
}
