//! What each quarter files: its snapshot and its record of incidents.

use super::Assembly;
use crate::load::place::Place;
use crate::load::snapshot::{self, Ground};
use crate::load::{counts, incidents};
use crate::model::{IncidentRecord, ObjectiveCounts, Observations, Period, Snapshot};
use std::collections::BTreeMap;

impl Assembly<'_, '_> {
    pub(super) fn snapshots<'g>(
        &'g self,
        ground: impl Fn(Period, &'g str) -> Ground<'g>,
        observations: &mut BTreeMap<String, Observations>,
        counts: &counts::Ground<'_>,
        counted: &mut BTreeMap<String, BTreeMap<Period, ObjectiveCounts>>,
    ) -> BTreeMap<Period, Snapshot> {
        let mut snapshots = BTreeMap::new();
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
                        Some((read, figures, of_objectives))
                    },
                );
                let Some((read, figures, of_objectives)) = read else {
                    continue;
                };
                for (metric, filed) in figures {
                    observations.entry(metric).or_default().add(filed);
                }
                for (objective, counts) in of_objectives {
                    counted.entry(objective).or_default().extend(counts);
                }
                snapshots.extend(read.map(|snapshot| (period, snapshot)));
            }
        }
        snapshots
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
