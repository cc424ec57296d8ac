//! Problems of OpenSLO documents that leave an objective without a meaning.

use crate::diag::{Severity, Topic};

topics! {
    OPENSLO_VERSION = "openslo-version",
        "What the keys of a document mean depends on its format. `openslo/v1` is read whole, and \
         `openslo/v1alpha` as far as it means the same.",
        fix: "Write `apiVersion: openslo/v1`; files of Sloth become OpenSLO files by \
              `boardpack import sloth`.",
        "\
=== data/objectives/next.yaml
apiVersion: openslo/v2alpha
kind: Service
metadata: {name: pricing}
spec: {}
";

    OPENSLO_KIND = "openslo-kind",
        "A document of a kind that OpenSLO does not have, or that cannot stand where it stands, \
         defines nothing.",
        fix: "Write one of `Service`, `SLI`, `SLO`, `AlertPolicy`, `AlertCondition`, \
              `AlertNotificationTarget` and `DataSource`.",
        "\
=== data/objectives/sla.yaml
apiVersion: openslo/v1
kind: SLA
metadata: {name: checkout-partners}
spec: {}
";

    OPENSLO_NAME = "openslo-name",
        "Documents refer to each other by name, and monitoring systems make labels of names: \
         OpenSLO takes those of RFC 1123, at most 63 lower-case letters, digits and `-`.",
        fix: "Write the name as `checkout-availability`; what people should read stands in \
              `displayName`.",
        "\
=== data/objectives/pricing.yaml
apiVersion: openslo/v1
kind: Service
metadata: {name: Pricing_Engine}
";

    OPENSLO_TEXT = "openslo-text",
        "OpenSLO allows 63 characters in a `displayName` and 1,050 in a `description`; other \
         programs refuse longer ones.",
        fix: "Say it in fewer words.",
        "\
~~~ data/objectives/checkout.yaml
-  displayName: Checkout availability
+  displayName: Checkout availability as customers of the shop and of its partners see it
";

    OPENSLO_LABEL = "openslo-label",
        "Labels and annotations are where OpenSLO is extended; a key outside its rules is refused \
         by other programs.",
        fix: "Write a key of letters, digits, `-`, `_` and `.`, at most 63; an annotation's may have \
              a domain and `/` before it.",
        "\
~~~ data/objectives/checkout.yaml
-  labels: {tier: \"1\", journey: [pay]}
+  labels: {\"cost centre\": \"1\", journey: [pay]}
";

    OPENSLO_LENGTH = "openslo-length",
        "A length of time is a whole number and one letter, whose case counts: `m` is a minute and \
         `M` a month.",
        fix: "Write it as `5m`, `1h`, `28d`, `4w`, `1M`, `1Q` or `1Y`.",
        "\
~~~ data/objectives/checkout.yaml
-    lookbackWindow: 1h
+    lookbackWindow: 1 hour
";

    UNKNOWN_OPENSLO = "unknown-openslo",
        "Documents refer to each other by name, and service levels to objectives; a name that no \
         document has leads to nothing, and what was meant to hold does not.",
        fix: "Correct the name, or add the document to `data/objectives/`; an SLO with several \
              objectives gives one each, with `-1`, `-2`, … after its name.",
        "\
~~~ data/objectives/checkout.yaml
-    - targetRef: on-call
+    - targetRef: on-call-team
";

    OBJECTIVE_TARGET = "objective-target",
        "A target says how much must be good: a share from nothing to less than the whole. One of \
         100 % leaves no error budget, so nobody could keep it; one above is no share.",
        fix: "Write `target: 0.999` or `targetPercent: 99.9`.",
        "\
~~~ data/objectives/checkout.yaml
-    - targetPercent: 99.9
+    - targetPercent: 100
";

    OBJECTIVE_WINDOW = "objective-window",
        "An error budget is kept over one stretch of time: rolling, or of the calendar with the time \
         and zone at which it begins. Without them nobody can say which failures count.",
        fix: "Write `{duration: 28d, isRolling: true}`, or `duration: 1Q` with `calendar: {startTime, \
              timeZone}`.",
        "\
~~~ data/objectives/checkout.yaml
-      isRolling: false
-      calendar:
-        startTime: 2024-10-01 00:00:00
-        timeZone: Europe/London
+      isRolling: false
";

    OBJECTIVE_INDICATOR = "objective-indicator",
        "An objective without an indicator, or an indicator that does not say what is counted of \
         what, promises something that cannot be measured.",
        fix: "Give the SLO an `indicator` or `indicatorRef`; give the SLI `good` or `bad` with `total`, \
              `raw` with `rawType`, or a `thresholdMetric`.",
        "\
~~~ data/objectives/checkout.yaml
-  indicatorRef: checkout-requests
";

    OBJECTIVE_ALERT = "objective-alert",
        "A policy without a condition never tells, one without a target tells nobody, and OpenSLO \
         allows one condition each.",
        fix: "Write one condition and at least one target; another condition is another policy.",
        "\
~~~ data/objectives/checkout.yaml
-  conditions:
-    - conditionRef: fast
+  conditions: []
";
}
