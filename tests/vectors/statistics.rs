//! Vectors of statistics: quantiles, limits, runs, rates, shares and ranks.

use super::{Check, buckets, numbers, whole};
use boardpack::analyse::stats::{
    binomial, control, histogram, poisson, proportion, quantile, ranks, runs, xmr,
};
use boardpack::model::Exact;
use serde_json::Value;

impl Check<'_> {
    pub(crate) fn quantiles(&mut self, input: &Value, expected: &Value) {
        let data = match input["data"].as_str() {
            Some("integers 0..99") => (0..100).map(f64::from).collect(),
            Some("integers 0..9999") => (0..10_000).map(f64::from).collect(),
            _ => numbers(&input["data"]),
        };
        let method = match (input["r_type"].as_u64(), input["method"].as_str()) {
            (Some(1), _) => quantile::Method::Type1,
            (Some(3), _) => quantile::Method::Type3,
            (Some(5), _) => quantile::Method::Type5,
            (Some(9), _) => quantile::Method::Type9,
            (_, Some(name)) if name.starts_with("quantile_disc") => quantile::Method::Type1,
            _ => quantile::Method::Type7,
        };
        let got = quantile::quantile(&data, input["q"].as_f64().unwrap(), method);
        self.near("quantile", got, expected);
    }

    pub(crate) fn histograms(&mut self, input: &Value, expected: &Value) {
        if self.id != "histq-average-is-wrong" {
            let buckets = buckets(&input["cumulative_buckets_le"]);
            let got = histogram::quantile(&buckets, input["q"].as_f64().unwrap());
            self.near("quantile", got, expected);
            return;
        }
        let sources = input["buckets"].as_object().unwrap();
        let merged = sources
            .values()
            .map(buckets)
            .reduce(|a, b| histogram::merge(&a, &b).unwrap());
        let got = histogram::quantile(&merged.unwrap(), 0.5);
        self.near("merged", got, &expected["correct_merge_buckets"]);
        self.not("average", got, &expected["wrong_plain_average"]);
        self.not("weighted", got, &expected["wrong_count_weighted_average"]);
    }

    pub(crate) fn xmr(&mut self, input: &Value, expected: &Value) {
        if self.id == "xmr-mr-median-constants" {
            self.near("limits", Some(xmr::MEDIAN_RANGE.0), &expected["npl"]);
            self.near("ranges", Some(xmr::MEDIAN_RANGE.1), &expected["url"]);
            return;
        }
        let data = if input["data"].is_null() {
            &input["data_without_point_4"]
        } else {
            &input["data"]
        };
        let data: Vec<_> = numbers(data).into_iter().map(Some).collect();
        let made = if input["screen"].is_null() {
            xmr::xmr(&data)
        } else {
            xmr::screened(&data, xmr::RANGE_LIMIT)
        };
        let made = made.unwrap();
        let limits = made.limits(xmr::UNROUNDED);
        self.near("mean", Some(made.average), &expected["mean"]);
        self.near("lower", limits.map(|l| l.0), &expected["lnpl"]);
        self.near("upper", limits.map(|l| l.1), &expected["unpl"]);
        if !expected["sigma"].is_null() {
            self.near("sigma", made.sigma(), &expected["sigma"]);
        }
    }

    pub(crate) fn runs(&mut self, input: &Value, expected: &Value) {
        let sides: Vec<i8> = whole(&input["side_of_mean"]);
        if self.id.starts_with("anhoej") {
            let n = u32::try_from(input["useful_points"].as_u64().unwrap()).unwrap();
            let got = if self.id.contains("longest") {
                u64::from(runs::longest_run(n))
            } else {
                runs::fewest_crossings(n)
            };
            self.same("limit", Some(got), expected.as_u64());
        } else if self.id.starts_with("two") {
            let near: Vec<bool> = whole::<i8>(&input["near_limit"])
                .iter()
                .map(|n| *n == 1)
                .collect();
            let got = runs::two_of_three(&near, &sides);
            self.same(
                "marks",
                got.into_iter().map(i8::from).collect(),
                whole(expected),
            );
        } else if self.id.starts_with("trend") {
            self.same(
                "marks",
                runs::trend(&numbers(&input["data"]), 7),
                whole(expected),
            );
        } else {
            self.same("marks", runs::one_side(&sides, 7), whole(expected));
        }
    }

    pub(crate) fn control(&mut self, input: &Value, expected: &Value) {
        let count = |key: &str| -> (u64, u64) {
            let counts: Vec<u64> = input[key]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_u64().unwrap())
                .collect();
            (counts.iter().sum(), counts.len() as u64)
        };
        let got = match self.id {
            "p-chart-oj" => {
                let ((k, periods), n) = (count("nonconforming"), input["n"].as_u64().unwrap());
                control::p_chart(k, periods * n, n)
            }
            "c-chart-circuit" => {
                let (k, periods) = count("counts");
                control::u_chart(k, periods, 1)
            }
            _ => {
                let ((k, periods), units) =
                    (count("counts"), input["units_each"].as_u64().unwrap());
                control::u_chart(k, periods * units, units)
            }
        };
        self.near("centre", got.map(|l| l.centre), &expected["center"]);
        self.near("lower", got.map(|l| l.lower), &expected["lcl"]);
        self.near("upper", got.map(|l| l.upper), &expected["ucl"]);
    }

    pub(crate) fn rates(&mut self, input: &Value, expected: &Value) {
        let n = |key: &str| input[key].as_u64().unwrap();
        let x = |key: &str| input[key].as_f64().unwrap();
        match self.id {
            "poisson-one-smr" => {
                let got = poisson::rate_interval(n("x"), x("t"));
                self.near("rate", Some(n("x") as f64 / x("t")), &expected["rate"]);
                self.near("low", got.map(|g| g.0), &expected["ci_low"]);
                self.near("high", got.map(|g| g.1), &expected["ci_high"]);
            }
            "binom-51-235" => {
                let (k, of) = (n("k"), n("n"));
                let got = binomial::clopper_pearson(k, of);
                self.near(
                    "p",
                    Some(binomial::two_sided(k, of, x("p0"))),
                    &expected["p_two_sided"],
                );
                self.near("low", got.map(|g| g.0), &expected["cp_low"]);
                self.near("high", got.map(|g| g.1), &expected["cp_high"]);
            }
            id if id.starts_with("etest") => {
                let got = poisson::e_test((n("k1"), x("n1")), (n("k2"), x("n2")));
                self.near("p", got, expected);
            }
            _ => {
                let (first, second) = ((n("x1"), x("t1")), (n("x2"), x("t2")));
                let ratio = input["null_ratio"].as_f64().unwrap_or(1.0);
                let p = poisson::ratio_test(first, second, ratio);
                self.near("p", Some(p), &expected["p_exact_cond"]);
                if !expected["ci_low"].is_null() {
                    let got = poisson::ratio_interval(first, second);
                    self.near("low", got.map(|g| g.0), &expected["ci_low"]);
                    self.near("high", got.map(|g| g.1), &expected["ci_high"]);
                }
            }
        }
    }

    pub(crate) fn shares(&mut self, input: &Value, expected: &Value) {
        let n = |key: &str| input[key].as_u64().unwrap();
        match self.id {
            "wilson-19-38" => {
                let got = proportion::wilson((n("k"), n("n")));
                self.near("low", got.map(|g| g.0), &expected[0]);
                self.near("high", got.map(|g| g.1), &expected[1]);
            }
            "prop-k-sample" => {
                let (k, of): (Vec<i64>, Vec<i64>) = (whole(&input["k"]), whole(&input["n"]));
                let shares: Vec<_> = k
                    .iter()
                    .zip(&of)
                    .map(|(k, n)| (k.unsigned_abs(), n.unsigned_abs()))
                    .collect();
                let got = proportion::equal_shares(&shares).unwrap();
                self.near("chi-square", Some(got.0), &expected["chi2"]);
                self.same("freedom", Some(got.1 as u64), expected["df"].as_u64());
                self.near("p", Some(got.2), &expected["p"]);
            }
            "cfr-q-over-q" => {
                let (then, now) = ((n("failed1"), n("deploys1")), (n("failed2"), n("deploys2")));
                let got = proportion::newcombe(then, now);
                self.near("low", got.map(|g| g.0), &expected["newcombe95"][0]);
                self.near("high", got.map(|g| g.1), &expected["newcombe95"][1]);
                self.near("p", proportion::fisher(then, now), &expected["fisher_p"]);
                for (share, key) in [(then, "cfr1"), (now, "cfr2")] {
                    let exact = Exact::ratio(share.0, share.1).map(Exact::to_f64);
                    self.near(key, exact, &expected[key]);
                }
            }
            _ => {
                let got = proportion::newcombe((n("k1"), n("n1")), (n("k2"), n("n2")));
                if self.id.starts_with("wald") {
                    self.not("low", got.map(|g| g.0), &expected[0]);
                    self.not("high", got.map(|g| g.1), &expected[1]);
                } else {
                    // Published to three decimals.
                    let rounded = |x: f64| (x * 1000.0).round() / 1000.0;
                    self.near("low", got.map(|g| rounded(g.0)), &expected[0]);
                    self.near("high", got.map(|g| rounded(g.1)), &expected[1]);
                }
            }
        }
    }

    pub(crate) fn ranks(&mut self, input: &Value, expected: &Value) -> bool {
        match self.id {
            "median-lower-vs-r7" => {
                let data = numbers(&input["minutes"]);
                self.near(
                    "median",
                    quantile::median(&data),
                    &expected["r_type7_median"],
                );
                let shares = quantile::percent_ranks(&data);
                let lower = data
                    .iter()
                    .zip(shares)
                    .filter(|(_, s)| *s <= 0.5)
                    .map(|(v, _)| *v);
                self.near(
                    "lower",
                    lower.reduce(f64::max),
                    &expected["devlake_percent_rank_lower_median"],
                );
            }
            "median-ci-binomial" => {
                let got = binomial::median_ranks(
                    input["n"].as_u64().unwrap(),
                    input["conf"].as_f64().unwrap(),
                );
                let got = got.unwrap();
                self.same("lower", Some(got.0), expected["lower_rank"].as_u64());
                self.same("upper", Some(got.1), expected["upper_rank"].as_u64());
                self.near("coverage", Some(got.2), &expected["exact_coverage"]);
            }
            "mann-whitney" => {
                let got = ranks::mann_whitney(&numbers(&input["x"]), &numbers(&input["y"]));
                self.near("U", got.map(|g| g.0), &expected["U"]);
                self.near("p", got.map(|g| g.1), &expected["p"]);
            }
            "mttd-mean" => {
                let data = numbers(&input["minutes"]);
                self.near("mean", xmr::mean(data.iter().copied()), &expected["mean"]);
                self.near(
                    "median",
                    quantile::median(&data),
                    &expected["median_for_contrast"],
                );
            }
            _ => return false,
        }
        true
    }
}
