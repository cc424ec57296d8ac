//! What auditors ask for, at its bounds: certificates, findings, tests of restoring, and the register
//! of vulnerabilities, in which what is open is never taken for fixed.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use boardpack::analyse::incidents::Losses;
use boardpack::analyse::{self, CertificateState, ComplianceQuarter, SecurityQuarter, recorded};
use boardpack::diag::emit::short;
use boardpack::load::{base_pack, example, parse};
use boardpack::model::{Exact, Pack, Period, RecordFigure, Scope, Value};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::fmt::Write as _;

fn period() -> Period {
    "2026-Q3".parse().unwrap()
}

fn pack(record: &str) -> Pack {
    let over = format!("=== data/compliance.yaml\n{record}");
    let loaded = parse(&example(&base_pack(), &over).unwrap());
    let wrong = loaded.diagnostics.iter().any(|d| d.is_error());
    assert!(!wrong, "{}", short(&loaded.diagnostics, &loaded.sources));
    loaded.pack.unwrap()
}

fn quarter(record: &str) -> ComplianceQuarter {
    let analysis = analyse::analyse(&pack(record));
    analysis.quarters[&period()].compliance.clone().unwrap()
}

fn certified(audits: &str, findings: &str) -> ComplianceQuarter {
    quarter(&format!(
        "certifications:\n  - id: c\n    name: Name\n    scope: Scope\n    owner: CFO\n    \
         audits: [{audits}]\n    findings: [{findings}]\nrestore_tests: []\n"
    ))
}

#[test]
fn a_certificate_holds_through_its_last_day() {
    let until = |until: &str, next: &str| {
        format!("{{on: 2026-03-10, passed: true, until: {until}, next: {next}}}")
    };
    let failed = "{on: 2026-08-10, passed: false, next: 2026-12-10}";
    for (audits, state) in [
        (until("2026-09-30", "2026-09-30"), CertificateState::Held),
        (until("2026-09-29", "2026-09-30"), CertificateState::Expired),
        (
            until("2027-03-10", "2026-09-29"),
            CertificateState::AuditOverdue,
        ),
        (
            format!("{}, {failed}", until("2027-03-10", "2026-09-01")),
            CertificateState::NotPassed,
        ),
        // What is audited later is not known yet.
        (
            format!(
                "{}, {{on: 2026-10-01, passed: true, until: 2027-10-01, next: 2027-09-01}}",
                until("2026-09-29", "2026-09-01")
            ),
            CertificateState::Expired,
        ),
    ] {
        let held = certified(&audits, "");
        assert_eq!(held.certifications[0].state, state, "{audits}");
    }
}

#[test]
fn a_finding_is_late_after_its_day_and_closed_when_it_was() {
    let audit = "{on: 2026-03-10, passed: true, until: 2027-03-10, next: 2027-03-01}";
    let finding = |id: &str, due: &str, closed: &str| {
        format!(
            "{{id: {id}, what: Something, severity: minor, opened: 2026-03-10, due: {due}, \
             closed: {closed}}}"
        )
    };
    let all = [
        finding("in-time", "2026-09-30", "~"),
        finding("late", "2026-09-20", "~"),
        finding("closed", "2026-09-20", "2026-09-30"),
        finding("closed-before", "2026-09-20", "2026-06-30"),
        finding("closed-after", "2026-09-25", "2026-10-01"),
    ];
    let held = certified(audit, &all.join(", "));
    let row = &held.certifications[0];
    let open: Vec<(&str, i64)> = row.open.iter().map(|f| (f.id.as_str(), f.late)).collect();
    assert_eq!(open, [("late", 10), ("closed-after", 5), ("in-time", 0)]);
    assert_eq!(row.closed, 1);
}

#[test]
fn the_last_test_of_restoring_counts() {
    let held = quarter(
        "certifications: []\nrestore_tests:\n  \
         - {service: checkout, on: 2026-05-01, passed: false, next: 2026-06-01}\n  \
         - {service: checkout, on: 2026-06-01, passed: true, next: 2026-09-30}\n  \
         - {service: search, on: 2026-06-01, passed: true, next: 2026-09-29}\n  \
         - {service: search, on: 2026-10-01, passed: true, next: 2027-01-29}\n",
    );
    let checkout = held.restores["checkout"];
    assert!(checkout.passed && !checkout.overdue);
    assert!(held.restores["search"].overdue);
}

/// A register from the first day of 2026: critical within 15 days, from August on within 7.
fn register(items: &str) -> String {
    format!(
        "certifications: []\nrestore_tests: []\nvulnerabilities:\n  since: 2026-01-01\n  \
         source: Register\n  promises:\n    \
         - {{from: 2026-01-01, critical: 15, high: 30, medium: 90, low: 180, set_by: CTO}}\n    \
         - {{from: 2026-08-01, critical: 7, high: 30, medium: 90, low: 180, set_by: CTO}}\n  \
         items:\n{items}"
    )
}

fn item(id: &str, known: &str, fixed: &str, more: &str) -> String {
    format!(
        "    - {{id: {id}, severity: critical, service: checkout, known: {known}, fixed: {fixed}{more}}}\n"
    )
}

fn security(items: &str) -> SecurityQuarter {
    quarter(&register(items)).security.unwrap()
}

