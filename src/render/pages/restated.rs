//! What was restated, in words: beside a figure that was first reported as another, and as the lists
//! of the first sheet, the data-quality sheet and a metric's page.

use super::at_a_glance::Sentence;
use super::row::scoped_name;
use crate::analyse::{Figure, QuarterAnalysis};
use crate::model::{
    Metric, Period, RecordKind, RecordName, RecordRestatement, ReportedUnit, Restatement,
    RestatementCause, Scope, Value, reported_figure, reported_range,
};
use crate::publish;
use crate::render::{Ctx, markdown};
use crate::tongue::{label, say};
use crate::words::{left_of, record_named};
use serde::Serialize;

/// Said where there was no figure, or is none.
const NO_FIGURE: &str = "no figure";

/// One restatement as a line of a table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    period: String,
    /// `organisation`, or the service's name.
    scope: String,
    /// The week, or `quarter`.
    of: String,
    from: String,
    to: String,
    cause: &'static str,
    date: String,
    why: String,
}

/// `first reported 10.8%`, where a quarter's figure has been restated since it was published; empty
/// where it stands as it was.
pub(crate) fn first_reported(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    period: Period,
    now: Option<&Figure>,
) -> String {
    let service = match scope {
        Scope::All => None,
        Scope::Service(id) => Some(id),
    };
    let id = &metric.id.value;
    let now = now.map(|figure| figure.value);
    let then = publish::first_reported(ctx.pack, id, service, period, now);
    then.map_or_else(String::new, |then| {
        say!("first reported {figure}", figure(ctx, metric, then, now))
    })
}

