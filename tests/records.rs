//! What the records told, read back: the CSV tables, `report.json` and the pages of the sample hold
//! the same figures, and the figures agree with each other.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

mod page;

use boardpack::load::Tree;
use boardpack::pipeline;
use boardpack::render::Site;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        pipeline::build(&tree).site.unwrap()
    })
}

fn report() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| serde_json::from_slice(&site().files["report.json"]).unwrap())
}

/// The latest quarter.
fn quarter() -> &'static Value {
    report()["quarters"].as_array().unwrap().last().unwrap()
}

fn told(kind: &str) -> &'static [Value] {
    quarter()[kind].as_array().map_or(&[], Vec::as_slice)
}

/// A page as it reads.
fn read(path: &str) -> String {
    let html = std::str::from_utf8(&site().files[path]).unwrap();
    page::words(html)
}

/// A table for programs: its head, and its rows.
fn table(path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    page::csv(std::str::from_utf8(&site().files[path]).unwrap())
}

/// A value of `report.json` as the tables write it.
fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        Value::Array(ids) => {
            let ids: Vec<String> = ids.iter().map(written).collect();
            ids.join(" ")
        }
        Value::Object(number) => written(&number["decimal"]),
        Value::Number(number) => number.to_string(),
    }
}

const TABLES: [(&str, &str); 27] = [
    ("objectives", "objectives/objectives.csv"),
    ("budget_months", "objectives/budget-months.csv"),
    ("budget_policies", "objectives/policies.csv"),
    ("formal_reviews", "objectives/reviews.csv"),
    ("contracts", "objectives/contracts.csv"),
    ("contract_months", "objectives/contract-months.csv"),
    ("incident_record", "incidents/record.csv"),
    ("risks", "risks/risks.csv"),
    ("certifications", "risks/certifications.csv"),
    ("audit_findings", "risks/findings.csv"),
    ("restore_tests", "risks/restore-tests.csv"),
    ("vulnerabilities", "risks/vulnerabilities.csv"),
    (
        "overdue_critical_vulnerabilities",
        "risks/overdue-critical.csv",
    ),
    ("vulnerability_waits", "quality/vulnerabilities.csv"),
    ("burn_rates", "objectives/burn-rates.csv"),
    ("incident_courses", "incidents/courses.csv"),
    ("impaired_journeys", "incidents/journeys.csv"),
    ("monitoring_measures", "capability/measures.csv"),
    ("pulse", "capability/pulse.csv"),
    ("space", "capability/space.csv"),
    ("estimates", "money/estimates.csv"),
    ("estimate_inputs", "money/inputs.csv"),
    ("estimate_totals", "money/totals.csv"),
    ("outcomes", "money/outcomes.csv"),
    ("effort_by_team", "quality/teams.csv"),
    ("effort_by_repository", "quality/repositories.csv"),
    ("defects", "quality/defects.csv"),
];

#[test]
fn tables_and_report_hold_the_same_rows() {
    for (kind, path) in TABLES {
        let (head, rows) = table(path);
        let lengths = rows.iter().all(|row| row.len() == head.len());
        assert!(lengths && !rows.is_empty(), "{path}");
        let own: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "2026-Q3").collect();
        let objects = told(kind);
        assert_eq!(own.len(), objects.len(), "{kind}");
        for (row, object) in own.iter().zip(objects) {
            for (column, field) in head.iter().zip(row.iter()).skip(1) {
                assert_eq!(*field, written(&object[column]), "{kind}: {column}");
            }
            let unknown = object.as_object().unwrap().keys();
            let unknown: Vec<&String> = unknown.filter(|key| !head.contains(key)).collect();
            assert!(unknown.is_empty(), "{kind}: {unknown:?} in no table");
        }
    }
}

