//! Quarterly figures of record to a trend.

use super::scales::of_metric;
use super::tell;
use super::{DataTable, Drawn};
use crate::analyse::{self, Assessment, Status};
use crate::model::{DefinitionEffect, Metric, Period, Scope, Target, Week};
use crate::render::Ctx;
use crate::render::charts::{Alternative, End, Standing, Step, Svg, level_steps, trend as chart};
use crate::render::sentences;
use crate::tongue::{label, label_of, say};
use chrono::NaiveDate;

/// Three years and the quarter before them, so that every same quarter last year has its pair.
const QUARTERS: i32 = 13;

/// Quarterly trend with target steps and benchmark band (T1–T8).
pub(crate) fn trend(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
    id: &str,
) -> Drawn {
    let calendar = &ctx.pack.settings.calendar;
    let periods = periods(ctx, judged);
    let headline = headline(ctx, metric, scope, judged);
    let (Some(first), Some(last)) = (periods.first().copied(), periods.last().copied()) else {
        return Drawn {
            headline,
            subtitle: tell::subtitle(ctx, metric, scope, label("no quarterly figures"), None),
            ..Drawn::default()
        };
    };
    let factor = ctx.words.scale(metric);
    let figure = |p: &Period| judged.history.get(p);
    let value = |p: &Period| figure(p).map(|f| f.exact.to_f64() * factor);
    let values: Vec<Option<f64>> = periods.iter().map(value).collect();
    let held = |p: Period| metric.target_for(scope, calendar.last_day(p));
    let target = targets(&held, &periods, factor);
    let mut shown: Vec<f64> = values.iter().copied().flatten().collect();
    shown.extend(target.iter().map(|s| s.value));
    let band = band(metric, factor, &mut shown);
    let scaled = of_metric(ctx, metric, shown);
    let at = |day: NaiveDate| {
        let period = calendar.period_of(day);
        let place = periods.iter().take_while(|p| **p < period).count();
        let (start, end) = (calendar.start(period), calendar.end(period));
        let share = |days: i64| f64::from(i32::try_from(days).unwrap_or(0));
        let within = share((day - start).num_days()) / share((end - start).num_days()).max(1.0);
        f64::from(u32::try_from(place).unwrap_or(0)) - 0.5 + within
    };
    let weeks = (
        Week::of(calendar.start(first)),
        Week::of(calendar.last_day(last)),
    );
    let marked = tell::marked(ctx, metric, scope, weeks, at);
    let span = say!(
        "quarterly figures of record, {period_short} to {period_short2}",
        ctx.words.period_short(first),
        ctx.words.period_short(last)
    );
    let name = tell::named(ctx, metric, scope);
    let description = tell::alternative(
        label("Trend"),
        &name,
        &span,
        &headline,
        &sentences::target(ctx, metric, judged),
        &marked.sentence,
    );
    let cell = |p: &Period| figure(p).map(|f| ctx.words.figure(metric, f));
    let ringed = periods
        .iter()
        .position(|p| *p == last.year_ago())
        .and_then(|i| {
            let words = cell(&periods[i])?;
            Some((
                i,
                say!("{name}: {words}", ctx.words.period_short(periods[i]), words),
            ))
        });
    let first_words = values
        .iter()
        .position(Option::is_some)
        .filter(|i| i + 1 < periods.len() && ringed.as_ref().map(|(at, _)| at) != Some(i))
        .and_then(|i| Some((i, cell(&periods[i])?)));
    let mut ends = Vec::new();
    if let (Some(value), Some(words)) = (value(&last), cell(&last)) {
        ends.push(End {
            value,
            words,
            bold: true,
        });
    }
    if let Some(target) = held(last) {
        ends.push(End {
            value: target.value.to_f64() * factor,
            words: say!(
                "Target {exact_cell} (set {date_short}~{year})",
                ctx.words.exact_cell(metric, target.value),
                ctx.words.date_short(target.from),
                chrono::Datelike::year(&target.from)
            ),
            bold: false,
        });
    }
    let svg = chart::draw(&chart::Trend {
        alternative: Alternative {
            id,
            title: &headline,
            description: &description,
        },
        axis: scaled.axis,
        quarters: periods
            .iter()
            .zip(&values)
            .map(|(p, value)| chart::Quarter {
                value: *value,
                standing: match figure(p) {
                    Some(f) if f.estimated => Standing::Estimated,
                    _ => Standing::Whole,
                },
            })
            .collect(),
        target,
        benchmark: band,
        ringed,
        first: first_words,
        ends,
        marks: marked.marks.clone(),
        breaks: breaks(ctx, metric, &periods),
        ticks: ticks(ctx, &periods),
    });
    let mut notes = vec![say!(
        "Source: {source}.",
        metric.definition.event_source.trim_end_matches('.')
    )];
    notes.extend(recorded_since(ctx, metric, &periods));
    notes.extend(marked.notes);
    notes.extend(tell::broke(ctx, metric, weeks));
    if let Some(benchmark) = metric.benchmarks.last() {
        notes.push(say!(
            "Band: {source} {year}, {label}. {note}.",
            benchmark.source,
            benchmark.year,
            benchmark.label,
            benchmark.comparability.trim_end_matches('.')
        ));
    }
    Drawn {
        svg: if values.iter().any(Option::is_some) {
            svg
        } else {
            Svg::default()
        },
        headline,
        subtitle: tell::subtitle(ctx, metric, scope, &span, scaled.starts_at.as_deref()),
        notes,
        table: table(ctx, metric, judged, &name, &periods, &held),
    }
}

