//! A cause claimed where only time is known.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{phrase, pieces};
use crate::diag::Severity;
use crate::model::Weight;

pub(super) const RULE: Rule = Rule {
    code: "causal-word",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: true,
    why: "That one thing came after another is all that a chart can show. A director who \
          acts on a cause that was only a coincidence pays for it twice.",
    fix: "Write `after` or `since` and let the reader judge. What you believe the cause to be has \
          its place under `exceptions:`, with its grade.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Releases withdraw themselves since rollback is automatic.
+  - Releases withdraw themselves thanks to automatic rollback.
"#,
    run,
};

/// Words of cause (board.md 4.5); what is graded as a cause stands with the exceptions.
const CAUSAL: &[&str] = &["because of", "thanks to", "drove", "caused", "led to"];

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers)
            .iter()
            .filter(|p| p.weight != Weight::Section)
        {
            for written in CAUSAL.iter().filter_map(|word| phrase(&piece.text, word)) {
                report
                    .at(
                        piece.place(facts.sources, written),
                        format!("`{written}` in the {}", piece.what),
                    )
                    .because("the data shows when, not why")
                    .help("write `after` or `since`; a cause has its place and its grade under `exceptions`");
            }
        }
    }
}
