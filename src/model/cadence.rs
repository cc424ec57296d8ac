//! The rhythm in which figures are looked at: meetings and reviews that come round, and how often
//! they were held.

use super::{Audience, Period, RecordPart, Text};
use crate::diag::Located;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How often something comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Beat {
    Weekly,
    Monthly,
    Quarterly,
    AfterIncident,
}

impl Beat {
    /// The word for it in a pack.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::AfterIncident => "after-incident",
        }
    }

    /// Whether the pack itself records how often it was kept: in its locks, or in its record of
    /// incidents. What it records is computed and never written by hand.
    pub const fn is_recorded(self) -> bool {
        matches!(self, Self::Quarterly | Self::AfterIncident)
    }
}

/// Something that is done again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    /// Name in the file.
    pub id: Located<String>,
    /// As people call it.
    pub name: Text,
    /// How often.
    pub beat: Located<Beat>,
    /// Role that calls it.
    pub owner: Located<String>,
    /// What is done.
    pub does: Text,
    /// Metrics that are looked at.
    pub looks_at: Vec<Located<String>>,
    /// First day; nothing is planned before it.
    pub since: Located<NaiveDate>,
    /// How often it was held in a quarter; empty where the pack records that itself.
    pub held: BTreeMap<Period, Located<u32>>,
    /// Who may see it.
    pub audience: Audience,
}

impl Rhythm {
    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> [(RecordPart, &Text); 2] {
        [
            (RecordPart::RhythmName, &self.name),
            (RecordPart::Does, &self.does),
        ]
    }
}
