//! The record of incidents: what it shows is counted from instants, overlaps count once, what is open
//! is never taken for ended, and every quarter tells what it knew.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail")]

use boardpack::analyse::incidents::{Incidents, Losses, figure, lost};
use boardpack::diag::emit::short;
use boardpack::load::{Tree, base_pack, example, parse};
use boardpack::model::{Exact, Pack, Period, RecordFigure, Scope, Value};
use boardpack::{analyse, pipeline};

const RECORD: &str = "data/incidents/2026-Q3.yaml";

/// The base pack with a record of these incidents, one a line: id, when it began, when it was
/// detected and restored, who found it, severity, journeys and the rest.
fn pack_with(records: &[(&str, &str, &[&str])]) -> (Tree, Pack) {
    let mut over = String::new();
    for (period, as_of, incidents) in records {
        over.push_str(&format!(
            "=== data/incidents/{period}.yaml\nperiod: {period}\nas_of: {as_of}\nincidents:\n"
        ));
        if incidents.is_empty() {
            over = over.trim_end().to_owned() + " []\n";
        }
        for incident in *incidents {
            over.push_str(&format!("  - {{{incident}, services: [checkout], experienced: Broken., cause: Not built to last.}}\n"));
        }
    }
    if !records.iter().any(|(period, ..)| *period == "2026-Q3") {
        over.push_str(&format!("=== {RECORD}\n"));
    }
    over.push_str("=== data/business.yaml\n");
    let tree = example(&base_pack(), &over).unwrap();
    let loaded = parse(&tree);
    let told: Vec<_> = loaded.diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(
        told.is_empty(),
        "{}",
        short(&loaded.diagnostics, &loaded.sources)
    );
    (tree, loaded.pack.unwrap())
}

fn quarter(text: &str) -> Period {
    text.parse().unwrap()
}

fn shown(pack: &Pack) -> Incidents {
    let analysis = analyse::analyse(pack);
    let quarter = analysis.quarters.get(&quarter("2026-Q3")).unwrap();
    quarter.incidents.clone().unwrap()
}

fn minutes(n: i64) -> Exact {
    Exact::integer(n)
}

#[test]
fn overlapping_incidents_cost_each_customer_one_minute() {
    // The published example of overlapping outages: 55 minutes together, not 65.
    let (_, pack) = pack_with(&[(
        "2026-Q3",
        "2026-10-05 09:00",
        &[
            "id: a, title: A, severity: 1, began: 2026-08-18 10:00, detected: 2026-08-18 10:01, restored: 2026-08-18 10:30, found_by: us, journeys: [pay], affected: {customers: 100, grade: measured}, distinct_from: [b]",
            "id: b, title: B, severity: 2, began: 2026-08-18 10:20, detected: 2026-08-18 10:21, restored: 2026-08-18 10:50, found_by: us, journeys: [pay], affected: {customers: 140, grade: measured}",
            "id: c, title: C, severity: 3, began: 2026-08-18 11:00, detected: 2026-08-18 11:01, restored: 2026-08-18 11:05, found_by: customer, journeys: [pay], affected: {customers: 10, grade: measured}",
        ],
    )]);
    let shown = shown(&pack);
    assert_eq!(shown.impaired.get("pay"), Some(&minutes(55)));
    assert_eq!(shown.critical, minutes(55));
    // 30 × 100, then 40 more in the ten shared minutes and 140 in twenty, then 5 × 10.
    assert_eq!(
        shown.customer_minutes,
        Some(minutes(3000 + 400 + 2800 + 50))
    );
    assert_eq!(shown.count(), 3);
    assert_eq!(shown.found, [2, 1, 0, 0]);
    assert_eq!(shown.restored_within(30), (3, 3));
    assert_eq!(shown.restored_within(29), (1, 3));
}

#[test]
fn an_open_incident_is_censored_and_never_taken_for_ended() {
    let (_, pack) = pack_with(&[(
        "2026-Q3",
        "2026-10-05 09:00",
        &[
            "id: a, title: A, severity: 1, began: 2026-08-18 10:00, detected: 2026-08-18 10:10, restored: 2026-08-18 10:20, found_by: us",
            "id: b, title: B, severity: 2, began: 2026-08-19 10:00, detected: 2026-08-19 10:30, restored: 2026-08-19 11:30, found_by: us",
            "id: c, title: C, severity: 3, began: 2026-09-30 08:00, detected: 2026-09-30 08:02, restored: ~, found_by: us",
        ],
    )]);
    let shown = shown(&pack);
    assert_eq!(shown.restore, Some(minutes(90)));
    assert_eq!(shown.detect, Some(minutes(10)));
    let open: Vec<_> = shown.cases.iter().filter(|case| case.is_open()).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].minutes, minutes(5 * 1_440 + 60));
    assert_eq!(open[0].restored_within(60), Some(false));
    assert_eq!(open[0].restored_within(100_000), None);
    assert_eq!(shown.restored_within(60), (1, 3));
    assert_eq!(shown.restored_within(100_000), (2, 2));
}

