//! What a level asks for and the pack itself can test. A condition that the pack has nothing to say of
//! is not tested; evidence alone speaks for it.

use super::{Aspect, JourneyCoverage, Seen, SignalCoverage};
use crate::analyse::budget::{self, Standing};
use crate::analyse::judgement::{MetricAnalysis, MovementClass};
use crate::model::{CatalogueEntry, MaturityCategory, Pack, Pane, Period};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// At least one critical journey has an owner.
    SomeOwned,
    /// Every critical journey has an owner.
    AllOwned,
    /// Every review of an incident that was due has been held.
    ReviewsHeld,
    /// At least one critical journey has an objective.
    SomePromised,
    /// Every critical journey has an objective.
    AllPromised,
    /// Every objective that is promised has its error budget counted.
    BudgetsCounted,
    /// Every formal review that a policy called for was held, or is not yet due.
    FormalReviewsAnswered,
    /// At least one service reports latency and errors.
    SomeWatched,
    /// Every service reports all four golden signals.
    AllWatched,
    /// Every critical journey is measured.
    AllMeasured,
    /// Somebody is woken when any critical journey fails.
    AllAlerting,
    /// Error rate and latency have figures.
    BasicFigures,
    /// The rows of the dashboard on outcomes have figures.
    OutcomesShown,
    /// The rows of the dashboard on outcomes are tested for movement.
    OutcomesTested,
}

impl Bearing {
    /// Whether one is enough.
    fn takes_one(self) -> bool {
        matches!(
            self,
            Self::SomeOwned | Self::SomePromised | Self::SomeWatched
        )
    }
}

/// A condition and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// Whose.
    pub category: MaturityCategory,
    /// The level that asks for it.
    pub level: u8,
    /// What it asks for.
    pub bearing: Bearing,
    /// How many there are, of how many.
    pub there: (u64, u64),
}

impl Condition {
    /// Whether it is met.
    pub fn holds(&self) -> bool {
        let (part, whole) = self.there;
        part == whole || (self.bearing.takes_one() && part > 0)
    }
}

/// Every condition that can be tested, by category, then level.
pub(super) fn of(
    pack: &Pack,
    period: Period,
    seen: Seen<'_>,
    journeys: Option<&JourneyCoverage>,
    signals: Option<&SignalCoverage>,
) -> Vec<Condition> {
    use MaturityCategory::{Measurement, People, Process, Technology};
    let journey = |aspect| journeys.and_then(|journeys| journeys.total(aspect));
    let promised = journey(Aspect::Objective).filter(|_| !pack.service_levels.levels.is_empty());
    let tested = [
        (People, 2, Bearing::SomeOwned, journey(Aspect::Owner)),
        (People, 3, Bearing::AllOwned, journey(Aspect::Owner)),
        (People, 5, Bearing::ReviewsHeld, reviews(seen)),
        (Process, 2, Bearing::SomePromised, promised),
        (Process, 3, Bearing::AllPromised, promised),
        (
            Process,
            3,
            Bearing::BudgetsCounted,
            counted(pack, period, seen),
        ),
        (
            Process,
            4,
            Bearing::FormalReviewsAnswered,
            formal(pack, period, seen),
        ),
        (
            Technology,
            2,
            Bearing::SomeWatched,
            signals.map(|s| s.basic),
        ),
        (Technology, 3, Bearing::AllWatched, signals.map(|s| s.whole)),
        (
            Technology,
            4,
            Bearing::AllMeasured,
            journey(Aspect::Measured),
        ),
        (
            Technology,
            4,
            Bearing::AllAlerting,
            journey(Aspect::Alerting),
        ),
        (Measurement, 2, Bearing::BasicFigures, basic(pack, seen)),
        (
            Measurement,
            3,
            Bearing::OutcomesShown,
            outcomes(pack, seen, |m| m.all.now.is_some()),
        ),
        (
            Measurement,
            4,
            Bearing::OutcomesTested,
            outcomes(pack, seen, is_tested),
        ),
    ];
    let told = tested.into_iter();
    told.filter_map(|(category, level, bearing, there)| {
        Some(Condition {
            category,
            level,
            bearing,
            there: there.filter(|(_, whole)| *whole > 0)?,
        })
    })
    .collect()
}

fn is_tested(metric: &MetricAnalysis) -> bool {
    matches!(
        metric.all.movement.class,
        MovementClass::StrongSignal | MovementClass::Signal | MovementClass::Routine
    )
}

/// Reviews of incidents that were held, of those that were held or should have been.
fn reviews(seen: Seen<'_>) -> Option<(u64, u64)> {
    let reviews = &seen.incidents?.reviews;
    Some((reviews.held, reviews.held + reviews.overdue))
}

/// Service levels that hold at the quarter's end and whose budget was counted.
fn counted(pack: &Pack, period: Period, seen: Seen<'_>) -> Option<(u64, u64)> {
    let calendar = &pack.settings.calendar;
    let (start, end) = (calendar.start(period), calendar.end(period));
    let levels = pack.service_levels.levels.iter();
    let levels = levels.filter(|level| level.holds_in(start, end));
    Some(levels.fold((0, 0), |(there, all), level| {
        let is = seen.budgets.contains_key(&level.objective.value);
        (there + u64::from(is), all + 1)
    }))
}

/// Formal reviews that were called for, and are held or not yet due.
fn formal(pack: &Pack, period: Period, seen: Seen<'_>) -> Option<(u64, u64)> {
    let as_of = pack.snapshots.get(&period)?.as_of;
    let called = seen
        .budgets
        .values()
        .flat_map(|account| budget::called(pack, period, account));
    Some(called.fold((0, 0), |(there, all), called| {
        let standing = budget::answer(pack, period, &called);
        let standing = standing.map(|review| budget::standing(review, as_of));
        let good = match standing {
            Some(standing) => matches!(standing, Standing::Held | Standing::Open),
            None => called.due >= as_of,
        };
        (there + u64::from(good), all + 1)
    }))
}

/// Error rate and latency, where the pack's metrics say which well-known measures they are.
fn basic(pack: &Pack, seen: Seen<'_>) -> Option<(u64, u64)> {
    pack.metrics.values().find_map(|metric| metric.catalogue)?;
    let has = |entry| {
        let mut metrics = pack.metrics.values().filter(|m| m.catalogue == Some(entry));
        metrics.any(|metric| {
            let judged = seen.metrics.get(&metric.id.value);
            judged.is_some_and(|judged| judged.all.now.is_some())
        })
    };
    let there = u64::from(has(CatalogueEntry::ErrorRate)) + u64::from(has(CatalogueEntry::Latency));
    Some((there, 2))
}

/// Metrics of the dashboard's pane of outcomes for which something holds.
fn outcomes(
    pack: &Pack,
    seen: Seen<'_>,
    holds: impl Fn(&MetricAnalysis) -> bool,
) -> Option<(u64, u64)> {
    let panes = pack.settings.dashboard.iter();
    let pane = panes.clone().find(|pane| pane.pane == Pane::Outcomes)?;
    let rows = pane.entries().filter(|entry| entry.service.is_none());
    Some(rows.fold((0, 0), |(there, all), entry| {
        let judged = seen.metrics.get(&entry.metric.value);
        (
            there + u64::from(judged.is_some_and(|judged| holds(judged))),
            all + 1,
        )
    }))
}
