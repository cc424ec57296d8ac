//! "Promises kept" and the pages of objectives, as a reader meets them: what they say of budgets that
//! are counted by events or by slices, still running, changed, corrected or internal.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod page;

use boardpack::diag::emit::short;
use boardpack::load::{base_pack, example};
use boardpack::model::{Audience, Origin};
use boardpack::pipeline;
use std::collections::BTreeMap;

/// Every text of the site of the base pack with a change over it.
fn site(over: &str, audience: Audience) -> BTreeMap<String, String> {
    let tree = example(&base_pack(), over).unwrap_or_else(|fault| panic!("{fault}"));
    let built = pipeline::build_from(&tree, &Origin::default(), audience);
    let told = short(&built.diagnostics, &built.sources);
    let site = built.site.unwrap_or_else(|| panic!("{told}"));
    let texts = site.files.into_iter();
    texts
        .filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)))
        .collect()
}

fn of(over: &str) -> (String, String) {
    let site = site(over, Audience::Internal);
    let sheet = page::seen(&site["index.html"]);
    let page = page::seen(&site["objectives/checkout-availability.html"]);
    (sheet, page)
}

#[track_caller]
fn says(text: &str, what: &str) {
    assert!(text.contains(what), "`{what}` is not said");
}

#[test]
fn the_sheet_tells_rates_and_amounts_and_who_overspent() {
    let (sheet, page) = of("");
    says(&sheet, "Checkout overspent by 4.0%");
    says(&sheet, "Customers can pay");
    says(&sheet, "1,040 of 1,000");
    says(&sheet, "18 Aug: Payment provider down, 72.0 points");
    says(
        &sheet,
        "Opened on 1 October, due on 30 October 2026: still to be held.",
    );
    says(
        &page,
        "99.896%, that is 1,040 failed events against 1,000 allowed.",
    );
    let site = site("", Audience::Internal);
    says(
        &site["report.json"],
        r#""left":{"numerator":"-1","denominator":"25"}"#,
    );
    says(
        &site["objectives/budgets.csv"],
        "2026-Q3,checkout-availability,checkout,998960,1000000,1000,99.896,99.9,-4,-1.626016,overspent,no,2026-09-30,89",
    );
    says(
        &site["objectives/checkout-availability-days.csv"],
        "2026-Q3,2026-08-18,341840,342560",
    );
}

/// Slices of a minute: the same counts are told in minutes.
#[test]
fn a_budget_of_slices_is_told_in_minutes() {
    let (sheet, page) = of("\
~~~ data/objectives/checkout.yaml
-  budgetingMethod: Occurrences
-  objectives:
-    - targetPercent: 99.9
+  budgetingMethod: Timeslices
+  objectives:
+    - {targetPercent: 99.9, timeSliceTarget: 0.95, timeSliceWindow: 5m}
");
    says(&sheet, "5,200 min of 5,000 min");
    says(&page, "5,200 failed minutes against 5,000 allowed");
    says(
        &page,
        "good slices of 5 minutes over all slices; a slice is good where 95% of its events are",
    );
}

#[test]
fn a_running_quarter_is_provisional() {
    let (sheet, page) = of("\
~~~ data/snapshots/2026-Q3.yaml
-as_of: 2026-10-05
+as_of: 2026-09-01
-      2026-09-30: 314560/314880
~~~ data/service-levels.yaml
-    review: {overspent: true, one_incident: 80}
+    review: {overspent: true}
-    opened: 2026-10-01
+    opened: 2026-08-20
~~~ data/incidents/2026-Q3.yaml
-as_of: 2026-10-05 09:00
+as_of: 2026-09-01 09:00
~~~ data/pack.yaml
-currency: GBP
+currency: GBP
+rules: {early-snapshot: {severity: off, reason: The quarter is shown while it runs.}}
");
    says(
        &sheet,
        "Provisional: counted to 18 August, while the quarter runs to 30 September 2026.",
    );
    says(&sheet, "So far ");
    says(&page, "provisional");
}

#[test]
fn a_target_changed_inside_the_quarter_is_accounted_in_both_parts() {
    let (_, page) = of("\
~~~ data/service-levels.yaml
-    since: 2026-07-01
+    since: 2026-07-01
+    targets:
+      - {from: 2026-07-01, target: 99.8, set_by: CTO, rationale: As the first quarter could be kept.}
+      - {from: 2026-08-01, target: 99.9, set_by: CTO, rationale: As promised to partners.}
");
    // 2 in 1,000 of July's 342,560 and 1 in 1,000 of the other 657,440.
    says(&page, "1,040 failed events against 1,343 allowed");
    says(&page, "99.8%, then 99.9%");
    says(&page, "As promised to partners.");
}

#[test]
fn what_is_left_out_is_printed_with_and_without() {
    let (sheet, page) = of("\
~~~ data/snapshots/2026-Q3.yaml
-objectives:
-  checkout-availability:
+objectives:
+  checkout-availability:
+    excluded: [{day: 2026-08-02, good: 0, valid: 1000, reason: Planned maintenance, agreed_by: CTO}]
");
    says(
        &sheet,
        "Checkout leaves out part of 2 August (planned maintenance, agreed by CTO); with it, 99.80% was attained and 103.8% overspent.",
    );
    says(&page, "1,000 events, of them 1,000 failed");
}

#[test]
fn an_internal_service_level_is_absent_from_the_boards_edition() {
    let over = "\
~~~ data/service-levels.yaml
-    owner: Head of Payments Engineering
-    policy: customer-journeys
+    owner: Head of Zzpayments
+    policy: customer-journeys
+    audience: internal
";
    let board = site(over, Audience::Board);
    let inside = site(over, Audience::Internal);
    assert!(inside.contains_key("objectives/checkout-availability.html"));
    for (path, text) in &board {
        for canary in ["checkout-availability", "Zzpayments"] {
            assert!(
                !path.contains(canary) && !text.contains(canary),
                "{canary} in {path}"
            );
        }
    }
}

#[test]
fn a_pack_without_service_levels_says_so_and_claims_nothing() {
    // What rests on service levels goes with them.
    let without = "=== data/service-levels.yaml\n=== data/maturity.yaml\n";
    let tree = example(&base_pack(), without).unwrap();
    let built = pipeline::build(&tree);
    let site = built
        .site
        .unwrap_or_else(|| panic!("{}", short(&built.diagnostics, &built.sources)));
    let page = page::seen(std::str::from_utf8(&site.files["index.html"]).unwrap());
    says(&page, "This pack keeps no service levels.");
    assert!(!page.contains("services kept their promise"));
    assert!(
        site.files
            .keys()
            .all(|path| !path.starts_with("objectives/"))
    );
}
