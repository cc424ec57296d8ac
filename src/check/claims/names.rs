//! The pack's names to the places of a sentence where a metric or a service is named.

use super::tokens::{self, Token};
use crate::model::{Kind, Language, Metric, Pack, Unit};
use crate::tongue;
use std::collections::{BTreeMap, BTreeSet};

/// What a stretch of words names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum Name {
    Metric(String),
    Service(String),
}

/// Every name of a pack by which a sentence can name a metric or a service.
pub(in crate::check) struct Names {
    /// Words in lower case, without a plural's `s` at the end of the last.
    metrics: BTreeMap<Vec<String>, String>,
    /// What several metrics could go by, in the same form.
    shared: BTreeMap<Vec<String>, Vec<String>>,
    /// Words as written.
    services: Vec<(Vec<String>, String)>,
    /// The first words of all names, as they are looked up: few words begin one.
    first: BTreeSet<String>,
}

impl Names {
    /// A metric goes by its name, its short name, its id; by what it counts; by the last words of
    /// its name; and by a glossary term that explains no other metric and stands in its name. What
    /// more than one metric could go by, none does; one without a figure in any quarter takes no name
    /// from one that has some, for nothing can be claimed of it.
    pub(in crate::check) fn new(pack: &Pack) -> Self {
        let mut given: BTreeMap<Vec<String>, BTreeSet<&str>> = BTreeMap::new();
        let mut own: BTreeMap<Vec<String>, BTreeSet<&str>> = BTreeMap::new();
        let of_errors = pack.metrics.values().any(is_error_budget);
        for (id, metric) in &pack.metrics {
            for name in [Some(&metric.name.value), metric.short.as_ref(), Some(id)] {
                let name = name.map(|name| key(name));
                own.entry(name.unwrap_or_default()).or_default().insert(id);
            }
            // The head of a name stands last in English alone: `la caisse` is no name of its availability.
            if tongue::spoken() == Language::English {
                for tail in looser(metric, of_errors) {
                    given.entry(tail).or_default().insert(id);
                }
            }
        }
        for term in pack.terms.values() {
            let mut seen = term
                .see
                .iter()
                .filter(|s| pack.metrics.contains_key(&s.value));
            if let (Some(only), None) = (seen.next(), seen.next()) {
                let id = only.value.as_str();
                let name = pack.metrics.get(id).map(|m| key(&m.name.value));
                for alias in [Some(&term.name), term.short.as_ref()]
                    .into_iter()
                    .flatten()
                {
                    let alias = key(alias);
                    if name.as_ref().is_some_and(|name| holds(name, &alias)) {
                        given.entry(alias).or_default().insert(id);
                    }
                }
            }
        }
        let only = |ids: &BTreeSet<&str>| {
            let told = ids
                .iter()
                .filter(|id| ids.len() == 1 || has_figures(pack, id));
            let told: Vec<&&str> = told.collect();
            match told[..] {
                [one] => Some((*one).to_owned()),
                _ => None,
            }
        };
        own.remove(&Vec::new());
        given.retain(|alias, _| !own.contains_key(alias));
        let (mut sure, mut shared) = (BTreeMap::new(), BTreeMap::new());
        for (alias, ids) in own.into_iter().chain(given) {
            match only(&ids) {
                Some(id) => {
                    sure.insert(alias, id);
                }
                None => {
                    let ids = ids.into_iter().map(str::to_owned);
                    shared.insert(alias, ids.collect());
                }
            }
        }
        let services = pack.services.iter();
        let services = services.map(|s| {
            let words = s.name.split_whitespace().map(str::to_owned).collect();
            (words, s.id.value.clone())
        });
        let services: Vec<(Vec<String>, String)> = services.collect();
        let named = services.iter().map(|(words, _)| words);
        let first = sure.keys().chain(named).filter_map(|words| words.first());
        Self {
            first: first.cloned().collect(),
            metrics: sure,
            shared,
            services,
        }
    }

