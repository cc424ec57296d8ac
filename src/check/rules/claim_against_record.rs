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
=== data/incidents/2026-Q3.yaml
period: 2026-Q3
as_of: 2026-10-05 09:00
incidents:
  - id: basket-lost
    title: Basket lost
    severity: 2
    began: 2026-08-04 09:00
    detected: 2026-08-04 09:05
    restored: 2026-08-04 10:00
    found_by: us
    services: [checkout]
    journeys: [pay]
    experienced: Baskets were empty after signing in.
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - {text: The lost basket was restored after three hours., records: [incidents/basket-lost]}
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
