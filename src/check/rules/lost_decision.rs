//! An answer that was published, to something that is nowhere any more.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::About;

pub(super) const RULE: Rule = Rule {
    code: "lost-decision",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A published pack answers a decision or a promise that is now in no file and no lock. \
          The ledger never loses a row: what was asked, and what came of it, stays where an \
          auditor can find it.",
    fix: "Bring the files of the quarter that asked or promised back from version control, with its \
          lock in `data/published/`.",
    bad: r#"
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-05
reviewed_by: Finance business partner
observations: {}
=== data/published/2026-Q2.yaml
format: 1
period: 2026-Q2
published: 2026-07-20
tool: 0.1.0
build: 0123456789ab
restatements: 0
metrics: {}
asks: []
promises: []
shared: {}
texts:
  content/2026-Q2/overview.md: 54ed211248a2e66e936c01ef306bb07a2ca8401f5ed446a61a1d9c3006ffbd4f
=== content/2026-Q2/overview.md
---
purpose: noting
headline: It is too early to judge
summary: [We ask for nothing yet., No figure is known yet., It is too early to judge.]
verdicts: {outcomes: Not known yet., flow: Not known yet., quality: Not known yet., reliability: Not known yet.}
since_last_meeting:
  decisions: []
  risks: []
  promises:
    - {promise: 2026-Q1/faster-review, state: kept}
---
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(latest) = facts.latest() else {
        return;
    };
    let Some(ledger) = facts.ledger(latest) else {
        return;
    };
    let published = facts.pack.narratives.iter();
    let published = published.filter(|(period, _)| facts.pack.published.contains_key(period));
    for (period, narrative) in published {
        let since = &narrative.overview.since_last_meeting;
        let asks = since.decisions.iter().filter_map(|answer| {
            let About::Pack(about) = &answer.about else {
                return None;
            };
            let mut rows = ledger.asks.iter();
            let kept = rows.any(|r| r.period == about.value.period && r.id == about.value.id);
            (!kept).then_some((about, "decision"))
        });
        let promises = since.promises.iter().filter_map(|answer| {
            let About::Pack(about) = &answer.about else {
                return None;
            };
            let mut rows = ledger.promises.iter();
            let kept = rows.any(|r| r.period == about.value.period && r.id == about.value.id);
            (!kept).then_some((about, "promise"))
        });
        for (about, what) in asks.chain(promises) {
            report
                .at(
                    about.span,
                    format!("the {what} `{}` is in no file and no lock", about.value),
                )
                .because(format!("{period} was published with an answer to it"))
                .help(format!(
                    "bring back `content/{0}/` and `data/published/{0}.yaml`",
                    about.value.period
                ));
        }
    }
}
