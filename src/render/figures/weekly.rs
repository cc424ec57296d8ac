//! Weekly behaviour to sparklines and process behaviour charts.

use super::scales::{Scaled, of_metric, tone};
use super::tell::{self, Marked};
use super::{DataTable, Drawn, Size, gaps};
use crate::analyse::{Assessment, Behaviour, MovementClass, Point, Segment, Shift};
use crate::model::{Metric, Scope, Spread, Target, Week};
use crate::render::Ctx;
use crate::render::charts::{
    Alternative, End, Standing, Step, Stretch, Svg, level_steps, sparkline as spark, xmr,
};
use crate::render::sentences;
use crate::tongue::{label, label_of, say, say_n};
use chrono::{Datelike, NaiveDate};

const SPARK_WEEKS: usize = 26;
const CHART_WEEKS: usize = 52;

/// A sparkline of 26 weeks for a table row; `aria-hidden`, the words stand beside it (SP1–SP8).
pub(crate) fn sparkline(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> Svg {
    let window = Window::new(&judged.behaviour, SPARK_WEEKS);
    let banded = judged.behaviour.band_allowed;
    let start = ctx.pack.settings.calendar.start(ctx.period);
    let outside = window.points.iter().enumerate().filter_map(|(i, point)| {
        let (_, up) = point.hits.iter().find(|(r, _)| tell::rule(*r).0 == 1)?;
        banded.then(|| (i, tone(metric, *up)))
    });
    let ranges = window.stretches(1.0).into_iter().map(|s| spark::Range {
        from: s.from,
        to: s.to,
        average: s.average,
        lower: s.lower,
        upper: s.upper,
    });
    spark::draw(&spark::Sparkline {
        values: window.points.iter().map(|p| p.value).collect(),
        outside: outside.collect(),
        ranges: ranges.filter(|_| banded).collect(),
        quarter: window
            .points
            .iter()
            .position(|p| p.week.thursday() >= start),
        breaks: window.broken().map(|(at, _)| at).collect(),
    })
}

/// `definition 2 since 1 July 2026`: what cuts a sparkline's line; empty where nothing does.
pub(crate) fn sparkline_break(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let window = Window::new(&judged.behaviour, SPARK_WEEKS);
    let last = window.broken().last();
    last.map_or_else(String::new, |(_, day)| {
        let version = metric.definition.begun_on(day);
        sentences::since(ctx.words, version, day)
    })
}

/// Process behaviour chart of up to 52 weeks (X1–X12). `id` is unique on the page.
pub(crate) fn behaviour(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
    size: Size,
    id: &str,
) -> Drawn {
    let told = Told {
        headline: sentences::headline(ctx, metric, scope, judged),
        target: sentences::target(ctx, metric, judged),
        id,
        size,
    };
    chart(ctx, metric, scope, &judged.behaviour, &told)
}

/// A story's chart: limits from before the action, the action marked.
pub(crate) fn shift(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    shift: &Shift,
    id: &str,
) -> Drawn {
    let told = Told {
        headline: shift_headline(ctx, metric, scope, shift),
        target: String::new(),
        id,
        size: Size::Half,
    };
    chart(ctx, metric, scope, &shift.behaviour, &told)
}

/// What the story's chart shows; a verb of change only after a strong signal.
fn shift_headline(ctx: &Ctx<'_>, metric: &Metric, scope: Scope<'_>, shift: &Shift) -> String {
    let name = tell::named(ctx, metric, scope);
    let day = ctx.words.day_month(shift.action);
    let (Some(before), Some(after)) = (shift.before, shift.after) else {
        return say!(
            "Too little data around {day} to tell whether {name} changed",
            day,
            name
        );
    };
    let [before, after] = ctx.words.numbers(metric, [before, after]);
    let verb = match shift.movement.up {
        Some(true) => label("rose"),
        _ => label("fell"),
    };
    let averaged = say!(
        "{name} averaged {before} before {day} and {after} since",
        name,
        before,
        day,
        after
    );
    let graded =
        |grade: &str| tell::shortest_fit(&[format!("{averaged}{grade}"), averaged.clone()]);
    match &shift.movement.class {
        MovementClass::StrongSignal => {
            say!(
                "{name} {verb} from about {before} to {after} after {day}",
                name,
                verb,
                before,
                after,
                day
            )
        }
        MovementClass::Signal => graded(label(": one signal")),
        MovementClass::Routine => graded(label(", within routine variation")),
        _ => graded(label(", not tested")),
    }
}

/// What a chart says, beside its numbers.
pub(super) struct Told<'a> {
    pub(super) headline: String,
    pub(super) target: String,
    pub(super) id: &'a str,
    pub(super) size: Size,
}

