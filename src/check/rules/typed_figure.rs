//! A figure typed by hand in the longer texts and the details.

use crate::check::figures;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "typed-figure",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: true,
    why: "A number in a story, a decision or an answer can contradict the data as well as one in a \
          headline, though it is read by fewer. What the pack holds is better bound; what it does \
          not hold has a source that a reader may ask for.",
    fix: "Write the expression that the message offers, or declare the figure under `literals:` of \
          the file with its source. What a decision costs and what it assumes with a source needs \
          neither.",
    bad: r#"
~~~ content/2026-Q3/stories/rollback.md
-Engineers spend less time on repair.
+Engineers spend less time on repair: 15 of 140 releases needed one.
"#,
    run: |facts: &Facts<'_>, report: &mut Report| figures::tell(facts, report, false),
};
