//! A text tied to a record that the pack does not have.

use crate::check::claims;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "tie-to-no-record",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A sentence tied to a record is printed on the data-quality sheet with that record. A name \
          that no record has, or that several have, ties it to nothing.",
    fix: "Write the kind of the record and its id, such as `incidents/payment-provider-down`.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - {text: Automated rollback is live since 6 July., records: [annotations/automatic-rollback]}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (place, message, help) in claims::loose(facts) {
        report.at(place, message).help(help);
    }
}
