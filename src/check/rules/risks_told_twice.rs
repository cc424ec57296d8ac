//! A draft that writes down what became of the risks, beside the record that tells it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "risks-told-twice",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Which risks are new, higher, lower or closed is computed from the record. What is typed \
          beside it takes its place on the first page and can say another thing; an empty list says \
          that nothing changed.",
    fix: "Remove `risks:` from `since_last_meeting`. What the Board should know of a risk belongs into \
          its assessment in `data/risks.yaml`.",
    bad: "
~~~ content/2026-Q3/overview.md
-  decisions: []
+  decisions: []
+  risks: []
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    // Earlier packs may be older than the record, and are history once they are published.
    let Some(quarter) = facts.draft().filter(|quarter| quarter.risks.is_some()) else {
        return;
    };
    let period = quarter.period;
    let narrative = facts.pack.narratives.get(&period);
    let written = narrative.and_then(|n| n.overview.since_last_meeting.risks_span);
    if let Some(written) = written {
        report
            .at(
                written,
                format!("what became of the risks in {period} is written by hand"),
            )
            .because("the record of risks tells it")
            .help("remove `risks:` here");
    }
}
