//! Two answers to one question or promise.

use crate::analyse::{closes_ask, closes_promise};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use crate::model::Period;

pub(super) const RULE: Rule = Rule {
    code: "answered-twice",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A decision taken twice, or a promise both kept and missed, leaves the reader \
          to choose. What an earlier pack has closed stays as it was told then.",
    fix: "Keep the entry that holds. If the board has changed its mind, that is a new \
          decision, and what is promised again is a new promise.",
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
+    - {promise: 2026-Q2/faster-review, state: kept}
+    - {promise: 2026-Q2/faster-review, state: missed, note: It took two.}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, _, ledger) in facts.ledgers() {
        for row in &ledger.asks {
            let answers = row.answers.iter();
            let answers = answers.map(|(told, a)| (*told, a.span, closes_ask(a)));
            twice(period, row.period, row.id, answers, report);
        }
        for row in &ledger.promises {
            let answers = row.answers.iter();
            let answers = answers.map(|(told, a)| (*told, a.span, closes_promise(a)));
            twice(period, row.period, row.id, answers, report);
        }
    }
}

/// Tells of every answer of this pack that follows one of this pack, or one that closed the matter.
fn twice(
    period: Period,
    asked: Period,
    id: &str,
    answers: impl Iterator<Item = (Period, Span, bool)>,
    report: &mut Report,
) {
    let mut first: Option<Span> = None;
    for (told, span, closes) in answers {
        if let Some(first) = first.filter(|_| told == period) {
            report
                .at(span, format!("`{asked}/{id}` is answered twice"))
                .see(first, "answered here")
                .help("keep the one that holds; what is asked or promised anew is a new entry");
        }
        if closes || told == period {
            first = first.or(Some(span));
        }
    }
}
