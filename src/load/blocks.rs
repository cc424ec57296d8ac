//! Sections to their internal stretches: what stands between a line `:::internal` and a line `:::`.
//! The two lines become blank, so that every place in the text stays where it is.

use super::problems::{Problems, quoted};
use super::{prose, topics};
use crate::diag::Span;
use crate::model::{Pack, Text};
use std::ops::Range;

/// What opens a block, before its kind.
const FENCE: &str = ":::";

/// Blanks the marks of every block of the pack and keeps what is between them.
pub(super) fn take(pack: &mut Pack, problems: &Problems) {
    let mut internal = Vec::new();
    for text in prose::sections_mut(pack).filter(|text| text.value.contains(FENCE)) {
        let inside = problems.within(text.span.file, || blocks(text, problems));
        if !inside.is_empty() {
            internal.push((text.span, inside));
        }
    }
    pack.internal.extend(internal);
}

/// The blocks of one text. What is never closed reaches to its end: rather too much is kept back
/// than too little.
fn blocks(text: &mut Text, problems: &Problems) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut code: Option<&str> = None;
    let mut at = 0;
    for whole in text.value.split_inclusive('\n') {
        let from = at;
        at += whole.len();
        let line = whole.trim();
        let place = from + (whole.len() - whole.trim_start().len());
        let place = place..place + line.len();
        if let Some(fence) = ["```", "~~~"].into_iter().find(|f| line.starts_with(f)) {
            code = match code {
                None => Some(fence),
                Some(begun) if begun == fence => None,
                other => other,
            };
            continue;
        }
        let Some(kind) = line.strip_prefix(FENCE).filter(|_| code.is_none()) else {
            continue;
        };
        let fault = match (kind.trim(), &open) {
            ("internal", None) => {
                open = Some(place.clone());
                None
            }
            ("internal", Some(_)) => Some("a block begins inside another".to_owned()),
            ("", Some(begun)) => {
                found.push(begun.end..place.start);
                open = None;
                None
            }
            ("", None) => Some("`:::` closes nothing".to_owned()),
            (kind, _) => Some(format!("no block is called {}", quoted(kind))),
        };
        if let Some(message) = fault {
            let help = "write `:::internal`, the text and `:::`, each mark on a line of its own";
            problems.add(
                topics::BAD_BLOCK
                    .at(span(text.span, &place), message)
                    .help(help),
            );
        }
        marks.push(place);
    }
    if let Some(begun) = open {
        problems.add(
            topics::BAD_BLOCK
                .at(span(text.span, &begun), "the block is never closed")
                .help("write `:::` on a line of its own after it, in the same section"),
        );
        found.push(begun.end..text.value.len());
    }
    for mark in marks {
        text.value
            .replace_range(mark.clone(), &" ".repeat(mark.len()));
    }
    found
}

fn span(text: Span, part: &Range<usize>) -> Span {
    let offset = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        text.start.saturating_add(at)
    };
    Span {
        start: offset(part.start),
        end: offset(part.end),
        ..text
    }
}
