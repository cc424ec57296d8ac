//! Problems of service levels, and of what was counted for objectives.

use crate::diag::{Severity, Topic};

topics! {
    UNKNOWN_OBJECTIVE = "unknown-objective",
        "Service levels, counts and reviews name an objective; one that no file defines promises \
         nothing.",
        fix: "Correct the name, or add the objective under `data/objectives/`.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-  checkout-availability:
+  checkout-avail:
";

    UNKNOWN_POLICY = "unknown-policy",
        "What happens as a budget is spent is agreed beforehand, in a policy; one that is not \
         there agrees nothing.",
        fix: "Name one of the file's `policies`, or add it there.",
        "\
~~~ data/service-levels.yaml
-    policy: customer-journeys
+    policy: customers
";

    UNKNOWN_JOURNEY = "unknown-journey",
        "Journeys are what customers do; a service level that covers an unknown one would count \
         as coverage of nothing, and an incident in one would hurt nobody.",
        fix: "Name a journey of `data/services.yaml`, or add it there.",
        "\
~~~ data/service-levels.yaml
-    journeys: [pay]
+    journeys: [refund]
";

    WRONG_DAY = "wrong-day",
        "Each day belongs to one quarter; counted in another it would be counted twice or never.",
        fix: "Move the day to the snapshot of its own quarter, or correct the date.",
        "\
~~~ data/snapshots/2026-Q3.yaml
-      2026-09-30: 314560/314880
+      2026-10-01: 314560/314880
";
}
