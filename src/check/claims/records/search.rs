//! A clause to the records that hold it, that it speaks of or that come near it.

use super::read::{Clue, Found, GENERIC, INCIDENTS, OVER, Said, UNITS};
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
