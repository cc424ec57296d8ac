//! Incidents to the minutes that customers lost by them, where they fall in time.
//!
//! Where an incident says how many customers it hit at any one time, each of its minutes costs that
//! many. A customer who meets two incidents on one journey is counted once, for the first: in the
//! minutes that two share, the later one adds only those whom the earlier one did not hit. Minutes
//! that were measured are taken as they are, evenly over the incident.

use super::{UNNOTICED, minutes_of};
use crate::model::{Exact, Incident, Pack, Period};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What customers lost by one incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// The quarter in whose record it stands.
    pub period: Period,
    /// Id.
    pub id: String,
    /// The service whose figures it counts in.
    pub service: String,
    /// Stretches of seconds with the customers hit in each; `None` where that is not said.
    pieces: Option<Vec<(i64, i64, Exact)>>,
}

impl Lost {
    /// Minutes lost in all.
    pub fn whole(&self) -> Option<Exact> {
        self.sum((i64::MIN, i64::MAX))
    }

    /// Minutes lost between two instants.
    pub fn within(&self, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> Option<Exact> {
        self.sum((from.timestamp(), to.timestamp()))
    }

    fn sum(&self, (from, to): (i64, i64)) -> Option<Exact> {
        let pieces = self.pieces.as_ref()?;
        pieces
            .iter()
            .try_fold(Exact::ZERO, |sum, (start, end, customers)| {
                let (start, end) = ((*start).max(from), (*end).min(to));
                let minutes = minutes_of((end - start).max(0));
                sum.plus(minutes.times(*customers)?)
            })
    }
}

/// An incident that others may overlap: its stretch in seconds, its journeys and its customers.
struct Running<'a> {
    end: i64,
    journeys: BTreeSet<&'a str>,
    service: &'a str,
    customers: Exact,
}

impl Running<'_> {
    /// Whether customers of one meet the other: on one journey, or where none is said, in one
    /// service.
    fn meets(&self, other: &Self) -> bool {
        if self.journeys.is_empty() || other.journeys.is_empty() {
            return self.service == other.service;
        }
        !self.journeys.is_disjoint(&other.journeys)
    }
}

/// What was lost by every incident up to a quarter that customers noticed, as known at an instant,
/// in the order of time.
pub fn lost(pack: &Pack, last: Period, known: DateTime<Utc>) -> Vec<Lost> {
    let records = pack.incidents.range(..=last);
    let mut all: Vec<(Period, &Incident)> = records
        .flat_map(|(period, record)| record.incidents.iter().map(|i| (*period, i)))
        .filter(|(_, incident)| incident.severity.value < UNNOTICED)
        .filter(|(_, incident)| incident.began.value < known)
        .collect();
    all.sort_by(|(_, a), (_, b)| (a.began.value, &a.id.value).cmp(&(b.began.value, &b.id.value)));
    let mut running: Vec<Running<'_>> = Vec::new();
    let mut lost = Vec::with_capacity(all.len());
    for (period, incident) in all {
        let began = incident.began.value.timestamp();
        let end = incident.restored_by(known).unwrap_or(known).timestamp();
        running.retain(|earlier| earlier.end > began);
        let measured = incident.customer_minutes.as_ref().map(|n| n.value);
        let stated = incident
            .affected
            .as_ref()
            .and_then(|a| a.customers.as_ref());
        let customers = match (measured, stated) {
            (Some(minutes), _) => {
                whole(minutes).and_then(|total| total.over(minutes_of(end - began)))
            }
            (None, stated) => stated.and_then(|n| whole(n.value)),
        };
        let own = Running {
            end,
            journeys: incident.journeys.iter().map(|j| j.value.as_str()).collect(),
            service: &incident.counted_to.value,
            customers: customers.unwrap_or(Exact::ZERO),
        };
        let pieces = customers.map(|customers| {
            if measured.is_some() {
                vec![(began, end, customers)]
            } else {
                beyond(&running, &own, began)
            }
        });
        lost.push(Lost {
            period,
            id: incident.id.value.clone(),
            service: incident.counted_to.value.clone(),
            pieces,
        });
        running.push(own);
    }
    lost
}

fn whole(n: u64) -> Option<Exact> {
    i64::try_from(n).ok().map(Exact::integer)
}

/// The stretches of an incident with the customers whom the earlier ones that it meets did not hit.
/// Those have all begun by now, so only their ends divide it.
fn beyond(earlier: &[Running<'_>], own: &Running<'_>, began: i64) -> Vec<(i64, i64, Exact)> {
    let mut met: Vec<&Running<'_>> = earlier.iter().filter(|other| other.meets(own)).collect();
    met.sort_by_key(|other| other.end);
    // From the last backwards: the most customers of any that still runs.
    let mut most = Exact::ZERO;
    let mut steps: Vec<(i64, Exact)> = Vec::with_capacity(met.len());
    for other in met.into_iter().rev() {
        most = most.max(other.customers);
        steps.push((other.end, most));
    }
    let mut pieces = Vec::with_capacity(steps.len() + 1);
    let mut from = began;
    for (end, most) in steps.into_iter().rev() {
        let to = end.min(own.end);
        if to > from {
            let rest = own.customers.minus(most).unwrap_or(Exact::ZERO);
            pieces.push((from, to, rest.max(Exact::ZERO)));
            from = to;
        }
    }
    if own.end > from {
        pieces.push((from, own.end, own.customers));
    }
    pieces
}
