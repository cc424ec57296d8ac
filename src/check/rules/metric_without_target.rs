//! A dashboard metric that nobody promised anything for.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Polarity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "metric-without-target",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "Without a target the board can see movement but not whether it is enough, and \
          nobody can be held to it. Where nothing is promised on purpose, `no_target:` says why, \
          and readers see it.",
    fix: "Add `targets:` to the metric's file, or say with `no_target:` why nothing is promised.",
    bad: r#"
~~~ content/metrics/satisfaction.md
-targets:
-  - {from: 2025-01-01, value: 3.5, set_by: VP Engineering, rationale: The level of 2024.}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    let last_day = facts.pack.settings.calendar.last_day(period);
    let mut told = BTreeSet::new();
    for (entry, metric) in facts.dashboard() {
        let neutral = metric.polarity.value == Polarity::Neutral;
        let reasoned = metric.no_target.is_some();
        if neutral
            || reasoned
            || metric.target_on(last_day).is_some()
            || !told.insert(&metric.id.value)
        {
            continue;
        }
        report
            .at(
                metric.name.span,
                format!("`{}` has no target in {period}", metric.id.value),
            )
            .see(entry.metric.span, "it is on the dashboard")
            .help("add `targets:`, or say with `no_target:` why nothing is promised");
    }
}
