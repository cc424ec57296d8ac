//! A risk whose trigger has been reached while the record does nothing about it.

use crate::analyse::Reached;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use crate::model::{Risk, Trigger};

pub(super) const RULE: Rule = Rule {
    code: "trigger-reached",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "The Board was told what would make us act. The figure has got there and the record acts on \
          nothing: either the trigger was no promise, or the record is out of date.",
    fix: "Write in this quarter's assessment what is being done (`doing:`, with a day that has not \
          passed), or name the `decision:` that this pack asks for. Where the trigger was the wrong \
          one, the assessment gives the new one as `trigger:`.",
    bad: "
~~~ data/risks.yaml
-  trigger: {metric: checkout-success, below: 97}
+  trigger: {metric: checkout-success, below: 99}
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
        if !row.reached.is_reached() || row.is_answered(period, began) {
            continue;
        }
        let id = &risk.id.value;
        let message = match row.reached {
            Reached::On(day) => {
                format!("the trigger of `{id}` was reached on {day}, and nothing is being done")
            }
            Reached::Yes | Reached::No | Reached::NoData => {
                format!("the trigger of `{id}` is reached in {period}, and nothing is being done")
            }
        };
        let (place, watched) = (place(risk, &row.trigger), row.trigger.watch());
        let found = report.at(place, message);
        let found = match watched {
            Some(watch) => found.because(format!("`{}` lies beyond this", watch.metric.value)),
            None => found,
        };
        let overdue = row.doing.as_ref();
        match overdue {
            Some((doing, _)) => found.see(doing.by.span, "the last thing that was done about it"),
            None => found,
        }
        .help(format!(
            "write what is being done, or which decision the pack of {period} asks for"
        ));
    }
}

/// Where the trigger that holds is written: its figure, or the risk where words tell.
fn place(risk: &Risk, trigger: &Trigger) -> Span {
    match trigger {
        Trigger::Watched(watch) => watch.bound.span,
        Trigger::Told(text) => {
            let reached = risk.assessed.iter().rev().find_map(|a| a.reached);
            reached.map_or(text.span, |day| day.span)
        }
    }
}
