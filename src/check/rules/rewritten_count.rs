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
    bad: concat!(
        published_quarter!("3.8"),
        "shared:
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
"
    ),
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
