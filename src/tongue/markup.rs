//! A template to the same template in the language spoken: runs of text between two blocks, and the
//! attributes that are read out, are looked up; tags, expressions and statements stay as they are.
//!
//! A run is one entry: `reply by {1}`, `in the <1>appendix</1>`. Expressions are numbered by their
//! order, inline tags by the order in which they open. A statement (`{% if … %}`) parts two runs.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Tags that stand inside a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub",
    "sup", "time",
];

/// Arguments of components that are shown.
const SHOWN: &[&str] = &["caption", "first", "answer"];

/// Attributes that are read out or shown.
const SPOKEN: &[&str] = &["aria-label", "alt", "title", "placeholder", "data-label"];

/// A template in the language spoken, as far as the catalogue has its texts. Lines keep their numbers.
pub(crate) fn translated(source: &str) -> String {
    walk(source, &mut |key| super::found(key).map(str::to_owned))
}

/// Every text of a template that is to be looked up.
#[cfg(test)]
pub(crate) fn texts(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(source, &mut |key| {
        found.push(key.to_owned());
        None
    });
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece<'s> {
    Text(&'s str),
    /// `{% … %}`
    Statement(&'s str),
    /// `{{ … }}`
    Gap(&'s str),
    Open(&'s str, &'s str),
    Close(&'s str, &'s str),
}

impl<'s> Piece<'s> {
    fn source(self) -> &'s str {
        match self {
            Self::Text(s)
            | Self::Statement(s)
            | Self::Gap(s)
            | Self::Open(s, _)
            | Self::Close(s, _) => s,
        }
    }
}

type LookUp<'l> = dyn FnMut(&str) -> Option<String> + 'l;

fn walk(source: &str, look_up: &mut LookUp<'_>) -> String {
    let mut out = String::with_capacity(source.len() * 5 / 4);
    let mut run: Vec<Piece<'_>> = Vec::new();
    // Tags with their attributes translated; a run that is left as it is needs them too.
    let mut rest = source;
    while !rest.is_empty() {
        let (piece, flush) = next(rest);
        rest = &rest[piece.source().len()..];
        if flush {
            told(&run, &mut out, look_up);
            run.clear();
            match piece {
                Piece::Open(tag, _) => out.push_str(&attributes(tag, look_up)),
                Piece::Statement(statement) => {
                    let titled = titles(statement, look_up);
                    out.push_str(&arguments(&titled, look_up));
                }
                other => out.push_str(other.source()),
            }
        } else {
            run.push(piece);
        }
    }
    told(&run, &mut out, look_up);
    out
}

/// The first piece of a text, and whether it ends a run.
fn next(rest: &str) -> (Piece<'_>, bool) {
    let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("{{") {
        (Piece::Gap(&rest[..until("}}")]), false)
    } else if rest.starts_with("{%") {
        (Piece::Statement(&rest[..until("%}")]), true)
    } else if rest.starts_with("{#") {
        (Piece::Text(&rest[..until("#}")]), true)
    } else if rest.starts_with("<!") {
        (Piece::Text(&rest[..until(">")]), true)
    } else if let Some(name) = tag_name(rest) {
        let tag = &rest[..tag_length(rest)];
        let inline = INLINE.contains(&name);
        match tag.starts_with("</") {
            true => (Piece::Close(tag, name), !inline),
            false => (Piece::Open(tag, name), !inline),
        }
    } else {
        let after = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[after..]
            .find(['{', '<'])
            .map_or(rest.len(), |at| at + after);
        (Piece::Text(&rest[..end]), false)
    }
}

fn tag_name(rest: &str) -> Option<&str> {
    let name = rest.strip_prefix("</").or(rest.strip_prefix('<'))?;
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// Up to the `>` that ends the tag, past any in quotes or in an expression.
fn tag_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut at, mut quoted) = (1, None);
    while let Some(byte) = bytes.get(at) {
        if rest[at..].starts_with("{{") || rest[at..].starts_with("{%") {
            let end = if bytes.get(at + 1) == Some(&b'{') {
                "}}"
            } else {
                "%}"
            };
            at += rest[at..]
                .find(end)
                .map_or(rest.len() - at, |e| e + end.len());
            continue;
        }
        match (quoted, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quoted = Some(*byte),
            (Some(quote), byte) if quote == *byte => quoted = None,
            _ => {}
        }
        at += 1;
        while !rest.is_char_boundary(at) {
            at += 1;
        }
    }
    rest.len()
}

/// A tag with the attributes that are read out translated.
fn attributes(tag: &str, look_up: &mut LookUp<'_>) -> String {
    let mut out = String::new();
    let mut rest = tag;
    loop {
        let found = SPOKEN.iter().filter_map(|name| {
            let at = rest.find(&format!(" {name}=\""))?;
            Some((at, at + name.len() + 3))
        });
        let Some((_, begin)) = found.min() else {
            out.push_str(rest);
            return out;
        };
        let mut end = begin;
        while end < rest.len() && !rest[end..].starts_with('"') {
            // Quotes inside an expression do not end the value.
            let inside = [("{{", "}}"), ("{%", "%}")];
            let inside = inside
                .iter()
                .find(|(open, _)| rest[end..].starts_with(open));
            end += match inside {
                Some((_, close)) => rest[end..]
                    .find(close)
                    .map_or(rest.len() - end, |at| at + close.len()),
                None => rest[end..].chars().next().map_or(1, char::len_utf8),
            };
        }
        out.push_str(&rest[..begin]);
        out.push_str(&walk(&rest[begin..end], look_up));
        rest = &rest[end..];
    }
}

/// A statement with the titles of a list that it makes translated: `{"title": "Missing"}`.
fn titles(statement: &str, look_up: &mut LookUp<'_>) -> String {
    const TITLE: &str = "\"title\": \"";
    let mut pieces = statement.split(TITLE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(TITLE);
        let (title, rest) = piece.split_once('"').unwrap_or((piece, ""));
        let told = look_up(title);
        out.push_str(told.as_deref().unwrap_or(title));
        out.push('"');
        out.push_str(rest);
    }
    out
}

/// A component that is called or begun with what it is told to show translated: `caption="Levels"`.
fn arguments(component: &str, look_up: &mut LookUp<'_>) -> String {
    let mut out = String::with_capacity(component.len());
    let mut rest = component;
    loop {
        let found = SHOWN.iter().flat_map(|name| {
            let forms = [format!(" {name}=\""), format!(" {name}={{\"")];
            forms.map(|form| rest.find(&form).map(|at| at + form.len()))
        });
        let Some(begin) = found.flatten().min() else {
            out.push_str(rest);
            return out;
        };
        let end = rest[begin..].find('"').map_or(rest.len(), |at| at + begin);
        let value = &rest[begin..end];
        out.push_str(&rest[..begin]);
        let told = match value.contains(char::is_alphabetic) {
            true => look_up(value),
            false => None,
        };
        out.push_str(told.as_deref().unwrap_or(value));
        rest = &rest[end..];
    }
}

/// A piece outside a text that is known.
fn shown<'s>(piece: &Piece<'s>, look_up: &mut LookUp<'_>) -> Cow<'s, str> {
    match piece {
        Piece::Open(tag, _) => attributes(tag, look_up).into(),
        Piece::Gap(gap) => arguments(gap, look_up).into(),
        Piece::Text(text) => spaced(text),
        piece => piece.source().into(),
    }
}

/// Punctuation between two expressions or tags, with the space that French sets before it.
fn spaced(text: &str) -> Cow<'_, str> {
    let silent = !text.contains(char::is_alphanumeric);
    let space = match text.chars().next() {
        _ if !silent || super::spoken() != crate::model::Language::French => return text.into(),
        Some(':') => '\u{a0}',
        Some(';') => '\u{202f}',
        _ => return text.into(),
    };
    format!("{space}{text}").into()
}

