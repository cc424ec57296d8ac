//! Formal reviews that fall due by the next quarter's end and have no outcome: each gets a mark above it,
//! for what was decided only a person can know.

use super::Ground;
use crate::model::{PLACEHOLDER, Period};
use crate::tongue::say;

const PATH: &str = "data/service-levels.yaml";

/// The file with its marks; `None` where nothing is owed.
pub(super) fn owed(ground: &Ground<'_>, period: Period) -> Option<String> {
    let text = ground.text(PATH)?;
    let end = ground.pack.settings.calendar.end(period);
    let reviews = ground.pack.service_levels.reviews.iter();
    let open = reviews.filter(|review| review.outcome.is_none() && review.due.value < end);
    let places = open.filter_map(|review| {
        let at = review.objective.span.start as usize;
        let begin = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
        let marked = text[..begin].lines().next_back();
        let marked = marked.is_some_and(|line| line.contains(PLACEHOLDER));
        (!marked).then_some((begin, review.due.value))
    });
    let mut places: Vec<_> = places.collect();
    // From the last to the first, so that places before stay what they were.
    places.sort_unstable();
    let mut out = text.clone();
    for (begin, due) in places.iter().rev() {
        let line = text[*begin..].lines().next().unwrap_or("");
        let space = &line[..line.len() - line.trim_start_matches(' ').len()];
        let what = say!("was due by {due}: when it was held, and its outcome", due);
        let what = format!("{period}: {what}");
        out.insert_str(*begin, &format!("{space}# {PLACEHOLDER} {what}\n"));
    }
    (out != text).then_some(out)
}
