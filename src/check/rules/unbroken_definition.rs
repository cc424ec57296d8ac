//! A new version with another meaning that claims to have changed words only.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{DefinitionEffect, Metric, Pack, Period, PublishedMetric};

pub(super) const RULE: Rule = Rule {
    code: "unbroken-definition",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Where the meaning changes, earlier figures either no longer compare or were counted \
          again. `effect: none` says neither, and the chart would join two different things.",
    fix: "Write `effect: break` where earlier figures stay as they were counted, `restated` where \
          they were counted again and some changed, `unchanged` where they were counted again and \
          none changed.",
    bad: concat!(
        published_lock!(format: 1, "restatements: 0\n", target: 3.5),
        "asks: []
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
+    - {version: 2, date: 2026-07-01, what: Five questions instead of one., effect: none}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        let Some((period, lock)) = before(facts.pack, metric) else {
            continue;
        };
        let changed: Vec<String> = differing(metric, lock)
            .map(|key| format!("`{key}`"))
            .collect();
        let since = metric.definition.changes.iter();
        let mut since = since.filter(|c| c.version.value > lock.version);
        let silent = since
            .clone()
            .all(|c| c.effect.value == DefinitionEffect::None);
        let Some(last) = since.next_back().filter(|_| silent && !changed.is_empty()) else {
            continue;
        };
        report
            .at(
                last.effect.span,
                format!(
                    "version {} of `{}` changes the meaning and says that it has no effect",
                    last.version.value, metric.id.value
                ),
            )
            .because(format!(
                "{} changed since version {}",
                changed.join(", "),
                lock.version
            ))
            .see(
                lock.span,
                format!("version {} as published in {period}", lock.version),
            )
            .help("write `break`, `restated` or `unchanged`");
    }
}

/// The latest lock by an earlier version than the one that holds, if it knows the words of it.
pub(super) fn before<'a>(pack: &'a Pack, metric: &Metric) -> Option<(Period, &'a PublishedMetric)> {
    let locks = pack.published.iter().rev();
    let mut locks =
        locks.filter_map(|(period, lock)| Some((*period, lock.metrics.get(&metric.id.value)?)));
    locks.find(|(_, lock)| {
        lock.version < metric.definition.version.value && !lock.fingerprint.is_empty()
    })
}

/// The meaning-bearing fields that say something else than they did.
pub(super) fn differing<'m>(
    metric: &Metric,
    lock: &'m PublishedMetric,
) -> impl Iterator<Item = String> + use<'m> {
    let now = metric.meaning();
    let gone = lock.meaning.iter().map(|(key, _)| key.clone());
    let mut keys: Vec<String> = now.iter().map(|(key, _)| (*key).to_owned()).collect();
    keys.extend(gone.filter(|key| !now.iter().any(|(name, _)| name == key)));
    keys.into_iter().filter(move |key| {
        let is = now
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, text)| text);
        let was = lock.meaning.iter().find(|(name, _)| name == key);
        is != was.map(|(_, text)| text)
    })
}
