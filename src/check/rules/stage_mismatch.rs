//! A stage that is declared, and facts that make another.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::sentences;

pub(super) const RULE: Rule = Rule {
    code: "stage-mismatch",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "The stage decides which set of metrics and which level the report asks of the company. \
          Declared too early, the report asks for less than customers and contracts do. The \
          mismatch is printed and overrules nothing.",
    fix: "Declare the stage that the facts make in `data/pack.yaml`, or correct the facts in \
          `data/maturity.yaml`.",
    bad: "
~~~ data/maturity.yaml
-    regulated: false
+    regulated: true
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    let declared = pack.maturity.as_ref().and_then(|m| m.stage.as_ref());
    let Some((declared, quarter)) = declared.zip(facts.analysis.today().values().next_back())
    else {
        return;
    };
    let check = quarter.capability.as_ref().and_then(|c| c.stage.as_ref());
    if let Some(check) = check.filter(|check| check.declared != check.by_rule) {
        report
            .at(
                declared.regulated.span,
                format!(
                    "the stage is declared `{}`, and the facts make it `{}`",
                    sentences::stage(check.declared),
                    sentences::stage(check.by_rule)
                ),
            )
            .help(format!(
                "write `stage: {}` in `data/pack.yaml`, or correct the facts",
                sentences::stage(check.by_rule)
            ));
    }
}
