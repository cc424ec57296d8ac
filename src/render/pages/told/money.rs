//! Estimates as rows, each input with who answers for it, totals, and which metric stands in for
//! which outcome.

use super::column::{GRADES, day, ids, key, number, period, text, word};
use super::{Cell, Kind, cells};
use crate::analyse::QuarterAnalysis;
use crate::analyse::money::{Supplier, Taken};
use crate::model::{Exact, FigurePart, Outcome, Pack, Period, Quantity, Range, Worth};
use crate::render::{Ctx, sentences};
use crate::words::machine;

fn file(_: &Pack, _: Period) -> String {
    "data/business.yaml".to_owned()
}

/// The unit of a quantity, with the currency by its code: `GBP`, `GBP-a-minute`, `percent`.
fn unit(ctx: &Ctx<'_>, quantity: Quantity) -> String {
    quantity
        .word()
        .replace("currency", &ctx.pack.settings.currency.value)
}

/// Both ends in their unit; shares in percent.
fn ends(quantity: Quantity, range: Option<Range>) -> [Cell; 2] {
    let shown = |end: Exact| match quantity {
        Quantity::Share => Cell::percent(Some(end)),
        _ => Cell::from(end),
    };
    match range {
        None => [Cell::Absent, Cell::Absent],
        Some(range) => [shown(range.low), shown(range.high)],
    }
}

pub(super) const ESTIMATES: Kind = Kind {
    name: "estimates",
    table: Some(("money/estimates.csv", "estimates")),
    columns: &[
        key("id", "Id of the estimate"),
        key("name", "What readers call it"),
        text("formula", "Name of the formula"),
        text("kind", "What kind of harm it counts"),
        word(
            "counts",
            &["sales", "margin"],
            "Whether it counts sales or margin, where it counts either",
        ),
        number("low", "Low end, in `unit`"),
        number("high", "High end, in `unit`"),
        text("unit", "Unit, with the currency by its code, such as `GBP`"),
        word("grade", GRADES, "How sure it is"),
        text("supplied_by", "Roles that supplied its inputs"),
        ids("metrics", "Ids of metrics that it takes figures of"),
        ids(
            "overlaps",
            "Ids of estimates that count some of the same harm: never to be added",
        ),
        text("note", "What is to be known of it"),
    ],
    rows: |ctx, quarter| {
        let rows = quarter.money.iter().flat_map(|money| &money.estimates);
        rows.filter_map(|row| {
            let estimate = sentences::estimate_of(ctx, row)?;
            let [low, high] = ends(row.result, row.range);
            let roles = row.suppliers().join(", ");
            Some(cells![
                &row.id,
                &estimate.name.value,
                row.formula.entry().word,
                row.kind.name(),
                row.counts.map(|counts| match counts {
                    Worth::Sales => "sales",
                    Worth::Margin => "margin",
                }),
                low,
                high,
                unit(ctx, row.result),
                row.grade.word(),
                (!roles.is_empty()).then_some(roles),
                row.metrics.clone(),
                row.overlaps.clone(),
                estimate.note.as_ref().map(|note| &note.value),
            ])
        })
        .collect()
    },
    source: file,
};

pub(super) const INPUTS: Kind = Kind {
    name: "estimate_inputs",
    table: Some(("money/inputs.csv", "their inputs")),
    columns: &[
        key("estimate", "Id of the estimate"),
        key("input", "Its place in the formula"),
        key("name", "What readers call it"),
        number(
            "low",
            "Low end, in `unit`; absent where its source has no figure of the quarter",
        ),
        number("high", "High end, in `unit`"),
        text(
            "unit",
            "Unit, with the currency by its code, such as `GBP-a-minute`",
        ),
        word("grade", GRADES, "How sure it is"),
        word("from", &["role", "metric", "record"], "Where it is from"),
        text("supplied_by", "The role, the metric's id, or the record"),
        text("scope", "`all`, or a service's id; absent for a role's"),
        word(
            "taken",
            &["part", "whole"],
            "What of a metric's figure is taken; absent for its value",
        ),
        day("on", "Day that a role supplied it"),
        period("first_period", "First quarter that it is taken over"),
        period("last_period", "Last quarter that it is taken over"),
        ids("incidents", "Ids of the incidents that it is counted from"),
        text("basis", "What it rests on"),
    ],
    rows: inputs,
    source: file,
};

