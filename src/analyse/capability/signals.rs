//! Which golden signals each service has, and how many of all there could be.

use super::count;
use crate::model::{GoldenSignal, Pack, Period};
use std::collections::BTreeMap;

/// Signals of one service.
pub(super) const EACH: u64 = 4;

/// Golden signals at the end of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalCoverage {
    /// By service id.
    pub services: BTreeMap<String, Vec<GoldenSignal>>,
    /// Signals there are, of four for each recorded service.
    pub present: (u64, u64),
    /// Services with all four, of those recorded.
    pub whole: (u64, u64),
    /// Services with at least latency and errors, of those recorded.
    pub basic: (u64, u64),
}

pub(super) fn of(pack: &Pack, period: Period) -> Option<SignalCoverage> {
    let services = &pack.maturity.as_ref()?.signals(period)?.services;
    let all = count(services.iter());
    let with = |wanted: &[GoldenSignal]| {
        let has = |signals: &&Vec<GoldenSignal>| wanted.iter().all(|s| signals.contains(s));
        (count(services.values().filter(has)), all)
    };
    Some(SignalCoverage {
        present: (count(services.values().flatten()), all * EACH),
        whole: with(&GoldenSignal::ALL),
        basic: with(&[GoldenSignal::Latency, GoldenSignal::Errors]),
        services: services.clone(),
    })
}
