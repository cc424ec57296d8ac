//! What `boardpack-engine` is asked before it is asked for figures: to fetch objects from stores into files;
//! and what stopped it, at the places where the pack names them.

use super::message::EngineFault;
use super::topics;
use crate::diag::{Diagnostic, Span};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Objects to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// [`PROTOCOL`](super::PROTOCOL).
    pub protocol: u32,
    /// Addresses, in the order in which they are named.
    pub fetch: Vec<FetchSource>,
    /// Folder that is empty, into which objects are written under names that no store chose. Whoever
    /// asks makes it, and removes it afterwards.
    pub folder: PathBuf,
    /// What the run may fetch.
    pub limits: FetchLimits,
}

/// An address of objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchSource {
    /// As [`ObjectUrl`](crate::model::ObjectUrl) reads it.
    pub url: String,
    /// Whether a person typed it, and no file of the pack did: that person may mean this machine.
    pub typed: bool,
}

/// What a run may fetch. Wall time is held by whoever started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchLimits {
    /// Objects of all sources.
    pub objects: u64,
    /// Keys of one source that are looked at to find them.
    pub keys: u64,
    /// Mebibytes of all of them on disk.
    pub disk_mb: u64,
    /// Seconds in which a store says something, or is given up.
    pub silence_seconds: u64,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            objects: 10_000,
            keys: 100_000,
            disk_mb: 65_536,
            silence_seconds: 30,
        }
    }
}

/// Faults of fetching as diagnostics: `places` tells of each source where the pack names it.
pub fn source_faults(faults: &[EngineFault], places: &[Option<Span>]) -> Vec<Diagnostic> {
    let one = |fault: &EngineFault| {
        let topic = topics::of(&fault.code);
        let topic = topic.as_ref().unwrap_or(topics::ENDED);
        let place = fault
            .source
            .and_then(|at| places.get(at).copied().flatten());
        let problem = match place {
            Some(span) => topic.at(span, fault.message.as_str()),
            None => topic.nowhere(fault.message.as_str()),
        };
        problem.help(fault.help.as_str())
    };
    faults.iter().map(one).collect()
}
