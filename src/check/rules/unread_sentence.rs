//! A clause of a headline, a title, the summary or a verdict that nothing holds to the data.

use crate::check::claims;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unread-sentence",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A Board believes headlines, the summary and the verdicts first. A clause there that claims \
          nothing of a metric, tells no figure in agreed words and is not printed as a judgement can \
          say anything, and no figure would contradict it.",
    fix: "Name the metric and say of it what the data can bear; or tell its bound figure by its name \
          or one of the `wordings` of its definition; or write the sentence as `text:` with `claims:` \
          that say what it claims, one for each clause; or, in the summary and the verdicts, with \
          `judgement:` and the role whose judgement it is.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - Customers could always pay.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for unread in claims::unread(facts) {
        report
            .at(unread.place, unread.message)
            .because(unread.because)
            .help(unread.help);
    }
}
