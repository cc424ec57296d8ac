//! A figure that is older than the quarter it is filed for, or much older than those beside it.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "stale-snapshot",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: true,
    why: "A figure taken before its quarter was over, or more than a month before the figures \
          beside it, tells of another time than the page it stands on. The pages print its date \
          beside it; the reader has still to be told why it is old.",
    fix: "Take the figure again and remove its own `as_of`, or file it as `missing` with the \
          day it is expected.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-  satisfaction:
+  satisfaction:
+    as_of: 2026-08-31
"#,
    run,
};

/// Days between a figure and its snapshot after which the two are of different times.
const DAYS: i64 = 31;

fn run(facts: &Facts<'_>, report: &mut Report) {
    let mut told = BTreeSet::new();
    for (period, snapshot, metric, taken) in facts.own_dates() {
        let end = facts.pack.settings.calendar.end(period);
        let days = (snapshot.as_of - taken.value).num_days();
        let early = taken.value < end;
        if (!early && days <= DAYS) || !told.insert(taken.span) {
            continue;
        }
        let because = if early {
            format!("the quarter ends with the day before {end}")
        } else {
            format!("{days} days before the rest")
        };
        report
            .at(
                taken.span,
                format!(
                    "the figure of `{metric}` for {period} was taken on {}",
                    taken.value
                ),
            )
            .because(because)
            .see(
                snapshot.span,
                format!("the rest was taken on {}", snapshot.as_of),
            )
            .help("take it again, or file it as `missing` with the day it is `expected`");
    }
}
