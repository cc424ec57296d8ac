//! The answers of one pack to answers that name nothing earlier, and what each was meant to name.

use crate::diag::Span;
use crate::load::nearest;
use crate::model::{About, Period, Reference};
use std::collections::{BTreeMap, BTreeSet};

/// Names for which the one that was meant is looked for: each costs a look at all that there are.
const GUESSED: usize = 20;

/// An answer to nothing.
pub(super) struct Stray<'a> {
    pub(super) about: &'a Reference,
    /// Where it is named.
    pub(super) span: Span,
    /// What was meant, and where that stands, if one is near enough.
    pub(super) meant: Option<(String, Span)>,
}

/// The answers among those of a pack that are about nothing in `earlier`: what packs before it asked
/// or promised.
pub(super) fn strays<'a, T: 'a>(
    answers: impl Iterator<Item = &'a About<T>>,
    earlier: impl Iterator<Item = (Period, &'a str, Span)>,
) -> Vec<Stray<'a>> {
    let names: BTreeMap<String, Span> = earlier
        .map(|(period, id, span)| (name(period, id), span))
        .collect();
    let mut found = Vec::new();
    for answer in answers {
        let About::Pack(about) = answer else {
            continue;
        };
        let written = about.value.to_string();
        if names.contains_key(&written) {
            continue;
        }
        let known = names.keys().map(String::as_str);
        let near = (found.len() < GUESSED).then(|| nearest(&written, known));
        let near = near.flatten().and_then(|near| names.get_key_value(near));
        found.push(Stray {
            about: &about.value,
            span: about.span,
            meant: near.map(|(name, span)| (name.clone(), *span)),
        });
    }
    found
}

/// What they were meant to name: a misspelt answer is told once, as one to nothing.
pub(super) fn meant(strays: Vec<Stray<'_>>) -> BTreeSet<String> {
    let meant = strays.into_iter().filter_map(|stray| stray.meant);
    meant.map(|(name, _)| name).collect()
}

/// `2026-Q2/faster-review`.
pub(super) fn name(period: Period, id: &str) -> String {
    format!("{period}/{id}")
}
