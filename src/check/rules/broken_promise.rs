//! A promise told as kept, and data that says otherwise.

use crate::analyse::Held;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::PromiseState;
use crate::sentences::{self, Ctx};

pub(super) const RULE: Rule = Rule {
    code: "broken-promise",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A promise with a number in it is kept when the number is reached. Here the \
          data of its quarter says that it was not, and the sentence says that it was.",
    fix: "Write `missed`, and say what follows. If the figure is wrong, correct the \
          snapshot.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  promises: []
+  promises:
+    - earlier: fewer-failures
+      what: At most one release in a hundred fails.
+      owner: CTO
+      by: 2026-09-30
+      predicted: {metric: change-failure-rate, high: 1, by: 2026-09-30}
+      state: kept
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, _, ledger) in facts.ledgers() {
        let Some(words) = facts.words.get(&period) else {
            continue;
        };
        let ctx = Ctx {
            pack: facts.pack,
            period,
            words,
            answers: facts.answers,
        };
        for row in &ledger.promises {
            let (Some(answer), Some(foresight)) = (row.answer(), &row.foresight) else {
                continue;
            };
            let told_now = row.answers.last().is_some_and(|(told, _)| *told == period);
            let kept = answer.state.value == PromiseState::Kept;
            if told_now && kept && foresight.held() == Some(Held::NotReached) {
                report
                    .at(
                        answer.state.span,
                        format!("`{}/{}` is told as kept", row.period, row.id),
                    )
                    .because(sentences::foresight(&ctx, foresight))
                    .see(row.span, "promised here")
                    .help("write `missed`, and say in `note` what follows");
            }
        }
    }
}
