//! What was written for a quarter, piece by piece as it reads, and the words in it.

use crate::bind::Answers;
use crate::diag::{Sources, Span};
use crate::load::aligned::Aligned;
use crate::model::{Narrative, Text, Told, Weight};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// A text as it reads, with its place and the words it may have.
pub(super) struct Piece<'a> {
    /// What it is called.
    pub(super) what: &'static str,
    /// Its figures in it.
    pub(super) text: Cow<'a, str>,
    pub(super) span: Span,
    /// As it was written.
    pub(super) told: &'a Text,
    places: Places<'a>,
    pub(super) weight: Weight,
    /// Words at most (board.md 1.3, 1.9, 1.10, 4.1); `None` for what has no budget.
    pub(super) budget: Option<usize>,
    /// Id of the story or decision that it belongs to.
    pub(super) of: Option<&'a str>,
}

impl<'a> Piece<'a> {
    fn new(told: Told<'a>, answers: &'a Answers) -> Self {
        Self {
            what: told.what,
            text: answers.read(told.text),
            span: told.text.span,
            told: told.text,
            places: Places::new(told.text, answers),
            weight: told.weight,
            budget: budget(told.what),
            of: told.of,
        }
    }

    /// The place of some bytes of this text as it reads.
    pub(super) fn place_at(&self, sources: &Sources, range: Range<usize>) -> Span {
        self.places.at(sources, range)
    }

    /// The place of something in this text, by its words as they read: the first time they stand
    /// there. A figure's place is its whole expression.
    pub(super) fn place(&self, sources: &Sources, part: &str) -> Span {
        match self.text.find(part) {
            Some(at) => self.places.at(sources, at..at + part.len()),
            None => self.span,
        }
    }
}

fn budget(what: &str) -> Option<usize> {
    Some(match what {
        "headline" => 12,
        "summary sentence" => 25,
        "verdict" => 18,
        "story title" | "decision title" => 16,
        "context" | "why now" => 35,
        "action" => 30,
        "business proxy" => 40,
        _ => return None,
    })
}

/// The places of the parts of a text as it reads, through its figures and through YAML's quotes,
/// escapes and folds. The text is laid beside what is written once, when a place is first asked for:
/// a text with a thousand faults is not gone through a thousand times.
pub(super) struct Places<'a> {
    text: &'a Text,
    answers: &'a Answers,
    aligned: OnceCell<Aligned>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a Text, answers: &'a Answers) -> Self {
        Self {
            text,
            answers,
            aligned: OnceCell::new(),
        }
    }

    /// The place of some bytes of the text as it reads.
    pub(super) fn at(&self, sources: &Sources, read: Range<usize>) -> Span {
        let aligned = self
            .aligned
            .get_or_init(|| Aligned::new(sources, self.text));
        aligned.place(self.answers.written(self.text, read))
    }
}

/// Every text of a quarter in printed order.
pub(super) fn pieces<'a>(narrative: &'a Narrative, answers: &'a Answers) -> Vec<Piece<'a>> {
    let all = narrative.texts().into_iter();
    all.map(|told| Piece::new(told, answers)).collect()
}

/// Words as a reader counts them: what stands between spaces and has a letter or a digit.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .count()
}

/// The words without what surrounds them, as written.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'' || c == '’'))
        .map(|w| w.trim_matches(['-', '\'', '’']))
        .filter(|w| !w.is_empty())
}

/// The first place where a phrase of whole words stands, whatever its case, as written.
pub(super) fn phrase<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let whole = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || c == '-'));
    let begins = phrase.bytes().next();
    // Where the first byte is another one nothing is looked at.
    let letters = text.bytes().enumerate();
    let places = letters.filter(|(_, byte)| begins.is_none_or(|b| b.eq_ignore_ascii_case(byte)));
    places.map(|(at, _)| at).find_map(|at| {
        let part = text.get(at..at.checked_add(phrase.len())?)?;
        let fits = part.eq_ignore_ascii_case(phrase)
            && whole(text[..at].chars().next_back())
            && whole(text[at + phrase.len()..].chars().next());
        fits.then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_reader_counts() {
        assert_eq!(count("7 of 9 services – as before – kept it"), 8);
        assert_eq!(count(""), 0);
    }

    #[test]
    fn a_phrase_is_found_whole_and_in_any_case() {
        assert_eq!(phrase("No Trend here", "trend"), Some("Trend"));
        assert_eq!(phrase("Trending up", "trend"), None);
        assert_eq!(phrase("a trend-free é", "trend"), None);
        assert_eq!(
            phrase("é on the right track.", "on the right track"),
            Some("on the right track")
        );
    }
}
