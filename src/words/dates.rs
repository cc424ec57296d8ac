//! Days, weeks and quarters to words. A month stands in letters in every locale: it cannot be mistaken
//! for a day. German sets a point after the day, French `er` after the first.

use super::digits::NBSP;
use crate::model::{Calendar, Language, Locale, Period, Week};
use crate::tongue::say;
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

/// By language, English, German, French: the months whole and cut short, as CLDR has them.
const GERMAN: [[&str; 2]; 12] = [
    ["Januar", "Jan."],
    ["Februar", "Feb."],
    ["März", "März"],
    ["April", "Apr."],
    ["Mai", "Mai"],
    ["Juni", "Juni"],
    ["Juli", "Juli"],
    ["August", "Aug."],
    ["September", "Sept."],
    ["Oktober", "Okt."],
    ["November", "Nov."],
    ["Dezember", "Dez."],
];
const FRENCH: [[&str; 2]; 12] = [
    ["janvier", "janv."],
    ["février", "févr."],
    ["mars", "mars"],
    ["avril", "avr."],
    ["mai", "mai"],
    ["juin", "juin"],
    ["juillet", "juil."],
    ["août", "août"],
    ["septembre", "sept."],
    ["octobre", "oct."],
    ["novembre", "nov."],
    ["décembre", "déc."],
];

/// Whether a word names a month, whole or cut short, with its point or without.
pub(crate) fn names_month(language: Language, word: &str) -> bool {
    let months = match language {
        Language::English => return MONTHS.contains(&word),
        Language::German => &GERMAN,
        Language::French => &FRENCH,
    };
    let plain = |name: &str| name.trim_end_matches('.').to_lowercase();
    let word = plain(word);
    months.iter().flatten().any(|name| plain(name) == word)
}

/// A month, whole (0) or cut short (1).
fn month(locale: Locale, date: NaiveDate, form: usize) -> &'static str {
    let at = date.month0() as usize % 12;
    match locale.language() {
        Language::English if form == 1 => MONTHS[at].get(..3).unwrap_or_default(),
        Language::English => MONTHS[at],
        Language::German => GERMAN[at][form],
        Language::French => FRENCH[at][form],
    }
}

/// A month without its year: `June`.
pub(super) fn month_name(locale: Locale, date: NaiveDate) -> &'static str {
    month(locale, date, 0)
}

/// A month cut short: `Jun`.
pub(super) fn month_short(locale: Locale, date: NaiveDate) -> &'static str {
    month(locale, date, 1)
}

/// A day of a month as its number: `6`, `6.`, `1er`.
fn day(locale: Locale, date: NaiveDate) -> String {
    match (locale.language(), date.day()) {
        (Language::German, day) => format!("{day}."),
        (Language::French, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    }
}

/// A day without its year, its month whole (0) or cut short (1); to programs no day is without.
fn dated(locale: Locale, date: NaiveDate, form: usize) -> String {
    match locale {
        Locale::Plain => date.to_string(),
        _ => format!("{}{NBSP}{}", day(locale, date), month(locale, date, form)),
    }
}

/// `6 July 2026`.
pub(super) fn long(locale: Locale, date: NaiveDate) -> String {
    match locale {
        Locale::Plain => date.to_string(),
        _ => format!("{}{NBSP}{}", day_month(locale, date), date.year()),
    }
}

/// `6 July`.
pub(super) fn day_month(locale: Locale, date: NaiveDate) -> String {
    dated(locale, date, 0)
}

/// `6 Jul`.
pub(super) fn short(locale: Locale, date: NaiveDate) -> String {
    dated(locale, date, 1)
}

/// `1 July to 30 September 2026`; the year twice where the days lie in two.
pub(super) fn span(locale: Locale, first: NaiveDate, last: NaiveDate) -> String {
    let from = match first.year() == last.year() {
        true => day_month(locale, first),
        false => long(locale, first),
    };
    say!("{first} to {last}", from, long(locale, last))
}

/// `Quarter 3, 1 July to 30 September 2026`; `Quarter 3 of fiscal year 2026, …` where fiscal years
/// are not calendar years.
pub(super) fn period(locale: Locale, calendar: &Calendar, period: Period) -> String {
    let days = span(locale, calendar.start(period), calendar.last_day(period));
    let quarter = numbered(locale, period.quarter());
    if is_fiscal(calendar) {
        let year = period.year();
        say!(
            "Quarter~{quarter} of fiscal year~{year}, {days}",
            quarter,
            year,
            days
        )
    } else {
        say!("Quarter~{quarter}, {days}", quarter, days)
    }
}

/// Which quarter of the year: `3`, `3.`, `1er`, `3e`.
fn numbered(locale: Locale, quarter: u8) -> String {
    match (locale.language(), quarter) {
        (Language::English, n) => n.to_string(),
        (Language::German, n) => format!("{n}."),
        (Language::French, 1) => "1er".to_owned(),
        (Language::French, n) => format!("{n}e"),
    }
}

/// `Q3 2026`, or `Q3 FY2026` where fiscal years are not calendar years.
pub(super) fn period_short(locale: Locale, fiscal: bool, period: Period) -> String {
    let (letter, year) = match locale.language() {
        Language::English => ('Q', "FY"),
        Language::German => ('Q', "GJ"),
        Language::French => ('T', "ex.\u{a0}"),
    };
    let year = if fiscal { year } else { "" };
    format!("{letter}{}{NBSP}{year}{}", period.quarter(), period.year())
}

/// Whether fiscal years differ from calendar years.
pub(super) fn is_fiscal(calendar: &Calendar) -> bool {
    calendar.first_month != 1
}

/// `week of 6 July 2026`, by its Monday.
pub(super) fn week(locale: Locale, week: Week) -> String {
    say!("week of {day}", long(locale, week.monday()))
}
