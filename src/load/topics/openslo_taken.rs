//! What OpenSLO documents say oddly and is taken all the same, with a word about how.

use crate::diag::{Severity, Topic};

topics! {
    severity: Warning;

    OPENSLO_ALPHA = "openslo-alpha",
        "`openslo/v1alpha` says less than `openslo/v1`: whether a window rolls, what an indicator is \
         called. What is taken for granted is told, so that nobody is held to a promise that was \
         never made.",
        fix: "Write the document as `openslo/v1`.",
        "\
=== data/objectives/search.yaml
apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: search-availability}
spec:
  service: search
  budgetingMethod: Occurrences
  objectives:
    - ratioMetrics:
        good: {source: prometheus, queryType: promql, query: good_total}
        total: {source: prometheus, queryType: promql, query: all_total}
      target: 0.999
  timeWindows:
    - {count: 30, unit: Day}
";

    OBJECTIVE_KEY_IGNORED = "objective-key-ignored",
        "The key stands in many files, OpenSLO's own examples among them, and does nothing where it \
         stands: `op` beside a share, slices without a method that counts them, a list of policies \
         with nothing in it. Whoever wrote it may believe otherwise.",
        fix: "Remove the key, or write what was meant by it.",
        "\
~~~ data/objectives/checkout.yaml
-    - targetPercent: 99.9
+    - targetPercent: 99.9
+      op: gt
";

    OBJECTIVE_ODD = "objective-odd",
        "The value is allowed and says something else than it was most likely meant to: a target of \
         less than one percent, an alert that is raised while nothing is wrong.",
        fix: "Write what was meant; the problem says how.",
        "\
~~~ data/objectives/checkout.yaml
-    op: gte
+    op: lte
";

    OBJECTIVE_SERVICE = "objective-service",
        "An objective of a service that neither the pack nor a document knows is shown with none of \
         the services.",
        fix: "Correct the name; give a service of `data/services.yaml` that name as an alias; or add a \
              document of kind `Service` where it is none of the pack's.",
        "\
~~~ data/objectives/checkout.yaml
-  service: checkout
+  service: web-shop
";

    OPENSLO_CREDENTIAL = "openslo-credential",
        "A pack is read by many people and kept for years. What opens a monitoring system has no \
         place in it; the value is not read, and no page shows it.",
        fix: "Remove it, and make the credential invalid if the file was shared.",
        "\
~~~ data/objectives/checkout.yaml
-          query: sum(increase(http_requests_total{service=\"checkout\"}[{{.window}}]))
+          query: sum(increase(http_requests_total{service=\"checkout\"}[{{.window}}]))
+          apiKey: 5f2c
";

    NOT_CARRIED = "not-carried",
        "OpenSLO has no place for everything that another format says. What an import leaves out or \
         writes otherwise is told, so that nobody believes it is still there.",
        fix: "Read what is told, and add what is missed to the files that were written.",
        "";
}
