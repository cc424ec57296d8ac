//! An incident that took more of a budget than its days hold.

use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::Severity;
use crate::model::{Exact, Incident, ObjectiveCounts, Pack, Period};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: "overspent-day",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: true,
    why: "What incidents took from a budget is part of what its days lost. An incident that took \
          more than all bad events of its days would make the steps of the burn-down larger than \
          the line itself.",
    fix: "Correct `bad:` in the record, or the objective's days in the snapshot.",
    bad: "
~~~ data/incidents/2026-Q3.yaml
-    spent: [{objective: checkout-availability, bad: 720}]
+    spent: [{objective: checkout-availability, bad: 721}]
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let pack = facts.pack;
    // What incidents took together from a day that several of them share.
    let mut taken: BTreeMap<(&str, NaiveDate), Exact> = BTreeMap::new();
    for (&period, record) in &pack.incidents {
        let open = !pack.published.contains_key(&period);
        for incident in &record.incidents {
            for spent in &incident.spent {
                let objective = spent.objective.value.as_str();
                let Some(counts) = pack.objective_counts.get(objective) else {
                    continue;
                };
                let days = days(pack, period, incident);
                let Some(lost) = lost(pack, counts, &days) else {
                    continue;
                };
                let before = days.iter().filter_map(|day| taken.get(&(objective, *day)));
                let before = before.max().copied().unwrap_or(Exact::ZERO);
                let all = spent.bad.value.plus(before).unwrap_or(spent.bad.value);
                for day in &days {
                    taken.insert((objective, *day), all);
                }
                if open && all > lost {
                    let id = &incident.id.value;
                    let shared = if before > Exact::ZERO {
                        " with what others of those days took"
                    } else {
                        ""
                    };
                    report
                        .at(
                            spent.bad.span,
                            format!(
                                "`{id}` took more of `{objective}` than its days lost{shared}: {} of {}",
                                plain(all),
                                plain(lost)
                            ),
                        )
                        .help("correct `bad`, or the days in the snapshot");
                }
            }
        }
    }
}

/// The days that an incident touches, as far as its record knows.
fn days(pack: &Pack, period: Period, incident: &Incident) -> Vec<NaiveDate> {
    let zone = pack.settings.calendar.zone;
    let known = pack.incidents.get(&period).map(|record| record.as_of.value);
    let end = incident.restored.map(|at| at.value).or(known);
    let first = incident.began.value.with_timezone(&zone).date_naive();
    let last = end.map_or(first, |end| end.with_timezone(&zone).date_naive());
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .take(400)
        .collect()
}

/// What an objective lost in some days, exclusions included; `None` where one of them is not known.
fn lost(
    pack: &Pack,
    counts: &BTreeMap<Period, ObjectiveCounts>,
    days: &[NaiveDate],
) -> Option<Exact> {
    days.iter().try_fold(Exact::ZERO, |sum, day| {
        let counts = counts.get(&pack.settings.calendar.period_of(*day))?;
        let counted = counts.days.get(day)?.as_ref()?;
        let valid = Exact::integer(i64::try_from(counted.valid).ok()?);
        let mut out = counts.excluded.iter().filter(|out| out.day == *day);
        let out = out.try_fold(Exact::ZERO, |sum, out| {
            let valid = Exact::integer(i64::try_from(out.counted.valid).ok()?);
            sum.plus(valid.minus(out.counted.good)?)
        })?;
        sum.plus(valid.minus(counted.good)?)?.plus(out)
    })
}

fn plain(number: Exact) -> String {
    match number.parts() {
        (n, 1) => n.to_string(),
        _ => format!("{:.1}", number.to_f64()),
    }
}
