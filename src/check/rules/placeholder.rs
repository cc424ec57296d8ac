//! A mark that `new` left for a person, and nobody has written what it asks for.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::unwritten;
use crate::diag::Severity;
use crate::model::asked;

pub(super) const RULE: Rule = Rule {
    code: "placeholder",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "What `boardpack new` cannot know it leaves for a person. A page with a mark on it, or a \
          day that nobody chose, is no report: no quarter is published while it has one, whatever \
          its severity.",
    fix: "Write what the mark asks for in its place. Where it stands in a comment, correct what \
          stands before it, and remove the comment.",
    bad: "
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+TODO(boardpack): what it means, in plain words.
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for span in unwritten::marks(facts.sources) {
        let asked: String = asked(facts.sources.text(span))
            .chars()
            .filter(|c| !matches!(c, '`'))
            .take(140)
            .collect();
        report
            .at(span, format!("still to be written: `{asked}`"))
            .help("write it, and remove the mark");
    }
}
