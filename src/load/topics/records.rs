//! Problems of the records of risks, compliance and experiments.

use crate::diag::{Severity, Topic};

topics! {
    UNKNOWN_DECISION = "unknown-decision",
        "The Board would look for the decision that a risk names and find none.",
        fix: "Name a file of `decisions/` by its quarter: `2026-Q3/d1-second-provider`; or remove \
              the line.",
        "\
~~~ data/risks.yaml
-  kind: supplier
+  kind: supplier
+  decision: 2026-Q3/d9-third-provider
";

    ESTIMATE_WITHOUT_RANGE = "estimate-without-range",
        "How often a thing will happen and what it will cost are not known to one number. A single \
         figure would be read as a forecast.",
        fix: "Give `low` and `high` as the range that whoever assessed it would bet on.",
        "\
~~~ data/risks.yaml
-    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, impact: {low: 40000, high: 90000}, grade: assumed, by: CFO, why: The provider's own record.}
+    - {period: 2026-Q3, times_a_year: {low: 1, high: 1}, impact: {low: 60000, high: 60000}, grade: assumed, by: CFO, why: The provider's own record.}
";

    HARM_WITHOUT_LIMIT = "harm-without-limit",
        "A limit in money says nothing about hours that customers lose, nor the other way round; \
         the two would be compared as numbers and mean nothing.",
        fix: "Count the impact and the appetite in the same: both in money, or both in hours of \
              customers.",
        "\
~~~ data/risks.yaml
-    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, impact: {low: 40000, high: 90000}, grade: assumed, by: CFO, why: The provider's own record.}
+    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, customer_hours: {low: 400, high: 900}, grade: assumed, by: CFO, why: The provider's own record.}
";

    CLOSED_RISK_ASSESSED = "closed-risk-assessed",
        "A closed risk is one that the Board no longer watches. Assessed again it would be back \
         without anybody saying that it came back.",
        fix: "Correct the quarter of the assessment or of the closing. A risk that comes back is a \
              new entry, whose words say that it was closed before.",
        "\
~~~ data/risks.yaml
-  kind: supplier
+  kind: supplier
+  closed: {period: 2026-Q3, why: A second provider takes over within a minute.}
";

    DAYS_CANNOT_BE = "days-cannot-be",
        "Nothing is fixed before it is known, closed before it is raised or due before it began: \
         one of the two days is a slip, and every age counted from it would be wrong.",
        fix: "Correct one of the two days that the problem points at.",
        "\
~~~ data/compliance.yaml
-    - {id: v-2, severity: critical, service: search, known: 2026-08-03, fixed: 2026-08-12}
+    - {id: v-2, severity: critical, service: search, known: 2026-08-03, fixed: 2026-07-12}
";

    REVERSED_PROMISE = "reversed-promise",
        "Who promises to fix a milder vulnerability sooner than a worse one has exchanged the two.",
        fix: "Correct the days: the worse the vulnerability, the fewer.",
        "\
~~~ data/compliance.yaml
-    - {from: 2026-01-01, critical: 15, high: 30, medium: 90, low: 180, set_by: CTO}
+    - {from: 2026-01-01, critical: 30, high: 15, medium: 90, low: 180, set_by: CTO}
";

    UNKNOWN_EXPERIMENT = "unknown-experiment",
        "A row that was wrong stays, and a new one corrects it. A correction of nothing leaves the \
         reader without what was wrong.",
        fix: "Name another row of `data/experiments.yaml` by its `id`.",
        "\
~~~ data/experiments.yaml
-  corrects: smaller-changes
+  corrects: smaller-change
";
}
