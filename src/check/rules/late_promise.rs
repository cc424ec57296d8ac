//! A promise still open after its day.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::PromiseState;

pub(super) const RULE: Rule = Rule {
    code: "late-promise",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A promise whose day has passed was kept or missed. Told as open, it was missed \
          without anyone saying so.",
    fix: "Write `kept` or `missed`. What is promised anew for a later day is a new entry \
          of `promises`.",
    bad: r#"
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-05
reviewed_by: Finance business partner
observations: {}
=== content/2026-Q2/overview.md
---
purpose: noting
headline: It is too early to judge
summary: [We ask for nothing yet., No figure is known yet., It is too early to judge.]
verdicts: {outcomes: Not known yet., flow: Not known yet., quality: Not known yet., reliability: Not known yet.}
since_last_meeting:
  decisions: []
  promises: []
promises:
  - {id: faster-review, what: Review a change within a day., owner: VP Engineering, by: 2026-09-01}
---
~~~ content/2026-Q3/overview.md
-  promises: []
+  promises:
+    - {promise: 2026-Q2/faster-review, state: open}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, _, ledger) in facts.ledgers() {
        let Some(snapshot) = facts.pack.snapshots.get(&period) else {
            continue;
        };
        for row in &ledger.promises {
            let Some((told, answer)) = row.answers.last() else {
                continue;
            };
            let open = answer.state.value == PromiseState::Open;
            if *told != period || !open || row.by >= snapshot.as_of {
                continue;
            }
            report
                .at(
                    answer.state.span,
                    format!("`{}/{}` was promised for {}", row.period, row.id, row.by),
                )
                .see(
                    snapshot.span,
                    format!("these figures are of {}", snapshot.as_of),
                )
                .help("write `kept` or `missed`, and promise it anew if you still mean to do it");
        }
    }
}
