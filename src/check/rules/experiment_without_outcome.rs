//! An experiment whose last day has passed and of which nobody has said what becomes of it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "experiment-without-outcome",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "An experiment that is neither adopted nor stopped goes on by itself: nobody decided that, and \
          nothing was learnt.",
    fix: "Write what was decided as `decision:`, with its day; to go on is a decision too, `extend`.",
    bad: "
~~~ data/experiments.yaml
-  start: 2026-08-03
-  end: 2026-12-18
+  start: 2026-08-03
+  end: 2026-09-25
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    if facts.is_only_begun() {
        return;
    }
    let Some(taken) = facts
        .pack
        .latest()
        .and_then(|p| facts.pack.snapshots.get(&p))
    else {
        return;
    };
    for experiment in facts.pack.experiments.iter().flatten() {
        let end = experiment.end;
        if experiment.concluded_by(taken.as_of).is_some() || end.value >= taken.as_of {
            continue;
        }
        let late = (taken.as_of - end.value).num_days();
        let days = if late == 1 { "day" } else { "days" };
        report
            .at(
                end.span,
                format!(
                    "`{}` ended {late} {days} before the data was taken, and nothing is decided",
                    experiment.id.value
                ),
            )
            .help("write `decision:` and `decided:`");
    }
}
