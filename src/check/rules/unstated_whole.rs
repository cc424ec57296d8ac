//! Services filed, and nobody stated the whole.

use crate::check::report::{Facts, Report, Rule};
use crate::diag::Severity;
use crate::model::RollUp;

pub(super) const RULE: Rule = Rule {
    code: "unstated-whole",
    severity: Severity::Error,
    why: "This metric cannot be computed from its services: percentiles and means of \
          groups do not add up. Someone who has the underlying measurements must state it.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-    all: {quarter: 26.4 (n 80)}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (id, filed) in &facts.pack.observations {
        let stated_only = facts
            .pack
            .metrics
            .get(id)
            .filter(|m| m.roll_up.value == RollUp::StatedOnly);
        let Some(metric) = stated_only else {
            continue;
        };
        for period in facts.pack.snapshots.keys() {
            let service = filed.services.values().find_map(|s| s.quarters.get(period));
            let Some(reading) = service.filter(|_| !filed.all.quarters.contains_key(period)) else {
                continue;
            };
            report
                .at(
                    reading.span,
                    format!("`{id}` has figures of services in {period} and none of the whole"),
                )
                .see(metric.roll_up.span, "never computed from services")
                .help(
                    "add `all:` with the figure of all measurements together, or why it is missing",
                );
        }
    }
}
