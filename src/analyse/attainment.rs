//! A figure against the target that held on its period's last day, compared before any rounding.

use super::judgement::{Eased, Figure, Status, TargetCheck};
use super::variation::scale::Bounds;
use crate::model::{Calendar, Exact, Kind, Metric, Period, Polarity, Scope, Target};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Whether a value is at the target or on its good side. A neutral metric cannot meet or miss.
fn meets(value: Exact, target: Exact, polarity: Polarity) -> Option<bool> {
    match polarity {
        Polarity::HigherIsBetter => Some(value >= target),
        Polarity::LowerIsBetter => Some(value <= target),
        Polarity::Neutral => None,
    }
}

/// Whether a quarter's figure missed the target of its own time.
pub(super) fn missed(
    metric: &Metric,
    scope: Scope<'_>,
    calendar: &Calendar,
    period: Period,
    figure: &Figure,
) -> bool {
    metric
        .target_for(scope, calendar.last_day(period))
        .and_then(|t| meets(figure.exact, t.value, *metric.polarity))
        == Some(false)
}

/// How many quarters in a row, ending with this one, missed; a quarter without a figure ends the row.
pub(super) fn missed_in_a_row(
    metric: &Metric,
    scope: Scope<'_>,
    calendar: &Calendar,
    figures: &BTreeMap<Period, Figure>,
    period: Period,
) -> usize {
    std::iter::successors(Some(period), |p| Some(p.previous()))
        .take_while(|p| {
            figures
                .get(p)
                .is_some_and(|f| missed(metric, scope, calendar, *p, f))
        })
        .count()
}

/// Met, marginal or missed. `limits` are the routine range of one week's value: they say whether
/// routine variation crosses the target wherever a week and a quarter are on one scale, which is
/// everywhere but in counts over time, where a quarter holds thirteen weeks.
pub(super) fn check(
    metric: &Metric,
    scope: Scope<'_>,
    calendar: &Calendar,
    period: Period,
    now: Option<&Figure>,
    limits: Option<(Option<f64>, Option<f64>)>,
) -> TargetCheck {
    let target = metric.target_for(scope, calendar.last_day(period));
    let stands = |t: &Target| {
        let Some(now) = now else {
            return Some(Status::NoData);
        };
        Some(if !meets(now.exact, t.value, *metric.polarity)? {
            Status::Missed
        } else if limits.is_some_and(|l| crosses(metric, t.value.to_f64(), l)) {
            Status::Marginal
        } else {
            Status::Met
        })
    };
    let before = target.and_then(|t| stricter(metric, scope, calendar, period, t));
    TargetCheck {
        target: target.cloned(),
        status: target.and_then(stands).unwrap_or(Status::NoTarget),
        eased: before.and_then(|(before, until)| {
            Some(Eased {
                before: before.clone(),
                until,
                status: stands(before)?,
            })
        }),
    }
}

/// How many quarters an easing is remembered, the judged one included: as long as a comparison with
/// the year before.
const REMEMBERED: i32 = 4;

/// The strictest target that held on some day of the remembered quarters, if it is stricter than
/// the one in force, with its last day. Not only the one just before: easing in two steps, or
/// easing far and taking a little back, is easing all the same.
fn stricter<'m>(
    metric: &'m Metric,
    scope: Scope<'_>,
    calendar: &Calendar,
    period: Period,
    now: &Target,
) -> Option<(&'m Target, NaiveDate)> {
    let first_day = calendar.start(period.shifted(1 - REMEMBERED));
    let pairs = metric.targets.iter().zip(metric.targets.iter().skip(1));
    let replaced = pairs
        .filter(|(_, next)| next.from > first_day && next.from <= now.from)
        .filter_map(|(before, next)| {
            let until = next.from.pred_opt()?;
            // The organisation's target is not every service's.
            let held = metric.target_for(scope, until)?;
            Some((held, until)).filter(|(held, _)| held.from == before.from)
        });
    let stricter = |a: Exact, b: Exact| meets(a, b, *metric.polarity) == Some(true) && a != b;
    let mut found: Option<(&Target, NaiveDate)> = None;
    for (target, until) in replaced.filter(|(t, _)| stricter(t.value, now.value)) {
        // Of equals the later, whose last day is nearer.
        if found.is_none_or(|(best, _)| !stricter(best.value, target.value)) {
            found = Some((target, until));
        }
    }
    found
}

/// Whether the end of the routine range on the bad side lies beyond the target. An end that was
/// clipped lies at the natural bound.
fn crosses(metric: &Metric, target: f64, (lower, upper): (Option<f64>, Option<f64>)) -> bool {
    if *metric.kind == Kind::Count {
        return false;
    }
    let bounds = Bounds::of(metric);
    match *metric.polarity {
        Polarity::HigherIsBetter => lower.or(bounds.lower).is_some_and(|end| end < target),
        Polarity::LowerIsBetter => upper.or(bounds.upper).is_some_and(|end| end > target),
        Polarity::Neutral => false,
    }
}
