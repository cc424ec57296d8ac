//! A fact of the stage that the pack itself shows to be otherwise.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "stage-fact-contradicted",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Whether a contract grants credits is told twice: as a fact of the stage, and beside the \
          objective that the contract is about. Where the two differ, the stage rests on a slip.",
    fix: "Correct `sla_with_credits`, or the `agreement` of the service level.",
    bad: "
~~~ data/service-levels.yaml
-    since: 2026-07-01
+    since: 2026-07-01
+    agreement:
+      name: Partners
+      parties: 4
+      window: calendar-month
+      target: 99.5
+      credits: [{below: 99.5, credit: 10}]
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let declared = pack.maturity.as_ref().and_then(|m| m.stage.as_ref());
    let Some(fact) = declared.map(|facts| facts.sla_with_credits) else {
        return;
    };
    let mut levels = pack.service_levels.levels.iter();
    let granting = levels.find(|level| {
        let agreement = level.agreement.as_ref();
        agreement.is_some_and(|agreement| !agreement.credits.is_empty())
    });
    if let (false, Some(level)) = (fact.value, granting) {
        report
            .at(
                fact.span,
                "`sla_with_credits` is `false`, and a contract grants credits",
            )
            .see(level.objective.span, "its contract has a list of credits")
            .help("write `true`, or correct the contract");
    }
}
