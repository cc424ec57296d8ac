//! A text to the metrics that its words could be about: by the words of a metric's name, its agreed
//! wordings and its meaning. It ties no figure to anything; it says which declared claims have
//! nothing to do with their text, and what to offer where a text is not understood.

use super::telling::COMMON;
use crate::model::{Metric, Pack, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// The words of every metric.
pub(super) struct Kinship<'a>(BTreeMap<&'a str, Words>);

struct Words {
    /// Of its name and its short name alone.
    title: BTreeSet<String>,
    /// Of its name, its short name and its wordings.
    name: BTreeSet<String>,
    /// Of its meaning.
    meaning: BTreeSet<String>,
}

impl<'a> Kinship<'a> {
    pub(super) fn new(pack: &'a Pack) -> Self {
        let of = |metric: &Metric| {
            let wordings = metric.wordings.iter().map(|w| w.words.value.as_str());
            let unit = match &metric.unit.value {
                Unit::Things { many, .. } => many.as_str(),
                _ => "",
            };
            let short = metric.short.as_deref().unwrap_or("");
            let names = [metric.name.value.as_str(), short, unit, &metric.id.value];
            let title = [metric.name.value.as_str(), short];
            Words {
                title: title.into_iter().flat_map(stems).collect(),
                name: names.into_iter().chain(wordings).flat_map(stems).collect(),
                meaning: stems(&metric.meaning.value).collect(),
            }
        };
        let metrics = pack.metrics.iter();
        Self(metrics.map(|(id, m)| (id.as_str(), of(m))).collect())
    }

    /// Whether any word of a text is one of a metric.
    pub(super) fn related(&self, text: &str, metric: &str) -> bool {
        let words: BTreeSet<String> = stems(text).collect();
        let of = self.0.get(metric);
        of.is_some_and(|of| !(words.is_disjoint(&of.name) && words.is_disjoint(&of.meaning)))
    }

    /// Whether one word is of a metric.
    pub(super) fn is_kin(&self, word: &str, metric: &str) -> bool {
        let of = self.0.get(metric);
        let mut stems = stems(word);
        of.is_some_and(|of| stems.any(|s| of.name.contains(&s) || of.meaning.contains(&s)))
    }

    /// Whether some words hold one of a metric's title, or two of all it goes by. Words that name much
    /// else beside are left out.
    pub(super) fn touches(&self, text: &str) -> bool {
        const LOOSE: &[&str] = &["chan", "paym", "deli", "user", "open", "team"];
        let mut words: BTreeSet<String> = stems(text).collect();
        words.retain(|w| !LOOSE.contains(&w.as_str()));
        self.0.values().any(|of| {
            words.intersection(&of.title).next().is_some()
                || words.intersection(&of.name).count() > 1
        })
    }

    /// Whether some words hold two of one metric's name.
    pub(super) fn names_one(&self, text: &str) -> bool {
        self.0.keys().any(|metric| self.of_name(text, metric) > 1)
    }

    /// How many different words of a text are of a metric's name.
    pub(super) fn of_name(&self, text: &str, metric: &str) -> usize {
        let words: BTreeSet<String> = stems(text).collect();
        let of = self.0.get(metric);
        of.map_or(0, |of| words.intersection(&of.name).count())
    }

    /// The metrics that share most with some words, best first: two of their name's count for more
    /// than one of their meaning's.
    pub(super) fn nearest(&self, text: &str) -> Vec<&'a str> {
        let words: BTreeSet<String> = stems(text).collect();
        let shared = |of: &BTreeSet<String>| words.intersection(of).count();
        let mut near: Vec<(usize, &str)> = self
            .0
            .iter()
            .map(|(id, of)| (3 * shared(&of.name) + shared(&of.meaning), *id))
            .filter(|(n, _)| *n > 0)
            .collect();
        near.sort_by_key(|(n, id)| (std::cmp::Reverse(*n), *id));
        near.into_iter().take(2).map(|(_, id)| id).collect()
    }
}

/// The beginnings of the words that mean something: `failures` and `failed` are one.
fn stems(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > 3)
        .map(|word| word.chars().take(4).collect::<String>())
        .filter(|stem| !COMMON.contains(&stem.as_str()))
}
