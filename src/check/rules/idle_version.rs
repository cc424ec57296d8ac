//! A new version of a definition in which nothing that bears meaning changed.

use super::unbroken_definition::{before, differing};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "idle-version",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: true,
    why: "A new version cuts the line and stops comparison with earlier quarters. Without a new \
          meaning it hides a comparison that a reader could have made, and readers soon pass over \
          notices of change.",
    fix: "Put what changed into the field that it changes (formula, events, source, what counts \
          and what does not, query), or take the version back: names, owners and explanations \
          change without one.",
    bad: concat!(
        published_lock!(format: 1, "restatements: 0\n", target: 3.5),
        "asks: []
promises: []
shared: {}
texts: {}
~~~ content/metrics/satisfaction.md
-  version: 1
+  version: 2
-    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 2, date: 2026-07-01, what: Five questions instead of one., effect: break}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        let Some((period, lock)) = before(facts.pack, metric) else {
            continue;
        };
        if differing(metric, lock).next().is_some() {
            continue;
        }
        let version = metric.definition.version;
        report
            .at(
                version.span,
                format!(
                    "version {} of `{}` means what version {} did",
                    version.value, metric.id.value, lock.version
                ),
            )
            .see(
                lock.span,
                format!("version {} as published in {period}", lock.version),
            )
            .help("write what changed where it belongs, or take the version and its entry back");
    }
}
