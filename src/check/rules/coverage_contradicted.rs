//! A journey that is said to be measured, and whose objective nobody counted.

use crate::analyse::budget;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Cover;

pub(super) const RULE: Rule = Rule {
    code: "coverage-contradicted",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "An objective is live while its data arrives. A journey that is said to be measured, and \
          for whose objective the quarter's snapshot has no day, is one that we believe we see.",
    fix: "Write `no` or `partly`, or file what was counted.",
    bad: "
~~~ data/snapshots/2026-Q3.yaml
-      2026-07-01: 342560/342560
-      2026-08-18: 341840/342560
-      2026-09-30: 314560/314880
+      2026-07-01: ~
+      2026-08-18: ~
+      2026-09-30: ~
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let record = pack.maturity.iter().flat_map(|m| &m.coverage);
    for covered in record.filter(|c| !pack.published.contains_key(&c.period.value)) {
        let period = covered.period.value;
        let capability = facts.analysis.today().get(&period);
        let Some(capability) = capability.and_then(|q| q.capability.as_ref()) else {
            continue;
        };
        let measured = |j: &&crate::model::JourneyRecord| j.measured.value == Cover::Yes;
        for journey in covered.journeys.iter().filter(measured) {
            let covering = budget::covering(pack, &journey.journey.value, capability.as_at);
            let seen = |name: &&str| {
                let counts = pack.objective_counts.get(*name);
                let counts = counts.and_then(|counts| counts.get(&period));
                counts.is_some_and(|counts| counts.days.values().any(Option::is_some))
            };
            if let Some(first) = covering.first()
                && !covering.iter().any(seen)
            {
                report
                    .at(
                        journey.measured.span,
                        format!(
                            "`{}` is measured, and nothing was counted for it in {period}",
                            journey.journey.value
                        ),
                    )
                    .because(format!("`{first}` has no day with data"))
                    .help("write `no` or `partly`, or file the counts of its objective");
            }
        }
    }
}
