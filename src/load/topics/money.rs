//! Problems of the records of money and of quality.

use crate::diag::{Severity, Topic};

topics! {
    SURVEY_AS_OWN_FIGURE = "survey-as-own-figure",
        "A market survey tells what other companies said of themselves. Multiplied with our own \
         figures it would come out as our loss, and the Board would decide on somebody else's.",
        fix: "Take the number from our own accounts, contracts or records, and name them as its \
              basis; where there is none, leave the estimate out.",
        "\
~~~ data/business.yaml
-  - {id: minute-of-sales, name: Sales of a minute, value: {low: 80, high: 120}, unit: currency-a-minute, supplied_by: CFO, on: 2026-07-01, grade: measured, basis: Accounts of sales}
+  - {id: minute-of-sales, name: Sales of a minute, value: {low: 80, high: 120}, unit: currency-a-minute, supplied_by: CFO, on: 2026-07-01, grade: measured, basis: Industry survey of 2024}
";

    OVERLAPPING_ESTIMATES = "overlapping-estimates",
        "Two lines that count the same harm, side by side or in one total, make one loss look like \
         two.",
        fix: "Keep one of the two. A total adds estimates of one quarter and one kind of money that \
              count different things.",
        "\
~~~ data/business.yaml
-  - id: outage-august
+  - {id: outage-again, name: The same outage, period: 2026-Q3, formula: downtime-cost, counts: sales, inputs: {minutes: {record: incidents.critical-minutes}, cost_per_minute: minute-of-sales, recapture: come-back}}
+  - id: outage-august
";

    UNKNOWN_INPUT = "unknown-input",
        "An estimate is worth what its inputs are; one that nobody supplied leaves a hole in it.",
        fix: "Give the number under `inputs:` with who supplied it and when, or name a figure of the \
              pack: `{metric: …}` or `{record: …}`.",
        "\
~~~ data/business.yaml
-      recapture: come-back
+      recapture: 60
";

    INPUT_OF_ANOTHER_UNIT = "input-of-another-unit",
        "A formula multiplies minutes with money a minute. Another unit would come out as another \
         amount, and nothing on the page would show it.",
        fix: "Name an input that is counted in what the formula wants.",
        "\
~~~ data/business.yaml
-      cost_per_minute: minute-of-sales
+      cost_per_minute: come-back
";

    UNKNOWN_TEAM = "unknown-team",
        "Days of a team or repository that the record does not list would be in no row of its page.",
        fix: "Add it to `teams:` or `repositories:` of the same file, or correct the name.",
        "\
~~~ data/quality/2026-Q3.yaml
-  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: finding, repository: search, total: 310, rework: 40, bug_fix: 22}
";

    REWORK_ABOVE_WORK = "rework-above-work",
        "Rework is part of the days worked, and repairing defects is part of rework. A part above \
         its whole is a slip in one of the two.",
        fix: "Correct one of the two numbers.",
        "\
~~~ data/quality/2026-Q3.yaml
-  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 220}
";

    DEFECT_OF_ANOTHER_QUARTER = "defect-of-another-quarter",
        "A defect counts in the quarter in which it was confirmed. In another quarter's record it \
         would be counted there, or twice.",
        fix: "Move it to the record of its quarter. A mending of an earlier defect stands under `fixes:`.",
        "\
~~~ data/quality/2026-Q3.yaml
-  - {id: d-1, repository: checkout, confirmed: 2026-07-14, introduced: {change: c-104, on: 2026-07-10}, fixed: {change: c-109, on: 2026-07-16}}
+  - {id: d-1, repository: checkout, confirmed: 2026-06-14, introduced: {change: c-104, on: 2026-06-10}, fixed: {change: c-109, on: 2026-07-16}}
";

    UNKNOWN_DEFECT = "unknown-defect",
        "A mending names the defect that it mends. One that leads to no defect would leave the real \
         one open for ever.",
        fix: "Name a defect of an earlier record by its quarter and name.",
        "\
~~~ data/quality/2026-Q3.yaml
-  - {id: d-2, repository: search, confirmed: 2026-08-20, introduced: ~, fixed: ~}
+  - {id: d-2, repository: search, confirmed: 2026-08-20, introduced: ~, fixed: ~}
+fixes:
+  - {defect: d-7, of: 2026-Q2, change: c-88, on: 2026-07-02}
";
}
