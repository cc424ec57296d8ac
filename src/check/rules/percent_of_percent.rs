//! A change of a percentage told in percent.

use crate::check::claims::{Names, sentences};
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::pieces;
use crate::diag::Severity;
use crate::model::Unit;

pub(super) const RULE: Rule = Rule {
    code: "percent-of-percent",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A rate that goes from 9% to 6% has fallen by 3 points, and by 33%. Half of the readers \
          take the one for the other.",
    fix: "Write the change in points, as `{{ metric.fall }}` does, or both levels: from 9% to 6%.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-owner: VP Engineering
+owner: VP Engineering
+literals: [{text: 34%, source: "time records, September 2026"}]
-Releases failed too often.
+Change failure rate was up by 34%.
"#,
    run,
};

/// Words before a number that make it a change.
const CHANGES: &[&str] = &[
    "by",
    "up",
    "down",
    "fell",
    "rose",
    "dropped",
    "climbed",
    "improved",
    "worsened",
    "increased",
    "decreased",
    "grew",
    "another",
    "further",
];

fn run(facts: &Facts<'_>, report: &mut Report) {
    let names = Names::new(facts.pack);
    for (_, narrative) in facts.narratives() {
        for piece in pieces(narrative, facts.answers) {
            for sentence in sentences(&piece.text) {
                let percent = names.metrics(&sentence).find(|id| {
                    let metric = facts.pack.metrics.get(id);
                    metric.is_some_and(|m| m.unit.value == Unit::Percent)
                });
                let Some(metric) = percent else { continue };
                for (i, token) in sentence.iter().enumerate().skip(1) {
                    let word = |j: usize| sentence.get(j).map_or("", |t| t.lower.as_str());
                    let number = token.text.starts_with(|c: char| c.is_ascii_digit());
                    let is_change = CHANGES.contains(&word(i - 1))
                        || word(i - 1) == "about" && i > 1 && CHANGES.contains(&word(i - 2));
                    let percent = matches!(word(i + 1), "%" | "percent");
                    let points = matches!(word(i + 2), "points" | "point");
                    // `was down 34%` and `fell 34%`; `up 6% of releases` is a level.
                    if number && is_change && percent && !points && word(i + 2) != "of" {
                        let end = sentence
                            .get(i + 1)
                            .map_or(token.at, |t| t.at + t.text.len());
                        let written = &piece.text[token.at..end];
                        report
                            .at(
                                piece.place_at(facts.sources, token.at..end),
                                format!("`{written}` of a percentage, in the {}", piece.what),
                            )
                            .because(format!("`{metric}` is itself in percent"))
                            .help("write the change in percentage points, or both levels");
                    }
                }
            }
        }
    }
}
