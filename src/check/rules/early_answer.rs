//! An answer given before the question.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "early-answer",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A decision dated before the pack that asked for it was either taken without \
          the board having read the pack, or the day is wrong. The ledger is what an \
          auditor lays beside the minutes.",
    fix: "Give the day that the minutes give, in `on`.",
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
---
=== content/2026-Q2/decisions/d1-second-provider.md
---
number: 1
verb: decide
title: We recommend a second payment provider
request: fund a second payment provider
amount: £420 thousand
reply_by: 2026-08-14
sponsor: CTO
question: Should we pay for a second payment provider?
metric: checkout-success
baseline:
  what: keep one provider
  one_off: £0
  running: £180 thousand a year
  trade_off: outages of the provider are ours
  if_wrong: one more outage in the peak season
  owner: COO
investment:
  what: add a second provider
  one_off: £300 thousand
  running: £120 thousand a year
  go_live: 2027-03-01
  trade_off: two contracts to keep
  if_wrong: a cost without an outage avoided
  owner: CTO
also_considered:
  - {option: a queue for failed payments, rejected: customers do not wait}
assumptions:
  - {id: A1, text: Outages are independent., source: records of both providers}
stop_rule: Stop if the integration is not live by 2027-06-01.
resolution: The Board funds a second payment provider.
review: {date: 2027-06-15, measure: checkout success}
---
## Why now
The peak season begins in November.
~~~ content/2026-Q3/overview.md
-  decisions: []
+  decisions:
+    - {decision: 2026-Q2/d1-second-provider, outcome: approved, on: 2026-06-30}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, _, ledger) in facts.ledgers() {
        for row in &ledger.asks {
            let name = format!("{}/{}", row.period, row.id);
            let mut before = row.since.map(|date| (date, row.span, "asked on"));
            for (told, answer) in &row.answers {
                let Some(on) = answer.on else {
                    continue;
                };
                if let Some((date, span, what)) = before.filter(|(date, ..)| on.value < *date)
                    && *told == period
                {
                    report
                        .at(
                            on.span,
                            format!("`{name}` is answered on {}, before it was asked", on.value),
                        )
                        .see(span, format!("{what} {date}"))
                        .help("correct the day: it is the one of the minutes");
                }
                before = Some((on.value, on.span, "put off on"));
            }
        }
    }
}
