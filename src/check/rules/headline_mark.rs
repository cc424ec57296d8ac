//! A headline that asks, shouts, labels itself or is set in capitals.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{Piece, pieces, words};
use crate::diag::Severity;
use crate::model::Weight;

pub(super) const RULE: Rule = Rule {
    code: "headline-mark",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "A headline says what is so. A question leaves the answer to the reader, and an \
          exclamation mark adds nothing to a figure. A label before a colon, or a capital on every \
          word, makes a heading of a sentence.",
    fix: "Write a sentence that would be false if the data were different, in sentence case, without \
          `?`, `!` or a topic before a colon.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: Why does checkout overspend its budget?
"#,
    run,
};

/// Words before a colon that are a label and not a clause.
const LABEL: usize = 3;

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        let all = pieces(narrative, facts.answers).into_iter();
        for piece in all.filter(|p| p.weight == Weight::Headline) {
            let mark = piece.text.find(['?', '!']).map(|at| &piece.text[at..=at]);
            if let Some(mark) = mark {
                report
                    .at(
                        piece.place(facts.sources, mark),
                        format!("`{mark}` in the {}", piece.what),
                    )
                    .help("write a sentence that would be false if the data were different");
            }
            if let Some((label, _)) = piece.text.split_once(": ")
                && words(label).count() <= LABEL
            {
                report
                    .at(
                        piece.place(facts.sources, label),
                        format!("`{label}:` before the {}", piece.what),
                    )
                    .because("a topic, which says nothing")
                    .help("begin with what is so");
            }
            if in_capitals(facts, &piece) {
                report
                    .at(
                        piece.span,
                        format!("every word of the {} has a capital", piece.what),
                    )
                    .help("write it in sentence case");
            }
        }
    }
}

/// Whether every longer word after the first has a capital, names apart.
fn in_capitals(facts: &Facts<'_>, piece: &Piece<'_>) -> bool {
    let services = facts.pack.services.iter();
    let names: Vec<&str> = services.flat_map(|s| words(&s.name)).collect();
    let longer = words(&piece.text)
        .skip(1)
        .filter(|w| w.len() > 3 && !names.contains(w));
    let longer: Vec<&str> = longer.collect();
    longer.len() > 2 && longer.iter().all(|w| w.starts_with(char::is_uppercase))
}
