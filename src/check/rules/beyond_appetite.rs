//! An exposure beyond what the Board accepts, with nothing done and nothing asked.

use crate::analyse::AppetiteFit;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "beyond-appetite",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "An appetite is the Board's own limit. A risk that is or may be beyond it, with nothing being \
          done and nothing asked, has been accepted by somebody who was not asked to accept it.",
    fix: "Write what is being done and by when (`doing:`), or name the `decision:` of this pack that \
          asks the Board to accept it or to pay for less of it.",
    bad: "
~~~ data/risks.yaml
-  appetite: {a_year: 250000, set_by: Board, on: 2026-02-12}
+  appetite: {a_year: 150000, set_by: Board, on: 2026-02-12}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(quarter) = facts.draft() else {
        return;
    };
    let period = quarter.period;
    let began = facts.pack.settings.calendar.start(period);
    for (risk, row) in facts.risks() {
        let stands = match row.fit {
            AppetiteFit::Outside => "is beyond its appetite",
            AppetiteFit::MayBeOutside => "may be beyond its appetite",
            AppetiteFit::Within | AppetiteFit::NotSet => continue,
        };
        if row.is_answered(period, began) {
            continue;
        }
        let assessed = risk
            .assessed
            .iter()
            .find(|a| a.period.value == row.assessed);
        let found = report.at(
            assessed.map_or(risk.id.span, |a| a.period.span),
            format!("`{}` {stands}, and nothing is being done", risk.id.value),
        );
        let found = match &row.appetite {
            Some(limit) => found.see(
                limit.on.span,
                format!("the limit that {} set", limit.set_by),
            ),
            None => found,
        };
        found.help("write what is `doing:` and by when, or which `decision:` this pack asks for");
    }
}
