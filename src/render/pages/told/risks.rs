//! The risks of a quarter as rows: those that are open, then those that were closed in it.

use super::column::{GRADES, day, key, number, period, text, word};
use super::{Cell, Kind, cells};
use crate::analyse::{AppetiteFit, Progress, QuarterAnalysis, Reached, RiskMovement, RiskRow};
use crate::model::{Bound, Harm, Risk};
use crate::render::{Ctx, sentences};
use crate::words::machine;

pub(super) const RISKS: Kind = Kind {
    name: "risks",
    table: Some(("risks/risks.csv", "risks")),
    columns: &[
        key("id", "Id of the risk"),
        key("name", "What readers call it"),
        text("kind", "What kind of risk it is"),
        text("cause", "What may bring it about, as written in Markdown"),
        text("event", "What may happen, as written in Markdown"),
        text("consequence", "What would follow, as written in Markdown"),
        text("owner", "Executive role that answers for it"),
        period("assessed", "Quarter of the assessment that holds"),
        number("times_a_year_low", "How often a year, low end"),
        number("times_a_year_high", "How often a year, high end"),
        text(
            "unit",
            "Unit of impact, exposure and appetite: the currency's code, or `customer-hours`",
        ),
        number("impact_low", "What one event costs, low end, in `unit`"),
        number("impact_high", "What one event costs, high end, in `unit`"),
        number(
            "exposure_a_year_low",
            "What it costs in a year, low end, in `unit`",
        ),
        number(
            "exposure_a_year_high",
            "What it costs in a year, high end, in `unit`",
        ),
        word("grade", GRADES, "How sure the assessment is"),
        text("assessed_by", "Role that assessed it"),
        text(
            "rests_on",
            "What the assessment rests on, as written in Markdown",
        ),
        number(
            "appetite_a_year",
            "Most exposure a year that the Board takes, in `unit`",
        ),
        text("appetite_set_by", "Who set the appetite"),
        day("appetite_set_on", "Day it was set"),
        word(
            "appetite",
            &["within", "may-be-outside", "outside", "not-set"],
            "Where the exposure stands to the appetite",
        ),
        word(
            "movement",
            &[
                "new",
                "first-record",
                "higher",
                "same",
                "lower",
                "not-comparable",
                "not-assessed",
                "closed",
            ],
            "How it moved since the quarter before",
        ),
        text(
            "doing",
            "What we are doing about it, as written in Markdown",
        ),
        text("doing_owner", "Role that does it"),
        day("doing_by", "Day by which it is to be done"),
        word(
            "doing_state",
            &["under-way", "overdue", "done"],
            "Where that stands",
        ),
        day("doing_done", "Day it was done"),
        text("trigger", "What would make us act, in words"),
        text("trigger_metric", "Id of the metric that tells"),
        text("trigger_scope", "`all`, or a service's id"),
        text("trigger_unit", "Unit of the bound"),
        number(
            "trigger_below",
            "Act when the metric falls below it, in `trigger_unit`",
        ),
        number(
            "trigger_above",
            "Act when the metric rises above it, in `trigger_unit`",
        ),
        word(
            "reached",
            &["yes", "no", "no-data"],
            "Whether it has come to that",
        ),
        day(
            "reached_on",
            "Day it came to that, where it was written down",
        ),
        text(
            "decision",
            "The Board's decision that it waits for, as `2026-Q3/d1-name`",
        ),
        text(
            "closed_because",
            "Why it was closed, as written in Markdown",
        ),
    ],
    rows,
    source: |_, _| "data/risks.yaml".to_owned(),
};

fn rows(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Vec<Cell>> {
    let held = quarter.risks.iter();
    held.flat_map(|risks| risks.rows.iter().chain(&risks.closed))
        .filter_map(|row| Some(one(ctx, sentences::risk_of(ctx, row)?, row)))
        .collect()
}

fn one(ctx: &Ctx<'_>, risk: &Risk, row: &RiskRow) -> Vec<Cell> {
    let assessed = risk
        .assessed
        .iter()
        .find(|a| a.period.value == row.assessed);
    let limit = row.appetite.as_ref();
    let doing = row.doing.as_ref();
    let watch = row.trigger.watch();
    let metric = watch.and_then(|watch| ctx.pack.metrics.get(&watch.metric.value));
    let bound = |below: bool| {
        let bound = watch.map(|watch| watch.bound.value);
        let at = match (bound, below) {
            (Some(Bound::Below(at)), true) | (Some(Bound::Above(at)), false) => Some(at),
            _ => None,
        };
        let at = metric.zip(at);
        at.map_or(Cell::Absent, |(metric, at)| {
            Cell::from(machine::shown(metric, at))
        })
    };
    let closed = risk.closed.as_ref();
    let closed = closed.filter(|_| row.movement == RiskMovement::Closed);
    cells![
        &row.id,
        &risk.name.value,
        risk.kind.word(),
        &risk.cause.value,
        &risk.event.value,
        &risk.consequence.value,
        &row.owner,
        row.assessed,
        row.times_a_year.low,
        row.times_a_year.high,
        match row.harm {
            Harm::Money => ctx.pack.settings.currency.value.as_str(),
            Harm::CustomerHours => "customer-hours",
        },
        row.impact.low,
        row.impact.high,
        row.exposure.low,
        row.exposure.high,
        row.grade.word(),
        assessed.map(|a| &a.by),
        assessed.map(|a| &a.why.value),
        limit.map(|limit| limit.a_year),
        limit.map(|limit| &limit.set_by),
        limit.map(|limit| limit.on.value),
        match row.fit {
            AppetiteFit::Within => "within",
            AppetiteFit::MayBeOutside => "may-be-outside",
            AppetiteFit::Outside => "outside",
            AppetiteFit::NotSet => "not-set",
        },
        movement(row.movement),
        doing.map(|(doing, _)| &doing.what.value),
        doing.map(|(doing, _)| &doing.owner),
        doing.map(|(doing, _)| doing.by.value),
        doing.map(|(_, come)| match come {
            Progress::Under => "under-way",
            Progress::Overdue => "overdue",
            Progress::Done(_) => "done",
        }),
        doing.and_then(|(_, come)| match come {
            Progress::Done(day) => Some(*day),
            Progress::Under | Progress::Overdue => None,
        }),
        row.trigger.told().map(|text| &text.value),
        watch.map(|watch| &watch.metric.value),
        watch.map(|watch| match &watch.service {
            None => "all",
            Some(service) => service.value.as_str(),
        }),
        metric.map(|metric| machine::unit(metric, &ctx.pack.settings.currency.value)),
        bound(true),
        bound(false),
        match row.reached {
            Reached::Yes | Reached::On(_) => "yes",
            Reached::No => "no",
            Reached::NoData => "no-data",
        },
        match row.reached {
            Reached::On(day) => Some(day),
            Reached::Yes | Reached::No | Reached::NoData => None,
        },
        row.decision.as_ref().map(ToString::to_string),
        closed.map(|closed| &closed.why.value),
    ]
}

const fn movement(movement: RiskMovement) -> &'static str {
    match movement {
        RiskMovement::New => "new",
        RiskMovement::FirstRecord => "first-record",
        RiskMovement::Higher => "higher",
        RiskMovement::Same => "same",
        RiskMovement::Lower => "lower",
        RiskMovement::NotComparable => "not-comparable",
        RiskMovement::NotAssessed => "not-assessed",
        RiskMovement::Closed => "closed",
    }
}
