//! A restatement dated into the past of a pack that did not know it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use chrono::NaiveDate;

pub(crate) const RULE: Rule = Rule {
    code: "backdated-restatement",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "A pack tells what was known on its day. A restatement that is dated before it, but was \
          not there when it was published, changes what that pack says to have known.",
    fix: "Date the restatement on the day on which it was made, after the last pack that was \
          published without it.",
    bad: concat!(
        published_quarter!("3.8"),
        "shared: {}
texts: {}
=== data/restatements.yaml
- {period: 2026-Q2, metric: satisfaction, from: 3.8 (n 60 of 80), to: 3.9 (n 60 of 80), cause: correction, date: 2026-07-20, why: Answers were counted twice.}
- {period: 2026-Q2, metric: satisfaction, from: 3.9 (n 60 of 80), to: 3.8 (n 60 of 80), cause: correction, date: 2026-08-03, why: They were not.}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let metrics = facts.pack.restatements.iter().map(|e| (e.date, e.span));
    let records = &facts.pack.restated_records;
    let records = records.iter().map(|e| (e.date, e.span));
    // Both stand in one file: of one day, in its order.
    let mut entries: Vec<(NaiveDate, Span)> = metrics.chain(records).collect();
    entries.sort();
    for (period, lock) in &facts.pack.published {
        let day = lock.published;
        let dated = entries.partition_point(|(date, _)| *date <= day.value);
        if let Some((date, span)) = entries.get(lock.restatements..dated).and_then(<[_]>::last) {
            report
                .at(
                    *span,
                    format!(
                        "this restatement is dated {date}, but {period} was published on {} \
                         without it",
                        day.value
                    ),
                )
                .see(
                    day.span,
                    format!("knew of {} restatements", lock.restatements),
                )
                .help("date it on the day on which it was made");
        } else if dated < lock.restatements {
            let lost = lock.restatements - dated;
            report
                .at(
                    day.span,
                    format!(
                        "{period} was published with {} restatements, of which {lost} are gone",
                        lock.restatements
                    ),
                )
                .help("bring `data/restatements.yaml` back as it was, from version control");
        }
    }
}
