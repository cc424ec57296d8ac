//! A text as read and the place it was written at, to the bytes of the file that each part of it
//! stands in. YAML quotes, escapes, folds and indents; Markdown sections stand as they are. The two
//! are laid side by side instead of asking the YAML parser, so that whoever holds a text and its
//! span, in any later stage, can point into it.

use crate::diag::{Sources, Span};
use crate::model::Text;
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// Where each byte of a text stands in its file.
#[derive(Debug, Clone)]
pub(crate) struct Aligned {
    span: Span,
    /// `None` where the text stands there as it reads.
    edges: Option<Edges>,
    /// Whether the two could be laid side by side at all.
    fits: bool,
}

impl Aligned {
    /// Lays a text beside what is written at its span.
    pub(crate) fn new(sources: &Sources, text: &Text) -> Self {
        let written = sources.text(text.span);
        let same = written == text.value || is_blanked(written, &text.value);
        let edges = (!same).then(|| edges(written, &text.value)).flatten();
        Self {
            span: text.span,
            fits: same || edges.is_some(),
            edges,
        }
    }

    /// The place of a part of the text, by the bytes of its value; the whole text's where it cannot
    /// be told.
    pub(crate) fn place(&self, part: Range<usize>) -> Span {
        if !self.fits {
            return self.span;
        }
        let (start, end) = match &self.edges {
            None => (u32::try_from(part.start).ok(), u32::try_from(part.end).ok()),
            Some(edges) => {
                let start = edges.starts.get(part.start).copied();
                let end = edges.ends.get(part.end).copied();
                // An empty part has no last character.
                (start, if part.is_empty() { start } else { end })
            }
        };
        let start = start.and_then(|at| self.span.start.checked_add(at));
        let end = end.and_then(|at| self.span.start.checked_add(at));
        match (start, end) {
            (Some(start), Some(end)) if start <= end && end <= self.span.end => Span {
                start,
                end,
                ..self.span
            },
            _ => self.span,
        }
    }
}

/// Whether a text is what is written but for some of it made blank, byte for byte: the marks of
/// internal blocks are, and in the Board's edition what stands between them.
fn is_blanked(written: &str, text: &str) -> bool {
    let (written, text) = (written.as_bytes(), text.as_bytes());
    written.len() == text.len() && written.iter().zip(text).all(|(w, t)| w == t || *t == b' ')
}

/// Where the characters of a text stand, from the start of its span.
#[derive(Debug, Clone)]
struct Edges {
    /// By byte of the text, its end included: where the character that begins there begins.
    starts: Vec<u32>,
    /// By byte of the text, its end included: where the character before it ends. That is not where
    /// the next begins: a fold may lie between.
    ends: Vec<u32>,
}

/// How a YAML scalar is written, by its first character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// Characters as they are meant, each with the bytes it is written in.
struct Written<'t> {
    chars: Peekable<CharIndices<'t>>,
    style: Style,
    length: usize,
}

impl Iterator for Written<'_> {
    /// `None` as a character where what is written stands for nothing: a line's end after `\`.
    type Item = (Option<char>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (at, c) = self.chars.next()?;
        let meant = match (self.style, c) {
            (Style::Single, '\'') => {
                self.chars.next_if(|(_, next)| *next == '\'');
                Some('\'')
            }
            (Style::Double, '\\') => self.escaped(),
            _ => Some(c),
        };
        let end = self.chars.peek().map_or(self.length, |(end, _)| *end);
        Some((meant, at..end))
    }
}

impl Written<'_> {
    fn escaped(&mut self) -> Option<char> {
        let (_, c) = self.chars.next()?;
        let length = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '\r' | '\n' => return None,
            '0' => return Some('\0'),
            'a' => return Some('\u{7}'),
            'b' => return Some('\u{8}'),
            't' => return Some('\t'),
            'n' => return Some('\n'),
            'v' => return Some('\u{b}'),
            'f' => return Some('\u{c}'),
            'r' => return Some('\r'),
            'e' => return Some('\u{1b}'),
            'N' => return Some('\u{85}'),
            '_' => return Some('\u{a0}'),
            'L' => return Some('\u{2028}'),
            'P' => return Some('\u{2029}'),
            c => return Some(c),
        };
        let mut code = 0_u32;
        for _ in 0..length {
            let (_, digit) = self.chars.next_if(|(_, c)| c.is_ascii_hexdigit())?;
            code = code * 16 + digit.to_digit(16).unwrap_or(0);
        }
        char::from_u32(code)
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// `None` where the two are not the same text.
fn edges(written: &str, value: &str) -> Option<Edges> {
    let (style, skip) = match written.chars().next()? {
        '"' => (Style::Double, 1),
        '\'' => (Style::Single, 1),
        // The line of a block scalar's mark holds nothing of the text.
        '|' | '>' => (Style::Plain, written.find('\n')? + 1),
        _ => (Style::Plain, 0),
    };
    let body = written.get(skip..)?;
    let mut tokens = Written {
        chars: body.char_indices().peekable(),
        style,
        length: body.len(),
    }
    .peekable();
    let mut starts = Vec::with_capacity(value.len() + 1);
    let mut ends = Vec::with_capacity(value.len() + 1);
    let number = |at: usize| u32::try_from(at + skip).ok();
    let mut last = 0;
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let range = if is_space(c) {
            // A run of white space may be folded to a shorter one; only its two ends are known.
            let blank = |t: &(Option<char>, Range<usize>)| t.0.is_none_or(is_space);
            let first = tokens.next_if(blank)?.1;
            let more = chars.peek().copied().is_some_and(is_space);
            let mut range = first;
            if !more {
                while let Some((_, next)) = tokens.next_if(blank) {
                    range.end = next.end;
                }
            }
            range
        } else {
            let start = starts.is_empty();
            loop {
                let (meant, range) = tokens.next()?;
                match meant {
                    Some(meant) if meant == c => break range,
                    None => {}
                    Some(meant) if is_space(meant) || (start && meant.is_whitespace()) => {}
                    Some(_) => return None,
                }
            }
        };
        let (start, end) = (number(range.start)?, number(range.end)?);
        for byte in 0..c.len_utf8() {
            starts.push(start);
            ends.push(if byte == 0 { last } else { end });
        }
        last = end;
    }
    starts.push(last);
    ends.push(last);
    Some(Edges { starts, ends })
}

#[cfg(test)]
mod tests;
