//! A dashboard row with neither a figure nor a reason.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "row-without-figure",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: false,
    why: "An empty row reads like nothing happened. No figure is never zero: whoever owns \
          the metric says why there is none and when it will come.",
    fix: "File the figure in the quarter's snapshot, or write `missing:` there with the reason \
          and the day on which it is expected.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-  satisfaction:
-    all: {quarter: 3.9 (n 62 of 80)}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    for (entry, _) in facts.dashboard() {
        let judged = facts.row(entry);
        if judged.is_some_and(|a| a.now.is_some() || a.missing.is_some()) {
            continue;
        }
        let id = &entry.metric.value;
        let scope = entry
            .service
            .as_ref()
            .map_or_else(String::new, |s| format!(" of `{}`", s.value));
        report
            .at(
                entry.metric.span,
                format!("`{id}`{scope} has no figure in {period}, and no reason why"),
            )
            .help(format!(
                "file it in `data/snapshots/{period}.yaml`, or write `missing:` with the reason \
                 there"
            ));
    }
}
