//! A word that sounds like evidence and is none.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{phrase, pieces};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "banned-word",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "Words such as `significant`, `trend` or `robust` claim more than a figure can \
          carry, or claim nothing. The page says what the data shows in words with a fixed \
          meaning.",
    fix: "Write what the data shows instead: how much, against what, over which weeks. Beside \
          each word the problem says what to write for it.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: Change failure rate missed its target significantly, and checkout overspent its budget
"#,
    run,
};

/// Words and what is meant by them (board.md 4.5).
const BANNED: &[(&str, &str)] = &[
    ("significant", "write how large it is, against what"),
    ("significantly", "write how much"),
    ("trend", "say over which weeks, and how far"),
    ("trending", "say over which weeks, and how far"),
    ("spike", "write the week and the value"),
    ("plummet", "write from what to what"),
    ("plummeted", "write from what to what"),
    ("soar", "write from what to what"),
    ("soared", "write from what to what"),
    ("slightly", "write how much"),
    ("broadly", "say what was left out"),
    ("robust", "say what it withstood"),
    ("best-in-class", "name the source and its band"),
    ("world-class", "name the source and its band"),
    ("flat", "write the routine range"),
    ("seamless", "say what did not go wrong"),
    ("leverage", "write `use`"),
    ("on the right track", "write what would show it"),
];

fn run(facts: &Facts<'_>, report: &mut Report) {
    for recorded in facts.recorded() {
        let text = &recorded.text.value;
        let banned = BANNED.iter().filter_map(|(word, instead)| {
            let written = phrase(text, word)?;
            Some((written, *instead))
        });
        let loose = loose_strong(text).map(|written| (written, "write how much, against what"));
        for (written, instead) in banned.chain(loose) {
            let place = facts.place_in(recorded.text, written);
            let message = format!("`{written}` in the {} of a record", recorded.what);
            report.at(place, message).help(instead);
        }
    }
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            for (banned, instead) in BANNED {
                if let Some(written) = phrase(&piece.text, banned) {
                    report
                        .at(
                            piece.place(facts.sources, written),
                            format!("`{written}` in the {}", piece.what),
                        )
                        .help(*instead);
                }
            }
            if let Some(written) = loose_strong(&piece.text) {
                report
                    .at(
                        piece.place(facts.sources, written),
                        format!("`{written}` in the {}", piece.what),
                    )
                    .because("only a signal is strong")
                    .help("write how much, against what");
            }
        }
    }
}

/// `strong`, unless it is a strong signal, which has a meaning.
fn loose_strong(text: &str) -> Option<&str> {
    let written = phrase(text, "strong")?;
    phrase(text, "strong signal").is_none().then_some(written)
}
