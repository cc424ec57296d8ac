//! Pack and judgements to the answers of every `{{ … }}`. Each is evaluated on its own, so that one
//! that cannot be answered is told of at its own place and takes no other with it.
//!
//! Stands between `analyse` and its two readers: `check` asks what a sentence says once its figures
//! are in it, `render` prints it, and both are given the same answer.

mod answer;
mod offered;
mod topics;

pub(crate) use answer::{Asked, Desk};
pub use offered::offered;
pub use topics::topics;

use crate::analyse::Analysis;
use crate::diag::{Diagnostic, Span};
use crate::known::Known;
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
    /// Whether the figure was estimated.
    pub estimated: bool,
}

/// Every answer of a pack, by the place of the text that it stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<Span, Vec<Answer>>);

impl Answers {
    /// The answers in one text, in order.
    pub fn of(&self, text: &Text) -> &[Answer] {
        self.0.get(&text.span).map_or(&[], Vec::as_slice)
    }

    /// The answers of one text alone.
    #[cfg(test)]
    pub(crate) fn one(text: &Text, answers: Vec<Answer>) -> Self {
        Self(BTreeMap::from([(text.span, answers)]))
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

    /// The bytes of a text's value that some bytes of it as it reads come from: a figure comes from
    /// the whole of its expression.
    pub fn written(&self, text: &Text, read: Range<usize>) -> Range<usize> {
        // How much longer the text has become so far, as two sums that cannot pass zero.
        let (mut printed, mut typed) = (0, 0);
        let (mut start, mut end) = (None, None);
        for answer in self.of(text) {
            let from = answer.at.start + printed - typed;
            let to = from + answer.text.len();
            if start.is_none() && read.start < to {
                start = Some(if read.start < from {
                    read.start + typed - printed
                } else {
                    answer.at.start
                });
            }
            if end.is_none() && read.end <= to {
                end = Some(if read.end <= from {
                    read.end + typed - printed
                } else {
                    answer.at.end
                });
            }
            printed += answer.text.len();
            typed += answer.at.len();
        }
        let rest = |at: usize| (at + typed).saturating_sub(printed);
        let start = start.unwrap_or_else(|| rest(read.start));
        start..end.unwrap_or_else(|| rest(read.end)).max(start)
    }
}

/// Answers every expression of a pack. What cannot be answered has no answer and a diagnostic.
pub fn bind(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
) -> (Answers, Vec<Diagnostic>) {
    let mut answers = BTreeMap::new();
    let mut faults = Vec::new();
    let known = Known::of(pack);
    for (&period, narrative) in &pack.narratives {
        let Some(desk) = Desk::new(known.to(period), analysis, words, period) else {
            continue;
        };
        for told in narrative.texts() {
            let Some(expressions) = pack.expressions.get(&told.text.span) else {
                continue;
            };
            let mut here = Vec::with_capacity(expressions.len());
            for expression in expressions {
                let asked = Asked {
                    metric: &expression.metric.value,
                    service: expression.service.as_ref().map(|s| s.value.as_str()),
                    facet: expression.facet.value,
                    period: expression.period.as_ref().map_or(period, |p| p.value),
                    spelling: expression.spelling,
                    story: told.of,
                };
                match desk.answer(&asked) {
                    Ok(told) => here.push(Answer {
                        at: expression.at.clone(),
                        text: told.text,
                        metric: expression.metric.value.clone(),
                        period: told.period,
                        estimated: told.estimated,
                    }),
                    Err(silence) => faults.push(silence.diagnostic(expression.span, &asked)),
                }
            }
            answers.insert(told.text.span, here);
        }
    }
    (Answers(answers), faults)
}

#[cfg(test)]
mod tests;
