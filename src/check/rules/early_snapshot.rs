//! Data taken before the quarter was over.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "early-snapshot",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "A quarter's figure taken before its last day is not the quarter's figure, and it \
          will change after the board has read it.",
    fix: "Take the figures after the quarter's last day and correct `as_of`; until then there is \
          nothing to report of it.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-as_of: 2026-10-05
+as_of: 2026-09-28
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, snapshot) in &facts.pack.snapshots {
        let end = facts.pack.settings.calendar.end(*period);
        if snapshot.as_of < end {
            report
                .at(
                    snapshot.span,
                    format!("the figures of {period} were taken on {}", snapshot.as_of),
                )
                .because(format!("the quarter ends with the day before {end}"))
                .help(format!("take them on {end} or later, and correct `as_of`"));
        }
    }
}
