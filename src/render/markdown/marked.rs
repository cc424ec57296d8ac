//! A text and its answers to Markdown in which each answer is one private character, and back. What
//! an expression or its answer holds is never read as Markdown: `*`, `_`, `|` or a number and a
//! point at a line's beginning are a figure's own.

use super::escape;
use crate::bind::{Answer, Answers};
use crate::model::Text;
use crate::tongue::label;
use std::borrow::Cow;
use std::fmt::Write;

/// The characters that stand for answers, from the first on: a plane of Unicode that no text has a
/// use for, and that is taken out of what people wrote.
const FIRST: u32 = 0xF_0000;
const LAST: u32 = 0xF_FFFD;
/// Those that stand for braces that were written with a backslash, wherever they are: in code a
/// backslash would be printed.
const OPEN: char = '\u{F_FFFC}';
const CLOSE: char = '\u{F_FFFD}';

/// Markdown with marks for its figures.
pub(super) struct Marked<'a> {
    pub(super) text: Cow<'a, str>,
    answers: &'a [Answer],
    root: &'a str,
}

fn is_mark(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

/// Whether a text holds a figure.
pub(super) fn holds_mark(text: &str) -> bool {
    text.contains(is_mark)
}

impl<'a> Marked<'a> {
    /// A text in which nothing stands for anything else.
    pub(super) fn plain(text: &'a str) -> Self {
        Self {
            text: if holds_mark(text) {
                text.replace(is_mark, "").into()
            } else {
                text.into()
            },
            answers: &[],
            root: "",
        }
    }

    /// A text of the narrative.
    pub(super) fn new(root: &'a str, text: &'a Text, answers: &'a Answers) -> Self {
        let answers = answers.of(text);
        let value = &text.value;
        if answers.is_empty() && !value.contains("{{") && !value.contains("}}") {
            return Self::plain(value);
        }
        let mut out = String::with_capacity(value.len());
        let mut done = 0;
        for (index, answer) in answers.iter().enumerate() {
            push_written(value.get(done..answer.at.start).unwrap_or(""), &mut out);
            let mark = u32::try_from(index).ok().and_then(|n| n.checked_add(FIRST));
            out.extend(mark.and_then(char::from_u32).filter(|c| *c < OPEN));
            done = answer.at.end;
        }
        push_written(value.get(done..).unwrap_or(""), &mut out);
        Self {
            text: out.into(),
            answers,
            root,
        }
    }

    fn answer(&self, mark: char) -> Option<&Answer> {
        let index = u32::from(mark).checked_sub(FIRST)?;
        self.answers.get(usize::try_from(index).ok()?)
    }

    /// Writes text with its figures as links to where they come from.
    pub(super) fn write(&self, text: &str, out: &mut String) {
        self.pieces(text, out, |answer, out| {
            out.push_str("<a class=\"figure\" href=\"");
            escape(self.root, out);
            let _ = write!(out, "metrics/{}.html#{}", answer.metric, answer.period);
            out.push_str("\">");
            escape(&answer.text, out);
            out.push_str("</a>");
            if answer.estimated {
                let _ = write!(
                    out,
                    " <abbr title=\"{}\">{}</abbr>",
                    label("estimated"),
                    label("e")
                );
            }
        });
    }

    /// Writes text with its figures as words: in code, in a link, in an attribute.
    pub(super) fn write_words(&self, text: &str, out: &mut String) {
        self.pieces(text, out, |answer, out| escape(&answer.text, out));
    }

    fn pieces(&self, text: &str, out: &mut String, figure: impl Fn(&Answer, &mut String)) {
        let mut rest = text;
        while let Some(at) = rest.find(is_mark) {
            let (before, from) = rest.split_at(at);
            escape(before, out);
            let mut chars = from.chars();
            match chars.next() {
                Some(OPEN) => out.push_str("{{"),
                Some(CLOSE) => out.push_str("}}"),
                Some(mark) => {
                    if let Some(answer) = self.answer(mark) {
                        figure(answer, out);
                    }
                }
                None => {}
            }
            rest = chars.as_str();
        }
        escape(rest, out);
    }
}

/// What was written between figures, without marks of its own.
fn push_written(text: &str, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            // A backslash takes the meaning of the next character away, so both go together.
            match chars.next_if(|next| next.is_ascii_punctuation()) {
                Some(brace @ ('{' | '}')) if chars.next_if_eq(&brace).is_some() => {
                    out.push(if brace == '{' { OPEN } else { CLOSE });
                }
                Some(next) => out.extend([c, next]),
                None => out.push(c),
            }
        } else if !is_mark(c) {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests;
