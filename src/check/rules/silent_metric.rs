//! A defined metric that this quarter says nothing of.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "silent-metric",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "A metric that quietly stops being filed is how bad news leaves a report. Its \
          page would show last quarter's figure and a gap.",
    fix: "File it in the quarter's snapshot, or write `missing:` there with the reason. A metric \
          that is no longer wanted goes with its file.",
    bad: r#"
=== content/metrics/escalations.md
---
name: Escalations
category: incidents
kind: count
unit: {one: escalation, many: escalations}
polarity: lower-is-better
roll_up: stated-only
spread: linear
test: rare-events
owner: COO
roles: [coo]
definition:
  version: 1
  formula: complaints that reached an officer
  start_event: complaint received
  stop_event: complaint closed
  event_source: ticket record
  query_owner: Platform Analytics
  inclusion: all
  exclusion: none
  refresh: daily
  weaknesses: officers differ in what they write down
  changes:
    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
---
## Meaning
How often a complaint reached an officer.

## Why the Board sees it
It is what customers remember.

## What moves it
Outages.

## Playbook
Read them.

## Questions and answers
**Who counts?** The office of the COO.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    // A row of the dashboard owes more than a word: another rule asks for its figure.
    let shown: BTreeSet<&str> = facts
        .dashboard()
        .map(|(_, m)| m.id.value.as_str())
        .collect();
    let others = facts
        .pack
        .metrics
        .iter()
        .filter(|(id, _)| !shown.contains(id.as_str()));
    for (id, metric) in others {
        let filed = facts.pack.observations.get(id).is_some_and(|o| {
            let mut all = std::iter::once(&o.all).chain(o.services.values());
            all.any(|s| s.quarters.contains_key(&period))
        });
        if !filed {
            report
                .at(
                    metric.name.span,
                    format!("nothing is said of `{id}` in {period}"),
                )
                .help(format!(
                    "file it in `data/snapshots/{period}.yaml`, or write there why it is missing"
                ));
        }
    }
}
