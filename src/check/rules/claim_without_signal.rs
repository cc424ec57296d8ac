//! A story that claims a change which the data does not show.

use crate::analyse::MovementClass;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::text::{phrase, place};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-without-signal",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A title that says a metric fell or improved is believed. It may be said only \
          where the weeks since the action are a strong signal against the weeks before \
          it.",
    fix: "Title the story by what was done, and let the page say what the data shows; or wait \
          until the weeks since the action are a strong signal.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-title: Automatic rollback repairs releases before customers notice
+title: Change failure rate fell after automatic rollback
"#,
    run,
};

/// Verbs of change: strong signal only (board.md 4.5). `true` for up.
const CLAIMS: &[(&str, Option<bool>)] = &[
    ("fell", Some(false)),
    ("dropped", Some(false)),
    ("halved", Some(false)),
    ("rose", Some(true)),
    ("doubled", Some(true)),
    ("improved", None),
    ("worsened", None),
];

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        let Some(quarter) = facts.analysis.quarters.get(&period) else {
            continue;
        };
        for story in &narrative.stories {
            let movement = quarter.shifts.get(&story.id.value).map(|s| &s.movement);
            let strong = movement.filter(|m| m.class == MovementClass::StrongSignal);
            for (claim, up) in CLAIMS {
                let Some(written) = phrase(&story.title.value, claim) else {
                    continue;
                };
                let better = match *claim {
                    "improved" => Some(true),
                    "worsened" => Some(false),
                    _ => None,
                };
                let borne_out = strong.is_some_and(|m| {
                    (up.is_none() || m.up == *up) && (better.is_none() || m.better == better)
                });
                if !borne_out {
                    report
                        .at(
                            place(facts.sources, story.title.span, written),
                            format!("`{written}` says more than `{}` shows", story.metric.value),
                        )
                        .because("needs a strong signal in that direction since the action")
                        .help("write what was done, and let the page say what the data shows");
                }
            }
        }
    }
}
