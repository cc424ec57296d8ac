//! An answer to nothing that was asked.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::strays::strays;
use crate::diag::Severity;
use crate::model::Period;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "unknown-ask",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "The answer names a decision that no earlier pack asked for. It would answer \
          nothing, and what was asked would stay open.",
    fix: "Correct the quarter or the name: the file name of the decision, or the name \
          under `earlier`. A decision older than the packs is told with `earlier:`.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  decisions: []
+  decisions:
+    - {decision: 2026-Q2/faster-review, outcome: approved, on: 2026-08-03}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative, ledger) in facts.ledgers() {
        let answers = narrative.overview.since_last_meeting.decisions.iter();
        let strays = strays(answers.map(|a| &a.about), ledger.earlier_asks());
        if strays.is_empty() {
            continue;
        }
        let others: BTreeSet<(Period, &str)> = ledger
            .earlier_promises()
            .map(|(period, id, _)| (period, id))
            .collect();
        for stray in strays {
            let about = stray.about;
            let finding = report.at(stray.span, format!("no earlier pack asked for `{about}`"));
            match stray.meant {
                _ if about.period >= period => finding.help(
                    "a pack answers what the packs before it asked for; what this one asks for is answered in the next",
                ),
                _ if others.contains(&(about.period, about.id.as_str())) => {
                    finding.help("that is a promise: answer it under `promises:`")
                }
                Some((near, span)) => finding
                    .see(span, format!("`{near}` stands here"))
                    .help(format!("did you mean `{near}`?")),
                None => finding.help("remove it, or tell one older than the packs with `earlier:`"),
            };
        }
    }
}
