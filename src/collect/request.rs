//! What `boardpack-engine` is asked: one JSON object on its standard input.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything that one run needs; nothing else reaches the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// [`PROTOCOL`](super::PROTOCOL).
    pub protocol: u32,
    /// Files of events, in the order in which ties between events are broken.
    pub inputs: Vec<Input>,
    /// Ids of the pack's services; with none, every name that is told is one.
    pub services: Vec<String>,
    /// Other names of services, and names of repositories that hold one service alone.
    pub aliases: Vec<Alias>,
    /// Environments that count as production, in lower case.
    pub environments: Vec<String>,
    /// Hashes of actors that are machines.
    pub bots: Vec<String>,
    /// How long before an incident a deployment may lie to be blamed for it without being named.
    pub horizon_seconds: u64,
    /// Zone of the pack, as `$zone`.
    pub zone: String,
    /// Events later than this RFC 3339 time are left out and counted; the latest event's if not told.
    pub as_of: Option<String>,
    /// Views in the order in which they are made; each may name those before it.
    pub views: Vec<Query>,
    /// Stretches of time for which every metric is asked.
    pub intervals: Vec<Interval>,
    /// The metrics' queries.
    pub metrics: Vec<Query>,
    /// In which scopes they are asked.
    pub scopes: Vec<Scope>,
    /// What the run may use.
    pub limits: Limits,
    /// Scheduler of a distributed engine; none runs everything here.
    pub engine_url: Option<String>,
    /// Folder that is empty and the engine's own, for what does not fit into memory. Whoever asks
    /// makes it, and removes it afterwards.
    pub temp: PathBuf,
}

/// A file of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is called in messages and in the snapshot: relative, with `/`.
    pub label: String,
    /// How events are written in it.
    pub format: InputFormat,
    /// How the whole file is compressed.
    pub compression: Compression,
}

/// How events are written in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputFormat {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values under a head.
    Csv,
    /// Apache Parquet, one column a field.
    Parquet,
}

/// How a whole file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gz,
    /// Zstandard.
    Zst,
    /// bzip2.
    Bz2,
    /// xz.
    Xz,
}

impl InputFormat {
    /// Every format with the ending of its files.
    pub const ENDINGS: &'static [(&'static str, Self)] = &[
        ("jsonl", Self::Jsonl),
        ("ndjson", Self::Jsonl),
        ("csv", Self::Csv),
        ("parquet", Self::Parquet),
    ];
}

impl Compression {
    /// Every compression with the ending that it adds.
    pub const ENDINGS: &'static [(&'static str, Self)] = &[
        ("gz", Self::Gz),
        ("zst", Self::Zst),
        ("bz2", Self::Bz2),
        ("xz", Self::Xz),
    ];
}

/// What a file is by the end of its name; `None` where that tells nothing. Parquet compresses its own
/// columns and is never compressed as a whole.
pub fn kind_of(name: &str) -> Option<(InputFormat, Compression)> {
    let name = name.to_ascii_lowercase();
    let (stem, ending) = name.rsplit_once('.')?;
    let packed = Compression::ENDINGS.iter().find(|(end, _)| *end == ending);
    let (ending, compression) = match packed {
        Some((_, compression)) => (stem.rsplit_once('.')?.1, *compression),
        None => (ending, Compression::None),
    };
    let (_, format) = InputFormat::ENDINGS
        .iter()
        .find(|(end, _)| *end == ending)?;
    let whole = *format == InputFormat::Parquet && compression != Compression::None;
    (!whole).then_some((*format, compression))
}

/// Another name of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// As events tell it.
    pub name: String,
    /// Id of the service.
    pub service: String,
}

/// A stretch of time, half open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// What rows call it, such as `quarter` or `2026-W27`.
    pub id: String,
    /// First instant of it, RFC 3339.
    pub start: String,
    /// First instant behind it, RFC 3339.
    pub end: String,
}

/// A query by its name: of a view, or of a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Name of the view, id of the metric.
    pub id: String,
    /// One `select`, or `with … select`.
    pub sql: String,
}

/// What `service` says in the views of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The service's id.
    Service,
    /// `all`, so that durations are pooled.
    All,
}

/// What a run may use. Wall time is held by whoever started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Memory of queries in mebibytes; beyond it they spill to the temporary folder, or fail.
    pub memory_mb: u64,
    /// Mebibytes on disk of what is spilled and of what is kept of events.
    pub disk_mb: u64,
    /// Rows that one query may return.
    pub rows: u64,
    /// Threads; 0 takes as many as the machine has, at most 8. Answers do not depend on it.
    pub threads: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_mb: 2048,
            disk_mb: 65_536,
            rows: 100_000,
            threads: 0,
        }
    }
}

/// The mapping of a request's aliases.
impl Request {
    /// Services by every name that leads to one.
    pub fn names(&self) -> BTreeMap<&str, &str> {
        let aliases = self
            .aliases
            .iter()
            .map(|a| (a.name.as_str(), a.service.as_str()));
        // A service's own id leads to itself, whatever an alias says.
        let own = self.services.iter().map(|id| (id.as_str(), id.as_str()));
        aliases.chain(own).collect()
    }
}
