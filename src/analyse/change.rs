//! Two figures to their exact difference, where they compare at all.

use super::judgement::{Change, Figure};
use crate::model::{Calendar, DefinitionEffect, Metric, Period, Polarity, Value};
use chrono::NaiveDate;
use std::cmp::Ordering;

/// Days on which the definition changed so that earlier figures no longer compare, oldest first.
pub(super) fn breaks(metric: &Metric) -> Vec<NaiveDate> {
    let mut days: Vec<_> = metric
        .definition
        .changes
        .iter()
        .filter(|c| c.effect == DefinitionEffect::Break)
        .map(|c| c.date)
        .collect();
    days.sort_unstable();
    days
}

/// Whether a break lies between two quarters: after the first day of the earlier (a definition that
/// begins with the quarter governs all of it) and not after the last day of the later.
pub(super) fn apart(
    breaks: &[NaiveDate],
    calendar: &Calendar,
    earlier: Period,
    later: Period,
) -> bool {
    let (from, to) = (calendar.start(earlier), calendar.last_day(later));
    breaks.iter().any(|day| from < *day && *day <= to)
}

/// Now minus then.
pub(super) fn change(now: &Figure, then: &Figure, polarity: Polarity) -> Option<Change> {
    let difference = now.exact.minus(then.exact)?;
    Some(Change {
        difference,
        relative: difference.over(then.exact.magnitude()),
        better: better(now.exact.cmp(&then.exact), polarity),
    })
}

/// Whether a move in that direction is good; `None` for no move and for neutral metrics.
pub(super) fn better(direction: Ordering, polarity: Polarity) -> Option<bool> {
    let up = match direction {
        Ordering::Equal => return None,
        Ordering::Greater => true,
        Ordering::Less => false,
    };
    match polarity {
        Polarity::HigherIsBetter => Some(up),
        Polarity::LowerIsBetter => Some(!up),
        Polarity::Neutral => None,
    }
}

/// Newcombe's interval of the difference of two shares, in the order of [`change`].
pub(super) fn difference_interval(now: &Figure, then: &Figure) -> Option<(f64, f64)> {
    match (now.value, then.value) {
        (Value::Ratio { part: a, whole: b }, Value::Ratio { part: c, whole: d })
            if a <= b && c <= d =>
        {
            super::stats::proportion::newcombe((a, b), (c, d))
        }
        _ => None,
    }
}