/// The last weeks of a behaviour.
struct Window<'a> {
    behaviour: &'a Behaviour,
    points: &'a [Point],
}

impl<'a> Window<'a> {
    fn new(behaviour: &'a Behaviour, most: usize) -> Self {
        let all = &behaviour.points;
        Self {
            behaviour,
            points: &all[all.len().saturating_sub(most)..],
        }
    }

    /// Place of a week among the points; the nearest end for a week outside.
    fn place(&self, week: Week) -> usize {
        let first = self.points.first().map_or(week, |p| p.week);
        let weeks = usize::try_from(week.since(first)).unwrap_or(0);
        weeks.min(self.points.len().saturating_sub(1))
    }

    fn stretches(&self, factor: f64) -> Vec<Stretch> {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else {
            return Vec::new();
        };
        self.behaviour
            .segments
            .iter()
            .filter(|s| s.to >= first.week && s.from <= last.week)
            .map(|s| Stretch {
                from: self.place(s.from),
                to: self.place(s.to),
                average: s.average * factor,
                upper: s.upper.map(|v| v * factor),
                lower: s.lower.map(|v| v * factor),
            })
            .collect()
    }

    /// First weeks after a definition broke within the window, each with the day: a week is on the
    /// side that holds its Thursday, as it is for limits and quarters.
    fn broken(&self) -> impl Iterator<Item = (usize, NaiveDate)> {
        let days = self.behaviour.breaks.iter();
        let cut = |day: &NaiveDate| {
            let at = self.points.partition_point(|p| p.week.thursday() < *day);
            (at, *day)
        };
        days.map(cut)
            .filter(|(at, _)| (1..self.points.len()).contains(at))
    }

    /// Where line and limits break: a changed definition, or limits restarted for a cause (X8, G17).
    fn breaks(&self, metric: &Metric) -> Vec<(usize, String)> {
        let Some(first) = self.points.first() else {
            return Vec::new();
        };
        let changed = self.broken().map(|(at, day)| {
            let version = metric.definition.begun_on(day);
            (at, say!("definition {version}", version))
        });
        let restarted = self.behaviour.segments.iter();
        let restarted = restarted
            .filter(|s| s.cause.is_some() && s.from > first.week)
            .map(|s| (self.place(s.from), label("limits restart").to_owned()));
        let mut breaks: Vec<(usize, String)> = changed.chain(restarted).collect();
        breaks.sort();
        breaks.dedup_by_key(|(at, _)| *at);
        breaks
    }

    /// Words under the plot: the first week of each month, or of each quarter where weeks are many.
    fn ticks(&self, ctx: &Ctx<'_>) -> Vec<(usize, String)> {
        let every = if self.points.len() > 30 { 3 } else { 1 };
        let last = self.points.len().saturating_sub(1);
        let mut year = None;
        let mut ticks = Vec::new();
        for (i, point) in self.points.iter().enumerate() {
            let day = point.week.monday();
            let begins = day.day() <= 7 && day.month0() % every == 0;
            if !(i == 0 || i == last || begins) {
                continue;
            }
            let mut words = ctx.words.date_short(day);
            if year != Some(day.year()) {
                words.push_str(&format!("\u{a0}{}", day.year()));
                year = Some(day.year());
            }
            ticks.push((i, words));
        }
        ticks
    }
}

