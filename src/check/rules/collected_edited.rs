//! Collected figures that somebody wrote over.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "collected-edited",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The pack says that a query counted these figures, of files whose digests it names. A figure \
          that was changed afterwards came from neither, and an auditor who counts again finds \
          another one.",
    fix: "Run `boardpack collect` for the quarter, which counts them again; or take the metric's \
          `collected:` out, and say in `note:` where the figures come from.",
    bad: r"
~~~ content/metrics/change-failure-rate.md
-**Who counts it?** Platform Analytics, from the event log.
+**Who counts it?** Platform Analytics, from the event log.
+
+## Query
+
+```sql
+select service, numerator, denominator from failures
+```
~~~ data/snapshots/2026-Q3.yaml
-observations:
+collected:
+  as_of: 2026-09-30T21:14:09Z
+  engine: datafusion 55.2.0
+  views: 9f2c1ab03d44
+  horizon_hours: 72
+  environments: [production]
+  inputs:
+    data/events/2026-Q3.jsonl: {sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, events: 412}
+observations:
-  change-failure-rate:
+  change-failure-rate:
+    collected: {query: dba9bfb87cfa, rows: 5, figures: 0123456789ab}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (id, filed) in &facts.pack.observations {
        for (period, circumstances) in &filed.circumstances {
            let Some(collected) = &circumstances.collected else {
                continue;
            };
            if !collected.is_edited() {
                continue;
            }
            report
                .at(
                    collected.figures.span,
                    format!("figures of `{id}` in {period} are not those that were collected"),
                )
                .because(format!(
                    "those written by `collect` have the digest {}, those that stand there {}",
                    collected.figures.value, collected.standing
                ))
                .help(format!(
                    "run `boardpack collect {period}`, or remove this `collected:` and say in `note:` \
                     where the figures come from"
                ));
        }
    }
}
