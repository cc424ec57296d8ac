//! An incident that was over before anybody knew of it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "late-detection",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "An incident that was restored before it was detected either healed by itself, which its \
          review should say, or one of its two times is a slip.",
    fix: "Check the two times. Where it did heal by itself, turn the rule down in the settings with \
          that reason.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-    detected: 2026-08-18 09:08
-    acknowledged: 2026-08-18 09:11
+    detected: 2026-08-18 11:08
+    acknowledged: 2026-08-18 11:11
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let open = facts.pack.incidents.iter();
    for (_, record) in open.filter(|(period, _)| !facts.pack.published.contains_key(period)) {
        for incident in &record.incidents {
            if let Some(restored) = incident.restored
                && incident.detected.value > restored.value
            {
                let id = &incident.id.value;
                report
                    .at(
                        incident.detected.span,
                        format!("`{id}` was restored before it was detected"),
                    )
                    .see(restored.span, "restored then")
                    .help("check both times");
            }
        }
    }
}
