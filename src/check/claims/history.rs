//! What earlier quarters say of a claim: how often a target was met or missed, and whether a figure
//! is the best or the worst since when.

use super::reading::About;
use crate::analyse::{Analysis, Assessment, Status};
use crate::model::{Calendar, DefinitionEffect, Exact, Metric, Period, Polarity};
use chrono::NaiveDate;
use std::cmp::Ordering;

/// Quarters that a record needs (board.md 4.5).
pub(super) const QUARTERS: usize = 8;

/// A metric or one service's part of it in a quarter.
pub(super) fn assessment<'a>(
    analysis: &'a Analysis,
    period: Period,
    about: &About,
) -> Option<&'a Assessment> {
    let metric = analysis.today().get(&period)?.metrics.get(&about.metric)?;
    match &about.service {
        None => Some(&metric.all),
        Some(service) => metric.services.get(service),
    }
}

/// Of each quarter up to one, newest first, whether it missed; without those that had no figure or
/// no target.
pub(super) fn missed(analysis: &Analysis, period: Period, about: &About) -> Vec<(Period, bool)> {
    let quarters = analysis.today().range(..=period).rev();
    quarters
        .filter_map(|(p, _)| {
            let status = assessment(analysis, *p, about)?.target.status;
            match status {
                Status::Missed => Some((*p, true)),
                Status::Met | Status::Marginal => Some((*p, false)),
                Status::NoData | Status::NoTarget => None,
            }
        })
        .collect()
}

/// How many quarters in a row up to one did the same; a quarter that did neither ends the row.
pub(super) fn in_a_row(row: &[(Period, bool)], period: Period, missed: bool) -> usize {
    let quarters = std::iter::successors(Some(period), |p| Some(p.previous()));
    let same = row.iter().zip(quarters);
    same.take_while(|((p, m), q)| p == q && *m == missed)
        .count()
}

/// Figures of the quarters that are counted by one definition, this one included, oldest first.
pub(super) fn on_one_definition(
    metric: &Metric,
    calendar: &Calendar,
    judged: &Assessment,
    period: Period,
) -> Vec<(Period, Exact)> {
    let end = calendar.last_day(period);
    let broke: Option<NaiveDate> = metric
        .definition
        .changes
        .iter()
        .filter(|c| c.effect.value == DefinitionEffect::Break && c.date <= end)
        .map(|c| c.date)
        .max();
    let figures = judged.history.iter();
    figures
        .filter(|(p, _)| broke.is_none_or(|day| calendar.start(**p) >= day))
        .map(|(p, f)| (*p, f.exact))
        .collect()
}

/// Whether the last figure is better (or worse) than every other.
pub(super) fn extreme(figures: &[(Period, Exact)], polarity: Polarity, best: bool) -> bool {
    let Some(((_, last), others)) = figures.split_last() else {
        return false;
    };
    let beyond = match (polarity, best) {
        (Polarity::HigherIsBetter, true) | (Polarity::LowerIsBetter, false) => Ordering::Greater,
        (Polarity::LowerIsBetter, true) | (Polarity::HigherIsBetter, false) => Ordering::Less,
        (Polarity::Neutral, _) => return false,
    };
    others.iter().all(|(_, other)| last.cmp(other) == beyond)
}
