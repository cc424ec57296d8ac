//! The record of incidents to what it shows of a quarter, with what was known when the record was
//! taken. Exact: minutes stay fractions, overlaps count once, what is open is never taken for ended.
//!
//! An incident is counted in the quarter in which it began; its minutes fall where they fall.

mod figure;
mod follow_ups;
mod minutes;

pub use figure::{Losses, figure, week};
pub use follow_ups::{FollowUps, Owed};
pub use minutes::{Lost, lost};

use super::counts;
use super::judgement::CountComparison;
use super::stats::{intervals, survival};
use crate::model::{Exact, FoundBy, Incident, IncidentRecord, Pack, Period};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// The severity that no customer notices: recorded, never counted.
const UNNOTICED: u8 = 4;

/// What the record shows of one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidents {
    /// When the record was taken.
    pub as_of: DateTime<Utc>,
    /// Incidents that customers noticed and that began in the quarter, in the order of time.
    pub cases: Vec<Case>,
    /// Incidents of the quarter that no customer noticed.
    pub unnoticed: u64,
    /// How many incidents an edition does not show; they are counted in everything else here.
    pub hidden: u64,
    /// By severity 1 to 3.
    pub by_severity: [u64; 3],
    /// Incidents against the quarter before; `None` where that has no record.
    pub counts: Option<CountComparison>,
    /// Minutes that customers lost within the quarter, those of earlier incidents included; `None`
    /// where no incident says how many customers it hit.
    pub customer_minutes: Option<Exact>,
    /// Incidents of the quarter that do not say how many customers they hit.
    pub unmeasured: u64,
    /// Minutes within the quarter in which a journey was impaired, by journey; overlaps once.
    pub impaired: BTreeMap<String, Exact>,
    /// Minutes within the quarter in which any critical journey was impaired.
    pub critical: Exact,
    /// Median minutes from impact to detection, customers' reports included.
    pub detect: Option<Exact>,
    /// Median minutes from impact to restoration, open incidents censored; `None` also where fewer
    /// than half are restored.
    pub restore: Option<Exact>,
    /// The same of the quarter before.
    pub restore_before: Option<Exact>,
    /// Found first by us, by customers, by others; not known by whom.
    pub found: [u64; 4],
    /// Reviews of the quarter's incidents.
    pub reviews: Reviews,
    /// What reviews of this and earlier quarters asked for.
    pub follow_ups: FollowUps,
}

/// One incident as known when the record was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The quarter in whose record it stands.
    pub period: Period,
    /// Id.
    pub id: String,
    /// The service whose figures it counts in.
    pub service: String,
    /// 1 (worst) to 3.
    pub severity: u8,
    /// When customers were first affected.
    pub began: DateTime<Utc>,
    /// When they were served again; `None` while that was not known.
    pub restored: Option<DateTime<Utc>>,
    /// Minutes from impact to restoration, or so far.
    pub minutes: Exact,
    /// Minutes from impact to detection.
    pub detect: Exact,
    /// Who knew first.
    pub found_by: FoundBy,
    /// Minutes that customers lost by it in all; `None` where it does not say how many it hit.
    pub customer_minutes: Option<Exact>,
}

impl Case {
    /// Whether it was still open.
    pub fn is_open(&self) -> bool {
        self.restored.is_none()
    }

    /// Whether customers were served again within so many minutes; `None` where it is open and may
    /// still be.
    pub fn restored_within(&self, minutes: u32) -> Option<bool> {
        let within = self.minutes <= Exact::integer(i64::from(minutes));
        match (self.is_open(), within) {
            (true, true) => None,
            (true, false) => Some(false),
            (false, within) => Some(within),
        }
    }
}

/// The reviews of a quarter's incidents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviews {
    /// Incidents that have one, held or to be held.
    pub required: u64,
    /// Held.
    pub held: u64,
    /// Held after the day on which they were due.
    pub held_late: u64,
    /// Not held, and due before the record was taken.
    pub overdue: u64,
    /// Held, and naming a signal that was missing.
    pub naming_gap: u64,
    /// The first day on which one that is not held is due.
    pub next_due: Option<NaiveDate>,
}

