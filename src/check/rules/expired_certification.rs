//! A certificate that has run out, or whose next audit was not held.

use crate::analyse::CertificateState;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "expired-certification",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "Contracts, insurers and customers rely on a certificate by its last day. One that has run \
          out, or whose audit was due and not held, is no proof of anything, however good the work is.",
    fix: "Add the audit that was held since, with its day, outcome and the last day of the new \
          certificate. Where there was none, the page says so, and the risk belongs into \
          `data/risks.yaml`.",
    bad: "
~~~ data/compliance.yaml
-      - {on: 2026-03-10, passed: true, until: 2027-03-09, next: 2027-02-15}
+      - {on: 2025-03-10, passed: true, until: 2026-03-09, next: 2026-02-15}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    if facts.is_only_begun() {
        return;
    }
    let Some(quarter) = facts
        .draft()
        .and_then(|quarter| quarter.compliance.as_ref())
    else {
        return;
    };
    let all = facts.pack.compliance.iter().flat_map(|c| &c.certifications);
    for held in all {
        let mut rows = quarter.certifications.iter();
        let Some(row) = rows.find(|row| row.id == held.id.value) else {
            continue;
        };
        let id = &held.id.value;
        let audited = held
            .audits
            .iter()
            .find(|audit| audit.on.value == row.audited);
        let Some(audited) = audited else {
            continue;
        };
        let ran_out = row.until.filter(|until| *until < quarter.as_at);
        let (place, message) = match (row.state, ran_out) {
            (CertificateState::Expired | CertificateState::NotPassed, Some(until)) => {
                let audits = held.audits.iter().filter_map(|audit| audit.until);
                let mut audits = audits.filter(|day| day.value == until);
                let place = audits.next().map_or(audited.on.span, |day| day.span);
                (
                    place,
                    format!("the certificate of `{id}` ran out on {until}"),
                )
            }
            (CertificateState::AuditOverdue, _) => (
                audited.next.span,
                format!(
                    "the audit of `{id}` was due on {}, and none is recorded",
                    row.next
                ),
            ),
            _ => continue,
        };
        report
            .at(place, message)
            .help("add the audit that was held since; where there was none, say in `data/risks.yaml` what that may cost");
    }
}
