//! A sentence that a reader has to read twice.

use crate::check::claims::sentences;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;
use crate::model::Weight;

pub(super) const RULE: Rule = Rule {
    code: "long-sentence",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "Past 25 words most readers lose the beginning of a sentence before its end. The first \
          page has 25 for each, every other page 30.",
    fix: "Make two sentences of it, each with one thing to say.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-    change_our_mind: A quarter of small releases with as many failures.
+    change_our_mind: A whole quarter in which every release of every team is small, and is tested, and is watched by the people who wrote it, and in which as many of them come back as did before.
"#,
    run,
};

/// Words in a sentence of the first page, and of any other (board.md 4.7).
const FIRST_PAGE: usize = 25;
const ELSEWHERE: usize = 30;

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            let first =
                piece.of.is_none() && matches!(piece.weight, Weight::Headline | Weight::Sentence);
            let most = if first { FIRST_PAGE } else { ELSEWHERE };
            // A text whose budget is smaller is told of that.
            if piece.budget.is_some_and(|budget| budget <= most) {
                continue;
            }
            for sentence in sentences(&piece.text) {
                let words = sentence.iter().filter(|t| t.is_word()).count();
                if let (true, Some(begin)) = (words > most, sentence.first()) {
                    report
                        .at(
                            piece.place_at(facts.sources, begin.at..begin.at + begin.text.len()),
                            format!("a sentence of {words} words in the {}", piece.what),
                        )
                        .because(format!("at most {most}"))
                        .help("make two sentences of it");
                }
            }
        }
    }
}
