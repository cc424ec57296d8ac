//! A pack to the packs that each published quarter knew: what was restated after it went to the Board
//! is undone, metrics and services that came later are not there, and settings, services, metrics,
//! marks and terms are those that its lock keeps. Judges nothing.
//!
//! A published quarter is history: its pages are made from what was known on its day, whatever has
//! been corrected since. A quarter that is not published, and every page that belongs to no quarter,
//! knows everything.

use crate::diag::Located;
use crate::model::{
    Filed, Pack, Period, Publication, Reading, RecordRestatement, Restatement, Series,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A pack, and what it was to each published quarter.
#[derive(Debug)]
pub struct Known<'p> {
    today: &'p Pack,
    earlier: Vec<Pack>,
    of: BTreeMap<Period, usize>,
}

impl<'p> Known<'p> {
    /// Undoes what came later, once for each state of knowledge.
    pub fn of(today: &'p Pack) -> Self {
        let mut states: Vec<State<'_>> = Vec::new();
        let mut earlier = Vec::new();
        let mut of = BTreeMap::new();
        for (&period, lock) in &today.published {
            let day = lock.published.value;
            let known = known_on(&today.restatements, day);
            let of_records = records_known_on(&today.restated_records, day);
            let strange = strange(today, lock);
            let past = today.past.get(&period);
            let all =
                known == today.restatements.len() && of_records == today.restated_records.len();
            if all && strange.is_empty() && past.is_none() {
                continue;
            }
            let state = State {
                known,
                of_records,
                strange,
                past,
            };
            let at = states.iter().position(|other| other.is(&state));
            let at = at.unwrap_or_else(|| {
                earlier.push(rewound(today, &state));
                states.push(state);
                earlier.len() - 1
            });
            of.insert(period, at);
        }
        Self { today, earlier, of }
    }

    /// The pack with everything that is known.
    pub fn today(&self) -> &'p Pack {
        self.today
    }

    /// The pack as a quarter knew it.
    pub fn to(&self, period: Period) -> &Pack {
        let earlier = self.of.get(&period).and_then(|at| self.earlier.get(*at));
        earlier.unwrap_or(self.today)
    }

    /// Each earlier state of knowledge with the quarters that have it.
    pub fn earlier(&self) -> impl Iterator<Item = (&Pack, Vec<Period>)> {
        self.earlier.iter().enumerate().map(|(state, pack)| {
            let quarters = self.of.iter().filter(move |(_, at)| **at == state);
            (pack, quarters.map(|(period, _)| *period).collect())
        })
    }
}

/// What some published quarters knew.
struct State<'p> {
    /// How many restatements.
    known: usize,
    /// How many restatements of records.
    of_records: usize,
    /// Metrics of today that they did without.
    strange: Vec<&'p str>,
    /// What is shared by quarters, where it was not what it is today.
    past: Option<&'p Arc<Pack>>,
}

impl State<'_> {
    fn is(&self, other: &Self) -> bool {
        let same = match (self.past, other.past) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        same && (self.known, self.of_records) == (other.known, other.of_records)
            && self.strange == other.strange
    }
}

/// How many restatements, oldest first, were known on a day.
pub fn known_on(restatements: &[Restatement], day: NaiveDate) -> usize {
    restatements.partition_point(|entry| entry.date <= day)
}

/// The same of records.
pub fn records_known_on(restatements: &[RecordRestatement], day: NaiveDate) -> usize {
    restatements.partition_point(|entry| entry.date <= day)
}

/// Metrics that a quarter was published without. One that leads a pane of the dashboard stays: a
/// pane without its headline is none.
fn strange<'p>(pack: &'p Pack, lock: &Publication) -> Vec<&'p str> {
    let leads = |id: &str| {
        let panes = &pack.settings.dashboard;
        panes.iter().any(|pane| pane.headline.metric.value == id)
    };
    let ids = pack.metrics.keys().map(String::as_str);
    ids.filter(|id| !lock.metrics.contains_key(*id) && !leads(id))
        .collect()
}

fn rewound(today: &Pack, state: &State<'_>) -> Pack {
    let mut pack = today.clone();
    for entry in today.restatements[state.known..].iter().rev() {
        undo(&mut pack, entry);
    }
    pack.restatements.truncate(state.known);
    pack.restated_records.truncate(state.of_records);
    pack.past = BTreeMap::new();
    if let Some(past) = state.past {
        as_shared(&mut pack, past);
    }
    as_noted(&mut pack);
    let stays = |id: &str| !state.strange.contains(&id);
    if !state.strange.is_empty() {
        pack.metrics.retain(|id, _| stays(id));
    }
    pack.observations.retain(|id, _| stays(id));
    for pane in &mut pack.settings.dashboard {
        pane.others.retain(|row| stays(&row.metric.value));
    }
    pack
}

