//! Problems of what the text says: keys, values, references and figures.

use crate::diag::{Severity, Topic};

topics! {
    UNKNOWN_KEY = "unknown-key",
        "A key that nobody reads is a slip, or a wish that the pack silently leaves unfulfilled.",
        "\
~~~ content/glossary/error-budget.md
-name: Error budget
+name: Error budget
+shrt: budget
";

    MISSING_KEY = "missing-key",
        "The key is needed: something on a page, or a judgement, depends on it.",
        "\
~~~ data/services.yaml
-    owner: Head of Search
";

    EMPTY_VALUE = "empty-value",
        "Nothing is not a value: empty, `~` and `null` mean no data, never zero, and stand only \
         for a week without data.",
        "\
~~~ data/services.yaml
-    owner: Head of Search
+    owner: ~
";

    WRONG_TYPE = "wrong-type",
        "A text, a list or a mapping stands where another of the three is needed.",
        "\
~~~ content/glossary/error-budget.md
-see: [error-budget-left]
+see: error-budget-left
";

    UNKNOWN_WORD = "unknown-word",
        "The key takes one of a few words, because a page or a judgement depends on which.",
        "\
~~~ content/metrics/change-failure-rate.md
-category: delivery
+category: shipping
";

    BAD_NUMBER = "bad-number",
        "Numbers are plain decimals, kept exactly as written: a comma, an exponent, a unit or a \
         thousands mark is read differently by different people.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2025-01-01, value: \"4,5\", set_by: CTO, rationale: Half of the level of 2024.}
";

    BAD_VALUE = "bad-value",
        "A value is written in the form of its metric's kind, so that a ratio keeps its parts and \
         a quantile says on how much it rests.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 3/60}
+      search: {quarter: 5%}
";

    BAD_DATE = "bad-date",
        "Dates are written year, month, day, because other orders are read differently in \
         different countries; and the day must exist.",
        "\
~~~ data/annotations.yaml
-  date: 2026-08-18
+  date: 2026-02-30
";

    DATE_RANGE = "date-range",
        "A date centuries away is a typing slip.",
        "\
~~~ data/annotations.yaml
-  date: 2026-08-18
+  date: 3026-08-18
";

    BAD_PERIOD = "bad-period",
        "A quarter is written as its fiscal year and number, such as `2026-Q3`.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-period: 2026-Q3
+period: Q3 2026
";

    BAD_WEEK = "bad-week",
        "A week is an ISO week that its year has, such as `2026-W27`.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-          2026-W28: ~
+          2026-28: ~
";

    BAD_ID = "bad-id",
        "A name becomes part of addresses and file names, and other files use it: it is lower- \
         case letters and digits, words joined by `-`.",
        "\
~~~ data/annotations.yaml
-- id: provider-outage
+- id: Provider outage
";

    BAD_TIME_ZONE = "bad-time-zone",
        "Days begin and end where the pack says; without a known time zone the quarter has no \
         first minute.",
        "\
~~~ data/pack.yaml
-time_zone: Europe/London
+time_zone: London
";

    BAD_CURRENCY = "bad-currency",
        "A currency is its three letters of ISO 4217; a sign such as `$` means different money in \
         different countries.",
        "\
~~~ data/pack.yaml
-currency: GBP
+currency: £
";

    PANES = "panes",
        "The dashboard always shows outcomes, flow, quality and reliability in this order, so \
         that a director finds them where they were last quarter.",
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
        "\
~~~ content/metrics/change-failure-rate.md
-kind: ratio
+kind: ratio
+statistic: median
";

    BAD_ROLL_UP = "bad-roll-up",
        "A quantile or a mean of groups is not the quantile or mean of all, and a sum of shares \
         is no share. Such a figure would look right and be wrong.",
        "\
~~~ content/metrics/lead-time.md
-roll_up: stated-only
+roll_up: sum-of-parts
";

    TARGET_ON_NEUTRAL = "target-on-neutral",
        "Where no direction is better, nothing can meet a target.",
        "\
~~~ content/metrics/checkout-success.md
-polarity: higher-is-better
+polarity: neutral
";

    TARGET_AND_NONE = "target-and-none",
        "A metric has a target or a reason for having none; both at once contradict each other.",
        "\
~~~ content/metrics/checkout-success.md
-targets:
+no_target: It follows from others.
+targets:
";

    DEFINITION_VERSION = "definition-version",
        "The version that holds is the one that the last change made; otherwise a definition \
         changed and nobody said how.",
        "\
~~~ content/metrics/change-failure-rate.md
-  version: 1
+  version: 2
";

    UNKNOWN_VERSION = "unknown-version",
        "Figures counted by a definition that the metric never had cannot be compared with any \
         others.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-  change-failure-rate:
+  change-failure-rate:
+    definition: 7
";

    OUT_OF_ORDER = "out-of-order",
        "History is written oldest first, so that the last line is the one that holds.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2024-01-01, value: 10, set_by: CTO, rationale: The level of 2023.}
";

    SINGLE_BENCHMARK = "single-benchmark",
        "An average that others report, without its range, invites a board to read a league table \
         into it.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {low: 5, high: 20, source: DORA, year: 2024, label: elite to high, comparability: answers to a survey}
+  - {low: 10, high: 10, source: DORA, year: 2024, label: mean, comparability: answers to a survey}
";

    REVERSED_RANGE = "reversed-range",
        "The low end of a range lies below its high end.",
        "\
~~~ content/metrics/change-failure-rate.md
-  - {low: 5, high: 20, source: DORA, year: 2024, label: elite to high, comparability: answers to a survey}
+  - {low: 20, high: 5, source: DORA, year: 2024, label: elite to high, comparability: answers to a survey}
";

    UNKNOWN_METRIC = "unknown-metric",
        "There is no metric of this name, so its figures would reach no page.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-  lead-time:
+  lead-tmie:
";

    UNKNOWN_SERVICE = "unknown-service",
        "There is no service of this name, so what is said of it would reach no page.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 3/60}
+      serach: {quarter: 3/60}
";

    UNKNOWN_AREA = "unknown-area",
        "Every service belongs to a product area that is given in the same file.",
        "\
~~~ data/services.yaml
-    area: finding
+    area: found
";

    UNKNOWN_ANNOTATION = "unknown-annotation",
        "A story is about an action that is marked on the charts; without its mark nobody can see \
         what moved after it.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-action: automated-rollback
+action: automatic-rollbacks
";

    NOT_AN_ACTION = "not-an-action",
        "A story tells of something that we did. An event from outside, or a change of the \
         process, is not an action.",
        "\
~~~ content/2026-Q3/stories/rollback.md
-action: automated-rollback
+action: provider-outage
";

    UNKNOWN_TERM = "unknown-term",
        "A glossary entry leads to a term or metric that is not there.",
        "\
~~~ content/glossary/error-budget.md
-see: [error-budget-left]
+see: [burn-rate]
";

    DUPLICATE_ID = "duplicate-id",
        "A name stands for one thing. Of two things with one name, every reference is a guess.",
        "\
~~~ data/annotations.yaml
-- id: provider-outage
+- id: automated-rollback
";

    DUPLICATE_NUMBER = "duplicate-number",
        "Decisions are taken in the order of their numbers, and minutes refer to them by number.",
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
        "\
~~~ data/snapshots/2026-Q3.yaml
-period: 2026-Q3
+period: 2026-Q2
";

    PERIOD_WITHOUT_SNAPSHOT = "period-without-snapshot",
        "Words about a quarter without its figures cannot be held against anything.",
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
since_last_meeting: {decisions: [], risks: [], restatements: [], definitions: [], promises_missed: []}
---
";

    WRONG_WEEK = "wrong-week",
        "A week belongs to the quarter that holds its Thursday, so that every week is counted \
         once.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-          2026-W28: ~
+          2026-W40: 1/8
";

    IMPOSSIBLE_VALUE = "impossible-value",
        "No measurement can give this figure, so it is a slip, and a Board would quote it.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 3/60}
+      search: {quarter: 60/3}
";

    SMALL_GROUP = "small-group",
        "A mean of fewer than five answers shows what single people said. They were promised that \
         it would not.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-    all: {quarter: 3.9 (n 62 of 80)}
+    all: {quarter: 3.9 (n 4 of 80)}
";

    RAW_HTML = "raw-html",
        "A pack's words are printed as text. Raw HTML could carry scripts, styles or requests to the \
         network, and would break the page for a screen reader.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a target<br>leaves room for.
";

    IMAGE = "image",
        "Nothing in a pack may load anything, and a picture of numbers can be neither checked nor \
         read aloud. Charts are drawn from the data.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures ![graph](graph.png) that a target leaves room for.
";

    UNSAFE_LINK = "unsafe-link",
        "An address such as `javascript:` or `data:` runs or shows whatever it holds. A link in a \
         pack is relative, `https:`, `http:` or `mailto:`.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a [target](javascript:alert(1)) leaves room for.
";

    DEEP_NESTING = "deep-nesting",
        "Quotations, lists or emphasis inside each other beyond reading are a mistake or an attack; \
         some readers of the page would fail on them.",
        "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+> > > > > > > > > > > > > > > > > > > > > > > > > > > The failures that a target leaves room for.
";
}
