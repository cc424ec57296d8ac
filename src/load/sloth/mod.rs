//! Service levels in Sloth's own two formats to OpenSLO files that mean the same: values in, texts
//! out. What cannot be carried over is told, each at its place; nothing is left out in silence.

mod emit;
mod read;
mod windows;

use super::intake;
use super::names::repeated;
use super::problems::Problems;
use super::topics;
use super::tree::Tree;
use super::yaml::{self, Stretch};
use crate::diag::{Diagnostic, Located, Sources, Span};
use crate::model::Exact;
use std::collections::BTreeMap;

pub use windows::Period;

/// What an import made.
#[derive(Debug)]
pub struct Imported {
    /// OpenSLO files by name, for `data/objectives/`; none where anything was wrong.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Objectives in them.
    pub objectives: usize,
    /// The texts, for pointing.
    pub sources: Sources,
    /// What is wrong, and as warnings what could not be carried over; unsorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// The service levels of one service.
#[derive(Debug, Default)]
struct Service {
    slos: Vec<Slo>,
}

/// One objective as Sloth has it.
#[derive(Debug)]
struct Slo {
    /// The name of the OpenSLO document: the service's and its own, as Sloth's rules have it.
    id: Located<String>,
    description: Option<String>,
    /// Percent, as written.
    target: String,
    labels: BTreeMap<String, String>,
    indicator: Indicator,
    alerts: Vec<Alert>,
}

#[derive(Debug)]
enum Indicator {
    Events { bad: String, total: String },
    Ratio { bad: String },
}

/// One of the two alerts of an objective, each of which has a quick and a slow condition.
#[derive(Debug)]
struct Alert {
    urgency: Urgency,
    title: Option<String>,
    labels: BTreeMap<String, String>,
    annotations: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Page,
    Ticket,
}

impl Urgency {
    const fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Ticket => "ticket",
        }
    }
}

/// Turns Sloth's files into OpenSLO files. `windows` is the path of the tree's file of alert windows,
/// where there is one; otherwise the windows are those that Sloth has for the period.
pub fn import(tree: &Tree, windows: Option<&str>, period: Period) -> Imported {
    let problems = Problems::default();
    let (sources, taken) = intake::take_in(tree, &problems);
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    let mut chosen = windows::Windows::of(period);
    for (file, whole) in taken.into_iter().filter(|(_, whole)| *whole) {
        debug_assert!(whole, "filtered");
        let source = sources.file(file);
        let stretch = Stretch {
            file,
            offset: 0,
            text: &source.text,
        };
        problems.within(file, || {
            let (roots, to_its_end) = yaml::read_all(stretch, &problems);
            if roots.is_empty() && to_its_end {
                problems.add(
                    topics::EMPTY_FILE
                        .at(stretch.first_line(), "the file is empty")
                        .help("name a file of service levels"),
                );
            }
            for root in &roots {
                if windows == Some(source.path.as_str()) {
                    chosen = windows::read(root, &problems).unwrap_or(chosen.clone());
                } else {
                    read::document(root, &mut services, &problems);
                }
            }
        });
    }
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    for slo in services.values().flat_map(|service| &service.slos) {
        match names.get(slo.id.value.as_str()) {
            Some(first) => repeated("objective", &slo.id, *first, &problems),
            None => {
                names.insert(&slo.id.value, slo.id.span);
            }
        }
    }
    let mut files = BTreeMap::new();
    for (name, service) in services
        .iter()
        .filter(|(_, service)| !service.slos.is_empty())
    {
        let text = emit::file(name, service, &chosen, &problems);
        files.insert(format!("{name}.yaml"), text.into_bytes());
    }
    tell_once(&services, &chosen, &problems);
    let mut objectives = services.values().map(|service| service.slos.len()).sum();
    let diagnostics = problems.into_inner();
    if diagnostics.iter().any(Diagnostic::is_error) {
        files.clear();
        objectives = 0;
    }
    Imported {
        files,
        objectives,
        sources,
        diagnostics,
    }
}

/// Tells, at the first objective that it concerns, what holds for all of them.
fn tell_once(
    services: &BTreeMap<String, Service>,
    windows: &windows::Windows,
    problems: &Problems,
) {
    let all = || services.values().flat_map(|service| &service.slos);
    let counted = |slo: &&Slo| matches!(slo.indicator, Indicator::Events { .. });
    if let Some(first) = all().find(counted) {
        left(
            first.id.span,
            "events are counted as `Occurrences`: each weighs alike",
            "Sloth's own figure over the period is the plain mean of ratios of five minutes, and may \
             differ where traffic does",
            problems,
        );
    }
    let Some(first) = all().find(|slo| !slo.alerts.is_empty()) else {
        return;
    };
    let short: Vec<String> = windows
        .conditions
        .iter()
        .map(|condition| format!("`{}`", condition.short))
        .collect();
    left(
        first.id.span,
        format!(
            "the short windows of the alerts are not carried over: {}",
            short.join(", ")
        ),
        "a condition of OpenSLO looks over one window: the long one is written",
        problems,
    );
    for condition in &windows.conditions {
        let (threshold, is_exact) = emit::threshold(condition, windows);
        if !is_exact {
            left(
                condition.span.unwrap_or(first.id.span),
                format!(
                    "the burn rate of `{}-{}` is written as {threshold}",
                    condition.urgency.word(),
                    condition.pace
                ),
                "it has no end in decimals; this is the nearest of six places",
                problems,
            );
        }
    }
}

/// Tells of something that OpenSLO has no place for.
fn left(span: Span, what: impl Into<String>, help: &str, problems: &Problems) {
    problems.add(topics::NOT_CARRIED.at(span, what).help(help));
}

/// The burn rate at which so much of a budget is gone in so long a part of its period; `None` beyond
/// 128 bits. Google SRE workbook, chapter 5: share of the budget times period over window.
fn burn_rate(percent: Exact, period: u64, window: u64) -> Option<Exact> {
    let share = percent.over(Exact::integer(100))?;
    share.times(Exact::ratio(period, window)?)
}
