//! Published quarters whose pages come out otherwise than on their day, and how far what was recorded of
//! them still stands.
//!
//! A lock keeps the digest of a page and not the page, so what differs within one cannot be known here.
//! What can be is held figure by figure and text by text, and not inferred from a build that succeeded.

use crate::analyse::{self, Analysis};
use crate::load::{self, Tree};
use crate::model::{Audience, Pack, Period, Publication, digest, seals};
use crate::provenance::{Moved, Stands};
use crate::publish;
use std::collections::{BTreeMap, BTreeSet};

/// By quarter, what the pages of today differ in from those of its lock; nothing of one that is the same.
pub(super) fn moved(
    tree: &Tree,
    published: &BTreeMap<Period, Publication>,
    templates: &BTreeMap<String, String>,
    audience: Audience,
    outputs: &BTreeMap<String, String>,
) -> Vec<Moved> {
    let since = |lock| Moved::since(lock, audience.edition(), templates, outputs);
    let found = published
        .iter()
        .filter_map(|lock| Some((*lock.0, since(lock)?)));
    let found: Vec<(Period, Moved)> = found.collect();
    if found.is_empty() {
        return Vec::new();
    }
    let pack = load::parse(tree).pack;
    let judged = pack.map(|pack| (analyse::analyse(&pack), pack));
    let found = found.into_iter().map(|(period, mut moved)| {
        let judged = judged.as_ref();
        moved.stands = judged.and_then(|(analysis, pack)| stands(tree, pack, analysis, period));
        moved
    });
    found.collect()
}

/// What a lock records against the pack; `None` where something of it has nothing to be held against.
fn stands(tree: &Tree, pack: &Pack, analysis: &Analysis, period: Period) -> Option<Stands> {
    let lock = pack.published.get(&period)?;
    // The first format kept no figures of records.
    let held = lock.format > 1
        && pack.snapshots.contains_key(&period)
        && analysis.today().contains_key(&period);
    let file = held.then(|| text(tree, &format!("data/published/{period}.yaml")))??;
    let (seal, written) = seals(&file);
    if written.as_deref() != Some(&*seal) {
        return None;
    }
    let figures = publish::differences(pack, analysis);
    let figures = figures.iter().filter(|one| one.period() == period).count();
    let records = publish::record_differences(pack, analysis);
    let records = records.iter().filter(|one| one.period() == period).count();
    let texts = lock.texts.iter().filter(|(path, hash)| {
        text(tree, path).is_none_or(|text| digest(&text) != hash.value.as_str())
    });
    Some(Stands {
        figures: recorded(lock),
        restated: restated(pack, lock, period),
        texts: lock.texts.len(),
        others: figures + records + texts.count(),
    })
}

fn text(tree: &Tree, path: &str) -> Option<String> {
    String::from_utf8(tree.files.get(path)?.clone()).ok()
}

/// How many figures a lock records: of quarters and weeks, and of records.
fn recorded(lock: &Publication) -> usize {
    let metrics = lock.metrics.values();
    let figures = metrics.flat_map(|metric| metric.all.iter().chain(metric.services.values()));
    let figures: usize = figures
        .map(|one| usize::from(one.value.is_some()) + one.weeks.values().flatten().count())
        .sum();
    let records = lock.records.values().map(|record| record.figures.len());
    figures + records.sum::<usize>()
}

/// How many figures were restated after the day of a lock.
fn restated(pack: &Pack, lock: &Publication, period: Period) -> usize {
    let day = lock.published.value;
    let later = |date, of| date > day && of == period;
    let figures = pack.restatements.iter();
    let figures = figures.filter(|entry| later(entry.date, entry.period.value));
    let figures: BTreeSet<_> = figures
        .map(|entry| {
            let service = entry.service.as_ref().map(|service| service.value.as_str());
            (entry.metric.value.as_str(), service, entry.week)
        })
        .collect();
    let records = pack.restated_records.iter();
    let records = records.filter(|entry| later(entry.date, entry.period.value));
    let records: BTreeSet<_> = records
        .map(|entry| (&entry.record.value, entry.figure.value.as_str()))
        .collect();
    figures.len() + records.len()
}
