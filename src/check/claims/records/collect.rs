//! A pack to its records, each as a quarter's pack knows it.

use super::{Record, State};
use crate::check::report::Facts;
use crate::model::{
    About, AskOutcome, FoundBy, Incident, Narrative, Pack, Period, PromiseState, Risk,
    StoryOutcome, Treatment,
};
use crate::tongue;
use chrono::{DateTime, NaiveDate, Utc};

pub(super) fn all(facts: &Facts<'_>, period: Period) -> Vec<Record> {
    let pack = facts.pack;
    let calendar = &pack.settings.calendar;
    let taken = pack.snapshots.get(&period).map(|s| s.as_of);
    let day = taken.unwrap_or_else(|| calendar.last_day(period));
    let mut happened = Vec::new();
    for (of, record) in pack.incidents.range(..=period) {
        let known = if *of == period {
            record.as_of.value
        } else {
            calendar.day_start(calendar.end(period))
        };
        let own = record.incidents.iter();
        happened.extend(own.map(|incident| (incident, *of, known)));
    }
    // A long history has many words to remember.
    let mut all = tongue::in_order(&happened, |(one, of, known)| {
        incident(pack, one, *of, *known)
    });
    let told: Vec<_> = pack.narratives.range(..=period).collect();
    let told = tongue::in_order(&told, |(of, narrative)| {
        let mut all = Vec::new();
        stories(&mut all, narrative, **of);
        decisions(&mut all, pack, narrative, **of, period);
        promises(&mut all, pack, narrative, **of, period);
        all
    });
    all.extend(told.into_iter().flatten());
    all.extend(
        pack.risks
            .iter()
            .flatten()
            .filter_map(|r| risk(r, period, day)),
    );
    experiments(&mut all, pack, day);
    marks(&mut all, pack, day);
    levels(&mut all, pack, day);
    definitions(&mut all, pack, day);
    organisation(&mut all, pack, period);
    assurance(&mut all, pack, day);
    all
}

fn incident(pack: &Pack, incident: &Incident, of: Period, known: DateTime<Utc>) -> Record {
    let mut record = Record::new("incidents", &incident.id.value, &incident.title.value);
    record.audience = incident.audience;
    record.quarter = Some(of);
    record.says(&incident.experienced.value);
    for text in incident
        .cause
        .iter()
        .chain(incident.milestones.iter().map(|m| &m.what))
    {
        record.says(&text.value);
    }
    for follow_up in &incident.follow_ups {
        record.supposes(&follow_up.what.value);
    }
    record.of_services(incident.services.iter().map(|s| s.value.as_str()));
    for journey in &incident.journeys {
        let known = pack.journeys.iter().find(|j| j.id.value == journey.value);
        record.supposes(known.map_or("", |j| j.name.as_str()));
    }
    let zone = pack.settings.calendar.zone;
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let restored = incident.restored_by(known);
    let moments = [
        Some(incident.began.value),
        Some(incident.detected.value),
        restored,
    ];
    record
        .dates
        .extend(moments.into_iter().flatten().map(local));
    record.lasted = restored.map(|at| (at - incident.began.value).num_minutes());
    record.states.insert(State::Over, restored.is_some());
    record.states.insert(State::Down, restored.is_none());
    record.says("incident");
    record.says("outage");
    let found = incident.found_by.value;
    record.states.extend([
        (State::FoundByUs, found == FoundBy::Us),
        (State::FoundByCustomers, found == FoundBy::Customer),
        (State::FoundByOthers, found == FoundBy::ThirdParty),
    ]);
    if let Some(review) = &incident.review {
        let held = review
            .held
            .as_ref()
            .filter(|held| held.value <= local(known));
        record.states.insert(State::Reviewed, held.is_some());
        record.dates.extend(held.map(|held| held.value));
        record.dates.insert(review.due.value);
        if let Some(gap) = &review.gap {
            record.says(&gap.value);
        }
    }
    record.counted("severity", usize::from(incident.severity.value));
    record.counted("services", incident.services.len());
    record.counted("journeys", incident.journeys.len());
    let customers = incident
        .affected
        .as_ref()
        .and_then(|a| a.customers.as_ref());
    record
        .counts
        .extend(customers.map(|n| (super::stem("customers"), n.value)));
    record
}

