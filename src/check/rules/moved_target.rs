//! A target set inside the quarter that it judges.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Metric;

pub(super) const RULE: Rule = Rule {
    code: "moved-target",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: true,
    why: "A target set while the quarter ran was set by people who could already see the \
          figure. It may be right; the board should know.",
    fix: "Let the new target begin with the next quarter, so that this one is judged by the \
          target that it ran under.",
    bad: r#"
~~~ content/metrics/checkout-success.md
-  - {from: 2025-01-01, value: 98.5, set_by: COO, rationale: The level of the best quarter.}
+  - {from: 2026-08-01, value: 98.5, set_by: COO, rationale: The level of the best quarter.}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    let calendar = &facts.pack.settings.calendar;
    let (start, last_day) = (calendar.start(period), calendar.last_day(period));
    let metrics = facts.pack.metrics.values();
    let holding = metrics.filter_map(|m: &Metric| Some((m, m.target_on(last_day)?)));
    for (metric, target) in holding.filter(|(_, t)| t.from > start) {
        let id = &metric.id.value;
        report
            .at(
                target.span,
                format!("the target of `{id}` was set within {period}, which it judges"),
            )
            .because(format!("holds from {}", target.from))
            .help("let a new target begin with a quarter");
    }
}
