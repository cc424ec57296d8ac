//! A bound figure of one quarter told as another's.

use crate::check::claims::misplaced;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "figure-of-another-quarter",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A figure of an earlier quarter is right only where the sentence says of when it is; \
          told without that, it is read as this quarter’s, and this quarter’s told as an \
          earlier one’s is as false.",
    fix: "Bind the figure of the quarter that the sentence means, or say in the sentence of \
          when it is.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: Last quarter change failure rate was {{ change-failure-rate }}.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for misplaced in misplaced(facts) {
        if misplaced.quarter {
            report
                .at(misplaced.place, misplaced.message)
                .help(misplaced.help);
        }
    }
}
