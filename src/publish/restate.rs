//! Changed figures to entries of `data/restatements.yaml`.

use super::changes::Changed;
use super::lock::{quoted, reported_value};
use super::records::ChangedRecord;
use crate::model::{RestatementCause, notation};
use chrono::NaiveDate;

/// Why figures changed, and when that was said.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// Which kind of reason.
    pub cause: RestatementCause,
    /// The day of the restatement.
    pub date: NaiveDate,
    /// In words.
    pub why: &'a str,
}

/// The entry that says what became of a figure, in one line without its end.
pub fn entry(changed: &Changed<'_>, reason: &Reason<'_>) -> String {
    format!(
        "- {{{}, cause: {}, date: {}, why: {}}}",
        figure(changed),
        reason.cause.word(),
        reason.date,
        quoted(reason.why)
    )
}

/// The part of an entry that says which figure, what it was and what it is.
pub fn figure(changed: &Changed<'_>) -> String {
    let unit = &changed.metric.unit.value;
    let mut parts = vec![
        format!("period: {}", changed.period),
        format!("metric: {}", changed.metric.id.value),
    ];
    parts.extend(changed.service.map(|id| format!("service: {id}")));
    parts.extend(changed.week.map(|week| format!("week: {week}")));
    parts.push(format!("from: {}", notation(changed.said, unit)));
    parts.push(format!("to: {}", notation(changed.now, unit)));
    parts.join(", ")
}

/// The entry that says what became of a figure of a record.
pub fn record_entry(changed: &ChangedRecord<'_>, reason: &Reason<'_>) -> String {
    format!(
        "- {{{}, cause: {}, date: {}, why: {}}}",
        record_figure(changed),
        reason.cause.word(),
        reason.date,
        quoted(reason.why)
    )
}

/// The part of such an entry that says which figure, what it was and what it is.
pub fn record_figure(changed: &ChangedRecord<'_>) -> String {
    format!(
        "period: {}, record: {}, figure: {}, from: {}, to: {}",
        changed.period,
        changed.record,
        changed.figure,
        reported_value(changed.said.as_ref()),
        reported_value(changed.now.as_ref())
    )
}

/// The whole file with entries under what stands in it, which stays byte for byte.
pub fn entries(file: &str, new: &[String]) -> String {
    let mut text = match file.is_empty() {
        true => "# Published figures that changed, with what they were. Oldest first.\n".to_owned(),
        false => file.to_owned(),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for entry in new {
        text.push_str(entry);
        text.push('\n');
    }
    text
}