/// Where the line begins before the records do that its figures are held to.
fn recorded_since(ctx: &Ctx<'_>, metric: &Metric, periods: &[Period]) -> Option<String> {
    let since = analyse::recorded_since(ctx.pack, metric.record?.value)?;
    let (first, last) = (periods.first()?, periods.last()?);
    (*first < since && since <= *last).then(|| {
        say!("Held to its records, one by one, since {period_short}; earlier figures are as they were filed.", ctx.words.period_short(since))
    })
}

/// The quarters from the first figure on, at most thirteen, gaps included.
fn periods(ctx: &Ctx<'_>, judged: &Assessment) -> Vec<Period> {
    let Some(first) = judged.history.keys().next().copied() else {
        return Vec::new();
    };
    (0..QUARTERS)
        .map(|back| ctx.period.shifted(-back))
        .take_while(|p| *p >= first)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect()
}

/// The quarter's figure against its target or the quarter before; no verb of change, for two
/// quarters alone never decide anything.
fn headline(ctx: &Ctx<'_>, metric: &Metric, scope: Scope<'_>, judged: &Assessment) -> String {
    let name = tell::named(ctx, metric, scope);
    let period = ctx.words.period_short(ctx.period);
    let Some(now) = &judged.now else {
        return say!("No figure for {name} in {period}", name, period);
    };
    let now = ctx.words.figure(metric, now);
    let target = judged.target.target.as_ref();
    let target = target.map(|t| ctx.words.exact(metric, t.value));
    let stood = say!("{name} stood at {now}", name, now);
    let both = |rest: &str| {
        tell::shortest_fit(&[
            say!("{stood} in {period}, {rest}", stood, period, rest),
            format!("{stood}, {rest}"),
        ])
    };
    // What the figure would have missed before must not read as an achievement.
    let eased = match judged.target.flattered() {
        Some(_) => label("eased "),
        None => "",
    };
    match (judged.target.status, target) {
        (Status::Missed, Some(_)) if judged.missed_in_a_row > 1 => {
            let quarters = judged.missed_in_a_row;
            say!(
                "{stood}, missing its target {quarters} quarters in a row",
                stood,
                quarters
            )
        }
        (Status::Missed, Some(target)) => both(&say!("missing the target of {target}", target)),
        (Status::Marginal, Some(target)) => both(&say!(
            "marginally meeting the {eased}target of {target}",
            eased,
            target
        )),
        (Status::Met, Some(target)) => both(&say!(
            "meeting the {eased}target of {target}",
            eased,
            target
        )),
        _ => {
            let plain = say!("{stood} in {period}", stood, period);
            match &judged.previous {
                Some(before) => {
                    let before = ctx.words.figure(metric, before);
                    let long = say!("{plain}, and {before} a quarter before", plain, before);
                    tell::shortest_fit(&[long, plain])
                }
                None => plain,
            }
        }
    }
}

