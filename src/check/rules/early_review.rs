//! A review before there is anything to review.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "early-review",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "A decision reviewed before it went live is reviewed on hope. The page computes \
          when the effect could be told: eight weeks after.",
    fix: "Set `review: date` at least eight weeks after `go_live`, when the effect can be told.",
    bad: r#"
~~~ content/2026-Q3/decisions/d1-second-provider.md
-review: {date: 2027-06-15, measure: checkout success}
+review: {date: 2027-02-15, measure: checkout success}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for decision in &narrative.decisions {
            let plan = &decision.investment;
            let (review, live) = (decision.review_date, plan.go_live);
            if let Some(live) = live.filter(|live| review.value <= *live) {
                report
                    .at(
                        review.span,
                        format!(
                            "the review of `{}` is on {}",
                            decision.id.value, review.value
                        ),
                    )
                    .see(plan.span, format!("it goes live on {live}"))
                    .help("review it eight weeks after it is live, or later");
            }
        }
    }
}
