//! A verb of change that the data does not bear.

use crate::check::claims::{Fault, judge};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-without-signal",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A sentence that says a metric fell or improved is believed. It may be said only where the \
          weeks are a strong signal in that direction: of a story's metric the weeks since the \
          action, otherwise the quarter's. `may have fallen` needs one signal.",
    fix: "Write the verb that the problem names, or `was`, which any figure bears.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-title: Automated rollback is live at Checkout
+title: Change failure rate fell after automatic rollback
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for claim in facts.claims() {
        let Some(about) = &claim.about else { continue };
        for wrong in judge(facts, claim, about) {
            if wrong.fault == Fault::Signal {
                let message = format!("`{}` is not what `{}` shows", claim.written, about);
                report
                    .at(wrong.place.unwrap_or(claim.place), message)
                    .because(wrong.because)
                    .help(wrong.help);
            }
        }
    }
}
