//! `boardpack import csv` and `json`: the figures of a table are those of the snapshot afterwards,
//! exactly, and nothing else in it has changed; what is wrong is told at its cell, all in one run.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use boardpack::diag::{emit::short, sort};
use boardpack::load::{self, Filled, Form, Tree, base_pack};
use boardpack::model::{Exact, Filed, Pack, Value};
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;

const SNAPSHOT: &str = "data/snapshots/2026-Q3.yaml";

fn import(tree: &Tree, map: &str, table: &str, form: Form) -> Filled {
    let name = match form {
        Form::Csv => "table.csv",
        Form::Json => "table.json",
    };
    let files = [("map.yaml", map), (name, table)];
    let files = Tree {
        files: files
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into(),
    };
    load::import_table(tree, &files, "map.yaml", form)
}

fn told(filled: &Filled) -> String {
    let mut all = filled.diagnostics.clone();
    sort(&mut all);
    short(&all, &filled.sources)
}

fn text(tree: &Tree) -> String {
    String::from_utf8(tree.files[SNAPSHOT].clone()).unwrap()
}

/// The pack as it is after an import without a fault.
fn after(tree: &Tree, filled: &Filled) -> Tree {
    assert_eq!(told(filled), "");
    let mut next = tree.clone();
    for (path, text) in &filled.texts {
        next.files.insert(path.clone(), text.clone().into_bytes());
    }
    next
}

fn pack(tree: &Tree) -> Pack {
    let loaded = load::parse(tree);
    let words = short(&loaded.diagnostics, &loaded.sources);
    assert!(!words.contains("error["), "{words}");
    loaded.pack.unwrap()
}

/// Lines that one text has and the other has not.
fn changed(before: &str, after: &str) -> Vec<String> {
    let lines = |text: &str, other: &str, sign: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| !other.lines().any(|own| own == *line));
        lines.map(|line| format!("{sign}{line}")).collect()
    };
    [lines(before, after, "-"), lines(after, before, "+")].concat()
}

