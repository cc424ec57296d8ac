//! A clause held to a record: every word is the record's own, or says what the record bears out.

use super::states::{self, NEUTRAL, PHRASES, SUPPOSING};
use super::{Record, Records, State, is_guarded, stem};
use crate::check::claims::quantity::number;
use crate::check::claims::telling::{PARTS, is_telling};
use crate::check::claims::ties::is_month;
use crate::check::claims::tokens::Token;
use crate::words::MONTHS;
use chrono::Datelike;
use std::collections::BTreeSet;
use std::ops::Range;

/// What the sentence reader knows of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check::claims) enum Clue {
    Metric(String),
    Service(String),
    /// It belongs to a verb that claims something of a metric.
    Verb,
    Plain,
}

/// A clause as a record bears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check::claims) enum Found {
    /// It is the record's: so many of its words, so many of its name, so many facts that were checked.
    Fits {
        words: usize,
        key: usize,
        facts: usize,
    },
    /// The record says otherwise of this word.
    Against { word: String, because: String },
    /// The record has nothing of this word.
    Silent { word: String },
}

/// A clause made ready to be held to one record after the other.
pub(in crate::check::claims) struct Ready<'c> {
    pub(super) tokens: &'c [Token<'c>],
    clues: &'c [Clue],
    /// The beginning of each word.
    pub(super) stems: Vec<String>,
    /// Each word with the two behind it, as a record keeps them.
    runs: Vec<String>,
    /// Whether it speaks of what may be, is asked for or is to come.
    supposed: bool,
}

impl<'c> Ready<'c> {
    pub(in crate::check::claims) fn new(tokens: &'c [Token<'c>], clues: &'c [Clue]) -> Self {
        let words: Vec<&str> = tokens.iter().map(|t| t.lower.as_str()).collect();
        let supposed = words.iter().enumerate().any(|(i, word)| {
            let before = i.checked_sub(1).map(|j| words[j]);
            let asked = matches!(before, Some("is" | "are" | "asked" | "still"));
            SUPPOSING.contains(word) || *word == "to" && asked
        });
        Self {
            tokens,
            clues,
            stems: words.iter().map(|word| stem(word)).collect(),
            runs: words.windows(3).map(|three| three.join(" ")).collect(),
            supposed,
        }
    }

    /// What it says behind so many words.
    pub(in crate::check::claims) fn behind(&self, words: usize) -> Option<Self> {
        Some(Self::new(
            self.tokens.get(words..)?,
            self.clues.get(words..)?,
        ))
    }

    fn stem(&self, i: usize) -> &str {
        self.stems.get(i).map_or("", String::as_str)
    }
}

/// Why what is over is not told as going on.
pub(super) const OVER: &str = "the record says that it is over";
pub(super) const INCIDENTS: &[&str] = &["outage", "outages", "incident", "incidents"];
pub(super) const UNITS: &[(&str, i64)] = &[
    ("minute", 1),
    ("minutes", 1),
    ("hour", 60),
    ("hours", 60),
    ("day", 1440),
    ("days", 1440),
];
/// Words that many records have and that name none.
pub(super) const GENERIC: &[&str] = &[
    "custom", "servic", "team", "engine", "people", "work", "board", "compan", "order", "system",
    "head", "change", "releas", "qualit", "time",
];

impl Records {
    /// A clause against a record.
    pub(in crate::check::claims) fn hold(&self, record: &Record, said: &Ready<'_>) -> Found {
        Reader {
            records: self,
            record,
            said,
            words: BTreeSet::new(),
            facts: 0,
            asserted: BTreeSet::new(),
            done: vec![false; said.tokens.len()],
        }
        .read()
    }
}

struct Reader<'r> {
    records: &'r Records,
    record: &'r Record,
    said: &'r Ready<'r>,
    words: BTreeSet<String>,
    facts: usize,
    asserted: BTreeSet<State>,
    done: Vec<bool>,
}

