//! A question to the Board, and a pack that does not say what came of it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::strays::{self, strays};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unanswered-ask",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "The board was asked for a decision. If the next pack does not say what it was, \
          a refusal or a decision not taken is forgotten as easily as a plan that \
          failed.",
    fix: "Add an entry under `since_last_meeting:`, in `decisions`, with the outcome and \
          its day: `approved`, `amended`, `declined` or `deferred`; `open` while the day \
          for the answer lies ahead.",
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
    - {earlier: second-region, request: a second region, sponsor: CTO, outcome: deferred, on: 2026-06-11, reply_by: 2026-11-11}
  promises: []
---
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative, ledger) in facts.ledgers() {
        let since = &narrative.overview.since_last_meeting;
        let answers = since.decisions.iter().map(|answer| &answer.about);
        let meant = strays::meant(strays(answers, ledger.earlier_asks()));
        let owed = ledger.asks.iter().filter(|row| row.is_owed_in(period));
        for row in owed.filter(|row| !row.answers.iter().any(|(told, _)| *told == period)) {
            let name = strays::name(row.period, row.id);
            if meant.contains(&name) {
                continue;
            }
            let until = row.wanted_by();
            report
                .at(
                    since.decisions_span,
                    format!("`{name}` has no answer in the pack of {period}"),
                )
                .see(
                    row.span,
                    match until {
                        Some(date) => format!("the Board was asked for an answer by {date}"),
                        None => "the Board was asked here".to_owned(),
                    },
                )
                .help(format!(
                    "add `- {{decision: {name}, outcome: …, on: …}}`, with `approved`, `amended`, \
                     `declined` or `deferred`; or `outcome: open` while its day lies ahead"
                ));
        }
    }
}
