//! A level that is claimed, while the pack itself shows that it is not reached.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::sentences;

pub(super) const RULE: Rule = Rule {
    code: "level-contradicted",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Part of what a level asks for stands in the pack: journeys with an objective and an \
          owner, golden signals, reviews that were held. Where the pack shows that it is not there, \
          no evidence in words can put the level above it.",
    fix: "Claim the level that the pack bears out, or correct what it says of journeys, services \
          and reviews.",
    bad: "
~~~ data/maturity.yaml
-      technology: {level: 2, evidence: {2: Both services report latency and errors.}}
+      technology: {level: 3, evidence: {2: Both services report latency and errors., 3: All are watched.}}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let Some(record) = &pack.maturity else {
        return;
    };
    for assessment in &record.assessments {
        let period = assessment.period.value;
        let levels = facts.analysis.today().get(&period);
        let levels = levels.and_then(|q| q.capability.as_ref()?.levels.as_ref());
        let (Some(levels), Some(words)) = (levels, facts.words.get(&period)) else {
            continue;
        };
        for (row, (category, found)) in levels.rows.iter().zip(assessment.each()) {
            for condition in row.contradicted() {
                let shown = sentences::condition(words, condition).replace('\u{a0}', " ");
                report
                    .at(
                        found.level.span,
                        format!(
                            "`{}` is claimed at level {} in {period}, and level {} asks for more \
                             than the pack shows",
                            category.word(),
                            found.level.value,
                            condition.level
                        ),
                    )
                    .because(shown)
                    .help(format!("claim level {}", row.level));
            }
        }
    }
}
