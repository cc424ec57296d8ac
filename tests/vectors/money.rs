//! Vectors of money: published worked examples of formulas that the product holds in its table.

use super::Check;
use boardpack::analyse::money::{evaluate, ranges};
use boardpack::model::{Exact, Formula, Range};
use serde_json::Value;

/// A number of a vector as it is written there.
fn exact(value: &Value) -> Exact {
    let number = value.as_f64().unwrap();
    Exact::from_f64(number).unwrap()
}

fn point(value: &Value) -> Range {
    ranges::exactly(exact(value))
}

/// The one number that inputs without a range come to.
fn result(formula: Formula, inputs: &[(&str, Range)]) -> Option<f64> {
    let given = |key: &str| inputs.iter().find(|(name, _)| *name == key).map(|i| i.1);
    let range = evaluate(formula, given)?;
    assert_eq!(range.low, range.high, "one number in, one number out");
    Some(range.low.to_f64())
}

impl Check<'_> {
    pub(crate) fn money(&mut self, input: &Value, expected: &Value) -> bool {
        let of = |key: &str| point(&input[key]);
        match self.id {
            id if id.starts_with("roi-rework") => {
                let got = result(
                    Formula::ReworkCost,
                    &[
                        ("people", of("staff")),
                        ("salary", of("salary")),
                        ("benefits", of("benefits_multiplier")),
                        ("share", of("rework_time_fraction")),
                    ],
                );
                self.near("a year", got, expected);
            }
            id if id.starts_with("roi-downtime") => {
                let got = result(
                    Formula::ChangeFailureCost,
                    &[
                        ("deployments", of("deploys_per_year")),
                        ("failing", of("cfr")),
                        ("hours", of("mttr_hours")),
                        ("cost_per_hour", of("cost_per_hour")),
                    ],
                );
                self.near("a year", got, expected);
            }
            id if id.starts_with("roi-features") => {
                let got = result(
                    Formula::ReinvestedTime,
                    &[
                        ("freed", of("time_recovered")),
                        ("experiments", of("experiments_per_year_per_lob")),
                        ("lines", of("lines_of_business")),
                        ("success", of("idea_success")),
                        ("impact", of("idea_impact")),
                        ("revenue", of("lob_revenue")),
                    ],
                );
                self.near("a year", got, expected);
            }
            "roi-payback" => {
                let inputs = [
                    ("investment", of("investment")),
                    ("value", of("annual_return")),
                ];
                let years = result(Formula::Payback, &inputs);
                self.near("payback", years, &expected["payback_years"]);
                let share = result(Formula::ReturnOnInvestment, &inputs);
                self.near("return", share, &expected["roi"]);
            }
            "roi-calculator-1000" => {
                let staff = input["default_with"]["staff_size"].as_i64().unwrap();
                let got = first_year_benefit(staff);
                self.near("first year", got, &expected["first_year_benefit"]);
                // The calculator's own defaults: 39 % and eight months.
                self.near("default", first_year_benefit(500), &3_281_000.into());
            }
            "downtime-floor-from-revenue" => {
                let got = result(
                    Formula::RevenueByTime,
                    &[
                        ("revenue", of("annual_revenue")),
                        ("hours", of("hours_down")),
                    ],
                );
                self.near("lost", got, expected);
            }
            "revenue-at-risk" => {
                let mut inputs = vec![
                    ("affected", of("users_affected")),
                    ("buying", of("conversion")),
                    ("value", of("arpu")),
                ];
                let gross = result(Formula::RevenueAtRisk, &inputs);
                self.near("gross", gross, &expected["gross"]);
                inputs.push(("recapture", of("recapture")));
                let net = result(Formula::RevenueAtRisk, &inputs);
                self.near("net", net, &expected["net"]);
            }
            "infra-cost-per-user" => {
                let got = result(
                    Formula::InfrastructureCostPerUser,
                    &[
                        ("cost", of("effective_cost")),
                        ("users", of("active_users")),
                    ],
                );
                self.near("a user", got, expected);
            }
            _ => return false,
        }
        true
    }
}

/// The published calculator of the return of AI-assisted development, put together from the table's
/// formulas with its default inputs: licences and training, a slower first quarter, time freed,
/// further features, and a saving that is below zero.
fn first_year_benefit(staff: i64) -> Option<f64> {
    let number = |text: &str| ranges::exactly(Exact::parse(text).unwrap());
    let people = ranges::exactly(Exact::integer(staff));
    let salary = number("176000");
    let money = |formula, inputs: &[(&str, Range)]| {
        let given = |key: &str| inputs.iter().find(|(name, _)| *name == key).map(|i| i.1);
        evaluate(formula, given)
    };
    let tools = money(
        Formula::AdoptionCost,
        &[
            ("people", people),
            ("licence", number("250")),
            ("other", number("80")),
            ("training", number("9600")),
            ("once", number("100000")),
        ],
    )?;
    let dip = money(
        Formula::LearningDip,
        &[
            ("people", people),
            ("salary", salary),
            ("drop", number("0.15")),
            ("months", number("3")),
        ],
    )?;
    let freed = money(
        Formula::ReworkCost,
        &[
            ("people", people),
            ("salary", salary),
            ("share", number("0.125")),
        ],
    )?;
    let features = money(
        Formula::FeatureRevenue,
        &[
            ("features", number("6")),
            ("success", number("0.33")),
            ("impact", number("0.005")),
            ("revenue", number("100000000")),
        ],
    )?;
    let saving = money(
        Formula::DowntimeSaving,
        &[
            ("deployments", number("50")),
            ("failing", number("0.05")),
            ("target_deployments", number("56")),
            ("target_failing", number("0.06")),
            ("hours", number("4")),
            ("cost_per_hour", number("100000")),
        ],
    )?;
    assert_eq!(
        saving,
        number("-344000"),
        "more deployments that fail oftener"
    );
    let value = ranges::plus(ranges::plus(freed, features)?, saving)?;
    let investment = ranges::plus(tools, dip)?;
    result(
        Formula::NetBenefit,
        &[("value", value), ("investment", investment)],
    )
}