fn overdue(items: &str) -> Option<Value> {
    recorded(
        (&pack(&register(items)), &Losses::default()),
        period(),
        RecordFigure::OverdueCritical,
        Scope::All,
    )
}

fn count(count: u64) -> Option<Value> {
    Some(Value::Count {
        count,
        exposure: None,
    })
}

#[test]
fn the_last_day_of_a_promise_is_in_time_and_the_promise_is_that_of_the_day_it_became_known() {
    let critical = |items: &str| security(items).severities[0].clone();
    // Seven days from 23 September end on 30 September, the quarter's last.
    let row = critical(&item("v", "2026-09-23", "~", ""));
    assert_eq!((row.open, row.overdue, row.promise), (1, 0, 7));
    let row = critical(&item("v", "2026-09-22", "~", ""));
    assert_eq!((row.open, row.overdue, row.oldest), (1, 1, Some(8)));
    assert_eq!(overdue(&item("v", "2026-09-22", "~", "")), count(1));
    // Known in July: fifteen days, though seven are promised since.
    let row = critical(&item("v", "2026-07-31", "2026-08-15", ""));
    assert_eq!(row.in_time, (1, 1));
    let row = critical(&item("v", "2026-07-31", "2026-08-16", ""));
    assert_eq!(row.in_time, (0, 1));
    // Fixed after the quarter is open in it.
    let row = critical(&item("v", "2026-09-20", "2026-10-01", ""));
    assert_eq!((row.open, row.fixed, row.overdue), (1, 0, 1));
}

#[test]
fn what_is_accepted_is_neither_overdue_nor_fixed() {
    let accepted = |until: &str| {
        let more = format!(
            ", accepted: {{by: CTO, on: 2026-08-10, until: {until}, why: Nobody mends it.}}"
        );
        item("v", "2026-08-03", "~", &more)
    };
    let held = security(&accepted("2026-09-30"));
    let row = &held.severities[0];
    assert_eq!((row.open, row.accepted, row.overdue), (1, 1, 0));
    assert_eq!(row.in_time, (0, 1));
    // It is listed, and the metric counts it: acceptance explains and does not close.
    assert!(held.overdue[0].accepted_until.is_some());
    assert_eq!(overdue(&accepted("2026-09-30")), count(1));
    let held = security(&accepted("2026-09-29"));
    let row = &held.severities[0];
    assert_eq!((row.open, row.accepted, row.overdue), (1, 0, 1));
    assert!(held.overdue[0].accepted_until.is_none());
}

#[test]
fn open_ones_enter_the_median_with_their_age() {
    let items = [
        item("a", "2026-07-01", "2026-07-03", ""),
        item("b", "2026-07-01", "2026-07-05", ""),
        item("c", "2026-07-01", "~", ""),
        // Fixed before the quarter began.
        item("d", "2026-01-05", "2026-06-30", ""),
    ];
    let row = security(&items.concat()).severities[0].clone();
    assert_eq!(row.median, Some(Exact::integer(4)));
    assert_eq!(row.counted, 3);
    // With two open and one fixed, half are not fixed: nobody knows the median yet.
    let items = [
        item("a", "2026-07-01", "2026-07-03", ""),
        item("b", "2026-07-01", "~", ""),
        item("c", "2026-07-01", "~", ""),
    ];
    let row = security(&items.concat()).severities[0].clone();
    assert_eq!((row.median, row.counted), (None, 3));
}

#[test]
fn a_register_that_begins_later_tells_nothing() {
    let later = register(&item("v", "2026-10-02", "~", ""))
        .replace("since: 2026-01-01", "since: 2026-10-01");
    let pack = pack(&later);
    let analysis = analyse::analyse(&pack);
    let held = analysis.quarters[&period()].compliance.as_ref();
    assert!(held.is_none_or(|held| held.security.is_none()));
    let told = recorded(
        (&pack, &Losses::default()),
        period(),
        RecordFigure::OverdueCritical,
        Scope::All,
    );
    assert_eq!(told, None);
}

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn counts_of_the_register_agree(
        made in prop::collection::vec((0_u64..300, prop::option::of(0_u64..200)), 1..24)
    ) {
        let mut items = String::new();
        for (n, (known, days)) in made.iter().enumerate() {
            let fixed = days.map_or("~".to_owned(), |days| day(known + days).to_string());
            let _ = write!(items, "{}", item(&format!("v-{n}"), &day(*known).to_string(), &fixed, ""));
        }
        let held = security(&items);
        let row = &held.severities[0];
        let as_at = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
        let (mut open, mut late) = (0, 0);
        for (known, days) in &made {
            let (known, fixed) = (day(*known), days.map(|days| day(known + days)));
            let promised = if known < day(212) { 15 } else { 7 };
            if known <= as_at && fixed.is_none_or(|fixed| fixed > as_at) {
                open += 1;
                late += usize::from(known + Days::new(promised) < as_at);
            }
        }
        prop_assert_eq!((row.open, row.overdue), (open, late));
        prop_assert_eq!(held.overdue.len(), late);
        prop_assert_eq!(overdue(&items), count(u64::try_from(late).unwrap()));
        prop_assert!(row.in_time.0 <= row.in_time.1);
        prop_assert!(row.counted >= open);
        let ages = held.overdue.iter().map(|row| row.age);
        prop_assert!(ages.clone().zip(ages.skip(1)).all(|(a, b)| a >= b));
    }
}
