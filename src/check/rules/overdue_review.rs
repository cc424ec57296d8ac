//! A review that should have been held.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::check::unwritten;
use crate::diag::Severity;

pub(super) const RULE: Rule = Rule {
    code: "overdue-review",
    severity: Severity::Warning,
    reads: Reads::Data,
    promise: false,
    why: "What an incident teaches fades within days. A review that is not held when it is due is \
          seldom held at all, and the incident returns.",
    fix: "Hold the review and write `held:`, or agree a new day and write it as `due:`.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-    review: {due: 2026-08-28, held: 2026-08-26, monitoring_gap: false}
+    review: {due: 2026-08-28, held: ~}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let calendar = &facts.pack.settings.calendar;
    let open = facts.pack.incidents.iter();
    for (_, record) in open.filter(|(period, _)| !facts.pack.published.contains_key(period)) {
        let day = record
            .as_of
            .value
            .with_timezone(&calendar.zone)
            .date_naive();
        // Begun by `new`: nobody has said yet when the record was taken.
        if unwritten::is_asked_behind(facts.sources, record.as_of.span) {
            continue;
        }
        for incident in &record.incidents {
            let Some(review) = &incident.review else {
                continue;
            };
            let held = review.held.is_some_and(|held| held.value <= day);
            if !held && review.due.value < day {
                let late = (day - review.due.value).num_days();
                let days = if late == 1 { "day" } else { "days" };
                report
                    .at(
                        review.due.span,
                        format!(
                            "the review of `{}` is {late} {days} overdue",
                            incident.id.value
                        ),
                    )
                    .see(record.as_of.span, "when the record was taken")
                    .help("hold it, or agree a new day");
            }
        }
    }
}
