//! An objective's own window beside the quarter: rolling, or of its own calendar.

use super::spend::{Days, Spend, held, over};
use crate::model::{BudgetWindow, Exact, Length};
use chrono::{Months, NaiveDate, TimeDelta};
use std::ops::Range;

/// One window with what was counted in it.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowAccount {
    /// Its days.
    pub days: Range<NaiveDate>,
    /// What was counted in them.
    pub spend: Spend,
    /// Days that were observed, of those that it has.
    pub observed: usize,
}

impl WindowAccount {
    /// How many days it has.
    pub fn length(&self) -> i64 {
        (self.days.end - self.days.start).num_days()
    }

    /// Whether some of its days were not observed or lie before the service level.
    pub fn is_partial(&self) -> bool {
        usize::try_from(self.length()) != Ok(self.observed)
    }
}

/// The rolling window that ends with a quarter's last seen day, or every calendar window that ends
/// in the quarter. Windows shorter than a day have no account: counts are by day.
pub(super) fn windows(
    window: BudgetWindow,
    days: &Days,
    targets: &[(NaiveDate, Exact)],
    since: NaiveDate,
    seen: Range<NaiveDate>,
) -> Vec<WindowAccount> {
    let spans = match window {
        BudgetWindow::Rolling(length) => before(seen.end, length)
            .map(|from| from..seen.end)
            .into_iter()
            .collect(),
        BudgetWindow::Calendar { length, start, .. } => calendar(start.date(), length, &seen),
    };
    let one = |span: Range<NaiveDate>| {
        let spend = over(days, &held(targets, &(span.start.max(since)..span.end)))?;
        let counted = days.range(span.clone());
        let observed = counted.filter(|(_, counted)| counted.is_some()).count();
        Some(WindowAccount {
            days: span,
            spend,
            observed,
        })
    };
    let accounts = spans.into_iter().filter_map(one);
    accounts.filter(|account| account.spend.valid > 0).collect()
}

/// So long before a day.
fn before(day: NaiveDate, length: Length) -> Option<NaiveDate> {
    match length.months() {
        Some(months) => day.checked_sub_months(Months::new(months)),
        None => day.checked_sub_signed(whole_days(length)?),
    }
}

/// A length in days, where it is at least one.
fn whole_days(length: Length) -> Option<TimeDelta> {
    let days = length.minutes()? / (24 * 60);
    TimeDelta::try_days(i64::try_from(days).ok().filter(|days| *days > 0)?)
}

/// Windows one after the other from a first day, as far as they end inside the days.
fn calendar(first: NaiveDate, length: Length, inside: &Range<NaiveDate>) -> Vec<Range<NaiveDate>> {
    // The n-th window is counted from the first day, so that months of unequal length do not drift.
    let begin = |n: u32| match length.months() {
        Some(months) => first.checked_add_months(Months::new(months.checked_mul(n)?)),
        None => {
            let days = whole_days(length)?.num_days().checked_mul(i64::from(n))?;
            first.checked_add_signed(TimeDelta::try_days(days)?)
        }
    };
    let each = match length.months() {
        Some(months) => i64::from(months) * 31,
        None => whole_days(length).map_or(1, |days| days.num_days()),
    };
    let far = (inside.start - first).num_days().max(0) / each.max(1);
    let mut n = u32::try_from(far).unwrap_or(0);
    let mut spans = Vec::new();
    while let (Some(from), Some(to)) = (begin(n), begin(n.saturating_add(1))) {
        if from >= inside.end || to > inside.end {
            break;
        }
        if to > inside.start {
            spans.push(from..to);
        }
        n += 1;
    }
    spans
}
