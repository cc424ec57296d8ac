//! A worth that was measured or modelled and has no range.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Grade, Text};

pub(super) const RULE: Rule = Rule {
    code: "proxy-without-range",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "What a shift was worth is an estimate, and an estimate is a range. One number, or none, is \
          more certain than anyone is.",
    fix: "Give `low:` and `high:` as figures. Where nothing is claimed, the grade is `assumed`.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-  low: £2 thousand
-  high: £5 thousand
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        for story in &narrative.stories {
            let proxy = &story.proxy;
            let figure = |text: &Option<Text>| {
                let text = text.as_ref()?;
                facts
                    .answers
                    .read(text)
                    .contains(|c: char| c.is_ascii_digit())
                    .then_some(())
            };
            let ranged = figure(&proxy.low).is_some() && figure(&proxy.high).is_some();
            let half = proxy.low.is_some() != proxy.high.is_some();
            let grade = match proxy.grade {
                Grade::Measured => "measured",
                Grade::Modelled => "modelled",
                Grade::Assumed if half => "assumed",
                Grade::Assumed => continue,
            };
            if !ranged {
                report
                    .at(
                        proxy.method.span,
                        format!("a {grade} worth without a range in figures"),
                    )
                    .help("add `low:` and `high:`, each with a figure");
            }
        }
    }
}
