//! An answer to nothing that was asked.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::load::nearest;
use crate::model::About;

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
    for (period, narrative) in facts.narratives() {
        let Some(ledger) = facts.ledger(period) else {
            continue;
        };
        let earlier = ledger.asks.iter().filter(|row| row.period < period);
        let names: Vec<(String, _)> = earlier
            .map(|row| (format!("{}/{}", row.period, row.id), row.span))
            .collect();
        for answer in &narrative.overview.since_last_meeting.decisions {
            let About::Pack(about) = &answer.about else {
                continue;
            };
            let name = about.value.to_string();
            if names.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let finding = report.at(about.span, format!("no earlier pack asked for `{name}`"));
            let near = nearest(&name, names.iter().map(|(known, _)| known.as_str()));
            let near = near.and_then(|near| names.iter().find(|(known, _)| known == near));
            let other = ledger.promises.iter();
            let is_other = other
                .filter(|row| row.period < period)
                .any(|row| row.period == about.value.period && row.id == about.value.id);
            match near {
                _ if about.value.period >= period => finding.help(
                    "a pack answers what the packs before it asked for; what this one asks for is answered in the next",
                ),
                _ if is_other => finding.help("that is a promise: answer it under `promises:`"),
                Some((near, span)) => finding
                    .see(*span, format!("`{near}` stands here"))
                    .help(format!("did you mean `{near}`?")),
                None => finding.help("remove it, or tell one older than the packs with `earlier:`"),
            };
        }
    }
}
