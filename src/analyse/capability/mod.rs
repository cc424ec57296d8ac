//! The record of maturity to what it shows of one quarter: the stage by its rule, levels as far as
//! evidence and the pack itself bear them out, the coverage of critical journeys and of services, and
//! what is missing of the set of metrics that the stage asks for. Levels are never averaged.

mod conditions;
mod journeys;
mod levels;
mod set;
mod signals;
mod stage;

pub use conditions::{Bearing, Condition};
pub use journeys::{Aspect, JourneyCoverage, JourneyRow};
pub use levels::{LevelRow, Levels};
pub use set::{Lack, SetRow, SetTopic};
pub use signals::SignalCoverage;
pub use stage::{StageCheck, StageReason, required_level};

use super::budget::BudgetAccount;
use super::incidents::Incidents;
use super::judgement::MetricAnalysis;
use crate::model::{Pack, Period, RecordFigure, Scope, Shared, Value};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a quarter's other judgements say.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    /// Metrics by id.
    pub(super) metrics: &'a BTreeMap<String, Shared<MetricAnalysis>>,
    /// Error budgets by objective.
    pub(super) budgets: &'a BTreeMap<String, BudgetAccount>,
    /// The record of incidents.
    pub(super) incidents: Option<&'a Incidents>,
}

/// How able the organisation was in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    /// The day to which records are read: the quarter's last, or the snapshot's while it runs.
    pub as_at: NaiveDate,
    /// The declared stage against its rule; `None` where no facts are declared.
    pub stage: Option<StageCheck>,
    /// The four levels and the lowest of them; `None` where nothing was assessed by then.
    pub levels: Option<Levels>,
    /// Critical journeys; `None` where the pack names none.
    pub journeys: Option<JourneyCoverage>,
    /// Golden signals; `None` where the quarter has no record of them.
    pub signals: Option<SignalCoverage>,
    /// The set of metrics of the declared stage, row by row.
    pub set: Vec<SetRow>,
}

/// How able the organisation was. `None` where the pack keeps no record of it.
pub(super) fn of(pack: &Pack, period: Period, seen: Seen<'_>) -> Option<Capability> {
    let record = pack.maturity.as_ref()?;
    let as_at = super::as_at(pack, period)?;
    let journeys = journeys::of(pack, period, as_at);
    let signals = signals::of(pack, period);
    let conditions = conditions::of(pack, period, seen, journeys.as_ref(), signals.as_ref());
    Some(Capability {
        as_at,
        stage: record
            .stage
            .as_ref()
            .map(|facts| stage::check(pack.settings.stage, facts)),
        levels: levels::of(record, period, &conditions),
        set: set::of(pack, period, seen, journeys.as_ref()),
        journeys,
        signals,
    })
}

/// A figure of coverage as the records have it; `None` where the quarter has no record of it.
pub(super) fn figure(
    pack: &Pack,
    period: Period,
    figure: RecordFigure,
    scope: Scope<'_>,
) -> Option<Value> {
    let record = pack.maturity.as_ref()?;
    let (part, whole) = match (figure, scope) {
        (RecordFigure::CoverageJourneys, Scope::All) => {
            record.coverage(period)?;
            journeys::of(pack, period, super::as_at(pack, period)?)?.covered
        }
        (RecordFigure::CoverageGoldenSignals, Scope::All) => signals::of(pack, period)?.present,
        (RecordFigure::CoverageGoldenSignals, Scope::Service(id)) => {
            let signals = record.signals(period)?.services.get(id)?;
            (count(signals.iter()), signals::EACH)
        }
        _ => return None,
    };
    Some(Value::Ratio { part, whole })
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |n, _| n + 1)
}
