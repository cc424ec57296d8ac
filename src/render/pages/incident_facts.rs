//! One incident of a record to what pages say of it, field by field.

use super::{Frame, Link, service_path};
use crate::analyse::incidents::{Case, Incidents};
use crate::model::{CauseChange, ChangeKind, FollowUpKind, FoundBy, Incident};
use crate::render::Ctx;
use crate::tongue::{label, say};
use chrono::NaiveDate;
use serde::Serialize;

/// A field of an incident.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) lines: Vec<String>,
}

/// Something that a review asks for, as it stood.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Asked {
    pub(super) what: String,
    /// `prevent it`, …
    pub(super) kind: &'static str,
    pub(super) owner: String,
    pub(super) due: String,
    /// `done 4 September 2026`, `66 days overdue`, `not yet due`.
    pub(super) state: String,
    /// Whether it is overdue.
    pub(super) late: bool,
    /// The incident that it follows.
    pub(super) of: Link,
}

fn kind(kind: FollowUpKind) -> &'static str {
    match kind {
        FollowUpKind::Prevent => label("prevent it"),
        FollowUpKind::Detect => label("know sooner"),
        FollowUpKind::Mitigate => label("lessen the harm"),
        FollowUpKind::Learn => label("learn more"),
    }
}

/// `62% of customers who tried to pay, about 534 at a time`.
pub(super) fn affected(ctx: &Ctx<'_>, case: &Case, incident: &Incident) -> String {
    let mut parts = Vec::new();
    if let Some(affected) = &incident.affected {
        let of = affected.of.as_ref().map_or("", |of| of.value.as_str());
        if let Some(share) = affected.share {
            parts.push(say!("{share} of {of}", ctx.words.share(share), of));
        }
        if let Some(customers) = &affected.customers {
            parts.push(say!(
                "about {count} customers at a time",
                ctx.words.count(customers.value)
            ));
        }
    }
    if let Some(minutes) = case.customer_minutes {
        parts.push(say!("{whole} customer minutes", ctx.words.whole(minutes)));
    }
    if parts.is_empty() {
        label("not on record").to_owned()
    } else {
        let grade = incident.affected.as_ref().map(|a| label(a.grade.word()));
        let grade = grade.map_or_else(String::new, |word| format!(" ({word})"));
        format!("{}{grade}", parts.join(label("; ")))
    }
}

/// `1 hour 55 minutes, 18 August 09:02 to 10:57`.
pub(super) fn lasted(ctx: &Ctx<'_>, case: &Case) -> String {
    let zone = ctx.pack.settings.calendar.zone;
    let began = ctx.words.day_clock(case.began, zone);
    let Some(restored) = case.restored else {
        return say!(
            "open for {lasted} since {began}",
            ctx.words.lasted(case.minutes),
            began
        );
    };
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
    let end = if day(case.began) == day(restored) {
        ctx.words.clock(restored, zone)
    } else {
        ctx.words.day_clock(restored, zone)
    };
    say!(
        "{lasted}, {began} to {end}",
        ctx.words.lasted(case.minutes),
        began,
        end
    )
}

/// `Us, after 6 minutes`.
pub(super) fn found(ctx: &Ctx<'_>, case: &Case) -> String {
    let who = match case.found_by {
        FoundBy::Us => label("Us"),
        FoundBy::Customer => label("Customers"),
        FoundBy::ThirdParty => label("Others"),
        FoundBy::NotKnown => label("Not known by whom"),
    };
    let after = ctx.words.lasted_after(case.detect);
    match case.restored {
        Some(restored) if (restored - case.began).num_seconds() < seconds(case) => {
            say!("{who}, after {after}, when it was over", who, after)
        }
        _ => say!("{who}, after {after}", who, after),
    }
}

