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