fn inputs(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Vec<Cell>> {
    let rows = quarter.money.iter().flat_map(|money| &money.estimates);
    rows.flat_map(|row| {
        row.inputs.iter().filter_map(move |(key, taken)| {
            let slot = row.formula.slot(key)?;
            let taken = taken.as_ref();
            let supplier = match taken {
                Ok(taken) => &taken.supplier,
                Err(absent) => &absent.supplier,
            };
            let mut line = cells![&row.id, *key];
            line.extend(input(ctx, slot.label, slot.quantity, taken.ok(), supplier));
            Some(line)
        })
    })
    .collect()
}

fn input(
    ctx: &Ctx<'_>,
    label: &str,
    wanted: Quantity,
    taken: Option<&Taken>,
    supplier: &Supplier,
) -> Vec<Cell> {
    let quantity = taken.map_or(wanted, |taken| taken.quantity);
    let [low, high] = ends(quantity, taken.map(|taken| taken.range));
    let business = ctx.pack.business.as_ref();
    let supplied = match supplier {
        Supplier::Role { input, .. } => business.and_then(|b| b.input(input)),
        Supplier::Metric { .. } | Supplier::Record { .. } => None,
    };
    let name = supplied.map_or(label, |input| &input.name.value);
    let mut line = cells![
        name,
        low,
        high,
        unit(ctx, quantity),
        taken.map(|taken| taken.grade.word()),
    ];
    let all = |service: &Option<String>| service.clone().unwrap_or_else(|| "all".to_owned());
    line.extend(match supplier {
        Supplier::Role { role, .. } => cells![
            "role",
            role,
            None::<&str>,
            None::<&str>,
            supplied.map(|input| input.on.value),
            None::<Period>,
            None::<Period>,
            Vec::<String>::new(),
            supplied.map(|input| &input.basis.value),
        ],
        Supplier::Metric {
            metric,
            service,
            part,
            periods: (first, last),
        } => cells![
            "metric",
            metric,
            all(service),
            match part {
                FigurePart::Value => None,
                FigurePart::Part => Some("part"),
                FigurePart::Whole => Some("whole"),
            },
            None::<&str>,
            *first,
            *last,
            Vec::<String>::new(),
            None::<&str>,
        ],
        Supplier::Record {
            figure,
            service,
            incidents,
        } => cells![
            "record",
            figure.word(),
            all(service),
            None::<&str>,
            None::<&str>,
            ctx.period,
            ctx.period,
            incidents.clone(),
            None::<&str>,
        ],
    });
    line
}

pub(super) const TOTALS: Kind = Kind {
    name: "estimate_totals",
    table: Some(("money/totals.csv", "totals")),
    columns: &[
        key("id", "Id of the total"),
        key("name", "What readers call it"),
        ids("of", "Ids of the estimates that are added"),
        text("kind", "What kind of harm it counts"),
        number("low", "Low end, in `unit`"),
        number("high", "High end, in `unit`"),
        text("unit", "Unit, with the currency by its code"),
        word("grade", GRADES, "How sure it is: as its least sure part"),
    ],
    rows: |ctx, quarter| {
        let rows = quarter.money.iter().flat_map(|money| &money.totals);
        let business = ctx.pack.business.as_ref();
        rows.filter_map(|row| {
            let mut totals = business?.totals.iter();
            let total = totals.find(|total| total.id.value == row.id)?;
            let [low, high] = ends(row.result, row.range);
            Some(cells![
                &row.id,
                &total.name.value,
                row.of.clone(),
                row.kind.name(),
                low,
                high,
                unit(ctx, row.result),
                row.grade.word(),
            ])
        })
        .collect()
    },
    source: file,
};

pub(super) const OUTCOMES: Kind = Kind {
    name: "outcomes",
    table: Some(("money/outcomes.csv", "outcomes and their metrics")),
    columns: &[
        word(
            "outcome",
            &["retention", "margin", "risk", "time-to-learn"],
            "What executives care about",
        ),
        text("metric", "Id of the metric that stands in for it"),
        number("value", "Its figure for the whole organisation, in `unit`"),
        text("unit", "Unit of `value`"),
    ],
    rows: |ctx, quarter| {
        let currency = &ctx.pack.settings.currency.value;
        let metrics = ctx.pack.metrics.values();
        let stands = metrics.filter_map(|metric| Some((metric.outcome?, metric)));
        let mut stands: Vec<_> = stands.collect();
        stands.sort_by_key(|(outcome, _)| order(*outcome));
        let rows = stands.into_iter().filter_map(|(outcome, metric)| {
            let judged = &quarter.metrics.get(&metric.id.value)?.all;
            let now = judged.now.as_ref();
            Some(cells![
                match outcome {
                    Outcome::Retention => "retention",
                    Outcome::Margin => "margin",
                    Outcome::Risk => "risk",
                    Outcome::TimeToLearn => "time-to-learn",
                },
                &metric.id.value,
                now.map(|figure| machine::shown(metric, figure.exact)),
                machine::unit(metric, currency),
            ])
        });
        rows.collect()
    },
    source: |_, period| format!("data/snapshots/{period}.yaml"),
};

const fn order(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Retention => 0,
        Outcome::Margin => 1,
        Outcome::Risk => 2,
        Outcome::TimeToLearn => 3,
    }
}
