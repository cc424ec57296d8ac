//! One figure, two rows.

use crate::check::report::{Facts, Report, Rule};
use crate::diag::Severity;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: "repeated-row",
    severity: Severity::Error,
    why: "A figure that stands on the dashboard twice counts twice in the reader's mind \
          and looks like two pieces of evidence.",
    bad: r#"
~~~ data/pack.yaml
-      - satisfaction
+      - checkout-success
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let mut seen = BTreeMap::new();
    for (entry, _) in facts.dashboard() {
        let key = (
            &entry.metric.value,
            entry.service.as_ref().map(|s| &s.value),
        );
        match seen.get(&key) {
            Some(first) => {
                report
                    .at(
                        entry.metric.span,
                        format!("`{}` is on the dashboard twice", entry.metric.value),
                    )
                    .see(*first, "first here")
                    .help("remove one, or add `service:` to show one service");
            }
            None => {
                seen.insert(key, entry.metric.span);
            }
        }
    }
}