fn seconds(case: &Case) -> i64 {
    let seconds = case.detect.times(crate::model::Exact::integer(60));
    let seconds = seconds.and_then(|s| s.scaled(0)).unwrap_or(0);
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// What it cost, or that nobody says.
pub(super) fn cost(ctx: &Ctx<'_>, incident: &Incident) -> String {
    let Some(cost) = &incident.cost else {
        return label("not estimated").to_owned();
    };
    say!(
        "{money_range} ({word}; {clause}; supplied by the {supplied_by})",
        ctx.words.money_range(cost.low, cost.high),
        label(cost.grade.word()),
        crate::render::sentences::clause(&cost.method.value),
        cost.supplied_by
    )
}

/// The cause in its sentence.
pub(super) fn cause(incident: &Incident) -> String {
    incident.cause.as_ref().map_or_else(
        || label("not known yet").to_owned(),
        |cause| cause.value.clone(),
    )
}

/// What of ours had changed before.
pub(super) fn change(ctx: &Ctx<'_>, incident: &Incident) -> String {
    match &incident.change {
        None => label("not known").to_owned(),
        Some(CauseChange::Nothing) => label("nothing of ours").to_owned(),
        Some(CauseChange::Annotation(id)) => {
            let mut marks = ctx.pack.annotations.iter();
            let mark = marks.find(|mark| mark.id.value == id.value);
            mark.map_or_else(
                || label("on record").to_owned(),
                |mark| format!("{}, {}", mark.label, ctx.words.date(mark.date)),
            )
        }
        Some(CauseChange::Change { kind, service, on }) => {
            let what = match kind {
                ChangeKind::Release => label("release"),
                ChangeKind::Configuration => label("change of a setting"),
                ChangeKind::Data => label("change of data"),
                ChangeKind::Infrastructure => label("change of machines or networks"),
            };
            let name = ctx.pack.service(&service.value);
            let name = name.map_or(service.value.as_str(), |service| service.name.as_str());
            format!("{what}, {name}, {}", ctx.words.date(on.value))
        }
    }
}

/// When its review was held, what it named, or when it is due.
pub(super) fn review(ctx: &Ctx<'_>, incident: &Incident, day: NaiveDate) -> String {
    let Some(review) = &incident.review else {
        return label("none asked for").to_owned();
    };
    let due = ctx.words.date(review.due.value);
    let Some(held) = review.held.filter(|held| held.value <= day) else {
        return if review.due.value < day {
            say!("overdue since {due}", due)
        } else {
            say!("due {due}", due)
        };
    };
    let late = if held.value > review.due.value {
        say!(", due {due}", due)
    } else {
        String::new()
    };
    let gap = match (
        &review.gap,
        review.monitoring_gap.is_some_and(|gap| gap.value),
    ) {
        (Some(gap), true) => say!(" Missing signal: {value}", gap.value),
        (None, true) => label(" It names a signal that was missing.").to_owned(),
        (_, false) => label(" It names no missing signal.").to_owned(),
    };
    say!(
        "Held {date}{late}.{gap}",
        ctx.words.date(held.value),
        late,
        gap
    )
}

/// What its review asks for, as it stood on a day.
pub(super) fn asked(ctx: &Ctx<'_>, incident: &Incident, day: NaiveDate) -> Vec<Asked> {
    let ids = incident.follow_ups.iter().map(|f| f.id.value.as_str());
    let none = Link::default;
    ids.filter_map(|id| one(ctx, incident, id, none(), day))
        .collect()
}

/// One follow-up by id, as it stood on a day; `None` where it was not agreed by then.
pub(super) fn one(
    ctx: &Ctx<'_>,
    incident: &Incident,
    id: &str,
    of: Link,
    day: NaiveDate,
) -> Option<Asked> {
    let mut known = incident.follow_ups.iter().filter(|f| f.opened <= day);
    let follow_up = known.find(|f| f.id.value == id)?;
    let done = follow_up
        .done
        .map(|done| done.value)
        .filter(|done| *done <= day);
    let late = (day - follow_up.due.value).num_days();
    Some(Asked {
        what: follow_up.what.value.clone(),
        kind: kind(follow_up.kind),
        owner: follow_up.owner.value.clone(),
        due: ctx.words.date(follow_up.due.value),
        state: match done {
            Some(done) => say!("done {date}", ctx.words.date(done)),
            None if late == 1 => label("1\u{a0}day overdue").to_owned(),
            None if late > 0 => say!("{late}~days overdue", late),
            None => label("not yet due").to_owned(),
        },
        late: done.is_none() && late > 0,
        of,
    })
}

/// The services it hit, each leading to its page of the quarter.
pub(super) fn services(
    ctx: &Ctx<'_>,
    frame: &Frame,
    case: &Case,
    incident: &Incident,
) -> Vec<Link> {
    let known = incident.services.iter();
    known
        .filter_map(|id| ctx.pack.service(&id.value))
        .map(|service| Link {
            label: service.name.clone(),
            href: frame.to(&service_path(case.period, &service.id.value)),
        })
        .collect()
}

/// The journeys that customers could not make.
pub(super) fn journeys(ctx: &Ctx<'_>, incident: &Incident) -> String {
    let names: Vec<&str> = ctx
        .pack
        .journeys
        .iter()
        .filter(|journey| {
            incident
                .journeys
                .iter()
                .any(|id| id.value == journey.id.value)
        })
        .map(|journey| journey.name.as_str())
        .collect();
    if names.is_empty() {
        label("none on record").to_owned()
    } else {
        names.join(label("; "))
    }
}

/// The worst incident of a quarter: by severity, then by what customers lost, then by its length.
pub(super) fn worst(shown: &Incidents) -> Option<&Case> {
    shown.cases.iter().min_by(|a, b| {
        a.severity
            .cmp(&b.severity)
            .then(b.customer_minutes.cmp(&a.customer_minutes))
            .then(b.minutes.cmp(&a.minutes))
    })
}