impl Incidents {
    /// How many incidents of the quarter customers noticed.
    pub fn count(&self) -> u64 {
        self.by_severity.iter().sum()
    }

    /// Incidents of which it is known who found them first, and how many customers did.
    pub fn found_by_customers(&self) -> (u64, u64) {
        let [us, customers, others, _] = self.found;
        (customers, us + customers + others)
    }

    /// Of the incidents for which it is known: how many were restored within so many minutes.
    pub fn restored_within(&self, minutes: u32) -> (u64, u64) {
        within(self.cases.iter(), minutes)
    }
}

/// What the record shows of a quarter; `None` where the quarter has no record.
pub(super) fn of(pack: &Pack, period: Period) -> Option<Incidents> {
    let record = pack.incidents.get(&period)?;
    let as_of = record.as_of.value;
    let calendar = &pack.settings.calendar;
    let day = as_of.with_timezone(&calendar.zone).date_naive();
    let lost = lost(pack, period, as_of);
    let cases = cases(record, &lost);
    let mut by_severity = [0; 3];
    for case in &cases {
        if let Some(count) = by_severity.get_mut(usize::from(case.severity.max(1)) - 1) {
            *count += 1;
        }
    }
    let found = |who: FoundBy| count(cases.iter().filter(|case| case.found_by == who));
    let window = calendar.instants(period);
    let before = pack.incidents.get(&period.previous());
    let before: Option<Vec<Case>> = before.map(|record| self::cases(record, &lost));
    let minutes = || {
        (
            calendar.minutes(period),
            calendar.minutes(period.previous()),
        )
    };
    let counted = count(cases.iter());
    let measured = lost.iter().filter(|lost| lost.period <= period);
    let mut within = measured.filter_map(|lost| lost.within(window));
    let known = cases.iter().any(|case| case.customer_minutes.is_some()) || cases.is_empty();
    let impaired = impaired(pack, period, as_of);
    Some(Incidents {
        as_of,
        unnoticed: count(
            record
                .incidents
                .iter()
                .filter(|i| i.severity.value >= UNNOTICED),
        ),
        hidden: 0,
        by_severity,
        counts: before
            .as_ref()
            .and_then(|before| counts::of(counted, count(before.iter()), minutes())),
        customer_minutes: known
            .then(|| within.try_fold(Exact::ZERO, Exact::plus))
            .flatten(),
        unmeasured: count(cases.iter().filter(|case| case.customer_minutes.is_none())),
        impaired: impaired.0,
        critical: impaired.1,
        detect: detect(cases.iter()),
        restore: restore(cases.iter()),
        restore_before: before.as_ref().and_then(|before| restore(before.iter())),
        found: [
            found(FoundBy::Us),
            found(FoundBy::Customer),
            found(FoundBy::ThirdParty),
            found(FoundBy::NotKnown),
        ],
        reviews: reviews(record, day),
        follow_ups: follow_ups::of(pack, period, day),
        cases,
    })
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |n, _| n + 1)
}

/// The incidents of a record that customers noticed, as known at an instant.
fn cases(record: &IncidentRecord, lost: &[Lost]) -> Vec<Case> {
    let noticed = record
        .incidents
        .iter()
        .filter(|i| i.severity.value < UNNOTICED);
    let case = |incident: &Incident| {
        let restored = incident.restored_by(record.as_of.value);
        let end = restored.unwrap_or(record.as_of.value);
        let id = &incident.id.value;
        let mut lost = lost.iter();
        let lost = lost.find(|lost| lost.period == record.period.value && lost.id == *id);
        Case {
            period: record.period.value,
            id: id.clone(),
            service: incident.counted_to.value.clone(),
            severity: incident.severity.value,
            began: incident.began.value,
            restored,
            minutes: minutes_between(incident.began.value, end),
            detect: minutes_between(incident.began.value, incident.detected.value),
            found_by: incident.found_by.value,
            customer_minutes: lost.and_then(Lost::whole),
        }
    };
    noticed.map(case).collect()
}

