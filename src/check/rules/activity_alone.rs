//! SPACE told by counts of what was done and nothing else.

use crate::analyse::SpaceTable;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "activity-alone",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: false,
    why: "Counts of what was done say nothing of what came of it or of what it cost people. Alone they \
          would be read as productivity, and whoever is measured by them makes more of them.",
    fix: "Give other metrics their dimensions too: at least three, with one that people answer \
          themselves; or take `space` out.",
    bad: "
~~~ content/metrics/change-failure-rate.md
-category: delivery
+category: delivery
+space: [activity]
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(table) = SpaceTable::of(facts.pack) else {
        return;
    };
    let mut metrics = table.metrics.values().flatten();
    if let Some(first) = metrics
        .next()
        .and_then(|m| m.space.first())
        .filter(|_| table.is_activity_alone())
    {
        report
            .at(
                first.span,
                "`activity` is the only dimension that any metric tells of",
            )
            .help("name what tells of the other dimensions, such as satisfaction and efficiency");
    }
}
