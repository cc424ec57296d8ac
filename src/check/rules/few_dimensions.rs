//! SPACE told by fewer than three of its dimensions.

use crate::analyse::{DIMENSIONS_NEEDED, SpaceTable};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "few-dimensions",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "The framework asks for three dimensions at least: one or two can be made better at the cost \
          of the others without anybody seeing it.",
    fix: "Give metrics of other dimensions their `space`, or take it out everywhere.",
    bad: "
~~~ content/metrics/satisfaction.md
-category: people
+category: people
+space: [satisfaction]
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(table) = SpaceTable::of(facts.pack) else {
        return;
    };
    let told = table.metrics.len();
    if told >= DIMENSIONS_NEEDED || table.is_activity_alone() {
        return;
    }
    let mut metrics = table.metrics.values().flatten();
    if let Some(first) = metrics.next().and_then(|metric| metric.space.first()) {
        let gaps: Vec<String> = table
            .gaps()
            .into_iter()
            .map(|gap| format!("`{}`", gap.word()))
            .collect();
        let dimensions = if told == 1 {
            "1 of five dimensions has".to_owned()
        } else {
            format!("{told} of five dimensions have")
        };
        report
            .at(first.span, format!("only {dimensions} a metric"))
            .because(format!("{DIMENSIONS_NEEDED} are needed"))
            .help(format!("nothing tells of {}", gaps.join(", ")));
    }
}
