//! Two counts, and what luck alone could have made of the first.

use super::grammar::{counted, lower_first, none_or};
use crate::analyse::CountComparison;
use crate::model::Metric;
use crate::sentences::Ctx;
use crate::tongue::say;
use crate::words::Words;

/// `12 incidents, 14 last quarter. From 14, only 4 or fewer, or 28 or more, would be unlikely by luck.`
pub(crate) fn counts(ctx: &Ctx<'_>, metric: &Metric, counts: &CountComparison) -> String {
    let words = ctx.words;
    let now = match (counted(metric, counts.now), counts.now) {
        (Some(things), 0) => say!("No {things}", things),
        (Some(things), n) => format!("{}\u{a0}{things}", words.count(n)),
        (None, n) => say!(
            "{count} for {lower_first}",
            words.count(n),
            lower_first(&metric.name.value)
        ),
    };
    luck(words, &now, counts)
}

/// The same with what was counted already in words: `12 incidents`.
pub(super) fn luck(words: &Words, now: &str, counts: &CountComparison) -> String {
    let before = none_or(words, counts.before);
    let high = words.count(counts.unlikely_at_least);
    let luck = match counts.unlikely_at_most {
        Some(0) => say!(
            "only none, or {high} or more, would be unlikely by luck",
            high
        ),
        Some(low) => say!(
            "only {count} or fewer, or {high} or more, would be unlikely by luck",
            words.count(low),
            high
        ),
        None if counts.before == 0 => say!("only {high} or more would be unlikely by luck", high),
        None => say!(
            "even none would not be unlikely by luck, but {high} or more would",
            high
        ),
    };
    say!(
        "{now}, {before} last quarter. From {before}, {luck}.",
        now,
        before,
        luck
    )
}