fn chart(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    behaviour: &Behaviour,
    told: &Told<'_>,
) -> Drawn {
    if let Some(between) = &behaviour.gaps {
        return gaps::chart(ctx, metric, scope, between, told);
    }
    let window = Window::new(behaviour, CHART_WEEKS);
    let (Some(first), Some(last)) = (window.points.first(), window.points.last()) else {
        return Drawn {
            headline: told.headline.clone(),
            subtitle: tell::subtitle(ctx, metric, scope, label("no weekly figures"), None),
            ..Drawn::default()
        };
    };
    let weeks = window.points.len();
    let span = say_n!(
        weeks as u64,
        "{weeks} week to {date}",
        "{weeks} weeks to {date}",
        weeks,
        ctx.words.date(last.week.sunday())
    );
    let factor = ctx.words.scale(metric);
    let stretches = window.stretches(factor);
    let held = |week: Week| metric.target_of_week(scope, week.sunday());
    let target = targets(&held, window.points, factor);
    let scaled = axis(ctx, metric, &window, &stretches, &target);
    let at = |day: NaiveDate| {
        let days = (day - first.week.monday()).num_days();
        f64::from(i32::try_from(days).unwrap_or(0)) / 7.0 - 0.5
    };
    let marked = tell::marked(ctx, metric, scope, (first.week, last.week), at);
    let name = tell::named(ctx, metric, scope);
    let kind = if stretches.is_empty() {
        label("Run chart")
    } else {
        label("Process behaviour chart")
    };
    let description = tell::alternative(
        kind,
        &name,
        &span,
        &told.headline,
        &told.target,
        &marked.sentence,
    );
    let target_now = window.points.last().and_then(|p| held(p.week));
    let ends = ends(ctx, metric, &window, told.size, factor, target_now);
    let points = window.points.iter().map(|p| xmr::Week {
        value: p.value.map(|v| v * factor),
        standing: if p.partial {
            Standing::Partial
        } else {
            Standing::Whole
        },
        signal: p.hits.first().map(|(_, up)| tone(metric, *up)),
        rules: tell::bits(&p.hits),
    });
    let drawn = window.points.iter().any(|p| p.value.is_some());
    let svg = xmr::draw(&xmr::Xmr {
        alternative: Alternative {
            id: told.id,
            title: &told.headline,
            description: &description,
        },
        half: told.size == Size::Half,
        axis: scaled.axis,
        weeks: points.collect(),
        stretches,
        target,
        ends,
        marks: marked.marks.clone(),
        breaks: window.breaks(metric),
        ticks: window.ticks(ctx),
    });
    Drawn {
        svg: if drawn { svg } else { Svg::default() },
        headline: told.headline.clone(),
        subtitle: tell::subtitle(ctx, metric, scope, &span, scaled.starts_at.as_deref()),
        notes: notes(ctx, metric, &window, marked, told.size),
        table: table(ctx, metric, &name, &span, &window),
    }
}

/// The targets that held over the weeks, as steps.
fn targets<'a>(
    held: &impl Fn(Week) -> Option<&'a Target>,
    points: &[Point],
    factor: f64,
) -> Vec<Step> {
    let level = |point: &Point| Some(held(point.week)?.value.to_f64() * factor);
    level_steps(points.iter().map(level))
}

fn axis(
    ctx: &Ctx<'_>,
    metric: &Metric,
    window: &Window<'_>,
    stretches: &[Stretch],
    target: &[Step],
) -> Scaled {
    let factor = ctx.words.scale(metric);
    let values = window.points.iter().filter_map(|p| p.value);
    let levels = stretches
        .iter()
        .flat_map(|s| [Some(s.average), s.upper, s.lower])
        .flatten();
    let shown = values
        .map(|v| v * factor)
        .chain(levels)
        .chain(target.iter().map(|s| s.value));
    of_metric(ctx, metric, shown.collect())
}

/// Average, limits, last value and target at the right, in one unit and with the same decimals.
fn ends(
    ctx: &Ctx<'_>,
    metric: &Metric,
    window: &Window<'_>,
    size: Size,
    factor: f64,
    target: Option<&Target>,
) -> Vec<End> {
    let segment = window.behaviour.segments.last();
    let latest = window.points.last();
    let values = [
        segment.and_then(|s| s.upper),
        segment.map(|s| s.average),
        segment.and_then(|s| s.lower),
        latest.and_then(|p| p.value),
        target.map(|t| t.value.to_f64()),
    ];
    let texts = ctx.words.statistics_in_column(metric, &values);
    let names = match size {
        Size::Full => [
            label("Upper limit"),
            label("Average"),
            label("Lower limit"),
            label("Latest"),
            label("Target"),
        ],
        Size::Half => [
            label("Upper"),
            label("Average"),
            label_of("Lower", "Lower limit, cut short"),
            label("Latest"),
            label("Target"),
        ],
    };
    names
        .into_iter()
        .zip(values)
        .zip(texts)
        .filter_map(|((name, value), text)| {
            let text = match (name, target) {
                (name, Some(target)) if name == label("Target") => {
                    ctx.words.exact_cell(metric, target.value)
                }
                _ => text,
            };
            let until = match latest {
                Some(point) if name == label("Latest") && point.partial => label(" so far"),
                _ => "",
            };
            Some(End {
                value: value? * factor,
                words: format!("{name} {text}{until}"),
                bold: name == label("Average"),
            })
        })
        .collect()
}

