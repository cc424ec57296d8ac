//! A decision still open after the day on which it was wanted.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::AskOutcome;

pub(super) const RULE: Rule = Rule {
    code: "late-ask",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A question whose day has passed is not open: the board has answered it, put it \
          off, or was never asked again. Told as open, it is a decision that nobody took \
          and nobody misses.",
    fix: "Give the outcome from the minutes. If the board took none, write `deferred` \
          with the day by which you ask for it now.",
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
  decisions:
    - {earlier: second-region, request: a second region, sponsor: CTO, outcome: deferred, on: 2026-06-11, reply_by: 2026-09-11}
  promises: []
---
~~~ content/2026-Q3/overview.md
-  decisions: []
+  decisions:
+    - {decision: 2026-Q2/second-region, outcome: open}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, _, ledger) in facts.ledgers() {
        let Some(snapshot) = facts.pack.snapshots.get(&period) else {
            continue;
        };
        for row in &ledger.asks {
            let (Some((told, answer)), Some(wanted)) = (row.answers.last(), row.wanted_by()) else {
                continue;
            };
            let waits = [AskOutcome::Open, AskOutcome::Deferred].contains(&answer.outcome.value);
            if *told != period || !waits || wanted >= snapshot.as_of {
                continue;
            }
            let place = answer
                .reply_by
                .map_or(answer.outcome.span, |date| date.span);
            report
                .at(
                    place,
                    format!(
                        "the answer to `{}/{}` was due on {wanted}",
                        row.period, row.id
                    ),
                )
                .see(
                    snapshot.span,
                    format!("these figures are of {}", snapshot.as_of),
                )
                .help(
                    "write the outcome that the minutes give, or `deferred` with the `reply_by` \
                     that you ask for now",
                );
        }
    }
}
