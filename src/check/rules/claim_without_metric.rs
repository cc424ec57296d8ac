//! A verb of change or of a target in a sentence that names no metric.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Weight;

pub(super) const RULE: Rule = Rule {
    code: "claim-without-metric",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: true,
    why: "A headline that says releases fail less often claims something that a metric could bear \
          out or not. Which one, its words do not say, so nothing holds it to the data.",
    fix: "Name the metric in the sentence, or write the sentence as `text:` with `claims:` that say \
          what it claims: `claims: [change-failure-rate fell]`.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Releases withdraw themselves since rollback is automatic.
+  - Releases fail less often since rollback is automatic.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for claim in facts.claims() {
        let held = matches!(claim.told.weight, Weight::Headline | Weight::Sentence);
        if claim.about.is_none() && held {
            let verb = claim.verb.word();
            report
                .at(
                    claim.place,
                    format!("`{}` names no metric that could bear it out", claim.written),
                )
                .because(format!("in the {}", claim.told.what))
                .help(format!(
                    "name the metric, or write `text:` with the sentence and `claims: [metric {verb}]` below it"
                ));
        }
    }
}
