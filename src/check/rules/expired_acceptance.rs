//! A vulnerability that was accepted until a day that has passed, and is open still.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "expired-acceptance",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "Whoever left a vulnerability open on purpose did so until a day. After it nobody has \
          accepted it, and it stays open because nobody looked.",
    fix: "Write when it was `fixed:`, or have it accepted anew, by whom and until when.",
    bad: "
~~~ data/compliance.yaml
-    - {id: v-2, severity: critical, service: search, known: 2026-08-03, fixed: 2026-08-12}
+    - {id: v-2, severity: critical, service: search, known: 2026-08-03, fixed: ~, accepted: {by: CTO, on: 2026-08-10, until: 2026-09-15, why: The supplier has not repaired it.}}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    if facts.is_only_begun() {
        return;
    }
    let Some(quarter) = facts
        .draft()
        .and_then(|quarter| quarter.compliance.as_ref())
    else {
        return;
    };
    let asked = facts.pack.compliance.as_ref();
    let register = asked.and_then(|asked| asked.vulnerabilities.as_ref());
    for item in register.iter().flat_map(|register| &register.items) {
        let Some(accepted) = &item.accepted else {
            continue;
        };
        let open = item.fixed.is_none_or(|fixed| fixed.value > quarter.as_at);
        if open && accepted.until.value < quarter.as_at {
            report
                .at(
                    accepted.until.span,
                    format!(
                        "`{}` was accepted until {}, and is still open",
                        item.id.value, accepted.until.value
                    ),
                )
                .help("write when it was `fixed:`, or who accepts it now and until when");
        }
    }
}
