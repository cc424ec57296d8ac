//! A pack and its judgements to what one audience may see of them.
//!
//! Stands after `analyse`, so that every figure of the organisation still includes what is hidden,
//! and before everything that is printed, so that no page, table or list can say what it was never
//! given. Whatever is left out is absent, not covered: services, metrics, stories, decisions,
//! promises, answers, assumptions, marks, terms, stretches of text, and every reference to them.
//!
//! Counts go by what is left: where an edition shows six services, it says six.

mod hidden;
mod named;
mod records;
mod seen;

pub use hidden::Hidden;
pub use named::Names;
pub use seen::{Seen, seen};

use crate::analyse::capability::Capability;
use crate::analyse::incidents::Incidents;
use crate::analyse::{Analysis, MetricAnalysis};
use crate::load::prose;
use crate::model::{
    About, Annotation, Audience, Business, CauseChange, DashboardEntry, Expression, IncidentRecord,
    InputSource, Literal, Narrative, Pack, Period, Publication, QualityRecord, Reference, Text,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The pack that a reader may see.
pub fn pack(whole: &Pack, hidden: &Hidden) -> Pack {
    let mut pack = whole.clone();
    if !hidden.anything {
        return pack;
    }
    let gone = |id: &str| hidden.services.contains(id);
    pack.services.retain(|s| !gone(&s.id.value));
    pack.journeys
        .retain(|j| journey_shown(whole, hidden, &j.id.value));
    for journey in &mut pack.journeys {
        journey.services.retain(|id| !gone(&id.value));
    }
    let in_area = |services: &[crate::model::Service], area: &str| {
        services.iter().any(|s| s.area.value == area)
    };
    let services = pack.services.clone();
    pack.areas.retain(|area| {
        let id = &area.id.value;
        !in_area(&whole.services, id) || in_area(&services, id)
    });
    pack.metrics.retain(|id, _| !hidden.metrics.contains(id));
    pack.observations
        .retain(|id, _| !hidden.metrics.contains(id));
    for filed in pack.observations.values_mut() {
        if filed.services.keys().any(|id| gone(id)) {
            filed.services.retain(|id, _| !gone(id));
        }
    }
    pack.annotations = whole
        .annotations
        .iter()
        .filter_map(|a| mark(a, hidden))
        .collect();
    pack.terms.retain(|id, _| !hidden.terms.contains(id));
    for term in pack.terms.values_mut() {
        let see = |id: &str| !(hidden.metrics.contains(id) || hidden.terms.contains(id));
        term.see.retain(|id| see(&id.value));
    }
    let sees = |row: &DashboardEntry| {
        let service = row.service.as_ref().map(|s| s.value.as_str());
        !hidden.figure(&row.metric.value, service)
    };
    for pane in &mut pack.settings.dashboard {
        pane.others.retain(sees);
    }
    for (&period, narrative) in pack.narratives.iter_mut() {
        told(narrative, period, hidden);
    }
    records::pack(&mut pack, hidden);
    for (&period, record) in pack.incidents.iter_mut() {
        recorded(record, period, hidden);
    }
    let mute = |id: &str| hidden.objectives.contains(id);
    pack.objectives.retain(|id, _| !mute(id));
    pack.objective_counts.retain(|id, _| !mute(id));
    let levels = &mut pack.service_levels;
    levels.levels.retain(|level| !mute(&level.objective.value));
    levels.reviews.retain(|held| !mute(&held.objective.value));
    tried(&mut pack, hidden);
    if let Some(business) = &mut pack.business {
        costed(business, hidden);
    }
    for record in pack.quality.values_mut() {
        repaired(record, hidden);
    }
    for (&period, lock) in pack.published.iter_mut() {
        published(lock, period, hidden);
    }
    pack.restatements.retain(|entry| {
        let service = entry.service.as_ref().map(|s| s.value.as_str());
        !hidden.figure(&entry.metric.value, service)
    });
    pack.restated_records
        .retain(|entry| !hidden.record(entry.period.value, &entry.record.value));
    pack.past = past(whole, hidden);
    blank(&mut pack);
    pack
}

/// What locks keep, each without what is hidden today and what was on its own day.
fn past(whole: &Pack, hidden: &Hidden) -> BTreeMap<Period, Arc<Pack>> {
    let mut done: Vec<(&Arc<Pack>, Arc<Pack>)> = Vec::new();
    let mut past = BTreeMap::new();
    for (&period, kept) in &whole.past {
        let known = done.iter().find(|(of, _)| Arc::ptr_eq(of, kept));
        let seen = known.map_or_else(
            || Arc::new(pack(kept, &hidden.with(kept))),
            |(_, seen)| Arc::clone(seen),
        );
        done.push((kept, Arc::clone(&seen)));
        past.insert(period, seen);
    }
    past
}

/// A mark without the names that are hidden; `None` where nothing of it is left.
fn mark(mark: &Annotation, hidden: &Hidden) -> Option<Annotation> {
    let mut mark = mark.clone();
    let (metrics, services) = (mark.metrics.len(), mark.services.len());
    mark.metrics
        .retain(|id| !hidden.metrics.contains(&id.value));
    mark.services
        .retain(|id| !hidden.services.contains(&id.value));
    // An empty list means all: a mark of hidden things alone must not become one of everything.
    let emptied =
        (metrics > 0 && mark.metrics.is_empty()) || (services > 0 && mark.services.is_empty());
    (!emptied && !hidden.annotations.contains(&mark.id.value)).then_some(mark)
}

fn told(narrative: &mut Narrative, period: Period, hidden: &Hidden) {
    let carried = |id: &str| {
        let id = id.to_owned();
        hidden.carried.contains(&Reference { period, id })
    };
    let story = |id: &str| hidden.stories.contains(&(period, id.to_owned()));
    narrative.stories.retain(|s| !story(&s.id.value));
    narrative.decisions.retain(|d| !carried(&d.id.value));
    for decision in &mut narrative.decisions {
        // Hidden from this reader, or nothing would be hidden at all.
        decision
            .assumptions
            .retain(|a| a.audience == Audience::Board);
    }
    let overview = &mut narrative.overview;
    let mute = |id: &str| hidden.metrics.contains(id);
    overview
        .explanations
        .retain(|e| !carried(&e.metric.value) && !mute(&e.metric.value));
    overview.promises.retain(|p| !carried(&p.id.value));
    let since = &mut overview.since_last_meeting;
    since.decisions.retain(|answer| match &answer.about {
        About::Pack(reference) => !hidden.carried.contains(&reference.value),
        About::Earlier(_) => true,
    });
    since.promises.retain(|answer| match &answer.about {
        About::Pack(reference) => !hidden.carried.contains(&reference.value),
        About::Earlier(promise) => !carried(&promise.id.value),
    });
}

fn recorded(record: &mut IncidentRecord, period: Period, hidden: &Hidden) {
    let gone = |id: &str| hidden.services.contains(id);
    let mute = |id: &str| hidden.incidents.contains(&(period, id.to_owned()));
    record.incidents.retain(|i| !mute(&i.id.value));
    for incident in &mut record.incidents {
        incident.services.retain(|id| !gone(&id.value));
        // One service at least is left, or the incident were gone.
        if gone(&incident.counted_to.value)
            && let Some(first) = incident.services.first()
        {
            incident.counted_to = first.clone();
        }
        if let Some(CauseChange::Change { service, .. }) = &incident.change
            && gone(&service.value)
        {
            incident.change = None;
        }
        let mark = |id: &str| hidden.annotations.contains(id);
        incident.annotation = incident.annotation.take().filter(|id| !mark(&id.value));
        if let Some(CauseChange::Annotation(id)) = &incident.change
            && mark(&id.value)
        {
            incident.change = None;
        }
        incident
            .spent
            .retain(|spent| !hidden.objectives.contains(&spent.objective.value));
        incident
            .follow_ups
            .retain(|f| f.audience == Audience::Board);
    }
}

/// What was tried and what comes round, without what is hidden.
fn tried(pack: &mut Pack, hidden: &Hidden) {
    let gone = |id: &str| hidden.experiments.contains(id);
    if let Some(experiments) = &mut pack.experiments {
        experiments.retain(|experiment| !gone(&experiment.id.value));
        for experiment in experiments {
            experiment.corrects = experiment.corrects.take().filter(|id| !gone(&id.value));
        }
    }
    if let Some(cadence) = &mut pack.cadence {
        cadence.retain(|rhythm| rhythm.audience == Audience::Board);
        for rhythm in cadence {
            rhythm
                .looks_at
                .retain(|id| !hidden.metrics.contains(&id.value));
        }
    }
}

/// Estimates and totals that may be seen, and only the inputs that these take.
fn costed(business: &mut Business, hidden: &Hidden) {
    let gone = |id: &str| hidden.estimates.contains(id);
    business.estimates.retain(|e| !gone(&e.id.value));
    business
        .totals
        .retain(|total| !total.of.iter().any(|id| gone(&id.value)));
    let taken: BTreeSet<&str> = business
        .estimates
        .iter()
        .flat_map(|e| &e.inputs)
        .filter_map(|(_, source)| match &source.value {
            InputSource::Supplied(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    business
        .inputs
        .retain(|input| taken.contains(&*input.id.value));
}

/// A record of quality without the repositories of hidden services, and what was done on them.
fn repaired(record: &mut QualityRecord, hidden: &Hidden) {
    record
        .repositories
        .retain(|r| !hidden.services.contains(&r.service.value));
    let left: BTreeSet<&str> = record
        .repositories
        .iter()
        .map(|r| r.id.value.as_str())
        .collect();
    record
        .effort
        .retain(|row| left.contains(&*row.repository.value));
    if let Some(defects) = &mut record.defects {
        defects.retain(|d| left.contains(&*d.repository.value));
    }
    let worked: BTreeSet<&str> = record.effort.iter().map(|row| &*row.team.value).collect();
    record.teams.retain(|team| worked.contains(&*team.id.value));
}

fn published(lock: &mut Publication, period: Period, hidden: &Hidden) {
    let carried = |id: &str| {
        let id = id.to_owned();
        hidden.carried.contains(&Reference { period, id })
    };
    lock.metrics.retain(|id, _| !hidden.metrics.contains(id));
    for metric in lock.metrics.values_mut() {
        metric
            .services
            .retain(|id, _| !hidden.services.contains(id));
    }
    // A copy is made of what loses something alone.
    if lock.records.keys().any(|name| hidden.record(period, name)) {
        lock.records.retain(|name, _| !hidden.record(period, name));
    }
    lock.asks.retain(|ask| !carried(&ask.id.value));
    lock.promises.retain(|promise| !carried(&promise.id.value));
    if lock.texts.keys().any(|path| hidden.file(path)) {
        lock.texts.retain(|path, _| !hidden.file(path));
    }
}

/// Turns every internal stretch of text into spaces of its length, and takes the expressions with it.
fn blank(pack: &mut Pack) {
    let internal = std::mem::take(&mut pack.internal);
    for text in prose::sections_mut(pack) {
        for stretch in internal.get(&text.span).into_iter().flatten() {
            let kept = |c: char| {
                if c == '\n' {
                    "\n".to_owned()
                } else {
                    " ".repeat(c.len_utf8())
                }
            };
            let Some(inside) = text.value.get(stretch.clone()) else {
                continue;
            };
            let blank: String = inside.chars().map(kept).collect();
            text.value.replace_range(stretch.clone(), &blank);
        }
    }
    let outside = |expression: &Expression, stretches: &[std::ops::Range<usize>]| {
        stretches
            .iter()
            .all(|s| expression.at.end <= s.start || s.end <= expression.at.start)
    };
    for (text, stretches) in &internal {
        if let Some(expressions) = pack.expressions.get_mut(text) {
            expressions.retain(|e| outside(e, stretches));
        }
    }
    for narrative in pack.narratives.values_mut() {
        idle_literals(narrative);
    }
    let mut left: BTreeMap<_, Vec<Expression>> = BTreeMap::new();
    for narrative in pack.narratives.values() {
        for told in narrative.texts() {
            let Text { span, .. } = told.text;
            left.extend(pack.expressions.remove(span).map(|list| (*span, list)));
        }
    }
    pack.expressions = left.into();
}

/// Drops what is declared of figures that no text left says.
fn idle_literals(narrative: &mut Narrative) {
    let told: Vec<(Option<String>, String)> = narrative
        .texts()
        .iter()
        .map(|told| (told.of.map(str::to_owned), told.text.value.clone()))
        .collect();
    let said = |of: Option<&str>, literal: &Literal| {
        let here = told.iter().filter(|(owner, _)| owner.as_deref() == of);
        here.map(|(_, text)| text)
            .any(|text| text.contains(&literal.text.value))
    };
    narrative.overview.literals.retain(|l| said(None, l));
    for story in &mut narrative.stories {
        let id = story.id.value.clone();
        story.literals.retain(|l| said(Some(&id), l));
    }
    for decision in &mut narrative.decisions {
        let id = decision.id.value.clone();
        decision.literals.retain(|l| said(Some(&id), l));
    }
}

/// What the record shows, without the incidents and follow-ups that are hidden. Counts and minutes
/// are the organisation's and stay, as its figures do; how many are not shown is said.
fn happened(incidents: &mut Incidents, pack: &Pack, hidden: &Hidden) {
    let gone = |period: Period, id: &str| hidden.incidents.contains(&(period, id.to_owned()));
    let before = incidents.cases.len();
    incidents.cases.retain(|case| !gone(case.period, &case.id));
    incidents.hidden = u64::try_from(before - incidents.cases.len()).unwrap_or(u64::MAX);
    for case in &mut incidents.cases {
        if hidden.services.contains(&case.service)
            && let Some(shown) = pack.incident(case.period, &case.id)
            && let Some(first) = shown
                .services
                .iter()
                .find(|s| !hidden.services.contains(&s.value))
        {
            case.service = first.value.clone();
        }
    }
    incidents
        .impaired
        .retain(|id, _| journey_shown(pack, hidden, id));
    incidents.follow_ups.rows.retain(|row| {
        let incident = pack.incident(row.period, &row.incident);
        let asked = incident.and_then(|i| i.follow_ups.iter().find(|f| f.id.value == row.id));
        let shown = asked.is_some_and(|f| f.audience == Audience::Board);
        shown && !gone(row.period, &row.incident)
    });
}

/// Whether a journey of the whole pack is shown: one that hidden services alone make is not.
fn journey_shown(whole: &Pack, hidden: &Hidden, id: &str) -> bool {
    let journey = whole.journeys.iter().find(|j| j.id.value == id);
    journey.is_some_and(|j| {
        j.services.is_empty()
            || j.services
                .iter()
                .any(|s| !hidden.services.contains(&s.value))
    })
}

/// What is there, without journeys, services and metrics that are hidden. Counts and levels are the
/// organisation's and stay; how many journeys are not shown is said.
fn able(capability: &mut Capability, pack: &Pack, hidden: &Hidden) {
    if let Some(journeys) = &mut capability.journeys {
        let before = journeys.rows.len();
        journeys
            .rows
            .retain(|row| journey_shown(pack, hidden, &row.id));
        journeys.hidden = u64::try_from(before - journeys.rows.len()).unwrap_or(u64::MAX);
    }
    if let Some(signals) = &mut capability.signals {
        signals
            .services
            .retain(|id, _| !hidden.services.contains(id));
    }
    for row in &mut capability.set {
        row.metrics.retain(|id| !hidden.metrics.contains(id));
    }
}

/// The judgements that a reader may see.
pub fn analysis(whole: &Analysis, pack: &Pack, hidden: &Hidden) -> Analysis {
    let mut analysis = whole.clone();
    let states: BTreeMap<Period, Hidden> = pack
        .past
        .iter()
        .map(|(period, kept)| (*period, hidden.with(kept)))
        .collect();
    for (knows, &period, quarter) in analysis.every_mut() {
        let hidden = knows
            .and_then(|period| states.get(&period))
            .unwrap_or(hidden);
        let seen = |metric: &str, service: Option<&str>| !hidden.figure(metric, service);
        let past = knows.and_then(|period| pack.past.get(&period));
        let marks = past.map_or(&pack.annotations, |past| &past.annotations);
        let causes: BTreeSet<&str> = marks
            .iter()
            .filter(|a| mark(a, hidden).is_none())
            .filter_map(|a| a.cause.as_deref())
            .collect();
        quarter.metrics.retain(|id, _| seen(id, None));
        let gone = |id: &String| hidden.objectives.contains(id);
        if quarter.budgets.keys().any(gone) {
            quarter.budgets.retain(|id, _| !gone(id));
        }
        for metric in quarter.metrics.values_mut() {
            let scopes = std::iter::once(&metric.all).chain(metric.services.values());
            let mut told = scopes
                .flat_map(|judged| &judged.behaviour.segments)
                .filter_map(|segment| segment.cause.as_deref());
            // Quarters share what they know alike: what hides nothing is left to be shared.
            if metric
                .services
                .keys()
                .all(|id| !hidden.services.contains(id))
                && told.all(|cause| !causes.contains(cause))
            {
                continue;
            }
            let MetricAnalysis { all, services } = &mut **metric;
            services.retain(|id, _| !hidden.services.contains(id));
            for judged in std::iter::once(all).chain(services.values_mut()) {
                for segment in &mut judged.behaviour.segments {
                    segment.cause = segment
                        .cause
                        .take()
                        .filter(|c| !causes.contains(c.as_str()));
                }
            }
        }
        quarter
            .exceptions
            .retain(|row| seen(&row.metric, row.service.as_deref()));
        quarter
            .honesty
            .untested
            .retain(|(id, service)| seen(id, service.as_deref()));
        quarter
            .shifts
            .retain(|id, _| !hidden.stories.contains(&(period, id.clone())));
        quarter
            .rechecks
            .retain(|story, _| !hidden.stories.contains(story));
        records::judged(quarter, hidden);
        if let Some(money) = &mut quarter.money {
            let gone = |id: &String| hidden.estimates.contains(id);
            money.estimates.retain(|row| !gone(&row.id));
            money.totals.retain(|total| !total.of.iter().any(gone));
            for row in &mut money.estimates {
                row.overlaps.retain(|id| !gone(id));
            }
        }
        quarter.money = quarter.money.take().filter(|m| !m.estimates.is_empty());
        if let Some(quality) = &mut quarter.quality {
            quality
                .repositories
                .retain(|row| !hidden.services.contains(&row.service));
            let mut record = pack.quality.get(&period).cloned();
            if let Some(record) = &mut record {
                repaired(record, hidden);
            }
            let known = |id: &String| {
                let teams = record.iter().flat_map(|record| &record.teams);
                teams.into_iter().any(|team| team.id.value == *id)
            };
            quality
                .teams
                .retain(|team| team.id.as_ref().is_none_or(known));
            // Of those told together only the names that the reader may know; their days stay whole.
            let seen = |name: &String| {
                let teams = record.iter().flat_map(|record| &record.teams);
                teams.into_iter().any(|team| team.name == *name)
            };
            for team in &mut quality.teams {
                let all = team.names.len();
                team.names.retain(seen);
                if team.names.len() < all {
                    team.names.push("others".to_owned());
                }
            }
        }
        if let Some(tried) = &mut quarter.experiments {
            let gone = |id: &String| hidden.experiments.contains(id);
            tried.rows.retain(|row| !gone(&row.id));
            for row in &mut tried.rows {
                row.corrected_by = row.corrected_by.take().filter(|id| !gone(id));
            }
        }
        if let Some(incidents) = &mut quarter.incidents {
            happened(incidents, pack, hidden);
        }
        if let Some(capability) = &mut quarter.capability {
            able(capability, pack, hidden);
        }
        let again = quarter.rechecks.values_mut();
        for shift in quarter.shifts.values_mut().chain(again) {
            for segment in &mut shift.behaviour.segments {
                segment.cause = segment
                    .cause
                    .take()
                    .filter(|c| !causes.contains(c.as_str()));
            }
        }
    }
    analysis
}