/// Exact minutes from one instant to another.
fn minutes_between(from: DateTime<Utc>, to: DateTime<Utc>) -> Exact {
    minutes_of((to - from).num_seconds())
}

fn minutes_of(seconds: i64) -> Exact {
    let seconds = Exact::integer(seconds);
    seconds.over(Exact::integer(60)).unwrap_or(seconds)
}

/// Median minutes to detection.
fn detect<'c>(cases: impl Iterator<Item = &'c Case>) -> Option<Exact> {
    let times: Vec<(Exact, bool)> = cases.map(|case| (case.detect, true)).collect();
    survival::median(&times)
}

/// Median minutes to restoration, open incidents censored.
fn restore<'c>(cases: impl Iterator<Item = &'c Case>) -> Option<Exact> {
    let times: Vec<(Exact, bool)> = cases.map(|case| (case.minutes, !case.is_open())).collect();
    survival::median(&times)
}

/// How many were restored within so many minutes, of those for which it is known.
fn within<'c>(cases: impl Iterator<Item = &'c Case>, minutes: u32) -> (u64, u64) {
    let known = cases.filter_map(|case| case.restored_within(minutes));
    known.fold((0, 0), |(kept, all), within| {
        (kept + u64::from(within), all + 1)
    })
}

fn reviews(record: &IncidentRecord, day: NaiveDate) -> Reviews {
    let mut reviews = Reviews::default();
    let noticed = record
        .incidents
        .iter()
        .filter(|i| i.severity.value < UNNOTICED);
    for review in noticed.filter_map(|incident| incident.review.as_ref()) {
        reviews.required += 1;
        match review.held.filter(|held| held.value <= day) {
            Some(held) => {
                reviews.held += 1;
                reviews.held_late += u64::from(held.value > review.due.value);
                let gap = review.monitoring_gap.is_some_and(|gap| gap.value);
                reviews.naming_gap += u64::from(gap);
            }
            None => {
                let due = review.due.value;
                reviews.overdue += u64::from(due < day);
                reviews.next_due = Some(reviews.next_due.map_or(due, |next| next.min(due)));
            }
        }
    }
    reviews
}

/// Minutes of a quarter in which each journey was impaired, and any critical one, by all incidents
/// known then.
fn impaired(pack: &Pack, period: Period, known: DateTime<Utc>) -> (BTreeMap<String, Exact>, Exact) {
    let (start, end) = pack.settings.calendar.instants(period);
    let window = (start.timestamp(), end.timestamp());
    let critical: BTreeSet<&str> = pack
        .journeys
        .iter()
        .filter(|journey| journey.critical)
        .map(|journey| journey.id.value.as_str())
        .collect();
    let mut stretches: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    let mut any = Vec::new();
    for record in pack.incidents.range(..=period).map(|(_, record)| record) {
        let noticed = record
            .incidents
            .iter()
            .filter(|i| i.severity.value < UNNOTICED);
        for incident in noticed {
            let over = incident.restored_by(known).unwrap_or(known);
            let stretch = (incident.began.value.timestamp(), over.timestamp());
            let Some(stretch) = intervals::clip(stretch, window) else {
                continue;
            };
            for journey in &incident.journeys {
                stretches.entry(&journey.value).or_default().push(stretch);
            }
            if incident
                .journeys
                .iter()
                .any(|j| critical.contains(j.value.as_str()))
            {
                any.push(stretch);
            }
        }
    }
    let each = stretches.into_iter();
    let each = each.map(|(id, s)| (id.to_owned(), minutes_of(intervals::union(&s))));
    (each.collect(), minutes_of(intervals::union(&any)))
}