fn notes(
    ctx: &Ctx<'_>,
    metric: &Metric,
    window: &Window<'_>,
    marked: Marked,
    size: Size,
) -> Vec<String> {
    let mut notes = vec![say!(
        "Source: {source}. Each point is one week, dated by its Monday.",
        metric.definition.event_source.trim_end_matches('.')
    )];
    notes.extend(marked.notes);
    if let (Some(first), Some(last)) = (window.points.first(), window.points.last()) {
        notes.extend(tell::broke(ctx, metric, (first.week, last.week)));
    }
    for segment in &window.behaviour.segments {
        if let Some(cause) = &segment.cause {
            let day = ctx.words.date(segment.from.monday());
            notes.push(say!(
                "Limits restart in the week of {day}: {why}.",
                day,
                cause.trim_end_matches('.')
            ));
        }
    }
    match window.behaviour.segments.last() {
        None => notes.push(label("Too few weeks for limits.").to_owned()),
        Some(segment) if segment.provisional => notes.push(say!(
            "Limits are provisional: they rest on {baseline} weeks.",
            segment.baseline
        )),
        Some(_) => {}
    }
    if metric.spread == Spread::Log && !window.behaviour.segments.is_empty() {
        notes.push(label("Average and limits were computed on a log scale.").to_owned());
    }
    if window.points.iter().any(|p| p.partial) {
        notes.push(
            label("A hollow point is a week that was not over when the data was taken.").to_owned(),
        );
    }
    let fired = window
        .points
        .iter()
        .fold(0, |bits, p| bits | tell::bits(&p.hits));
    match size {
        // Beside text there is no room to say each rule again; the same pack says them once.
        Size::Half if fired != 0 => notes.push(
            label("Larger points fired a rule, numbered as under How to read the charts.")
                .to_owned(),
        ),
        _ => notes.extend(tell::rules_note(fired)),
    }
    notes
}

fn table(ctx: &Ctx<'_>, metric: &Metric, name: &str, span: &str, window: &Window<'_>) -> DataTable {
    let values: Vec<Option<f64>> = window.points.iter().map(|p| p.value).collect();
    let values = ctx.words.statistics_in_column(metric, &values);
    let rows = window.points.iter().zip(values).map(|(point, value)| {
        let week = ctx.words.date(point.week.monday());
        vec![week, value, tell::signal_words(&point.hits)]
    });
    DataTable {
        caption: format!("{name}, {}, {span}", ctx.words.unit(metric)),
        levels: levels(ctx, metric, window),
        head: [label("Week from"), label("Value"), label("Signal")]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}

/// Average and limits of each stretch of the window, said once instead of in every row.
fn levels(ctx: &Ctx<'_>, metric: &Metric, window: &Window<'_>) -> Vec<String> {
    let (Some(first), Some(last)) = (window.points.first(), window.points.last()) else {
        return Vec::new();
    };
    let shown = |s: &&Segment| s.from <= last.week && first.week <= s.to;
    let shown: Vec<&Segment> = window.behaviour.segments.iter().filter(shown).collect();
    let told = |s: &&Segment| {
        let values = [s.lower, Some(s.average), s.upper];
        let words = ctx.words.statistics_in_column(metric, &values);
        let [lower, average, upper] = words.try_into().unwrap_or_default();
        let (lower, upper) = (tell::or_none(lower), tell::or_none(upper));
        let from = match shown.as_slice() {
            [_] => label("Average").to_owned(),
            _ => say!(
                "From {date}: average",
                ctx.words.date(s.from.max(first.week).monday())
            ),
        };
        say!(
            "{from} {average}, lower limit {lower}, upper limit {upper}.",
            from,
            average,
            lower,
            upper
        )
    };
    shown.iter().map(told).collect()
}
