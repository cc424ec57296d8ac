//! A headline that names a topic and says nothing of it.

use crate::check::claims::sentences;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;
use crate::model::Weight;

pub(super) const RULE: Rule = Rule {
    code: "topic-headline",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "A headline is a sentence with a verb that would be false if the data were different. \
          `Incident overview` could stand over any quarter, so it tells a director nothing.",
    fix: "Say what is so: what happened, how far, against what.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-headline: Checkout overspent its error budget after a provider outage
+headline: Change failure rate by quarter, {{ change-failure-rate }}
"#,
    run,
};

/// Nouns and phrases of topics.
const TOPICS: &[&str] = &[
    "overview",
    "status",
    "summary",
    "update",
    "report",
    "highlights",
    "results",
    "progress",
    "performance",
    "review",
    "metrics",
    "kpis",
    "dashboard",
    "outlook",
    "by",
];

/// Verbs that make a sentence; those of the claims and what ends in `ed` do too.
const VERBS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "did",
    "does",
    "do",
    "may",
    "will",
    "can",
    "could",
    "would",
    "should",
    "must",
    "ask",
    "recommend",
    "need",
    "needs",
    "kept",
    "keep",
    "keeps",
    "miss",
    "misses",
    "fail",
    "fails",
    "fell",
    "rose",
    "met",
    "meets",
    "overspent",
    "found",
    "cost",
    "costs",
    "began",
    "begins",
    "went",
    "goes",
    "broke",
    "break",
    "took",
    "takes",
    "made",
    "held",
    "holds",
    "lost",
    "stay",
    "stays",
    "remain",
    "remains",
    "answer",
    "answers",
    "repairs",
    "repair",
    "grew",
    "shows",
    "show",
    "gives",
    "give",
    "works",
    "work",
    "stands",
    "stood",
    "cut",
    "lies",
    "lie",
    "lets",
    "let",
];

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        let all = pieces(narrative, facts.answers).into_iter();
        for piece in all.filter(|p| p.weight == Weight::Headline) {
            let sentence: Vec<String> = sentences(&piece.text)
                .into_iter()
                .flatten()
                .map(|t| t.lower)
                .collect();
            let verb = sentence
                .iter()
                .any(|w| VERBS.contains(&w.as_str()) || (w.len() > 4 && w.ends_with("ed")));
            let topic = sentence.iter().any(|w| TOPICS.contains(&w.as_str()));
            if !verb && topic {
                report
                    .at(piece.span, format!("the {} has no verb", piece.what))
                    .because("a topic, which could stand over any quarter")
                    .help("write a sentence that would be false if the data were different");
            }
        }
    }
}
