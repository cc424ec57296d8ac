//! The time over which an objective holds: `timeWindow` to a rolling or calendar window.

use super::super::decode::{Field, Fields, conflict};
use super::super::problems::quoted;
use super::super::settings::time_zone;
use super::super::topics;
use super::length::{self, Least, words};
use crate::diag::{Located, Span};
use crate::model::{BudgetWindow, Length, LengthUnit};
use chrono::{Datelike, NaiveDateTime, TimeZone as _};

/// Years in which a window may begin; those a pack may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// Reads the one window of a list, with the place of its length.
pub(super) fn one_of(field: Field<'_, '_, '_>) -> Option<Located<BudgetWindow>> {
    let items = field.items()?;
    let [item] = items.as_slice() else {
        let second = items.get(1).map_or(field.key, |item| item.key);
        let message = match items.len() {
            0 => "no time window: a target without one never ends".to_owned(),
            n => format!("{n} time windows: an objective holds over exactly one"),
        };
        field.problems.add(
            topics::OBJECTIVE_WINDOW
                .at(second, message)
                .help("write one window; another window is another SLO"),
        );
        return None;
    };
    read(*item)
}

fn read(item: Field<'_, '_, '_>) -> Option<Located<BudgetWindow>> {
    let fields = item.fields()?;
    let length = fields.required("duration");
    let length = length.and_then(|field| length::read(field, Least::One));
    let rolling = fields
        .optional("isRolling")
        .map(|field| (field, field.flag()));
    let calendar = fields.optional("calendar");
    let window = kind(length, rolling, calendar, &fields, item);
    fields.finish();
    long_enough(length?, item)?;
    Some(Located::new(window?, length?.span))
}

/// Rolling or not, from the two keys that say so.
fn kind<'n, 't, 'p>(
    length: Option<Located<Length>>,
    rolling: Option<(Field<'n, 't, 'p>, Option<bool>)>,
    calendar: Option<Field<'n, 't, 'p>>,
    fields: &Fields<'n, 't, 'p>,
    item: Field<'n, 't, 'p>,
) -> Option<BudgetWindow> {
    match (rolling, calendar) {
        (Some((_, None)), calendar) => {
            calendar.map(self::calendar);
            None
        }
        (Some((_, Some(true))), None) => Some(BudgetWindow::Rolling(length?.value)),
        (Some((_, Some(true))), Some(calendar)) => {
            conflict(
                calendar,
                "stands beside `isRolling: true`",
                "a rolling window ends now and begins nowhere: remove one of the two",
            );
            None
        }
        (Some((_, Some(false))) | None, Some(calendar)) => {
            let (start, zone) = self::calendar(calendar)?;
            Some(BudgetWindow::Calendar {
                length: length?.value,
                start,
                zone,
            })
        }
        (Some((said, Some(false))), None) => {
            item.problems.add(
                topics::OBJECTIVE_WINDOW
                    .at(said.key, "a window of the calendar does not say when it begins")
                    .help("add `calendar` with `startTime` and `timeZone`, or write `isRolling: true`"),
            );
            None
        }
        (None, None) => {
            item.problems.add(
                topics::OBJECTIVE_WINDOW
                    .at(
                        fields.here(),
                        "the window is neither rolling nor of the calendar",
                    )
                    .help("add `isRolling: true`, or `calendar` with `startTime` and `timeZone`"),
            );
            None
        }
    }
}

/// When and where a window of the calendar begins.
pub(super) fn calendar(field: Field<'_, '_, '_>) -> Option<(NaiveDateTime, chrono_tz::Tz)> {
    let fields = field.fields()?;
    let start = fields.required("startTime").and_then(start_time);
    let zone = fields
        .required_because("timeZone", "days begin at another moment in each zone")
        .and_then(time_zone);
    fields.finish();
    let (start, zone) = (start?, zone?);
    if zone.from_local_datetime(&start.value) == chrono::LocalResult::None {
        let message = format!("the clocks of {zone} never showed {}", start.value);
        field.problems.add(
            topics::OBJECTIVE_WINDOW
                .at(start.span, message)
                .help("they were put forward over it: write a time before or after"),
        );
        return None;
    }
    Some((start.value, zone))
}

fn start_time(field: Field<'_, '_, '_>) -> Option<Located<NaiveDateTime>> {
    let text = field.raw()?;
    let bytes = text.value.as_bytes();
    let shaped = bytes.len() == 19
        && bytes.iter().enumerate().all(|(n, b)| match n {
            4 | 7 => *b == b'-',
            10 => *b == b' ',
            13 | 16 => *b == b':',
            _ => b.is_ascii_digit(),
        });
    let read = NaiveDateTime::parse_from_str(text.value, "%Y-%m-%d %H:%M:%S").ok();
    // A sixtieth second is no time that a window can begin at.
    let read =
        read.filter(|start| shaped && YEARS.contains(&start.year()) && !bytes.ends_with(b"60"));
    if read.is_none() {
        let message = format!("{} is no day and time", quoted(text.value));
        field.problems.add(
            topics::OBJECTIVE_WINDOW
                .at(text.span, message)
                .help("write day and time without a zone, such as `2024-10-01 00:00:00`"),
        );
    }
    Some(Located::new(read?, text.span))
}

/// A budget is kept by the day; a shorter window was most likely meant to be another one.
pub(super) fn long_enough(length: Located<Length>, item: Field<'_, '_, '_>) -> Option<()> {
    if length.value.least_minutes() >= 1_440 {
        return Some(());
    }
    let said = words(length.value);
    let message = format!("`{}` is {said}: a window is at least a day", length.value);
    let help = match length.value.unit {
        LengthUnit::Minute => {
            let unit = LengthUnit::Month;
            let meant = Length {
                unit,
                ..length.value
            };
            format!("case counts: for {} write `{meant}`", words(meant))
        }
        _ => "write the window over which the budget is kept, such as `28d` or `1Q`".to_owned(),
    };
    item.problems
        .add(topics::OBJECTIVE_WINDOW.at(length.span, message).help(help));
    None
}

/// A slice lies in its window.
pub(super) fn slice_fits(
    slice: Located<Length>,
    window: Located<BudgetWindow>,
    item: Field<'_, '_, '_>,
) -> Option<()> {
    let length = window.value.length();
    if slice.value.least_minutes() < length.least_minutes() {
        return Some(());
    }
    let message = format!(
        "a slice of `{}` does not fit into a window of `{length}`",
        slice.value
    );
    let span: Span = slice.span;
    item.problems.add(
        topics::OBJECTIVE_WINDOW
            .at(span, message)
            .see(window.span, "the window is this long")
            .help("a window holds many slices: write a slice such as `1m`"),
    );
    None
}
