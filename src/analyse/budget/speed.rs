//! How fast a budget burned: over the quarter, its last four weeks and its worst week, and against
//! the thresholds at which someone is woken.

use super::burn::{Threshold, thresholds};
use super::spend::{Days, Spend, held, over};
use crate::model::{BudgetWindow, Calendar, Exact, Peak, Period, Week};
use chrono::{Days as Back, NaiveDate};
use std::ops::Range;

/// Burn rates: 1 spends a budget exactly by its end.
#[derive(Debug, Clone, PartialEq)]
pub struct BurnRates {
    /// Over the quarter so far.
    pub quarter: Option<Exact>,
    /// Over the last 28 days.
    pub last_28_days: Option<Exact>,
    /// Over the week that burned fastest.
    pub worst_week: Option<(Week, Exact)>,
}

/// A threshold, and the fastest that was seen over its long window.
#[derive(Debug, Clone, PartialEq)]
pub struct Speed {
    /// The rule.
    pub threshold: Threshold,
    /// The highest burn rate over the long window and the day it ended; `None` where nothing was
    /// seen over so short a window.
    pub highest: Option<(Exact, NaiveDate)>,
}

impl Speed {
    /// Whether the burn rate over the long window passed the factor; `None` where it is not known.
    pub fn passed(&self) -> Option<bool> {
        self.highest.map(|(rate, _)| rate >= self.threshold.factor)
    }
}

pub(super) fn burn_rates(
    days: &Days,
    targets: &[(NaiveDate, Exact)],
    calendar: &Calendar,
    period: Period,
    seen: NaiveDate,
    spend: Spend,
) -> BurnRates {
    let rate = |span: Range<NaiveDate>| over(days, &held(targets, &span))?.burn_rate();
    let weeks = calendar.weeks(period).into_iter();
    let weeks = weeks.filter_map(|week| {
        let end = week.shifted(1).monday().min(seen);
        Some((week, rate(week.monday()..end)?))
    });
    // Of equally fast weeks the first.
    let worst = weeks.fold(None, |worst: Option<(Week, Exact)>, (week, rate)| {
        Some(match worst {
            Some((_, highest)) if highest >= rate => worst?,
            _ => (week, rate),
        })
    });
    let four_weeks = seen.checked_sub_days(Back::new(28));
    BurnRates {
        quarter: spend.burn_rate(),
        last_28_days: four_weeks.and_then(|from| rate(from..seen)),
        worst_week: worst,
    }
}

/// Minutes of a window; months, quarters and years as long as the ones that end with the days seen.
fn minutes(window: BudgetWindow, seen: &Range<NaiveDate>) -> Option<i64> {
    let length = window.length();
    if let Some(minutes) = length.minutes() {
        return i64::try_from(minutes).ok();
    }
    let months = chrono::Months::new(length.months()?);
    let from = seen.end.checked_sub_months(months)?;
    Some((seen.end - from).num_minutes())
}

/// Thresholds for a window, with the fastest burn seen over each long window in the days: from the
/// days themselves where it is whole days long, otherwise from what monitoring reported.
pub(super) fn speeds(
    window: BudgetWindow,
    days: &Days,
    targets: &[(NaiveDate, Exact)],
    seen: Range<NaiveDate>,
    peaks: &[Peak],
) -> Option<Vec<Speed>> {
    const DAY: u32 = 24 * 60;
    let thresholds = thresholds(minutes(window, &seen)?)?;
    let highest = |threshold: &Threshold| {
        if threshold.long.is_multiple_of(DAY) {
            let length = Back::new(u64::from(threshold.long / DAY));
            let ends = seen.start.iter_days().skip(1);
            let ends = ends.take_while(|end| *end <= seen.end);
            let rates = ends.filter_map(|end| {
                let span = end.checked_sub_days(length)?..end;
                Some((
                    over(days, &held(targets, &span))?.burn_rate()?,
                    end.pred_opt()?,
                ))
            });
            // Of equally fast windows the first.
            return rates.reduce(|best, next| if next.0 > best.0 { next } else { best });
        }
        let peaks = peaks.iter().filter(|peak| peak.minutes == threshold.long);
        let peaks = peaks.map(|peak| (peak.burn_rate, peak.at.date()));
        peaks.reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    let speeds = thresholds.into_iter().map(|threshold| Speed {
        highest: highest(&threshold),
        threshold,
    });
    Some(speeds.collect())
}
