//! How a quarter's figures were counted from events: the files, what was not taken as it came, and by
//! which query each metric was counted. What `collect` wrote into the snapshot in, rows out.

use super::collected_words::{sort, treatment};
use super::{Frame, metric_path};
use crate::analyse::QuarterAnalysis;
use crate::events::rfc3339;
use crate::model::{Collected, Exact, Metric, Observations, Pack, Period, Reading, Service, Value};
use crate::render::{Ctx, sentences};
use crate::tongue::{say, say_n};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Hex digits of a file's SHA-256 in a line: four groups of sixteen let a narrow page break them.
const GROUP: usize = 16;

/// The part of the data-quality sheet on collected figures.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FromEvents {
    /// What was counted of what, up to when.
    said: String,
    /// By what: the engine, and what holds an incident against a deployment.
    how: String,
    files: Vec<File>,
    /// What was not taken as it came, most often first.
    sorts: Vec<Sort>,
    metrics: Vec<Counted>,
}

/// A file that was read.
#[derive(Debug, Clone, Serialize)]
struct File {
    name: String,
    events: String,
    /// In groups, between which a line may break.
    sha256: Vec<String>,
}

/// One sort of what was not taken as it came.
#[derive(Debug, Clone, Serialize)]
struct Sort {
    what: String,
    treatment: &'static str,
    count: String,
    /// `file:line`; may be empty.
    first: String,
}

/// By which query a metric was counted.
#[derive(Debug, Clone, Serialize)]
struct Counted {
    name: String,
    href: String,
    said: String,
}

impl FromEvents {
    /// `None` where no figure of the quarter was collected.
    pub(super) fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Option<Self> {
        let collected = ctx
            .pack
            .snapshots
            .get(&quarter.period)?
            .collected
            .as_ref()?;
        let metrics: Vec<Counted> = (ctx.pack.metrics.values())
            .filter_map(|metric| {
                Some(Counted {
                    name: metric.name.value.clone(),
                    href: frame.to(&metric_path(&metric.id.value)),
                    said: counted(ctx, quarter, metric)?,
                })
            })
            .collect();
        let mut sorts: Vec<_> = collected.quality.iter().collect();
        sorts.sort_by_key(|(what, told)| (told.treatment, std::cmp::Reverse(told.count), *what));
        Some(Self {
            said: said(ctx, collected, metrics.len(), quarter.metrics.len()),
            how: how(ctx, collected),
            files: collected
                .inputs
                .iter()
                .map(|(name, file)| File {
                    name: name.clone(),
                    events: ctx.words.count(file.events.into()),
                    sha256: groups(&file.sha256),
                })
                .collect(),
            sorts: sorts
                .into_iter()
                .map(|(what, told)| Sort {
                    what: sort(what).map_or_else(|| what.clone(), str::to_owned),
                    treatment: treatment(told.treatment),
                    count: ctx.words.count(told.count.into()),
                    first: told.first.clone().unwrap_or_default(),
                })
                .collect(),
            metrics,
        })
    }
}

/// How a quarter's figures were counted from events, for programs.
#[derive(Serialize, JsonSchema)]
pub(super) struct Provenance<'a> {
    /// Latest instant whose events count, RFC 3339 in UTC.
    as_of: String,
    /// Name and version of the engine that ran the queries.
    engine: &'a str,
    /// Start of the SHA-256 over the views that the queries read.
    views: &'a str,
    /// Hours before an incident within which the latest deployment is held against it.
    horizon_hours: u32,
    /// Environments whose deployments count.
    environments: &'a [String],
    /// Files that were read, by name.
    inputs: BTreeMap<&'a str, Input<'a>>,
    /// What was not taken as it came, by sort.
    quality: BTreeMap<&'a str, Quality<'a>>,
    /// By metric id: what counted its figures.
    metrics: BTreeMap<&'a str, Query<'a>>,
}

/// A file of events.
#[derive(Serialize, JsonSchema)]
struct Input<'a> {
    /// SHA-256 of the file, 64 hex digits.
    sha256: &'a str,
    /// Events in it.
    events: u32,
    /// Entity tag by which a store knows these bytes; of objects alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<&'a str>,
    /// Version of the object, where its store keeps several.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
}

/// One sort of what was not taken as it came.
#[derive(Serialize, JsonSchema)]
struct Quality<'a> {
    /// `repaired`, `dropped`, `inferred` or `kept`.
    treatment: &'static str,
    /// How often.
    count: u32,
    /// `file:line` of the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<&'a str>,
}

/// What counted the figures of a metric.
#[derive(Serialize, JsonSchema)]
struct Query<'a> {
    /// Start of the SHA-256 of the query that ran.
    query: &'a str,
    /// Rows that it returned, over all intervals and scopes.
    rows: u32,
    /// Failures that it could hold against none of its parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    unattributed: Option<u32>,
    /// Ids of services of which another metric of the quarter has a collected figure and this one has none:
    /// nothing was read that would tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_known_of: Vec<&'a str>,
}

