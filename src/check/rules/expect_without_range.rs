//! An expectation without its range or without what it assumes.

use crate::check::claims::{Token, sentences};
use crate::check::dates::dates;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "expect-without-range",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "A forecast is a range and what it rests on. One number without an assumption cannot be \
          held against what came of it.",
    fix: "Write a range and the id of an assumption: `We expect 4 to 6% (A2)`.",
    bad: r#"
~~~ content/2026-Q3/decisions/d1-second-provider.md
-  what: add a second provider
+  what: We expect fewer outages.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        let end = facts.pack.settings.calendar.last_day(period);
        let assumptions = narrative.decisions.iter().flat_map(|d| &d.assumptions);
        let ids: Vec<String> = assumptions.map(|a| a.id.to_lowercase()).collect();
        for piece in pieces(narrative, facts.answers) {
            for sentence in sentences(&piece.text) {
                let is = |t: &&Token<'_>| matches!(t.lower.as_str(), "expect" | "expects");
                let Some(expect) = sentence.iter().find(is) else {
                    continue;
                };
                let number = |t: &Token<'_>| t.text.starts_with(|c: char| c.is_ascii_digit());
                let ranged = sentence.iter().enumerate().any(|(i, t)| {
                    let near = |from: usize| sentence.iter().skip(from).take(3).any(number);
                    t.lower == "to" && i > 0 && near(i.saturating_sub(3)) && near(i + 1)
                });
                // `we expect the figure on 23 October` is an appointment and no forecast.
                let numbers = sentence.iter().filter(|t| number(t)).count();
                let percent = sentence.iter().any(|t| t.text == "%");
                if numbers <= 2 && !percent && !dates(&sentence, end).is_empty() {
                    continue;
                }
                let rests = sentence.iter().any(|t| ids.contains(&t.lower));
                let lacks = match (ranged, rests) {
                    (true, true) => continue,
                    (false, true) => "a range",
                    (true, false) => "the id of an assumption",
                    (false, false) => "a range and the id of an assumption",
                };
                report
                    .at(
                        piece.place_at(
                            facts.sources,
                            expect.at..expect.at + expect.text.len(),
                        ),
                        format!("`{}` without {lacks}, in the {}", expect.text, piece.what),
                    )
                    .help("write from what to what, and on which assumption of a decision it rests, as `(A1)`");
            }
        }
    }
}
