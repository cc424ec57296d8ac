//! A snapshot counted by another version of a definition than its dates say.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "misdated-version",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: true,
    why: "Charts and comparisons part where a definition's dates say that it changed. Figures that \
          were counted by another version stand on the wrong side of that line.",
    fix: "Write the version that held on the quarter's last day, or the later one by which earlier \
          figures were counted again; or give the change the day from which it was really used.",
    bad: r#"
~~~ content/metrics/satisfaction.md
-  version: 1
-  formula: mean of the answers
+  version: 2
+  formula: mean of the answers to five questions
-    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 2, date: 2026-07-01, what: Five questions instead of one., effect: break}
~~~ data/snapshots/2026-Q3.yaml
-  satisfaction:
+  satisfaction:
+    definition: 1
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let calendar = &facts.pack.settings.calendar;
    for metric in facts.pack.metrics.values() {
        let id = &metric.id.value;
        let Some(filed) = facts.pack.observations.get(id) else {
            continue;
        };
        for (period, circumstances) in &filed.circumstances {
            let held = metric.definition.version_of(calendar.last_day(*period));
            let Some(stated) = circumstances.version.filter(|v| v.value != held) else {
                continue;
            };
            let changes = metric.definition.changes.iter();
            let made = changes.clone().find(|c| c.version.value == held);
            let finding = report.at(
                stated.span,
                format!(
                    "`{id}` was counted by version {} in {period}, and its dates say version {held}",
                    stated.value
                ),
            );
            let finding = match made {
                Some(change) => finding.see(
                    change.version.span,
                    format!("version {held} holds since {}", change.date),
                ),
                None => finding,
            };
            finding.help(format!(
                "write `definition: {held}` if it was counted so; otherwise correct the day of the \
                 change"
            ));
        }
    }
}
