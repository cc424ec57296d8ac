//! The risks of a quarter as rows: those that are open, then those that were closed in it.

use super::{Cell, Kind, cells};
use crate::analyse::{AppetiteFit, Progress, QuarterAnalysis, Reached, RiskMovement, RiskRow};
use crate::model::{Bound, Harm, Risk};
use crate::render::{Ctx, sentences};
use crate::words::machine;

pub(super) const RISKS: Kind = Kind {
    name: "risks",
    table: Some(("risks/risks.csv", "risks")),
    columns: &[
        "id",
        "name",
        "kind",
        "cause",
        "event",
        "consequence",
        "owner",
        "assessed",
        "times_a_year_low",
        "times_a_year_high",
        // Unit of impact, exposure and appetite: the currency, or `customer-hours`.
        "unit",
        "impact_low",
        "impact_high",
        "exposure_a_year_low",
        "exposure_a_year_high",
        "grade",
        "assessed_by",
        "rests_on",
        "appetite_a_year",
        "appetite_set_by",
        "appetite_set_on",
        // `within`, `may-be-outside`, `outside`, `not-set`.
        "appetite",
        // `new`, `first-record`, `higher`, `same`, `lower`, `not-comparable`, `not-assessed`, `closed`.
        "movement",
        "doing",
        "doing_owner",
        "doing_by",
        // `under-way`, `overdue`, `done`.
        "doing_state",
        "doing_done",
        "trigger",
        "trigger_metric",
        "trigger_scope",
        "trigger_unit",
        "trigger_below",
        "trigger_above",
        // `yes`, `no`, `no-data`.
        "reached",
        "reached_on",
        "decision",
        "closed_because",
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
