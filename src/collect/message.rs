//! What `boardpack-engine` answers: one JSON object a line on its standard output, the last of them
//! `done` or `fault`.

use super::request::Scope;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Message {
    /// How far a stage is.
    Progress {
        /// `fetch`, `read`, `views` or `metrics`.
        stage: String,
        /// Bytes fetched, bytes read, views made, queries answered.
        done: u64,
        /// Of how many.
        total: u64,
    },
    /// What stops the run; several for events that are wrong in several places.
    Fault(EngineFault),
    /// What was read of a file.
    Input {
        /// Its label.
        label: String,
        /// SHA-256 of the file as it lies on disk, in hex.
        sha256: String,
        /// Events in it.
        events: u64,
        /// Time of the earliest event, RFC 3339 in UTC.
        first: Option<String>,
        /// Time of the latest.
        last: Option<String>,
    },
    /// An object that was fetched.
    Object {
        /// What it is called: its address.
        label: String,
        /// Name of the file that holds its bytes, in the folder of the request.
        file: String,
        /// How many bytes.
        bytes: u64,
        /// Entity tag that the store gave, without quotes.
        etag: Option<String>,
        /// Version that the store gave.
        version: Option<String>,
    },
    /// An object whose name does not look like events, which was left where it is.
    Passed {
        /// Its address.
        label: String,
    },
    /// All objects were fetched.
    Fetched {
        /// How many.
        objects: u64,
        /// Bytes of all.
        bytes: u64,
    },
    /// What was repaired, dropped, inferred or only counted.
    Quality {
        /// Kebab-case, such as `duplicate-deployment`.
        what: String,
        /// `repaired`, `dropped`, `inferred` or `kept`.
        treatment: String,
        /// How often.
        count: u64,
        /// `file:line` of the first.
        first: Option<String>,
    },
    /// From when to when a kind of event was seen of a service.
    Coverage {
        /// Id of the service.
        service: String,
        /// Kind of event.
        kind: String,
        /// Time of the earliest, RFC 3339 in UTC.
        from: String,
        /// Time of the latest.
        to: String,
        /// How many.
        count: u64,
    },
    /// A row that a metric's query returned.
    Row {
        /// Id of the metric.
        metric: String,
        /// Id of the interval.
        interval: String,
        /// In which scope it was asked.
        scope: Scope,
        /// What the column `service` says.
        service: String,
        /// The other columns: a number as its shortest exact decimal, null for none.
        values: BTreeMap<String, Option<String>>,
    },
    /// Everything was answered.
    Done {
        /// Name and version of the engine.
        engine: String,
        /// Latest instant that counts, RFC 3339 in UTC; `None` where no event was read.
        as_of: Option<String>,
        /// Events in the views' table, those dropped by the reader not counted.
        events: u64,
        /// Rows by metric.
        rows: BTreeMap<String, u64>,
    },
}

/// What stops a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineFault {
    /// One of [`codes`], or a topic of [`events::topics`](crate::events::topics).
    pub code: String,
    /// Which metric's query, or `view NAME`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub query: Option<String>,
    /// Where: in the query's text, or in the input.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Place>,
    /// Which source of a request to fetch, from 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<usize>,
    /// What is: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A place in an input or in a query's text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Label of the input; `None` in a query's text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub input: Option<String>,
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
}

/// What can be wrong beside the events themselves.
pub mod codes {
    /// The request is none, or of another version.
    pub const REQUEST: &str = "engine-request";
    /// A file cannot be read, or is not what its name says.
    pub const INPUT: &str = "engine-input";
    /// A query is no single `select`, names what is not there, or fails on the data.
    pub const QUERY: &str = "engine-query";
    /// A query's columns are not those of a metric.
    pub const COLUMNS: &str = "engine-columns";
    /// A query returned more rows than it may.
    pub const ROWS: &str = "engine-rows";
    /// A query needs more memory or disk than it may use.
    pub const MEMORY: &str = "engine-memory";
    /// The run took longer than it may.
    pub const TIME: &str = "engine-time";
    /// The program ended without a word.
    pub const ENDED: &str = "engine-ended";
    /// The program is not there.
    pub const MISSING: &str = "engine-missing";
    /// A store refuses, does not answer, or not as one.
    pub const STORE: &str = "engine-store";
    /// What a store holds is not what can be read: too much, nothing, or not the same any more.
    pub const OBJECT: &str = "engine-object";
    /// The program was built without what reads stores.
    pub const STORES: &str = "engine-without-stores";
    /// A distributed engine cannot be reached.
    pub const REMOTE: &str = "engine-remote";
}
