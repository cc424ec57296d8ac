//! A bound figure whose words name another metric, service or kind of figure.

use crate::check::claims::misplaced;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "figure-of-another-metric",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A bound figure is right, and still says something false where the words around it \
          name another metric or service, or take a target or a distance for the figure \
          itself.",
    fix: "Bind the figure that the words name, or name the metric whose figure it is.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: Change failure rate was {{ checkout-success }}.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for misplaced in misplaced(facts) {
        if !misplaced.quarter {
            report
                .at(misplaced.place, misplaced.message)
                .help(misplaced.help);
        }
    }
}
