//! The records that quarters share: risks, what auditors ask for, how able the organisation is, what it
//! tried, what comes round and what it costs; and where each quarter's repair time went.

use super::{Asked, Assembly};
use crate::load::decode::Field;
use crate::load::place::Place;
use crate::load::story::Known;
use crate::load::{business, cadence, compliance, experiments, maturity, quality, risks};
use crate::model::{
    Business, Compliance, Experiment, Maturity, Period, QualityRecord, Rhythm, Risk,
};
use std::collections::BTreeMap;

impl<'s> Assembly<'s, '_> {
    pub(super) fn risks(&self, known: &Known<'_>, asked: Option<Asked<'_>>) -> Option<Vec<Risk>> {
        let file = self.at(Place::Risks).filter(|file| file.readable)?;
        self.problems.within(file.file, || {
            let node = self.trees.document(file.file, self.problems)?;
            let root = Field::root("file", node, self.problems);
            let risks = risks::read(root, known);
            if let Some((narratives, published)) = asked {
                risks::tell_unknown_decisions(&risks, narratives, published, self.problems);
            }
            Some(risks)
        })
    }

    pub(super) fn compliance(&self, known: &Known<'_>) -> Option<Compliance> {
        self.yaml(self.at(Place::Compliance)?, |root| {
            compliance::read(root, known)
        })
    }

    pub(super) fn maturity(&self, ground: &maturity::Ground<'_>) -> Option<Maturity> {
        self.yaml(self.at(Place::Maturity)?, |root| {
            maturity::read(root, ground)
        })
    }

    pub(super) fn experiments(&self, known: &Known<'_>) -> Option<Vec<Experiment>> {
        self.list(Place::Experiments, |root| experiments::read(root, known))
    }

    pub(super) fn cadence(&self, known: &Known<'_>) -> Option<Vec<Rhythm>> {
        self.list(Place::Cadence, |root| cadence::read(root, known))
    }

    pub(super) fn business(&self, known: &Known<'_>) -> Option<Business> {
        self.yaml(self.at(Place::Business)?, |root| {
            business::read(root, known)
        })
    }

    /// Rework and defects by quarter.
    pub(super) fn quality<'g>(
        &self,
        ground: impl Fn(Period) -> quality::Ground<'g>,
    ) -> BTreeMap<Period, QualityRecord> {
        let mut records = BTreeMap::new();
        for file in &self.files {
            if let Place::Quality(period) = file.place {
                let read = self.again(
                    |memory| &mut memory.quality,
                    file.file,
                    || self.yaml(*file, |root| quality::read(root, &ground(period))),
                );
                records.extend(read.map(|record| (period, record)));
            }
        }
        quality::tell_later(&records, self.problems);
        records
    }

    /// Reads a file that is a list and may be empty.
    fn list<T>(
        &self,
        place: Place<'_>,
        read: impl FnOnce(Field<'_, 's, '_>) -> Vec<T>,
    ) -> Option<Vec<T>> {
        let file = self.at(place).filter(|file| file.readable)?;
        self.problems.within(file.file, || {
            let node = self.trees.document(file.file, self.problems)?;
            Some(read(Field::root("file", node, self.problems)))
        })
    }
}
