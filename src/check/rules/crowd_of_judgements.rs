//! More on the first page that rests on somebody's word than a Board can tell from what was measured.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Text, Voucher};

pub(super) const RULE: Rule = Rule {
    code: "crowd-of-judgements",
    severity: Severity::Error,
    reads: Reads::Words,
    promise: true,
    why: "A judgement, or a fact that is kept elsewhere, is printed as one, and the data cannot \
          contradict it. The summary may hold one of each, and so may the verdicts; with more, the \
          first page would be opinion.",
    fix: "Keep the one that matters most, and say of a metric or a record what the others mean.",
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
        for (where_, texts) in all {
            for (what, judged) in [("judgement", true), ("fact from elsewhere", false)] {
                let by = texts.iter().filter_map(|text| narrative.judgement(text));
                let by = by.filter(|by| matches!(by.by, Voucher::Role(_)) == judged);
                let mut places = by.map(|by| by.by.written().span);
                let Some(first) = places.next() else {
                    continue;
                };
                for second in places {
                    report
                        .at(second, format!("a second {what} among the {where_}"))
                        .see(first, "the first one")
                        .help("say of a metric or a record what it means, or leave it out");
                }
            }
        }
    }
}
