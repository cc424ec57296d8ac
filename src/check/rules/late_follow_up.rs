//! What was to follow from an experiment by a day that has passed.

use crate::analyse::Progress;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "late-follow-up",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "An experiment is worth what follows from it. A follow-up that is open after its day is told \
          as late to the Board, and most often it was done and nobody wrote it down.",
    fix: "Write the day on which it was done as `done:`, or agree a new day and write it as `by:`.",
    bad: "
~~~ data/experiments.yaml
-  observed: Nine in ten reviews ended on their day; two teams found nobody to pair with.
+  observed: Nine in ten reviews ended on their day; two teams found nobody to pair with.
+  follow_up: {what: Tell the teams how to find somebody to pair with, owner: VP Engineering, by: 2026-09-11}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    if facts.is_only_begun() {
        return;
    }
    let tried = facts
        .draft()
        .and_then(|quarter| quarter.experiments.as_ref());
    for row in tried.iter().flat_map(|tried| &tried.rows) {
        if row.follow_up != Some(Progress::Overdue) || row.corrected_by.is_some() {
            continue;
        }
        let mut experiments = facts.pack.experiments.iter().flatten();
        let experiment = experiments.find(|experiment| experiment.id.value == row.id);
        let end = experiment.and_then(|experiment| experiment.conclusion.as_ref());
        if let Some(next) = end.and_then(|end| end.follow_up.as_ref()) {
            report
                .at(
                    next.by.span,
                    format!(
                        "what follows from `{}` was due by {}",
                        row.id, next.by.value
                    ),
                )
                .help("write when it was `done:`, or agree a new day");
        }
    }
}
