//! The Board's edition leaves a service out, and its figures can be computed all the same.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Audience, Metric, RollUp};
use crate::redact::Hidden;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: "hidden-figure-computable",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "The organisation's figure includes what the Board's edition leaves out. Where that is one \
          service alone, the total minus the services shown is its figure to the last digit; and \
          where the worst service speaks for all, that figure may be its own.",
    fix: "Mark the metric as internal as well, or a second service that files it, so that only \
          their sum can be computed; or accept it, and say so: `rules: {hidden-figure-computable: \
          {severity: off, reason: …}}`.",
    bad: r#"
~~~ data/services.yaml
-    summary: Finding products.
+    summary: Finding products.
+  - id: ledger
+    name: Ledger
+    area: finding
+    tier: 3
+    owner: Head of Bookkeeping
+    summary: Books every order.
+    audience: internal
~~~ data/snapshots/2026-Q3.yaml
-      search: {quarter: 1}
+      search: {quarter: 1}
+      ledger: {quarter: 2}
"#,
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let hidden = Hidden::from(facts.pack, Audience::Board);
    let Some(quarter) = facts.quarter().filter(|_| !hidden.services.is_empty()) else {
        return;
    };
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, judged) in &quarter.metrics {
        let Some(metric) = facts.pack.metrics.get(id) else {
            continue;
        };
        if hidden.metrics.contains(id) {
            continue;
        }
        let filed = judged.services.iter().filter(|(_, s)| s.now.is_some());
        let kept: Vec<_> = filed
            .filter(|(s, _)| hidden.services.contains(*s))
            .collect();
        let [(service, own)] = kept[..] else {
            continue;
        };
        let same = match (&judged.all.now, &own.now) {
            (Some(all), Some(own)) => all.exact == own.exact,
            _ => continue,
        };
        if is_told_by(metric, same) {
            told.entry(service).or_default().push(id);
        }
    }
    for (id, metrics) in told {
        let Some(service) = facts.pack.service(id) else {
            continue;
        };
        let list: Vec<String> = metrics.iter().map(|m| format!("`{m}`")).collect();
        report
            .at(
                service.id.span,
                format!("the Board can compute figures of `{id}`, which is internal"),
            )
            .because(format!("by subtraction: {}", list.join(", ")))
            .help("mark these metrics as internal as well, or a second service that files them");
    }
}

/// Whether the organisation's figure gives away that of the only service not shown.
fn is_told_by(metric: &Metric, same: bool) -> bool {
    match metric.roll_up.value {
        RollUp::SumOfParts | RollUp::Sum => true,
        RollUp::Worst => same,
        RollUp::StatedOnly | RollUp::None => false,
    }
}
