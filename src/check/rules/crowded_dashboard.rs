//! More rows than a director takes in at one look.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "crowded-dashboard",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: false,
    why: "One page holds sixteen rows. With more, the ones that matter are no longer seen, \
          and the table no longer fits its page.",
    fix: "Move the rows that decide least out of `dashboard:` until 16 or fewer are left. Their \
          metrics keep their own pages.",
    bad: r#"
~~~ data/pack.yaml
-      - incidents
+      - incidents
+      - {metric: incidents, service: checkout}
+      - {metric: incidents, service: search}
+      - {metric: error-budget-left, service: search}
+      - {metric: checkout-success, service: search}
+      - {metric: satisfaction, service: search}
~~~ data/snapshots/2026-Q3.yaml
-      checkout: {quarter: 9850/10000}
+      checkout: {quarter: 9850/10000}
+      search: {quarter: 99/100}
-    all: {quarter: 3.9 (n 62 of 80)}
+    all: {quarter: 3.9 (n 62 of 80)}
+    services:
+      search: {quarter: 3.9 (n 30 of 40)}
"#,
    run,
};

/// Rows that fit the page (board.md 1.4).
const MOST: usize = 16;

fn run(facts: &Facts<'_>, report: &mut Report) {
    let rows = facts.dashboard().count();
    if let Some((entry, _)) = facts.dashboard().nth(MOST) {
        report
            .at(entry.metric.span, format!("the dashboard has {rows} rows"))
            .because(format!("this is row {}", MOST + 1))
            .help(
                "keep the 12 to 16 that a decision could depend on; every metric has its own page",
            );
    }
}
