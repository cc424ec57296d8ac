//! A clause that a record of the pack contradicts.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-against-record",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A sentence that its author ties to a record is held to it: its services, days, durations, \
          counts and states. Where the record says otherwise, one of the two misleads the Board.",
    fix: "Say what the record says, tie the sentence to the record that it is about, or correct the \
          record if it is wrong.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - {text: The payment provider was down on 19 August., records: [incidents/provider-outage]}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for against in facts.accounts().unread.iter().filter(|u| u.against) {
        report
            .at(against.place, against.message.clone())
            .because(against.because.clone())
            .help(against.help.clone());
    }
}
