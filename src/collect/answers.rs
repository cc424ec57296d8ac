//! What the engine answered, put in order as it comes.

use super::message::Message;
use super::request::Scope;
use crate::model::{CollectedInput, CollectedQuality, EventTreatment, ObjectTag};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The columns of a row beside its service.
pub(super) type Values = BTreeMap<String, Option<String>>;

/// From when to when.
pub(super) type Bounds = (DateTime<Utc>, DateTime<Utc>);

/// Everything that was heard of a run.
#[derive(Debug, Default)]
pub struct Answers {
    pub(super) inputs: BTreeMap<String, CollectedInput>,
    pub(super) quality: BTreeMap<String, CollectedQuality>,
    /// What stores said of objects, by their label.
    objects: BTreeMap<String, ObjectTag>,
    /// Time of the earliest event of all.
    pub(super) earliest: Option<DateTime<Utc>>,
    /// Time of the latest.
    latest: Option<DateTime<Utc>>,
    /// From when to when events of a kind were seen, by service and kind.
    pub(super) coverage: BTreeMap<String, BTreeMap<String, Bounds>>,
    /// By metric, interval and scope: the row of each service.
    pub(super) rows: BTreeMap<(String, String, Scope), BTreeMap<String, Values>>,
    pub(super) engine: String,
    pub(super) as_of: Option<DateTime<Utc>>,
    pub(super) counts: BTreeMap<String, u64>,
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(text).ok();
    read.map(|at| at.to_utc())
}

fn whole(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Answers {
    /// Takes in one message. Progress is for whoever watches, and faults end a run.
    pub fn hear(&mut self, message: Message) {
        match message {
            Message::Progress { .. }
            | Message::Fault(_)
            | Message::Passed { .. }
            | Message::Fetched { .. } => {}
            // What a store calls it, nothing else may call it in a snapshot.
            Message::Object {
                label,
                etag,
                version,
                ..
            } => {
                let told = |tag: Option<String>| tag.filter(|tag| ObjectTag::is_one(tag));
                let (etag, version) = (told(etag), told(version));
                self.objects.insert(label, ObjectTag { etag, version });
            }
            Message::Input {
                label,
                sha256,
                events,
                first,
                last,
            } => {
                let first = first.as_deref().and_then(instant);
                let last = last.as_deref().and_then(instant);
                self.latest = self.latest.max(last);
                self.earliest = match (self.earliest, first) {
                    (Some(one), Some(two)) => Some(one.min(two)),
                    (one, two) => one.or(two),
                };
                let events = whole(events);
                let object = self.objects.remove(&label).unwrap_or_default();
                let input = CollectedInput {
                    sha256,
                    events,
                    object,
                };
                self.inputs.insert(label, input);
            }
            Message::Quality {
                what,
                treatment,
                count,
                first,
            } => self.doubt(what, &treatment, count, first),
            Message::Coverage {
                service,
                kind,
                from,
                to,
                ..
            } => {
                if let (Some(from), Some(to)) = (instant(&from), instant(&to)) {
                    let of_service = self.coverage.entry(service).or_default();
                    of_service.insert(kind, (from, to));
                }
            }
            Message::Row {
                metric,
                interval,
                scope,
                service,
                values,
            } => {
                let rows = self.rows.entry((metric, interval, scope)).or_default();
                rows.insert(service, values);
            }
            Message::Done {
                engine,
                as_of,
                rows,
                ..
            } => {
                self.engine = engine;
                self.as_of = as_of.as_deref().and_then(instant);
                self.counts = rows;
            }
        }
    }

    fn doubt(&mut self, what: String, treatment: &str, count: u64, first: Option<String>) {
        let known = EventTreatment::WORDS
            .iter()
            .find(|(word, _)| *word == treatment);
        let treatment = known.map_or(EventTreatment::Kept, |(_, treatment)| *treatment);
        let sort = self.quality.entry(what).or_insert(CollectedQuality {
            treatment,
            count: 0,
            first: None,
        });
        sort.count = sort.count.saturating_add(whole(count));
        if sort.first.is_none() {
            sort.first = first;
        }
    }

    /// Goes on without the answers to some queries, to see what else is wrong: nothing is written of it.
    pub fn without(&mut self, queries: &[&str]) {
        self.as_of = self.as_of.or(self.latest);
        self.rows
            .retain(|(metric, ..), _| !queries.contains(&metric.as_str()));
    }

    /// The row of a service; `None` where the query returned none.
    pub(super) fn row(
        &self,
        metric: &str,
        interval: &str,
        scope: Scope,
        service: &str,
    ) -> Option<&Values> {
        let rows = self
            .rows
            .get(&(metric.to_owned(), interval.to_owned(), scope))?;
        rows.get(service)
    }

    /// Every row of a metric, with its interval, scope and service.
    pub(super) fn rows_of<'a>(
        &'a self,
        metric: &'a str,
    ) -> impl Iterator<Item = (&'a str, Scope, &'a str, &'a Values)> {
        let of = self.rows.iter().filter(move |((own, ..), _)| own == metric);
        of.flat_map(|((_, interval, scope), rows)| {
            let rows = rows.iter();
            rows.map(move |(service, values)| (interval.as_str(), *scope, service.as_str(), values))
        })
    }
}
