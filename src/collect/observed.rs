//! Whether nothing is zero: where a query returns no row for a service, nothing happened there only if
//! anybody would have seen it.

use super::answers::{Answers, Bounds};
use super::plan::Plan;
use super::views::VIEWS;
use crate::diag::Located;
use crate::model::{Observations, Period, query_words};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of events that a view is made of: a service of which one of them was ever seen is watched.
const KINDS: &[(&str, &[&str])] = &[
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

/// What a query reads, and what is known of it.
pub(super) struct Watch<'a> {
    answers: &'a Answers,
    /// Of each view that it reads, its kinds; none for the events themselves.
    reads: Vec<&'static [&'static str]>,
    /// The views whose events decide what it counts.
    decided_by: BTreeSet<&'static str>,
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
        let views = VIEWS.iter().filter(|view| names(view.name));
        let reads = views.filter_map(|view| {
            let mut kinds = KINDS.iter();
            kinds.find(|(name, _)| *name == view.name).copied()
        });
        let reads: Vec<_> = reads.collect();
        let decided = DECIDED.iter().filter(|(column, _)| names(column));
        let decided = decided.map(|(_, view)| *view);
        Self {
            answers,
            decided_by: decided.chain(reads.iter().map(|(view, _)| *view)).collect(),
            reads: reads.into_iter().map(|(_, kinds)| kinds).collect(),
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

    /// A view that decides what it counts and of which no event was ever seen of a service, or of any: that
    /// there were none is not known. Whoever had a figure before has somebody who tells of it; whoever is
    /// watched has, where such events are read at all.
    pub(super) fn unseen(&self, service: Option<&str>) -> Option<&'static str> {
        let known = match service {
            None => !self.earlier.is_empty(),
            Some(service) => self.earlier.contains(service),
        };
        let service = service.filter(|service| !self.watched.contains(service));
        let seen = |kinds: &[&str]| {
            let mut of = self.answers.coverage.iter();
            of.any(|(id, of)| {
                service.is_none_or(|service| service == id)
                    && kinds.iter().any(|kind| of.contains_key(*kind))
            })
        };
        let mut views = KINDS.iter().filter(|_| !known);
        let (view, _) =
            views.find(|(view, kinds)| self.decided_by.contains(view) && !seen(kinds))?;
        Some(view)
    }

    /// What was not read of a service that decides what is counted, and whether it was read of other stretches
    /// of time than this one.
    pub(super) fn unread(&self, service: &str, (start, end): Bounds) -> Option<(String, bool)> {
        let seen = self.answers.coverage.get(service);
        let of = |kinds: &[&str], within: bool| {
            let mut of = seen.into_iter().flatten();
            of.any(|(kind, (from, to))| {
                let inside = *from < end && (!self.probes || *to >= start);
                (kinds.is_empty() || kinds.contains(&kind.as_str())) && (!within || inside)
            })
        };
        let mut views = self.decided();
        let (view, kinds) = views.find(|(_, kinds)| !of(kinds, true))?;
        Some((view.replace('_', " "), of(kinds, false)))
    }

    /// Whether the pack's word that somebody looks after a service would make none a finding: such events are
    /// read of others, and are not told moment by moment.
    pub(super) fn is_lifted(&self, service: &str, (_, end): Bounds) -> bool {
        let told = |kinds: &[&str]| {
            let mut of = self.answers.coverage.values().flatten();
            of.any(|(kind, (from, _))| {
                *from < end && (kinds.is_empty() || kinds.contains(&kind.as_str()))
            })
        };
        !self.probes
            && !self.watched.contains(service)
            && self.decided().all(|(_, kinds)| told(kinds))
    }

    /// The views whose events decide what is counted; the events themselves where it is none.
    fn decided(&self) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        let views = KINDS.iter().copied();
        let raw = self.decided_by.is_empty().then_some(("events", &[][..]));
        views
            .filter(|(view, _)| self.decided_by.contains(view))
            .chain(raw)
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
        let begun = |seen: &BTreeMap<String, Bounds>, kinds: &[&str]| {
            let mut of = seen.iter();
            of.any(|(kind, (from, to))| {
                let read = kinds.is_empty() || kinds.contains(&kind.as_str());
                read && *from < end && (!self.probes || *to >= start)
            })
        };
        let reads: &[&[&str]] = match self.reads.as_slice() {
            [] => &[&[]],
            reads => reads,
        };
        // One that is known is still there, wherever such events are read at all.
        let known = self.earlier.contains(service) || self.watched.contains(service);
        if known && !self.probes {
            let of_any = |kinds: &&[&str]| {
                let mut services = self.answers.coverage.values();
                services.any(|seen| begun(seen, kinds))
            };
            return reads.iter().all(of_any);
        }
        let seen = self.answers.coverage.get(service);
        seen.is_some_and(|seen| reads.iter().all(|kinds| begun(seen, kinds)))
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
