//! A claim declared beside a text that is about something else.

use crate::check::claims;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "claim-of-another-metric",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A declared claim says what a sentence claims, so that the data can be held against it. \
          Where no word of the sentence is one of the metric's name, wordings or meaning, a true \
          claim of one thing would vouch for words about another.",
    fix: "Declare the claim of the metric that the sentence speaks of, or name that metric in it.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - {text: The wind is with us., claims: [lead-time met]}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (place, id, name) in claims::foreign(facts) {
        report
            .at(place, format!("the text has no word of `{id}`"))
            .because("declared beside a text that is about something else")
            .help(format!(
                "name {name} in the text, or declare what the text is about"
            ));
    }
}
