//! Two texts as a unified difference, in the colours of a terminal.

use boardpack::compare::emit::{Piece, Tone};
use boardpack::diag::emit;
use similar::TextDiff;

/// Lines shown around a difference.
const AROUND: usize = 3;

/// How a text becomes another, each given with its name. A text that is not there yet is `None`.
pub(super) fn difference(before: Option<(&str, &str)>, (name, after): (&str, &str)) -> Vec<Piece> {
    let (from, before) = before.unwrap_or(("/dev/null", ""));
    let diff = TextDiff::from_lines(before, after);
    let mut unified = diff.unified_diff();
    let told = unified.context_radius(AROUND).header(from, name);
    told.to_string().split_inclusive('\n').map(piece).collect()
}

/// How a file of a pack changes, named as `git apply` reads it.
pub(super) fn file(path: &str, before: Option<&[u8]>, after: &str) -> Vec<Piece> {
    let from = format!("a/{path}");
    let before = before.map(String::from_utf8_lossy);
    let before = before.as_deref().map(|text| (from.as_str(), text));
    difference(before, (&format!("b/{path}"), after))
}

/// A line of a unified difference.
fn piece(line: &str) -> Piece {
    let tone = match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Tone::Heading,
        [b'@', ..] => Tone::Faint,
        [b'+', ..] => Tone::Good,
        [b'-', ..] => Tone::Bad,
        _ => Tone::Plain,
    };
    // An end of a line is no harm to a terminal either, and `git apply` wants it as it is.
    let end = ["\r\n", "\n"].into_iter().find(|end| line.ends_with(end));
    let end = end.unwrap_or_default();
    let words = &line[..line.len() - end.len()];
    // A tab is no harm to a terminal, and a template may be indented by it.
    let parts: Vec<_> = words.split('\t').map(emit::plain).collect();
    Piece {
        tone,
        text: format!("{}{end}", parts.join("\t")),
    }
}
