//! A definition changed, and the first page is silent.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::DefinitionEffect;

pub(super) const RULE: Rule = Rule {
    code: "untold-definition",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A definition that changes within a quarter changes what every figure of it \
          means. The board is told on the first page, or the change looks like a result.",
    fix: "Tell the change under `since_last_meeting:` in the overview, in `definitions`.",
    bad: r#"
~~~ content/metrics/lead-time.md
-  version: 1
-  formula: median of the time from commit to production
+  version: 2
+  formula: median of the time from merge to production
-    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 2, date: 2026-08-01, what: Starts at the merge., effect: restated}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        if !narrative.overview.since_last_meeting.definitions.is_empty() {
            continue;
        }
        let calendar = &facts.pack.settings.calendar;
        for metric in facts.pack.metrics.values() {
            let changes = metric.definition.changes.iter();
            let changed = changes
                .filter(|c| c.effect != DefinitionEffect::None)
                .find(|c| calendar.period_of(c.date) == period);
            if let Some(change) = changed {
                report
                    .at(
                        narrative.overview.headline.span,
                        format!(
                            "the definition of `{}` changed on {}, and `definitions` says none",
                            metric.id.value, change.date
                        ),
                    )
                    .see(change.version.span, "changed here")
                    .help("tell it under `since_last_meeting:`, in `definitions`");
            }
        }
    }
}
