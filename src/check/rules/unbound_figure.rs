//! A figure typed by hand where a board reads first.

use crate::check::figures;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unbound-figure",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A number typed into a headline, a summary sentence, a verdict or a title is right on the \
          day it is typed. A figure bound to the data is right whenever the pack is built, and \
          leads to where it comes from.",
    fix: "Write the expression that the message offers. A figure that no metric holds is declared \
          under `literals:` with its source, and is listed with it on the data-quality sheet.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: Change failure rate was 10.7%, and checkout overspent its budget
"#,
    run: |facts: &Facts<'_>, report: &mut Report| figures::tell(facts, report, true),
};
