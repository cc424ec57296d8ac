//! Vectors of objectives: budgets, burn rates, slices of time, credits.

use super::Check;
use boardpack::analyse::budget::spend::{Spend, share_of_good};
use boardpack::analyse::budget::{burn, contract, slices};
use boardpack::model::{Counted, Credit, Exact};
use serde_json::Value;

/// A number of the file as it is written there.
fn exact(value: &Value) -> Exact {
    let text = value.as_str().map(str::to_owned);
    Exact::parse(&text.unwrap_or_else(|| value.to_string())).unwrap()
}

fn share(percent: &Value) -> Exact {
    exact(percent).over(Exact::integer(100)).unwrap()
}

/// What a target allows of so many.
fn allowed(target: Exact, of: i64) -> Option<Exact> {
    let counted = Counted {
        good: Exact::integer(of),
        valid: of.unsigned_abs(),
    };
    Some(Spend::NOTHING.with(counted, target)?.allowed)
}

impl Check<'_> {
    pub(crate) fn objectives(&mut self, input: &Value, expected: &Value) -> bool {
        let number = |key: &str| exact(&input[key]);
        match self.id {
            "burn-exhaust" => {
                let one = Exact::integer(1);
                let hours = burn::time_to_exhaustion(one, number("period_hours"), number("burn"));
                self.near("hours", hours.map(Exact::to_f64), expected);
            }
            "burn-detect" => {
                let budget = Exact::integer(1).minus(number("slo")).unwrap();
                let (bad, window) = (number("error_ratio"), number("window_minutes"));
                let minutes = burn::detection_time(budget, bad, window, number("burn"));
                self.near("minutes", minutes.map(Exact::to_f64), expected);
            }
            id if id.starts_with("burn-threshold") => self.threshold(input, expected),
            "pyrra-windows" => self.scaled(input, expected),
            "slogen-fixture" => self.fixture(input, expected),
            id if id.starts_with("slogen-valid") => {
                let side = |key: &str| {
                    let marker = input["no_data_marker"].as_i64();
                    let seen = input[key].as_i64().filter(|n| Some(*n) != marker);
                    seen.map(i64::unsigned_abs)
                };
                let fewest = input["min_valid_events"].as_u64().unwrap();
                let got = share_of_good(side("good"), side("bad"), fewest);
                self.same("valid", Some(got.is_some()), expected["valid"].as_bool());
                self.near("sli", got.map(Exact::to_f64), &expected["sli"]);
            }
            "openslo-timeslices" => {
                let slices = 14 * 24 * 60;
                self.same("slices", Some(slices), expected["slices"].as_i64());
                let bad = allowed(share(&input["slo_percent"]), slices);
                let bad = bad.map(Exact::to_f64);
                self.near("allowed", bad, &expected["allowed_bad_slices"]);
            }
            "openslo-ratio-timeslices" => {
                let parts: Vec<Exact> = input["slices"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(exact)
                    .collect();
                let got = slices::missing_parts(&parts);
                self.near("attained", got.map(Exact::to_f64), expected);
            }
            "budget-float-artefact" => {
                let got = allowed(share(&input["slo_percent"]), 100);
                self.same("exact", got.map(Exact::parts), Some((1, 10)));
                let float = got.map(Exact::to_f64);
                self.same("as a float", float == expected.as_f64(), false);
            }
            id if id.starts_with("budget-minutes") => {
                let of = input["period_minutes"].as_i64().unwrap();
                let got = allowed(share(&input["slo_percent"]), of);
                self.near("minutes", got.map(Exact::to_f64), expected);
            }
            id if id.starts_with("quarter-minutes") => {
                for (days, quarter) in [(90, "2023-Q1"), (91, "2023-Q2"), (92, "2023-Q3")] {
                    let calendar = super::engineering::calendar("UTC");
                    let minutes = calendar.minutes(super::sample::period(quarter));
                    let got = allowed(share(&input["slo_percent"]), minutes);
                    self.near(quarter, got.map(Exact::to_f64), &expected[days.to_string()]);
                }
            }
            "occurrence-vs-timeslice" => {
                let counts: Vec<(u64, u64)> = input["slices"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|s| (s["good"].as_u64().unwrap(), s["total"].as_u64().unwrap()))
                    .collect();
                let target = Exact::parse("0.9").unwrap();
                for (counted, key) in [
                    (slices::occurrences(&counts), "event_based"),
                    (
                        slices::time_slices(&counts, target),
                        "time_slice_target_0.9",
                    ),
                    (
                        slices::ratio_slices(&counts),
                        "unweighted_mean_of_slice_ratios",
                    ),
                ] {
                    let spend = Spend::NOTHING.with(counted.unwrap(), target).unwrap();
                    let attained = spend.attained().map(Exact::to_f64);
                    self.near(key, attained, &expected[key]);
                }
                let events = slices::occurrences(&counts).unwrap();
                let events = Spend::NOTHING.with(events, target).unwrap().attained();
                let (events, bad) = (
                    events.map(Exact::to_f64),
                    &expected["time_slice_target_0.9"],
                );
                self.not("events as slices", events, bad);
            }
            id if id.starts_with("sla-aws-compute") => {
                let step = |below: &str, credit: i64| Credit {
                    below: share(&below.into()),
                    credit: share(&credit.into()),
                };
                let schedule = [step("99.99", 10), step("99.0", 30), step("95.0", 100)];
                let got = contract::credit(share(&input["monthly_uptime_pct"]), &schedule);
                self.near(
                    "credit",
                    got.times(Exact::integer(100)).map(Exact::to_f64),
                    expected,
                );
            }
            _ => return false,
        }
        true
    }

    /// A burn rate that spends so much in a window: from the formula, and where the Workbook has
    /// that rule, from the table that is made for any period.
    fn threshold(&mut self, input: &Value, expected: &Value) {
        let minutes = |key: &str| exact(&input[key]).times(Exact::integer(60)).unwrap();
        let (period, window) = (minutes("period_hours"), minutes("long_window_hours"));
        let percent = share(&input["budget_pct"]);
        let got = burn::factor(percent, period, window);
        self.near("formula", got.map(Exact::to_f64), expected);
        let whole = i64::try_from(period.parts().0).unwrap();
        let rules = burn::thresholds(whole).unwrap();
        let window = u32::try_from(window.parts().0).unwrap();
        let rule = rules.iter().find(|r| r.long == window).unwrap();
        if rule.share == percent {
            self.near("table", Some(rule.factor.to_f64()), expected);
        }
        self.same("short window", rule.short * 12, rule.long);
    }

    fn scaled(&mut self, input: &Value, expected: &Value) {
        let minutes = |text: &str| {
            let (number, unit) = text.split_at(text.len() - 1);
            let each = match unit {
                "d" => 1_440,
                "h" => 60,
                _ => 1,
            };
            number.parse::<i64>().unwrap() * each
        };
        let got = burn::scaled(input["period_days"].as_i64().unwrap() * 1_440);
        let windows = expected["windows"].as_array().unwrap();
        self.same("rules", got.len(), windows.len());
        for (got, want) in got.iter().zip(windows) {
            let length = |key: &str| minutes(want[key].as_str().unwrap());
            self.same("long", got.long, length("long"));
            self.same("short", got.short, length("short"));
            self.same("for", got.after, length("for"));
            self.same("factor", Some(got.factor), want["factor"].as_i64());
        }
    }

    fn fixture(&mut self, input: &Value, expected: &Value) {
        let (good, bad) = (
            input["good"].as_i64().unwrap(),
            input["bad"].as_i64().unwrap(),
        );
        let goal = exact(&input["goal"]);
        let counted = Counted {
            good: Exact::integer(good),
            valid: (good + bad).unsigned_abs(),
        };
        let spend = Spend::NOTHING.with(counted, goal).unwrap();
        let attained = spend.attained().unwrap();
        let window = exact(&input["window_seconds"])
            .over(Exact::integer(60))
            .unwrap();
        let minutes = |share: Option<Exact>| share.and_then(|s| s.times(window)).map(Exact::to_f64);
        let one = Exact::integer(1);
        self.near("sli", Some(attained.to_f64()), &expected["sli"]);
        self.near(
            "gap",
            attained.minus(goal).map(Exact::to_f64),
            &expected["gap"],
        );
        let burn = spend.burn_rate();
        self.near("burn", burn.map(Exact::to_f64), &expected["burn_rate"]);
        self.near(
            "budget",
            minutes(one.minus(goal)),
            &expected["budget_minutes"],
        );
        self.near(
            "error",
            minutes(one.minus(attained)),
            &expected["error_minutes"],
        );
        self.near(
            "left",
            minutes(attained.minus(goal)),
            &expected["remaining_minutes"],
        );
        let used = spend.used().and_then(|u| u.times(Exact::integer(100)));
        self.near(
            "consumed",
            used.map(Exact::to_f64),
            &expected["consumed_pct"],
        );
        // slo-generator's other fixture prints the inverse.
        self.not("consumed", used.map(Exact::to_f64), &19.99.into());
        let alerts = burn.map(|burn| burn > Exact::integer(3));
        self.same("alert", alerts, expected["alert_at_threshold_3"].as_bool());
    }
}
