//! The summary is three sentences: what changed, what worries, what follows.

use crate::check::figures::is_pointed;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::load::aligned::Aligned;

pub(super) const RULE: Rule = Rule {
    code: "three-sentences",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "The first page tells the quarter in three sentences: what got better or worse, \
          what worries us, what follows if nothing is done. A missing one is an answer not \
          given.",
    fix: "Write exactly three sentences under `summary:`, one in each entry: what got better or \
          worse, what worries us, what follows.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - We ask the Board to fund a second provider.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        let overview = &narrative.overview;
        if overview.summary.len() != 3 {
            let n = overview.summary.len();
            let place = overview.summary.last().unwrap_or(&overview.headline).span;
            report
                .at(
                    place,
                    format!("the summary of {period} has {n} sentences, not 3"),
                )
                .help("say what got better or worse, what worries us, and what follows");
        }
        for sentence in &overview.summary {
            let inner = sentence.value.trim_end_matches(['.', '!', '?', ' ']);
            let second = inner.split_once(". ").map(|(_, second)| second);
            // The point of `31. März` ends no sentence.
            let ends = |second: &&str| {
                let before = &inner[..inner.len() - second.len() - 2];
                let word =
                    |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
                let last = before.split_whitespace().next_back().map(word);
                let next = second.split_whitespace().next().map(word);
                !is_pointed(&last.unwrap_or_default(), &next.unwrap_or_default())
            };
            let second = second
                .filter(|s| s.starts_with(char::is_uppercase))
                .filter(ends);
            if let Some(second) = second {
                let at = inner.len() - second.len();
                report
                    .at(
                        Aligned::new(facts.sources, sentence).place(at..at + second.len()),
                        "a second sentence in one place of the summary",
                    )
                    .help("keep one, or join them");
            }
        }
    }
}
