//! A headline that asks or shouts.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;
use crate::model::Weight;

pub(super) const RULE: Rule = Rule {
    code: "headline-mark",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "A headline says what is so. A question leaves the answer to the reader, and an \
          exclamation mark adds nothing to a figure.",
    fix: "Make a statement of it, ended by nothing: say what is so, with its figure.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-headline: Releases still break, and checkout overspent its budget
+headline: Why does checkout overspend its budget?
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            let mark = &piece.text.find(['?', '!']).map(|at| &piece.text[at..=at]);
            if let (Weight::Headline, Some(mark)) = (piece.weight, mark) {
                report
                    .at(
                        piece.place(facts.sources, mark),
                        format!("`{mark}` in the {}", piece.what),
                    )
                    .help("write a sentence that would be false if the data were different");
            }
        }
    }
}
