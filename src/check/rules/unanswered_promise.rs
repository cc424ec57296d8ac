//! A promise, and a pack that does not say what came of it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::strays::{self, strays};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unanswered-promise",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "What management says it will do is a promise to the board: every `exceptions` \
          entry and every entry of `promises`. One that the next pack passes over in \
          silence may have been kept or missed, and nobody would ask.",
    fix: "Add an entry under `since_last_meeting:`, in `promises`: `kept`, `missed`, \
          `withdrawn`, or `open` while its day lies ahead.",
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
  - {id: faster-review, what: Review a change within a day., owner: VP Engineering, by: 2026-11-30}
---
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative, ledger) in facts.ledgers() {
        let since = &narrative.overview.since_last_meeting;
        let answers = since.promises.iter().map(|answer| &answer.about);
        let meant = strays::meant(strays(answers, ledger.earlier_promises()));
        let owed = ledger.promises.iter().filter(|row| row.is_owed_in(period));
        for row in owed.filter(|row| !row.answers.iter().any(|(told, _)| *told == period)) {
            let name = strays::name(row.period, row.id);
            if meant.contains(&name) {
                continue;
            }
            report
                .at(
                    since.promises_span,
                    format!("the pack of {period} does not say what became of `{name}`"),
                )
                .see(row.span, format!("promised here for {}", row.by))
                .help(format!(
                    "add `- {{promise: {name}, state: …}}`, with `kept`, `missed` or `withdrawn`; \
                     or `open` while its day lies ahead"
                ));
        }
    }
}
