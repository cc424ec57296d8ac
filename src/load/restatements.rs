//! `data/restatements.yaml` to published figures that changed, oldest first.

use super::decode::{Field, Fields};
use super::names::Names;
use super::problems::quoted;
use super::topics;
use super::values;
use crate::diag::Located;
use crate::model::{
    Calendar, Metric, Period, RecordName, RecordRestatement, ReportedValue, Restatement,
    RestatementCause, Value, Week,
};
use std::collections::BTreeMap;

const CAUSES: &[(&str, RestatementCause)] = &[
    (
        RestatementCause::Correction.word(),
        RestatementCause::Correction,
    ),
    (
        RestatementCause::LateData.word(),
        RestatementCause::LateData,
    ),
    (
        RestatementCause::Definition.word(),
        RestatementCause::Definition,
    ),
];

/// What the restatements refer to.
pub(super) struct Ground<'a> {
    /// Metrics that could be read.
    pub(super) metrics: &'a BTreeMap<String, Metric>,
    /// All metrics there are.
    pub(super) metric_names: &'a Names,
    /// All services there are.
    pub(super) service_names: &'a Names,
    /// The pack's calendar, if it could be read.
    pub(super) calendar: Option<Calendar>,
}

/// Reads the entries, of metrics and of records; those of one day stay in the order of the file.
pub(super) fn read(
    root: Field<'_, '_, '_>,
    ground: &Ground<'_>,
) -> (Vec<Restatement>, Vec<RecordRestatement>) {
    if root.is_null() {
        return Default::default();
    }
    let (mut metrics, mut records) = (Vec::new(), Vec::new());
    for item in root.items().unwrap_or_default() {
        let of_record = item
            .entries_quietly()
            .any(|(key, _)| &*key.value == "record");
        match of_record {
            true => records.extend(record(item)),
            false => metrics.extend(one(item, ground)),
        }
    }
    metrics.sort_by_key(|entry: &Restatement| entry.date);
    records.sort_by_key(|entry: &RecordRestatement| entry.date);
    (metrics, records)
}

/// An entry about a record. Whether there was such a record is for whoever holds it against the lock.
fn record(item: Field<'_, '_, '_>) -> Option<RecordRestatement> {
    let problems = item.problems;
    let fields = item.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let record = fields.required("record").and_then(|field| {
        let text = field.raw()?;
        let Ok(name) = text.value.parse::<RecordName>() else {
            let message = format!("{} is not a record", quoted(text.value));
            problems.add(topics::UNKNOWN_RECORD.at(text.span, message).help(
                "write its kind and id, such as `incident/sign-in-down` or \
                 `objective/checkout-availability`; `boardpack restate` writes it for you",
            ));
            return None;
        };
        Some(Located::new(name, text.span))
    });
    let figure = fields.text("figure");
    let told = |key: &'static str| {
        let why = "`~` says that there was no figure";
        let field = fields.required_because(key, why)?;
        if field.is_null() {
            return Some(None);
        }
        Some(Some(ReportedValue::from(field.raw()?.value)))
    };
    let (from, to) = (told("from"), told("to"));
    let cause = fields
        .required("cause")
        .and_then(|field| field.word(CAUSES));
    let date = fields.required("date").and_then(Field::date);
    let why = fields.text("why");
    fields.finish();
    let (from, to) = (from?, to?);
    if from == to {
        problems.add(
            topics::SAME_FIGURE
                .at(item.key, "`from` and `to` are the same figure")
                .help("remove the entry, or correct one of the two"),
        );
        return None;
    }
    Some(RecordRestatement {
        span: item.key,
        period: period?,
        record: record?,
        figure: figure?,
        from,
        to,
        cause: cause?.value,
        date: date?.value,
        why: why?.value,
    })
}

fn one(item: Field<'_, '_, '_>, ground: &Ground<'_>) -> Option<Restatement> {
    let problems = item.problems;
    let fields = item.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let metric = fields.required("metric").and_then(Field::id);
    let metric = metric.and_then(|id| ground.metric_names.known(id, problems));
    let service = fields.optional("service").map(|field| {
        let id = field.id()?;
        ground.service_names.known(id, problems)
    });
    let week = fields
        .optional("week")
        .map(|field| week(field, period, ground));
    let of = metric.as_ref().and_then(|id| ground.metrics.get(&id.value));
    let from = value(&fields, "from", of);
    let to = value(&fields, "to", of);
    let cause = fields
        .required("cause")
        .and_then(|field| field.word(CAUSES));
    let date = fields.required("date").and_then(Field::date);
    let why = fields.text("why");
    fields.finish();
    let (from, to) = (from?, to?);
    if from == to {
        problems.add(
            topics::SAME_FIGURE
                .at(item.key, "`from` and `to` are the same figure")
                .help("remove the entry, or correct one of the two"),
        );
        return None;
    }
    Some(Restatement {
        span: item.key,
        period: period?,
        metric: metric?,
        service: match service {
            Some(service) => Some(service?),
            None => None,
        },
        week: match week {
            Some(week) => Some(week?),
            None => None,
        },
        from,
        to,
        cause: cause?.value,
        date: date?.value,
        why: why?.value,
    })
}

/// A value under a key that must be there; `~` is no value.
fn value(
    fields: &Fields<'_, '_, '_>,
    key: &'static str,
    metric: Option<&Metric>,
) -> Option<Option<Value>> {
    let why = "`~` says that there was no figure";
    let field = fields.required_because(key, why)?;
    if field.is_null() {
        return Some(None);
    }
    let text = field.raw()?;
    values::read(text, metric?, field.problems).map(Some)
}

/// A week of the quarter that is restated.
fn week(
    field: Field<'_, '_, '_>,
    period: Option<Located<Period>>,
    ground: &Ground<'_>,
) -> Option<Week> {
    let text = field.raw()?;
    let Ok(week) = text.value.parse::<Week>() else {
        let message = format!("{} is not a week", quoted(text.value));
        let help = super::scalars::week_help(text.value);
        let problem = topics::BAD_WEEK.at(text.span, message).help(help);
        field.problems.add(problem);
        return None;
    };
    let (period, calendar) = (period?, ground.calendar?);
    let owner = calendar.period_of_week(week);
    if owner != period.value {
        let message = format!("week {week} does not belong to {}", period.value);
        field.problems.add(
            topics::WRONG_WEEK
                .at(text.span, message)
                .see(period.span, "the quarter that is restated")
                .help(format!("it belongs to {owner}")),
        );
        return None;
    }
    Some(week)
}