fn targets<'a>(
    held: &impl Fn(Period) -> Option<&'a Target>,
    periods: &[Period],
    factor: f64,
) -> Vec<Step> {
    let level = |period: &Period| Some(held(*period)?.value.to_f64() * factor);
    level_steps(periods.iter().map(level))
}

/// The newest benchmark; it widens the scale only where that leaves the line readable.
fn band(metric: &Metric, factor: f64, shown: &mut Vec<f64>) -> Option<chart::Band> {
    let benchmark = metric.benchmarks.last()?;
    let (low, high) = (
        benchmark.low.to_f64() * factor,
        benchmark.high.to_f64() * factor,
    );
    let most = shown.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = shown.iter().copied().fold(f64::INFINITY, f64::min);
    if high <= most.abs() * 2.5 {
        shown.push(high);
    }
    // A band that would pull the foot far down is cut off instead; the notes name its source.
    if low >= least / 2.0 || least < most / 3.0 {
        shown.push(low.max(0.0_f64.min(least)));
    }
    Some(chart::Band {
        low,
        high,
        words: say!(
            "{source} {year}; different method",
            benchmark.source,
            benchmark.year
        ),
    })
}

/// First quarters after a definition broke. A break within a quarter cuts the line on both sides of
/// it: its figure mixes two definitions and compares with neither.
pub(super) fn breaks(ctx: &Ctx<'_>, metric: &Metric, periods: &[Period]) -> Vec<(usize, String)> {
    let calendar = &ctx.pack.settings.calendar;
    let changes = metric.definition.changes.iter();
    let broken: Vec<_> = changes
        .filter(|c| c.effect.value == DefinitionEffect::Break)
        .collect();
    let pairs = periods.iter().zip(periods.iter().skip(1)).enumerate();
    let mut named = 0;
    pairs
        .filter_map(|(i, (before, period))| {
            let (from, to) = (calendar.start(*before), calendar.last_day(*period));
            let between = broken.iter().rfind(|c| from < c.date && c.date <= to)?;
            let version = between.version.value;
            let words = if version == named {
                String::new()
            } else {
                say!("definition {version}", version)
            };
            named = version;
            Some((i + 1, words))
        })
        .collect()
}

/// `Q4` over its year, which stands at the first quarter shown and at each first quarter (G7).
fn ticks(ctx: &Ctx<'_>, periods: &[Period]) -> Vec<(usize, String)> {
    periods
        .iter()
        .enumerate()
        .map(|(i, period)| {
            let words = ctx.words.period_short(*period);
            let quarter = words.split('\u{a0}').next().unwrap_or_default().to_owned();
            if i == 0 || period.quarter() == 1 {
                (i, format!("{quarter}\n{}", period.year()))
            } else {
                (i, quarter)
            }
        })
        .collect()
}

fn table<'a>(
    ctx: &Ctx<'_>,
    metric: &Metric,
    judged: &Assessment,
    name: &str,
    periods: &[Period],
    held: &impl Fn(Period) -> Option<&'a Target>,
) -> DataTable {
    let figures: Vec<_> = periods.iter().map(|p| judged.history.get(p)).collect();
    let values = ctx.words.column(metric, &figures);
    let rows = periods
        .iter()
        .zip(values)
        .zip(&figures)
        .map(|((period, value), figure)| {
            let estimated = figure.is_some_and(|f| f.estimated);
            let target = held(*period).map_or_else(
                || label_of("none", "none, of a target").to_owned(),
                |t| ctx.words.exact_cell(metric, t.value),
            );
            vec![
                ctx.words.period_short(*period),
                if estimated {
                    say!("{value} (estimated)", value)
                } else {
                    value
                },
                target,
            ]
        });
    DataTable {
        caption: say!("{name}, {unit}, by quarter", name, ctx.words.unit(metric)),
        levels: Vec::new(),
        head: [label("Quarter"), label("Value"), label("Target")]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}
