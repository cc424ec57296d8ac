//! A cause claimed where only time is known.

use crate::check::claims::Names;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{Piece, phrase, pieces};
use crate::diag::Severity;
use crate::model::{Narrative, Weight};

pub(super) const RULE: Rule = Rule {
    code: "causal-word",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "That one thing came after another is all that a chart can show. A director who \
          acts on a cause that was only a coincidence pays for it twice.",
    fix: "Write `after` or `since`; a cause has its place and its grade under `exceptions`. Where \
          more than time was compared (a staged start, a held-out group, services that the action \
          did not touch), say so as `comparison:` in the story.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - Checkout success met its target thanks to automatic rollback.
"#,
    run,
};

/// Words of cause (board.md 4.5); longer ones before their beginnings.
const CAUSAL: &[&str] = &[
    "because of",
    "because",
    "thanks to",
    "as a result of",
    "due to",
    "owing to",
    "led to",
    "drove",
    "driven by",
    "caused",
    "caused by",
];

fn run(facts: &Facts<'_>, report: &mut Report) {
    let names = Names::new(facts.pack);
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            if compared(narrative, &piece, &names) {
                continue;
            }
            let mut told: Vec<&str> = Vec::new();
            for word in CAUSAL {
                let found = match piece.weight {
                    Weight::Headline | Weight::Sentence => phrase(&piece.text, word),
                    // In a longer text a reason for what people do is no claim; one for what a
                    // metric did is.
                    Weight::Section => names
                        .sentences_about_metrics(&piece.text)
                        .into_iter()
                        .find_map(|sentence| phrase(sentence, word)),
                    Weight::Detail => None,
                };
                let Some(written) = found.filter(|f| !told.iter().any(|t| overlap(t, f))) else {
                    continue;
                };
                told.push(written);
                report
                    .at(
                        piece.place(facts.sources, written),
                        format!("`{written}` in the {}", piece.what),
                    )
                    .because("the data shows when, not why")
                    .help("write `after` or `since`; a cause has its place and its grade under `exceptions`, and needs a `comparison:` in a story to be told here");
            }
        }
    }
}

/// Whether one stands in the other's place.
fn overlap(a: &str, b: &str) -> bool {
    let range = |s: &str| (s.as_ptr() as usize, s.as_ptr() as usize + s.len());
    let ((a, a_end), (b, b_end)) = (range(a), range(b));
    a < b_end && b < a_end
}

/// Whether a text speaks of what a story compared with more than the time before: the story's own
/// texts, and others that name or declare its metric.
fn compared(narrative: &Narrative, piece: &Piece<'_>, names: &Names) -> bool {
    let stories = narrative.stories.iter().filter(|s| s.comparison.is_some());
    let mut stories = stories.map(|s| (s.id.value.as_str(), s.metric.value.as_str()));
    stories.any(|(id, metric)| {
        let declared = narrative
            .claims(piece.told)
            .any(|c| c.metric.value == metric);
        let own = piece.of == Some(id);
        let of_another = piece.of.is_some() && !own;
        own || !of_another && (declared || names.names(&piece.text, metric))
    })
}
