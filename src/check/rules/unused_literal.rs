//! A literal that no text of its file uses.

use crate::check::figures::is_used;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unused-literal",
    severity: Severity::Warning,
    reads: Reads::Words,
    promise: false,
    why: "A literal is printed with its source on the data-quality sheet. One that no text uses is \
          a figure that the Board is told of and cannot find.",
    fix: "Write the literal exactly as the figure stands in the text, or remove it.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-purpose: decision
+purpose: decision
+literals: [{text: £78, source: "Finance, September 2026"}]
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        let overview = narrative.overview.literals.iter();
        let stories = narrative.stories.iter().flat_map(|s| &s.literals);
        let decisions = narrative.decisions.iter().flat_map(|d| &d.literals);
        for literal in overview.chain(stories).chain(decisions) {
            let file = literal.text.span.file;
            let mut texts = narrative.texts().into_iter();
            if texts.any(|t| t.text.span.file == file && is_used(literal, t.text)) {
                continue;
            }
            let message = format!("no text of this file says `{}`", literal.text.value);
            report
                .at(literal.text.span, message)
                .help("write it as it stands in the text, or remove it");
        }
    }
}
