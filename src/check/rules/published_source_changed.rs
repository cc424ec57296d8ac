//! What stood beside the figures of a published quarter: their date, their reviewer, their marks.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{
    Filed, Observations, Period, Publication, PublishedFigure, PublishedMetric, Reading, Value,
};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "published-source-changed",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The Board was told when the figures of a quarter were taken, who had reviewed them, which \
          were estimates and why some were missing. Where that changes without the figures, the \
          quarter seems to rest on more than it did.",
    fix: "Bring the snapshot back as it was published. A figure that was counted again is another \
          figure: restate it.",
    bad: r#"
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-16
reviewed_by: Finance business partner
observations:
  satisfaction:
    all: {quarter: 3.8 (n 60 of 80)}
=== data/published/2026-Q2.yaml
format: 1
period: 2026-Q2
published: 2026-07-20
tool: 0.1.0
build: 0123456789ab
data: {as_of: 2026-07-06, reviewed_by: Finance business partner}
metrics:
  satisfaction:
    version: 1
    fingerprint: e5910cdec5f7
    meaning:
      kind: score
      unit: points
    target: {value: 3.5, from: 2025-01-01, set_by: VP Engineering}
    all: {quarter: 3.8 (n 60 of 80), status: met}
asks: []
promises: []
shared: {}
texts: {}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, lock) in &facts.pack.published {
        of_the_file(facts, *period, lock, report);
        for (id, metric) in &lock.metrics {
            let Some(filed) = facts.pack.observations.get(id) else {
                continue;
            };
            // What is restated may be explained where it is filed.
            let mut entries = facts.pack.restatements.iter();
            if !entries.any(|e| e.period.value == *period && e.metric.value == *id) {
                note(id, *period, metric, filed, report);
            }
            let services = metric.services.iter().filter_map(|(service, figure)| {
                Some((figure, filed.services.get(service)?.quarters.get(period)?))
            });
            // What an observation says of all its scopes is one change.
            let mut told = BTreeSet::new();
            let all = metric.all.as_ref().zip(filed.all.quarters.get(period));
            for (figure, reading) in all.into_iter().chain(services) {
                let differs = beside(figure, reading);
                if let Some((then, now)) = differs.filter(|(_, now)| told.insert(now.clone())) {
                    report
                        .at(reading.span, format!("a figure of `{id}` is {now}"))
                        .see(figure.span, format!("published with {period} as {then}"))
                        .help("bring it back as it was published");
                }
            }
        }
    }
}

/// What a snapshot tells a reader beside a metric's figures.
fn note(
    id: &str,
    period: Period,
    then: &PublishedMetric,
    filed: &Observations,
    report: &mut Report,
) {
    let now = filed.circumstances.get(&period);
    let now = now.and_then(|circumstances| circumstances.note.as_deref());
    if now == then.note.as_deref() {
        return;
    }
    let said = |note: Option<&str>| match note {
        Some(note) => format!("`{note}`"),
        None => "nothing".to_owned(),
    };
    let services = filed.services.values();
    let mut series = std::iter::once(&filed.all).chain(services);
    let place = series.find_map(|series| series.quarters.get(&period));
    report
        .at(
            place.map_or(then.span, |reading| reading.span),
            format!("the note on `{id}` in {period} says {}", said(now)),
        )
        .see(
            then.span,
            format!("published as {}", said(then.note.as_deref())),
        )
        .help("bring it back as it was published; what is known since belongs in the next pack");
}

fn of_the_file(facts: &Facts<'_>, period: Period, lock: &Publication, report: &mut Report) {
    let (Some(snapshot), Some((as_of, reviewer))) = (facts.pack.snapshots.get(&period), &lock.data)
    else {
        return;
    };
    let mut tell = |message: String, then: String| {
        report
            .at(snapshot.span, message)
            .see(lock.span, then)
            .help("bring it back as it was published");
    };
    if snapshot.as_of != *as_of {
        tell(
            format!(
                "the data of {period} is said to be taken on {}",
                snapshot.as_of
            ),
            format!("published as taken on {as_of}"),
        );
    }
    if snapshot.reviewed_by != *reviewer {
        tell(
            format!(
                "the data of {period} is said to be reviewed by `{}`",
                snapshot.reviewed_by
            ),
            format!("published as reviewed by `{reviewer}`"),
        );
    }
}

/// What differs beside a figure that is itself as published: as it was, as it is.
fn beside(figure: &PublishedFigure, reading: &Reading) -> Option<(String, String)> {
    let missing = match &reading.filed {
        Filed::Missing(missing) => Some(missing),
        Filed::Value(_) => None,
    };
    let same = reading
        .value()
        .filter(|v| !matches!(v, Value::Quantile { n: 0, .. }))
        == figure.value;
    if !same || missing.is_some() != figure.missing.is_some() {
        return None;
    }
    let reason = |text: &str| format!("missing: {text}");
    if let (Some(then), Some(now)) = (&figure.missing, missing) {
        return (then != now).then(|| (reason(&then.reason), reason(&now.reason)));
    }
    let estimate = |is: bool| if is { "an estimate" } else { "no estimate" }.to_owned();
    if figure.estimated != reading.estimated {
        return Some((estimate(figure.estimated), estimate(reading.estimated)));
    }
    let day = |day: Option<chrono::NaiveDate>| match day {
        Some(day) => format!("taken on {day}"),
        None => "taken with the rest".to_owned(),
    };
    let now = reading.as_of.map(|day| day.value);
    (figure.as_of != now).then(|| (day(figure.as_of), day(now)))
}
