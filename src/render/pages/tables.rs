//! A metric's figures as CSV (RFC 4180): one table of quarters, one of weeks. A header row; a line
//! per period and scope, oldest first, the whole before its services; empty where there is nothing
//! to say (in CSV, unlike on a page, an empty field cannot be mistaken for zero).
//!
//! `value` is in `unit`, percentages in percent; the columns after it are what it was made of, so
//! that every value can be computed again.

use super::records::{movement, scope, scopes, status};
use super::{Maker, csv_path};
use crate::analyse::{DefinitionBreak, Figure, organisation_weeks};
use crate::model::{Metric, Period, Scope, Value, Week};
use crate::publish;
use crate::render::Page;
use crate::words::machine;

/// Where a metric's weekly values stand; not beside the others, where a metric may be named so.
pub(super) fn weeks_path(id: &str) -> String {
    format!("tables/weeks/{id}.csv")
}

const PARTS: [&str; 5] = ["part", "whole", "measured", "invited", "exposure"];

/// Both tables of every metric.
pub(crate) fn tables(maker: &Maker<'_>) -> Vec<Page> {
    let metrics: Vec<&Metric> = maker.pack.metrics.values().collect();
    let made = maker.each(&metrics, |metric| {
        let id = &metric.id.value;
        [
            (csv_path(id), quarters(maker, metric).into_bytes()),
            (weeks_path(id), weeks(maker, metric).into_bytes()),
        ]
    });
    made.into_iter().flatten().collect()
}

fn quarters(maker: &Maker<'_>, metric: &Metric) -> String {
    let unit = machine::unit(metric, &maker.pack.settings.currency.value);
    let mut table = Csv::default();
    let head = ["period", "scope", "value", "unit"];
    let tail = [
        "estimated",
        "rolled_up",
        "missing",
        "target",
        "status",
        "eased_from",
        "eased_until",
        "status_uneased",
        "movement",
        "definition_version",
        "not_comparable_with_previous",
        "not_comparable_with_year_ago",
        "snapshot",
        "as_of",
        "build",
        "first_reported",
    ];
    table.row(head.into_iter().chain(PARTS).chain(tail).map(Field::Text));
    for quarter in maker.quarters_today() {
        let snapshot = maker.pack.snapshots.get(&quarter.period);
        let period = quarter.period.to_string();
        let version = maker.pack.version(metric, quarter.period).to_string();
        for (at, judged) in scopes(maker.pack, quarter, metric) {
            let now = judged.now.as_ref();
            let own = now.and_then(|f| f.as_of);
            let as_of = own.or(snapshot.map(|s| s.as_of));
            let as_of = as_of.map_or_else(String::new, |day| day.to_string());
            let flag = |is: bool| Field::Text(if is { "yes" } else { "no" });
            let value = now.map(|f| machine::decimal(metric, f.exact));
            let target = judged.target.target.as_ref();
            let target = target.map(|t| machine::decimal(metric, t.value));
            let eased = judged.target.eased.as_ref();
            let before = eased.map(|e| machine::decimal(metric, e.before.value));
            let until = eased.map(|e| e.until.to_string());
            let missing = judged.missing.as_ref().map(|m| m.reason.as_str());
            let first = first_reported(maker, metric, quarter.period, at, now);
            let parts = parts(now.map(|f| f.value));
            let start = [
                Field::Text(&period),
                Field::Text(scope(at)),
                Field::number(value.as_deref()),
                Field::Text(&unit),
            ];
            let end = [
                now.map_or(Field::Text(""), |f| flag(f.estimated)),
                now.map_or(Field::Text(""), |f| flag(f.rolled_up)),
                Field::Text(missing.unwrap_or_default()),
                Field::number(target.as_deref()),
                Field::Text(status(judged.target.status)),
                Field::number(before.as_deref()),
                Field::Text(until.as_deref().unwrap_or_default()),
                Field::Text(eased.map_or("", |e| status(e.status))),
                Field::Text(movement(&judged.movement.class)),
                Field::Number(&version),
                Field::Text(&broken(judged.broken.as_ref())),
                Field::Text(&broken(judged.broken_year.as_ref())),
                Field::Text(snapshot.map_or("", |s| s.path.as_str())),
                Field::Text(&as_of),
                Field::Text(maker.mark(quarter.period)),
                Field::Text(&first),
            ];
            let parts = parts.iter().map(|p| Field::number(p.as_deref()));
            table.row(start.into_iter().chain(parts).chain(end));
        }
    }
    table.0
}

/// What was published of a figure that has been restated since, in the same unit; `none` where there
/// was no figure, empty where it stands as it was.
fn first_reported(
    maker: &Maker<'_>,
    metric: &Metric,
    period: Period,
    at: Scope<'_>,
    now: Option<&Figure>,
) -> String {
    let service = match at {
        Scope::All => None,
        Scope::Service(id) => Some(id),
    };
    let now = now.map(|figure| figure.value);
    let then = publish::first_reported(maker.pack, &metric.id.value, service, period, now);
    then.map_or_else(String::new, |then| {
        let exact = then.and_then(Value::exact);
        exact.map_or_else(
            || "none".to_owned(),
            |exact| machine::decimal(metric, exact),
        )
    })
}

/// `definition 2 since 2026-07-01`: why two quarters do not compare.
fn broken(broken: Option<&DefinitionBreak>) -> String {
    broken.map_or_else(String::new, |b| {
        format!("definition {} since {}", b.version, b.date)
    })
}

