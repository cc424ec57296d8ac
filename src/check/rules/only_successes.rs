//! A quarter in which everything worked.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::StoryOutcome;

pub(super) const RULE: Rule = Rule {
    code: "only-successes",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "Claims of improvement are the ones least often backed. A quarter without one \
          change that failed, or is too early to tell, will be noticed by the chair, and \
          the page says so.",
    fix: "Add a story of a change that did not work, or set `outcome: too-early` where it is too \
          early to tell. If there was none, leave it: the page says so.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-outcome: too-early
+outcome: worked
=== data/snapshots/2026-Q1.yaml
period: 2026-Q1
as_of: 2026-04-03
reviewed_by: Finance business partner
observations:
  change-failure-rate:
    services:
      checkout:
        quarter: 129/520
        weeks:
          2026-W01: 9/40
          2026-W02: 11/40
          2026-W03: 8/40
          2026-W04: 10/40
          2026-W05: 12/40
          2026-W06: 9/40
          2026-W07: 10/40
          2026-W08: 8/40
          2026-W09: 11/40
          2026-W10: 10/40
          2026-W11: 9/40
          2026-W12: 12/40
          2026-W13: 10/40
      search: {quarter: 3/60}
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-03
reviewed_by: Finance business partner
observations:
  change-failure-rate:
    services:
      checkout:
        quarter: 127/520
        weeks:
          2026-W14: 8/40
          2026-W15: 11/40
          2026-W16: 9/40
          2026-W17: 10/40
          2026-W18: 12/40
          2026-W19: 8/40
          2026-W20: 10/40
          2026-W21: 9/40
          2026-W22: 11/40
          2026-W23: 10/40
          2026-W24: 8/40
          2026-W25: 12/40
          2026-W26: 9/40
      search: {quarter: 3/60}
~~~ data/snapshots/2026-Q3.yaml
-          2026-W27: 1/8
-          2026-W28: ~
+          2026-W27: 10/40
+          2026-W28: 2/40
+          2026-W29: 1/40
+          2026-W30: 2/40
+          2026-W31: 1/40
+          2026-W32: 2/40
+          2026-W33: 1/40
+          2026-W34: 2/40
+          2026-W35: 1/40
+          2026-W36: 2/40
+          2026-W37: 1/40
+          2026-W38: 2/40
+          2026-W39: 1/40
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let latest = facts.narratives().last();
    let Some(stories) = latest.map(|(_, n)| &n.stories) else {
        return;
    };
    let all_worked = stories.iter().all(|s| s.outcome == StoryOutcome::Worked);
    if let (true, Some(first)) = (all_worked, stories.first()) {
        report
            .at(first.title.span, "every story of this quarter worked")
            .help("tell one that did not, with what was learned");
    }
}