#[test]
fn minutes_fall_in_the_quarter_in_which_they_pass_and_the_count_where_it_began() {
    // An hour before midnight and two after it, across the end of a quarter in London.
    let over = "=== data/snapshots/2026-Q2.yaml\nperiod: 2026-Q2\nas_of: 2026-07-06\nreviewed_by: Finance business partner\nobservations: {}\n=== data/business.yaml\n=== data/incidents/2026-Q2.yaml\nperiod: 2026-Q2\nas_of: 2026-07-06 09:00\nincidents:\n  - {id: night, title: Night, severity: 1, began: 2026-06-30 23:00, detected: 2026-06-30 23:05, restored: 2026-07-01 02:00, found_by: us, services: [checkout], journeys: [pay], affected: {customers: 10, grade: measured}, experienced: Broken., cause: ~}\n=== data/incidents/2026-Q3.yaml\nperiod: 2026-Q3\nas_of: 2026-10-05 09:00\nincidents: []\n";
    let tree = example(&base_pack(), over).unwrap();
    let pack = parse(&tree).pack.unwrap();
    let of = |period: &str| {
        let value = |f| figure((&pack, &Losses::default()), quarter(period), f, Scope::All);
        (
            value(RecordFigure::Incidents),
            value(RecordFigure::CustomerMinutes),
        )
    };
    let count = |count| {
        Some(Value::Count {
            count,
            exposure: None,
        })
    };
    assert_eq!(of("2026-Q2"), (count(1), count(600)));
    assert_eq!(of("2026-Q3"), (count(0), count(1_200)));
    let all = lost(
        &pack,
        quarter("2026-Q3"),
        pack.incidents[&quarter("2026-Q3")].as_of.value,
    );
    assert_eq!(all[0].whole(), Some(minutes(1_800)));
    let Some(Value::Quantile { value, n: 1 }) = figure(
        (&pack, &Losses::default()),
        quarter("2026-Q2"),
        RecordFigure::TimeToRestore,
        Scope::All,
    ) else {
        panic!("the whole incident is timed where it began");
    };
    assert_eq!(value, minutes(180));
}

#[test]
fn a_quarter_tells_what_it_knew_and_the_next_tells_the_rest() {
    let (_, pack) = pack_with(&[(
        "2026-Q3",
        "2026-10-05 09:00",
        &[
            "id: a, title: A, severity: 1, began: 2026-09-30 10:00, detected: 2026-09-30 10:10, restored: 2026-10-06 10:00, found_by: us, review: {due: 2026-10-09, held: 2026-10-08, monitoring_gap: true}, follow_ups: [{id: x, what: Mend it, kind: prevent, owner: CTO, opened: 2026-10-01, due: 2026-10-02, done: 2026-10-07}, {id: y, what: Mend it more, kind: learn, owner: CTO, opened: 2026-10-06, due: 2026-10-30}]",
        ],
    )]);
    let shown = shown(&pack);
    assert!(
        shown.cases[0].is_open(),
        "restored a day after the record was taken"
    );
    assert_eq!((shown.reviews.held, shown.reviews.required), (0, 1));
    assert_eq!(
        shown.follow_ups.rows.len(),
        1,
        "the other was not agreed yet"
    );
    assert_eq!(shown.follow_ups.oldest().unwrap().days_late, 3);
    assert_eq!(shown.follow_ups.overdue(), [1, 0, 0]);
}

#[test]
fn clocks_that_are_set_back_need_their_offset() {
    let times = |began: &str, restored: &str| {
        let over = format!(
            "=== data/business.yaml\n=== data/snapshots/2026-Q4.yaml\nperiod: 2026-Q4\nas_of: 2027-01-05\nreviewed_by: Finance business partner\nobservations: {{}}\n=== data/incidents/2026-Q4.yaml\nperiod: 2026-Q4\nas_of: 2027-01-05 09:00\nincidents:\n  - {{id: night, title: Night, severity: 1, began: {began}, detected: {began}, restored: {restored}, found_by: us, services: [checkout], experienced: Broken., cause: ~}}\n"
        );
        let tree = example(&base_pack(), &over).unwrap();
        let loaded = parse(&tree);
        let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
        let value = loaded.pack.and_then(|pack| {
            figure(
                (&pack, &Losses::default()),
                quarter("2026-Q4"),
                RecordFigure::TimeToRestore,
                Scope::All,
            )
        });
        (codes, value)
    };
    let (codes, _) = times("2026-10-25 01:30", "2026-10-25 03:00");
    assert!(codes.contains(&"ambiguous-time"), "{codes:?}");
    let lasted = |began: &str| match times(began, "2026-10-25 03:00").1 {
        Some(Value::Quantile { value, .. }) => value,
        other => panic!("{other:?}"),
    };
    assert_eq!(lasted("2026-10-25 01:30+01:00"), minutes(150));
    assert_eq!(lasted("2026-10-25 01:30+00:00"), minutes(90));
    assert!(
        times("2026-10-25 01:30+05:00", "2026-10-25 03:00")
            .0
            .contains(&"wrong-offset")
    );
}

