//! Vectors of delivery, time and roll-ups.

use super::sample::{self, period};
use super::{Check, instant, numbers, whole};
use boardpack::analyse::analyse;
use boardpack::analyse::stats::{composition, delivery, intervals, quantile, xmr};
use boardpack::model::{Exact, Kind, Polarity, RollUp, Value as Filed};
use chrono::NaiveDate;
use serde_json::Value;

impl Check<'_> {
    pub(crate) fn delivery(&mut self, input: &Value, expected: &Value) -> bool {
        let seconds = |key: &str| -> Vec<i64> {
            numbers(&input[key])
                .iter()
                .map(|h| (h * 3600.0) as i64)
                .collect()
        };
        let by_app = || -> Vec<f64> {
            let apps = input["seconds_by_app"].as_object().unwrap();
            apps.values().flat_map(numbers).collect()
        };
        let share = |k: u64, n: u64| Exact::ratio(k, n).map(Exact::to_f64);
        match self.id {
            "fourkeys-doc-cfr" => {
                let got = share(
                    input["failed"].as_u64().unwrap(),
                    input["deployments"].as_u64().unwrap(),
                );
                self.near("percent", got.map(|g| g * 100.0), expected);
            }
            "devlake-cfr-dedup" => {
                let got = share(
                    input["deployments_with_incident"].as_u64().unwrap(),
                    input["deployments"].as_u64().unwrap(),
                );
                self.near("percent", got.map(|g| g * 100.0), &expected["correct_pct"]);
                self.not(
                    "percent",
                    got.map(|g| g * 100.0),
                    &expected["old_dashboard_pct"],
                );
            }
            "devlake-pr0" | "devlake-pr2" | "devlake-pr4" => {
                let at = |key: &str| {
                    let text = input[key].as_str()?;
                    let time = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
                    Some(time.unwrap().and_utc().timestamp())
                };
                let parts = delivery::change_parts(&delivery::ChangeInstants {
                    first_commit: at("first_commit_authored").unwrap(),
                    opened: at("pr_created").unwrap(),
                    first_review: at("first_review"),
                    merged: at("pr_merged").unwrap(),
                    deployed: at("deployed"),
                });
                self.same("coding", parts.coding, expected["coding"].as_i64());
                self.same("pickup", parts.pickup, expected["pickup"].as_i64());
                self.same("review", parts.review, expected["review"].as_i64());
                self.same("deploy", parts.deploy, expected["deploy"].as_i64());
                self.same("cycle", Some(parts.cycle), expected["cycle"].as_i64());
            }
            "avail-parallel" => {
                let got = composition::redundant(&numbers(&input["redundant"]));
                self.near("availability", Some(got), expected);
            }
            "avail-serial-3x999" => {
                let got = composition::in_series(&numbers(&input["serial"]));
                self.near("availability", Some(got), expected);
            }
            "gitlab-cfr" => {
                // Ten deployments a day apart; two incidents after the first, one after the tenth.
                let deployments: Vec<i64> = (0..10).map(|d| d * 86_400).collect();
                let marks = delivery::failed(&deployments, &[60, 120, 9 * 86_400 + 60]);
                let failed = marks.iter().filter(|m| m.1).count();
                self.same("failed", failed, 2);
                self.not("rate", share(failed as u64, 10), expected);
            }
            "middleware-cfr-weekly" => {
                let times = |key: &str| -> Vec<i64> {
                    input[key]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|t| instant(t).timestamp())
                        .collect()
                };
                let marks = delivery::failed(&times("deploys"), &times("incidents"));
                for start in input["week_starts"].as_array().unwrap() {
                    let start = start.as_str().unwrap();
                    let from = start
                        .parse::<NaiveDate>()
                        .unwrap()
                        .and_hms_opt(0, 0, 0)
                        .unwrap();
                    let from = from.and_utc().timestamp();
                    let week = from..from + 7 * 86_400;
                    let inside: Vec<_> = marks.iter().filter(|m| week.contains(&m.0)).collect();
                    let failed = inside.iter().filter(|m| m.1).count() as i64;
                    let want: Vec<i64> = whole(&expected[start]);
                    self.same(start, vec![failed, inside.len() as i64], want);
                }
            }
            id if id.starts_with("middleware-cfr") => {
                let marks = delivery::failed(
                    &seconds("deploys_hours_from_now"),
                    &seconds("incidents_hours_from_now"),
                );
                let failed = marks.iter().filter(|m| m.1).count() as u64;
                self.same("failed", Some(failed), expected["failed"].as_u64());
                let got = share(failed, marks.len() as u64);
                self.near("percent", got.map(|g| g * 100.0), &expected["pct"]);
            }
            "middleware-mttr-3" | "middleware-mttr-none" => {
                let data = numbers(&input["seconds"]);
                self.near("mean", xmr::mean(data.iter().copied()), &expected["mean"]);
                if !data.is_empty() {
                    self.near(
                        "median",
                        quantile::median(&data),
                        &expected["median_for_contrast"],
                    );
                }
            }
            "middleware-df-days" => {
                let days = (instant(&input["to"]) - instant(&input["from"])).num_days() as u64 + 1;
                let got = share(input["deploys"].as_array().unwrap().len() as u64, days);
                self.not("per day", got, &expected["daily_floor_avg"]);
            }
            "middleware-df-months" => {
                let months = input["month_counts"].as_object().unwrap();
                let total: u64 = months.values().map(|m| m.as_u64().unwrap()).sum();
                let got = share(total, months.len() as u64);
                self.not("per month", got, &expected["monthly_floor_avg"]);
                self.not("per day", share(total, 90), &expected["daily_floor_avg"]);
            }
            "pelorus-lead-1" => {
                let got = quantile::median(&by_app());
                self.near("median", got, &expected["pooled_median_for_contrast"]);
                self.not(
                    "mean of means",
                    got,
                    &expected["global_unweighted_mean_of_means"],
                );
            }
            "pelorus-ttr-1" => {
                let got = quantile::median(&by_app());
                self.near("median", got, &expected["pooled_median_for_contrast"]);
                self.not("mean of means", got, &expected["global_unweighted"]);
            }
            "pelorus-cfr-3" => {
                let (k, n): (Vec<i64>, Vec<i64>) =
                    (whole(&input["failures"]), whole(&input["deploys"]));
                let pairs: Vec<_> = k
                    .iter()
                    .zip(&n)
                    .map(|(k, n)| (k.unsigned_abs(), n.unsigned_abs()))
                    .collect();
                let got = rolled_up(&pairs);
                self.near("pooled", got, &expected["pooled"]);
                self.not("mean of ratios", got, &expected["unweighted_mean"]);
            }
            _ => return false,
        }
        true
    }

    pub(crate) fn time(&mut self, input: &Value, expected: &Value) -> bool {
        match self.id {
            "quarter-halfopen" => {
                let quarter = period(input["quarter"].as_str().unwrap());
                let events = input["events"].as_array().unwrap();
                let got: Vec<bool> = events
                    .iter()
                    .map(|e| calendar("UTC").contains(quarter, instant(e)))
                    .collect();
                let want: Vec<bool> = expected
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|b| b.as_bool().unwrap())
                    .collect();
                self.same("inside", got, want);
            }
            "quarter-dst-length" => {
                let calendar = calendar(input["tz"].as_str().unwrap());
                for (quarter, minutes) in expected.as_object().unwrap() {
                    self.same(
                        quarter,
                        Some(calendar.minutes(period(quarter))),
                        minutes.as_i64(),
                    );
                }
            }
            "downtime-spanning-quarters" => {
                let outage = (
                    instant(&input["incident"][0]).timestamp(),
                    instant(&input["incident"][1]).timestamp(),
                );
                let calendar = calendar("UTC");
                let minutes = |quarter: &str| {
                    let (start, end) = calendar.instants(period(quarter));
                    intervals::clip(outage, (start.timestamp(), end.timestamp()))
                        .map(|(s, e)| (e - s) / 60)
                };
                self.same(
                    "first",
                    minutes("2024-Q1"),
                    expected["q1_downtime_min"].as_i64(),
                );
                self.same(
                    "second",
                    minutes("2024-Q2"),
                    expected["q2_downtime_min"].as_i64(),
                );
                self.same(
                    "whole",
                    Some((outage.1 - outage.0) / 60),
                    expected["ttr_minutes_whole"].as_i64(),
                );
                let starts = calendar.contains(period("2024-Q1"), instant(&input["incident"][0]));
                self.same(
                    "counted",
                    Some(i64::from(starts)),
                    expected["q1_incident_count_by_start"].as_i64(),
                );
            }
            "overlap-incidents" => {
                let minute = |v: &Value| {
                    let (h, m) = v.as_str().unwrap().split_once(':').unwrap();
                    h.parse::<i64>().unwrap() * 60 + m.parse::<i64>().unwrap()
                };
                let outages: Vec<_> = input["incidents"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|i| (minute(&i[0]), minute(&i[1])))
                    .collect();
                self.same(
                    "union",
                    Some(intervals::union(&outages)),
                    expected["union_minutes"].as_i64(),
                );
            }
            _ => return false,
        }
        true
    }

    pub(crate) fn roll_up(&mut self, input: &Value, expected: &Value) -> bool {
        let pairs = |key: &str| -> Vec<(u64, u64)> {
            let pairs = input[key].as_array().unwrap();
            pairs
                .iter()
                .map(|p| (p["good"].as_u64().unwrap(), p["total"].as_u64().unwrap()))
                .collect()
        };
        match self.id {
            "sonar-tdr" => {
                let cost =
                    input["loc"].as_u64().unwrap() * input["minutes_per_line"].as_u64().unwrap();
                let got = rolled_up(&[(input["remediation_minutes"].as_u64().unwrap(), cost)]);
                self.near("percent", got.map(|g| g * 100.0), &expected["ratio_pct"]);
            }
            "infra-cost-per-user" => {
                let got = rolled_up(&[(
                    input["effective_cost"].as_u64().unwrap(),
                    input["active_users"].as_u64().unwrap(),
                )]);
                self.near("cost", got, expected);
            }
            "uptime-average-wrong" => {
                let got = rolled_up(&pairs("services"));
                self.near("pooled", got, &expected["ratio_of_sums"]);
                self.not("mean of ratios", got, &expected["mean_of_ratios"]);
            }
            _ => return false,
        }
        true
    }
}

/// A year that begins in January, in a zone.
pub(crate) fn calendar(zone: &str) -> boardpack::model::Calendar {
    boardpack::model::Calendar {
        first_month: 1,
        named_by: boardpack::model::YearName::End,
        zone: zone.parse().unwrap(),
    }
}

/// What the analysis makes of services' ratios: the organisation's figure of one quarter.
fn rolled_up(pairs: &[(u64, u64)]) -> Option<f64> {
    let mut pack = sample::pack(1);
    sample::add(
        &mut pack,
        sample::metric(
            "m",
            Kind::Ratio,
            Polarity::LowerIsBetter,
            RollUp::SumOfParts,
        ),
    );
    for (n, (part, whole)) in pairs.iter().enumerate() {
        let value = Filed::Ratio {
            part: *part,
            whole: *whole,
        };
        sample::file(&mut pack, "m", Some(&format!("s{n}")), "2024-Q1", value);
    }
    let analysis = analyse(&pack);
    let all = &analysis.quarters[&period("2024-Q1")].metrics["m"].all;
    all.now.as_ref().map(|f| f.exact.to_f64())
}