    /// The longest name that begins at a token, and how many tokens it has.
    pub(in crate::check) fn at(&self, tokens: &[Token<'_>]) -> Option<(Name, usize)> {
        let first = tokens.first()?;
        let begun = [first.lower.as_str(), singular(&first.lower), first.stem()];
        if !begun.iter().any(|word| self.first.contains(*word)) {
            return None;
        }
        let longest = tokens.iter().take(7).take_while(|t| t.is_word()).count();
        for n in (1..=longest).rev() {
            let words = &tokens[..n];
            let mut key: Vec<String> = words.iter().map(|t| t.lower.clone()).collect();
            if let Some(last) = key.last_mut() {
                *last = singular(last).to_owned();
            }
            if let Some(id) = self.metrics.get(&key) {
                return Some((Name::Metric(id.clone()), n));
            }
            // A name in lower case may be an ordinary word: it is taken for the service where it
            // stands beside a metric or owns something.
            let as_written = |name: &[String]| {
                name.len() == n && name.iter().zip(words).all(|(a, b)| *a == b.stem())
            };
            let found = self.services.iter().find(|(name, _)| as_written(name));
            if let Some((_, id)) = found {
                return Some((Name::Service(id.clone()), n));
            }
        }
        None
    }

    /// Words of a text that could name several metrics, and these.
    pub(in crate::check) fn unclear(&self, text: &str) -> Option<(String, &[String])> {
        let all = tokens::sentences(text);
        let ends = all.iter().flat_map(|tokens| {
            let starts = 0..tokens.len();
            starts.flat_map(move |from| {
                (from + 1..=tokens.len().min(from + 7)).map(move |to| &tokens[from..to])
            })
        });
        ends.into_iter().find_map(|words| {
            let mut key: Vec<String> = words.iter().map(|t| t.lower.clone()).collect();
            let last = key.last_mut()?;
            *last = singular(last).to_owned();
            let ids = self.shared.get(&key)?;
            let written: Vec<&str> = words.iter().map(|t| t.text).collect();
            Some((written.join(" "), ids.as_slice()))
        })
    }

    /// Whether a text names a metric.
    pub(in crate::check) fn names(&self, text: &str, metric: &str) -> bool {
        let all = tokens::sentences(text);
        all.iter().any(|s| self.metrics(s).any(|id| id == metric))
    }

    /// The sentences of a text that name any metric.
    pub(in crate::check) fn sentences_about_metrics<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let all = tokens::sentences(text).into_iter();
        all.filter(|s| self.metrics(s).next().is_some())
            .filter_map(|s| {
                let (first, last) = (s.first()?, s.last()?);
                text.get(first.at..last.at + last.text.len())
            })
            .collect()
    }

    /// The metrics that a sentence names.
    pub(in crate::check) fn metrics(&self, tokens: &[Token<'_>]) -> impl Iterator<Item = String> {
        (0..tokens.len()).filter_map(|i| match self.at(&tokens[i..]) {
            Some((Name::Metric(id), _)) => Some(id),
            _ => None,
        })
    }

    /// The service that a single word in any case names.
    pub(in crate::check) fn service(&self, word: &str) -> Option<&str> {
        let named = |name: &[String]| matches!(name, [one] if one.eq_ignore_ascii_case(word));
        let found = self.services.iter().find(|(name, _)| named(name));
        found.map(|(_, id)| id.as_str())
    }
}

/// Words that end the noun that a metric is named by: `Lead time for changes`.
const AFTER_THE_NOUN: &[&str] = &["for", "of", "by", "in", "per", "within", "with", "left"];

/// Whether anything was ever counted of a metric.
fn has_figures(pack: &Pack, id: &str) -> bool {
    let filed = pack.observations.get(id);
    filed.is_some_and(|filed| {
        let mut all = std::iter::once(&filed.all).chain(filed.services.values());
        all.any(|series| {
            let quarters = series
                .quarters
                .values()
                .any(|reading| reading.value().is_some());
            quarters || series.weeks.values().any(|(value, _)| value.is_some())
        })
    })
}

/// Whether a metric's own name says that it is about an error budget: another budget is money.
fn is_error_budget(metric: &Metric) -> bool {
    holds(&key(&metric.name.value), &key("error budget"))
}

/// What a metric goes by where nothing else does: what it counts, and the ends of its name. `of_errors`
/// says whether the pack has a metric of an error budget by name.
fn looser(metric: &Metric, of_errors: bool) -> Vec<Vec<String>> {
    let whole = key(&metric.name.value);
    let mut tails: Vec<Vec<String>> = (1..whole.len())
        .map(|from| whole[from..].to_vec())
        .filter(|tail| tail.len() > 1)
        .collect();
    if let (Kind::Count, Unit::Things { many, .. }) = (metric.kind.value, &metric.unit.value) {
        tails.push(key(many));
    }
    if let Some(until) = whole
        .iter()
        .position(|w| AFTER_THE_NOUN.contains(&w.as_str()))
    {
        let head = key(&whole[..until].join(" "));
        tails.extend((head.len() > 1).then_some(head));
    }
    if whole.iter().any(|word| word == "budget") {
        for owner in ["its", "their", "error"] {
            if owner != "error" || !of_errors || is_error_budget(metric) {
                tails.push(vec![owner.to_owned(), "budget".to_owned()]);
            }
        }
    }
    tails
}

fn key(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    if let Some(last) = words.last_mut() {
        *last = singular(last).to_owned();
    }
    words
}

/// Without a plural's `s`, so that `incident` and `incidents` are one word.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

fn holds(name: &[String], part: &[String]) -> bool {
    let last = part.len().saturating_sub(1);
    !part.is_empty()
        && name
            .windows(part.len())
            .any(|window| window[..last] == part[..last] && singular(&window[last]) == part[last])
}
