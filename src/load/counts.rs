//! `objectives:` of a snapshot to what was counted by day for each objective.

use super::agreement;
use super::decode::{Field, conflict, or_wrong};
use super::kept;
use super::names::Names;
use super::problems::{Problems, quoted};
use super::scalars::whole;
use super::topics;
use crate::diag::{Located, Span};
use crate::model::{
    Calendar, Counted, Exact, Excluded, ObjectiveCounts, Peak, Period, ServiceLevels,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// What the counts refer to.
pub(super) struct Ground<'a> {
    pub(super) objectives: &'a Names,
    pub(super) levels: &'a ServiceLevels,
    pub(super) calendar: Option<Calendar>,
    /// Whether it is what a lock keeps, which writes days in a row.
    pub(super) kept: bool,
}

/// Reads the section of one snapshot.
pub(super) fn read(
    field: Field<'_, '_, '_>,
    period: Period,
    ground: &Ground<'_>,
    into: &mut BTreeMap<String, BTreeMap<Period, ObjectiveCounts>>,
) {
    for (key, field) in field.pairs().into_iter().flatten() {
        let known = ground.objectives.has(&key.value, key.span, field.problems);
        if let (true, Some(counts)) = (known, one(field, period, ground)) {
            let of = into.entry(key.value.to_string()).or_default();
            of.insert(period, counts);
        }
    }
}

fn one(field: Field<'_, '_, '_>, period: Period, ground: &Ground<'_>) -> Option<ObjectiveCounts> {
    let fields = field.fields()?;
    let days = fields.required("days");
    let days = match days.filter(|field| ground.kept && field.is_scalar()) {
        Some(row) => in_a_row(row)?,
        None => by_day(days, period, ground),
    };
    let excluded = fields
        .optional("excluded")
        .map(|field| field.each(|item| excluded(item, period, ground.calendar)));
    let peaks = fields
        .optional("peaks")
        .map(|field| field.each(|item| peak(item, period, ground.calendar)));
    let given = fields.optional("agreement");
    let level = ground.levels.level(field.name);
    if let (Some(given), Some(level)) = (given, level)
        && level.agreement.is_none()
    {
        conflict(
            given,
            "is given for an objective that has no agreement",
            "add its `agreement:` in `data/service-levels.yaml`, or remove it here",
        );
    }
    let agreement = given.map(|field| agreement::counts(field, period, ground.calendar));
    fields.finish();
    Some(ObjectiveCounts {
        days,
        excluded: or_wrong(excluded)?.unwrap_or_default(),
        peaks: or_wrong(peaks)?.unwrap_or_default(),
        agreement: or_wrong(agreement)?,
        span: field.key,
    })
}

/// Counts by day, as a snapshot writes them.
fn by_day(
    field: Option<Field<'_, '_, '_>>,
    period: Period,
    ground: &Ground<'_>,
) -> BTreeMap<NaiveDate, Option<Counted>> {
    let mut days = BTreeMap::new();
    let Some(field) = field else {
        return days;
    };
    let problems = field.problems;
    for (key, value) in field.pairs().into_iter().flatten() {
        let day = day(&key.value, key.span, period, ground.calendar, problems);
        let counted = if value.is_null() {
            Some(None)
        } else {
            value
                .raw()
                .and_then(|text| of_span(text, false, problems))
                .map(Some)
        };
        if let (Some(day), Some(counted)) = (day, counted) {
            days.insert(day, counted);
        }
    }
    days
}

/// Counts by day, as a lock keeps them.
fn in_a_row(field: Field<'_, '_, '_>) -> Option<BTreeMap<NaiveDate, Option<Counted>>> {
    let text = field.raw()?;
    let days = kept::out_of_a_row(text.value)?.into_iter();
    days.map(|(day, counted)| {
        let counted = match counted {
            "~" => None,
            counted => {
                let counted = Located::new(counted, text.span);
                Some(of_span(counted, false, field.problems)?)
            }
        };
        Some((day, counted))
    })
    .collect()
}

/// `651234/651900`: good and all valid. Good may be a decimal where slices count by their share.
pub(super) fn of_span(
    text: Located<&str>,
    whole_only: bool,
    problems: &Problems,
) -> Option<Counted> {
    let refuse = |why: &str| {
        let message = format!(
            "{} is not a count of good and valid: {why}",
            quoted(text.value)
        );
        problems.add(topics::BAD_VALUE.at(text.span, message).help(
            "write the good and all the valid as they were counted, such as `651234/651900`",
        ));
        None
    };
    let Some((good, valid)) = text.value.split_once('/') else {
        return refuse("it has no `/`");
    };
    let good = match agreement::number(good.trim_end()) {
        Ok(good) => good,
        Err(why) => return refuse(&why),
    };
    let Some(valid) = whole(valid.trim_start()) else {
        return refuse("the valid are not a whole number");
    };
    if whole_only && good.parts().1 != 1 {
        return refuse("the good are not a whole number");
    }
    let all = Exact::integer(i64::try_from(valid).unwrap_or(i64::MAX));
    if good.is_negative() || good > all {
        let message = format!(
            "{} has more good than valid, or fewer than none",
            quoted(text.value)
        );
        problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(text.span, message)
                .help("the valid stand after the `/`: are the two swapped?"),
        );
        return None;
    }
    Some(Counted { good, valid })
}