/// Puts back what the snapshots of published quarters told of their figures.
fn as_noted(pack: &mut Pack) {
    for (period, lock) in &pack.published {
        for (id, then) in &lock.metrics {
            let Some(filed) = pack.observations.get_mut(id) else {
                continue;
            };
            let now = filed.circumstances.get(period);
            if now.and_then(|now| now.note.as_ref()) == then.note.as_ref() {
                continue;
            }
            if let Some(now) = filed.circumstances.get_mut(period) {
                now.note.clone_from(&then.note);
            } else if then.note.is_some() {
                let now = filed.circumstances.entry(*period).or_default();
                now.note.clone_from(&then.note);
            }
        }
    }
}

/// Puts back what quarters share. Figures of a service that there was not yet go with it; those of one
/// that had gone by then are history of the whole.
fn as_shared(pack: &mut Pack, past: &Pack) {
    let later: BTreeSet<String> = pack
        .services
        .iter()
        .map(|service| service.id.value.clone())
        .filter(|id| past.service(id).is_none())
        .collect();
    for filed in pack.observations.values_mut() {
        if filed.services.keys().any(|id| later.contains(id)) {
            filed.services.retain(|id, _| !later.contains(id));
        }
    }
    pack.observations
        .retain(|id, _| past.metrics.contains_key(id));
    pack.settings.clone_from(&past.settings);
    pack.areas.clone_from(&past.areas);
    pack.journeys.clone_from(&past.journeys);
    pack.services.clone_from(&past.services);
    pack.metrics.clone_from(&past.metrics);
    pack.annotations.clone_from(&past.annotations);
    pack.terms.clone_from(&past.terms);
    pack.objectives.clone_from(&past.objectives);
    pack.service_levels.clone_from(&past.service_levels);
    pack.risks.clone_from(&past.risks);
    pack.compliance.clone_from(&past.compliance);
    pack.maturity.clone_from(&past.maturity);
    pack.experiments.clone_from(&past.experiments);
    pack.cadence.clone_from(&past.cadence);
    pack.business.clone_from(&past.business);
    pack.objective_counts.clone_from(&past.objective_counts);
    pack.incidents.clone_from(&past.incidents);
    pack.quality.clone_from(&past.quality);
    let internal = past.internal.iter();
    let more: Vec<_> = internal
        .filter(|(place, inside)| pack.internal.get(place) != Some(inside))
        .map(|(place, inside)| (*place, inside.clone()))
        .collect();
    if !more.is_empty() {
        pack.internal.extend(more);
    }
}

/// Puts back what a figure was before a restatement.
fn undo(pack: &mut Pack, entry: &Restatement) {
    let service = entry.service.as_ref().map(|id| id.value.as_str());
    let lock = pack.published.get(&entry.period.value);
    let lock = lock.and_then(|lock| lock.metrics.get(&entry.metric.value));
    let lock = lock.and_then(|metric| metric.figure(service));
    let filed = pack.observations.entry(entry.metric.value.clone());
    let filed = filed.or_default();
    let series: &mut Series = match service {
        None => &mut filed.all,
        Some(id) => filed.services.entry(id.to_owned()).or_default(),
    };
    if let Some(week) = entry.week {
        let said = lock.is_none_or(|figure| figure.weeks.contains_key(&week));
        if entry.from.is_some() || said {
            let place = series
                .weeks
                .get(&week)
                .map_or(entry.span, |(_, span)| *span);
            series.weeks.insert(week, (entry.from, place));
        } else {
            series.weeks.remove(&week);
        }
        return;
    }
    let period = entry.period.value;
    let now = series.quarters.get(&period);
    let span = now.map_or(entry.span, |reading| reading.span);
    let filed = match entry.from {
        Some(value) => Some(Filed::Value(value)),
        None => lock
            .and_then(|figure| figure.missing.clone())
            .map(Filed::Missing),
    };
    let as_published = lock.filter(|figure| figure.value == entry.from);
    let estimated = as_published.map_or_else(
        || now.is_some_and(|reading| reading.estimated),
        |figure| figure.estimated,
    );
    let as_of = as_published.map_or_else(
        || now.and_then(|reading| reading.as_of),
        |figure| figure.as_of.map(|day| Located::new(day, figure.span)),
    );
    match filed {
        Some(filed) => {
            let reading = Reading {
                filed,
                estimated,
                as_of,
                span,
            };
            series.quarters.insert(period, reading);
        }
        None => {
            series.quarters.remove(&period);
        }
    }
}
