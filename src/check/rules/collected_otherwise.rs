//! Collected figures whose query is not the one that stands in the definition.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::load::collected_by_query;

pub(super) const RULE: Rule = Rule {
    code: "collected-otherwise",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The glossary shows the query as the definition of the figure. Where another query counted \
          it, the definition is of some other figure.",
    fix: "Collect the quarter again with the query as it stands, or bring the old one back. Where the \
          meaning changed, raise `version` as well. Figures that are typed now need no `collected:`.",
    bad: collected_by_query!(query: "0123456789ab", figures: "2e9d3ef133b4"),
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
