//! Histories and exports of other programs in, lines of [`events`](crate::events) out, with what was
//! left out. Values in, values out: nothing here reads the disk, runs a program or asks the clock.
//!
//! No name, address, title or message of theirs reaches an event: who did something is a keyed hash
//! ([`Key`]), and of texts only ids, words of the contract and names of services are taken.

mod actor;
mod adapted;
pub mod git;
mod github;
mod gitlab;
mod globs;
mod jira;
mod json;
mod pagerduty;
mod prometheus;
mod reading;
mod refused;
mod statuspage;
mod topics;
mod upptime;
mod words;

pub use actor::Key;
pub use adapted::{Adapted, Told};
pub use github::{Github, github};
pub use gitlab::gitlab;
pub use globs::Globs;
pub use jira::{Jira, jira};
pub use pagerduty::pagerduty;
pub use prometheus::{Prometheus, Unnamed, prometheus};
pub use reading::Source;
pub use statuspage::statuspage;
pub use topics::topics;
pub use upptime::{Change, upptime};

/// Bytes of one file of an export: what is read is held in memory.
pub const FILE_BYTES: u64 = 256 << 20;

/// What every adapter is told beside its source.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Service that the events are of, where the source names none.
    pub service: Option<&'a str>,
    /// Repository that they are of.
    pub repo: Option<&'a str>,
    /// Where it was deployed, failed or probed.
    pub environment: &'a str,
    /// Microseconds since 1970 before which nothing is told.
    pub since: Option<i64>,
    /// What actors are hashed with.
    pub key: &'a Key,
}
