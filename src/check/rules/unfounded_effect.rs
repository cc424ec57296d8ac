//! A change of a definition whose effect on published figures is not on record.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{
    DefinitionChange, DefinitionEffect, Metric, Pack, Period, PublishedMetric, Restatement,
    RestatementCause,
};

pub(super) const RULE: Rule = Rule {
    code: "unfounded-effect",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "`restated` says that published figures were counted again and some changed; `unchanged` \
          that none did. Readers are told so, and the record of restatements must say the same.",
    fix: "Count the published quarters again and file what changed with `boardpack restate … \
          --cause definition`. Write `effect: unchanged` where nothing changed, `effect: break` \
          where they were not counted again.",
    bad: concat!(
        "
=== data/snapshots/2026-Q2.yaml
period: 2026-Q2
as_of: 2026-07-06
reviewed_by: Finance business partner
observations:
  satisfaction:
    all: {quarter: 3.8 (n 60 of 80)}",
        published_lock!(format: 1, "restatements: 0\n", target: 3.5),
        "    all:
      quarter: 3.8 (n 60 of 80)
      status: met
asks: []
promises: []
shared: {}
texts: {}
~~~ content/metrics/satisfaction.md
-  version: 1
+  version: 2
-  formula: mean of the answers
+  formula: mean of the answers to five questions
-    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 1, date: 2024-10-01, what: First definition., effect: none}
+    - {version: 2, date: 2026-07-01, what: Five questions instead of one., effect: restated}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        let changes = &metric.definition.changes;
        for (at, change) in changes.iter().enumerate() {
            let next = changes.get(at + 1);
            let published = published_before(facts.pack, metric, change);
            let entry = restated(facts.pack, metric, change, next, &published);
            match (change.effect.value, published.last(), entry) {
                (DefinitionEffect::Restated, Some((period, lock)), None) => {
                    report
                        .at(
                            change.effect.span,
                            format!(
                                "version {} of `{}` restates published figures, and no restatement \
                                 is on record",
                                change.version.value, metric.id.value
                            ),
                        )
                        .see(
                            lock.span,
                            format!("{period} was published by version {}", lock.version),
                        )
                        .help(format!(
                            "run `boardpack restate {period} --cause definition`, or write \
                             `unchanged` if every figure came out as it was"
                        ));
                }
                (DefinitionEffect::Unchanged, _, Some(entry)) => {
                    report
                        .at(
                            change.effect.span,
                            format!(
                                "version {} of `{}` says that no figure changed, and {} was restated",
                                change.version.value, metric.id.value, entry.period.value
                            ),
                        )
                        .see(entry.span, "restated for the definition here")
                        .help("write `restated`, or correct the cause of the restatement");
                }
                _ => {}
            }
        }
    }
}

/// Quarters that were published with a figure by an earlier version than the change made.
fn published_before<'a>(
    pack: &'a Pack,
    metric: &Metric,
    change: &DefinitionChange,
) -> Vec<(Period, &'a PublishedMetric)> {
    let locks = pack.published.iter();
    let locks =
        locks.filter_map(|(period, lock)| Some((*period, lock.metrics.get(&metric.id.value)?)));
    locks
        .filter(|(_, lock)| {
            let figures = lock.all.iter().chain(lock.services.values());
            lock.version < change.version.value && figures.clone().any(|f| f.value.is_some())
        })
        .collect()
}

/// A restatement that this change was the cause of.
fn restated<'a>(
    pack: &'a Pack,
    metric: &Metric,
    change: &DefinitionChange,
    next: Option<&DefinitionChange>,
    published: &[(Period, &PublishedMetric)],
) -> Option<&'a Restatement> {
    pack.restatements.iter().find(|entry| {
        entry.metric.value == metric.id.value
            && entry.cause == RestatementCause::Definition
            && published.iter().any(|(p, _)| *p == entry.period.value)
            && change.date <= entry.date
            && next.is_none_or(|next| entry.date < next.date)
    })
}
