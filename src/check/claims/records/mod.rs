//! The records of a pack to what a clause can be tied to: what each calls itself, what it says is so
//! and what it only supposes, with its services, days, durations, counts and states.

mod collect;
mod read;
mod search;
mod states;

pub(super) use read::{Clue, Found, Ready};
pub(super) use states::State;

use super::tokens::{self, Token};
use crate::check::report::Facts;
use crate::model::{Audience, Period};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Everything of a quarter and before it that a clause can be tied to.
pub(super) struct Records {
    all: Vec<Record>,
    period: Period,
}

/// One record.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    /// `incidents`, `decisions`, …: the first part of its name in `records:`.
    pub(super) kind: &'static str,
    /// Its own name.
    pub(super) id: String,
    audience: Audience,
    /// Beginnings of the words of its name.
    key: BTreeSet<String>,
    /// Beginnings of the words by which it says what is so.
    so: BTreeSet<String>,
    /// Beginnings of the words of what it supposes, asks for or plans.
    supposed: BTreeSet<String>,
    /// How it puts what is so.
    told: Wording,
    /// How it puts what it supposes.
    foreseen: Wording,
    /// The services that it names; `None` where it is of no service in particular.
    services: Option<BTreeSet<String>>,
    metrics: BTreeSet<String>,
    dates: BTreeSet<NaiveDate>,
    /// How long it lasted, in minutes.
    lasted: Option<i64>,
    /// What it counts: the beginning of the noun, and how many.
    counts: Vec<(String, u64)>,
    states: BTreeMap<State, bool>,
    /// Whether all of it is asked for or to come: nothing of it may be told as done.
    to_come: bool,
    /// The quarter it belongs to, where it belongs to one.
    quarter: Option<Period>,
}

/// How a record puts things.
#[derive(Debug, Clone, Default)]
struct Wording {
    /// A counting, denying or comparing word with a word near it.
    near: BTreeSet<(String, String)>,
    /// Three words in a row, with a space between them.
    runs: BTreeSet<String>,
}

impl Records {
    /// As a quarter's pack can tell of them.
    pub(super) fn new(facts: &Facts<'_>, period: Period) -> Self {
        Self {
            all: collect::all(facts, period),
            period,
        }
    }

    /// The records that go by what an author wrote: `incidents/payment-provider-down`, or the id alone.
    pub(super) fn named(&self, written: &str) -> Vec<&Record> {
        let fits = |record: &&Record| match written.split_once('/') {
            Some((kind, id)) => record.kind == kind && record.id == id,
            None => record.id == written,
        };
        self.all.iter().filter(fits).collect()
    }

    /// What an author may have meant by a name that no record has.
    pub(super) fn meant(&self, written: &str) -> String {
        let id = written.split_once('/').map_or(written, |(_, id)| id);
        let asked = stems(&id.replace('-', " "));
        let shared = |record: &&Record| asked.intersection(&record.key).count();
        match self.all.iter().rev().max_by_key(shared) {
            Some(near) if shared(&near) > 0 => format!("did you mean `{}`", near.path()),
            _ => "write a kind and an id: `incidents/…`, `decisions/…`, `risks/…`, `stories/…`, \
                  `experiments/…`, `promises/…`, `annotations/…`, `reviews/…`, `definitions/…`, \
                  `objectives/…`, `services/…`, `teams/…` or `certifications/…`"
                .to_owned(),
        }
    }

    /// Whether a record is left out of the Board's edition.
    pub(super) fn is_internal(record: &Record) -> bool {
        record.audience.is_hidden_from(Audience::Board)
    }
}

impl Record {
    /// `incidents/payment-provider-down`.
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    fn new(kind: &'static str, id: &str, name: &str) -> Self {
        let mut record = Self {
            kind,
            id: id.to_owned(),
            ..Self::default()
        };
        record.key = stems(name);
        record.key.extend(stems(&id.replace('-', " ")));
        record.says(name);
        record
    }

    /// Takes in a text by which it says what is so.
    fn says(&mut self, text: &str) {
        self.so.extend(stems(text));
        self.told.remember(text);
    }

    /// Takes in a text by which it says what may be, is asked for or is to come.
    fn supposes(&mut self, text: &str) {
        self.supposed.extend(stems(text));
        self.foreseen.remember(text);
    }

    fn of_services<'s>(&mut self, services: impl IntoIterator<Item = &'s str>) {
        let known = self.services.get_or_insert_default();
        known.extend(services.into_iter().map(str::to_owned));
    }

    fn counted(&mut self, noun: &str, n: usize) {
        self.counts.push((stem(noun), n as u64));
    }
}

impl Wording {
    fn remember(&mut self, text: &str) {
        for sentence in tokens::sentences(text) {
            let words: Vec<&str> = sentence.iter().map(|t| t.lower.as_str()).collect();
            for three in words.windows(3) {
                self.runs.insert(three.join(" "));
            }
            for (i, token) in sentence.iter().enumerate().filter(|(_, t)| is_guarded(t)) {
                let before = i.checked_sub(1).and_then(|j| words.get(j));
                let after = words.iter().skip(i + 1).take(3).chain(before);
                let pairs = after.map(|w| (token.lower.clone(), stem(w)));
                self.near.extend(pairs);
            }
        }
    }
}

fn is_guarded(token: &Token<'_>) -> bool {
    states::is_guarded(&token.lower) || token.text.starts_with(|c: char| c.is_ascii_digit())
}

/// The beginnings of the words of a text.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\''));
    let words = words.map(|w| w.trim_end_matches("'s").trim_end_matches("’s"));
    let words = words.filter(|w| w.chars().count() > 1);
    words.map(|w| stem(&w.to_lowercase())).collect()
}

/// The beginning that the forms of a word share: `tested` and `test`, `splits` and `split`.
fn stem(word: &str) -> String {
    const ENDS: &[&str] = &["ings", "ing", "ies", "ied", "ed", "es", "s"];
    let cut = ENDS.iter().find_map(|end| {
        let rest = word.strip_suffix(end)?;
        (rest.chars().count() > 2 && !rest.ends_with('s')).then_some(rest)
    });
    cut.unwrap_or(word).chars().take(6).collect()
}
