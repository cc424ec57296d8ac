//! Published answers, reproduced. The vectors are not part of the repository (their texts belong to
//! others): where they lie beside it every one is run or named below with the reason why not.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test reads its file, says what it left out and stops at the first surprise"
)]

mod engineering;
mod money;
mod objectives;
#[path = "../sample/mod.rs"]
mod sample;
mod statistics;

use boardpack::analyse::stats::histogram;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::fmt::Debug;

/// Vectors that wait for the part of the product they belong to, or that no part will ever have.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "devlake-incident-link",
        "contrast; joining incidents to deployments comes with `collect`",
    ),
    (
        "fourkeys-bucket-",
        "contrast; boardpack has no bucket words: it prints the number",
    ),
    (
        "fourkeys-cfr-bucket-",
        "contrast; boardpack has no bucket words: it prints the number",
    ),
    (
        "dora2019-",
        "published multiples: facts of a benchmark's text, not computed by a pack",
    ),
    (
        "dora2021-",
        "published multiples: facts of a benchmark's text, not computed by a pack",
    ),
    (
        "quickcheck-",
        "survey score of another tool: boardpack computes none",
    ),
    (
        "dora-band-",
        "bands are the pack's own `benchmarks`, for orientation: no verdict is looked up",
    ),
    ("bootstrap-mean", "Monte Carlo: boardpack has no randomness"),
];

#[test]
fn every_vector_is_reproduced_or_named() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/vectors.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "the test vectors are missing: {}",
            path.display()
        );
        // Not `println!`, which a test that passes keeps to itself.
        let told = format!("left out: no test vectors at {}\n", path.display());
        std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (mut run, mut named, mut wrong) = (0, vec![0; LEFT_OUT.len()], Vec::new());
    for vector in &vectors {
        let id = vector["id"].as_str().unwrap();
        if let Some(at) = LEFT_OUT
            .iter()
            .position(|(prefix, _)| id.starts_with(prefix))
        {
            named[at] += 1;
            continue;
        }
        let mut check = Check {
            id,
            tolerance: vector["rel_tol"].as_f64().unwrap_or(1e-9).max(1e-12),
            wrong: &mut wrong,
        };
        if check.vector(&vector["input"], &vector["expected"]) {
            run += 1;
        } else {
            wrong.push(format!("{id}: neither run nor named"));
        }
    }
    for ((prefix, reason), n) in LEFT_OUT.iter().zip(&named) {
        println!("left out: {n} × {prefix}: {reason}");
        assert_ne!(*n, 0, "`{prefix}` names no vector any more");
    }
    println!("reproduced: {run} of {}", vectors.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

struct Check<'a> {
    id: &'a str,
    tolerance: f64,
    wrong: &'a mut Vec<String>,
}

impl Check<'_> {
    fn near(&mut self, what: &str, got: Option<f64>, expected: &Value) {
        let want = expected.as_f64();
        let close = match (got, want) {
            (Some(got), Some(want)) => (got - want).abs() <= self.tolerance * want.abs().max(1e-12),
            (got, want) => got == want,
        };
        if !close {
            self.wrong.push(format!(
                "{} {what}: got {got:?}, expected {want:?}",
                self.id
            ));
        }
    }

    fn same<T: PartialEq + Debug>(&mut self, what: &str, got: T, want: T) {
        if got != want {
            self.wrong.push(format!(
                "{} {what}: got {got:?}, expected {want:?}",
                self.id
            ));
        }
    }

    /// A known-bad answer that must not come out.
    fn not(&mut self, what: &str, got: Option<f64>, bad: &Value) {
        let (Some(got), Some(bad)) = (got, bad.as_f64()) else {
            self.wrong
                .push(format!("{} {what}: nothing to contrast", self.id));
            return;
        };
        if (got - bad).abs() <= 1e-6 * bad.abs().max(1e-3) {
            self.wrong
                .push(format!("{} {what}: gave the known-bad {bad}", self.id));
        }
    }

    /// Runs one vector; `false` if nothing here knows it.
    fn vector(&mut self, input: &Value, expected: &Value) -> bool {
        let family = self.id.split('-').next().unwrap();
        match family {
            "quantile" | "promql" | "duckdb" => self.quantiles(input, expected),
            "histq" => self.histograms(input, expected),
            "xmr" => self.xmr(input, expected),
            "run7" | "trend7" | "two" | "anhoej" => self.runs(input, expected),
            "p" | "c" | "u" => self.control(input, expected),
            "poisson" | "etest" | "binom" => self.rates(input, expected),
            "wilson" | "newcombe" | "wald" | "prop" | "cfr" => self.shares(input, expected),
            "middleware" | "pelorus" | "gitlab" | "fourkeys" | "devlake" | "avail" => {
                return self.delivery(input, expected);
            }
            "burn" | "slogen" | "pyrra" | "openslo" | "budget" | "sla" | "occurrence" => {
                return self.objectives(input, expected);
            }
            "quarter" if self.id.starts_with("quarter-minutes") => {
                return self.objectives(input, expected);
            }
            "roi" | "revenue" => return self.money(input, expected),
            "downtime" if self.id == "downtime-floor-from-revenue" => {
                return self.money(input, expected);
            }
            "infra" => return self.money(input, expected) && self.roll_up(input, expected),
            "quarter" | "downtime" | "overlap" => return self.time(input, expected),
            "median" | "mann" | "mttd" => return self.ranks(input, expected),
            "sonar" | "uptime" => return self.roll_up(input, expected),
            _ => return false,
        }
        true
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

fn whole<T: TryFrom<i64, Error: Debug>>(value: &Value) -> Vec<T> {
    let Some(values) = value.as_array() else {
        return Vec::new();
    };
    values
        .iter()
        .map(|v| T::try_from(v.as_i64().unwrap()).unwrap())
        .collect()
}

fn buckets(value: &Value) -> Vec<histogram::Bucket> {
    let bound = |v: &Value| match v.as_str().unwrap() {
        "+Inf" => f64::INFINITY,
        finite => finite.parse().unwrap(),
    };
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|b| (bound(&b[0]), b[1].as_f64().unwrap()))
        .collect()
}

/// An instant, with or without seconds.
fn instant(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().unwrap();
    let text = if text.len() == "2024-01-02T00:00Z".len() {
        text.replace('Z', ":00Z")
    } else {
        text.to_owned()
    };
    text.parse().unwrap()
}