const MAP: &str = "\
delimiter: \";\"
numbers: {decimal: \",\", thousands: \".\"}
dates: DD.MM.YYYY
missing: [n/a]
only: {Env: prod}
period: Quarter
week: Week
service: {column: Team, names: {Total: all, Sandbox: ~}}
figures:
  - metric: {always: lead-time}
    value: Hours
    n: Changes
  - metric: {column: Rate, names: {Failures: change-failure-rate}}
    numerator: Failed
    denominator: All
";

const HEAD: &str = "Team;Env;Quarter;Week;Hours;Changes;Rate;Failed;All\n";

#[test]
fn figures_take_their_places_and_nothing_else_changes() {
    let mut tree = base_pack();
    let commented = text(&tree).replace(
        "        quarter: 12/80\n",
        "        # counted twice\n        quarter: 12/80   # by hand\n",
    );
    tree.files
        .insert(SNAPSHOT.to_owned(), commented.clone().into_bytes());
    let table = format!(
        "\u{feff}{HEAD}\
         checkout-api;prod;Q3 2026;;20,50;50;Failures;0;1.080\n\
         Total;prod;01.09.2026;;\"26,4\";80;change-failure-rate;;\n\
         Checkout;prod;;29.06.2026;n/a;;Failures;2;8\n\
         Checkout;prod;;2026-W30;n/a;n/a;Failures;0;7\n\
         Checkout;prod;;W28 2026;1,25;4;Failures;;\n\
         Search;test;2026-Q3;;1;1;Failures;1;1\n\
         Sandbox;prod;2026-Q3;;1;1;Failures;1;1\n"
    );
    // The rate of all services is rolled up and never written: a row of it would be refused, unless
    // it has nothing to say.
    let filled = import(&tree, MAP, &table, Form::Csv);
    let next = after(&tree, &filled);
    assert_eq!(
        changed(&commented, &text(&next)),
        [
            "-      checkout: {quarter: 20.5 (n 50)}",
            "-        quarter: 12/80   # by hand",
            "-          2026-W27: 1/8",
            "+      checkout: {quarter: 20.5 (n 50), weeks: {2026-W27: ~, 2026-W28: 1.25 (n 4), 2026-W30: ~}}",
            "+        quarter: 0/1080   # by hand",
            "+          2026-W27: 2/8",
            "+          2026-W30: 0/7",
        ]
    );
    assert_eq!((filled.same, filled.changes.len()), (2, 6));
    let pack = pack(&next);
    let checkout = &pack.observations["change-failure-rate"].services["checkout"];
    let value = |week: &str| checkout.weeks[&week.parse().unwrap()].0;
    assert_eq!(value("2026-W28"), None, "missing stays missing");
    assert_eq!(value("2026-W30"), Some(Value::Ratio { part: 0, whole: 7 }));
    // A second time there is nothing left to do.
    let again = import(&next, MAP, &table, Form::Csv);
    assert_eq!(
        (told(&again), again.changes.len(), again.texts.len()),
        (String::new(), 0, 0)
    );
}

#[test]
fn every_fault_is_told_at_its_cell_and_nothing_is_made() {
    let table = format!(
        "{HEAD}\
         Chekout;prod;2026-Q3;;20.5;50;Failures;1;80\n\
         Search;prod;Q5 2026;;1;1;Failures;1;80\n\
         Search;prod;2026-Q4;;1;1;Failures;1;80\n\
         Search;prod;2026-Q3;;1;;Failures;90;80\n\
         \"Search\";prod;;2026-W54;1;1;\"Fail\"\"ures\";1;80\n\
         Search;prod;2026-Q3;;2;2;Failures;1;80;\n\
         Search;prod;2026-Q3;;2;2;Failures;1,5;80\n\
         Search;prod;2026-Q3;;2;2;Failures;1;80\n"
    );
    let tree = base_pack();
    let filled = import(&tree, MAP, &table, Form::Csv);
    assert_eq!((filled.texts.len(), filled.changes.len()), (0, 0));
    let lines: Vec<String> = told(&filled)
        .lines()
        .map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        lines,
        [
            "table.csv:2:1 error[unknown-service]",
            "table.csv:2:23 error[bad-number]",
            "table.csv:3:13 error[bad-period]",
            "table.csv:4:13 error[bad-period]",
            "table.csv:5:24 error[table-figure]",
            "table.csv:5:34 error[impossible-value]",
            "table.csv:6:16 error[bad-week]",
            "table.csv:6:29 error[unknown-metric]",
            "table.csv:7:1 error[table-syntax]",
            "table.csv:8:35 error[bad-value]",
            "table.csv:9:22 error[table-figure]",
        ],
        "{}",
        told(&filled)
    );
}

#[test]
fn a_mapping_is_read_as_strictly_as_a_pack() {
    for (map, code) in [
        ("", "empty-file"),
        ("figures: []\nperiod: Q\n", "empty-value"),
        ("figures:\n  - metric: M\n    value: V\n", "missing-key"),
        ("period: Q\nfigures:\n  - metric: M\n", "missing-key"),
        (
            "period: Q\nperiods: Q\nfigures:\n  - metric: M\n    value: V\n",
            "unknown-key",
        ),
        (
            "period: Q\nfigures:\n  - metric: Nowhere\n    value: V\n",
            "table-column",
        ),
        (
            "period: {column: Q, always: 2026-Q3}\nfigures:\n  - metric: M\n    value: V\n",
            "conflicting-keys",
        ),
        (
            "period: Q\nnumbers: {decimal: \",\", thousands: \",\"}\nfigures:\n  - metric: M\n    value: V\n",
            "conflicting-keys",
        ),
        (
            "period: Q\ndelimiter: \":\"\nfigures:\n  - metric: M\n    value: V\n",
            "unknown-word",
        ),
    ] {
        let filled = import(&base_pack(), map, "Q,M,V\n2026-Q3,incidents,3\n", Form::Csv);
        let words = told(&filled);
        assert!(words.contains(&format!("error[{code}]")), "{map}\n{words}");
        assert!(
            words.lines().all(|line| line.starts_with("map.yaml:")),
            "{words}"
        );
        assert!(filled.texts.is_empty());
    }
}

