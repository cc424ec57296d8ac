//! A figure that was taken later than the file it stands in.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "figure-after-snapshot",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "Every page says when its data was taken. A figure that is younger than that was \
          changed after the review that the snapshot names.",
    fix: "Move the snapshot's `as_of` to the day its last figure was taken and have it reviewed \
          again, or correct the figure's own date.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-  satisfaction:
+  satisfaction:
+    as_of: 2026-10-12
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (period, snapshot, metric, taken) in facts.own_dates() {
        if taken.value <= snapshot.as_of || !told.insert(taken.span) {
            continue;
        }
        report
            .at(
                taken.span,
                format!(
                    "the figure of `{metric}` for {period} was taken on {}",
                    taken.value
                ),
            )
            .because("after its snapshot")
            .see(snapshot.span, format!("taken on {}", snapshot.as_of))
            .help("correct one of the two dates");
    }
}
