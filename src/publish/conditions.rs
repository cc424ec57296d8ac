//! Whether a quarter may be published on a day; every refusal says what to do.

use crate::diag::Sources;
use crate::model::{Pack, Period, asked, placeholders};
use chrono::NaiveDate;

/// Days after which a snapshot no longer tells how things stand.
const STALE_AFTER: i64 = 60;

/// Why a quarter cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why a quarter of a sound pack cannot be published on a day; `None` if it can.
pub fn refusal(pack: &Pack, period: Period, on: NaiveDate) -> Option<Refusal> {
    let refuse = |message: String, help: String| Some(Refusal { message, help });
    if let Some(lock) = pack.published.get(&period) {
        return refuse(
            format!("{period} was published on {}", lock.published.value),
            format!(
                "what the Board was shown stays as it was; file what is known since with \
                 `boardpack restate {period}`"
            ),
        );
    }
    let Some(snapshot) = pack.snapshots.get(&period) else {
        return refuse(
            format!("there are no figures of {period}"),
            format!("add `data/snapshots/{period}.yaml`"),
        );
    };
    let last_day = pack.settings.calendar.last_day(period);
    if on <= last_day {
        return refuse(
            format!("{period} is not over on {on}: its last day is {last_day}"),
            "publish it when the quarter is over".to_owned(),
        );
    }
    let as_of = snapshot.as_of;
    let path = &snapshot.path;
    if as_of <= last_day {
        return refuse(
            format!("the data of {period} was taken on {as_of}, before the quarter was over"),
            format!("take it again after {last_day} and correct `as_of` in `{path}`"),
        );
    }
    if as_of > on {
        return refuse(
            format!("the data of {period} was taken on {as_of}, after {on}"),
            "publish it on a later day, with `--on`".to_owned(),
        );
    }
    let age = (on - as_of).num_days();
    if age > STALE_AFTER {
        return refuse(
            format!("the data of {period} is {age} days old on {on}"),
            format!(
                "take it again and correct `as_of` in `{path}`; a pack that was shown earlier is \
                 published with `--on` and its day"
            ),
        );
    }
    if let Some((later, _)) = pack.published.range(period..).next() {
        return refuse(
            format!("{later} is published already, and was without a lock of {period}"),
            "quarters are published in order; leave this one as history".to_owned(),
        );
    }
    let mut earlier = pack.narratives.keys().filter(|other| **other < period);
    if earlier.any(|other| !pack.published.contains_key(other)) {
        let open = pack.narratives.keys().filter(|other| **other < period);
        let open = open.filter(|other| !pack.published.contains_key(other));
        let order: Vec<String> = open
            .map(|other| format!("`boardpack publish {other}`"))
            .collect();
        return refuse(
            "an earlier quarter was written and is not published".to_owned(),
            format!(
                "publish in order, each with `--on` and the day it went to the Board: {}, then \
                 `boardpack publish {period}`",
                order.join(", ")
            ),
        );
    }
    if let Some((other, lock)) = pack.published.iter().find(|(_, l)| l.published.value > on) {
        return refuse(
            format!(
                "{other} was published on {}, after {on}",
                lock.published.value
            ),
            "publish on a later day, with `--on`".to_owned(),
        );
    }
    let restated = pack.restatements.iter().map(|e| (e.period.value, e.date));
    let records = pack.restated_records.iter();
    let mut restated = restated.chain(records.map(|e| (e.period.value, e.date)));
    if let Some((other, date)) = restated.find(|(_, date)| *date > on) {
        return refuse(
            format!("a figure of {other} was restated on {date}, after {on}"),
            "publish on a later day, with `--on`: the figures of today hold what was not known then"
                .to_owned(),
        );
    }
    None
}

/// Why published figures of a quarter cannot be restated on a day; `None` if they can.
pub fn restatable(pack: &Pack, period: Period, on: NaiveDate) -> Option<Refusal> {
    let refuse = |message: String, help: &str| {
        let help = help.to_owned();
        Some(Refusal { message, help })
    };
    let later = "restate on a later day, with `--on`";
    if !pack.published.contains_key(&period) {
        return refuse(
            format!("{period} is not published"),
            "correct its figures: nobody has been shown them yet",
        );
    }
    let mut locks = pack.published.iter();
    if let Some((other, lock)) = locks.find(|(_, lock)| lock.published.value >= on) {
        return refuse(
            format!(
                "{other} was published on {} without it: {on} is not later",
                lock.published.value
            ),
            later,
        );
    }
    let last = pack.restatements.last().map(|last| last.date);
    let last = last.max(pack.restated_records.last().map(|last| last.date));
    if let Some(last) = last.filter(|last| *last > on) {
        return refuse(
            format!("figures were restated on {last} already: {on} is earlier"),
            later,
        );
    }
    None
}

/// Why a quarter cannot be published while something of it is still to be written; `None` if nothing
/// is. What is unwritten of other quarters stands in nobody's way: neither in their own files nor where
/// a mark in a shared file begins with a later quarter.
pub fn unwritten(sources: &Sources, period: Period) -> Option<Refusal> {
    let own = |path: &str| {
        let parts = path.split(['/', '.']);
        let mut quarters = parts.filter_map(|part| part.parse::<Period>().ok());
        quarters.all(|quarter| quarter == period)
            && (path.starts_with("data/") || path.starts_with("content/"))
            && !path.starts_with("data/published/")
    };
    let files = sources.files().filter(|file| own(&file.path));
    let later = |mark: &str| {
        let quarter = asked(mark)
            .split_once(':')
            .and_then(|(quarter, _)| quarter.parse().ok());
        quarter.is_some_and(|quarter: Period| quarter > period)
    };
    let marks = files.map(|file| {
        let marks = placeholders(&file.text).filter(|range| !later(&file.text[range.clone()]));
        (file.path.as_str(), marks.count())
    });
    let marks: Vec<(&str, usize)> = marks.filter(|(_, count)| *count > 0).collect();
    let (first, _) = marks.first()?;
    let count: usize = marks.iter().map(|(_, count)| count).sum();
    let places = match count {
        1 => "one placeholder is".to_owned(),
        n => format!("{n} placeholders are"),
    };
    Some(Refusal {
        message: format!("{places} still to be written, the first in `{first}`"),
        help: "write them; `boardpack check` lists every one".to_owned(),
    })
}
