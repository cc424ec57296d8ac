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
    bad: r#"
=== data/published/2026-Q2.yaml
format: 1
period: 2026-Q2
published: 2026-07-20
tool: 0.1.0
build: 0123456789ab
restatements: 0
metrics:
  satisfaction:
    version: 1
    fingerprint: e5910cdec5f7
    meaning:
      kind: score
      unit: points
      scale: 1 to 5
      polarity: higher-is-better
      roll_up: stated-only
      formula: mean of the answers
      start_event: survey opened
      stop_event: survey closed
      event_source: quarterly survey
      inclusion: every service in the list of services
      exclusion: staging and synthetic traffic
    target: {value: 3.5, from: 2025-01-01, set_by: VP Engineering}
asks: []
promises: []
shared: {}
texts: {}
~~~ content/metrics/satisfaction.md
-  version: 1
+  version: 2
-    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 2, date: 2026-07-01, what: Five questions instead of one., effect: break}
"#,
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
