//! What was to be done about a risk by a day that has passed.

use crate::analyse::Progress;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "overdue-treatment",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "The Board carries a risk because of what is being done about it. After its day, what is not \
          done reduces nothing, and the estimate may still count on it.",
    fix: "Write the day on which it was `done:`; or say in this quarter's assessment what is done \
          instead and by when, so that the slip is on record.",
    bad: "
~~~ data/risks.yaml
-  kind: supplier
+  kind: supplier
+  doing: {what: Agree terms with a second provider, owner: CFO, by: 2026-08-31}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    if facts.is_only_begun() {
        return;
    }
    for (risk, row) in facts.risks() {
        if let Some((doing, Progress::Overdue)) = &row.doing {
            report
                .at(
                    doing.by.span,
                    format!(
                        "what is being done about `{}` was due by {}",
                        risk.id.value, doing.by.value
                    ),
                )
                .help(
                    "write when it was `done:`, or in this quarter's assessment what is done now",
                );
        }
    }
}
