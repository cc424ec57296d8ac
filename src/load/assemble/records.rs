//! The records that quarters share: risks, what auditors ask for, and how able the organisation is.

use super::{Asked, Assembly};
use crate::load::decode::Field;
use crate::load::place::Place;
use crate::load::story::Known;
use crate::load::{compliance, maturity, risks, yaml};
use crate::model::{Compliance, Maturity, Risk};

impl Assembly<'_, '_> {
    pub(super) fn risks(&self, known: &Known<'_>, asked: Option<Asked<'_>>) -> Option<Vec<Risk>> {
        let file = self.at(Place::Risks).filter(|file| file.readable)?;
        self.problems.within(file.file, || {
            let node = yaml::read(self.stretch(file.file), self.problems)?;
            let root = Field::root("file", &node, self.problems);
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
}
