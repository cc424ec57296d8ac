//! All figures of a quarter as one table for programs: what its dashboard, its services and its roles
//! show. As the quarter was published or is drafted, like its pages.

use super::Maker;
use super::records::{movement, scope, scopes, status};
use super::tables::{Csv, Field};
use crate::analyse::QuarterAnalysis;
use crate::model::Period;
use crate::render::Page;
use crate::words::machine;

/// Where it stands.
pub(super) fn path(period: Period) -> String {
    format!("{period}/figures.csv")
}

/// The table of every quarter.
pub(crate) fn figure_tables(maker: &Maker<'_>) -> Vec<Page> {
    let table = |quarter: &QuarterAnalysis| (path(quarter.period), figures(maker, quarter));
    maker.quarters().map(table).collect()
}

fn figures(maker: &Maker<'_>, quarter: &QuarterAnalysis) -> Vec<u8> {
    let pack = maker.known.to(quarter.period);
    let period = quarter.period.to_string();
    let mut table = Csv::default();
    let head = [
        "period",
        "metric",
        "name",
        "scope",
        "value",
        "unit",
        "estimated",
        "missing",
        "target",
        "status",
        "movement",
        "direction",
    ];
    table.row(head.map(Field::Text));
    for metric in pack.metrics.values() {
        let unit = machine::unit(metric, &pack.settings.currency.value);
        for (at, judged) in scopes(pack, quarter, metric) {
            let now = judged.now.as_ref();
            let value = now.map(|figure| machine::decimal(metric, figure.exact));
            let target = judged.target.target.as_ref();
            let target = target.map(|target| machine::decimal(metric, target.value));
            let missing = judged.missing.as_ref().map(|m| m.reason.as_str());
            let way = judged.movement.up.map(|up| if up { "up" } else { "down" });
            table.row([
                Field::Text(&period),
                Field::Text(&metric.id.value),
                Field::Text(&metric.name.value),
                Field::Text(scope(at)),
                Field::Number(&value.unwrap_or_default()),
                Field::Text(&unit),
                Field::Text(now.map_or("", |f| if f.estimated { "yes" } else { "no" })),
                Field::Text(missing.unwrap_or_default()),
                Field::Number(&target.unwrap_or_default()),
                Field::Text(status(judged.target.status)),
                Field::Text(movement(&judged.movement.class)),
                Field::Text(way.unwrap_or_default()),
            ]);
        }
    }
    table.into_bytes()
}
