//! How figures came from events: what `collect` was told, what it wrote beside the figures, and the
//! digests by which a later reader sees that neither the query nor the figures changed since.

use super::{EventSource, Filed, Metric, Period, Series, Value, short_digest};
use crate::diag::{Located, Span};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the pack says of collecting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectSettings {
    /// Hours before an incident within which a deployment may be held to have caused it without being
    /// named (metrics.md 1.8: the horizon of attribution is stated with the figures).
    pub horizon_hours: u32,
    /// Environments whose deployments count, as events name them.
    pub environments: Vec<String>,
    /// Hashes of actors that are machines, as the adapters write them.
    pub bots: Vec<String>,
    /// Where its events lie; with none, in the pack's own folder of them.
    pub events: Vec<Located<EventSource>>,
    /// Ids of services of which every sort of event is told wherever any service has it, so that none is a
    /// finding though none was ever read.
    pub watched: Vec<Located<String>>,
}

impl Default for CollectSettings {
    fn default() -> Self {
        Self {
            horizon_hours: 72,
            environments: vec!["production".to_owned()],
            bots: Vec::new(),
            events: Vec::new(),
            watched: Vec::new(),
        }
    }
}

/// How the collected figures of a snapshot were counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collected {
    /// Latest instant whose events count.
    pub as_of: DateTime<Utc>,
    /// Name and version of the engine that ran the queries.
    pub engine: String,
    /// Start of the SHA-256 over the views that the queries read.
    pub views: String,
    /// The horizon of attribution that held.
    pub horizon_hours: u32,
    /// Environments whose deployments counted.
    pub environments: Vec<String>,
    /// Files that were read, by their name.
    pub inputs: BTreeMap<String, CollectedInput>,
    /// What was repaired, dropped, inferred or only counted, by sort.
    pub quality: BTreeMap<String, CollectedQuality>,
    /// Where it is written.
    pub span: Span,
}

/// A file of events that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedInput {
    /// Of the file as it lay on disk, 64 hex digits.
    pub sha256: String,
    /// Events in it.
    pub events: u32,
    /// What the store says of an object, by which the same one can be asked for again.
    pub object: ObjectTag,
}

/// What a store says of an object beside its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObjectTag {
    /// Its entity tag, without quotes.
    pub etag: Option<String>,
    /// Its version, where the store keeps several.
    pub version: Option<String>,
}

impl ObjectTag {
    /// Characters of either.
    pub const LONGEST: usize = 256;

    /// Whether a text may be either: nothing that would have to be escaped anywhere.
    pub fn is_one(text: &str) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:+/=~".contains(c);
        (1..=Self::LONGEST).contains(&text.len()) && text.chars().all(plain)
    }
}

/// One sort of what was not taken as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedQuality {
    /// What was done.
    pub treatment: EventTreatment,
    /// How often.
    pub count: u32,
    /// `file:line` of the first.
    pub first: Option<String>,
}

/// What was done with events that could not be taken as they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventTreatment {
    /// Read as what was evidently meant.
    Repaired,
    /// Not counted.
    Dropped,
    /// Concluded from other events.
    Inferred,
    /// Counted, with a doubt.
    Kept,
}

impl EventTreatment {
    /// Every treatment with its word in files.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("repaired", Self::Repaired),
        ("dropped", Self::Dropped),
        ("inferred", Self::Inferred),
        ("kept", Self::Kept),
    ];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Repaired => "repaired",
            Self::Dropped => "dropped",
            Self::Inferred => "inferred",
            Self::Kept => "kept",
        }
    }
}

/// How the figures of one metric were counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedMetric {
    /// [`Metric::query_fingerprint`] of the query that ran.
    pub query: Located<String>,
    /// Rows that it returned, over all intervals and scopes.
    pub rows: u32,
    /// Failures that the query could hold against none of its parts: the figure is at least as it
    /// stands and at most with all of these. `None` where the query tells of none.
    pub unattributed: Option<u32>,
    /// [`figures_digest`] of what was written.
    pub figures: Located<String>,
    /// [`figures_digest`] of what stands in the snapshot now.
    pub standing: String,
}

impl CollectedMetric {
    /// Whether somebody wrote other figures over those that were collected.
    pub fn is_edited(&self) -> bool {
        self.figures.value != self.standing
    }
}

impl Metric {
    /// The start of the SHA-256 of the query, in which comments and layout do not count; `None`
    /// where no query is filed.
    pub fn query_fingerprint(&self) -> Option<String> {
        let meaning = self.meaning();
        let (_, query) = meaning.into_iter().find(|(key, _)| *key == "query")?;
        Some(short_digest(Sha256::new().chain_update(query)))
    }
}

/// The start of the SHA-256 over the figures of one metric in one quarter, of series that hold no other
/// quarter's: the scopes in order of
/// their name, the organisation first; in each the quarter's figure and then the weeks'. Reasons why a
/// figure is missing are no part of it, so that a person may say them better.
pub fn figures_digest(all: &Series, services: &BTreeMap<String, Series>, period: Period) -> String {
    let mut hash = Sha256::new();
    let scopes = services.iter().map(|(id, series)| (id.as_str(), series));
    for (scope, series) in std::iter::once(("", all)).chain(scopes) {
        let quarter = series.quarters.get(&period);
        let mut lines = Vec::new();
        if let Some(reading) = quarter {
            let value = match reading.filed {
                Filed::Value(value) => Some(value),
                Filed::Missing(_) => None,
            };
            lines.push(format!("quarter {}", told(value)));
        }
        for (week, (value, _)) in &series.weeks {
            lines.push(format!("{week} {}", told(*value)));
        }
        if !lines.is_empty() {
            hash.update(format!("{scope}\n{}\n", lines.join("\n")));
        }
    }
    short_digest(hash)
}

/// A value with everything that was counted for it.
fn told(value: Option<Value>) -> String {
    let optional = |number: Option<u64>| number.map_or_else(String::new, |n| format!(" {n}"));
    let exact = |value: super::Exact| {
        let (part, whole) = value.parts();
        format!("{part}/{whole}")
    };
    match value {
        None => "~".to_owned(),
        Some(Value::Ratio { part, whole }) => format!("ratio {part} {whole}"),
        Some(Value::Quantile { value, n }) => format!("quantile {} {n}", exact(value)),
        Some(Value::Level { value }) => format!("level {}", exact(value)),
        Some(Value::Count { count, exposure }) => format!("count {count}{}", optional(exposure)),
        Some(Value::Score { mean, n, invited }) => {
            format!("score {} {n}{}", exact(mean), optional(invited))
        }
    }
}
