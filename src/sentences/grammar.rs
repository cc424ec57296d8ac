//! The little grammar that the patterns need: number, names inside sentences, lists, length.

use crate::model::{Language, Metric, Pack, Scope, Unit};
use crate::tongue::{self, label, say};
use crate::words::{Words, spelled};
use std::borrow::Borrow;

/// Words that end the noun a metric is named by: `Refunds` in `Refunds for faults`.
const AFTER_THE_NOUN: [&str; 24] = [
    "of", "in", "for", "by", "per", "within", "to", "with", "at", "on", "from", "after", "before",
    "without", "under", "over", "lost", "left", "found", "naming", "reported", "owed", "missing",
    "that",
];

/// What a sentence is about, with the words that agree with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// At the beginning of a sentence; ends in a comma where the name itself holds one.
    pub(super) start: String,
    /// Inside a sentence, without that comma.
    pub(super) inside: String,
    /// `was` or `were`.
    pub(super) was: &'static str,
    /// `its` or `their`.
    pub(super) its: &'static str,
    /// `it` or `they`.
    pub(super) it: &'static str,
    plural: bool,
}

impl Subject {
    pub(super) fn new(pack: &Pack, metric: &Metric, scope: Scope<'_>) -> Self {
        let name = &metric.name.value;
        let place = match scope {
            Scope::All => String::new(),
            Scope::Service(id) => {
                let service = pack.service(id).map_or(id, |s| s.name.as_str());
                say!(" for {service}", service)
            }
        };
        let plural = is_plural(name);
        let comma = if name.contains(',') { "," } else { "" };
        Self {
            start: format!("{}{place}{comma}", upper_first(name)),
            inside: format!("{}{place}", lower_first(name)),
            was: if plural { "were" } else { "was" },
            its: if plural { "their" } else { "its" },
            it: if plural { "they" } else { "it" },
            plural,
        }
    }

    /// The form of a present-tense verb: `misses` or `miss`.
    pub(super) fn verb(&self, singular: &'static str, plural: &'static str) -> &'static str {
        if self.plural { plural } else { singular }
    }
}

/// Whether a metric's name is a plural: `Failed payments`, `Services within SLO`.
fn is_plural(name: &str) -> bool {
    let noun = name.split(',').next().unwrap_or(name);
    let mut head = "";
    for (index, word) in noun.split_whitespace().enumerate() {
        if index > 0 && AFTER_THE_NOUN.contains(&word) {
            break;
        }
        head = word;
    }
    let known_singular = ["ss", "us", "is"].iter().any(|end| head.ends_with(end));
    // `SLOs` is a plural, `DNS` is a name.
    let name_in_capitals = head.chars().all(char::is_uppercase);
    head.ends_with('s') && !known_singular && !name_in_capitals
}

/// A name inside a sentence: abbreviations keep their capitals.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    if tongue::spoken() == Language::German {
        // A noun keeps its capital wherever it stands.
        return text.to_owned();
    }
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if second.is_none_or(|c| !c.is_uppercase()) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// A sentence begins with a capital.
pub(crate) fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// What a metric counts, as fully as its name says it, for so many: `2 overdue vulnerabilities` and
/// not `2 vulnerabilities` where the name is `Overdue vulnerabilities`. `None` for other units.
pub(super) fn counted(metric: &Metric, n: u64) -> Option<String> {
    let Unit::Things { one, many } = &metric.unit.value else {
        return None;
    };
    let noun = if n == 1 { one } else { many };
    let name = lower_first(&metric.name.value);
    Some(if names_what_it_counts(metric) {
        name.replacen(many.as_str(), noun, 1)
    } else {
        noun.clone()
    })
}

/// Whether the name of a metric holds the things it counts.
pub(super) fn names_what_it_counts(metric: &Metric) -> bool {
    let name = lower_first(&metric.name.value);
    matches!(&metric.unit.value, Unit::Things { many, .. } if name.contains(many.as_str()))
}

/// Words from elsewhere inside a sentence of ours: no full stop of their own, no capital.
pub(crate) fn clause(text: &str) -> String {
    lower_first(text.trim().trim_end_matches(['.', ';', ',']))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: Borrow<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.borrow().to_owned(),
        [most @ .., last] => say!("{join} and {last}", most.join(", "), last.borrow()),
    }
}

/// `three weeks`; from ten on in digits.
pub(super) fn few(n: usize, one: &'static str, many: &'static str) -> String {
    let noun = label(if n == 1 { one } else { many });
    match spelled::few(n).filter(|_| tongue::spoken() == Language::English) {
        Some(word) => format!("{word} {noun}"),
        None => format!("{n}\u{a0}{noun}"),
    }
}

/// A number as [`few`] says it, with the space that ends it: `three `, `12` and a space that does not
/// break. A text holds it before its noun as `{n}services`.
pub(super) fn spaced(n: usize) -> String {
    few(n, "", "")
}

/// A small number as a sentence says it: `none`, `three`, `14`.
pub(super) fn number(n: usize) -> String {
    if tongue::spoken() != Language::English {
        return n.to_string();
    }
    if n == 0 {
        return "none".to_owned();
    }
    let word = u64::try_from(n).ok().and_then(spelled::count);
    word.map_or_else(|| n.to_string(), str::to_owned)
}

/// A count with a word for nothing where that word suits whatever is counted: `none`, `14`. In German
/// and French it would have a gender.
pub(super) fn none_or(words: &Words, n: u64) -> String {
    match (n, tongue::spoken()) {
        (0, Language::English) => "none".to_owned(),
        _ => words.count(n),
    }
}

/// How many words a reader reads.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
