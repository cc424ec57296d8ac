//! A mark on a day that no chart shows.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unseen-mark",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "A mark outside the quarters that have figures is drawn nowhere. Most often its \
          date has the wrong year.",
    fix: "Correct the date, or remove the mark from `data/annotations.yaml`.",
    bad: r#"
~~~ data/annotations.yaml
-  date: 2026-08-18
+  date: 2028-08-18
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let periods = &facts.pack.snapshots;
    let (Some((first, _)), Some((last, _))) = (periods.first_key_value(), periods.last_key_value())
    else {
        return;
    };
    let calendar = &facts.pack.settings.calendar;
    let (start, end) = (calendar.start(*first), calendar.end(*last));
    for mark in &facts.pack.annotations {
        if mark.date < start || mark.date >= end {
            report
                .at(
                    mark.id.span,
                    format!(
                        "no chart shows {}, the day of `{}`",
                        mark.date, mark.id.value
                    ),
                )
                .because(format!("figures reach from {first} to {last}"))
                .help("correct the date, or remove the mark");
        }
    }
}
