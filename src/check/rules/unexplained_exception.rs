//! Something moved, the page shows it, and management is silent.

use crate::check::report::{Facts, Report, Rule};
use crate::diag::Severity;
use crate::model::Explanation;

pub(super) const RULE: Rule = Rule {
    code: "unexplained-exception",
    severity: Severity::Error,
    why: "The page of what moved prints why, what is done, by whom and by when. `not- \
          known` is a good answer to why; no answer is not.",
    bad: r#""#,
    run,
};

/// Exceptions that the page shows (board.md 1.5).
const SHOWN: usize = 3;

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    let narrative = facts.pack.narratives.get(&period);
    let (Some(narrative), Some(quarter)) = (narrative, facts.quarter()) else {
        return;
    };
    let overview = &narrative.overview;
    for row in quarter.exceptions.iter().take(SHOWN) {
        let answers = |e: &&Explanation| e.metric.value == row.metric;
        if overview.explanations.iter().find(answers).is_some() {
            continue;
        }
        let scope = row
            .service
            .as_ref()
            .map_or_else(String::new, |s| format!(" of `{s}`"));
        let place = overview
            .explanations
            .last()
            .map_or(overview.headline.span, |e| e.metric.span);
        report
            .at(
                place,
                format!(
                    "`{}`{scope} is an exception of {period}, and nobody explains it",
                    row.metric
                ),
            )
            .help(format!(
                "add it under `exceptions:`, with `metric: {}` and, if so, `grade: not-known`",
                row.metric
            ));
    }
}