/// The restatements that a quarter tells of: those made since the quarter before it was published.
pub(crate) fn since(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Sentence> {
    let before = ctx.pack.published.range(..ctx.period).next_back();
    let Some((_, before)) = before else {
        return Vec::new();
    };
    let known = &ctx.pack.restatements;
    let new = known
        .iter()
        .filter(|entry| entry.date > before.published.value);
    let mut told = sentences(ctx, quarter, new);
    let records = ctx.pack.restated_records.iter();
    let records = records.filter(|entry| entry.date > before.published.value);
    told.extend(of_records(ctx, records));
    told
}

/// Every restatement that a quarter knows of, newest first.
pub(crate) fn every(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Sentence> {
    let mut told = sentences(ctx, quarter, ctx.pack.restatements.iter().rev());
    told.extend(of_records(ctx, ctx.pack.restated_records.iter().rev()));
    told
}

/// Every restatement of a record, newest first.
pub(crate) fn record_lines(ctx: &Ctx<'_>, record: &RecordName) -> Vec<Line> {
    let known = publish::restatements_of(ctx.pack, record);
    let known = known.filter(|entry| says(&entry.figure.value));
    known
        .map(|entry| {
            let [from, to] = values(ctx, entry);
            Line {
                period: ctx.words.period_short(entry.period.value),
                scope: String::new(),
                of: label(reported_figure(&entry.figure.value).0).to_owned(),
                from,
                to,
                cause: cause(entry.cause),
                date: ctx.words.date(entry.date),
                why: entry.why.clone(),
            }
        })
        .collect()
}

/// `first reported 57.4% left`, where what is left of a budget was reported otherwise; empty where it
/// stands as it was.
pub(crate) fn first_left(ctx: &Ctx<'_>, objective: &str, period: Period) -> String {
    let record = RecordName::of(RecordKind::Objective, objective);
    let then = publish::first_reported_of(ctx.pack, &record, "budget-used", period);
    match then {
        None => String::new(),
        Some(then) => {
            let left = then.and_then(left_of);
            let left =
                left.map_or_else(|| label(NO_FIGURE).to_owned(), |l| ctx.words.budget_left(l));
            say!("first reported {left}", left)
        }
    }
}

/// Whether a restated figure says anything to a reader: a digest does not.
fn says(figure: &str) -> bool {
    reported_figure(figure).1 != ReportedUnit::Digest
}

fn values(ctx: &Ctx<'_>, entry: &RecordRestatement) -> [String; 2] {
    let both = [entry.from.as_ref(), entry.to.as_ref()];
    let zone = ctx.pack.settings.calendar.zone;
    ctx.words.reported_pair(&entry.figure.value, both, zone)
}

/// What a range is called whose two ends were restated from one amount to one other, and whether this
/// is its high end: such a range is told once.
fn alike_at_both_ends(
    group: &[&RecordRestatement],
    entry: &RecordRestatement,
) -> Option<(&'static str, bool)> {
    let (range, low, high) = reported_range(&entry.figure.value)?;
    let at_high = entry.figure.value == high;
    let other = if at_high { low } else { high };
    group
        .iter()
        .any(|e| e.figure.value == other && e.from == entry.from && e.to == entry.to)
        .then_some((range, at_high))
}

/// One sentence for what was restated together of one record.
fn of_records<'a>(
    ctx: &Ctx<'_>,
    entries: impl Iterator<Item = &'a RecordRestatement>,
) -> Vec<Sentence> {
    let mut groups: Vec<Vec<&RecordRestatement>> = Vec::new();
    for entry in entries {
        let key = |e: &RecordRestatement| (e.period.value, e.record.value.clone(), e.date);
        let together = |group: &&mut Vec<&RecordRestatement>| {
            let first = group.first();
            first.is_some_and(|first| key(first) == key(entry) && first.why == entry.why)
        };
        match groups.iter_mut().find(together) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    let told = groups.iter().filter_map(|group| {
        let first = group.first()?;
        let period = first.period.value;
        let name = record_named(ctx.pack, period, &first.record.value);
        let figures = group.iter().filter(|entry| says(&entry.figure.value));
        let figures: Vec<String> = figures
            .filter_map(|entry| {
                let [from, to] = values(ctx, entry);
                let figure = match alike_at_both_ends(group, entry) {
                    Some((_, true)) => return None,
                    Some((range, false)) => label(range),
                    None => label(reported_figure(&entry.figure.value).0),
                };
                Some(say!(
                    "{figure} {to}, first reported {from}",
                    figure,
                    to,
                    from
                ))
            })
            .collect();
        let what = match figures.is_empty() {
            true => label("the counts of single days").to_owned(),
            false => figures.join(label("; ")),
        };
        let (cause, date) = (cause(first.cause), ctx.words.date(first.date));
        let why = first.why.trim_end_matches('.');
        let period = ctx.words.period_short(period);
        Some(format!(
            "{name}, {period}{}{what} ({cause}, {date}). {why}.",
            label(": ")
        ))
    });
    told.map(|text| Sentence {
        text_html: markdown::literal(&text),
    })
    .collect()
}

/// Every restatement of a metric, newest first.
pub(crate) fn lines(ctx: &Ctx<'_>, metric: &Metric) -> Vec<Line> {
    let known = ctx.pack.restatements.iter().rev();
    let own = known.filter(|entry| entry.metric.value == metric.id.value);
    own.map(|entry| Line {
        period: ctx.words.period_short(entry.period.value),
        scope: entry.service.as_ref().map_or_else(
            || label("organisation").to_owned(),
            |id| match ctx.pack.service(&id.value) {
                Some(service) => service.name.clone(),
                None => id.value.clone(),
            },
        ),
        of: entry
            .week
            .map_or_else(|| label("quarter").to_owned(), |week| ctx.words.week(week)),
        from: figure(ctx, metric, entry.from, entry.to),
        to: figure(ctx, metric, entry.to, entry.from),
        cause: cause(entry.cause),
        date: ctx.words.date(entry.date),
        why: entry.why.clone(),
    })
    .collect()
}

/// One sentence for what was restated together: the quarter's figure, with how many of its weeks.
fn sentences<'a>(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    entries: impl Iterator<Item = &'a Restatement>,
) -> Vec<Sentence> {
    let mut groups: Vec<Vec<&Restatement>> = Vec::new();
    for entry in entries {
        let together = |group: &&mut Vec<&Restatement>| {
            let first = group.first();
            first.is_some_and(|first| {
                let of = |entry: &Restatement| entry.service.as_ref().map(|id| id.value.clone());
                first.metric.value == entry.metric.value
                    && of(first) == of(entry)
                    && first.period.value == entry.period.value
                    && (first.date, &first.why) == (entry.date, &entry.why)
            })
        };
        match groups.iter_mut().find(together) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    let told = groups
        .iter()
        .filter_map(|group| sentence(ctx, quarter, group));
    told.map(|text| Sentence {
        text_html: markdown::literal(&text),
    })
    .collect()
}

fn sentence(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, group: &[&Restatement]) -> Option<String> {
    let first = group.first()?;
    let metric = ctx.pack.metrics.get(&first.metric.value)?;
    let scope = first
        .service
        .as_ref()
        .map_or(Scope::All, |id| Scope::Service(&id.value));
    let name = scoped_name(ctx, metric, scope);
    let period = ctx.words.period_short(first.period.value);
    let weeks = group.iter().filter(|entry| entry.week.is_some()).count();
    let whole = group.iter().find(|entry| entry.week.is_none());
    let weeks_words = match weeks {
        0 => String::new(),
        1 => label("one weekly figure").to_owned(),
        n => say!("{n} weekly figures", n),
    };
    let what = match whole {
        Some(entry) => {
            let from = figure(ctx, metric, entry.from, entry.to);
            let to = figure(ctx, metric, entry.to, entry.from);
            match weeks {
                0 => say!("{to}, first reported {from}", to, from),
                _ => say!(
                    "{to}, first reported {from}, and {weeks}",
                    to,
                    from,
                    weeks_words
                ),
            }
        }
        None => weeks_words,
    };
    let why = first.why.trim_end_matches('.');
    let (cause, date) = (cause(first.cause), ctx.words.date(first.date));
    let all = whole.map_or_else(String::new, |_| organisation(ctx, quarter, metric, first));
    Some(format!(
        "{name}, {period}{}{what}{all} ({cause}, {date}). {why}.",
        label(": ")
    ))
}

/// What became of the organisation's figure where a service's was restated and it follows from it.
fn organisation(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    metric: &Metric,
    entry: &Restatement,
) -> String {
    let judged = quarter.metrics.get(&metric.id.value);
    let now = judged.and_then(|judged| judged.all.history.get(&entry.period.value));
    if entry.service.is_none() || now.is_none() {
        return String::new();
    }
    let first = first_reported(ctx, metric, Scope::All, entry.period.value, now);
    let now = now.map(|figure| figure.value);
    match first.is_empty() {
        true => String::new(),
        false => say!(
            "; the organisation's figure is {figure}, {first}",
            figure(ctx, metric, now, None),
            first
        ),
    }
}

/// A figure beside another one: where both would read alike, as what it was made of.
fn figure(ctx: &Ctx<'_>, metric: &Metric, value: Option<Value>, other: Option<Value>) -> String {
    let shown = |value: Option<Value>| {
        let exact = value.and_then(Value::exact);
        exact.map(|exact| ctx.words.exact(metric, exact))
    };
    let Some(text) = shown(value) else {
        return label(NO_FIGURE).to_owned();
    };
    if shown(other).is_some_and(|other| other == text)
        && let Some(basis) = value.and_then(|value| ctx.words.basis(value))
    {
        return format!("{text} ({basis})");
    }
    text
}

fn cause(cause: RestatementCause) -> &'static str {
    match cause {
        RestatementCause::Correction => label("correction"),
        RestatementCause::LateData => label("late data"),
        RestatementCause::Definition => label("counted by a new definition"),
    }
}
