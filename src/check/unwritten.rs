//! The marks of what is still to be written: texts to places, and problems without those of what
//! nobody has written yet.

use crate::diag::{Diagnostic, FileId, Sources, Span};
use crate::model::placeholders;
use std::collections::BTreeMap;
use std::ops::Range;

/// Every mark of the pack's files. Locks keep what was, and templates are no words of the pack's.
pub(super) fn marks(sources: &Sources) -> Vec<Span> {
    let files = sources.numbered().filter(|(_, file)| {
        !file.path.starts_with("data/published/") && !file.path.starts_with("templates/")
    });
    let marks = files.flat_map(|(id, file)| {
        placeholders(&file.text).map(move |range| {
            let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            Span {
                file: id,
                start: at(range.start),
                end: at(range.end),
            }
        })
    });
    marks.collect()
}

/// Whether the line above a place is a mark: what is missing there is asked for already.
pub(super) fn is_asked_above(sources: &Sources, span: Span) -> bool {
    let text = &sources.file(span.file).text;
    let above = text.get(..span.start as usize).unwrap_or("");
    let above = above.rsplit_once('\n').map_or("", |(above, _)| above);
    let line = above.lines().next_back().unwrap_or("").trim_start();
    line.starts_with('#') && placeholders(line).next().is_some()
}

/// Whether a mark stands behind a place on its line: what stands there is nobody's word yet.
pub(super) fn is_asked_behind(sources: &Sources, span: Span) -> bool {
    let text = &sources.file(span.file).text;
    let rest = text.get(span.end as usize..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("");
    line.contains('#') && placeholders(line).next().is_some()
}

/// Whether a mark stands behind a key at the left edge of the file that a place is in: what stands there is
/// nobody's word yet.
pub(super) fn is_key_asked(sources: &Sources, span: Span, key: &str) -> bool {
    let mut lines = sources.file(span.file).text.lines();
    let line = lines.find(|line| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(':'))
    });
    line.is_some_and(|line| placeholders(line).next().is_some())
}

/// The marks of each file, by its number.
pub(super) type Places = BTreeMap<FileId, Vec<Range<u32>>>;

/// Every mark by its file.
pub(super) fn places(sources: &Sources) -> Places {
    let mut places = Places::new();
    for span in marks(sources) {
        let own = places.entry(span.file).or_default();
        own.push(span.start..span.end);
    }
    places
}

/// Without what is said of a mark's own words: nobody meant them. A value before a mark in a comment is
/// held to every rule.
pub(super) fn without(mut found: Vec<Diagnostic>, marks: &Places) -> Vec<Diagnostic> {
    found.retain(|problem| {
        let Some(place) = &problem.primary else {
            return true;
        };
        let own = marks.get(&place.span.file);
        !own.is_some_and(|marks| {
            let mut marks = marks.iter();
            // A text in quotes begins one byte before the mark.
            marks.any(|mark| mark.start <= place.span.start + 1 && place.span.start < mark.end)
        })
    });
    found
}
