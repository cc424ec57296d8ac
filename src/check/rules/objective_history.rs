//! Targets of a service level that do not lead to the objective's own, or that are not there.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Exact;

pub(super) const RULE: Rule = Rule {
    code: "objective-history",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The history of targets decides what each quarter is held to; the objective's own file \
          decides what monitoring watches. If they end in two numbers, the Board is told of one \
          promise and the teams keep another.",
    fix: "Add the objective's target to the history with the day from which it holds, or correct \
          the one that is wrong; begin the history on the day of `since`.",
    bad: "
~~~ data/service-levels.yaml
-    since: 2026-07-01
+    since: 2026-07-01
+    targets:
+      - {from: 2026-07-01, target: 99.5, set_by: CTO, rationale: The level of the best quarter.}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let percent = |share: Exact| {
        let percent = share.times(Exact::integer(100)).unwrap_or(share);
        percent.decimal()
    };
    for level in &facts.pack.service_levels.levels {
        let name = &level.objective.value;
        let own = facts.pack.objectives.get(name).and_then(|o| o.target());
        if let (Some(last), Some(own)) = (level.targets.last(), own)
            && last.target.value != own.value
        {
            report
                .at(
                    last.target.span,
                    format!(
                        "the last target of `{name}` is `{}`, and the objective's own is `{}`",
                        percent(last.target.value),
                        percent(own.value)
                    ),
                )
                .see(own.span, "the objective's own target")
                .help(
                    "add the target that holds now, with its first day, or correct one of the two",
                );
        }
        let several = facts.pack.objectives.get(name);
        if level.targets.is_empty() && several.is_some_and(crate::model::Objective::is_composite) {
            report
                .at(
                    level.objective.span,
                    format!(
                        "`{name}` is made of several indicators and has no target of its own, so \
                         that no budget of it can be counted"
                    ),
                )
                .help("say under `targets:` what all of them together are held to, and since when");
        }
        if let Some(first) = level.targets.first()
            && first.from.value > level.since
        {
            report
                .at(
                    first.from.span,
                    format!(
                        "no target of `{name}` holds from {} to {}",
                        level.since, first.from.value
                    ),
                )
                .help("begin the history on the day of `since`, or move `since`");
        }
    }
}
