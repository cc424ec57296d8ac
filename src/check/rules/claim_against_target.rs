//! A verb of meeting or missing a target that the unrounded figure contradicts.

use crate::check::claims::{Fault, judge};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-against-target",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "`met` is said of a figure that meets its target before it is rounded; `comfortably` of one \
          whose whole routine range does; `marginally` of one whose routine range crosses it.",
    fix: "Write the verb that the problem names.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: Change failure rate met its target.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for claim in facts.claims() {
        let Some(about) = &claim.about else { continue };
        for wrong in judge(facts, claim, about) {
            if wrong.fault == Fault::Target {
                let message = format!("`{}` contradicts `{}`", claim.written, about);
                report
                    .at(wrong.place.unwrap_or(claim.place), message)
                    .because(wrong.because)
                    .help(wrong.help);
            }
        }
    }
}
