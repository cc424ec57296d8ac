//! Fewer rows than the four panes need.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "thin-dashboard",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "Under twelve rows some pane has little more than its headline, and a verdict \
          stands on one figure.",
    fix: "Choose 12 to 16 rows, so that each pane has three or four.",
    bad: r#"
~~~ data/pack.yaml
-      - incidents
"#,
    run,
};

/// Rows under which a pane is bare (board.md 1.4).
const FEWEST: usize = 12;

fn run(facts: &Facts<'_>, report: &mut Report) {
    let rows = facts.dashboard().count();
    if rows < FEWEST {
        report
            .at(
                facts.pack.settings.span,
                format!("the dashboard has {rows} rows"),
            )
            .help("choose 12 to 16, so that each pane has three or four");
    }
}
