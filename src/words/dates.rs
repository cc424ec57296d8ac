//! Days, weeks and quarters to words. The same in every locale: a month in letters cannot be
//! mistaken for a day.

use super::digits::NBSP;
use crate::model::{Calendar, Period, Week};
use chrono::{Datelike, NaiveDate};

/// The months as they are printed, and as a text may name them.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize % 12]
}

/// `6 July 2026`.
pub(super) fn long(date: NaiveDate) -> String {
    format!("{}{NBSP}{}", day_month(date), date.year())
}

/// `6 July`.
pub(super) fn day_month(date: NaiveDate) -> String {
    format!("{}{NBSP}{}", date.day(), month(date))
}

/// `6 Jul`.
pub(super) fn short(date: NaiveDate) -> String {
    let month = month(date).get(..3).unwrap_or_default();
    format!("{}{NBSP}{month}", date.day())
}

/// `1 July to 30 September 2026`; the year twice where the days lie in two.
pub(super) fn span(first: NaiveDate, last: NaiveDate) -> String {
    if first.year() == last.year() {
        format!("{} to {}", day_month(first), long(last))
    } else {
        format!("{} to {}", long(first), long(last))
    }
}

/// `Quarter 3, 1 July to 30 September 2026`; `Quarter 3 of fiscal year 2026, …` where fiscal years
/// are not calendar years.
pub(super) fn period(calendar: &Calendar, period: Period) -> String {
    let days = span(calendar.start(period), calendar.last_day(period));
    let quarter = period.quarter();
    if is_fiscal(calendar) {
        let year = period.year();
        format!("Quarter{NBSP}{quarter} of fiscal year{NBSP}{year}, {days}")
    } else {
        format!("Quarter{NBSP}{quarter}, {days}")
    }
}

/// `Q3 2026`, or `Q3 FY2026` where fiscal years are not calendar years.
pub(super) fn period_short(fiscal: bool, period: Period) -> String {
    let year = if fiscal { "FY" } else { "" };
    format!("Q{}{NBSP}{year}{}", period.quarter(), period.year())
}

/// Whether fiscal years differ from calendar years.
pub(super) fn is_fiscal(calendar: &Calendar) -> bool {
    calendar.first_month != 1
}

/// `week of 6 July 2026`, by its Monday.
pub(super) fn week(week: Week) -> String {
    format!("week of {}", long(week.monday()))
}
