//! Whether nothing is zero: where a query returns no row for a service, nothing happened there only if
//! anybody would have seen it.

use super::answers::{Answers, Bounds};
use super::plan::Plan;
use crate::diag::Located;
use crate::model::{Observations, Period, query_words};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// The kinds of events that a view is made of: a service of which one of them was ever seen is watched.
const KINDS: &[View] = &[
    ("deployments", &["deploy"]),
    ("changes", &["commit"]),
    (
        "pull_requests",
        &["pr_opened", "pr_reviewed", "pr_merged", "pr_closed"],
    ),
    ("builds", &["build_started", "build_finished"]),
    (
        "incidents",
        &["incident_opened", "incident_detected", "incident_resolved"],
    ),
    ("probes", &["probe", "monitor_started", "monitor_stopped"]),
    (
        "work_items",
        &["work_item_opened", "work_item_started", "work_item_done"],
    ),
];

/// Columns that events of another view decide: without any of those, they say that nothing was ever found.
const DECIDED: &[(&str, &str)] = &[
    ("failed", "incidents"),
    ("failed_how", "incidents"),
    ("recovered_at", "incidents"),
];

/// The events themselves, where a query reads no view of theirs: of whatever kind.
const EVENTS: View = ("events", &[]);

/// A view and the kinds of events that it is made of; none for all of them.
type View = (&'static str, &'static [&'static str]);

/// What a query reads, and what is known of it.
pub(super) struct Watch<'a> {
    answers: &'a Answers,
    /// The views that it reads.
    reads: Vec<View>,
    /// Those, and others whose events decide what it counts.
    decided_by: Vec<View>,
    /// A probe tells of one moment; all else is told when it happens.
    probes: bool,
    /// Services that had a figure before.
    earlier: BTreeSet<&'a str>,
    /// Services of which the pack says that somebody looks.
    watched: BTreeSet<&'a str>,
    /// Nothing later was looked at.
    as_of: DateTime<Utc>,
    /// Whether somebody said so, so that what was not over then is not known.
    until: bool,
}

/// Events that decide what is counted and of which none was read that tells of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unread {
    view: &'static str,
    /// Whether they were read of another service.
    of_others: bool,
    /// Where some were read, from which other time they are.
    elsewhere: Option<&'static str>,
}

impl Unread {
    /// Whether none was read at all, of whatever time.
    pub(super) fn is_whole(&self) -> bool {
        self.elsewhere.is_none()
    }

    /// As it is said of services that were named before.
    pub(super) fn of_which(&self) -> String {
        format!("of which {}", self.told(""))
    }

    /// Why there is no figure.
    pub(super) fn reason(&self) -> String {
        let of = if self.of_others { " of it" } else { "" };
        let told = self.told(of);
        format!("{told}, so a zero would prove nothing")
    }