#[test]
fn every_object_says_where_it_comes_from_and_every_number_is_exact() {
    let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for quarter in report()["quarters"].as_array().unwrap() {
        let kinds = TABLES.iter().map(|(kind, _)| *kind).chain(["follow_ups"]);
        for object in kinds.flat_map(|kind| quarter[kind].as_array().into_iter().flatten()) {
            for source in object["source"].as_str().unwrap().split(", ") {
                assert!(tree.files.contains_key(source), "{source}");
            }
            for number in object.as_object().unwrap().values() {
                let Some(number) = number.as_object() else {
                    continue;
                };
                let parse = |key: &str| number[key].as_str().unwrap().parse::<f64>().unwrap();
                let fraction = parse("numerator") / parse("denominator");
                let off = (fraction - parse("decimal")).abs();
                assert!(off <= 1e-9 * fraction.abs().max(1.0), "{number:?}");
            }
        }
    }
}

#[test]
fn the_page_of_risks_says_what_the_report_says() {
    let page = read("2026-Q3/risks.html");
    let fits = BTreeMap::from([
        ("within", "Within"),
        ("may-be-outside", "May be outside"),
        ("outside", "Outside"),
        ("not-set", "Not set"),
    ]);
    assert_eq!(told("risks").len(), 7);
    let mut counted = BTreeMap::new();
    for risk in told("risks") {
        let name = risk["name"].as_str().unwrap();
        assert!(page.contains(name), "{name}");
        if risk["movement"] == "closed" {
            continue;
        }
        let section = page.split(&format!("{name} ")).nth(1).unwrap();
        assert!(section.contains(fits[risk["appetite"].as_str().unwrap()]));
        *counted
            .entry(risk["appetite"].as_str().unwrap())
            .or_insert(0) += 1;
        // Both ends of the exposure are the products of both ends, exactly.
        for end in ["low", "high"] {
            let product = |key: &str| {
                let number = &risk[format!("{key}_{end}")];
                let part = |part: &str| number[part].as_str().unwrap().parse::<i128>().unwrap();
                (part("numerator"), part("denominator"))
            };
            let (a, b) = (product("times_a_year"), product("impact"));
            let exposed = product("exposure_a_year");
            assert_eq!(a.0 * b.0 * exposed.1, exposed.0 * a.1 * b.1, "{name}");
        }
    }
    let words = ["No", "One", "Two", "Three", "Four", "Five", "Six"];
    let outside = counted.get("outside").copied().unwrap_or(0);
    assert!(page.contains(&format!("{} of six risks lies outside", words[outside])));
    for severity in told("vulnerabilities") {
        let line = format!(
            "{} days {} {} {} {} {}",
            severity["promised_days"],
            severity["became_known"],
            severity["fixed"],
            severity["open"],
            severity["overdue"],
            severity["accepted"],
        );
        assert!(page.contains(&line), "{line}");
    }
}

#[test]
fn counts_of_the_records_are_the_pages_counts() {
    let sum = |kind: &str, key: &str| -> u64 {
        told(kind).iter().filter_map(|row| row[key].as_u64()).sum()
    };
    let incidents = &quarter()["incidents"];
    let noticed = told("incident_record");
    let noticed = noticed.iter().filter(|row| row["severity"] != 4).count();
    assert_eq!(incidents["count"], noticed);
    assert_eq!(
        incidents["follow_ups_overdue"],
        told("follow_ups")
            .iter()
            .filter(|row| row["days_overdue"].as_i64() > Some(0))
            .count()
    );
    // Teams, repositories and the line of all teams are three counts of the same days.
    let teams = told("effort_by_team");
    let (all, teams) = teams.split_last().unwrap();
    for key in ["days", "rework_days", "bug_fix_days"] {
        let by_team: u64 = teams.iter().filter_map(|row| row[key].as_u64()).sum();
        assert_eq!(all[key], by_team, "{key}");
        assert_eq!(sum("effort_by_repository", key), by_team, "{key}");
    }
    let page = read("quality/index.html");
    // The last two cells of its line are the latest quarter's.
    let line = page.split("All teams ").nth(1).unwrap();
    let line = line.split(|c: char| c.is_alphabetic()).next().unwrap();
    let percent = |key: &str| written(&all[key]).parse::<f64>().unwrap();
    let shares = [percent("rework_percent"), percent("bug_fix_percent")];
    let said = shares.map(|share| format!("{share:.1}%")).join(" ");
    assert!(line.trim().ends_with(&said), "{said}: {line}");
    // What is counted of defects by repository is what is counted of all.
    let defects = &told("defects")[0];
    for (key, of) in [
        ("changes", "changes"),
        ("defects_confirmed", "defects_confirmed"),
        ("defects_open", "defects_open"),
    ] {
        assert_eq!(defects[key], sum("effort_by_repository", of), "{key}");
    }
    // Credits of a contract are those of its months.
    for contract in told("contracts") {
        let months = told("contract_months").iter();
        let own = months.filter(|month| month["objective"] == contract["objective"]);
        let decimal = |value: &Value| written(value).parse::<f64>().unwrap();
        let owed: f64 = own.clone().map(|month| decimal(&month["credit"])).sum();
        assert!((owed - decimal(&contract["credits_due"])).abs() < 1e-6);
        assert_eq!(contract["months"], own.count());
    }
}

