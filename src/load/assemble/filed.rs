//! What each quarter files: its snapshot and its record of incidents.

use super::Assembly;
use crate::in_order::in_order;
use crate::load::again::{Figures, OneSnapshot, Snapshots};
use crate::load::place::Place;
use crate::load::snapshot::{self, Ground};
use crate::load::{counts, incidents, small_groups};
use crate::model::{
    Calendar, IncidentRecord, Metric, ObjectiveCounts, Observations, Period, Shared,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Assembly<'_, '_> {
    /// What all snapshots say of these metrics. Scores of few people are withheld.
    pub(super) fn figures<'g>(
        &'g self,
        metrics: &BTreeMap<String, Metric>,
        ground: impl Fn(Period, &'g str) -> Ground<'g>,
        counts: &counts::Ground<'_>,
    ) -> Figures {
        let mut all = Snapshots::new();
        for file in &self.files {
            if let Place::Snapshot(period) = file.place {
                let ground = ground(period, &self.sources.file(file.file).path);
                let read = self.again(
                    |memory| &mut memory.snapshots,
                    file.file,
                    || {
                        let (mut figures, mut of_objectives) = Default::default();
                        let read = self.yaml(*file, |root| {
                            let of = &mut of_objectives;
                            snapshot::read(root, &ground, &mut figures, counts, of)
                        });
                        Some(Arc::new((read, figures, of_objectives)))
                    },
                );
                all.extend(read.map(|read| (period, read)));
            }
        }
        let calendar = counts.calendar;
        let before = self.kept.0;
        let before = before.and_then(|memory| memory.borrow_mut().figures.take());
        let before = before.filter(|(of, by, figures)| {
            let quarters = of.iter().map(|(period, _)| period);
            quarters.eq(all.iter().map(|(period, _)| period))
                && *by == calendar
                && figures.observations.keys().eq(metrics.keys())
        });
        let very = |((_, one), (_, other)): (&(Period, Arc<_>), &(Period, Arc<_>))| {
            Arc::ptr_eq(one, other)
        };
        let figures = match before {
            Some((of, _, figures)) if of.iter().zip(&all).all(very) => figures,
            before => {
                let before = before.map(|(of, _, figures)| (of, figures));
                together(metrics, &all, calendar, before.as_ref())
            }
        };
        if let Some(memory) = self.kept.0 {
            memory.borrow_mut().figures = Some((all, calendar, figures.clone()));
        }
        figures
    }

    pub(super) fn incidents<'g>(
        &'g self,
        ground: impl Fn(Period, &'g str) -> incidents::Ground<'g>,
    ) -> BTreeMap<Period, IncidentRecord> {
        let mut records = BTreeMap::new();
        for file in &self.files {
            if let Place::Incidents(period) = file.place {
                let ground = ground(period, &self.sources.file(file.file).path);
                let read = self.again(
                    |memory| &mut memory.incidents,
                    file.file,
                    || self.yaml(*file, |root| incidents::read(root, &ground)),
                );
                records.extend(read.map(|record| (period, record)));
            }
        }
        records
    }
}

/// What each snapshot says to what they say together. `before` is what snapshots of the same quarters
/// came to by the same calendar: a metric of which all say the same, in the same places, is not put
/// together again.
fn together(
    metrics: &BTreeMap<String, Metric>,
    all: &[(Period, Arc<OneSnapshot>)],
    calendar: Option<Calendar>,
    before: Option<&(Snapshots, Figures)>,
) -> Figures {
    let filed = all.iter().flat_map(|(_, read)| read.1.keys());
    let ids: BTreeSet<&String> = metrics.keys().chain(filed).collect();
    let ids: Vec<&String> = ids.into_iter().collect();
    let again = |id: &String| {
        let (of, figures) = before?;
        let mut pairs = of.iter().zip(all);
        let same = pairs.all(|((_, one), (_, other))| {
            Arc::ptr_eq(one, other) || one.1.get(id) == other.1.get(id)
        });
        figures.observations.get(id).filter(|_| same)
    };
    let observations = in_order(&ids, |id| {
        if let Some(same) = again(id) {
            return ((*id).clone(), same.clone());
        }
        let parts = all.iter().filter_map(|(_, read)| read.1.get(*id));
        let mut filed = Observations::of(parts);
        if let Some(calendar) = &calendar {
            small_groups::observations(&mut filed, calendar);
        }
        ((*id).clone(), Shared::new(filed))
    });
    let mut counted: BTreeMap<String, BTreeMap<Period, ObjectiveCounts>> = BTreeMap::new();
    for (objective, counts) in all.iter().flat_map(|(_, read)| &read.2) {
        let here = counted.entry(objective.clone()).or_default();
        here.extend(
            counts
                .iter()
                .map(|(period, counts)| (*period, counts.clone())),
        );
    }
    let snapshots = all
        .iter()
        .filter_map(|(period, read)| Some((*period, read.0.clone()?)));
    Figures {
        snapshots: snapshots.collect(),
        observations: observations.into_iter().collect(),
        objective_counts: counted.into(),
    }
}