#[test]
fn the_sheet_says_that_there_is_no_record_and_claims_no_zero() {
    let tree = example(
        &base_pack(),
        &format!("=== {RECORD}\n=== data/business.yaml\n"),
    )
    .unwrap();
    let site = pipeline::build(&tree).site.unwrap();
    let page = String::from_utf8(site.files["index.html"].clone()).unwrap();
    let at = page.find("id=\"what-went-wrong\"").unwrap();
    let sheet = &page[at..at + page[at..].find("</section>").unwrap()];
    assert!(sheet.contains("keeps no incident record"), "{sheet}");
    assert!(!sheet.contains(" 0 "), "{sheet}");
    assert!(!site.files.contains_key("2026-Q3/incidents.html"));
}

/// The Board's edition shows nothing of an internal incident, and says how many it leaves out.
#[test]
fn an_internal_incident_is_absent_from_every_byte() {
    let over = format!(
        "~~~ {RECORD}\n-    title: Payment provider down\n+    title: Zzcanary outage\n+    audience: internal\n-    experienced: Card payments were refused at the last step of the checkout.\n+    experienced: Zzcanary was felt.\n-    cause: The provider lost one of its data centres.\n+    cause: Zzcanary failed.\n=== data/business.yaml\n"
    );
    let tree = example(&base_pack(), &over).unwrap();
    let whole = pipeline::build(&tree).site.unwrap();
    let board = pipeline::build_from(
        &tree,
        &boardpack::model::Origin::default(),
        boardpack::model::Audience::Board,
    );
    let board = board.site.unwrap();
    let holds = |site: &boardpack::render::Site| {
        let mut files = site.files.values();
        files.any(|bytes| {
            String::from_utf8_lossy(bytes)
                .to_lowercase()
                .contains("zzcanary")
        })
    };
    assert!(holds(&whole), "the whole edition tells of it");
    assert!(!holds(&board), "the Board's edition does not");
    let page = String::from_utf8_lossy(&board.files["index.html"]).into_owned();
    assert!(page.contains("1 of them is not shown in this edition."));
}

/// Clocks that are set forward make a night of incidents no longer: what lasted an hour and a half says
/// so, between local times that lie two and a half hours apart.
#[test]
fn an_incident_over_a_change_of_clocks_lasts_as_long_as_it_did() {
    let over = "=== data/business.yaml\n=== data/snapshots/2026-Q1.yaml\nperiod: 2026-Q1\nas_of: 2026-04-06\nreviewed_by: Finance business partner\nobservations: {}\n=== data/incidents/2026-Q1.yaml\nperiod: 2026-Q1\nas_of: 2026-04-06 09:00\nincidents:\n  - {id: night, title: Night, severity: 1, began: 2026-03-29 00:30, detected: 2026-03-29 02:10, restored: 2026-03-29 03:00, found_by: us, services: [checkout], experienced: Broken., cause: ~}\n";
    let tree = example(&base_pack(), over).unwrap();
    let build = pipeline::build(&tree);
    let told = short(&build.diagnostics, &build.sources);
    let site = build.site.unwrap_or_else(|| panic!("{told}"));
    let page = &site.files["2026-Q1/index.html"];
    let page = String::from_utf8_lossy(page).replace('\u{a0}', " ");
    for words in [
        "Night for 1 hour 30 minutes",
        "29 March, 00:30 to 03:00",
        "We knew after 40 minutes; customers were served again 50 minutes later",
        "In universal time it began at 00:30.",
    ] {
        assert!(page.contains(words), "no `{words}`");
    }
}

#[test]
fn who_found_it_may_not_be_known_and_is_told_apart() {
    let (tree, pack) = pack_with(&[(
        "2026-Q3",
        "2026-10-05 09:00",
        &[
            "id: a, title: A, severity: 1, began: 2026-08-18 10:00, detected: 2026-08-18 10:10, restored: 2026-08-18 10:20, found_by: us",
            "id: b, title: B, severity: 2, began: 2026-08-19 10:00, detected: 2026-08-19 10:30, restored: 2026-08-19 11:30, found_by: customer",
            "id: c, title: C, severity: 3, began: 2026-09-01 10:00, detected: 2026-09-01 10:30, restored: 2026-09-01 11:30, found_by: not-known",
        ],
    )]);
    assert_eq!(shown(&pack).found, [1, 1, 0, 1]);
    let share = figure(
        (&pack, &Losses::default()),
        quarter("2026-Q3"),
        RecordFigure::CustomerFound,
        Scope::All,
    );
    assert_eq!(share, Some(Value::Ratio { part: 1, whole: 2 }));
    let build = pipeline::build(&tree);
    let told = short(&build.diagnostics, &build.sources);
    let site = build.site.unwrap_or_else(|| panic!("{told}"));
    let page = String::from_utf8_lossy(&site.files["2026-Q3/index.html"]).replace('\u{a0}', " ");
    let words = "Found by us first in 1 of 3; customers told us first in 1; of 1 nobody wrote down who did.";
    assert!(page.contains(words), "no `{words}`");
    // No incident says how many customers it hit: that is not the same as nobody.
    assert!(page.contains("How many minutes customers lost is not on record."));
    assert!(!page.contains("0 minutes together"));
}
