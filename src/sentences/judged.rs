//! Who answers for a text, to the words that are printed behind it wherever it stands.

use super::{Ctx, headline};
use crate::analyse::QuarterAnalysis;
use crate::model::{Language, Narrative, Scope, Text, Voucher};
use crate::tongue::{self, say};

/// `(judgement of the CTO, not measured)`, `(source: gateway log of September 2026)`; `None` where the
/// text is held to the data.
pub(crate) fn judged(narrative: &Narrative, text: &Text) -> Option<String> {
    Some(match &narrative.judgement(text)?.by {
        Voucher::Role(role) => say!("(judgement of the {value}, not measured)", role.value),
        Voucher::Source(source) => {
            let source = source.value.trim_end_matches('.');
            say!("(source: {source}; not a figure of this pack)", source)
        }
    })
}

/// What the data say of the metrics that a text is declared to tell of, where its own words are not
/// read: `(by the data: …)`. So no reader sees the words of such a pack without what they are held to.
pub(crate) fn declared(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    narrative: &Narrative,
    text: &Text,
) -> Option<String> {
    if tongue::spoken() == Language::English {
        return None;
    }
    let mut said: Vec<String> = Vec::new();
    for claim in narrative.claims(text) {
        let metric = ctx.pack.metrics.get(&claim.metric.value)?;
        let analysis = quarter.metrics.get(&claim.metric.value)?;
        let (scope, judged) = match &claim.service {
            Some(service) => (
                Scope::Service(&service.value),
                analysis.services.get(&service.value)?,
            ),
            None => (Scope::All, &analysis.all),
        };
        let told = headline(ctx, metric, scope, judged);
        if !said.contains(&told) {
            said.push(told);
        }
    }
    (!said.is_empty()).then(|| {
        say!(
            "(by the data: {said})",
            said.join(crate::tongue::label("; "))
        )
    })
}
