//! Two incidents that may be one.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::unwritten;
use crate::diag::Severity;
use crate::model::Incident;

pub(super) const RULE: Rule = Rule {
    code: "same-outage-twice",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "Two incidents at one time, on one journey of one service, are most often one outage that \
          two people recorded. Counted twice it makes the quarter look worse, and its repair \
          quicker, than it was.",
    fix: "Merge the two. If they had different causes, say so: `distinct_from: [the-other]` in \
          one of them.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-incidents:
+incidents:
+  - id: card-errors
+    title: Card payments refused
+    severity: 2
+    began: 2026-08-18 09:30
+    detected: 2026-08-18 09:35
+    restored: 2026-08-18 11:20
+    found_by: customer
+    services: [checkout]
+    journeys: [pay]
+    experienced: Cards were refused.
+    cause: ~
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    lost(facts, report);
    // Two that were just begun have the same time, which nobody chose.
    let is_begun =
        |incident: &Incident| unwritten::is_asked_behind(facts.sources, incident.began.span);
    let mut running: Vec<(&Incident, i64)> = Vec::new();
    for (period, record) in &facts.pack.incidents {
        let open = !facts.pack.published.contains_key(period);
        for incident in &record.incidents {
            let began = incident.began.value.timestamp();
            let over = incident
                .restored
                .map_or(i64::MAX, |at| at.value.timestamp());
            running.retain(|(_, end)| *end > began);
            let twin = running
                .iter()
                .find(|(earlier, _)| are_one(earlier, incident) && !is_begun(earlier));
            if let Some((earlier, _)) = twin.filter(|_| open && !is_begun(incident)) {
                let (id, other) = (&incident.id.value, &earlier.id.value);
                report
                    .at(
                        incident.id.span,
                        format!("`{id}` overlaps `{other}` on the same service and journey"),
                    )
                    .see(earlier.id.span, "the other one")
                    .help(format!(
                        "merge the two, or write `distinct_from: [{other}]` where they had \
                         different causes"
                    ));
            }
            running.push((incident, over));
        }
    }
}

/// Tells of incidents that are said to be distinct from nothing.
fn lost(facts: &Facts<'_>, report: &mut Report) {
    let records = || facts.pack.incidents.values().flat_map(|r| &r.incidents);
    for id in records().flat_map(|incident| &incident.distinct_from) {
        if !records().any(|other| other.id.value == id.value) {
            report
                .at(
                    id.span,
                    format!("there is no incident `{}` to be distinct from", id.value),
                )
                .help("write the `id` of the other incident, or remove it");
        }
    }
}

fn are_one(a: &Incident, b: &Incident) -> bool {
    let named = |of: &Incident, other: &Incident| {
        of.distinct_from.iter().any(|id| id.value == other.id.value)
    };
    let service = a
        .services
        .iter()
        .any(|s| b.services.iter().any(|t| s.value == t.value));
    let journey = a
        .journeys
        .iter()
        .any(|s| b.journeys.iter().any(|t| s.value == t.value))
        || a.journeys.is_empty() && b.journeys.is_empty();
    service && journey && !named(a, b) && !named(b, a)
}
