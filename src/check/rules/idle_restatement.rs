//! A restatement that does not begin with what was said before it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{ReportedValue, notation};
use crate::publish::{Difference, RecordDifference};

pub(crate) const RULE: Rule = Rule {
    code: "idle-restatement",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Restatements lead from what was published to what holds now, each from where the one \
          before it ended. One that begins elsewhere tells the Board of a figure that it was never \
          shown.",
    fix: "Write as `from` what was published or last restated; the problem names it. Remove an entry \
          of a figure that was not published.",
    bad: concat!(
        published_quarter!("3.6"),
        "shared: {}
texts: {}
=== data/restatements.yaml
- {period: 2026-Q2, metric: satisfaction, from: 3.9 (n 60 of 80), to: 3.6 (n 60 of 80), cause: correction, date: 2026-08-03, why: Answers were counted twice.}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for difference in facts.differences() {
        let Difference::Loose {
            entry,
            said,
            metric,
            before,
        } = *difference
        else {
            continue;
        };
        let unit = &metric.unit.value;
        let (from, said) = (notation(entry.from, unit), notation(said, unit));
        report
            .at(
                entry.span,
                format!("this restatement begins with `{from}`, but `{said}` was said before it"),
            )
            .see(before, "said here")
            .help(format!("write `from: {said}`, or remove the entry"));
    }
    for entry in &facts.pack.restatements {
        let lock = facts.pack.published.get(&entry.period.value);
        if let Some(lock) = lock.filter(|lock| !lock.metrics.contains_key(&entry.metric.value)) {
            let (period, metric) = (entry.period.value, &entry.metric.value);
            report
                .at(
                    entry.metric.span,
                    format!("`{metric}` was not published with {period}"),
                )
                .see(lock.published.span, "published without it")
                .help("remove the entry: nobody was shown this figure");
        }
    }
    for difference in facts.record_differences() {
        let RecordDifference::Loose {
            entry,
            said,
            before,
        } = difference
        else {
            continue;
        };
        let told = |value: Option<&ReportedValue>| value.map_or("~".to_owned(), |v| v.to_string());
        let (from, said) = (told(entry.from.as_ref()), told(said.as_ref()));
        report
            .at(
                entry.span,
                format!("this restatement begins with `{from}`, but `{said}` was said before it"),
            )
            .see(*before, "said here")
            .help(format!("write `from: {said}`, or remove the entry"));
    }
}
