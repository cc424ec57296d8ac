//! The sentences of a quarter that rest on more than their own words, each with what it is tied to:
//! declared claims, records, judgements and facts kept elsewhere. What an auditor reads first.

use crate::model::{Narrative, Pack, Text, Voucher};
use crate::render::Ctx;
use crate::tongue::{self, label, say};
use serde::Serialize;

/// One sentence, and what it is tied to.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Vouched {
    sentence: String,
    said: String,
}

/// In the order of the pages.
pub(super) fn vouched(ctx: &Ctx<'_>, narrative: &Narrative) -> Vec<Vouched> {
    let texts = narrative.texts().into_iter();
    texts
        .filter_map(|told| {
            let said = tied(ctx, narrative, told.text);
            (!said.is_empty()).then(|| Vouched {
                sentence: ctx.plain(told.text),
                said: format!("{} ({})", said.join(label("; ")), told.what),
            })
        })
        .collect()
}

fn tied(ctx: &Ctx<'_>, narrative: &Narrative, text: &Text) -> Vec<String> {
    let claims = narrative.claims(text).filter_map(|claim| {
        let metric = ctx.pack.metrics.get(&claim.metric.value)?;
        let service = claim.service.as_ref().map(|id| ctx.pack.service(&id.value));
        let of = match service {
            None => metric.name.value.clone(),
            Some(service) => say!("{value} of {name}", metric.name.value, service?.name),
        };
        Some(say!(
            "declared of {of}: {phrase}",
            of,
            tongue::phrase(&claim.verb.value.phrase(), &[])
        ))
    });
    let records = narrative.ties(text).map(|tie| {
        let written = &tie.record.value;
        match is_seen(ctx.pack, written) {
            true => say!("tied to the record {written}", written),
            false => label("tied to a record that is not in this edition").to_owned(),
        }
    });
    let word = narrative.judgement(text).map(|word| match &word.by {
        Voucher::Role(role) => say!("judgement of the {value}", role.value),
        Voucher::Source(source) => say!("source: {source}", source.value.trim_end_matches('.')),
    });
    claims.chain(records).chain(word).collect()
}

/// Whether the edition has a record of that name: what is hidden is not named.
fn is_seen(pack: &Pack, written: &str) -> bool {
    let (kind, id) = match written.split_once('/') {
        Some((kind, id)) => (Some(kind), id),
        None => (None, written),
    };
    let of = |asked: &str| kind.is_none_or(|kind| kind == asked);
    let told = |check: &dyn Fn(&Narrative) -> bool| pack.narratives.values().any(check);
    let mut incidents = pack.incidents.values().flat_map(|r| &r.incidents);
    let mut risks = pack.risks.iter().flatten();
    let mut tried = pack.experiments.iter().flatten();
    let mut held = pack.compliance.iter().flat_map(|c| &c.certifications);
    // Kinds that nobody hides part of: teams; definitions and reviews go with their metric or objective.
    let metric = id.rsplit_once("-v").map_or(id, |(metric, _)| metric);
    of("incidents") && incidents.any(|i| i.id.value == id)
        || of("risks") && risks.any(|r| r.id.value == id)
        || of("experiments") && tried.any(|e| e.id.value == id)
        || of("certifications") && held.any(|c| c.id.value == id)
        || of("annotations") && pack.annotations.iter().any(|a| a.id.value == id)
        || of("services") && pack.service(id).is_some()
        || of("objectives") && pack.objectives.contains_key(id)
        || of("definitions") && pack.metrics.contains_key(metric)
        || of("teams")
            && pack
                .quality
                .values()
                .any(|q| q.teams.iter().any(|t| t.id.value == id))
        || of("reviews") && pack.objectives.keys().any(|o| id.ends_with(o.as_str()))
        || of("stories") && told(&|n| n.stories.iter().any(|s| s.id.value == id))
        || of("decisions") && told(&|n| n.decisions.iter().any(|d| d.id.value == id))
        || of("promises")
            && told(&|n| {
                let own = n.overview.promises.iter().any(|p| p.id.value == id);
                own || n.overview.explanations.iter().any(|e| e.metric.value == id)
            })
}
