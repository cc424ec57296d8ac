//! What programs are told of one metric at one scope in one quarter: the words that the CSV tables
//! and `report.json` share, so that both say the same.

use crate::analyse::{Assessment, MetricAnalysis, MovementClass, QuarterAnalysis, Status};
use crate::model::{Metric, Pack, Scope};

/// Every scope of a metric in a quarter: the whole first, then services in the pack's order.
pub(super) fn scopes<'a>(
    pack: &'a Pack,
    quarter: &'a QuarterAnalysis,
    metric: &Metric,
) -> Vec<(Scope<'a>, &'a Assessment)> {
    let judged = quarter.metrics.get(&metric.id.value);
    let Some(MetricAnalysis { all, services }) = judged.map(|judged| &**judged) else {
        return Vec::new();
    };
    let by_service = pack.services.iter().filter_map(|service| {
        let id = service.id.value.as_str();
        Some((Scope::Service(id), services.get(id)?))
    });
    std::iter::once((Scope::All, all))
        .chain(by_service)
        .collect()
}

/// `all`, or the service's id.
pub(super) fn scope(scope: Scope<'_>) -> &str {
    match scope {
        Scope::All => "all",
        Scope::Service(id) => id,
    }
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Marginal => "marginal",
        Status::Missed => "missed",
        Status::NoData => "no-data",
        Status::NoTarget => "no-target",
    }
}

pub(super) fn movement(class: &MovementClass) -> &'static str {
    match class {
        MovementClass::StrongSignal => "strong-signal",
        MovementClass::Signal => "signal",
        MovementClass::Routine => "routine",
        MovementClass::TooFew { .. } => "too-few",
        MovementClass::NotTested(_) => "not-tested",
        MovementClass::Missing => "missing",
    }
}
