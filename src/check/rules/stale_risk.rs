//! A risk that nobody has looked at for too long.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "stale-risk",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "The Board is told of each risk whether it is higher or lower than at its last meeting. An \
          old estimate says neither, and is read as if somebody had looked again and found the same.",
    fix: "Assess the risk for this quarter, even where nothing changed: who looked, and what it rests \
          on. Where looking less often is enough, write `review_every:` with the quarters between two \
          assessments, at most 4.",
    bad: "
~~~ data/risks.yaml
-    - {period: 2026-Q3, times_a_year: {low: 0.5, high: 2}, impact: {low: 40000, high: 90000}, grade: assumed, by: CFO, why: The provider's own record.}
+
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(quarter) = facts.draft() else {
        return;
    };
    for (risk, row) in facts.risks() {
        let every = risk.every();
        let shifted = i32::try_from(every).unwrap_or(1);
        if row.assessed.shifted(shifted) > quarter.period {
            continue;
        }
        let last = risk
            .assessed
            .iter()
            .find(|a| a.period.value == row.assessed);
        let place = last.map_or(risk.id.span, |last| last.period.span);
        let asked = match every {
            1 => "every quarter".to_owned(),
            every => format!("every {every} quarters"),
        };
        let found = report.at(
            place,
            format!(
                "`{}` was last assessed for {}, and this is {}",
                risk.id.value, row.assessed, quarter.period
            ),
        );
        let found = match &risk.review_every {
            Some(said) => found.see(said.span, format!("it is assessed {asked}")),
            None => found,
        };
        found.help(format!(
            "a risk is assessed {asked}: add the assessment of {}, or close the risk",
            quarter.period
        ));
    }
}