fn stories(all: &mut Vec<Record>, narrative: &Narrative, of: Period) {
    for story in &narrative.stories {
        let id = &story.id.value;
        let mut record = Record::new("stories", id, &id.replace('-', " "));
        record.audience = story.audience;
        record.quarter = Some(of);
        record.says(&story.action.value);
        record.metrics.insert(story.metric.value.clone());
        record.states.insert(State::Told, true);
        match story.outcome {
            StoryOutcome::Worked => record.states.insert(State::Worked, true),
            StoryOutcome::DidNotWork => record.states.insert(State::Worked, false),
            StoryOutcome::TooEarly => None,
        };
        record.dates.insert(story.next_check.value);
        record.dates.extend(days_in(&story.action.value, of));
        all.push(record);
    }
}

fn decisions(all: &mut Vec<Record>, pack: &Pack, narrative: &Narrative, of: Period, until: Period) {
    for decision in &narrative.decisions {
        let id = &decision.id.value;
        let name = id.split_once('-').map_or(id.as_str(), |(_, name)| name);
        let mut record = Record::new("decisions", id, &name.replace('-', " "));
        record.audience = decision.audience;
        record.quarter = Some(of);
        let texts = [
            &decision.title,
            &decision.request,
            &decision.question,
            &decision.resolution,
            &decision.stop_rule,
            &decision.investment.what,
            &decision.investment.trade_off,
        ];
        for text in texts.into_iter().chain(&decision.amount) {
            record.supposes(&text.value);
            record.dates.extend(days_in(&text.value, of));
        }
        record.to_come = true;
        record.says("Board");
        record.says(&decision.sponsor);
        record.metrics.insert(decision.metric.value.clone());
        record.dates.extend(decision.investment.go_live);
        record
            .dates
            .extend([decision.reply_by.value, decision.review_date.value]);
        for (_, later) in pack.narratives.range(of..=until) {
            for answer in &later.overview.since_last_meeting.decisions {
                let About::Pack(about) = &answer.about else {
                    continue;
                };
                if (about.value.period, about.value.id.as_str()) != (of, id.as_str()) {
                    continue;
                }
                let outcome = answer.outcome.value;
                record.states.extend([
                    (
                        State::Approved,
                        matches!(outcome, AskOutcome::Approved | AskOutcome::Amended),
                    ),
                    (State::Declined, outcome == AskOutcome::Declined),
                    (State::Deferred, outcome == AskOutcome::Deferred),
                ]);
                record.dates.extend(answer.on.as_ref().map(|on| on.value));
            }
        }
        if record.states.is_empty() {
            record.states.extend([
                (State::Approved, false),
                (State::Declined, false),
                (State::Deferred, false),
            ]);
        }
        all.push(record);
    }
}

fn promises(all: &mut Vec<Record>, pack: &Pack, narrative: &Narrative, of: Period, until: Period) {
    let own = narrative.overview.promises.iter();
    let own = own.map(|p| (&p.id.value, &p.what.value, p.by.value, p.audience));
    let answers = narrative.overview.explanations.iter();
    let answers = answers.map(|e| (&e.metric.value, &e.doing.value, e.by, e.audience));
    for (id, what, by, audience) in own.chain(answers) {
        let mut record = Record::new("promises", id, &id.replace('-', " "));
        record.audience = audience;
        record.quarter = Some(of);
        record.to_come = true;
        record.supposes(what);
        record.dates.insert(by);
        for (_, later) in pack.narratives.range(of..=until) {
            for answer in &later.overview.since_last_meeting.promises {
                let About::Pack(about) = &answer.about else {
                    continue;
                };
                if (about.value.period, &about.value.id) == (of, id) {
                    let state = answer.state.value;
                    if state == PromiseState::Kept {
                        record.says(what);
                        record.to_come = false;
                    }
                    record
                        .states
                        .insert(State::Kept, state == PromiseState::Kept);
                    record
                        .states
                        .insert(State::Withdrawn, state == PromiseState::Withdrawn);
                }
            }
        }
        all.push(record);
    }
}

