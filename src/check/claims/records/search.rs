//! A clause to the records that hold it, that it speaks of or that come near it.

use super::read::{Found, GENERIC, INCIDENTS, OVER, Ready, UNITS};
use super::states::{PHRASES, SUPPOSING};
use super::{Record, Records, stem};
use crate::check::claims::quantity::number;
use crate::check::claims::telling::{PARTS, is_telling};
use crate::check::claims::ties::is_month;
use crate::check::claims::tokens::Token;
use crate::words::MONTHS;
use chrono::Datelike;
use std::collections::BTreeSet;

impl Records {
    /// The record that a clause is tied to by its own words, if any.
    pub(in crate::check::claims) fn bears(&self, said: &Ready<'_>) -> Option<&Record> {
        if let Some(found) = self.counted(said) {
            return found;
        }
        self.all.iter().find(|record| {
            matches!(
                self.hold(record, said),
                Found::Fits { words, key, facts }
                    if key > 0 && words + facts > 1 || facts > 1 && speaks_of_one(said.tokens)
            )
        })
    }

    /// The record that the clause before spoke of, where this one adds a state of it: `the review
    /// rota, which did not work`.
    pub(in crate::check::claims) fn carries(&self, before: &[Token<'_>], said: &Ready<'_>) -> bool {
        let before = naming(before.iter().map(|t| stem(&t.lower)));
        self.all.iter().any(|record| {
            2 * shared(&record.key, &before) >= record.key.len().max(1)
                && matches!(
                    self.hold(record, said),
                    Found::Fits { words: 0, facts, .. } if facts > 0
                )
        })
    }

    /// `two of the outages were the provider's`: as many incidents of the quarter as it says.
    fn counted(&self, said: &Ready<'_>) -> Option<Option<&Record>> {
        let tokens = said.tokens;
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
        let rest = said.behind(end + 1)?;
        let fits = |record: &&Record| {
            record.kind == "incidents"
                && record.quarter == Some(self.period)
                && matches!(self.hold(record, &rest), Found::Fits { key, .. } if key > 0)
        };
        let all: Vec<&Record> = self.all.iter().filter(fits).collect();
        Some(all.first().copied().filter(|_| all.len() == n))
    }

    /// Whether a record could tell what a clause says: the clause speaks of it by its name and of its
    /// day, its duration or its state. What no record bears of that is nobody's to judge.
    pub(in crate::check::claims) fn tells(&self, said: &Ready<'_>) -> bool {
        let tokens = said.tokens;
        let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
        let stems = said.stems.iter().map(String::as_str);
        let stems = naming(stems.filter(|stem| stem.len() > 2));
        let supposed = tokens.iter().any(|t| SUPPOSING.contains(&t.lower.as_str()));
        let dated = tokens.iter().any(|t| is_month(t.text));
        self.all.iter().any(|record| {
            if matches!(record.kind, "services" | "teams" | "objectives") {
                return false;
            }
            let key = shared(&record.key, &stems);
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
            let own = shared(&record.so, &stems);
            let done = tokens.iter().any(|t| {
                matches!(
                    t.lower.as_str(),
                    "is" | "are" | "was" | "were" | "went" | "has" | "approved"
                )
            });
            let now = || match self.hold(record, said) {
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
        let words = tokens.iter();
        let words = words.filter(|t| t.is_word() && !is_telling(&t.lower));
        let said = naming(words.map(|t| stem(&t.lower)));
        let shared = |of| shared(of, &said);
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

/// The beginnings of words by which a record may be known.
fn naming<S: AsRef<str> + Ord>(stems: impl Iterator<Item = S>) -> BTreeSet<S> {
    stems
        .filter(|stem| !GENERIC.contains(&stem.as_ref()))
        .collect()
}

fn shared<S: AsRef<str>>(of: &BTreeSet<String>, said: &BTreeSet<S>) -> usize {
    said.iter()
        .filter(|stem| of.contains(stem.as_ref()))
        .count()
}

/// `the outage of 18 August`: a record that its day names.
fn speaks_of_one(tokens: &[Token<'_>]) -> bool {
    tokens
        .iter()
        .any(|t| matches!(t.lower.as_str(), "outage" | "incident"))
}
