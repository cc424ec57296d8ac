//! Error budgets as CSV and for `report.json`, with exact numbers: one table of accounts by quarter,
//! and for each objective one of its days, from which every account can be computed again.

use super::Maker;
use super::tables::{Csv, Field};
use crate::analyse::QuarterAnalysis;
use crate::analyse::budget::{BudgetAccount, BudgetUnit, Spend};
use crate::model::Exact;
use crate::render::Page;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Every account.
pub(super) const ACCOUNTS: &str = "objectives/budgets.csv";

/// The days of one objective.
pub(super) fn days_path(objective: &str) -> String {
    format!("objectives/{objective}-days.csv")
}

/// A budget in a quarter, for programs. Shares are fractions of one and may be below zero.
#[derive(Serialize, JsonSchema)]
pub(super) struct Budget<'a> {
    /// Name of the objective.
    objective: &'a str,
    /// Id of the service that it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    /// `events`, or `slices` with their length in minutes.
    #[schemars(extend("enum" = ["events", "slices"]))]
    counted_in: &'static str,
    /// Length of a slice, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    slice_minutes: Option<u64>,
    /// First day that is counted.
    #[schemars(schema_with = "super::report_schema::day")]
    first_day: String,
    /// Last day that is counted.
    #[schemars(schema_with = "super::report_schema::day")]
    last_day: String,
    /// The target of each stretch of days, oldest first.
    targets: Vec<Target>,
    /// Good events or slices.
    good: Fraction,
    /// Valid events or slices.
    valid: u64,
    /// Bad events or slices that the targets allow: the budget.
    allowed: Fraction,
    /// Share that was good.
    attained: Fraction,
    /// Share of the budget that is left; below zero where it is overspent.
    left: Fraction,
    /// Whether the objective was kept.
    kept: bool,
    /// Whether days are missing; absent where none is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    provisional: bool,
    /// Day on which the budget was used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    overspent_since: Option<String>,
    /// Days without a count.
    days_not_observed: usize,
    /// Burn rate over the quarter, the last 28 days and the worst week.
    burn_rate: Fraction,
    /// The same over the last 28 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    burn_rate_28_days: Option<Fraction>,
    /// The week in which the budget burned fastest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::week")]
    worst_week: Option<String>,
    /// The burn rate of that week.
    #[serde(skip_serializing_if = "Option::is_none")]
    burn_rate_worst_week: Option<Fraction>,
    /// Id of the policy of the budget.
    policy: &'a str,
    /// `ship-freely`, `ship-with-care`, `reliability-first`, `overspent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["ship-freely", "ship-with-care", "reliability-first", "overspent"]))]
    state: Option<&'static str>,
}

#[derive(Serialize, JsonSchema)]
struct Target {
    /// First day that it holds.
    #[schemars(schema_with = "super::report_schema::day")]
    from: String,
    /// The target, as a share.
    target: Fraction,
    /// Bad events or slices that it allows over its days.
    allowed: Fraction,
}

/// An exact number in lowest terms.
#[derive(Serialize, JsonSchema)]
struct Fraction {
    /// Numerator in digits.
    #[schemars(schema_with = "super::report_schema::digits")]
    numerator: String,
    /// Denominator in digits, above zero.
    #[schemars(schema_with = "super::report_schema::digits")]
    denominator: String,
}

fn fraction(value: Exact) -> Fraction {
    let (numerator, denominator) = value.parts();
    Fraction {
        numerator: numerator.to_string(),
        denominator: denominator.to_string(),
    }
}

/// The budgets of a quarter, by objective.
pub(super) fn budgets(quarter: &QuarterAnalysis) -> Vec<Budget<'_>> {
    quarter.budgets.values().filter_map(budget).collect()
}

fn budget(account: &BudgetAccount) -> Option<Budget<'_>> {
    let spend = account.spend;
    let (counted_in, slice_minutes) = match account.unit {
        BudgetUnit::Events => ("events", None),
        BudgetUnit::Slices(minutes) => ("slices", Some(minutes)),
    };
    let target = |(held, spend): &(_, Spend)| {
        let held: &crate::analyse::budget::spend::Held = held;
        Target {
            from: held.days.start.to_string(),
            target: fraction(held.target),
            allowed: fraction(spend.allowed),
        }
    };
    let worst = account.burn.worst_week;
    Some(Budget {
        objective: &account.objective,
        service: account.service.as_deref(),
        counted_in,
        slice_minutes,
        first_day: account.days.start.to_string(),
        last_day: account.days.end.pred_opt()?.to_string(),
        targets: account.stretches.iter().map(target).collect(),
        good: fraction(spend.good),
        valid: spend.valid,
        allowed: fraction(spend.allowed),
        attained: fraction(spend.attained()?),
        left: fraction(spend.left()?),
        kept: spend.is_kept()?,
        provisional: account.provisional,
        overspent_since: account.overspent_since.map(|day| day.to_string()),
        days_not_observed: account.unobserved.len(),
        burn_rate: fraction(spend.burn_rate()?),
        burn_rate_28_days: account.burn.last_28_days.map(fraction),
        worst_week: worst.map(|(week, _)| week.to_string()),
        burn_rate_worst_week: worst.map(|(_, rate)| fraction(rate)),
        policy: &account.policy,
        state: account.state.map(|state| state.word()),
    })
}