#[test]
fn json_keeps_every_digit() {
    let map = "\
rows: data.items
week: at
service: team.name
figures:
  - metric: kpi
    value: reading
    n: n
";
    let table = r#"{"data": {"total": 3, "items": [
  {"at": "2026-07-06", "team": {"name": "search"}, "kpi": "lead-time", "reading": 123456789012.123456, "n": 12},
  {"at": "2026-W29", "team": {"name": "search"}, "kpi": "lead-time", "reading": 0.1, "n": 1},
  {"at": "2026-W30", "team": {"name": "search"}, "kpi": "lead-time", "reading": null, "n": 0}
]}}"#;
    let tree = base_pack();
    let filled = import(&tree, map, table, Form::Json);
    let pack = pack(&after(&tree, &filled));
    let weeks = &pack.observations["lead-time"].services["search"].weeks;
    let of = |week: &str| match weeks[&week.parse().unwrap()].0 {
        Some(Value::Quantile { value, n }) => Some((value, n)),
        _ => None,
    };
    let big = Exact::parse("123456789012.123456").unwrap();
    assert_eq!(of("2026-W28"), Some((big, 12)));
    assert_eq!(of("2026-W29"), Some((Exact::ratio(1, 10).unwrap(), 1)));
    assert_eq!(of("2026-W30"), None);
    // A number with an exponent is not the number that was counted.
    let faulty = table.replace("0.1,", "1e-1,").replace("\"2026-W30\"", "30");
    let words = told(&import(&tree, map, &faulty, Form::Json));
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(lines.len(), 2, "{words}");
    assert!(
        lines[0].starts_with("table.json:3:81: error[bad-number]"),
        "{words}"
    );
    assert!(
        lines[1].starts_with("table.json:4:10: error[bad-week]"),
        "{words}"
    );
    // The mark that Windows writes before UTF-8 is no part of it.
    let marked = format!("\u{feff}{table}");
    assert_eq!(import(&tree, map, &marked, Form::Json).texts, filled.texts);
    let broken = told(&import(&tree, map, "\u{feff}{]", Form::Json));
    assert!(
        broken.starts_with("table.json:1:3: error[table-syntax]"),
        "{broken}"
    );
    let cut = &table[..200];
    assert!(told(&import(&tree, map, cut, Form::Json)).contains("error[table-syntax]"));
}

#[test]
fn a_published_quarter_is_compared_and_never_changed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = Tree::read(root).unwrap();
    let map = "period: Q\nservice: S\nfigures:\n  - metric: {always: failed-payments}\n    numerator: A\n    denominator: B\n";
    let same = import(
        &tree,
        map,
        "Q,S,A,B\n2026-Q2,checkout,12098,1060924\n",
        Form::Csv,
    );
    assert_eq!(
        (told(&same), same.same, same.texts.len()),
        (String::new(), 1, 0)
    );
    let other = import(
        &tree,
        map,
        "Q,S,A,B\n2026-Q2,checkout,12097,1060924\n2026-Q3,checkout,1,2\n",
        Form::Csv,
    );
    let words = told(&other);
    assert!(
        words.starts_with("table.csv:2:18: error[table-published]"),
        "{words}"
    );
    assert!(other.texts.is_empty(), "not even the draft is touched");
}

