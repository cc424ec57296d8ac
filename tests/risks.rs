//! The record of risks: what is computed of it, at its bounds and for whatever ranges, and what each
//! quarter knew.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::analyse::{
    self, AppetiteFit, Progress, Reached, RiskMovement, RiskQuarter, RiskRow,
};
use boardpack::diag::emit::short;
use boardpack::load::{base_pack, example, parse};
use boardpack::model::{Exact, Harm, Period};
use proptest::prelude::*;
use std::fmt::Write as _;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn number(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

/// Risks of the base pack's quarter, where these are all there are.
fn risks(record: &str) -> RiskQuarter {
    let over = format!("=== data/risks.yaml\n{record}");
    let loaded = parse(&example(&base_pack(), &over).unwrap());
    let wrong = loaded.diagnostics.iter().any(|d| d.is_error());
    assert!(!wrong, "{}", short(&loaded.diagnostics, &loaded.sources));
    let analysis = analyse::analyse(&loaded.pack.unwrap());
    analysis.quarters[&period("2026-Q3")].risks.clone().unwrap()
}

/// A risk with these lines, assessed as told: a quarter, how often, what once costs, and more.
fn risk(id: &str, lines: &str, assessed: &[(&str, [&str; 2], [&str; 2], &str)]) -> String {
    let mut text = format!(
        "- id: {id}\n  name: Name\n  cause: One\n  event: it fails\n  consequence: harm\n  \
         kind: supplier\n  owner: CFO\n"
    );
    for line in lines.lines() {
        let _ = writeln!(text, "  {line}");
    }
    text += "  assessed:\n";
    for (quarter, times, impact, more) in assessed {
        let _ = writeln!(
            text,
            "    - {{period: {quarter}, times_a_year: {{low: {}, high: {}}}, impact: {{low: {}, \
             high: {}}}, grade: assumed, by: CFO, why: Guessed.{more}}}",
            times[0], times[1], impact[0], impact[1]
        );
    }
    text
}

const PLAIN: &str = "appetite: {a_year: 100000, set_by: Board, on: 2026-02-12}\n\
                     trigger: {what: It is announced}";

fn row(record: &str) -> RiskRow {
    let quarter = risks(record);
    quarter.rows.into_iter().next().unwrap()
}

#[test]
fn the_limit_itself_is_within_and_only_the_whole_range_is_outside() {
    for (impact, fit) in [
        (["40000", "50000"], AppetiteFit::Within),
        (["40000", "50000.01"], AppetiteFit::MayBeOutside),
        (["100000", "200000"], AppetiteFit::MayBeOutside),
        (["100000.01", "200000"], AppetiteFit::Outside),
    ] {
        let row = row(&risk("r", PLAIN, &[("2026-Q3", ["1", "2"], impact, "")]));
        assert_eq!(row.fit, fit, "{impact:?}");
        assert_eq!(row.exposure.low, number(impact[0]));
        assert_eq!(
            row.exposure.high,
            number(impact[1]).times(number("2")).unwrap()
        );
    }
    // A limit that was set after the quarter was none then.
    let later = PLAIN.replace("2026-02-12", "2026-10-02");
    let row = row(&risk(
        "r",
        &later,
        &[("2026-Q3", ["1", "2"], ["1", "2"], "")],
    ));
    assert_eq!((row.fit, row.appetite), (AppetiteFit::NotSet, None));
}

#[test]
fn a_risk_moves_by_its_high_end_and_then_by_its_low() {
    let first = ("2026-Q2", ["1", "2"], ["10000", "20000"], "");
    for (times, impact, moved) in [
        (["1", "2"], ["10000", "20000"], RiskMovement::Same),
        (["0.5", "2"], ["20000", "20000"], RiskMovement::Same),
        (["1", "2"], ["9000", "21000"], RiskMovement::Higher),
        (["1", "2"], ["11000", "20000"], RiskMovement::Higher),
        (["1", "2"], ["11000", "19000"], RiskMovement::Lower),
        (["1", "2"], ["9000", "20000"], RiskMovement::Lower),
    ] {
        let now = ("2026-Q3", times, impact, "");
        let row = row(&risk("r", PLAIN, &[first, now]));
        assert_eq!(row.movement, moved, "{times:?} {impact:?}");
    }
}

#[test]
fn what_is_new_and_what_nobody_looked_at_are_told_apart() {
    let plain = |id, quarter| risk(id, PLAIN, &[(quarter, ["1", "2"], ["1", "2"], "")]);
    let both = plain("old", "2026-Q1") + &plain("young", "2026-Q3");
    let quarter = risks(&both);
    let moved = |id: &str| {
        let mut rows = quarter.rows.iter();
        rows.find(|row| row.id == id).unwrap().movement
    };
    assert_eq!(moved("old"), RiskMovement::NotAssessed);
    assert_eq!(moved("young"), RiskMovement::New);
    // Where the record begins nothing is new.
    let quarter = risks(&plain("young", "2026-Q3"));
    assert_eq!(quarter.rows[0].movement, RiskMovement::FirstRecord);
    // What is assessed later is not known yet.
    let later = plain("old", "2026-Q3") + &plain("later", "2026-Q4");
    assert_eq!(risks(&later).rows.len(), 1);
}

#[test]
fn money_and_hours_of_customers_are_not_compared() {
    let hours = "appetite: {a_year: 100000, set_by: Board, on: 2026-02-12}\n\
                 trigger: {what: It is announced}";
    let mut record = risk("r", hours, &[("2026-Q2", ["1", "2"], ["1", "2"], "")]);
    record += "    - {period: 2026-Q3, times_a_year: {low: 1, high: 2}, customer_hours: {low: 1, \
               high: 2}, grade: assumed, by: CFO, why: Guessed., appetite: \
               {customer_hours_a_year: 50, set_by: Board, on: 2026-09-01}}\n";
    let row = row(&record);
    assert_eq!(row.harm, Harm::CustomerHours);
    assert_eq!(row.movement, RiskMovement::NotComparable);
    assert_eq!(row.before, Some((period("2026-Q2"), None)));
    assert_eq!(row.fit, AppetiteFit::Within);
}

#[test]
fn a_trigger_is_reached_beyond_its_bound_and_not_at_it() {
    // Checkout success is 98.5 % in the base pack; nothing is filed of it for search.
    for (trigger, reached) in [
        ("{metric: checkout-success, below: 98.5}", Reached::No),
        ("{metric: checkout-success, below: 98.51}", Reached::Yes),
        ("{metric: checkout-success, above: 98.5}", Reached::No),
        ("{metric: checkout-success, above: 98.49}", Reached::Yes),
        (
            "{metric: checkout-success, service: search, above: 1}",
            Reached::NoData,
        ),
        ("{what: It is announced}", Reached::No),
    ] {
        let lines = PLAIN.replace("{what: It is announced}", trigger);
        let row = row(&risk(
            "r",
            &lines,
            &[("2026-Q3", ["1", "2"], ["1", "2"], "")],
        ));
        assert_eq!(row.reached, reached, "{trigger}");
    }
    let reached = ", trigger_reached: 2026-08-20";
    let row = row(&risk(
        "r",
        PLAIN,
        &[("2026-Q3", ["1", "2"], ["1", "2"], reached)],
    ));
    assert!(row.reached.is_reached());
    assert_eq!(row.reached, Reached::On("2026-08-20".parse().unwrap()));
}

#[test]
fn what_is_done_is_late_after_its_day_and_answers_for_the_quarter_in_which_it_was_done() {
    let began = "2026-07-01".parse().unwrap();
    for (by, done, come, answers) in [
        ("2026-09-30", "", Progress::Under, true),
        ("2026-09-29", "", Progress::Overdue, false),
        // What came after the quarter's last day it did not know.
        ("2026-09-29", ", done: 2026-10-01", Progress::Overdue, false),
        (
            "2026-09-29",
            ", done: 2026-07-01",
            Progress::Done(began),
            true,
        ),
        (
            "2026-09-29",
            ", done: 2026-06-30",
            Progress::Done("2026-06-30".parse().unwrap()),
            false,
        ),
    ] {
        let doing = format!("{PLAIN}\ndoing: {{what: Mend it, owner: CFO, by: {by}{done}}}");
        let row = row(&risk(
            "r",
            &doing,
            &[("2026-Q3", ["1", "2"], ["1", "2"], "")],
        ));
        assert_eq!(row.doing.as_ref().unwrap().1, come, "{by}{done}");
        assert_eq!(
            row.is_answered(period("2026-Q3"), began),
            answers,
            "{by}{done}"
        );
    }
    // A decision that this pack asks for answers as well; one of an earlier pack does not.
    let asks = format!("{PLAIN}\ndecision: 2026-Q3/d1-second-provider");
    let row = row(&risk(
        "r",
        &asks,
        &[("2026-Q3", ["1", "2"], ["1", "2"], "")],
    ));
    assert!(row.is_answered(period("2026-Q3"), began));
    assert!(!row.is_answered(period("2026-Q4"), "2026-10-01".parse().unwrap()));
}

#[test]
fn a_closed_risk_is_told_once_and_the_rest_stand_by_their_exposure() {
    let one = |id, high| risk(id, PLAIN, &[("2026-Q1", ["1", "2"], ["1", high], "")]);
    let record = one("small", "10")
        + &one("large", "30")
        + &one("gone", "50")
        + "  closed: {period: 2026-Q2, why: It ended.}\n"
        + &one("going", "40")
        + "  closed: {period: 2026-Q3, why: It ends.}\n";
    let quarter = risks(&record);
    let ids: Vec<&str> = quarter.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["large", "small"]);
    assert_eq!(quarter.closed.len(), 1);
    assert_eq!(quarter.closed[0].id, "going");
    assert_eq!(quarter.closed[0].movement, RiskMovement::Closed);
}

