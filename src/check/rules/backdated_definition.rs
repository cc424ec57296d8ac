//! A published quarter that is now said to have been counted by another definition.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::DefinitionEffect;

pub(super) const RULE: Rule = Rule {
    code: "backdated-definition",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "A quarter was published by one definition. A break that begins in it, or a snapshot that \
          now names another version, puts its figures on the other side of the break without \
          having counted them again.",
    fix: "Let the new version begin after the last published quarter. Where that quarter was \
          counted again, write `effect: restated` or `unchanged`, and file what changed with \
          `boardpack restate`.",
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
+    - {version: 2, date: 2026-05-01, what: Five questions instead of one., effect: break}
"
    ),
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        let id = &metric.id.value;
        let filed = facts.pack.observations.get(id);
        let mut told = Vec::new();
        for (period, lock) in facts.pack.published.iter().rev() {
            let Some(lock) = lock.metrics.get(id) else {
                continue;
            };
            let now = facts.pack.version(metric, *period);
            let changes = metric.definition.changes.iter();
            let mut between =
                changes.filter(|c| (lock.version + 1..=now).contains(&c.version.value));
            let broken = between.find(|c| c.effect.value == DefinitionEffect::Break);
            let last_day = facts.pack.settings.calendar.last_day(*period);
            // A snapshot may name the version it was counted by; the line breaks on the day all the same.
            let mut later = metric.definition.changes.iter();
            let dated = later.find(|c| {
                let breaks = c.effect.value == DefinitionEffect::Break;
                breaks && c.version.value > lock.version && c.date <= last_day
            });
            let stated = filed.and_then(|o| o.circumstances.get(period)?.version);
            let place = match (stated, broken) {
                (Some(stated), Some(_)) => stated.span,
                (None, Some(change)) => change.version.span,
                (Some(stated), None) if now < lock.version => stated.span,
                _ => match dated {
                    Some(change) => change.version.span,
                    None => continue,
                },
            };
            // One break begins too early for every quarter after it: told once, of the latest.
            if told.contains(&place) {
                continue;
            }
            told.push(place);
            let now = dated.map_or(now, |change| now.max(change.version.value));
            report
                .at(
                    place,
                    format!("`{id}` puts {period} under version {now} of its definition"),
                )
                .see(
                    lock.span,
                    format!("{period} was published by version {}", lock.version),
                )
                .help(if stated.is_some() && dated.is_none() {
                    format!("write version {}, by which it was counted", lock.version)
                } else {
                    format!("let version {now} begin after {last_day}")
                });
        }
    }
}
