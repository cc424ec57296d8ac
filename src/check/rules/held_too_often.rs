//! More meetings held than the quarter has room for.

use crate::analyse;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "held-too-often",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "`held` counts the weeks or months in which it was held. More of them than the quarter has \
          is a slip, and would hide weeks that were left out.",
    fix: "Count each week or month once, and none before the rhythm's first day.",
    bad: "
~~~ data/cadence.yaml
-  held: {2026-Q3: 12}
+  held: {2026-Q3: 21}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for rhythm in facts.pack.cadence.iter().flatten() {
        for (period, written) in &rhythm.held {
            let room = analyse::room(&facts.pack.settings.calendar, rhythm, *period);
            if u64::from(written.value) <= room {
                continue;
            }
            report
                .at(
                    written.span,
                    format!(
                        "`{}` was held {} times in {period}, which has room for {room}",
                        rhythm.id.value, written.value
                    ),
                )
                .see(rhythm.since.span, "nothing is planned before this day")
                .help("count each week or month once");
        }
    }
}