fn risk(risk: &Risk, period: Period, day: NaiveDate) -> Option<Record> {
    let known: Vec<_> = risk
        .assessed
        .iter()
        .filter(|a| a.period.value <= period)
        .collect();
    let last = known.last()?;
    let mut record = Record::new("risks", &risk.id.value, &risk.name.value);
    record.audience = risk.audience;
    record.says("risk");
    record.says(&risk.cause.value);
    record.supposes(&risk.event.value);
    record.supposes(&risk.consequence.value);
    record.says(&last.why.value);
    let owner = known.iter().rev().find_map(|a| a.owner.as_ref());
    record.says(&owner.unwrap_or(&risk.owner).value);
    let closed = risk
        .closed
        .as_ref()
        .is_some_and(|c| c.period.value <= period);
    record.states.insert(State::Over, closed);
    let doing = known.iter().rev().find_map(|a| a.doing.as_ref());
    if let Some(doing) = doing.or(risk.doing.as_ref()) {
        treated(&mut record, doing, day);
    }
    Some(record)
}

fn treated(record: &mut Record, doing: &Treatment, day: NaiveDate) {
    let done = doing.done.as_ref().map(|d| d.value).filter(|d| *d <= day);
    if done.is_some() {
        record.says(&doing.what.value);
    } else {
        record.supposes(&doing.what.value);
    }
    record.supposes(&doing.owner);
    record.dates.extend(done);
    record.dates.insert(doing.by.value);
    record.states.insert(State::Done, done.is_some());
    let late = done.unwrap_or(day) > doing.by.value;
    if late || done.is_some() {
        record.states.insert(State::OnTime, !late);
    }
}

fn experiments(all: &mut Vec<Record>, pack: &Pack, day: NaiveDate) {
    for tried in pack.experiments.iter().flatten() {
        if tried.start.value > day {
            continue;
        }
        let id = &tried.id.value;
        let mut record = Record::new("experiments", id, &id.replace('-', " "));
        record.audience = tried.audience;
        record.says(&tried.owner.value);
        record.says("experiment");
        record.dates.extend([tried.start.value, tried.end.value]);
        record.states.insert(State::Over, tried.end.value < day);
        let concluded = tried.concluded_by(day);
        for text in concluded.iter().filter_map(|c| c.observed.as_ref()) {
            record.says(&text.value);
        }
        for next in concluded.iter().filter_map(|c| c.follow_up.as_ref()) {
            record.supposes(&next.what.value);
            record.dates.insert(next.by.value);
        }
        all.push(record);
    }
}

fn marks(all: &mut Vec<Record>, pack: &Pack, day: NaiveDate) {
    for mark in pack.annotations.iter().filter(|m| m.date <= day) {
        let mut record = Record::new("annotations", &mark.id.value, &mark.label);
        record.audience = mark.audience;
        record.dates.insert(mark.date);
        record.states.insert(State::Done, true);
        if let Some(cause) = &mark.cause {
            record.says(cause);
        }
        if !mark.services.is_empty() {
            record.of_services(mark.services.iter().map(|s| s.value.as_str()));
        }
        all.push(record);
    }
    // An action that is marked for its day is what a treatment promised for it.
    for risk in pack.risks.iter().flatten() {
        let later = risk.assessed.iter().filter_map(|a| a.doing.as_ref());
        for doing in risk.doing.iter().chain(later) {
            let Some(done) = doing.done.as_ref().filter(|d| d.value <= day) else {
                continue;
            };
            let marked = all.iter_mut().filter(|r| r.kind == "annotations");
            for record in marked.filter(|r| r.dates.contains(&done.value)) {
                record
                    .states
                    .insert(State::OnTime, done.value <= doing.by.value);
            }
        }
    }
}

