//! Counts of what the contract does not know: kinds and fields by name, each with its first place.
//! Kept small whatever comes in.

use super::event::{Event, KindName};
use std::collections::BTreeMap;

/// Names that are told one by one; what comes after is counted under one name.
const NAMES: usize = 200;

/// What the names beyond the limit are counted under.
const MORE: &str = "…";

/// How often, and where first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// Line of the first, from 1.
    pub line: u64,
}

/// What was read of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events, of whatever kind.
    pub events: u64,
    /// Earliest and latest `ts`, in microseconds since 1970.
    pub span: Option<(i64, i64)>,
    /// Kinds that are not of the contract.
    pub kinds: BTreeMap<String, Seen>,
    /// Fields that are not of the contract.
    pub fields: BTreeMap<String, Seen>,
}

impl Tally {
    /// Counts an event.
    pub fn count(&mut self, event: &Event<'_>) {
        self.events += 1;
        let (first, last) = self.span.unwrap_or((event.ts, event.ts));
        self.span = Some((first.min(event.ts), last.max(event.ts)));
        if let KindName::Unknown(name) = &event.kind {
            add(
                &mut self.kinds,
                name,
                Seen {
                    count: 1,
                    line: event.line,
                },
            );
        }
        for name in &event.unknown {
            add(
                &mut self.fields,
                name,
                Seen {
                    count: 1,
                    line: event.line,
                },
            );
        }
    }

    /// Counts events by the earliest and the latest of them.
    pub fn add(&mut self, events: u64, span: (i64, i64)) {
        self.merge(&Self {
            events,
            span: Some(span),
            ..Self::default()
        });
    }

    /// Counts events of a kind that is not of the contract.
    pub fn kind(&mut self, name: &str, seen: Seen) {
        add(&mut self.kinds, name, seen);
    }

    /// Counts events with a field that is not of the contract.
    pub fn field(&mut self, name: &str, seen: Seen) {
        add(&mut self.fields, name, seen);
    }

    /// Adds what was counted of another part of the same file.
    pub fn merge(&mut self, other: &Self) {
        self.events += other.events;
        self.span = match (self.span, other.span) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
        for (name, seen) in &other.kinds {
            add(&mut self.kinds, name, *seen);
        }
        for (name, seen) in &other.fields {
            add(&mut self.fields, name, *seen);
        }
    }
}

fn add(names: &mut BTreeMap<String, Seen>, name: &str, seen: Seen) {
    let name = if names.len() < NAMES || names.contains_key(name) {
        name
    } else {
        MORE
    };
    match names.get_mut(name) {
        Some(there) => {
            there.count += seen.count;
            there.line = there.line.min(seen.line);
        }
        None => {
            names.insert(name.chars().take(100).collect(), seen);
        }
    }
}
