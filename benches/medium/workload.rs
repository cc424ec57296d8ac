//! The medium workload as a tree of files: 12 quarters × 20 services × 24 metrics, 13 or 14 weekly
//! points each, 6 stories a quarter, its records, and a lock on every quarter but the last. The same
//! numbers every time: a congruential generator with a fixed seed stands in for chance.

use crate::records;
use boardpack::load::Tree;
use boardpack::model::{Calendar, Origin, Period, YearName};
use boardpack::pipeline::{self, Day};
use chrono::Days;
use serde_yaml::{Mapping, Value};
use std::fmt::Write as _;

/// How large a pack to make.
pub(crate) struct Size {
    /// Quarters, the last of them 2026-Q3.
    pub(crate) quarters: i32,
    /// Services.
    pub(crate) services: usize,
    /// Metrics; at least 16.
    pub(crate) metrics: usize,
    /// Stories a quarter; at most 6.
    pub(crate) stories: usize,
    /// Quarters that are published: all but the last, or none.
    pub(crate) published: bool,
}

/// The workload that the speed bar is stated for.
pub(crate) const MEDIUM: Size = Size {
    quarters: 12,
    services: 20,
    metrics: 24,
    stories: 6,
    published: true,
};

const KINDS: [&str; 4] = ["ratio", "quantile", "count", "level"];
const PANES: [&str; 4] = ["outcomes", "flow", "quality", "reliability"];

pub(super) struct Chance(u64);

