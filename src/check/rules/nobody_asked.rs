//! SPACE told without a figure that comes from people themselves.

use crate::analyse::{DIMENSIONS_NEEDED, SpaceTable};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "nobody-asked",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "What systems record does not show what work does to people. The framework asks for one figure \
          at least that people give themselves.",
    fix: "Give a metric of `kind: score` its dimension, with the `question:` that was asked.",
    bad: "
~~~ content/metrics/change-failure-rate.md
-category: delivery
+category: delivery
+space: [performance, activity, efficiency]
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(table) = SpaceTable::of(facts.pack) else {
        return;
    };
    // Of fewer dimensions that is told first.
    if table.asks_people() || table.metrics.len() < DIMENSIONS_NEEDED {
        return;
    }
    let mut metrics = table.metrics.values().flatten();
    if let Some(first) = metrics.next().and_then(|metric| metric.space.first()) {
        report
            .at(
                first.span,
                "no metric with a dimension is what people say of themselves",
            )
            .help("ask people once a quarter, and give that score `space: [satisfaction]`");
    }
}
