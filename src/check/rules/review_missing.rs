//! A breach of a budget policy for which no formal review is on record.

use crate::analyse::budget::{answer, called};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::ReviewCause;

pub(super) const RULE: Rule = Rule {
    code: "review-missing",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: false,
    why: "A budget policy is agreed before the budget is spent, so that a breach has consequences \
          which nobody has to ask for. A breach without a formal review is a policy that does not \
          hold.",
    fix: "Add the review under `reviews:` in `data/service-levels.yaml`, open until it is held, or \
          change the policy for the time to come.",
    bad: "
~~~ data/service-levels.yaml
-    because: overspent
+    because: one-incident
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    for (&period, quarter) in facts.analysis.today() {
        for account in quarter.budgets.values() {
            let Some(level) = pack.service_levels.level(&account.objective) else {
                continue;
            };
            for call in called(pack, period, account) {
                if answer(pack, period, &call).is_some() {
                    continue;
                }
                let name = &account.objective;
                let (why, word) = match call.because {
                    ReviewCause::Overspent => (
                        format!("the budget of `{name}` for {period} is overspent"),
                        "overspent",
                    ),
                    ReviewCause::OneIncident => (
                        format!(
                            "one incident of {period} took more of `{name}` than its policy allows"
                        ),
                        "one-incident",
                    ),
                };
                let counts = pack.objective_counts.get(name);
                let counted = counts.and_then(|counts| counts.get(&period));
                let place = level.objective.span;
                let finding = report.at(place, format!("{why}, and no formal review is on record"));
                match counted {
                    Some(counted) => finding.see(counted.span, "what was counted"),
                    None => finding,
                }
                .help(format!(
                    "add `{{objective: {name}, period: {period}, because: {word}, due: {}, …}}` under `reviews:`",
                    call.due
                ));
            }
        }
    }
}
