//! The records of risks and of what auditors ask for, without what a reader may not see. Counts of
//! the register were made before and keep what is hidden; no row of it names a hidden service.

use super::Hidden;
use crate::analyse::QuarterAnalysis;
use crate::model::{Audience, Pack, Period, Reference, Risk};

/// Risks that a reader may not see: those marked, and those whose trigger is a hidden figure, since
/// without it nothing says when the company would act.
pub(super) fn hidden_risks<'p>(
    pack: &'p Pack,
    hidden: &Hidden,
    reader: Audience,
) -> impl Iterator<Item = &'p Risk> {
    let figure = |risk: &Risk| {
        let later = risk.assessed.iter().filter_map(|a| a.trigger.as_ref());
        let triggers = std::iter::once(&risk.trigger).chain(later);
        triggers.filter_map(|trigger| trigger.watch()).any(|watch| {
            let service = watch.service.as_ref().map(|s| s.value.as_str());
            hidden.figure(&watch.metric.value, service)
        })
    };
    let risks = pack.risks.iter().flatten();
    risks
        .filter(|risk| risk.audience.is_hidden_from(reader) || figure(risk))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The quarters from which on hidden risks and certifications are told of.
pub(super) fn since(pack: &Pack, hidden: &Hidden) -> Vec<Period> {
    let risks = pack.risks.iter().flatten();
    let risks = risks.filter(|risk| hidden.risks.contains(&risk.id.value));
    let risks = risks
        .filter_map(|risk| risk.assessed.first())
        .map(|a| a.period.value);
    let held = pack.compliance.iter().flat_map(|c| &c.certifications);
    let held = held.filter(|held| hidden.certifications.contains(&held.id.value));
    let held = held.filter_map(|held| held.audits.first());
    let held = held.map(|audit| pack.settings.calendar.period_of(audit.on.value));
    risks.chain(held).collect()
}

/// Takes hidden parts out of the records.
pub(super) fn pack(pack: &mut Pack, hidden: &Hidden) {
    let seen = |reference: &Reference| !hidden.carried.contains(reference);
    if let Some(risks) = &mut pack.risks {
        risks.retain(|risk| !hidden.risks.contains(&risk.id.value));
        for risk in risks {
            risk.decision = risk.decision.take().filter(|d| seen(&d.value));
            for assessment in &mut risk.assessed {
                assessment.decision = assessment.decision.take().filter(|d| seen(&d.value));
            }
        }
    }
    if let Some(asked) = &mut pack.compliance {
        let gone = |id: &str| hidden.services.contains(id);
        asked
            .certifications
            .retain(|held| !hidden.certifications.contains(&held.id.value));
        asked
            .restore_tests
            .retain(|test| !gone(&test.service.value));
        if let Some(register) = &mut asked.vulnerabilities {
            register.items.retain(|v| !gone(&v.service.value));
        }
    }
}

/// Takes hidden parts out of a quarter's judgements.
pub(super) fn judged(quarter: &mut QuarterAnalysis, hidden: &Hidden) {
    if let Some(risks) = &mut quarter.risks {
        for rows in [&mut risks.rows, &mut risks.closed] {
            rows.retain(|row| !hidden.risks.contains(&row.id));
            for row in rows {
                row.decision = row.decision.take().filter(|d| !hidden.carried.contains(d));
            }
        }
    }
    if let Some(asked) = &mut quarter.compliance {
        asked
            .certifications
            .retain(|row| !hidden.certifications.contains(&row.id));
        asked.restores.retain(|id, _| !hidden.services.contains(id));
        if let Some(security) = &mut asked.security {
            security
                .overdue
                .retain(|row| !hidden.services.contains(&row.service));
        }
    }
}
