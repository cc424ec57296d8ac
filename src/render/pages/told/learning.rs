//! The six measures of monitoring, what people say of their work, and the dimensions that metrics
//! tell of, as rows.

use super::column::{self, DIMENSIONS, flag, number, text, whole, word};
use super::{Cell, Kind, cells};
use crate::analyse::{QuarterAnalysis, SpaceTable, is_perceptual};
use crate::model::{Exact, Missing, Pack, Period, Scope, Space, Value};
use crate::render::Ctx;
use crate::render::pages::records::{scope, scopes, status};
use crate::words::machine;

pub(super) const MEASURES: Kind = Kind {
    name: "monitoring_measures",
    table: Some(("capability/measures.csv", "the six measures")),
    columns: &[
        word(
            "measure",
            &[
                "critical-journeys-covered",
                "error-budgets-overspent",
                "median-time-to-detect",
                "incidents-reported-by-customers",
                "reviews-naming-a-gap",
                "golden-signals-in-use",
            ],
            "Which of the six",
        ),
        number(
            "value",
            "The measure, in `unit`; absent where there was nothing to count",
        ),
        word("unit", &["percent", "minutes"], "Unit of `value`"),
        whole("part", "How many have it, where it is a share"),
        whole(
            "whole",
            "How many there are; of a median, how many it is of",
        ),
    ],
    rows: measures,
    source: counted_in,
};

/// The records that there are of a quarter: each measure is counted in its own.
fn counted_in(pack: &Pack, period: Period) -> String {
    let happened = pack.incidents.contains_key(&period);
    let happened = happened.then(|| format!("data/incidents/{period}.yaml"));
    let able = pack.maturity.is_some();
    let able = able.then(|| "data/maturity.yaml".to_owned());
    let files = happened.into_iter().chain(able);
    files
        .chain([snapshot(pack, period)])
        .collect::<Vec<_>>()
        .join(", ")
}

fn measures(_: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Vec<Cell>> {
    let share = |measure: &str, of: Option<(u64, u64)>| {
        let (part, whole) = of?;
        let share = Cell::percent(Exact::ratio(part, whole));
        Some(cells![measure, share, "percent", part, whole])
    };
    let able = quarter.capability.as_ref();
    let happened = quarter.incidents.as_ref();
    let kept = quarter
        .budgets
        .values()
        .filter_map(|account| account.is_kept());
    let kept: Vec<bool> = kept.collect();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let overspent = count(kept.iter().filter(|kept| !**kept).count());
    let detect = happened.and_then(|incidents| incidents.detect);
    let rows = [
        share(
            "critical-journeys-covered",
            able.and_then(|able| Some(able.journeys.as_ref()?.covered)),
        ),
        share(
            "error-budgets-overspent",
            (!kept.is_empty()).then(|| (overspent, count(kept.len()))),
        ),
        detect.map(|minutes| {
            let n = happened.map(|incidents| incidents.count());
            cells!["median-time-to-detect", minutes, "minutes", None::<u64>, n]
        }),
        share(
            "incidents-reported-by-customers",
            happened.map(|incidents| incidents.found_by_customers()),
        ),
        share(
            "reviews-naming-a-gap",
            happened.map(|incidents| (incidents.reviews.naming_gap, incidents.reviews.held)),
        ),
        share(
            "golden-signals-in-use",
            able.and_then(|able| Some(able.signals.as_ref()?.present)),
        ),
    ];
    rows.into_iter().flatten().collect()
}

pub(super) const PULSE: Kind = Kind {
    name: "pulse",
    table: Some(("capability/pulse.csv", "the pulse")),
    columns: &[
        text("metric", "Id of the metric"),
        text("question", "What people were asked"),
        column::scope("scope"),
        number("value", "The mean of the answers, in `unit`"),
        text("unit", "Unit of `value` and `target`"),
        whole("answered", "How many answered"),
        whole("invited", "How many were asked"),
        number(
            "target",
            "The target that held on the quarter's last day, in `unit`",
        ),
        word(
            "status",
            &["met", "marginal", "missed", "no-data", "no-target"],
            "Where the figure stands to the target",
        ),
        flag("withheld", "Whether the group is too small to be shown"),
    ],
    rows: |ctx, quarter| {
        let asked = ctx.pack.metrics.values().filter(|m| is_perceptual(m));
        asked
            .flat_map(|metric| {
                let told = scopes(ctx.pack, quarter, metric).into_iter();
                told.map(move |(at, judged): (Scope<'_>, _)| {
                    let now = judged.now.as_ref();
                    let (answered, invited) = match now.map(|figure| figure.value) {
                        Some(Value::Score { n, invited, .. }) => (Some(n), invited),
                        _ => (None, None),
                    };
                    let target = judged.target.target.as_ref();
                    cells![
                        &metric.id.value,
                        metric.question.as_ref().map(|asked| &asked.value),
                        scope(at),
                        now.map(|figure| machine::shown(metric, figure.exact)),
                        machine::unit(metric, &ctx.pack.settings.currency.value),
                        answered,
                        invited,
                        target.map(|target| machine::shown(metric, target.value)),
                        status(judged.target.status),
                        judged.missing.as_ref().is_some_and(Missing::is_withheld),
                    ]
                })
            })
            .collect()
    },
    source: snapshot,
};

fn snapshot(_: &Pack, period: Period) -> String {
    format!("data/snapshots/{period}.yaml")
}

pub(super) const SPACE: Kind = Kind {
    name: "space",
    table: Some(("capability/space.csv", "the dimensions of SPACE")),
    columns: &[
        word("dimension", DIMENSIONS, "Dimension of SPACE"),
        text(
            "metric",
            "Id of a metric that tells of it; absent where none does",
        ),
        flag("perceptual", "Whether it is what people say"),
        number("value", "Its figure for the whole organisation, in `unit`"),
        text("unit", "Unit of `value`"),
    ],
    rows: |ctx, quarter| {
        let Some(table) = SpaceTable::of(ctx.pack) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for dimension in Space::ALL {
            let told = table.metrics.get(&dimension).into_iter().flatten();
            let told = told.filter_map(|metric| {
                let judged = &quarter.metrics.get(&metric.id.value)?.all;
                let now = judged.now.as_ref();
                Some(cells![
                    dimension.word(),
                    &metric.id.value,
                    is_perceptual(metric),
                    now.map(|figure| machine::shown(metric, figure.exact)),
                    machine::unit(metric, &ctx.pack.settings.currency.value),
                ])
            });
            let told: Vec<_> = told.collect();
            match told.is_empty() {
                // A dimension that nothing tells of is a gap, and says so.
                true => rows.push(cells![
                    dimension.word(),
                    None::<&str>,
                    None::<bool>,
                    None::<Exact>,
                    None::<&str>,
                ]),
                false => rows.extend(told),
            }
        }
        rows
    },
    source: snapshot,
};