/// The tables; none in a pack without service levels.
pub(crate) fn budget_tables(maker: &Maker<'_>) -> Vec<Page> {
    let levels = &maker.pack.service_levels.levels;
    if levels.is_empty() {
        return Vec::new();
    }
    let mut tables = vec![(ACCOUNTS.to_owned(), accounts(maker).into_bytes())];
    tables.extend(levels.iter().map(|level| {
        let name = &level.objective.value;
        (days_path(name), days(maker, name).into_bytes())
    }));
    tables
}

/// A number as it is, with six decimals where it has no end.
fn decimal(value: Exact) -> String {
    let Some(millionths) = value.scaled(6) else {
        return String::new();
    };
    let sign = if millionths < 0 { "-" } else { "" };
    let digits = format!("{:07}", millionths.unsigned_abs());
    let (whole, rest) = digits.split_at(digits.len() - 6);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    }
}

/// A share of one in percent; empty where there is none.
fn percent(share: Option<Exact>) -> String {
    let share = share.and_then(|share| share.times(Exact::integer(100)));
    share.map_or_else(String::new, decimal)
}

fn accounts(maker: &Maker<'_>) -> Csv {
    let mut table = Csv::default();
    let head = [
        "period",
        "objective",
        "service",
        "good",
        "valid",
        "allowed",
        "attained_percent",
        "target_percent",
        "left_percent",
        "last_28_days_left_percent",
        "state",
        "provisional",
        "overspent_since",
        "days_not_observed",
    ];
    table.row(head.map(Field::Text));
    for quarter in maker.quarters_today() {
        let period = quarter.period.to_string();
        for account in quarter.budgets.values() {
            let spend = account.spend;
            let four_weeks = account.four_weeks.as_ref();
            let four_weeks = four_weeks.and_then(|window| window.spend.left());
            let since = account.overspent_since.map(|day| day.to_string());
            table.row([
                Field::Text(&period),
                Field::Text(&account.objective),
                Field::Text(account.service.as_deref().unwrap_or_default()),
                Field::Number(&decimal(spend.good)),
                Field::Number(&spend.valid.to_string()),
                Field::Number(&decimal(spend.allowed)),
                Field::Number(&percent(spend.attained())),
                Field::Number(&percent(spend.target())),
                Field::Number(&percent(spend.left())),
                Field::Number(&percent(four_weeks)),
                Field::Text(account.state.map_or("", |state| state.word())),
                Field::Text(if account.provisional { "yes" } else { "no" }),
                Field::Text(since.as_deref().unwrap_or_default()),
                Field::Number(&account.unobserved.len().to_string()),
            ]);
        }
    }
    table
}

fn days(maker: &Maker<'_>, objective: &str) -> Csv {
    let mut table = Csv::default();
    table.row(["period", "day", "good", "valid", "left_percent"].map(Field::Text));
    let counts = maker.pack.objective_counts.get(objective);
    let quarters = maker.analysis.today();
    for (period, counts) in counts.into_iter().flatten() {
        let account = quarters.get(period);
        let account = account.and_then(|quarter| quarter.budgets.get(objective));
        let left: BTreeMap<NaiveDate, Exact> = account
            .into_iter()
            .flat_map(|account| account.balance.iter().copied())
            .collect();
        let period = period.to_string();
        for (day, counted) in &counts.days {
            let good = counted.map(|counted| decimal(counted.good));
            let valid = counted.map(|counted| counted.valid.to_string());
            table.row([
                Field::Text(&period),
                Field::Text(&day.to_string()),
                Field::number(good.as_deref()),
                Field::number(valid.as_deref()),
                Field::Number(&percent(left.get(day).copied())),
            ]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_whole() {
        let told = |text| Exact::parse(text).map(decimal);
        assert_eq!(told("-6.81").as_deref(), Ok("-6.81"));
        assert_eq!(told("60266.591").as_deref(), Ok("60266.591"));
        assert_eq!(told("-0.000004").as_deref(), Ok("-0.000004"));
        assert_eq!(told("7").as_deref(), Ok("7"));
        assert_eq!(Exact::ratio(1, 3).map(decimal).as_deref(), Some("0.333333"));
    }
}
