//! A record, a repetition or a run of quarters that the quarters before do not show.

use crate::check::claims::{Fault, judge};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-against-history",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "`again`, `for the third quarter in a row` and `record` speak of every quarter before. A \
          record needs eight quarters counted by one definition, and the day since which it is one.",
    fix: "Write the number that the problem names, or bind it to the data so that it stays right.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: Change failure rate missed its target for the third quarter in a row.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for claim in facts.claims() {
        let Some(about) = &claim.about else { continue };
        for wrong in judge(facts, claim, about) {
            if wrong.fault == Fault::History {
                let message = format!("`{}` is not what `{}` shows", claim.written, about);
                report
                    .at(wrong.place.unwrap_or(claim.place), message)
                    .because(wrong.because)
                    .help(wrong.help);
            }
        }
    }
}