#[test]
fn estimates_are_the_pages_and_totals_are_sums() {
    let page = read("money/index.html");
    for estimate in told("estimates") {
        let name = estimate["name"].as_str().unwrap();
        assert!(page.contains(name), "{name}");
        let inputs = told("estimate_inputs").iter();
        let own = inputs.filter(|input| input["estimate"] == estimate["id"]);
        assert!(own.count() > 0, "{name} is made of nothing");
    }
    let decimal = |value: &Value| written(value).parse::<f64>().unwrap();
    for total in told("estimate_totals") {
        for end in ["low", "high"] {
            let of = total["of"].as_array().unwrap().iter();
            let parts = of.map(|id| {
                let mut rows = told("estimates").iter();
                decimal(&rows.find(|row| row["id"] == *id).unwrap()[end])
            });
            let sum: f64 = parts.sum();
            assert!((sum - decimal(&total[end])).abs() < 1e-6, "{total}");
        }
    }
}

#[test]
fn the_six_measures_are_the_figures_that_metrics_tell() {
    let figures = quarter()["figures"].as_array().unwrap();
    let metric = |id: &str| {
        let mut all = figures.iter().filter(|f| f["scope"] == "all");
        written(&all.find(|f| f["metric"] == id).unwrap()["value"])
    };
    let measure = |id: &str| {
        let mut all = told("monitoring_measures").iter();
        written(&all.find(|m| m["measure"] == id).unwrap()["value"])
    };
    for (own, told) in [
        ("critical-journeys-covered", "journey-slo-coverage"),
        ("median-time-to-detect", "time-to-detect"),
        ("incidents-reported-by-customers", "customer-reported-share"),
        ("reviews-naming-a-gap", "reviews-naming-monitoring-gap"),
        ("golden-signals-in-use", "golden-signal-coverage"),
    ] {
        assert_eq!(measure(own), metric(told), "{own}");
    }
}

#[test]
fn what_follows_from_experiments_is_told_alike() {
    let page = read("experiments/index.html");
    let tried = report()["experiments"].as_array().unwrap();
    let states: Vec<&str> = tried
        .iter()
        .filter_map(|row| row["follow_up_state"].as_str())
        .collect();
    let count = |wanted: &str| states.iter().filter(|state| **state == wanted).count();
    assert_eq!((count("done"), count("open"), count("overdue")), (1, 4, 0));
    assert!(page.contains("Of 5 follow-ups 1 is done, 4 are open and none is late."));
    assert!(page.contains("done on 20 March 2026"));
    let (head, rows) = table("experiments/experiments.csv");
    let at = head.iter().position(|h| h == "follow_up_state").unwrap();
    let done = rows.iter().filter(|row| row[at] == "done").count();
    assert_eq!(done, 1);
}
