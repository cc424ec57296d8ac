//! More judgements on the first page than a Board can tell from what was measured.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::Text;

pub(super) const RULE: Rule = Rule {
    code: "crowd-of-judgements",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "A judgement is printed as one, and the data cannot contradict it. One sentence of the summary \
          and one verdict may be judgements; with more, the first page would be opinion.",
    fix: "Keep the one that matters most, and say of a metric what the others mean.",
    bad: r#"
~~~ content/2026-Q3/overview.md
-  - Automated rollback is live since 6 July.
-  - Checkout overspent its error budget after the outage of its payment provider.
+  - {text: The teams work well together., judgement: CTO}
+  - {text: The next year looks harder., judgement: CTO}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for (_, narrative) in facts.narratives() {
        let overview = &narrative.overview;
        let all: [(&str, &[Text]); 2] = [
            ("summary", &overview.summary),
            ("verdicts", &overview.verdicts),
        ];
        for (what, texts) in all {
            let judged = texts.iter().filter_map(|text| narrative.judgement(text));
            let mut judged = judged.map(|judgement| judgement.role.span);
            let Some(first) = judged.next() else { continue };
            for second in judged {
                report
                    .at(second, format!("a second judgement among the {what}"))
                    .see(first, "the first one")
                    .help("say of a metric what it means, or leave it out");
            }
        }
    }
}
