//! Every question that a quarter's texts may ask and that has an answer, for whoever is about to write one.

use super::{Asked, Desk};
use crate::analyse::Analysis;
use crate::known::Known;
use crate::model::{Facet, Pack, Period, Spelling};
use crate::schema::Expressions;
use crate::words::Words;
use std::collections::BTreeMap;

/// What can be asked in the texts of the latest quarter that has any, metrics by id and the organisation
/// before its services. The desk that answers is the one that answers the texts.
pub fn offered(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
) -> Vec<Expressions> {
    let known = Known::of(pack);
    let told = pack.narratives.keys().rev();
    let mut desks = told.filter_map(|&period| {
        let desk = Desk::new(known.to(period), analysis, words, period)?;
        Some((period, desk))
    });
    let Some((period, desk)) = desks.next() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let metrics = analysis.seen_from(period).get(&period);
    for (id, judged) in metrics.iter().flat_map(|quarter| &quarter.metrics) {
        let Some(metric) = pack.metrics.get(id) else {
            continue;
        };
        let services = pack.services.iter();
        let services = services.filter(|service| judged.services.contains_key(&service.id.value));
        for service in std::iter::once(None).chain(services.map(Some)) {
            let facets = Facet::ALL.into_iter().filter(|(facet, _)| match facet {
                // A story is answered with the averages around its own action, so what has an answer
                // in one text has none in another.
                Facet::AverageBefore | Facet::AverageAfter => false,
                facet => service.is_none() || !facet.spans_services(),
            });
            let answered = facets.filter_map(|(facet, name)| {
                let asked = Asked {
                    metric: id,
                    service: service.map(|service| service.id.value.as_str()),
                    facet,
                    period,
                    spelling: Spelling::Digits,
                    story: None,
                };
                Some((name, desk.answer(&asked).ok()?.text))
            });
            let (of, name) = match service {
                Some(service) => (
                    format!("{id}@{}", service.id.value),
                    format!("{}, {}", metric.name.value, service.name),
                ),
                None => (id.clone(), metric.name.value.clone()),
            };
            found.push(Expressions {
                of,
                name,
                period: period.to_string(),
                facets: answered.collect(),
            });
        }
    }
    found
}
