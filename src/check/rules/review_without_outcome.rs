//! A formal review whose day has passed without an outcome.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::unwritten;
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "review-without-outcome",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: false,
    why: "A formal review exists to decide: freeze, continue, change the objective or invest. One \
          that was not held by its day, or held without a decision, is a breach that nobody has \
          answered.",
    fix: "Write the day on which it was held and its outcome; if it was put off, say to which day \
          in `due`, and why in `text`.",
    bad: "
~~~ data/service-levels.yaml
-    due: 2026-10-30
+    due: 2026-10-02
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(today) = facts.pack.snapshots.values().map(|s| s.as_of).max() else {
        return;
    };
    for review in &facts.pack.service_levels.reviews {
        if review.outcome.is_some() {
            continue;
        }
        // Begun by `new`: the mark stands for the same, and no quarter is published with it.
        if unwritten::is_asked_above(facts.sources, review.objective.span) {
            continue;
        }
        let name = &review.objective.value;
        let period = review.period.value;
        if let Some(held) = review.held {
            report
                .at(
                    held.span,
                    format!("the review of `{name}` for {period} was held and has no outcome"),
                )
                .help("write what it decided: `freeze`, `continue`, `objective-changed` or `investment`");
        } else if review.due.value < today {
            report
                .at(
                    review.due.span,
                    format!("the review of `{name}` for {period} was due and has no outcome"),
                )
                .help(format!(
                    "data was last taken on {today}: write when the review was held and what it decided"
                ));
        }
    }
}