impl Reader<'_> {
    fn word(&self, i: usize) -> &str {
        self.said.tokens.get(i).map_or("", |t| t.lower.as_str())
    }

    fn read(mut self) -> Found {
        let supposed = self.said.supposed;
        self.runs(supposed);
        if let Some(against) = self.states() {
            return against;
        }
        if self.record.to_come && !supposed && self.facts == 0 {
            let word = self.said.tokens.first().map_or("", |t| t.text).to_owned();
            return Found::Silent { word };
        }
        for pass in [Self::durations, Self::days, Self::counts] {
            if let Some(against) = pass(&mut self) {
                return against;
            }
        }
        for i in 0..self.said.tokens.len() {
            if self.done[i] {
                continue;
            }
            if let Some(found) = self.one(i, supposed) {
                return found;
            }
        }
        if let Some(against) = self.tense() {
            return against;
        }
        let key = self
            .words
            .iter()
            .filter(|w| self.record.key.contains(*w))
            .count();
        Found::Fits {
            words: self.words.len(),
            key,
            facts: self.facts,
        }
    }

    /// One word that no fact has taken.
    fn one(&mut self, i: usize, supposed: bool) -> Option<Found> {
        let token = &self.said.tokens[i];
        if !token.is_word() {
            return None;
        }
        let word = token.lower.as_str();
        let silent = || {
            Some(Found::Silent {
                word: token.text.to_owned(),
            })
        };
        let root = self.said.stem(i);
        if is_guarded(token) {
            let found = [State::FoundByUs, State::FoundByCustomers];
            if word == "first" && found.iter().any(|s| self.asserted.contains(s)) {
                return None;
            }
            let time = UNITS.iter().any(|(unit, _)| *unit == self.word(i + 1));
            let before = i.checked_sub(1);
            let near = !time
                && (i + 1..self.said.tokens.len())
                    .take(3)
                    .chain(before)
                    .any(|j| {
                        let pair = (word.to_owned(), self.said.stem(j).to_owned());
                        let foreseen = supposed && self.record.foreseen.near.contains(&pair);
                        foreseen || self.record.told.near.contains(&pair)
                    });
            return if near { None } else { silent() };
        }
        match self.said.clues.get(i) {
            Some(Clue::Service(id)) => {
                let of = self.record.services.as_ref();
                return match of {
                    Some(of) if !of.contains(id) => Some(Found::Against {
                        word: token.text.to_owned(),
                        because: "the record does not name that service".to_owned(),
                    }),
                    Some(_) => None,
                    None if self.knows(root, supposed) => None,
                    None => silent(),
                };
            }
            Some(Clue::Metric(id)) if self.record.metrics.contains(id) => return None,
            Some(Clue::Metric(_)) if INCIDENTS.contains(&word) => return None,
            Some(Clue::Metric(_)) => return silent(),
            Some(Clue::Verb) => return silent(),
            _ => {}
        }
        if self.knows(root, supposed) && !(is_telling(word) || NEUTRAL.contains(&word)) {
            if !GENERIC.contains(&root) {
                self.words.insert(root.to_owned());
            }
            return None;
        }
        let plain = is_telling(word)
            || PARTS.contains(&word)
            || NEUTRAL.contains(&word)
            || SUPPOSING.contains(&word);
        if plain { None } else { silent() }
    }

    fn knows(&self, root: &str, supposed: bool) -> bool {
        self.record.so.contains(root)
            || self.record.key.contains(root)
            || supposed && self.record.supposed.contains(root)
    }

    fn take(&mut self, range: Range<usize>) {
        for i in range {
            if let Some(done) = self.done.get_mut(i) {
                *done = true;
            }
        }
    }

    /// `is over`, `customers told us first`, `approved`.
    fn states(&mut self) -> Option<Found> {
        for i in 0..self.said.tokens.len() {
            if self.done[i] {
                continue;
            }
            let Some((phrase, state, says)) = PHRASES.iter().find(|(phrase, state, _)| {
                self.record.states.contains_key(state)
                    && phrase
                        .iter()
                        .enumerate()
                        .all(|(n, w)| self.word(i + n) == *w)
            }) else {
                continue;
            };
            let denied = (1..=2).any(|back| {
                let before = i.checked_sub(back).map_or("", |j| self.word(j));
                matches!(before, "not" | "never" | "no") || before.ends_with("n't")
            });
            if self.record.states.get(state) != Some(&(*says != denied)) {
                return Some(Found::Against {
                    word: phrase.join(" "),
                    because: "the record says otherwise".to_owned(),
                });
            }
            let from = if denied { i.saturating_sub(2) } else { i };
            for j in from..i {
                if matches!(self.word(j), "not" | "never" | "no") {
                    self.take(j..j + 1);
                }
            }
            self.take(i..i + phrase.len());
            self.asserted.insert(*state);
            self.facts += 1;
        }
        None
    }

    /// `after almost two hours`.
    fn durations(&mut self) -> Option<Found> {
        for i in 1..self.said.tokens.len() {
            if self.done[i] {
                continue;
            }
            let Some((_, unit)) = UNITS.iter().find(|(u, _)| *u == self.word(i)) else {
                continue;
            };
            let said = self.word(i - 1);
            let half = said == "half" || said == "a" && i > 1 && self.word(i - 2) == "half";
            let n = match said {
                _ if half => continue,
                "an" | "a" => Some(1),
                said => number(said),
            };
            let Some(n) = n.and_then(|n| i64::try_from(n).ok()) else {
                continue;
            };
            let Some(lasted) = self.record.lasted else {
                continue;
            };
            let mut at = i - 1;
            let mut bound = "";
            if at > 0 {
                bound = self.word(at - 1);
                if bound == "than" && at > 1 {
                    bound = self.word(at - 2);
                    at -= 1;
                }
            }
            let said = n * unit;
            let apart = lasted - said;
            let fits = match bound {
                "almost" | "nearly" => apart < 0 && 20 * apart >= -3 * said,
                "over" | "more" => apart > 0,
                "under" | "less" => apart < 0,
                _ => 10 * apart.abs() <= said,
            };
            let words = matches!(
                bound,
                "almost"
                    | "nearly"
                    | "over"
                    | "more"
                    | "under"
                    | "less"
                    | "about"
                    | "around"
                    | "roughly"
            );
            let from = if words { at.saturating_sub(1) } else { i - 1 };
            if !fits {
                return Some(Found::Against {
                    word: format!("{} {}", self.word(i - 1), self.word(i)),
                    because: format!("it lasted {lasted} minutes"),
                });
            }
            self.take(from..i + 1);
            self.facts += 1;
        }
        None
    }

    /// `on 18 August`, `in May`, `this quarter`.
    fn days(&mut self) -> Option<Found> {
        for i in 0..self.said.tokens.len() {
            if self.done[i] {
                continue;
            }
            let text = self.said.tokens[i].text;
            if is_month(text) {
                let month = MONTHS.iter().position(|m| *m == text);
                let month = month.and_then(|m| u32::try_from(m + 1).ok());
                let near = |j: Option<usize>| {
                    let j = j?;
                    self.word(j)
                        .parse::<u32>()
                        .ok()
                        .filter(|d| *d < 32)
                        .map(|d| (j, d))
                };
                let day = near(i.checked_sub(1)).or_else(|| near(Some(i + 1)));
                let year = (i + 1..i + 3).find_map(|j| {
                    let year: i32 = self.word(j).parse().ok()?;
                    (year > 1900).then_some((j, year))
                });
                let fits = self.record.dates.iter().any(|date| {
                    Some(date.month()) == month
                        && day.is_none_or(|(_, d)| d == date.day())
                        && year.is_none_or(|(_, y)| y == date.year())
                });
                if !fits {
                    return Some(Found::Against {
                        word: text.to_owned(),
                        because: "the record has no such day".to_owned(),
                    });
                }
                self.take(i..i + 1);
                for j in [day.map(|d| d.0), year.map(|y| y.0)].into_iter().flatten() {
                    self.take(j..j + 1);
                }
                self.facts += 1;
            }
            if self.word(i) == "quarter" {
                let said = match i.checked_sub(1).map_or("", |j| self.word(j)) {
                    "this" => self.records.period,
                    "last" | "previous" => self.records.period.previous(),
                    _ => continue,
                };
                if self.record.quarter.is_some_and(|of| of != said) {
                    return Some(Found::Against {
                        word: format!("{} quarter", self.word(i - 1)),
                        because: "the record is of another quarter".to_owned(),
                    });
                }
                self.take(i - 1..i + 1);
            }
        }
        None
    }

    /// `534 customers`, `severity 1`, `two services`.
    fn counts(&mut self) -> Option<Found> {
        for i in 0..self.said.tokens.len() {
            if self.done[i] {
                continue;
            }
            let Some(n) = number(self.word(i)) else {
                continue;
            };
            let before = i.checked_sub(1).map(|j| self.said.stem(j));
            let after = self.said.stem(i + 1);
            let counted = self.record.counts.iter().find(|(noun, _)| {
                *noun == after && noun != "severi"
                    || Some(noun.as_str()) == before && noun == "severi"
            });
            let Some((noun, known)) = counted else {
                continue;
            };
            if *known != n as u64 {
                return Some(Found::Against {
                    word: self.said.tokens[i].text.to_owned(),
                    because: format!("the record counts {known}"),
                });
            }
            let noun_at = if noun == "severi" { i - 1 } else { i + 1 };
            self.take(i..i + 1);
            self.take(noun_at..noun_at + 1);
            self.facts += 1;
        }
        None
    }

    /// Three words in a row that the record has as they stand.
    fn runs(&mut self, supposed: bool) {
        let said = self.said;
        for (i, run) in said.runs.iter().enumerate() {
            let foreseen = supposed && self.record.foreseen.runs.contains(run);
            if foreseen || self.record.told.runs.contains(run) {
                for at in i..i + 3 {
                    let (word, root) = (said.tokens[at].lower.as_str(), said.stem(at));
                    if said.clues.get(at) != Some(&Clue::Verb) || states::is_guarded(word) {
                        self.take(at..at + 1);
                        if !(is_telling(word) || GENERIC.contains(&root)) {
                            self.words.insert(root.to_owned());
                        }
                    }
                }
            }
        }
    }

    fn tense(&self) -> Option<Found> {
        let over =
            self.record.kind == "incidents" && self.record.states.get(&State::Over) == Some(&true);
        let now = (0..self.said.tokens.len()).find(|i| {
            !self.done[*i]
                && matches!(
                    self.word(*i),
                    "is" | "are" | "do" | "does" | "keeps" | "keep"
                )
        })?;
        over.then(|| Found::Against {
            word: self.said.tokens[now].text.to_owned(),
            because: OVER.to_owned(),
        })
    }
}
