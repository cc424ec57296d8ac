//! What the sample's words claim without a figure beside them, held against its data: if a snapshot
//! is corrected, the sentence that it breaks is named here.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use boardpack::analyse::{Analysis, Assessment, ExceptionReason, MovementClass, Status, analyse};
use boardpack::load::{self, Tree};
use boardpack::model::{Pack, Period, Value};
use std::path::Path;

fn sample() -> (Pack, Analysis) {
    let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let pack = load::parse(&tree).pack.unwrap();
    let analysis = analyse(&pack);
    (pack, analysis)
}

fn all<'a>(analysis: &'a Analysis, quarter: &str, metric: &str) -> &'a Assessment {
    let period: Period = quarter.parse().unwrap();
    &analysis.quarters[&period].metrics[metric].all
}

fn class<'a>(analysis: &'a Analysis, quarter: &str, metric: &str) -> &'a MovementClass {
    &all(analysis, quarter, metric).movement.class
}

#[test]
fn releases_fail_less_often_since_rollback_and_still_too_often() {
    let (_, analysis) = sample();
    for metric in ["change-failure-rate", "deployment-rework-rate"] {
        let now = all(&analysis, "2026-Q3", metric);
        assert_eq!(now.movement.class, MovementClass::StrongSignal, "{metric}");
        assert_eq!(now.movement.better, Some(true), "{metric}");
        assert_eq!(now.target.status, Status::Missed, "{metric}");
    }
    // "Change failure rate rose this quarter, a strong signal, and the share of hotfixes with it."
    for metric in ["change-failure-rate", "deployment-rework-rate"] {
        let then = all(&analysis, "2026-Q1", metric);
        assert_eq!(then.movement.class, MovementClass::StrongSignal, "{metric}");
        assert_eq!(then.movement.better, Some(false), "{metric}");
    }
    // "In the first half of the year about one release in ten failed", and "more than an hour".
    let (mut failed, mut made) = (0, 0);
    for quarter in ["2026-Q1", "2026-Q2"] {
        let rate = all(&analysis, quarter, "change-failure-rate");
        let Value::Ratio { part, whole } = rate.now.as_ref().unwrap().value else {
            panic!("not a ratio");
        };
        failed += part;
        made += whole;
        let recovery = all(&analysis, quarter, "failed-deployment-recovery-time");
        assert!(recovery.now.as_ref().unwrap().exact.to_f64() > 60.0);
    }
    assert!((9..=11).contains(&(100 * failed / made)), "{failed}/{made}");
}

#[test]
fn only_services_with_rollback_fail_less_often() {
    let (_, analysis) = sample();
    let period: Period = "2026-Q3".parse().unwrap();
    let services = &analysis.quarters[&period].metrics["change-failure-rate"].services;
    let rate = |ids: &[&str], last: bool| {
        let (mut part, mut whole) = (0, 0);
        for id in ids {
            let judged = &services[*id];
            let figure = if last { &judged.previous } else { &judged.now };
            let Value::Ratio { part: p, whole: w } = figure.as_ref().unwrap().value else {
                panic!("not a ratio");
            };
            part += p;
            whole += w;
        }
        1000 * part / whole
    };
    let with = ["checkout", "payments", "search", "catalogue", "app-gateway"];
    let without = ["accounts", "fulfilment"];
    assert!(rate(&with, false) * 3 < rate(&with, true) * 2);
    assert!(rate(&without, false).abs_diff(rate(&without, true)) < 10);
}

#[test]
fn checkout_keeps_missing_with_routine_variation_only() {
    let (_, analysis) = sample();
    let now = all(&analysis, "2026-Q3", "checkout-success");
    assert_eq!(now.movement.class, MovementClass::Routine);
    assert_eq!(now.missed_in_a_row, 3, "third quarter in a row");
    let target = now.target.target.as_ref().unwrap().value;
    let missed = now.history.values().filter(|f| f.exact < target).count();
    assert_eq!((missed, now.history.len()), (7, 8), "seven of eight");
    // "Weeks like those two lie within checkout's routine range."
    let (lower, _) = now.movement.limits.unwrap();
    for week in ["2026-W34", "2026-W37"] {
        let point = now.behaviour.points.iter();
        let mut point = point.filter(|p| p.week.to_string() == week);
        assert!(point.next().unwrap().value > lower, "{week}");
    }
    let period: Period = "2026-Q3".parse().unwrap();
    let budget = &analysis.quarters[&period].metrics["error-budget-left"].services["checkout"];
    assert!(
        budget.now.as_ref().unwrap().exact.to_f64() < 0.0,
        "overspent"
    );
    let kept = all(&analysis, "2026-Q3", "slo-attainment");
    let six_of_seven = Value::Ratio { part: 6, whole: 7 };
    assert_eq!(kept.now.as_ref().unwrap().value, six_of_seven);
}

#[test]
fn the_rota_changed_nothing_and_the_split_did() {
    let (_, analysis) = sample();
    let period: Period = "2026-Q3".parse().unwrap();
    let shifts = &analysis.quarters[&period].shifts;
    assert_eq!(shifts["review-rota"].movement.class, MovementClass::Routine);
    let split = &shifts["search-index-split"].movement;
    assert_eq!(split.class, MovementClass::StrongSignal);
    assert_eq!(split.better, Some(true));
    assert_eq!(
        class(&analysis, "2026-Q3", "review-wait"),
        &MovementClass::Routine
    );
    // "Missed our target in every quarter of the first year and a half"; met in both since.
    let search = &analysis.quarters[&period].metrics["api-latency-p95"].services["search"];
    let values: Vec<f64> = search.history.values().map(|f| f.exact.to_f64()).collect();
    let (early, late) = values.split_at(6);
    assert!(early.iter().all(|v| *v > 300.0) && late.iter().all(|v| *v <= 300.0));
}

#[test]
fn the_quarters_told_are_the_quarters_judged() {
    let (pack, analysis) = sample();
    let told: Vec<String> = pack.narratives.keys().map(ToString::to_string).collect();
    assert_eq!(told, ["2026-Q1", "2026-Q2", "2026-Q3"]);
    let reasons = |quarter: &str| -> Vec<(String, ExceptionReason)> {
        let period: Period = quarter.parse().unwrap();
        let rows = &analysis.quarters[&period].exceptions;
        rows.iter().map(|r| (r.metric.clone(), r.reason)).collect()
    };
    let row = |metric: &str, reason| (metric.to_owned(), reason);
    assert_eq!(
        reasons("2026-Q3"),
        [
            row("checkout-success", ExceptionReason::KeepsMissing),
            row("review-wait", ExceptionReason::KeepsMissing),
            row("change-failure-rate", ExceptionReason::BetterPredicted),
            row("deployment-rework-rate", ExceptionReason::BetterPredicted),
        ]
    );
    // "No dashboard measure moved by more than routine variation."
    let period: Period = "2026-Q2".parse().unwrap();
    assert_eq!(analysis.quarters[&period].honesty.moved, 0);
    // "Customers found half of our incidents."
    let found = all(&analysis, "2026-Q1", "customer-reported-share");
    let half = Value::Ratio { part: 6, whole: 12 };
    assert_eq!(found.now.as_ref().unwrap().value, half);
}
