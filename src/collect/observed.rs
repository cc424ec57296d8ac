//! Whether nothing is zero: where a query returns no row for a service, nothing happened there only if
//! anybody would have seen it.

use super::answers::{Answers, Bounds};
use super::plan::{Plan, words};
use super::views::VIEWS;
use crate::model::{Observations, Period};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

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

/// What a query reads, and what is known of it.
pub(super) struct Watch<'a> {
    answers: &'a Answers,
    /// Of each view that it reads, its kinds; none for the events themselves.
    reads: Vec<&'static [&'static str]>,
    /// A probe tells of one moment; all else is told when it happens.
    probes: bool,
    earlier: Vec<&'a str>,
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
        filed: Option<&'a Observations>,
        as_of: DateTime<Utc>,
    ) -> Self {
        let mut named: Vec<String> = words(sql).collect();
        named.sort();
        let names = |name: &str| named.binary_search_by(|own| own.as_str().cmp(name)).is_ok();
        let views = VIEWS.iter().filter(|view| names(view.name));
        let reads = views.filter_map(|view| {
            let kinds = KINDS.iter().find(|(name, _)| *name == view.name);
            kinds.map(|(_, kinds)| *kinds)
        });
        Self {
            answers,
            reads: reads.collect(),
            probes: names("probes"),
            earlier: filed.map_or(Vec::new(), |filed| earlier(filed, plan.period)),
            as_of,
            until: plan.until.is_some(),
        }
    }

    /// Services of which anything is known.
    pub(super) fn services(&self) -> impl Iterator<Item = &str> {
        let seen = self.answers.coverage.keys().map(String::as_str);
        seen.chain(self.earlier.iter().copied())
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
        // One that had a figure before is still there, wherever such events are read at all.
        if self.earlier.contains(&service) && !self.probes {
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
fn earlier(filed: &Observations, period: Period) -> Vec<&str> {
    let services = filed.services.iter().filter(|(_, series)| {
        let mut before = series.quarters.range(..period);
        before.any(|(_, reading)| reading.value().is_some())
    });
    services.map(|(id, _)| id.as_str()).collect()
}
