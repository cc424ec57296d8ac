//! A sentence about all services, or so many of them, that their figures contradict.

use crate::check::claims::{Fault, judge};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-of-all-services",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "`All services kept their promise` is read as every one of them: a service without a figure \
          is not among those that kept it.",
    fix: "Write how many of how many, or name the services that are meant.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: Every service missed its target of change failure rate.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for claim in facts.claims() {
        let Some(about) = &claim.about else { continue };
        for wrong in judge(facts, claim, about) {
            if wrong.fault == Fault::Services {
                let message = format!(
                    "`{}` is not so of as many services in `{}`",
                    claim.written, about
                );
                report
                    .at(wrong.place.unwrap_or(claim.place), message)
                    .because(wrong.because)
                    .help(wrong.help);
            }
        }
    }
}
