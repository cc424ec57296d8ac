//! "What it costs": the estimates of every quarter with their inputs, who supplied them and when, and
//! which outcome each metric stands in for. Each quarter is told with the inputs that it knew.

use super::definition_words::outcome;
use super::money_rows::{self, Row};
use super::{Frame, Link, Maker, Section, metric_path, money_path, pack_path, told};
use crate::analyse::QuarterAnalysis;
use crate::diag::Diagnostic;
use crate::model::{Outcome, Scope};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    quarters: Vec<Quarter>,
    outcomes: Vec<Stands>,
    /// The same as tables for programs.
    tables: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Quarter {
    name: Link,
    rows: Vec<Row>,
    totals: Vec<Total>,
}

#[derive(Debug, Serialize)]
struct Total {
    name: String,
    amount: String,
    grade: &'static str,
    of: String,
}

/// An outcome and the metrics that stand in for it.
#[derive(Debug, Serialize)]
struct Stands {
    outcome: String,
    metrics: Vec<Proxy>,
}

#[derive(Debug, Serialize)]
struct Proxy {
    name: Link,
    /// What it is counted in, and which way is better.
    unit: String,
    now: String,
    movement: Mark,
    /// Estimates of the latest quarter that count from it.
    estimates: Vec<money_rows::Line>,
}

/// The page; none where the pack keeps no record of money.
pub(crate) fn money(maker: &Maker<'_>) -> Option<Result<Page, Box<Diagnostic>>> {
    maker.pack.business.as_ref()?;
    let path = money_path();
    let frame = maker.frame(path, label("What it costs"), Section::Elsewhere);
    let told: Vec<&QuarterAnalysis> = maker.quarters().filter(|q| q.money.is_some()).collect();
    let latest = told.last().map_or(maker.latest, |quarter| quarter.period);
    let ctx = maker.ctx(latest);
    let rows = told.last().and_then(|quarter| quarter.money.as_ref());
    let rows = rows.map_or(&[][..], |money| &money.estimates);
    let view = View {
        kicker: say!(
            "What it costs · {period_short}",
            ctx.words.period_short(latest)
        ),
        headline: sentences::money_headline(&ctx, rows),
        quarters: told
            .iter()
            .rev()
            .map(|quarter| one(maker, &frame, quarter))
            .collect(),
        outcomes: outcomes(maker, &frame),
        tables: told::links(maker, latest, "money/", &frame.root),
        frame,
    };
    Some(maker.page(path, "money.html", &view))
}

fn one(maker: &Maker<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Quarter {
    let ctx = maker.ctx(quarter.period);
    let money = quarter.money.as_ref();
    let rows = money.iter().flat_map(|money| &money.estimates);
    let totals = money.iter().flat_map(|money| &money.totals);
    let business = ctx.pack.business.as_ref();
    Quarter {
        name: Link {
            label: ctx.words.period_short(quarter.period),
            href: frame.to(&pack_path(quarter.period)),
        },
        rows: rows
            .filter_map(|row| {
                let estimate = sentences::estimate_of(&ctx, row)?;
                Some(money_rows::row(&ctx, frame, quarter, estimate, row))
            })
            .collect(),
        totals: totals
            .filter_map(|row| {
                let business = business?;
                let total = business.totals.iter().find(|t| t.id.value == row.id)?;
                let names = row.of.iter().filter_map(|id| business.estimate(id));
                let names: Vec<&str> = names.map(|e| e.name.value.as_str()).collect();
                Some(Total {
                    name: total.name.value.clone(),
                    amount: sentences::total(&ctx, row),
                    grade: label(row.grade.word()),
                    of: names.join(label("; ")),
                })
            })
            .collect(),
    }
}

/// Metrics by the outcome that they stand in for, with the estimates that count from each.
fn outcomes(maker: &Maker<'_>, frame: &Frame) -> Vec<Stands> {
    let all = [
        Outcome::Retention,
        Outcome::Margin,
        Outcome::Risk,
        Outcome::TimeToLearn,
    ];
    let Some(quarter) = maker.analysis.quarters.get(&maker.latest) else {
        return Vec::new();
    };
    let ctx = maker.ctx(maker.latest);
    let stands = all.into_iter().map(|of| Stands {
        outcome: sentences::upper_first(outcome(of)),
        metrics: ctx
            .pack
            .metrics
            .values()
            .filter(|metric| metric.outcome == Some(of))
            .filter_map(|metric| {
                let id = metric.id.value.as_str();
                let judged = &quarter.metrics.get(id)?.all;
                let row = super::row::Row::new(&ctx, frame, metric, Scope::All, judged);
                Some(Proxy {
                    name: Link {
                        label: metric.name.value.clone(),
                        href: frame.to(&metric_path(id)),
                    },
                    unit: row.unit_line,
                    now: row.now,
                    movement: marks::movement(&judged.movement),
                    estimates: of_metric(&ctx, frame, quarter, id),
                })
            })
            .collect(),
    });
    stands.filter(|stands| !stands.metrics.is_empty()).collect()
}

/// The estimates of a quarter that count from a metric, or from the record that it tells.
pub(super) fn of_metric(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    id: &str,
) -> Vec<money_rows::Line> {
    let record = ctx.pack.metrics.get(id).and_then(|metric| metric.record);
    let records = record.map_or(&[][..], |record| money_rows::records(record.value));
    money_rows::lines(ctx, frame, quarter, |estimate| {
        money_rows::uses(estimate, id, records)
    })
}
