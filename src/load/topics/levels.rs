//! Problems of service levels, and of what was counted for objectives.

use crate::diag::{Severity, Topic};

topics! {
    UNKNOWN_OBJECTIVE = "unknown-objective",
        "Service levels, counts and reviews name an objective; one that no file defines promises \
         nothing.",
        fix: "Correct the name, or add the objective under `data/objectives/`.",
        "";

    UNKNOWN_POLICY = "unknown-policy",
        "What happens as a budget is spent is agreed beforehand, in a policy; one that is not \
         there agrees nothing.",
        fix: "Name one of the file's `policies`, or add it there.",
        "\
=== data/service-levels.yaml
policies:
  - id: customer-journeys
    set_by: CTO
    from: 2026-07-01
    states: [{left_at_least: 0, state: ship-freely}]
    review: {overspent: true}
    within: 30
levels:
  - {objective: checkout-availability, journeys: [pay], owner: CTO, policy: customers, since: 2026-10-01}
";

    UNKNOWN_JOURNEY = "unknown-journey",
        "Journeys are what customers do; a service level that covers an unknown one would count \
         as coverage of nothing, and an incident in one would hurt nobody.",
        fix: "Name a journey of `data/services.yaml`, or add it there.",
        "\
=== data/service-levels.yaml
policies:
  - id: customer-journeys
    set_by: CTO
    from: 2026-07-01
    states: [{left_at_least: 0, state: ship-freely}]
    review: {overspent: true}
    within: 30
levels:
  - {objective: checkout-availability, journeys: [refund], owner: CTO, policy: customer-journeys, since: 2026-10-01}
";

    WRONG_DAY = "wrong-day",
        "Each day belongs to one quarter; counted in another it would be counted twice or never.",
        fix: "Move the day to the snapshot of its own quarter, or correct the date.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-observations:
+objectives:
+  checkout-availability: {days: {2026-10-01: 98/100}}
+observations:
";
}
