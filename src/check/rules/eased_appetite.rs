//! A limit of the Board that was raised without the Board.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Appetite;

pub(super) const RULE: Rule = Rule {
    code: "eased-appetite",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "A higher limit turns a risk that was outside into one that is within without making it any \
          smaller. Only the Board may do that, and its decision can be pointed at.",
    fix: "Name in the same assessment the `decision:` by which the Board raised the limit; or keep the \
          limit, and let the page say that the risk is outside.",
    bad: "
~~~ data/risks.yaml
-    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, impact: {low: 40000, high: 90000}, grade: assumed, by: CFO, why: The provider's own record.}
+    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, impact: {low: 40000, high: 90000}, grade: assumed, by: CFO, why: The provider's own record., appetite: {a_year: 400000, set_by: CFO, on: 2026-09-01}}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let risks = facts.pack.risks.iter().flatten();
    for risk in risks {
        let mut held: &Appetite = &risk.appetite;
        for assessed in &risk.assessed {
            let Some(limit) = &assessed.appetite else {
                continue;
            };
            let before = std::mem::replace(&mut held, limit);
            let raised = limit.harm == before.harm && limit.a_year > before.a_year;
            let open = !facts.pack.published.contains_key(&assessed.period.value);
            if raised && open && assessed.decision.is_none() {
                report
                    .at(
                        limit.on.span,
                        format!(
                            "the appetite for `{}` is raised, and no decision raised it",
                            risk.id.value
                        ),
                    )
                    .see(before.on.span, "the limit that held before")
                    .help("name the Board's `decision:` in this assessment, or keep the limit");
            }
        }
    }
}
