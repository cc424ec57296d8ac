//! Changes of tickets to when work on them began and ended: those that stand with the ticket, and those
//! that Jira answers apart.

use super::Jira;
use crate::adapters::json::{Node, Object};
use crate::adapters::reading::Reading;
use std::cell::Cell;
use std::collections::BTreeMap;

/// By the id of a status, its category: `new`, `indeterminate` or `done` in every language.
#[derive(Debug, Default)]
pub(super) struct Statuses(BTreeMap<String, String>);

impl Statuses {
    /// Takes a status from the list of all; whether it is one.
    pub(super) fn take(&mut self, object: &Object<'_>) -> bool {
        let category = object.text("statusCategory.key");
        let (Some(id), Some(category)) = (object.text("id"), category) else {
            return false;
        };
        self.0.insert(id.into_owned(), category.into_owned());
        true
    }
}

/// What of a workflow means what.
pub(super) struct Means<'a> {
    pub(super) how: Jira<'a>,
    pub(super) statuses: Statuses,
}

impl Means<'_> {
    /// Whether work begins, and whether it ends, with a change to a status.
    fn of(&self, item: &Object<'_>) -> (bool, bool) {
        let name = item.text("toString").unwrap_or_default();
        let id = item.text("to").unwrap_or_default();
        let category = self.statuses.0.get(&*id).map(String::as_str);
        let is = |names: &[String]| names.iter().any(|own| own.eq_ignore_ascii_case(&name));
        (
            is(self.how.started) || category == Some("indeterminate"),
            is(self.how.done) || category == Some("done"),
        )
    }
}

/// What the changes of a ticket say.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Begun {
    /// When it first was in a status in which work has begun.
    pub(super) started: Option<i64>,
    /// When it last came to one in which it is finished.
    pub(super) done: Option<i64>,
}

impl Begun {
    /// Takes what changes say.
    pub(super) fn take(
        &mut self,
        entries: Vec<Node<'_>>,
        means: &Means<'_>,
        reading: &mut Reading<'_>,
    ) {
        for entry in entries.into_iter().filter_map(Node::object) {
            let items = entry.items("items");
            let items = items.into_iter().filter_map(Node::object);
            for item in items.filter(|item| item.text("field").as_deref() == Some("status")) {
                let (starts, ends) = means.of(&item);
                if !starts && !ends {
                    continue;
                }
                let Some(ts) = when(&entry, reading) else {
                    continue;
                };
                self.join(Some(Self {
                    started: starts.then_some(ts),
                    done: ends.then_some(ts),
                }));
            }
        }
    }

    /// Takes what others said.
    pub(super) fn join(&mut self, other: Option<Self>) {
        let Some(other) = other else { return };
        self.started = match (self.started, other.started) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        self.done = self.done.max(other.done);
    }
}

/// When a change was made: a time as elsewhere, or milliseconds since 1970, as the bulk answer has them.
fn when(entry: &Object<'_>, reading: &mut Reading<'_>) -> Option<i64> {
    let text = entry.text("created");
    let millis = text.as_deref().and_then(|text| text.parse::<i64>().ok());
    match millis {
        Some(millis) => millis.checked_mul(1_000),
        None => reading.needed_time(entry, "created"),
    }
}

/// The changes that were answered apart, by the key or id of their ticket.
#[derive(Debug, Default)]
pub(super) struct Logs<'a> {
    kept: Vec<(String, Node<'a>)>,
    told: BTreeMap<String, (Begun, Cell<bool>)>,
}

impl<'a> Logs<'a> {
    /// Keeps an answer of changes alone; whether it is one.
    pub(super) fn keep(&mut self, object: &Object<'a>) -> bool {
        let (of, entries) = if object.has("issueId") && object.has("changeHistories") {
            let of = object.text("issueId").map(|id| id.into_owned());
            (of, object.get("changeHistories"))
        } else {
            // A page of the changes of one ticket names that in its own address alone.
            let address = object.text("self").unwrap_or_default();
            let of = address.split_once("/issue/");
            let Some((of, rest)) = of.and_then(|(_, rest)| rest.split_once('/')) else {
                return false;
            };
            if !rest.starts_with("changelog") || !object.has("values") {
                return false;
            }
            (Some(of.to_owned()), object.get("values"))
        };
        self.kept.extend(of.zip(entries));
        true
    }

    /// Reads what was kept, when it is known what a status means.
    pub(super) fn read(&mut self, means: &Means<'_>, reading: &mut Reading<'_>) {
        for (of, entries) in std::mem::take(&mut self.kept) {
            let (begun, _) = self.told.entry(of).or_default();
            begun.take(entries.items().unwrap_or_default(), means, reading);
        }
    }

    /// Whether there are changes of a ticket.
    pub(super) fn has(&self, object: &Object<'_>) -> bool {
        self.find(object).is_some()
    }

    /// What the changes of a ticket say.
    pub(super) fn of(&self, object: &Object<'_>) -> Option<Begun> {
        let (begun, used) = self.find(object)?;
        used.set(true);
        Some(*begun)
    }

    fn find(&self, object: &Object<'_>) -> Option<&(Begun, Cell<bool>)> {
        let names = ["id", "key"];
        names
            .iter()
            .find_map(|name| self.told.get(&*object.text(name)?))
    }

    /// Tells which belonged to no ticket.
    pub(super) fn done(&self, reading: &mut Reading<'_>) {
        for (_, used) in self.told.values() {
            if !used.get() {
                reading.left_out("changes of tickets that are not in the files");
            }
        }
    }
}
