//! Collected figures whose query is not the one that stands in the definition.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "collected-otherwise",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The glossary shows the query as the definition of the figure. Where another query counted \
          it, the definition is of some other figure.",
    fix: "Collect the quarter again with the query as it stands, or bring the old one back. Where the \
          meaning changed, raise `version` as well. Figures that are typed now need no `collected:`.",
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
+    collected: {query: 0123456789ab, rows: 5, figures: 2e9d3ef133b4}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        let (id, version) = (&metric.id.value, metric.definition.version);
        let Some(filed) = facts.pack.observations.get(id) else {
            continue;
        };
        let today = metric.query_fingerprint();
        for (period, circumstances) in &filed.circumstances {
            let Some(collected) = &circumstances.collected else {
                continue;
            };
            let told = circumstances.version.map(|told| told.value);
            let counted_by = told.unwrap_or_else(|| facts.pack.version(metric, *period));
            let recorded = circumstances.fingerprint.as_ref();
            // Where the recorded fingerprint differs as well, `changed-definition` tells of it.
            let told = recorded.is_some_and(|recorded| recorded.value != metric.fingerprint());
            if counted_by != version.value || told || today.as_ref() == Some(&collected.query.value)
            {
                continue;
            }
            let (span, message) = match &metric.query {
                Some(query) => (
                    query.span,
                    format!("the query of `{id}` is not the one that counted {period}"),
                ),
                None => (
                    version.span,
                    format!("`{id}` has no query, and {period} was counted by one"),
                ),
            };
            let finding = report.at(span, message);
            let finding = match &today {
                Some(today) => finding.because(format!("query {today} as it is written now")),
                None => finding,
            };
            finding
                .see(
                    collected.query.span,
                    format!("collected by query {}", collected.query.value),
                )
                .help(format!(
                    "run `boardpack collect {period}`, or bring the query back"
                ));
        }
    }
}
