//! A text longer than its place.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{count, pieces};
use crate::diag::{Severity, Span};

pub(super) const RULE: Rule = Rule {
    code: "too-many-words",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "A board reads a pack in twenty minutes. Each place has its words: a headline \
          that needs more has two messages, and the page grows past its fold.",
    fix: "Say the one thing that matters and leave the rest to its own page. The problem says how \
          many words the place has.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: Change failure rate missed its target in this quarter, and the checkout overspent its whole error budget
"#,
    run,
};

/// Words in the three sentences together (board.md 1.3).
const SUMMARY: usize = 75;

/// Words in a metric's plain meaning (board.md 1.13).
const MEANING: usize = 25;

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            // Where a figure could not be answered, nobody knows how many words it has.
            let answered = !piece.text.contains("{{");
            let words = count(&piece.text).saturating_sub(internal(facts, piece.span));
            if let Some(budget) = piece.budget.filter(|budget| words > *budget && answered) {
                report
                    .at(piece.span, format!("the {} has {words} words", piece.what))
                    .because(format!("at most {budget}"))
                    .help("say the one thing that matters, and leave the rest to its own page");
            }
        }
        let summary = &narrative.overview.summary;
        let read = summary.iter().map(|s| facts.answers.read(s));
        let answered = read.clone().all(|s| !s.contains("{{"));
        let words: usize = read.map(|s| count(&s)).sum();
        if let (true, Some(last)) = (words > SUMMARY && answered, summary.last()) {
            report
                .at(last.span, format!("the summary has {words} words"))
                .because(format!("at most {SUMMARY} in its three sentences"))
                .help("shorten the longest sentence");
        }
    }
    for recorded in facts.recorded() {
        let words = count(&recorded.text.value);
        if let Some(budget) = of_record(recorded.what).filter(|budget| words > *budget) {
            report
                .at(
                    recorded.text.span,
                    format!("the {} has {words} words", recorded.what),
                )
                .because(format!("at most {budget}"))
                .help("say the one thing that matters");
        }
    }
    for metric in facts.pack.metrics.values() {
        let words = count(&metric.meaning.value);
        if words > MEANING {
            report
                .at(
                    metric.meaning.span,
                    format!("the meaning of `{}` has {words} words", metric.id.value),
                )
                .because(format!("at most {MEANING}"))
                .help("say what it is; how it is counted stands in the definition");
        }
    }
}

/// Words of a text of the record of incidents: the worst one is told in 110 together (board.md 1.7),
/// and its moments have room for a few words each.
fn of_record(what: &str) -> Option<usize> {
    Some(match what {
        "`title`" => 6,
        "`experienced`" => 30,
        "`cause`" => 25,
        "`gap`" => 25,
        "milestone" => 5,
        "follow-up" => 16,
        _ => return None,
    })
}

/// Words of a text that only the internal edition prints: the places are the Board's.
fn internal(facts: &Facts<'_>, span: Span) -> usize {
    let written = facts.sources.text(span);
    let stretches = facts.pack.internal.get(&span).into_iter().flatten();
    stretches
        .filter_map(|stretch| written.get(stretch.clone()))
        .map(count)
        .sum()
}
