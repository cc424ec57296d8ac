//! A chart with holes that nobody declared.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Series, Test};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "missing-weeks",
    severity: Severity::Warning,
    reads: Reads::Everything,
    promise: false,
    why: "The chart of a quarter with silent holes may look calm because the bad weeks \
          were not filed. A week without data is written `~`, so that its absence is a \
          statement.",
    fix: "File the weeks that the problem names, or write `~` for a week that has no data.",
    bad: r#"
~~~ data/snapshots/2026-Q3.yaml
-          2026-W28: ~
+          2026-W28: 1/5
+          2026-W29: 1/5
+          2026-W30: 1/5
+          2026-W31: 1/5
+          2026-W32: 1/5
+          2026-W33: 1/5
+          2026-W34: 1/5
+          2026-W35: 1/5
+          2026-W36: 1/5
+          2026-W37: 1/5
+          2026-W38: 1/5
"#,
    run,
};

/// Weeks after which a metric has a chart with limits (board.md 2.3).
const CHARTED: usize = 12;

fn run(facts: &Facts<'_>, report: &mut Report) {
    let Some(period) = facts.latest() else {
        return;
    };
    let weeks = facts.pack.settings.calendar.weeks(period);
    let tested: BTreeSet<&str> = facts
        .dashboard()
        .filter(|(_, m)| m.test == Test::Xmr)
        .map(|(_, m)| m.id.value.as_str())
        .collect();
    for id in tested {
        let Some(filed) = facts.pack.observations.get(id) else {
            continue;
        };
        let all = (None, &filed.all);
        let services = filed.services.iter().map(|(s, series)| (Some(s), series));
        for (service, series) in std::iter::once(all).chain(services) {
            let Some(reading) = charted(series)
                .then(|| series.quarters.get(&period))
                .flatten()
            else {
                continue;
            };
            let missing: Vec<String> = weeks
                .iter()
                .filter(|w| !series.weeks.contains_key(w))
                .map(|w| format!("`{w}`"))
                .collect();
            // A quarter said to be missing owes no weeks.
            if missing.is_empty() || reading.value().is_none() {
                continue;
            }
            let scope = service.map_or_else(String::new, |s| format!(" of `{s}`"));
            report
                .at(
                    reading.span,
                    format!(
                        "`{id}`{scope} lacks {} of the {} weeks of {period}",
                        missing.len(),
                        weeks.len()
                    ),
                )
                .help(format!(
                    "file {}, or write `~` for a week without data",
                    missing.join(", ")
                ));
        }
    }
}

fn charted(series: &Series) -> bool {
    series.weeks.len() >= CHARTED
}