impl Chance {
    /// A number in `0..below`.
    pub(super) fn below(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// The workload's files.
pub(crate) fn tree(size: &Size) -> Tree {
    let mut tree = Tree::default();
    let calendar = Calendar {
        first_month: 1,
        named_by: YearName::End,
        zone: chrono_tz::UTC,
    };
    let latest = Period::new(2026, 3).expect("a quarter");
    let periods: Vec<Period> = (1 - size.quarters..=0).map(|n| latest.shifted(n)).collect();
    let mut chance = Chance(7);
    let mut annotations = String::new();
    for (q, &period) in periods.iter().enumerate() {
        let now = &periods[..=q];
        let mut add = |path: String, text: String| {
            tree.files.insert(path, text.into_bytes());
        };
        // What quarters share, as it stood when this one was written.
        if q == 0 {
            add("data/pack.yaml".into(), settings());
            add("data/services.yaml".into(), services(size));
            for m in 0..size.metrics {
                add(format!("content/metrics/metric-{m:02}.md"), metric(m));
            }
        }
        add("data/risks.yaml".into(), records::risks(&calendar, now));
        add(
            "data/experiments.yaml".into(),
            records::experiments(&calendar, now),
        );
        add("data/cadence.yaml".into(), records::cadence(&calendar, now));
        add(
            format!("data/snapshots/{period}.yaml"),
            snapshot(size, &calendar, period, &mut chance),
        );
        add(
            format!("data/incidents/{period}.yaml"),
            records::incidents(size, &calendar, period, &mut chance),
        );
        add(
            format!("data/quality/{period}.yaml"),
            records::quality(size, &calendar, period, &mut chance),
        );
        add(format!("content/{period}/overview.md"), overview());
        for s in 0..size.stories {
            let date = calendar.weeks(period)[s % 6 + 1].monday() + Days::new(2);
            let _ = writeln!(
                annotations,
                "- {{id: action-{}-{s}, kind: action, date: {date}, label: change {s} of the quarter live, metrics: [metric-{s:02}]}}",
                period.to_string().to_lowercase()
            );
            add(
                format!("content/{period}/stories/story-{s}.md"),
                story(&period.to_string(), s, calendar.end(period)),
            );
        }
        add("data/annotations.yaml".into(), annotations.clone());
        if size.published && period != latest {
            let day = Day::On(calendar.end(period) + Days::new(20));
            let made = pipeline::publish(&tree, period, day, &Origin::default());
            let lock = made.file.unwrap_or_else(|| {
                let told = made.diagnostics.iter().filter(|d| d.is_error());
                let told: Vec<&str> = told.map(|d| d.message.as_str()).collect();
                panic!("{period} is refused: {:?} {told:?}", made.refusal)
            });
            tree.files.insert(lock.path, lock.text.into_bytes());
        }
    }
    tree
}

fn settings() -> String {
    let mut text = "organisation: Workload (generated)\nreport: Engineering and reliability report\nclassification: Benchmark\ntime_zone: UTC\ncurrency: GBP\nstage: scaling\nrules: {unexplained-exception: {severity: \"off\", reason: Generated figures have no causes.}, unread-sentence: {severity: \"off\", reason: Generated words say nothing.}}\ndashboard:\n".to_owned();
    for (p, pane) in PANES.iter().enumerate() {
        let _ = writeln!(
            text,
            "  - pane: {pane}\n    headline: metric-{:02}\n    metrics: [metric-{:02}, metric-{:02}, metric-{:02}]",
            p * 4,
            p * 4 + 1,
            p * 4 + 2,
            p * 4 + 3
        );
    }
    text
}

fn services(size: &Size) -> String {
    let mut text = "areas:\n  - {id: everything, name: Everything}\njourneys:\n  - {id: pay, name: Customers can pay, services: [service-00], critical: true}\nservices:\n".to_owned();
    for s in 0..size.services {
        let _ = writeln!(
            text,
            "  - {{id: service-{s:02}, name: Service {s}, area: everything, tier: {}, owner: Head of Service {s}, summary: Does the work of service {s}.}}",
            s % 4 + 1
        );
    }
    text
}

fn metric(m: usize) -> String {
    let kind = KINDS[m % 4];
    let unit = match kind {
        "ratio" => "percent",
        "quantile" => "hours\nstatistic: median",
        "count" => "{one: thing, many: things}",
        _ => "points",
    };
    let roll_up = match kind {
        "ratio" => "sum-of-parts",
        "count" => "sum",
        _ => "stated-only",
    };
    let spread = if kind == "quantile" { "log" } else { "linear" };
    let target = if kind == "count" {
        "no_target: Nothing is promised for a generated count.\n"
    } else {
        "targets:\n  - {from: 2020-01-01, value: 10, set_by: CTO, rationale: Agreed with the board for the workload.}\n"
    };
    format!(
        "---\nname: Metric {m} of the workload\ncategory: delivery\nkind: {kind}\nunit: {unit}\npolarity: lower-is-better\nroll_up: {roll_up}\nspread: {spread}\ntest: xmr\nowner: VP Engineering\nroles: [cto]\ndefinition:\n  version: 1\n  formula: what is counted over what could be counted\n  start_event: work begins\n  stop_event: work ends\n  event_source: event log\n  query_owner: Platform Analytics\n  inclusion: everything\n  exclusion: nothing\n  refresh: weekly\n  weaknesses: generated\n  changes:\n    - {{version: 1, date: 2020-01-01, what: First definition., effect: none}}\n{target}platforms: [Event log]\n---\n## Meaning\nHow much of the work takes the form that this metric counts.\n\n## Why the Board sees it\nIt stands in for a metric of a real pack.\n\n## What moves it\nThe generator.\n\n## Playbook\nIf it worsens we first look at the seed.\n\n## Questions and answers\n**Is it real?** No.\n"
    )
}

fn value(kind: &str, chance: &mut Chance, weeks: u64) -> String {
    match kind {
        "ratio" => {
            let whole = (40 + chance.below(20)) * weeks;
            format!("{}/{whole}", whole * (6 + chance.below(6)) / 100)
        }
        "quantile" => format!(
            "{}.{} (n {})",
            20 + chance.below(20),
            chance.below(10),
            30 * weeks + chance.below(20)
        ),
        "count" => format!("{}", (10 + chance.below(8)) * weeks),
        _ => format!("{}.{}", 8 + chance.below(6), chance.below(10)),
    }
}

fn snapshot(size: &Size, calendar: &Calendar, period: Period, chance: &mut Chance) -> String {
    let weeks = calendar.weeks(period);
    let mut scope = |kind: &str| {
        let mut by_week = Mapping::new();
        for week in &weeks {
            by_week.insert(week.to_string().into(), value(kind, chance, 1).into());
        }
        let mut scope = Mapping::new();
        scope.insert("quarter".into(), value(kind, chance, 13).into());
        scope.insert("weeks".into(), Value::Mapping(by_week));
        Value::Mapping(scope)
    };
    let mut observations = Mapping::new();
    for m in 0..size.metrics {
        let kind = KINDS[m % 4];
        let mut entry = Mapping::new();
        if kind == "quantile" || kind == "level" {
            entry.insert("all".into(), scope(kind));
        }
        let services = (0..size.services)
            .map(|s| (format!("service-{s:02}").into(), scope(kind)))
            .collect();
        entry.insert("services".into(), Value::Mapping(services));
        observations.insert(format!("metric-{m:02}").into(), Value::Mapping(entry));
    }
    let mut file = Mapping::new();
    file.insert("period".into(), period.to_string().into());
    file.insert("as_of".into(), calendar.end(period).to_string().into());
    file.insert("reviewed_by".into(), "Finance business partner".into());
    file.insert("observations".into(), Value::Mapping(observations));
    serde_yaml::to_string(&file).expect("a mapping of texts can be written")
}

fn overview() -> String {
    "---\npurpose: noting\nheadline: The generated quarter went as generated quarters do\nsummary:\n  - Nothing got better or worse.\n  - Nothing worries us.\n  - Nothing follows if nothing is done.\nverdicts:\n  outcomes: Outcomes are as generated.\n  flow: Flow is as generated.\n  quality: Quality is as generated.\n  reliability: Reliability is as generated.\nsince_last_meeting:\n  decisions: []\n  promises: []\n---\n".to_owned()
}

fn story(period: &str, s: usize, end: chrono::NaiveDate) -> String {
    format!(
        "---\ntitle: The change of the quarter was made and is told here\nmetric: metric-{s:02}\naction: action-{}-{s}\nowner: VP Engineering\ncost: 2 engineer-weeks\noutcome: did-not-work\nother_changes: nothing known\nnext_check: {}\nproxy:\n  grade: assumed\n  method: none\n  agreed_with: Finance business partner\n  agreed_on: {}\n---\n## Context\nWork of this kind took longer than it should for the people who wait for it.\n\n## Action\nWe changed the order of two steps and told everyone who works on it.\n\n## Business proxy\nNo money is claimed for this change.\n",
        period.to_lowercase(),
        end + chrono::Days::new(40),
        end
    )
}
