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
struct Said<'c> {
    tokens: &'c [Token<'c>],
    clues: &'c [Clue],
    /// The beginning of each word.
    stems: Vec<String>,
    /// Each word with the two behind it, as a record keeps them.
    runs: Vec<String>,
    /// Whether it speaks of what may be, is asked for or is to come.
    supposed: bool,
}

impl<'c> Said<'c> {
    fn new(tokens: &'c [Token<'c>], clues: &'c [Clue]) -> Self {
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

    fn stem(&self, i: usize) -> &str {
        self.stems.get(i).map_or("", String::as_str)
    }
}

/// Why what is over is not told as going on.
const OVER: &str = "the record says that it is over";
const INCIDENTS: &[&str] = &["outage", "outages", "incident", "incidents"];
const UNITS: &[(&str, i64)] = &[
    ("minute", 1),
    ("minutes", 1),
    ("hour", 60),
    ("hours", 60),
    ("day", 1440),
    ("days", 1440),
];
/// Words that many records have and that name none.
const GENERIC: &[&str] = &[
    "custom", "servic", "team", "engine", "people", "work", "board", "compan", "order", "system",
    "head", "change", "releas", "qualit", "time",
];

impl Records {
    /// The record that a clause is tied to by its own words, if any.
    pub(in crate::check::claims) fn bears(
        &self,
        tokens: &[Token<'_>],
        clues: &[Clue],
    ) -> Option<&Record> {
        if let Some(found) = self.counted(tokens, clues) {
            return found;
        }
        let said = Said::new(tokens, clues);
        self.all.iter().find(|record| {
            matches!(
                self.hold(record, &said),
                Found::Fits { words, key, facts }
                    if key > 0 && words + facts > 1 || facts > 1 && speaks_of_one(tokens)
            )
        })
    }

    /// The record that the clause before spoke of, where this one adds a state of it: `the review
    /// rota, which did not work`.
    pub(in crate::check::claims) fn carries(
        &self,
        before: &[Token<'_>],
        tokens: &[Token<'_>],
        clues: &[Clue],
    ) -> bool {
        let said: BTreeSet<String> = before
            .iter()
            .map(|t| stem(&t.lower))
            .filter(|s| !GENERIC.contains(&s.as_str()))
            .collect();
        let clause = Said::new(tokens, clues);
        self.all.iter().any(|record| {
            let shared = record.key.intersection(&said).count();
            2 * shared >= record.key.len().max(1)
                && matches!(
                    self.hold(record, &clause),
                    Found::Fits { words: 0, facts, .. } if facts > 0
                )
        })
    }

    /// `two of the outages were the provider's`: as many incidents of the quarter as it says.
    fn counted(&self, tokens: &[Token<'_>], clues: &[Clue]) -> Option<Option<&Record>> {
        let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
        let start = (0..tokens.len()).find(|i| !PARTS.contains(&word(*i)))?;
        let n = number(word(start)).filter(|n| *n > 0)?;
        let mut end = start + 1;
        while matches!(word(end), "of" | "the" | "our" | "these" | "those") {
            end += 1;
        }
        if !INCIDENTS.contains(&word(end)) {
            return None;
        }
        let (rest, clues) = (tokens.get(end + 1..)?, clues.get(end + 1..)?);
        let rest = Said::new(rest, clues);
        let fits = |record: &&Record| {
            record.kind == "incidents"
                && record.quarter == Some(self.period)
                && matches!(self.hold(record, &rest), Found::Fits { key, .. } if key > 0)
        };
        let all: Vec<&Record> = self.all.iter().filter(fits).collect();
        Some(all.first().copied().filter(|_| all.len() == n))
    }

    /// A clause against a record that its author names.
    pub(in crate::check::claims) fn read(
        &self,
        record: &Record,
        tokens: &[Token<'_>],
        clues: &[Clue],
    ) -> Found {
        self.hold(record, &Said::new(tokens, clues))
    }

    fn hold(&self, record: &Record, said: &Said<'_>) -> Found {
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

    /// Whether a record could tell what a clause says: the clause speaks of it by its name and of its
    /// day, its duration or its state. What no record bears of that is nobody's to judge.
    pub(in crate::check::claims) fn tells(&self, tokens: &[Token<'_>], clues: &[Clue]) -> bool {
        let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
        let said: BTreeSet<String> = tokens
            .iter()
            .map(|t| stem(&t.lower))
            .filter(|s| s.len() > 2 && !GENERIC.contains(&s.as_str()))
            .collect();
        let clause = Said::new(tokens, clues);
        let supposed = tokens.iter().any(|t| SUPPOSING.contains(&t.lower.as_str()));
        let dated = tokens.iter().any(|t| is_month(t.text));
        self.all.iter().any(|record| {
            if matches!(record.kind, "services" | "teams" | "objectives") {
                return false;
            }
            let key = record.key.intersection(&said).count();
            let state = (0..tokens.len()).any(|i| {
                PHRASES.iter().any(|(phrase, state, _)| {
                    record.states.contains_key(state)
                        && phrase.iter().enumerate().all(|(n, w)| word(i + n) == *w)
                })
            });
            let timed = record.lasted.is_some()
                && tokens
                    .iter()
                    .any(|t| UNITS.iter().any(|(unit, _)| *unit == t.lower));
            let on_its_day = record.kind == "incidents"
                && record.dates.iter().any(|date| {
                    let month = MONTHS.get(date.month0() as usize);
                    (0..tokens.len()).any(|i| {
                        let near = [i.checked_sub(1), Some(i + 1)];
                        Some(&tokens[i].text) == month
                            && near
                                .into_iter()
                                .flatten()
                                .any(|j| word(j).parse() == Ok(date.day()))
                    })
                });
            let own = record.so.intersection(&said).count();
            let done = tokens.iter().any(|t| {
                matches!(
                    t.lower.as_str(),
                    "is" | "are" | "was" | "were" | "went" | "has" | "approved"
                )
            });
            let now = || match self.hold(record, &clause) {
                Found::Against { because, .. } => because == OVER,
                _ => false,
            };
            key > 1
                && (dated && record.kind != "risks"
                    || state
                    || timed
                    || record.to_come && done && !supposed
                    || now())
                || key > 0 && state && dated
                || on_its_day && own > 1
        })
    }

    /// The records that share most words with a clause, best first.
    pub(in crate::check::claims) fn nearest(&self, tokens: &[Token<'_>]) -> Vec<&Record> {
        let said: BTreeSet<String> = tokens
            .iter()
            .filter(|t| t.is_word() && !is_telling(&t.lower))
            .map(|t| stem(&t.lower))
            .filter(|s| !GENERIC.contains(&s.as_str()))
            .collect();
        let shared = |of: &BTreeSet<String>| said.intersection(of).count();
        let mut near: Vec<(usize, &Record)> = self
            .all
            .iter()
            .map(|r| (2 * shared(&r.key) + shared(&r.so) + shared(&r.supposed), r))
            .filter(|(n, _)| *n > 1)
            .collect();
        near.sort_by_key(|(n, r)| {
            let quarter = r.quarter.map(std::cmp::Reverse);
            (
                std::cmp::Reverse(*n),
                quarter.is_none(),
                quarter,
                r.kind,
                r.id.clone(),
            )
        });
        near.into_iter()
            .take(12)
            .map(|(_, record)| record)
            .collect()
    }
}

/// `the outage of 18 August`: a record that its day names.
fn speaks_of_one(tokens: &[Token<'_>]) -> bool {
    tokens
        .iter()
        .any(|t| matches!(t.lower.as_str(), "outage" | "incident"))
}

struct Reader<'r> {
    records: &'r Records,
    record: &'r Record,
    said: &'r Said<'r>,
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
