//! A figure said to have met a target that it meets only because the target was eased.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::ClaimVerb;
use crate::sentences::{self, Ctx};

pub(super) const RULE: Rule = Rule {
    code: "eased-target",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "Where a target was eased within the last four quarters, and the figure would have stood \
          worse to the one before, `met` tells of the target and not of the figure. The pages say \
          so beside the mark; a sentence without it would say more than they do.",
    fix: "Say that the target was eased, or name the one that held before.",
    bad: r#"
~~~ content/metrics/change-failure-rate.md
-  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2025-01-01, value: 5, set_by: CTO, rationale: Half of the level of 2024.}
+  - {from: 2026-07-01, value: 12, set_by: CTO, rationale: What can be reached.}
~~~ content/2026-Q3/overview.md
-  quality: Change failure rate missed its target.
+  quality: Change failure rate met its target.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for claim in facts.claims() {
        let met = matches!(
            claim.verb,
            ClaimVerb::Met | ClaimVerb::ComfortablyMet | ClaimVerb::MarginallyMet
        );
        let Some(about) = claim.about.as_ref().filter(|_| met) else {
            continue;
        };
        let (Some(quarter), Some(metric), Some(words)) = (
            facts.analysis.quarters.get(&claim.period),
            facts.pack.metrics.get(&about.metric),
            facts.words.get(&claim.period),
        ) else {
            continue;
        };
        let evidence = quarter.evidence(claim.narrative, &about.metric, about.service.as_deref());
        let judged = evidence.map(|evidence| evidence.judged);
        let Some((judged, eased)) = judged.and_then(|j| Some((j, j.target.flattered()?))) else {
            continue;
        };
        let read = facts.answers.read(claim.told.text);
        let before = words.exact(metric, eased.before.value);
        if says(&read, &before) {
            continue;
        }
        let ctx = Ctx {
            pack: facts.pack,
            period: claim.period,
            words,
            answers: facts.answers,
        };
        report
            .at(
                claim.place,
                format!(
                    "`{}` does not say that the target of `{about}` was eased",
                    claim.written
                ),
            )
            .because(format!("it {}", sentences::uneased(&ctx, metric, judged)))
            .see(eased.before.span, "the target that held before")
            .help("write `met its eased target`, or name the target that held before");
    }
}

/// Whether a text tells of the easing: by a word of it, or by the target that held before.
fn says(text: &str, before: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "eased" | "easing" | "easier" | "relaxed"
        )
    }) || text.contains(before)
}
