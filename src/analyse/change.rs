//! Two figures to their exact difference, where they compare at all.

use super::judgement::{Change, DefinitionBreak, Figure};
use crate::model::{Calendar, DefinitionChange, DefinitionEffect, Metric, Period, Polarity, Value};
use chrono::NaiveDate;
use std::cmp::Ordering;

/// Days on which the definition changed so that earlier figures no longer compare, oldest first.
pub(super) fn breaks(metric: &Metric) -> Vec<NaiveDate> {
    let mut days: Vec<_> = metric
        .definition
        .changes
        .iter()
        .filter(|c| *c.effect == DefinitionEffect::Break)
        .map(|c| c.date)
        .collect();
    days.sort_unstable();
    days
}

/// The last break that lies between two quarters: after the first day of the earlier (a definition
/// that begins with the quarter governs all of it) and not after the last day of the later.
pub(super) fn apart(
    changes: &[DefinitionChange],
    calendar: &Calendar,
    earlier: Period,
    later: Period,
) -> Option<DefinitionBreak> {
    let (from, to) = (calendar.start(earlier), calendar.last_day(later));
    changes
        .iter()
        .filter(|c| c.effect.value == DefinitionEffect::Break)
        .rfind(|c| from < c.date && c.date <= to)
        .map(|c| DefinitionBreak {
            version: c.version.value,
            date: c.date,
        })
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

/// The later figure minus the earlier; `None` across a break of the definition.
pub fn change_between(
    metric: &Metric,
    calendar: &Calendar,
    (earlier, then): (Period, &Figure),
    (later, now): (Period, &Figure),
) -> Option<Change> {
    let apart = apart(&metric.definition.changes, calendar, earlier, later);
    change(now, then, *metric.polarity).filter(|_| apart.is_none())
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

#[cfg(test)]
mod tests {
    use super::{apart, change, difference_interval};
    use crate::analyse::judgement::Figure;
    use crate::diag::{FileId, Located, Span};
    use crate::model::{
        Calendar, DefinitionChange, DefinitionEffect, Exact, Period, Polarity, Value, YearName,
    };
    use chrono::NaiveDate;

    #[test]
    fn a_quarter_that_begins_with_a_definition_is_counted_by_it() {
        let calendar = Calendar {
            first_month: 1,
            named_by: YearName::End,
            zone: chrono_tz::UTC,
        };
        let told = |month, day, later, effect| {
            let span = Span::start_of(FileId(0));
            let change = DefinitionChange {
                version: Located::new(2, span),
                date: NaiveDate::from_ymd_opt(2026, month, day)?,
                what: String::new(),
                effect: Located::new(effect, span),
            };
            let later = Period::new(2026, later)?;
            apart(&[change], &calendar, later.previous(), later).map(|broken| broken.version)
        };
        let broke = |month, day, later| told(month, day, later, DefinitionEffect::Break);
        assert_eq!(broke(3, 31, 2), Some(2));
        assert_eq!(broke(4, 1, 2), Some(2));
        assert_eq!(broke(4, 1, 3), None);
        assert_eq!(broke(6, 30, 2), Some(2));
        assert_eq!(broke(7, 1, 2), None);
        assert_eq!(told(4, 1, 2, DefinitionEffect::Restated), None);
    }

    fn share(part: u64, whole: u64) -> Option<Figure> {
        Some(Figure {
            value: Value::Ratio { part, whole },
            exact: Exact::ratio(part, whole)?,
            estimated: false,
            rolled_up: false,
            as_of: None,
        })
    }

    /// Newcombe 1998, "Interval estimation for the difference between independent proportions",
    /// table II, method 10, contrast (a): 56/70 − 48/80 lies between 0.0524 and 0.3339.
    #[test]
    fn the_interval_holds_the_difference_and_turns_with_it() {
        for ((now, then), (low, high)) in [
            (((56, 70), (48, 80)), (0.0524, 0.3339)),
            (((48, 80), (56, 70)), (-0.3339, -0.0524)),
        ] {
            let (now, then) = (share(now.0, now.1), share(then.0, then.1));
            let both = now.as_ref().zip(then.as_ref());
            let (from, to) = both
                .and_then(|(now, then)| difference_interval(now, then))
                .unwrap_or_default();
            assert!(
                (from - low).abs() < 5e-5 && (to - high).abs() < 5e-5,
                "{from} {to}"
            );
            let made = both.and_then(|(now, then)| change(now, then, Polarity::Neutral));
            let difference = made.map_or(f64::NAN, |made| made.difference.to_f64());
            assert!((from..=to).contains(&difference), "{difference}");
        }
    }
}