    fn told(&self, of: &str) -> String {
        let view = self.view.replace('_', " ");
        format!(
            "no {view}{of} were read{}",
            self.elsewhere.unwrap_or_default()
        )
    }
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        sql: &str,
        plan: &Plan,
        answers: &'a Answers,
        (filed, watched): (Option<&'a Observations>, &'a [Located<String>]),
        as_of: DateTime<Utc>,
    ) -> Self {
        let mut named = query_words(sql);
        named.sort();
        let names = |name: &str| named.binary_search_by(|own| own.as_str().cmp(name)).is_ok();
        let is_read = |(view, _): &&View| names(view);
        let is_decided = |(view, _): &&View| {
            let mut decided = DECIDED.iter();
            decided.any(|(column, by)| by == view && names(column))
        };
        let or_events = |views: Vec<View>| match views.as_slice() {
            [] => vec![EVENTS],
            _ => views,
        };
        let reads = KINDS.iter().filter(is_read).copied().collect();
        let decided_by = KINDS
            .iter()
            .filter(|view| is_read(view) || is_decided(view));
        Self {
            answers,
            reads: or_events(reads),
            decided_by: or_events(decided_by.copied().collect()),
            probes: names("probes"),
            earlier: filed.map_or(BTreeSet::new(), |filed| earlier(filed, plan.period)),
            watched: watched
                .iter()
                .map(|service| service.value.as_str())
                .collect(),
            as_of,
            until: plan.until.is_some(),
        }
    }

    /// Services of which anything is known.
    pub(super) fn services(&self) -> impl Iterator<Item = &str> {
        let seen = self.answers.coverage.keys().map(String::as_str);
        seen.chain(self.earlier.iter().copied())
            .chain(self.watched.iter().copied())
    }

    /// Whether events of a view were read of a service, or of any; where a stretch of time is named, such as
    /// tell of it.
    fn read(&self, (_, kinds): &View, service: Option<&str>, of: Option<Bounds>) -> bool {
        let coverage = &self.answers.coverage;
        let one = service.and_then(|service| coverage.get(service));
        let every = service.is_none().then(|| coverage.values());
        let every = every.into_iter().flatten();
        let mut seen = one.into_iter().chain(every).flatten();
        seen.any(|(kind, (from, to))| {
            (kinds.is_empty() || kinds.contains(&kind.as_str()))
                && of.is_none_or(|(start, end)| *from < end && (!self.probes || *to >= start))
        })
    }

    /// What decides what it counts and of which no event was ever seen of a service, or of any: that there were
    /// none is not known. Whoever had a figure before has somebody who tells of it; whoever is watched has, where
    /// such events are read at all.
    pub(super) fn unseen(&self, service: Option<&str>) -> Option<Unread> {
        let known = match service {
            None => !self.earlier.is_empty(),
            Some(service) => self.earlier.contains(service),
        };
        let service = service.filter(|service| !self.watched.contains(service));
        let mut views = self.decided_by.iter();
        let view =
            views.find(|view| !known && **view != EVENTS && !self.read(view, service, None))?;
        Some(Unread {
            view: view.0,
            of_others: self.read(view, None, None),
            elsewhere: None,
        })
    }

    /// What decides what is counted and was not read of a service, or of any, so that it tells of a stretch of
    /// time.
    pub(super) fn unread(&self, service: Option<&str>, of: Bounds) -> Option<Unread> {
        let mut views = self.decided_by.iter();
        let view = views.find(|view| !self.read(view, service, Some(of)))?;
        let elsewhere = self.read(view, service, None);
        Some(Unread {
            view: view.0,
            of_others: self.read(view, None, elsewhere.then_some(of)),
            elsewhere: elsewhere.then_some(match self.probes {
                true => " from the quarter",
                false => " from the quarter or before it",
            }),
        })
    }

    /// Whether the pack's word that somebody looks after a service would make none a finding: such events are
    /// read of others, and are not told moment by moment.
    pub(super) fn is_lifted(&self, service: &str, of: Bounds) -> bool {
        let mut decided_by = self.decided_by.iter();
        !self.probes
            && !self.watched.contains(service)
            && decided_by.all(|view| self.read(view, None, Some(of)))
    }

    /// Whether anything of a stretch of time was looked at, and where somebody said until when, all of it.
    pub(super) fn is_over(&self, (start, end): Bounds) -> bool {
        match self.until {
            true => end <= self.as_of,
            false => start <= self.as_of,
        }
    }

    /// Whether what happened to a service in a stretch of time would have been seen.
    pub(super) fn would_see(&self, service: &str, (start, end): Bounds) -> bool {
        if start > self.as_of {
            return false;
        }
        // One that is known is still there, wherever such events are read at all.
        let known = self.earlier.contains(service) || self.watched.contains(service);
        let whose = Some(service).filter(|_| self.probes || !known);
        let mut reads = self.reads.iter();
        reads.all(|view| self.read(view, whose, Some((start, end))))
    }
}

/// Services that had a figure in an earlier quarter.
fn earlier(filed: &Observations, period: Period) -> BTreeSet<&str> {
    let services = filed.services.iter().filter(|(_, series)| {
        let mut before = series.quarters.range(..period);
        before.any(|(_, reading)| reading.value().is_some())
    });
    services.map(|(id, _)| id.as_str()).collect()
}
