//! A formula and its inputs to the range of its result. Each input stands once in what is computed, so
//! that the range is no wider than the inputs make it.

use super::ranges::{exactly, minus, over, plus, product, rest, times};
use crate::model::{Exact, Formula, Range};

/// Hours in a year of 365 days, by which revenue a year becomes revenue an hour.
const HOURS_A_YEAR: i64 = 8_760;

const MONTHS_A_YEAR: i64 = 12;

/// The result in the formula's own unit; inputs by key, in the units of the formula's table, shares as
/// shares of one. `None` where an input is missing that may not be, where a divisor may be nothing, or
/// beyond 128 bits.
pub fn evaluate(formula: Formula, input: impl Fn(&str) -> Option<Range>) -> Option<Range> {
    let all = |keys: &[&str]| product(keys.iter().map(|key| input(key)));
    let or = |key: &str, number: i64| {
        let number = exactly(Exact::integer(number));
        Some(input(key).unwrap_or(number))
    };
    let whole = |number: i64| exactly(Exact::integer(number));
    match formula {
        Formula::DowntimeCost => {
            let lost = product([
                input("minutes"),
                input("cost_per_minute"),
                or("affected", 1),
                rest(input("recapture")?),
            ])?;
            let added = ["labour", "credits", "goodwill"];
            added
                .iter()
                .try_fold(lost, |sum, key| plus(sum, or(key, 0)?))
        }
        Formula::RevenueByTime => over(all(&["revenue", "hours"])?, whole(HOURS_A_YEAR)),
        Formula::ChangeFailureCost => all(&["deployments", "failing", "hours", "cost_per_hour"]),
        Formula::DowntimeSaving => {
            let failed = minus(
                all(&["deployments", "failing"])?,
                all(&["target_deployments", "target_failing"])?,
            )?;
            times(failed, all(&["hours", "cost_per_hour"])?)
        }
        Formula::RevenueAtRisk => {
            let kept = rest(or("recapture", 0)?)?;
            times(all(&["affected", "buying", "value"])?, kept)
        }
        Formula::RevenueExposed => times(input("revenue")?, or("more_leaving", 1)?),
        Formula::SlaCredit => all(&["fees", "credit"]),
        Formula::ReworkCost => times(all(&["people", "salary", "share"])?, or("benefits", 1)?),
        Formula::LabourCost => all(&["days", "cost_per_day"]),
        Formula::ToilCost => all(&["hours", "cost_per_hour"]),
        Formula::ReinvestedTime => all(&[
            "freed",
            "experiments",
            "lines",
            "success",
            "impact",
            "revenue",
        ]),
        Formula::FeatureRevenue => all(&["features", "success", "impact", "revenue"]),
        Formula::DelayCost => all(&["value_a_week", "weeks"]),
        Formula::LatencyValue => all(&["visits", "more_buying", "value"]),
        Formula::InfrastructureCost => all(&["cost_per_user", "users"]),
        Formula::InfrastructureCostPerUser => over(input("cost")?, input("users")?),
        Formula::MarginEffect => over(all(&["change", "users"])?, input("revenue")?),
        Formula::RiskExposure => all(&["times", "impact"]),
        Formula::TurnoverCost => all(&["leavers", "salary", "replacing"]),
        Formula::AdoptionCost => {
            let one = plus(
                input("licence")?,
                plus(or("other", 0)?, or("training", 0)?)?,
            )?;
            plus(times(input("people")?, one)?, or("once", 0)?)
        }
        Formula::LearningDip => over(
            all(&["people", "salary", "drop", "months"])?,
            whole(MONTHS_A_YEAR),
        ),
        Formula::NetBenefit => minus(input("value")?, input("investment")?),
        // Written so that what is invested stands once.
        Formula::ReturnOnInvestment => {
            minus(over(input("value")?, input("investment")?)?, whole(1))
        }
        Formula::Payback => over(input("investment")?, input("value")?),
        Formula::Counted => input("amount"),
    }
}
