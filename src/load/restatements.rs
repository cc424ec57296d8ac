//! `data/restatements.yaml` to published figures that changed, oldest first.

use super::decode::{Field, Fields, or_wrong};
use super::names::Names;
use super::problems::quoted;
use super::topics;
use super::values;
use crate::diag::Located;
use crate::model::{
    Calendar, Metric, Period, RecordName, RecordRestatement, ReportedValue, Restatement,
    RestatementCause, Week,
};
use chrono::NaiveDate;
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
    let told = |field: Field<'_, '_, '_>| Some(ReportedValue::from(field.raw()?.value));
    let account = account(item, fields, told)?;
    Some(RecordRestatement {
        span: item.key,
        period: period?,
        record: record?,
        figure: figure?,
        from: account.from,
        to: account.to,
        cause: account.cause,
        date: account.date,
        why: account.why,
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
    let told = |field: Field<'_, '_, '_>| values::read(field.raw()?, of?, problems);
    let account = account(item, fields, told)?;
    Some(Restatement {
        span: item.key,
        period: period?,
        metric: metric?,
        service: or_wrong(service)?,
        week: or_wrong(week)?,
        from: account.from,
        to: account.to,
        cause: account.cause,
        date: account.date,
        why: account.why,
    })
}

/// What every entry says of the change.
struct Account<V> {
    from: Option<V>,
    to: Option<V>,
    cause: RestatementCause,
    date: NaiveDate,
    why: String,
}

/// The last keys of an entry. `told` reads a figure that is there; `~` says that there was none.
fn account<'a, 's, 'p, V: PartialEq>(
    item: Field<'a, 's, 'p>,
    fields: Fields<'a, 's, 'p>,
    told: impl Fn(Field<'a, 's, 'p>) -> Option<V>,
) -> Option<Account<V>> {
    let figure = |key: &'static str| {
        let why = "`~` says that there was no figure";
        let field = fields.required_because(key, why)?;
        match field.is_null() {
            true => Some(None),
            false => told(field).map(Some),
        }
    };
    let (from, to) = (figure("from"), figure("to"));
    let cause = fields.required("cause");
    let cause = cause.and_then(|field| field.word(CAUSES));
    let date = fields.required("date").and_then(Field::date);
    let why = fields.text("why");
    fields.finish();
    let (from, to) = (from?, to?);
    if from == to {
        item.problems.add(
            topics::SAME_FIGURE
                .at(item.key, "`from` and `to` are the same figure")
                .help("remove the entry, or correct one of the two"),
        );
        return None;
    }
    Some(Account {
        from,
        to,
        cause: cause?.value,
        date: date?.value,
        why: why?.value,
    })
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
