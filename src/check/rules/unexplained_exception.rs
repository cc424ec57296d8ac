//! Something moved, the page shows it, and management is silent.

use crate::analyse::EXCEPTIONS_SHOWN;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Explanation;

pub(super) const RULE: Rule = Rule {
    code: "unexplained-exception",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "The page of what moved prints why, what is done, by whom and by when. \
          `not-known` is a good answer to why; no answer is not.",
    fix: "Add an entry for the metric under `exceptions:` in the overview: why, what is done, by \
          whom and by when. `grade: not-known` is an answer.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-exceptions:
-  - metric: change-failure-rate
-    why: Large releases of the checkout.
-    grade: likely
-    doing: Splitting releases and rolling back by machine.
-    owner: VP Engineering
-    by: 2026-11-30
-    change_our_mind: A quarter of small releases with as many failures.
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-03
reviewed_by: Finance business partner
observations:
  change-failure-rate:
    services:
      checkout:
        quarter: 12/80
        weeks:
          2026-W14: 1/8
          2026-W15: 2/8
          2026-W16: 1/8
          2026-W17: 2/8
          2026-W18: 1/8
          2026-W19: 2/8
          2026-W20: 1/8
          2026-W21: 2/8
          2026-W22: 1/8
          2026-W23: 2/8
          2026-W24: 1/8
          2026-W25: 2/8
          2026-W26: 1/8
      search: {quarter: 3/60}
~~~ data/snapshots/2026-Q3.yaml
-          2026-W27: 1/8
-          2026-W28: ~
+          2026-W27: 2/8
+          2026-W28: 1/8
+          2026-W29: 2/8
+          2026-W30: 1/8
+          2026-W31: 2/8
+          2026-W32: 1/8
+          2026-W33: 2/8
+          2026-W34: 1/8
+          2026-W35: 2/8
+          2026-W36: 1/8
+          2026-W37: 2/8
+          2026-W38: 1/8
+          2026-W39: 2/8
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    let narrative = facts.narratives().find(|(of, _)| *of == period);
    let (Some((_, narrative)), Some(quarter)) = (narrative, facts.quarter()) else {
        return;
    };
    let overview = &narrative.overview;
    for row in quarter.exceptions.iter().take(EXCEPTIONS_SHOWN) {
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