/// A range of amounts with two decimals, in hundredths; never nothing at both ends.
fn range() -> impl Strategy<Value = (u32, u32)> {
    (0_u32..5_000_000, 1_u32..5_000_000).prop_map(|(low, more)| (low, low + more))
}

fn hundredths(n: u32) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_exposure_is_the_product_of_its_ends(
        (times, impact, before, limit) in (range(), range(), range(), 0_u32..50_000_000)
    ) {
        let ends = |(low, high): (u32, u32)| [hundredths(low), hundredths(high)];
        let [times_low, times_high] = ends(times);
        let [impact_low, impact_high] = ends(impact);
        let [before_low, before_high] = ends(before);
        let lines = PLAIN.replace("100000", &hundredths(limit));
        let record = risk("r", &lines, &[
            ("2026-Q2", [&times_low, &times_high], [&before_low, &before_high], ""),
            ("2026-Q3", [&times_low, &times_high], [&impact_low, &impact_high], ""),
        ]);
        let row = row(&record);
        // In ten-thousandths, which whole numbers hold exactly.
        let exposed = |by: (u32, u32)| {
            let product = |a: u32, b: u32| i128::from(a) * i128::from(b);
            (product(times.0, by.0), product(times.1, by.1))
        };
        let (low, high) = exposed(impact);
        let scaled = |end: Exact| end.scaled(4).unwrap();
        prop_assert_eq!((scaled(row.exposure.low), scaled(row.exposure.high)), (low, high));
        prop_assert!(row.exposure.low <= row.exposure.high);
        let most = i128::from(limit) * 100;
        let fit = if high <= most {
            AppetiteFit::Within
        } else if low > most {
            AppetiteFit::Outside
        } else {
            AppetiteFit::MayBeOutside
        };
        prop_assert_eq!(row.fit, fit);
        let then = exposed(before);
        let moved = match (high, low).cmp(&(then.1, then.0)) {
            std::cmp::Ordering::Greater => RiskMovement::Higher,
            std::cmp::Ordering::Equal => RiskMovement::Same,
            std::cmp::Ordering::Less => RiskMovement::Lower,
        };
        prop_assert_eq!(row.movement, moved);
    }
}
