//! A level that is claimed, and nothing shows it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "level-without-evidence",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "A level counts only if something shows it, and if every level below it is shown as well. \
          One that is merely claimed is an opinion of ourselves, and the Board would read it as a \
          finding.",
    fix: "Write what shows each level from the second to the claimed one, or claim the level that \
          can be shown.",
    bad: "
~~~ data/maturity.yaml
-      people: {level: 2, target: {level: 3, by: 2027-06-30}, evidence: {2: One head of engineering answers for paying.}}
+      people: {level: 2, target: {level: 3, by: 2027-06-30}}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for assessment in facts.pack.maturity.iter().flat_map(|m| &m.assessments) {
        for (category, found) in assessment.each() {
            let claimed = found.level;
            let missing = (2..=claimed.value).filter(|level| !found.evidence.contains_key(level));
            for level in missing {
                report
                    .at(
                        claimed.span,
                        format!(
                            "`{}` is claimed at level {} in {}, and nothing shows level {level}",
                            category.word(),
                            claimed.value,
                            assessment.period.value
                        ),
                    )
                    .help(format!("add `{level}:` under `evidence`, or claim less"));
            }
        }
    }
}