fn weeks(maker: &Maker<'_>, metric: &Metric) -> String {
    let unit = machine::unit(metric, &maker.pack.settings.currency.value);
    let mut table = Csv::default();
    let head = ["week", "monday", "scope", "value", "unit"];
    let tail = ["rolled_up", "first_reported"];
    table.row(head.into_iter().chain(PARTS).chain(tail).map(Field::Text));
    let Some(observations) = maker.pack.observations.get(&metric.id.value) else {
        return table.0;
    };
    // What was stated is no sum of services; what is drawn of the whole may be one.
    let stated = &observations.all.weeks;
    let all = organisation_weeks(maker.pack, metric).into_iter();
    let all = all.map(|(week, value)| {
        let rolled = value.is_some() && !stated.contains_key(&week);
        (week, 0, "all", value, rolled)
    });
    let services = maker.pack.services.iter().filter_map(|service| {
        let id = service.id.value.as_str();
        Some((id, observations.services.get(id)?))
    });
    let services = services.enumerate().flat_map(|(order, (id, series))| {
        let weeks = series.weeks.iter();
        weeks.map(move |(week, (value, _))| (*week, order + 1, id, *value, false))
    });
    let mut filed: Vec<_> = all.chain(services).collect();
    filed.sort_by_key(|(week, order, ..)| (*week, *order));
    for (week, _, scope, value, rolled) in filed {
        let (name, monday) = (week.to_string(), week.monday().to_string());
        let number = value.and_then(Value::exact);
        let number = number.map(|exact| machine::decimal(metric, exact));
        let start = [
            Field::Text(&name),
            Field::Text(&monday),
            Field::Text(scope),
            Field::number(number.as_deref()),
            Field::Text(&unit),
        ];
        let parts = parts(value);
        let parts = parts.iter().map(|p| Field::number(p.as_deref()));
        let first = first_week(maker, metric, scope, week);
        let rolled = match value {
            None => "",
            Some(_) if rolled => "yes",
            Some(_) => "no",
        };
        let end = [Field::Text(rolled), Field::Text(&first)];
        table.row(start.into_iter().chain(parts).chain(end));
    }
    table.0
}

/// What was published of a week before it was restated for the first time, as [`first_reported`] tells
/// it of a quarter.
fn first_week(maker: &Maker<'_>, metric: &Metric, scope: &str, week: Week) -> String {
    let mut entries = maker.pack.restatements.iter().filter(|entry| {
        let service = entry.service.as_ref().map_or("all", |id| id.value.as_str());
        entry.metric.value == metric.id.value && service == scope && entry.week == Some(week)
    });
    entries.next().map_or_else(String::new, |entry| {
        let exact = entry.from.and_then(Value::exact);
        exact.map_or_else(
            || "none".to_owned(),
            |exact| machine::decimal(metric, exact),
        )
    })
}

/// The integers behind a value, in the order of `PARTS`.
fn parts(value: Option<Value>) -> [Option<String>; 5] {
    let text = |n: u64| Some(n.to_string());
    let mut parts = [const { None }; 5];
    match value {
        Some(Value::Ratio { part, whole }) => (parts[0], parts[1]) = (text(part), text(whole)),
        Some(Value::Quantile { n, .. }) => parts[2] = text(n),
        Some(Value::Score { n, invited, .. }) => {
            (parts[2], parts[3]) = (text(n), invited.and_then(text));
        }
        Some(Value::Count { count, exposure }) => {
            (parts[0], parts[4]) = (text(count), exposure.and_then(text));
        }
        Some(Value::Level { .. }) | None => {}
    }
    parts
}

#[derive(Clone, Copy)]
pub(super) enum Field<'a> {
    /// Printed as it is: ours, and never a formula.
    Number(&'a str),
    /// Somebody's words.
    Text(&'a str),
}

impl<'a> Field<'a> {
    pub(super) fn number(text: Option<&'a str>) -> Self {
        text.map_or(Self::Text(""), Self::Number)
    }
}

/// Rows as text.
#[derive(Default)]
pub(super) struct Csv(String);

impl Csv {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    pub(super) fn row<'a>(&mut self, fields: impl IntoIterator<Item = Field<'a>>) {
        for (index, field) in fields.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            match field {
                Field::Number(text) => self.0.push_str(text),
                Field::Text(text) => self.text(text),
            }
        }
        self.0.push_str("\r\n");
    }

    fn text(&mut self, text: &str) {
        // A spreadsheet would run what begins like a formula.
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let quoted = formula || text.contains(['"', ',', '\n', '\r']);
        if !quoted {
            self.0.push_str(text);
            return;
        }
        self.0.push('"');
        if formula {
            self.0.push('\'');
        }
        self.0.push_str(&text.replace('"', "\"\""));
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_never_run() {
        let mut csv = Csv::default();
        csv.row([
            Field::Number("-4.5"),
            Field::Text("plain"),
            Field::Text("a, \"b\""),
            Field::Text("=cmd()"),
            Field::number(None),
        ]);
        assert_eq!(csv.0, "-4.5,plain,\"a, \"\"b\"\"\",\"'=cmd()\",\r\n");
    }

    #[test]
    fn every_integer_behind_a_value_has_a_column() {
        let texts = |value| parts(Some(value)).map(Option::unwrap_or_default);
        assert_eq!(
            texts(Value::Ratio {
                part: 14,
                whole: 229
            }),
            ["14", "229", "", "", ""]
        );
        assert_eq!(
            texts(Value::Count {
                count: 3,
                exposure: Some(91)
            }),
            ["3", "", "", "", "91"]
        );
        assert_eq!(parts(None), [const { None }; 5]);
    }
}
