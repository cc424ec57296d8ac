//! A pack, a quarter and files of events to what the engine is asked: every metric whose query asks for a
//! period, for the quarter and each of its weeks in the pack's zone. Reads and runs nothing.

use super::request::{Alias, Input, Interval, Limits, Query, Request, Scope, kind_of};
use super::topics;
use super::views::VIEWS;
use super::{InputFormat, PROTOCOL};
use crate::diag::Diagnostic;
use crate::events::rfc3339;
use crate::load::EventFile;
use crate::model::{Calendar, Metric, Observations, Pack, Period, Test, Week, query_words};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What the quarter is called among the intervals.
pub(super) const QUARTER: &str = "quarter";

/// What a person asks beside the quarter and the events.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Events later than this do not count.
    pub as_of: Option<DateTime<Utc>>,
    /// What the run may use.
    pub limits: Limits,
    /// Scheduler of a distributed engine.
    pub engine_url: Option<String>,
}

/// What is collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Of which quarter.
    pub period: Period,
    /// What the engine is asked.
    pub request: Request,
    /// Metrics that keep weekly points.
    pub weekly: BTreeSet<String>,
    /// Whether somebody said until when events count.
    pub until: Option<DateTime<Utc>>,
}

/// What to ask of the events in some files.
///
/// # Errors
/// No metric asks for a period. What is only to be warned of comes with the plan.
pub fn plan(
    pack: &Pack,
    period: Period,
    files: &[EventFile],
    wanted: &Wanted,
) -> Result<(Plan, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut told = Vec::new();
    let mut metrics = Vec::new();
    let mut weekly = BTreeSet::new();
    for (id, metric) in pack.metrics.iter() {
        let Some(query) = &metric.query else { continue };
        if !asks_for_a_period(&query.value) {
            let message = format!("the query of `{id}` names neither `$start` nor `$end`");
            told.push(topics::NO_PERIOD.at(query.span, message).help(
                "it is not run: bound what it counts by `$start` and `$end`, or file the figure by hand",
            ));
            continue;
        }
        metrics.push(Query {
            id: id.clone(),
            sql: query.value.clone(),
        });
        if keeps_weeks(metric, pack.observations.get(id).map(|filed| &**filed)) {
            weekly.insert(id.clone());
        }
    }
    if metrics.is_empty() {
        let message = match told.len() {
            0 => "no metric of this pack has a query".to_owned(),
            1 => "the only query of this pack names neither `$start` nor `$end`".to_owned(),
            n => format!("none of the {n} queries of this pack names `$start` or `$end`"),
        };
        let problem = topics::NOTHING.nowhere(message);
        return Err(vec![problem.help(
            "under `## Query` in `content/metrics/` a query says what is counted from `$start` to `$end`; \
             `src/collect/views.md` lists what it may read, with standard queries",
        )]);
    }
    let settings = &pack.settings.collect;
    let request = Request {
        protocol: PROTOCOL,
        inputs: files.iter().filter_map(input).collect(),
        services: pack.services.iter().map(|s| s.id.value.clone()).collect(),
        aliases: aliases(pack, period),
        environments: settings
            .environments
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect(),
        bots: settings.bots.clone(),
        horizon_seconds: u64::from(settings.horizon_hours) * 3600,
        zone: pack.settings.calendar.zone.name().to_owned(),
        as_of: wanted.as_of.map(rfc3339),
        views: VIEWS
            .iter()
            .map(|view| Query {
                id: view.name.to_owned(),
                sql: view.sql.to_owned(),
            })
            .collect(),
        intervals: intervals(&pack.settings.calendar, period, !weekly.is_empty()),
        metrics,
        scopes: vec![Scope::Service, Scope::All],
        limits: wanted.limits,
        engine_url: wanted.engine_url.clone(),
        temp: std::path::PathBuf::new(),
    };
    let plan = Plan {
        period,
        request,
        weekly,
        until: wanted.as_of,
    };
    Ok((plan, told))
}

/// Whether a query is bounded by a period, which its text alone tells.
pub fn asks_for_a_period(sql: &str) -> bool {
    query_words(sql)
        .iter()
        .any(|word| word == "$start" || word == "$end")
}

/// Whether a metric's snapshots have weekly points; one that was never filed has them where its movement
/// is judged by weeks.
fn keeps_weeks(metric: &Metric, filed: Option<&Observations>) -> bool {
    let series = || {
        let filed = filed.into_iter();
        filed.flat_map(|filed| std::iter::once(&filed.all).chain(filed.services.values()))
    };
    let is_filed = series().any(|one| one.quarters.values().any(|r| r.value().is_some()));
    match is_filed {
        true => series().any(|one| !one.weeks.is_empty()),
        false => !matches!(metric.test, Test::None { .. }),
    }
}

fn input(file: &EventFile) -> Option<Input> {
    let (format, compression) = kind_of(&file.label)?;
    Some(Input {
        path: file.path.clone(),
        label: file.label.clone(),
        format,
        compression,
    })
}

/// Whether a file may hold events, by its name.
pub fn is_events(name: &str) -> bool {
    kind_of(name).is_some()
}

/// Whether the text of a file can be shown as it lies on disk.
pub fn is_plain_text(name: &str) -> bool {
    kind_of(name).is_some_and(|(format, compression)| {
        format != InputFormat::Parquet && compression == super::Compression::None
    })
}

/// Other names of services, and repositories that a quarter's record gives to one service.
fn aliases(pack: &Pack, period: Period) -> Vec<Alias> {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let records = pack.quality.range(..=period).map(|(_, record)| record);
    for repository in records.flat_map(|record| &record.repositories) {
        names.insert(&repository.id.value, &repository.service.value);
    }
    // What the services themselves say comes before what a record says of repositories.
    for service in pack.services.iter() {
        names.remove(service.id.value.as_str());
        names.extend(
            service
                .aliases
                .iter()
                .map(|a| (a.value.as_str(), service.id.value.as_str())),
        );
    }
    let alias = |(name, service): (&str, &str)| Alias {
        name: name.to_owned(),
        service: service.to_owned(),
    };
    names.into_iter().map(alias).collect()
}

/// The instants of a week, which begins on Monday where the pack is at home.
pub(super) fn week_bounds(calendar: &Calendar, week: Week) -> (DateTime<Utc>, DateTime<Utc>) {
    let start = calendar.day_start(week.monday());
    (start, calendar.day_start(week.shifted(1).monday()))
}

fn intervals(calendar: &Calendar, period: Period, weekly: bool) -> Vec<Interval> {
    let (start, end) = calendar.instants(period);
    let mut all = vec![(QUARTER.to_owned(), start, end)];
    let weeks = calendar.weeks(period).into_iter().filter(|_| weekly);
    all.extend(weeks.map(|week| {
        let (start, end) = week_bounds(calendar, week);
        (week.to_string(), start, end)
    }));
    let interval = |(id, start, end)| Interval {
        id,
        start: rfc3339(start),
        end: rfc3339(end),
    };
    all.into_iter().map(interval).collect()
}
