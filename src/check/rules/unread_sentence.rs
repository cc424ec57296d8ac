//! A clause of a headline, a title, the summary or a verdict that nothing holds to the data.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "unread-sentence",
    severity: Severity::Error,
    reads: Reads::Everything,
    promise: true,
    why: "A Board believes headlines, the summary and the verdicts first. A clause there that claims \
          nothing of a metric, tells no figure in agreed words, is borne by no record and is not \
          printed as somebody's word can say anything, and nothing would contradict it.",
    fix: "Name the metric and say of it what the data can bear; or tell its bound figure by its name \
          or one of the `wordings` of its definition; or write the sentence as `text:` with `claims:` \
          that say what it claims, one for each clause, or with `records:` that bear its words; or, in \
          the summary and the verdicts, with `judgement:` and the role whose judgement it is, or \
          with the `source:` where the fact is kept.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
+  - Customers could always pay.
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for unread in facts.accounts().unread.iter().filter(|u| !u.against) {
        report
            .at(unread.place, unread.message.clone())
            .because(unread.because.clone())
            .help(unread.help.clone());
    }
}
