//! A risk that is closed while the figure that would make us act says that it is there.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "closed-at-trigger",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The record says that the risk is one no more, and the figure that was to make us act is \
          beyond its bound. The Board would stop watching a risk that is happening.",
    fix: "Leave the risk open and assess it; or, where the trigger watched the wrong figure, replace \
          it in an assessment first and say why.",
    bad: "
~~~ data/risks.yaml
-  trigger: {metric: checkout-success, below: 97}
+  trigger: {metric: checkout-success, below: 99}
-    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, impact: {low: 40000, high: 90000}, grade: assumed, by: CFO, why: The provider's own record.}
+  closed: {period: 2026-Q3, why: A second provider takes over within a minute.}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (risk, row) in facts.closed_risks() {
        let (Some(closed), Some(watch)) = (&risk.closed, row.trigger.watch()) else {
            continue;
        };
        if row.reached.is_reached() {
            report
                .at(
                    closed.period.span,
                    format!("`{}` is closed while its trigger is reached", risk.id.value),
                )
                .see(
                    watch.bound.span,
                    format!(
                        "`{}` lies beyond this in {}",
                        watch.metric.value, closed.period.value
                    ),
                )
                .help("leave it open and assess it");
        }
    }
}
