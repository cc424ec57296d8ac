//! A metric tells the working days of a handful of people, whom the quality page tells together with
//! others.

use crate::analyse::TEAM_TOLD_ALONE;
use crate::check::report::{Facts, Reads, Report, Rule};
use crate::diag::{Severity, Span};
use crate::model::{Filed, Metric, Observations, Period, QualityRecord, RecordFigure, Series};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: "handful-told",
    severity: Severity::Error,
    reads: Reads::Data,
    promise: false,
    why: "What fewer than five people did with their days is theirs: a page that tells it judges \
          persons and not work. The quality page tells such teams together with others; a metric of \
          the same days by service would tell them all the same, or leave them to be had by \
          subtraction.",
    fix: "File no figure of that service and of a second one, until five people worked on both \
          together, and no figure of the organisation from which theirs could be taken.",
    bad: "
~~~ content/metrics/change-failure-rate.md
-roll_up: sum-of-parts
+roll_up: sum-of-parts
+record: quality.rework-share
~~~ data/quality/2026-Q3.yaml
-  - {id: find, name: Finding, people: 6}
+  - {id: find, name: Finding, people: 4}
-  - {team: buy, repository: checkout, total: 520, rework: 110, bug_fix: 60}
-  - {team: find, repository: search, total: 310, rework: 40, bug_fix: 22}
+  - {team: buy, repository: checkout, total: 80, rework: 12, bug_fix: 6}
+  - {team: find, repository: search, total: 60, rework: 3, bug_fix: 1}
",
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    for metric in facts.pack.metrics.values() {
        if metric.record.map(|figure| figure.value) != Some(RecordFigure::ReworkShare) {
            continue;
        }
        let Some(filed) = facts.pack.observations.get(&metric.id.value) else {
            continue;
        };
        for (period, record) in &facts.pack.quality {
            // What was published is known, whatever a rule says of it now.
            if !facts.pack.published.contains_key(period) {
                look(facts, metric, filed, (*period, record), report);
            }
        }
    }
}

fn look(
    facts: &Facts<'_>,
    metric: &Metric,
    filed: &Observations,
    (period, record): (Period, &QualityRecord),
    report: &mut Report,
) {
    let told = |series: &Series| -> Option<Span> {
        let quarter = series.quarters.get(&period);
        let quarter = quarter.filter(|reading| matches!(reading.filed, Filed::Value(_)));
        let calendar = &facts.pack.settings.calendar;
        let of_quarter = |week| calendar.period_of_week(week) == period;
        let mut weeks = series.weeks.iter();
        let week = weeks.find(|(week, (value, _))| value.is_some() && of_quarter(**week));
        quarter
            .map(|reading| reading.span)
            .or_else(|| week.map(|(_, (_, span))| *span))
    };
    let id = &metric.id.value;
    let mut left: BTreeSet<&str> = BTreeSet::new();
    for service in &facts.pack.services {
        let service = service.id.value.as_str();
        let span = filed.services.get(service).and_then(told);
        let few = few(record, &BTreeSet::from([service]));
        match (span, few) {
            (None, _) => {
                left.insert(service);
            }
            (Some(span), Some(people)) => tell(
                report,
                span,
                format!("`{id}` of `{service}` tells the days of {people} people"),
                record,
            ),
            (Some(_), None) => {}
        }
    }
    let all = filed.all.quarters.contains_key(&period);
    if let (true, Some(span), Some(people)) = (all, told(&filed.all), few(record, &left)) {
        let message =
            format!("`{id}` of all, less that of its services, tells the days of {people} people");
        tell(report, span, message, record);
    }
}

fn tell(report: &mut Report, span: Span, message: String, record: &QualityRecord) {
    report
        .at(span, message)
        .see(record.period.span, "their teams are in this record")
        .help("leave it out, with that of a second service, so that nobody can subtract");
}

/// How many people worked on some services, where they are too few to be told alone.
fn few(record: &QualityRecord, services: &BTreeSet<&str>) -> Option<u32> {
    let on_them = |team: &str| {
        record.effort.iter().any(|row| {
            let repository = record.repository(&row.repository.value);
            let service = repository.map(|repository| repository.service.value.as_str());
            row.team.value == team
                && row.total.value > 0
                && service.is_some_and(|service| services.contains(service))
        })
    };
    let teams = record.teams.iter().filter(|team| on_them(&team.id.value));
    let people = teams.fold(0, |people: u32, team| {
        people.saturating_add(team.people.value)
    });
    (1..TEAM_TOLD_ALONE).contains(&people).then_some(people)
}
