//! A printed figure of a record of a published quarter that is another one now, and no restatement
//! says so.

use super::rewritten_experiment;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Period, RecordKind, RecordName, ReportedUnit, ReportedValue, reported_figure};
use crate::publish::{self, ChangedRecord, Difference, RecordDifference};
use std::collections::BTreeSet;

pub(crate) const RULE: Rule = Rule {
    code: "published-record-changed",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "What a quarter reported of its objectives, incidents, risks, money and other records is \
          what the Board decided by. More may become known of them: then the Board is told what was \
          reported first, what is known now and why.",
    fix: "Where what is known now is right, say what became of the old figure: `boardpack restate` \
          adds the entries to `data/restatements.yaml`. Otherwise bring the record back as it was.",
    bad: concat!(
        "
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-06
reviewed_by: Finance business partner
observations:
  satisfaction:
    all: {quarter: 3.8 (n 60 of 80)}",
        published_lock!(format: 2, "", target: 3.5),
        "    all: {quarter: 3.8 (n 60 of 80), status: met}
records:
  risk/single-provider: {appetite: within, exposure-high: 120000, exposure-low: 20000, grade: assumed, state: open, trigger: no-data}
asks: []
promises: []
shared: {}
texts: {}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let found = facts.record_differences();
    let changed = found.iter().filter_map(|difference| match difference {
        RecordDifference::Changed(changed) => Some(changed),
        RecordDifference::Loose { .. } => None,
    });
    let rewritten = rewritten_experiment::ids(facts);
    let told = |changed: &&ChangedRecord<'_>| {
        changed.record.kind == RecordKind::Experiment && rewritten.contains(&changed.record.id)
    };
    let changed: Vec<&ChangedRecord<'_>> = changed.filter(|one| !told(one)).collect();
    // What is counted from a figure follows it: told once, where the cause lies.
    let causes = causes(facts, &changed);
    let mut groups: Vec<Vec<&ChangedRecord<'_>>> = Vec::new();
    for one in changed {
        if follows(one) && causes.contains(&one.period) {
            continue;
        }
        let together = |group: &&mut Vec<&ChangedRecord<'_>>| {
            let first = group.first();
            first.is_some_and(|first| (first.period, &first.record) == (one.period, &one.record))
        };
        match groups.iter_mut().find(together) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    for group in groups {
        tell(&group, report);
    }
}

/// Quarters in which something changed from which other figures follow.
fn causes(facts: &Facts<'_>, changed: &[&ChangedRecord<'_>]) -> BTreeSet<Period> {
    let metrics = facts.differences();
    let metrics = metrics
        .iter()
        .filter(|d| !matches!(d, Difference::Loose { .. }));
    let own = changed.iter().filter(|one| !follows(one));
    let own = own.map(|one| one.period);
    metrics.map(Difference::period).chain(own).collect()
}

/// Whether a figure is counted from other records or from metrics.
fn follows(changed: &ChangedRecord<'_>) -> bool {
    match changed.record.kind {
        RecordKind::Incidents | RecordKind::Estimate | RecordKind::Total | RecordKind::Coverage => {
            true
        }
        RecordKind::Risk => changed.figure == "trigger",
        RecordKind::Experiment => changed.figure == "found",
        _ => false,
    }
}

fn tell(group: &[&ChangedRecord<'_>], report: &mut Report) {
    // A digest tells a person nothing where anything else differs too.
    let says = |one: &&&ChangedRecord<'_>| reported_figure(&one.figure).1 != ReportedUnit::Digest;
    let Some(first) = group.iter().find(says).or(group.first()) else {
        return;
    };
    let ChangedRecord { period, record, .. } = first;
    let name = named(record);
    let said = match first.restated {
        true => "restated to",
        false => "published as",
    };
    let message = match (first.whole, &first.said, &first.now) {
        (true, Some(_), None) => format!("{name} was published with {period} and is not there now"),
        (true, None, Some(_)) => format!("{name} was not published with {period}"),
        _ => {
            let (what, unit) = reported_figure(&first.figure);
            let change = match unit {
                ReportedUnit::Digest => "are not those that were published".to_owned(),
                _ => {
                    let (then, now) = (value(first.said.as_ref()), value(first.now.as_ref()));
                    format!("{said} {then}, now {now}")
                }
            };
            let also = match group.len() - 1 {
                0 => String::new(),
                1 => "; another figure of it differs too".to_owned(),
                more => format!("; {more} other figures of it differ too"),
            };
            format!("{what} of {name} in {period}: {change}{also}")
        }
    };
    report
        .at(first.span, message)
        .see(first.locked, format!("published with {period}"))
        .help(format!(
            "if it is right, run `boardpack restate {period} --cause correction --why \"…\"` (it \
             adds `{{{}, …}}`); otherwise bring back what was said on {}",
            publish::record_figure(first),
            first.said_on
        ));
}

/// A record as a message names it.
fn named(record: &RecordName) -> String {
    match record.kind.is_whole() {
        true => format!("the record of {}", record.kind.word()),
        false => format!("`{record}`"),
    }
}

fn value(value: Option<&ReportedValue>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}
