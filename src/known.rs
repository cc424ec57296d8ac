//! A pack to the packs that each published quarter knew: what was restated after it went to the Board
//! is undone, and metrics that were defined later are not there. Figures only; judges nothing.
//!
//! A published quarter is history: its pages are made from what was known on its day, whatever has
//! been corrected since. A quarter that is not published, and every page that belongs to no quarter,
//! knows everything.

use crate::diag::Located;
use crate::model::{Filed, Pack, Period, Publication, Reading, Restatement, Series};
use chrono::NaiveDate;
use std::collections::BTreeMap;

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
        let mut states: Vec<(usize, Vec<&str>)> = Vec::new();
        let mut earlier = Vec::new();
        let mut of = BTreeMap::new();
        for (&period, lock) in &today.published {
            let known = known_on(&today.restatements, lock.published.value);
            let strange = strange(today, lock);
            if known == today.restatements.len() && strange.is_empty() {
                continue;
            }
            let state = (known, strange);
            let at = states.iter().position(|other| *other == state);
            let at = at.unwrap_or_else(|| {
                earlier.push(rewound(today, known, &state.1));
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

/// How many restatements, oldest first, were known on a day.
pub fn known_on(restatements: &[Restatement], day: NaiveDate) -> usize {
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

fn rewound(today: &Pack, known: usize, strange: &[&str]) -> Pack {
    let mut pack = today.clone();
    for entry in today.restatements[known..].iter().rev() {
        undo(&mut pack, entry);
    }
    pack.restatements.truncate(known);
    let stays = |id: &str| !strange.contains(&id);
    pack.metrics.retain(|id, _| stays(id));
    pack.observations.retain(|id, _| stays(id));
    for pane in &mut pack.settings.dashboard {
        pane.others.retain(|row| stays(&row.metric.value));
    }
    pack
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
