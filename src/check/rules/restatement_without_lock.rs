//! A restatement of a quarter that is not published.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "restatement-without-lock",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Only what was published can be restated. A figure that nobody was shown is corrected in \
          its snapshot; telling of it as restated would invent a past.",
    fix: "Remove the entry and correct the snapshot, or publish the quarter with the figures that the \
          Board was shown: `boardpack publish`.",
    bad: "
=== data/restatements.yaml
- {period: 2026-Q3, metric: incidents, service: search, from: 2, to: 1, cause: correction, date: 2026-11-02, why: An incident was counted twice.}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let records = pack.restated_records.iter().map(|entry| entry.period);
    let entries = pack.restatements.iter().map(|entry| entry.period);
    for entry in entries.chain(records) {
        let period = entry.value;
        if !pack.published.contains_key(&period) {
            report
                .at(
                    entry.span,
                    format!("{period} is restated and was never published"),
                )
                .help(format!(
                    "remove the entry and correct `data/snapshots/{period}.yaml` or the record; \
                     there is no `data/published/{period}.yaml`"
                ));
        }
    }
}
