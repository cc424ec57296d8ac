//! The pack's names to the places of a sentence where a metric or a service is named.

use super::tokens::{self, Token};
use crate::model::{Kind, Metric, Pack, Unit};
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
    /// Words as written.
    services: Vec<(Vec<String>, String)>,
}

impl Names {
    /// A metric goes by its name, its short name, its id; by what it counts; by the last words of
    /// its name; and by a glossary term that explains no other metric and stands in its name. What
    /// more than one metric could go by, none does.
    pub(in crate::check) fn new(pack: &Pack) -> Self {
        let mut given: BTreeMap<Vec<String>, BTreeSet<&str>> = BTreeMap::new();
        let mut sure: BTreeMap<Vec<String>, String> = BTreeMap::new();
        for (id, metric) in &pack.metrics {
            for name in [Some(&metric.name.value), metric.short.as_ref(), Some(id)] {
                sure.extend(name.map(|name| (key(name), id.clone())));
            }
            for tail in looser(metric) {
                given.entry(tail).or_default().insert(id);
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
        for (alias, ids) in given {
            if let (Some(id), 1) = (ids.first(), ids.len()) {
                sure.entry(alias).or_insert_with(|| (*id).to_owned());
            }
        }
        let services = pack.services.iter();
        Self {
            metrics: sure,
            services: services
                .map(|s| {
                    let words = s.name.split_whitespace().map(str::to_owned).collect();
                    (words, s.id.value.clone())
                })
                .collect(),
        }
    }

    /// The longest name that begins at a token, and how many tokens it has.
    pub(in crate::check) fn at(&self, tokens: &[Token<'_>]) -> Option<(Name, usize)> {
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

/// What a metric goes by where nothing else does: what it counts, and the ends of its name.
fn looser(metric: &Metric) -> Vec<Vec<String>> {
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
            tails.push(vec![owner.to_owned(), "budget".to_owned()]);
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
