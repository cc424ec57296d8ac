//! An answer to nothing that was promised.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::strays::strays;
use crate::diag::Severity;
use crate::model::Period;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "unknown-promise",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "The answer names a promise that no earlier pack made. It would answer nothing, \
          and what was promised would stay open.",
    fix: "Correct the quarter or the name: the metric of an exception, or the `id` of a \
          promise. A promise older than the packs is told with `earlier:`.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  promises: []
+  promises:
+    - {promise: 2026-Q2/faster-review, state: kept}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative, ledger) in facts.ledgers() {
        let answers = narrative.overview.since_last_meeting.promises.iter();
        let strays = strays(answers.map(|a| &a.about), ledger.earlier_promises());
        if strays.is_empty() {
            continue;
        }
        let others: BTreeSet<(Period, &str)> = ledger
            .earlier_asks()
            .map(|(period, id, _)| (period, id))
            .collect();
        for stray in strays {
            let about = stray.about;
            let finding = report.at(stray.span, format!("no earlier pack promised `{about}`"));
            match stray.meant {
                _ if about.period >= period => finding.help(
                    "a pack answers what the packs before it promised; what this one promises is answered in the next",
                ),
                _ if others.contains(&(about.period, about.id.as_str())) => {
                    finding.help("that is a decision: answer it under `decisions:`")
                }
                Some((near, span)) => finding
                    .see(span, format!("`{near}` stands here"))
                    .help(format!("did you mean `{near}`?")),
                None => finding.help("remove it, or tell one older than the packs with `earlier:`"),
            };
        }
    }
}