/// Writes a run, translated where its text is known.
fn told(run: &[Piece<'_>], out: &mut String, look_up: &mut LookUp<'_>) {
    let (from, to) = inner(run);
    let plain = |pieces: &[Piece<'_>], out: &mut String, look_up: &mut LookUp<'_>| {
        for piece in pieces {
            out.push_str(&shown(piece, look_up));
        }
    };
    let core = &run[from..to];
    let spoken = |p: &Piece<'_>| matches!(p, Piece::Text(t) if t.contains(char::is_alphabetic));
    if !core.iter().any(spoken) {
        plain(run, out, look_up);
        return;
    }
    plain(&run[..from], out, look_up);
    let whole: String = core.iter().map(|p| p.source()).collect();
    let start = whole.len() - whole.trim_start().len();
    let end = whole.trim_end().len();
    out.push_str(&whole[..start]);
    match look_up(&key(core)) {
        Some(text) => {
            let written = filled(&text, core, look_up);
            let lines = |text: &str| text.matches('\n').count();
            out.push_str(&written);
            let lost = lines(&whole[start..end]).saturating_sub(lines(&written));
            out.push_str(&"\n".repeat(lost));
        }
        None => plain_trimmed(core, out, look_up, (start, end)),
    }
    out.push_str(&whole[end..]);
    plain(&run[to..], out, look_up);
}

/// A run as it is, without the white space at its ends.
fn plain_trimmed(
    core: &[Piece<'_>],
    out: &mut String,
    look_up: &mut LookUp<'_>,
    (start, end): (usize, usize),
) {
    let mut at = 0;
    for piece in core {
        let source = piece.source();
        let from = start.saturating_sub(at).min(source.len());
        let to = end.saturating_sub(at).min(source.len());
        at += source.len();
        match piece {
            Piece::Open(..) | Piece::Gap(_) => out.push_str(&shown(piece, look_up)),
            _ => out.push_str(source.get(from..to).unwrap_or_default()),
        }
    }
}

/// The part of a run that is one text: without tags at its ends that are around all of it or belong
/// to another run, and without what says nothing at its ends.
fn inner(run: &[Piece<'_>]) -> (usize, usize) {
    let (mut from, mut to) = (0, run.len());
    let blank = |p: &Piece<'_>| matches!(p, Piece::Text(t) if t.trim().is_empty());
    loop {
        let before = (from, to);
        while from < to && blank(&run[from]) {
            from += 1;
        }
        while from < to && blank(&run[to - 1]) {
            to -= 1;
        }
        if from < to {
            match run[from] {
                Piece::Close(..) => from += 1,
                Piece::Open(..) => match partner(&run[from..to]) {
                    None => from += 1,
                    Some(at) if from + at + 1 == to => (from, to) = (from + 1, to - 1),
                    Some(_) => {}
                },
                _ => {}
            }
        }
        if from < to {
            match run[to - 1] {
                Piece::Open(_, "br") => to -= 1,
                Piece::Open(..) => to -= 1,
                Piece::Close(..) if !closes_inside(&run[from..to]) => to -= 1,
                _ => {}
            }
        }
        if before == (from, to) {
            return (from, to);
        }
    }
}

/// Where the tag that opens a run is closed.
fn partner(run: &[Piece<'_>]) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, piece) in run.iter().enumerate() {
        match piece {
            Piece::Open(_, "br") => {}
            Piece::Open(..) => depth += 1,
            Piece::Close(..) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Whether the tag that ends a run was opened in it.
fn closes_inside(run: &[Piece<'_>]) -> bool {
    let mut depth = 0_i32;
    for piece in run.iter().rev() {
        match piece {
            Piece::Open(_, "br") => {}
            Piece::Close(..) => depth += 1,
            Piece::Open(..) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// A run as the catalogue names it.
fn key(core: &[Piece<'_>]) -> String {
    let mut key = String::new();
    let (mut gaps, mut tags, mut open) = (0, 0, Vec::new());
    for piece in core {
        // Writing to a string cannot fail.
        let _ = match piece {
            Piece::Text(text) | Piece::Statement(text) => {
                write!(key, "{}", text.replace('\u{a0}', "~"))
            }
            Piece::Gap(_) => {
                gaps += 1;
                write!(key, "{{{gaps}}}")
            }
            Piece::Open(_, "br") => {
                tags += 1;
                write!(key, "<{tags}/>")
            }
            Piece::Open(..) => {
                tags += 1;
                open.push(tags);
                write!(key, "<{tags}>")
            }
            Piece::Close(..) => write!(key, "</{}>", open.pop().unwrap_or(0)),
        };
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A translation with the run's own expressions and tags in it.
fn filled(text: &str, core: &[Piece<'_>], look_up: &mut LookUp<'_>) -> String {
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut gaps, mut tags, mut open) = (0, 0, Vec::new());
    for piece in core {
        match piece {
            Piece::Text(_) | Piece::Statement(_) => {}
            Piece::Gap(gap) => {
                gaps += 1;
                parts.push((format!("{{{gaps}}}"), arguments(gap, look_up)));
            }
            Piece::Open(tag, name) => {
                tags += 1;
                let mark = match *name {
                    "br" => format!("<{tags}/>"),
                    _ => {
                        open.push(tags);
                        format!("<{tags}>")
                    }
                };
                parts.push((mark, attributes(tag, look_up)));
            }
            Piece::Close(tag, _) => {
                let mark = format!("</{}>", open.pop().unwrap_or(0));
                parts.push((mark, (*tag).to_owned()));
            }
        }
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match parts.iter().find(|(mark, _)| rest.starts_with(mark)) {
            Some((mark, part)) => {
                out.push_str(part);
                rest = &rest[mark.len()..];
            }
            None => {
                out.push(if c == '~' { '\u{a0}' } else { c });
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}
