//! A clause to the records that hold it: found by its own words, or named by its author.

use super::super::reading::Item;
use super::super::records::{Clue, Found, Ready, Record, Records};
use super::super::telling::PARTS;
use super::super::tokens::Token;
use super::clauses::{Clause, Sentence};
use crate::check::claims::quantity::number;

/// What the records say to a clause.
pub(super) enum Borne {
    /// One holds it.
    Held,
    /// One says otherwise.
    Against {
        record: String,
        word: String,
        because: String,
    },
    /// The records that its author names say nothing of a word.
    Silent { record: String, word: String },
    /// None is near enough.
    Not,
}

impl<'s> Sentence<'s, '_> {
    /// The words of a clause with what the sentence's reader knows of each.
    pub(super) fn clued(&self, clause: &Clause) -> (&'s [Token<'s>], Vec<Clue>) {
        let items = self.items.get(clause.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return (&[], Vec::new());
        };
        let clues = items.iter().flat_map(|(item, from, to)| {
            let clue = match item {
                Item::Metric(about) => Clue::Metric(about.metric.clone()),
                Item::Service(id) => Clue::Service(id.clone()),
                Item::Verb(verb, _) if verb.side.is_none() => Clue::Verb,
                _ => Clue::Plain,
            };
            std::iter::repeat_n(clue, to - from)
        });
        let tokens = self.tokens.get(first.1..last.2).unwrap_or_default();
        (tokens, clues.collect())
    }

    /// Whether a record holds a clause.
    pub(super) fn borne(&self, clause: &Clause, records: &Records, ties: &[&Record]) -> Borne {
        let (tokens, clues) = self.clued(clause);
        let first = self.items.get(clause.start).map_or(0, |x| x.1);
        let before = self.tokens.get(..first).unwrap_or_default();
        let clause = Ready::new(tokens, &clues);
        if records.bears(&clause).is_some() || records.carries(before, &clause) {
            return Borne::Held;
        }
        // `two outages`, `both outages`: as many as are named, and each bears the rest.
        let (skip, many) = several(tokens);
        if skip > 0
            && ties.len() > 1
            && many == ties.len()
            && let Some(rest) = clause.behind(skip)
        {
            let fits = |r: &&Record| matches!(records.hold(r, &rest), Found::Fits { .. });
            if ties.iter().all(fits) {
                return Borne::Held;
            }
        }
        let mut said = Borne::Not;
        for record in ties {
            match records.hold(record, &clause) {
                Found::Fits { words, facts, .. } if words + facts > 0 => return Borne::Held,
                Found::Fits { .. } => {}
                Found::Against { word, because } => {
                    said = Borne::Against {
                        record: record.path(),
                        word,
                        because,
                    };
                }
                Found::Silent { word } => {
                    if matches!(said, Borne::Not) {
                        let record = record.path();
                        said = Borne::Silent { record, word };
                    }
                }
            }
        }
        said
    }
}

/// `two outages`, `two of the outages`, `both incidents`: how many words, and how many are meant.
fn several(tokens: &[Token<'_>]) -> (usize, usize) {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let Some(start) = (0..tokens.len()).find(|i| !PARTS.contains(&word(*i))) else {
        return (0, 0);
    };
    let many = match word(start) {
        "both" => Some(2),
        other => number(other),
    };
    let mut at = start + 1;
    while matches!(word(at), "of" | "the" | "our" | "these" | "those") {
        at += 1;
    }
    match (many, word(at)) {
        (Some(n), "outages" | "incidents" | "of") => (at + 1, n),
        _ => (0, 0),
    }
}
