//! A count of meetings that is no longer the one that was published.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "rewritten-count",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: true,
    why: "How often something was held is written down when the quarter ends. Written anew later, a \
          quarter in which it was left out looks kept.",
    fix: "Bring the count back as it was, or say in the next pack why it was wrong.",
    bad: "
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-06
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
metrics:
  satisfaction:
    version: 1
    fingerprint: e5910cdec5f7
    meaning:
      kind: score
      unit: points
      scale: 1 to 5
      polarity: higher-is-better
      roll_up: stated-only
      formula: mean of the answers
      start_event: survey opened
      stop_event: survey closed
      event_source: quarterly survey
      inclusion: every service in the list of services
      exclusion: staging and synthetic traffic
    target: {value: 3.5, from: 2025-01-01, set_by: VP Engineering}
    all: {quarter: 3.8 (n 60 of 80), status: met}
asks: []
promises: []
shared:
  data/cadence.yaml: |
    - id: signals
      name: Weekly look at signals
      rhythm: weekly
      owner: VP Engineering
      does: Every signal of the week is looked into, and nothing else is.
      since: 2025-01-06
      held: {2026-Q2: 9}
texts: {}
~~~ data/cadence.yaml
-  held: {2026-Q3: 12}
+  held: {2026-Q2: 13, 2026-Q3: 12}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (&published, lock) in facts.pack.published.iter().rev() {
        let then = facts.pack.past.get(&published);
        for then in then
            .into_iter()
            .flat_map(|then| then.cadence.iter().flatten())
        {
            let mut today = facts.pack.cadence.iter().flatten();
            let now = today.find(|now| now.id.value == then.id.value);
            let counts = then.held.iter();
            for (period, was) in counts.filter(|(period, _)| **period <= published) {
                let count = now.and_then(|now| now.held.get(period));
                if count.map(|count| count.value) == Some(was.value)
                    || !told.insert((then.id.value.as_str(), *period))
                {
                    continue;
                }
                let place = count.map(|count| count.span);
                let place = place.or_else(|| now.map(|now| now.id.span));
                let is = count.map_or_else(
                    || "is gone".to_owned(),
                    |count| format!("is {}", count.value),
                );
                report
                    .at(
                        place.unwrap_or(lock.span),
                        format!("how often `{}` was held in {period} {is}", then.id.value),
                    )
                    .because(format!("{published} was published with {}", was.value))
                    .help("bring it back as it was");
            }
        }
    }
}