#[test]
fn what_was_missing_is_filled_and_what_is_missing_is_marked() {
    let mut tree = base_pack();
    let bare = text(&tree).replace(
        "  incidents:\n    services:\n      checkout: {quarter: 3}\n      search: {quarter: 1}\n",
        "  # to come\n  incidents:\n    missing: The record is not closed.   # yet\n    expected: 2026-10-20\n",
    );
    tree.files
        .insert(SNAPSHOT.to_owned(), bare.clone().into_bytes());
    let map = "period: Q\nweek: W\nservice: S\nfigures:\n  - metric: M\n    value: V\n";
    let table = "Q,W,S,M,V\n2026-Q3,,checkout,incidents,0\n2026-Q3,,search,incidents,\n,2026-W30,search,incidents,2\n2026-Q3,,search,error-budget-left,\n";
    let filled = import(&tree, map, table, Form::Csv);
    let next = after(&tree, &filled);
    assert_eq!(
        changed(&bare, &text(&next)),
        [
            "-      search: {quarter: 78.4}",
            "-    missing: The record is not closed.   # yet",
            "-    expected: 2026-10-20",
            "+      search: {missing: \"TODO(boardpack): why there is no figure\"}",
            "+        quarter: 0",
            "+      search:",
            "+        missing: \"TODO(boardpack): why there is no figure\"",
            "+        weeks: {",
            "+          2026-W30: 2",
            "+        }   # yet",
        ]
    );
    let pack = pack(&next);
    let incidents = &pack.observations["incidents"].services;
    let filed = |id: &str| {
        incidents[id]
            .quarters
            .values()
            .next()
            .map(|r| r.filed.clone())
    };
    assert_eq!(
        filed("checkout"),
        Some(Filed::Value(Value::Count {
            count: 0,
            exposure: None
        }))
    );
    assert!(matches!(filed("search"), Some(Filed::Missing(_))));
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in &base_pack().files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let snapshot = dir.path().join(SNAPSHOT);
    let before = std::fs::read_to_string(&snapshot).unwrap();
    std::fs::write(
        dir.path().join("map.yaml"),
        "period: Q\nservice: S\nfigures:\n  - {metric: M, value: V}\n",
    )
    .unwrap();
    std::fs::write(
        dir.path().join("t.csv"),
        "Q,S,M,V\n2026-Q3,search,incidents,0\n",
    )
    .unwrap();
    let run = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_boardpack"))
            .current_dir(dir.path())
            .args(["import", "csv", "t.csv", "--map", "map.yaml"])
            .args(more)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let shown = "data/snapshots/2026-Q3.yaml\n  incidents of search in 2026-Q3: 1 → 0\n";
    assert!(run(&["--dry-run"]).starts_with(shown));
    assert_eq!(std::fs::read_to_string(&snapshot).unwrap(), before);
    assert!(run(&[]).starts_with(shown));
    let after = std::fs::read_to_string(&snapshot).unwrap();
    assert_eq!(
        after,
        before.replace("search: {quarter: 1}", "search: {quarter: 0}")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a table holds, what was written is what it said, and the second import has nothing to do.
    #[test]
    fn what_was_imported_is_there(
        rows in proptest::collection::btree_map(
            (0..2_usize, proptest::option::of(27..40_u8)),
            proptest::option::of((0..50_u64, 50..99_u64)),
            1..20,
        )
    ) {
        let mut table = "S,Q,W,A,B\n".to_owned();
        for ((service, week), value) in &rows {
            let service = ["checkout", "search"][*service];
            let (quarter, week) = match week {
                Some(week) => (String::new(), format!("2026-W{week}")),
                None => ("2026-Q3".to_owned(), String::new()),
            };
            let value = value.map_or(",".to_owned(), |(a, b)| format!("{a},{b}"));
            table.push_str(&format!("{service},{quarter},{week},{value}\n"));
        }
        let map = "period: Q\nweek: W\nservice: S\nfigures:\n  - metric: {always: change-failure-rate}\n    numerator: A\n    denominator: B\n";
        let tree = base_pack();
        let filled = import(&tree, map, &table, Form::Csv);
        let next = after(&tree, &filled);
        let pack = pack(&next);
        for ((service, week), value) in &rows {
            let series = &pack.observations["change-failure-rate"].services[["checkout", "search"][*service]];
            let there = match week {
                Some(week) => series.weeks[&format!("2026-W{week}").parse().unwrap()].0,
                None => series.quarters.values().next().unwrap().value(),
            };
            prop_assert_eq!(there, value.map(|(part, whole)| Value::Ratio { part, whole }));
        }
        let again = import(&next, map, &table, Form::Csv);
        prop_assert_eq!(again.changes.len(), 0);
    }
}
