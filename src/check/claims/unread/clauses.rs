//! A sentence to its clauses: what stands between two parting words and has a verb of its own, with
//! what has none. Where it cannot tell, it parts: a clause too many asks for one claim more.

use super::super::Bound;
use super::super::reading::Item;
use super::super::telling::{ADDED, ALWAYS, ASKS, CLAUSAL, FINITE, PARTS, SUBJECTS};
use super::super::tokens::Token;
use super::super::verbs::Takes;
use crate::check::report::Facts;

/// Items of a clause, from and to.
pub(super) type Clause = std::ops::Range<usize>;

/// A sentence with its names and figures found.
pub(super) struct Sentence<'s, 'a> {
    pub(super) facts: &'s Facts<'a>,
    pub(super) tokens: &'s [Token<'s>],
    pub(super) items: &'s [(Item, usize, usize)],
    pub(super) bound: &'s [Bound],
}

impl<'s> Sentence<'s, '_> {
    /// The one word that an item is; nothing where it is a name or a figure.
    pub(super) fn word(&self, item: usize) -> &'s str {
        match self.items.get(item) {
            Some((Item::Metric(_) | Item::Service(_), ..)) | None => "",
            Some((_, from, _)) => self.tokens.get(*from).map_or("", |t| t.lower.as_str()),
        }
    }

    pub(super) fn figure(&self, item: usize) -> Option<&'s Bound> {
        let (_, from, _) = self.items.get(item)?;
        let at = self.tokens.get(*from)?.at;
        self.bound.iter().find(|b| b.at.contains(&at))
    }

    /// The bytes of the text as it reads that a clause is.
    pub(super) fn range(&self, clause: &Clause) -> Option<std::ops::Range<usize>> {
        let parts =
            |i: &usize| PARTS.contains(&self.word(*i)) && self.items[*i].2 == self.items[*i].1 + 1;
        let first = clause.clone().find(|i| !parts(i)).unwrap_or(clause.start);
        let last = clause
            .clone()
            .rfind(|i| !parts(i))
            .unwrap_or(clause.end - 1);
        let first = self.tokens.get(self.items.get(first)?.1)?;
        let last = self.tokens.get(self.items.get(last)?.2.checked_sub(1)?)?;
        Some(first.at..last.at + last.text.len())
    }

    pub(super) fn words<'t>(&self, read: &'t str, clause: &Clause) -> &'t str {
        let range = self.range(clause);
        range.and_then(|range| read.get(range)).unwrap_or_default()
    }

    /// The clauses: what stands between two parting words and has a verb, with what has none.
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut start = 0;
        let parts = |i: usize| match self.items.get(i) {
            Some((Item::Boundary | Item::Light | Item::Word, ..)) => {
                let word = self.word(i);
                let purpose = word == "so" && self.word(i + 1) == "that";
                PARTS.contains(&word) && !purpose
            }
            _ => false,
        };
        let mut pieces: Vec<Clause> = Vec::new();
        for i in 1..self.items.len() {
            if parts(i) && !parts(i - 1) {
                pieces.push(start..i);
                start = i;
            }
        }
        pieces.push(start..self.items.len());
        let (mut waits, mut has_verb) = (false, false);
        for (n, piece) in pieces.iter().enumerate() {
            let always = ALWAYS.contains(&self.word(piece.start)) && parts(piece.start);
            let finite = self.is_finite(piece);
            let begins =
                finite || self.is_subject_of(piece, pieces.get(n + 1..).unwrap_or_default());
            match clauses.last_mut() {
                Some(last) if !always && (waits || !(has_verb && begins)) => {
                    last.end = piece.end;
                    has_verb |= finite;
                }
                _ => {
                    waits = false;
                    has_verb = finite;
                    clauses.push(piece.clone());
                }
            }
            // A subject that was set apart waits for its verb.
            waits = (waits || begins) && !finite;
        }
        clauses.retain(|c| c.clone().any(|i| !parts(i)));
        clauses
    }

    /// Whether a piece without a verb is the subject of one that is set apart from it by an aside:
    /// `and escalations, at eight, went past …`.
    pub(super) fn is_subject_of(&self, piece: &Clause, rest: &[Clause]) -> bool {
        let conjoins = piece
            .clone()
            .any(|i| matches!(self.word(i), "and" | "but" | "yet" | "while"));
        let names = piece
            .clone()
            .any(|i| matches!(self.items.get(i), Some((Item::Metric(_), ..))));
        // An aside is one piece, or two.
        let mut near = rest.iter().take(3);
        let verb = near.find(|next| conjoins && names && self.is_finite(next));
        let straight = verb.is_some_and(|next| {
            let mut items = next.clone().filter(|i| !PARTS.contains(&self.word(*i)));
            items.next().is_some_and(|i| {
                matches!(self.items.get(i), Some((Item::Verb(..), ..)))
                    || FINITE.contains(&self.word(i))
            })
        });
        conjoins && names && rest.len() > 1 && straight
    }

    /// `a higher cost`, `the wait`: what may be a verb and stands as a noun.
    fn is_noun(&self, item: usize) -> bool {
        let before = item.checked_sub(1).map_or("", |i| self.word(i));
        matches!(
            before,
            "a" | "an" | "the" | "our" | "its" | "their" | "of" | "no" | "any" | "this" | "less"
        ) || matches!(
            before,
            "more" | "higher" | "lower" | "longer" | "shorter" | "at" | "in" | "on" | "for"
        )
    }

    /// Whether words have a verb of their own.
    pub(super) fn is_finite(&self, clause: &Clause) -> bool {
        let mut rest = clause
            .clone()
            .skip_while(|i| PARTS.contains(&self.word(*i)));
        let first = rest.next().map_or("", |i| self.word(i));
        let after = rest.count();
        let leads = clause
            .clone()
            .take(3)
            .any(|i| CLAUSAL.contains(&self.word(i)));
        let adverbial = matches!(first, "only" | "not" | "in" | "at" | "by" | "with" | "on");
        if SUBJECTS.contains(&first) && after > 0 || leads && after > 1 && !adverbial {
            return true;
        }
        let mut subject = false;
        for i in clause.clone() {
            let word = self.word(i);
            match self.items.get(i) {
                Some((Item::Boundary, ..)) => continue,
                Some((Item::Verb(verb, _), ..)) if verb.takes == Takes::ObjectOnly => {}
                Some((Item::Verb(..), ..)) => return true,
                Some((Item::Metric(_) | Item::Service(_), ..)) => subject = true,
                _ if PARTS.contains(&word) => continue,
                _ if !subject && ADDED.contains(&word) => return false,
                _ if FINITE.contains(&word) && !self.is_noun(i) => return true,
                _ if subject && ASKS.contains(&word) => return true,
                _ => {
                    let past = word.ends_with("ed") && word.len() > 3;
                    let next = self.word(i + 1);
                    let object = matches!(
                        next,
                        "" | "the"
                            | "our"
                            | "its"
                            | "their"
                            | "a"
                            | "all"
                            | "every"
                            | "everyone"
                            | "everybody"
                            | "us"
                            | "them"
                            | "it"
                            | ","
                            | "in"
                            | "at"
                            | "on"
                            | "for"
                            | "by"
                            | "to"
                            | "well"
                            | "and"
                    );
                    if past && (subject || object) {
                        return true;
                    }
                    subject = !matches!(
                        word,
                        "the"
                            | "a"
                            | "an"
                            | "our"
                            | "its"
                            | "their"
                            | "of"
                            | "in"
                            | "at"
                            | "on"
                            | "by"
                            | "for"
                            | "with"
                            | "to"
                            | "from"
                            | "after"
                            | "before"
                            | "during"
                            | "under"
                            | "over"
                            | "as"
                    );
                }
            }
        }
        false
    }
}
