//! An incident to one whose times can be: it reads forward, lies in its quarter, and holds nothing
//! that nobody can have known yet.

use super::Ground;
use crate::diag::{Diagnostic, Located, Span};
use crate::load::problems::{Problems, quoted};
use crate::load::topics;
use crate::model::{Calendar, Incident, IncidentRecord};
use chrono::{DateTime, NaiveDate, Utc};

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

/// Tells of what is dated later than the newest record of all: nobody can have known it.
pub(in crate::load) fn tell_later<'r>(
    records: impl Iterator<Item = &'r IncidentRecord> + Clone,
    calendar: Option<Calendar>,
    problems: &Problems,
) {
    let (Some(newest), Some(calendar)) = (
        records
            .clone()
            .map(|record| record.as_of)
            .max_by_key(|at| at.value),
        calendar,
    ) else {
        return;
    };
    let today = newest.value.with_timezone(&calendar.zone).date_naive();
    let later = |span: Span, what: &str| {
        problems.add(
            topics::IMPOSSIBLE_TIMES
                .at(span, format!("{what} after the newest record was taken"))
                .see(newest.span, "taken then")
                .help("correct the day, or `as_of` of the newest record"),
        );
    };
    let instant = |at: Option<Located<DateTime<Utc>>>, what: &str| {
        if let Some(at) = at.filter(|at| at.value > newest.value) {
            later(at.span, what);
        }
    };
    let day = |at: Option<Located<NaiveDate>>, what: &str| {
        if let Some(at) = at.filter(|at| at.value > today) {
            later(at.span, what);
        }
    };
    for record in records {
        for incident in &record.incidents {
            if incident.began.value > record.as_of.value {
                let text = "the incident began after its record was taken";
                problems.add(impossible(incident.began.span, text, record.as_of.span));
            }
            instant(Some(incident.detected), "the incident was detected");
            instant(incident.acknowledged, "the incident was acknowledged");
            instant(incident.restored, "the incident was restored");
            instant(incident.closed, "the incident was closed");
            for milestone in &incident.milestones {
                instant(Some(milestone.at), "a milestone lies");
            }
            let held = incident.review.as_ref().and_then(|review| review.held);
            day(held, "the review was held");
            for follow_up in &incident.follow_ups {
                day(follow_up.done, "the follow-up was done");
            }
        }
    }
}