fn levels(all: &mut Vec<Record>, pack: &Pack, day: NaiveDate) {
    for held in &pack.service_levels.reviews {
        if held.opened.value > day {
            continue;
        }
        let id = format!("{}-{}", held.period.value, held.objective.value);
        let name = format!(
            "formal review of {}",
            held.objective.value.replace('-', " ")
        );
        let mut record = Record::new("reviews", &id.to_lowercase(), &name);
        record.quarter = Some(held.period.value);
        record.says(&held.owner);
        let done = held.held.as_ref().filter(|h| h.value <= day);
        record.states.insert(State::Reviewed, done.is_some());
        record.dates.extend([held.opened.value, held.due.value]);
        record.dates.extend(done.map(|h| h.value));
        for text in held.text.iter().filter(|_| done.is_some()) {
            record.says(&text.value);
        }
        all.push(record);
    }
    for (name, objective) in &pack.objectives {
        let called = name.replace('-', " ");
        let mut record = Record::new("objectives", name, &called);
        record.audience = objective.audience;
        if let Some(level) = pack.service_levels.level(name) {
            record.says(&level.owner);
        }
        all.push(record);
    }
}

fn definitions(all: &mut Vec<Record>, pack: &Pack, day: NaiveDate) {
    for (id, metric) in &pack.metrics {
        for change in &metric.definition.changes {
            // The first version is no change.
            if change.version.value < 2 || change.date > day {
                continue;
            }
            let name = format!("definition of {}", metric.name.value);
            let id = format!("{id}-v{}", change.version.value);
            let mut record = Record::new("definitions", &id, &name);
            record.says("changed definition");
            record.says(&change.what);
            record.metrics.insert(metric.id.value.clone());
            record.dates.insert(change.date);
            all.push(record);
        }
    }
}

fn organisation(all: &mut Vec<Record>, pack: &Pack, period: Period) {
    for service in &pack.services {
        let mut record = Record::new("services", &service.id.value, &service.name);
        record.audience = service.audience;
        record.says(&service.summary);
        record.says(&service.owner);
        record.of_services([service.id.value.as_str()]);
        record.counted("tier", usize::from(service.tier));
        all.push(record);
    }
    for team in pack.quality.get(&period).iter().flat_map(|q| &q.teams) {
        let mut record = Record::new("teams", &team.id.value, &team.name);
        record.says("people team");
        record
            .counts
            .push((super::stem("people"), u64::from(team.people.value)));
        all.push(record);
    }
}

fn assurance(all: &mut Vec<Record>, pack: &Pack, day: NaiveDate) {
    for held in pack.compliance.iter().flat_map(|c| &c.certifications) {
        let mut record = Record::new("certifications", &held.id.value, &held.name.value);
        record.audience = held.audience;
        record.says(&held.scope.value);
        record.says("certificate certification audit");
        for audit in held.audits.iter().filter(|a| a.on.value <= day) {
            record.dates.insert(audit.on.value);
        }
        all.push(record);
    }
}

/// The days that a text names, in the year of its quarter or the one after.
fn days_in(text: &str, of: Period) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    for sentence in super::tokens::sentences(text) {
        for (i, token) in sentence.iter().enumerate() {
            let month = crate::words::MONTHS.iter().position(|m| *m == token.text);
            let Some(month) = month.and_then(|m| u32::try_from(m + 1).ok()) else {
                continue;
            };
            let day = i
                .checked_sub(1)
                .and_then(|j| sentence[j].lower.parse().ok());
            // A month alone stands for its first day: only the month is looked at then.
            for year in [of.year(), of.year() + 1] {
                days.extend(NaiveDate::from_ymd_opt(year, month, day.unwrap_or(1)));
            }
        }
    }
    days
}