/// A day of the quarter, as the key of a count.
fn day(
    text: &str,
    span: Span,
    period: Period,
    calendar: Option<Calendar>,
    problems: &Problems,
) -> Option<NaiveDate> {
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let read = read.filter(|day| day.to_string() == text);
    let Some(day) = read else {
        let message = format!("{} is not a date", quoted(text));
        let help = "write year, month and day, such as `2026-07-06`";
        problems.add(topics::BAD_DATE.at(span, message).help(help));
        return None;
    };
    inside(day, span, period, calendar, problems)
}

/// The day, if it lies in the quarter.
fn inside(
    day: NaiveDate,
    span: Span,
    period: Period,
    calendar: Option<Calendar>,
    problems: &Problems,
) -> Option<NaiveDate> {
    let calendar = calendar?;
    if calendar.start(period) <= day && day < calendar.end(period) {
        return Some(day);
    }
    let message = format!("{day} does not lie in {period}");
    problems.add(topics::WRONG_DAY.at(span, message).help(format!(
        "{period} runs from {} to {}",
        calendar.start(period),
        calendar.last_day(period)
    )));
    None
}

/// A month of the quarter, by its first day.
pub(super) fn month(
    text: &str,
    span: Span,
    period: Period,
    calendar: Option<Calendar>,
    problems: &Problems,
) -> Option<NaiveDate> {
    let read = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok();
    let read = read.filter(|day| format!("{:04}-{:02}", day.year(), day.month()) == text);
    let Some(first) = read else {
        let message = format!("{} is not a month", quoted(text));
        let help = "write year and month, such as `2026-07`";
        problems.add(topics::BAD_DATE.at(span, message).help(help));
        return None;
    };
    inside(first, span, period, calendar, problems)
}

fn excluded(
    item: Field<'_, '_, '_>,
    period: Period,
    calendar: Option<Calendar>,
) -> Option<Excluded> {
    let problems = item.problems;
    let fields = item.fields()?;
    let day = fields.required("day").and_then(Field::date);
    let day = day.and_then(|day| inside(day.value, day.span, period, calendar, problems));
    let good = fields.required("good").and_then(agreement::money);
    let valid = fields
        .required("valid")
        .and_then(|f| f.integer(1, u32::MAX));
    let reason = fields.text("reason");
    let agreed_by = fields.text("agreed_by");
    fields.finish();
    let (good, valid) = (good?, valid?);
    if good > Exact::integer(i64::from(valid.value)) {
        problems.add(
            topics::IMPOSSIBLE_VALUE
                .at(valid.span, "there are more good than valid")
                .help("are the two swapped?"),
        );
        return None;
    }
    Some(Excluded {
        day: day?,
        counted: Counted {
            good,
            valid: u64::from(valid.value),
        },
        reason: reason?.value,
        agreed_by: agreed_by?.value,
        span: item.key,
    })
}

fn peak(item: Field<'_, '_, '_>, period: Period, calendar: Option<Calendar>) -> Option<Peak> {
    let problems = item.problems;
    let fields = item.fields()?;
    let window = fields.required("window").and_then(window);
    let rate = fields.required("burn_rate").and_then(agreement::money);
    let at = fields.required("at").and_then(|field| {
        let text = field.raw()?;
        let Ok(at) = NaiveDateTime::parse_from_str(text.value, "%Y-%m-%d %H:%M") else {
            let message = format!("{} is not a time of day", quoted(text.value));
            let help = "write day and time, such as `2026-08-18 09:40`";
            problems.add(topics::BAD_DATE.at(text.span, message).help(help));
            return None;
        };
        inside(at.date(), text.span, period, calendar, problems)?;
        Some(at)
    });
    fields.finish();
    Some(Peak {
        minutes: window?,
        burn_rate: rate?,
        at: at?,
    })
}

/// `5m` or `6h`, shorter than a day, in minutes.
fn window(field: Field<'_, '_, '_>) -> Option<u32> {
    let text = field.raw()?;
    let minutes = text.value.strip_suffix('m').and_then(whole);
    let hours = text.value.strip_suffix('h').and_then(whole);
    let minutes = minutes.or_else(|| hours.and_then(|hours| hours.checked_mul(60)));
    let minutes = minutes.filter(|minutes| (1..24 * 60).contains(minutes));
    let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
    if minutes.is_none() {
        let message = format!("`window` cannot be {}", quoted(text.value));
        field.problems.add(
            topics::BAD_NUMBER
                .at(text.span, message)
                .help("write minutes or hours below a day, such as `5m` or `1h`; longer windows are computed from the days"),
        );
    }
    minutes
}
