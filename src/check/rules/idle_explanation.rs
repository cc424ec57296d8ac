//! An answer to a question that the data does not ask.

use crate::analyse::{Assessment, MovementClass, Status};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "idle-explanation",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: true,
    why: "An explanation of routine variation is a story about luck. It invites the board \
          to reward or blame what would have happened anyway.",
    fix: "Remove the entry from `exceptions:`. If you know of something that did change, mark it \
          in `data/annotations.yaml` instead.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - metric: change-failure-rate
+  - metric: checkout-success
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        let Some(quarter) = facts.analysis.quarters.get(&period) else {
            continue;
        };
        for explanation in &narrative.overview.explanations {
            let id = &explanation.metric.value;
            let asks = quarter.metrics.get(id).is_some_and(|judged| {
                std::iter::once(&judged.all)
                    .chain(judged.services.values())
                    .any(calls_for_an_answer)
            });
            if !asks {
                report
                    .at(
                        explanation.metric.span,
                        format!("`{id}` neither moved nor missed its target in {period}"),
                    )
                    .help("remove the explanation: what is routine needs none");
            }
        }
    }
}

fn calls_for_an_answer(judged: &Assessment) -> bool {
    let moved = matches!(
        judged.movement.class,
        MovementClass::StrongSignal | MovementClass::Signal
    );
    moved || matches!(judged.target.status, Status::Missed | Status::Marginal)
}