impl<'a> Provenance<'a> {
    /// `None` where no figure of the quarter was collected.
    pub(super) fn new(pack: &'a Pack, period: Period) -> Option<Self> {
        let collected = pack.snapshots.get(&period)?.collected.as_ref()?;
        let metrics = pack.observations.iter().filter_map(|(id, observed)| {
            let told = observed.collected(period)?;
            let query = Query {
                query: &told.query.value,
                rows: told.rows,
                unattributed: told.unattributed,
                not_known_of: (not_known_of(pack, observed, period).into_iter())
                    .map(|service| service.id.value.as_str())
                    .collect(),
            };
            Some((id.as_str(), query))
        });
        let inputs = collected.inputs.iter().map(|(name, file)| {
            let input = Input {
                sha256: &file.sha256,
                events: file.events,
                etag: file.object.etag.as_deref(),
                version: file.object.version.as_deref(),
            };
            (name.as_str(), input)
        });
        let quality = collected.quality.iter().map(|(what, told)| {
            let quality = Quality {
                treatment: told.treatment.word(),
                count: told.count,
                first: told.first.as_deref(),
            };
            (what.as_str(), quality)
        });
        Some(Self {
            as_of: rfc3339(collected.as_of),
            engine: &collected.engine,
            views: &collected.views,
            horizon_hours: collected.horizon_hours,
            environments: &collected.environments,
            inputs: inputs.collect(),
            quality: quality.collect(),
            metrics: metrics.collect(),
        })
    }
}

/// Services that a metric has a figure of in a quarter.
fn held(observed: &Observations, period: Period) -> BTreeSet<&str> {
    let services = observed.services.iter().filter(|(_, series)| {
        let reading = series.quarters.get(&period);
        reading.and_then(Reading::value).is_some()
    });
    services.map(|(id, _)| id.as_str()).collect()
}

/// Services that any metric has a collected figure of in a quarter.
fn counted_of(pack: &Pack, period: Period) -> BTreeSet<&str> {
    let observed = pack.observations.values();
    let collected = observed.filter(|observed| observed.collected(period).is_some());
    collected
        .flat_map(|observed| held(observed, period))
        .collect()
}

/// Services of which a collected metric has no figure though another has one. Where the organisation's alone is
/// counted, the services' may not have been asked for.
fn not_known_of<'a>(pack: &'a Pack, observed: &Observations, period: Period) -> Vec<&'a Service> {
    let held = held(observed, period);
    let stated = observed.all.quarters.get(&period).and_then(Reading::value);
    if held.is_empty() && stated.is_some() {
        return Vec::new();
    }
    let all = counted_of(pack, period);
    let lacks = |id: &str| all.contains(id) && !held.contains(id);
    let services = pack.services.iter();
    services.filter(|of| lacks(&of.id.value)).collect()
}

/// The same in words.
fn not_known(pack: &Pack, observed: &Observations, period: Period) -> Option<String> {
    let services = not_known_of(pack, observed, period);
    let names: Vec<&str> = services
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    (!names.is_empty()).then(|| {
        say!(
            "Not known of {services}: nothing was read that would tell.",
            sentences::listed(&names)
        )
    })
}

/// Whether a metric's figure of a quarter was collected.
pub(super) fn is_collected(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, metric: &Metric) -> bool {
    let observed = ctx.pack.observations.get(&metric.id.value);
    observed.is_some_and(|observed| observed.collected(quarter.period).is_some())
}

fn said(ctx: &Ctx<'_>, collected: &Collected, metrics: usize, of: usize) -> String {
    let events = collected.inputs.values().map(|file| u64::from(file.events));
    let events: u64 = events.sum();
    let zone = ctx.pack.settings.calendar.zone;
    let day = collected.as_of.with_timezone(&zone).date_naive();
    let (date, clock) = (ctx.words.date(day), ctx.words.clock(collected.as_of, zone));
    let files = collected.inputs.len();
    let files = say_n!(
        u64::try_from(files).unwrap_or(u64::MAX),
        "one file",
        "{files} files",
        files
    );
    let events = say_n!(
        events,
        "one event",
        "{events} events",
        ctx.words.count(events)
    );
    say!(
        "Counted by query: {metrics} of {of} metrics, from {events} in {files}. What happened up to {date}, {clock}, is in them.",
        metrics,
        of,
        events,
        files,
        date,
        clock
    )
}

fn how(ctx: &Ctx<'_>, collected: &Collected) -> String {
    let environments = collected.environments.join(", ");
    let hours = say_n!(
        u64::from(collected.horizon_hours),
        "one hour",
        "{hours} hours",
        ctx.words.count(collected.horizon_hours.into())
    );
    say!(
        "Environments that count: {environments}. An incident that names no deployment is held against the latest one within {hours} before it. Engine: {engine}; views: {views}.",
        environments,
        hours,
        collected.engine,
        collected.views
    )
}

/// By which query, and between which figures the metric lies where something could be held against
/// no part of it.
fn counted(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, metric: &Metric) -> Option<String> {
    let observed = ctx.pack.observations.get(&metric.id.value)?;
    let collected = observed.collected(quarter.period)?;
    let rows = u64::from(collected.rows);
    let mut said = say_n!(
        rows,
        "Query {query}, one row.",
        "Query {query}, {rows} rows.",
        collected.query.value,
        ctx.words.count(rows)
    );
    if let Some(not_known) = not_known(ctx.pack, observed, quarter.period) {
        said.push(' ');
        said.push_str(&not_known);
    }
    let Some(open) = collected.unattributed.filter(|open| *open > 0) else {
        return Some(said);
    };
    said.push(' ');
    said.push_str(&say_n!(
        u64::from(open),
        "One incident could be held against nothing that was counted.",
        "{open} incidents could be held against nothing that was counted.",
        ctx.words.count(open.into())
    ));
    let now = quarter.metrics.get(&metric.id.value)?.all.now.as_ref();
    if let Some(now) = now
        && let Value::Ratio { part, whole } = now.value
        && let Some(most) = Exact::ratio(part.saturating_add(open.into()).min(whole), whole)
    {
        said.push(' ');
        said.push_str(&say!(
            "The figure lies between {least} and {most}.",
            ctx.words.figure(metric, now),
            ctx.words.exact(metric, most)
        ));
    }
    Some(said)
}

fn groups(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().collect();
    digits
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect()
}
