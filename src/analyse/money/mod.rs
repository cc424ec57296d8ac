//! Estimates to ranges: each input with where it comes from, the result end by end, its grade, and
//! which other estimates count some of the same harm. Every number is one that somebody supplied or
//! that the pack counted, so that money cannot contradict the figures beside it.

mod formula;
pub mod ranges;
mod taken;

pub use formula::evaluate;
pub use taken::{Absent, Supplier, Taken};

use super::judgement::QuarterAnalysis;
use crate::model::{
    Business, Estimate, Formula, Grade, MoneyKind, Pack, Period, Quantity, Range, Worth,
};
use std::collections::BTreeMap;
use taken::Look;

/// The money of a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyQuarter {
    /// In file order.
    pub estimates: Vec<EstimateRow>,
    /// In file order.
    pub totals: Vec<TotalRow>,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstimateRow {
    /// Which.
    pub id: String,
    /// By which formula.
    pub formula: Formula,
    /// What money it is.
    pub kind: MoneyKind,
    /// Sales or margin, where it counts either.
    pub counts: Option<Worth>,
    /// What it comes to; `None` where an input has no figure or a divisor may be nothing.
    pub range: Option<Range>,
    /// What it comes out in.
    pub result: Quantity,
    /// The weakest of its inputs; modelled at best where the formula assumes something of its own.
    pub grade: Grade,
    /// Its inputs, in the formula's order.
    pub inputs: Vec<(&'static str, Result<Taken, Absent>)>,
    /// Metrics and records that it counts from, by metric id.
    pub metrics: Vec<String>,
    /// Estimates of the quarter that count some of the same harm: the two are never added.
    pub overlaps: Vec<String>,
}

impl EstimateRow {
    /// Roles that supplied its inputs, each once, in the order of the formula.
    pub fn suppliers(&self) -> Vec<&str> {
        let mut roles: Vec<&str> = Vec::new();
        for (_, taken) in &self.inputs {
            if let Ok(Taken {
                supplier: Supplier::Role { role, .. },
                ..
            }) = taken
                && !roles.contains(&role.as_str())
            {
                roles.push(role);
            }
        }
        roles
    }
}

/// Estimates added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalRow {
    /// Which.
    pub id: String,
    /// The estimates.
    pub of: Vec<String>,
    /// Their kind.
    pub kind: MoneyKind,
    /// The sum; `None` where one of them has no figure.
    pub range: Option<Range>,
    /// What it comes out in.
    pub result: Quantity,
    /// The weakest of them.
    pub grade: Grade,
}

/// The money of a quarter; `None` where the pack keeps no record of money, or none of that quarter.
pub(super) fn quarter(
    pack: &Pack,
    now: &QuarterAnalysis,
    before: &BTreeMap<Period, QuarterAnalysis>,
) -> Option<MoneyQuarter> {
    let business = pack.business.as_ref()?;
    let look = Look {
        pack,
        business,
        now,
        before,
    };
    let own: Vec<&Estimate> = business
        .estimates
        .iter()
        .filter(|estimate| estimate.period.value == now.period)
        .collect();
    if own.is_empty() {
        return None;
    }
    let estimates: Vec<EstimateRow> = own.iter().map(|one| row(one, &own, &look)).collect();
    let totals = totals(business, &estimates);
    Some(MoneyQuarter { estimates, totals })
}

fn row(estimate: &Estimate, own: &[&Estimate], look: &Look<'_>) -> EstimateRow {
    let formula = estimate.formula.value;
    let entry = formula.entry();
    let inputs: Vec<_> = estimate
        .inputs
        .iter()
        .filter_map(|(key, source)| {
            let slot = formula.slot(key)?;
            Some((*key, look.take(&source.value, slot.quantity)))
        })
        .collect();
    let whole = inputs.iter().all(|(_, taken)| taken.is_ok());
    let value = |key: &str| {
        let mut own = inputs.iter().filter(|(name, _)| *name == key);
        own.next()?.1.as_ref().ok().map(|taken| taken.range)
    };
    let grades = inputs.iter().filter_map(|(_, taken)| taken.as_ref().ok());
    let floor = if entry.plain {
        Grade::Measured
    } else {
        Grade::Modelled
    };
    let overlapping = |other: &&&Estimate| {
        let (kinds, theirs) = (estimate.kinds(), other.kinds());
        let mut pairs = kinds
            .iter()
            .flat_map(|a| theirs.iter().map(move |b| (a, b)));
        other.id.value != estimate.id.value
            && (estimate.shares(other).is_some() || same_harm(estimate, other))
            && pairs.any(|(a, b)| a.overlaps(*b))
    };
    EstimateRow {
        id: estimate.id.value.clone(),
        formula,
        kind: estimate.kind,
        counts: estimate.counts,
        range: whole.then(|| evaluate(formula, value)).flatten(),
        result: entry.result,
        grade: grades
            .map(|taken| taken.grade)
            .max()
            .unwrap_or(floor)
            .max(floor),
        metrics: taken::metrics(estimate),
        overlaps: own
            .iter()
            .filter(overlapping)
            .map(|other| other.id.value.clone())
            .collect(),
        inputs,
    }
}

/// Whether two estimates of different kinds may be of one harm, though they count it from different
/// things: orders lost in an outage and revenue of those who met it.
fn same_harm(a: &Estimate, b: &Estimate) -> bool {
    a.kind != b.kind && a.kind.overlaps(b.kind)
}

fn totals(business: &Business, estimates: &[EstimateRow]) -> Vec<TotalRow> {
    let row = |id: &str| estimates.iter().find(|row| row.id == id);
    let own = business.totals.iter().filter_map(|total| {
        let rows: Option<Vec<&EstimateRow>> = total.of.iter().map(|id| row(&id.value)).collect();
        let rows = rows?;
        let first = rows.first()?;
        let ranges = rows.iter().map(|row| row.range);
        Some(TotalRow {
            id: total.id.value.clone(),
            of: rows.iter().map(|row| row.id.clone()).collect(),
            kind: first.kind,
            range: ranges
                .reduce(|sum, range| ranges::plus(sum?, range?))
                .flatten(),
            result: first.result,
            grade: rows.iter().map(|row| row.grade).max()?,
        })
    });
    own.collect()
}
