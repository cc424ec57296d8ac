//! A figure against the target that held on its period's last day, compared before any rounding.

use super::judgement::{Figure, Status, TargetCheck};
use super::variation::scale::Bounds;
use crate::model::{Calendar, Exact, Kind, Metric, Period, Polarity, Scope};
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
    let judged = target.and_then(|t| {
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
    });
    TargetCheck {
        target: target.cloned(),
        status: judged.unwrap_or(Status::NoTarget),
    }
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
