//! An incident to one whose times can be: it reads forward, lies in its quarter, and holds nothing
//! that nobody can have known yet.

use super::Ground;
use crate::diag::{Diagnostic, Located, Span};
use crate::load::problems::{Problems, quoted};
use crate::load::topics;
use crate::model::{Incident, IncidentRecord};
use chrono::{DateTime, Utc};

/// Tells of times that cannot be: an incident reads forward, and lies in its quarter.
pub(super) fn checked(
    mut incident: Incident,
    ground: &Ground<'_>,
    problems: &Problems,
) -> Incident {
    let began = incident.began;
    if let Some(calendar) = ground.calendar
        && !calendar.contains(ground.period, began.value)
    {
        let day = began.value.with_timezone(&calendar.zone).date_naive();
        let message = format!("an incident of {day} is recorded in {}", ground.period);
        problems.add(topics::WRONG_QUARTER.at(began.span, message).help(format!(
            "an incident belongs to the quarter in which it began: move it to \
                     `data/incidents/{}.yaml`",
            calendar.period_of(day)
        )));
    }
    let told = |at: Option<Located<DateTime<Utc>>>,
                what: &str,
                first: Located<DateTime<Utc>>,
                before: &str| {
        if let Some(at) = at
            && at.value < first.value
        {
            problems.add(impossible(
                at.span,
                &format!(
                    "{} was {what} before it {before}",
                    quoted(&incident.id.value)
                ),
                first.span,
            ));
        }
    };
    told(Some(incident.detected), "detected", began, "began");
    told(
        incident.acknowledged,
        "acknowledged",
        incident.detected,
        "was detected",
    );
    told(incident.restored, "restored", began, "began");
    if let Some(restored) = incident.restored {
        told(incident.closed, "closed", restored, "was restored");
        if restored.value == began.value {
            problems.add(
                impossible(
                    restored.span,
                    &format!("{} lasted no time at all", quoted(&incident.id.value)),
                    began.span,
                )
                .help("write seconds, as in `09:02:30`, where it was shorter than a minute"),
            );
        }
    } else if let Some(closed) = incident.closed {
        problems.add(impossible(
            closed.span,
            &format!(
                "{} was closed and is still open",
                quoted(&incident.id.value)
            ),
            incident.span,
        ));
    }
    incident
        .milestones
        .sort_by_key(|milestone| milestone.at.value);
    let over = incident.closed.or(incident.restored);
    for milestone in &incident.milestones {
        let at = milestone.at;
        if at.value < began.value {
            let text = "a milestone lies before the incident began";
            problems.add(impossible(at.span, text, began.span));
        } else if let Some(over) = over
            && at.value > over.value
        {
            let text = "a milestone lies after the incident was over";
            problems.add(
                impossible(at.span, text, over.span)
                    .help("correct the time, or say with `closed:` how long it was watched"),
            );
        }
    }
    incident
}

fn impossible(span: Span, message: &str, other: Span) -> Diagnostic {
    topics::IMPOSSIBLE_TIMES
        .at(span, message)
        .see(other, "the earlier of the two")
        .help("correct the one that is wrong")
}

/// Tells of what a record cannot have known: an incident that began, was known or was taken on after
/// the record was taken. What came after that (a repair, a review) is for later quarters to tell.
pub(super) fn tell_later(record: &IncidentRecord, problems: &Problems) {
    for incident in &record.incidents {
        let acknowledged = incident.acknowledged.map(|at| (at, "acknowledged"));
        let times = [(incident.began, "begun"), (incident.detected, "detected")];
        let late = times.into_iter().chain(acknowledged);
        for (at, what) in late.filter(|(at, _)| at.value > record.as_of.value) {
            let message = format!("the incident was {what} after its record was taken");
            problems.add(
                topics::IMPOSSIBLE_TIMES
                    .at(at.span, message)
                    .see(record.as_of.span, "taken then")
                    .help("correct the time, or `as_of`"),
            );
        }
    }
}
