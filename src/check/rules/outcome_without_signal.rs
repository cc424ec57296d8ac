//! A story whose outcome the data contradicts.

use crate::analyse::MovementClass;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Scope, StoryOutcome};
use crate::sentences::{self, Ctx};

pub(super) const RULE: Rule = Rule {
    code: "outcome-without-signal",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "`worked` stands over a chart. Where the chart shows routine variation, the other \
          direction, or too few weeks to tell, the page contradicts itself; so does `did-not-work` \
          over a strong signal for the better.",
    fix: "Write `too-early` until the weeks since the action are a signal, or `did-not-work` where \
          there are enough of them and they are none.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-outcome: too-early
+outcome: worked
~~~ data/annotations.yaml
-  metrics: [change-failure-rate]
+  metrics: [change-failure-rate, incidents]
=== content/2026-Q3/stories/smaller-releases.md
---
title: Change failure rate missed its target
metric: incidents
action: automated-rollback
owner: VP Engineering
cost: two weeks
outcome: did-not-work
other_changes: nothing known
next_check: 2026-12-15
proxy:
  grade: assumed
  method: nothing is claimed
  agreed_with: Finance business partner
  agreed_on: 2026-10-06
---
## Context
Incidents cost trust.

## Action
We made releases smaller.

## Business proxy
None.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        let (Some(quarter), Some(words)) = (
            facts.analysis.quarters.get(&period),
            facts.words.get(&period),
        ) else {
            continue;
        };
        for story in &narrative.stories {
            let shift = quarter.shifts.get(&story.id.value);
            let metric = facts.pack.metrics.get(&story.metric.value);
            let (Some(shift), Some(metric)) = (shift, metric) else {
                continue;
            };
            let movement = &shift.movement;
            let strong = movement.class == MovementClass::StrongSignal;
            let moved = strong || movement.class == MovementClass::Signal;
            let contradicts = match story.outcome {
                // What is not tested cannot contradict, and neither can a metric without a good
                // direction.
                StoryOutcome::Worked => match movement.class {
                    MovementClass::NotTested(_) => false,
                    _ if moved => movement.better == Some(false),
                    _ => true,
                },
                StoryOutcome::DidNotWork => strong && movement.better == Some(true),
                StoryOutcome::TooEarly => false,
            };
            if contradicts {
                let ctx = Ctx {
                    pack: facts.pack,
                    period,
                    words,
                    answers: facts.answers,
                };
                let scope = story.service.as_ref();
                let scope = scope.map_or(Scope::All, |s| Scope::Service(&s.value));
                let told = sentences::shift(&ctx, metric, scope, shift);
                let (said, instead) = match story.outcome {
                    StoryOutcome::Worked if movement.class == MovementClass::Routine => (
                        "worked",
                        "write `did-not-work`, or `too-early` and when you will look again",
                    ),
                    StoryOutcome::Worked if moved => ("worked", "write `did-not-work`"),
                    StoryOutcome::Worked => ("worked", "write `too-early`"),
                    _ => (
                        "did-not-work",
                        "write `worked`, or tell of the metric that did not move",
                    ),
                };
                report
                    .at(
                        story.outcome_span,
                        format!("`{said}` contradicts what `{}` shows", story.metric.value),
                    )
                    .because(sentences::clause(&told))
                    .help(instead);
            }
        }
    }
}
