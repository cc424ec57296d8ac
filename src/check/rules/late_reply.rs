//! An answer due before the question.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "late-reply",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: false,
    why: "A reply date before the data was taken has passed when the pack is read: the \
          board is told that it is too late to be asked.",
    fix: "Give a `reply_by` after the snapshot's `as_of` that leaves the Board time to read and \
          answer.",
    bad: r#"
~~~ content/2026-Q3/decisions/d1-second-provider.md
-reply_by: 2026-11-13
+reply_by: 2026-10-01
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (period, narrative) in facts.narratives() {
        let Some(snapshot) = facts.pack.snapshots.get(&period) else {
            continue;
        };
        for decision in &narrative.decisions {
            let reply = decision.reply_by;
            if reply.value < snapshot.as_of {
                report
                    .at(
                        reply.span,
                        format!(
                            "the reply to `{}` was due on {}",
                            decision.id.value, reply.value
                        ),
                    )
                    .see(
                        snapshot.span,
                        format!("these figures are of {}", snapshot.as_of),
                    )
                    .help("give the Board a date after its meeting");
            }
        }
    }
}
