//! The rules of counting in `collect/rules` and the figures of others in `collect/against`, run on the
//! engine. The format is in `collect/README.md`.
//!
//! The engine is the binary of this build (feature `engine`), or the one that `BOARDPACK_ENGINE` names;
//! without either nothing is run, and the files are only read; where `CI` is set that fails.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test reads files, starts the engine and stops at the first surprise"
)]

#[path = "collect/engine.rs"]
mod engine;
#[path = "collect/program.rs"]
mod program;
mod public;
mod reference;
#[path = "collect/rule.rs"]
mod rule;

use boardpack::collect::{self, STANDARD, TOLD, VIEWS};
use engine::Answer;
use rule::{Check, Rule};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/collect")
        .join(name)
}

/// Every rule of a folder by its file's name.
fn rules(name: &str) -> Vec<(String, Rule)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let rule = rule::read(&std::fs::read_to_string(path).unwrap());
        (name, rule)
    };
    files.iter().map(read).collect()
}

/// Runs all rules of a folder, and says every row that differs.
fn hold(name: &str) {
    let Some(program) = program::program() else {
        return;
    };
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (name, rule) in rules(name) {
        if !rule.is_here() {
            continue;
        }
        let answer = engine::ask(&program, &rule).unwrap_or_else(|told| panic!("{name}: {told}"));
        for (at, check) in rule.checks.iter().enumerate() {
            held += 1;
            for told in differences(&rule, at, check, &answer) {
                wrong.push(format!("{name}: {told}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(held > 0 || name == "against");
}

fn differences(rule: &Rule, at: usize, check: &Check, answer: &Answer) -> Vec<String> {
    match check {
        Check::Sql { rows, all, .. } => {
            let got = answer.rows(&format!("check-{at}"), rule.period(), *all);
            same(&format!("query {at}"), rows, &got)
        }
        Check::Standard {
            id,
            interval,
            all,
            rows,
        } => {
            let got = answer.rows(id, interval, *all);
            same(&format!("{id} {interval}"), rows, &got)
        }
        Check::Table { cells, .. } => cells
            .iter()
            .filter_map(|cell| {
                let got = answer.value(&cell.id, &cell.interval, &cell.value);
                let got = got.map(|text| text.parse::<f64>().unwrap() * cell.factor);
                let theirs = cell.theirs.parse::<f64>().ok();
                let none = got.is_none() && theirs.is_none_or(|theirs| theirs == 0.0);
                let same =
                    none || matches!((got, theirs), (Some(a), Some(b)) if (a - b).abs() < 5e-7);
                (!same).then(|| {
                    format!(
                        "{} of {}: {got:?}, theirs {}",
                        cell.column, cell.interval, cell.theirs
                    )
                })
            })
            .collect(),
    }
}

fn same(what: &str, expected: &[String], got: &[String]) -> Vec<String> {
    let sorted = |rows: &[String]| {
        let mut rows = rows.to_vec();
        rows.sort();
        rows
    };
    let (expected, got) = (sorted(expected), sorted(got));
    if expected == got {
        return Vec::new();
    }
    vec![format!("{what}:\n  expected {expected:#?}\n  got {got:#?}")]
}

#[test]
fn every_rule_holds() {
    hold("rules");
}

#[test]
fn figures_of_others_are_theirs() {
    hold("against");
}

/// The files say something even where there is no engine.
#[test]
fn every_file_tells_its_rule_and_checks_it() {
    let standard: BTreeSet<String> = STANDARD.iter().map(|q| q.id.to_owned()).collect();
    let mut asked = BTreeSet::new();
    for (name, rule) in rules("rules").into_iter().chain(rules("against")) {
        assert!(rule.told.len() > 60, "{name} does not tell its rule");
        assert!(!rule.checks.is_empty(), "{name} checks nothing");
        for check in &rule.checks {
            match check {
                Check::Sql { columns, rows, .. } => {
                    let distinct: BTreeSet<&String> = rows.iter().collect();
                    assert_eq!(distinct.len(), rows.len(), "{name}: rows are told twice");
                    for row in rows {
                        let cells = row.split(" | ").count();
                        assert_eq!(cells, columns.len(), "{name}: `{row}`");
                    }
                }
                Check::Standard { id, .. } => {
                    assert!(standard.contains(id), "{name}: there is no query `{id}`");
                    asked.insert(id.clone());
                }
                Check::Table { cells, .. } => asked.extend(cells.iter().map(|c| c.id.clone())),
            }
        }
    }
    let never: Vec<&String> = standard.difference(&asked).collect();
    assert!(never.is_empty(), "no rule asks {never:?}");
}

/// Ids of the `.sql` files of a folder of `src/collect`.
fn texts(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/collect")
        .join(folder);
    let files = std::fs::read_dir(folder).unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.map(|entry| name(entry.unwrap().path())).collect()
}

#[test]
fn every_view_tells_its_columns() {
    let known: BTreeSet<String> = VIEWS.iter().map(|view| view.name.to_owned()).collect();
    assert_eq!(known, texts("views"));
    for (at, view) in VIEWS.iter().enumerate() {
        assert!(view.about().len() > 40, "{}", view.name);
        let columns = view.columns();
        assert!(columns.len() > 2, "{}", view.name);
        for column in &columns {
            assert!(column.meaning.len() > 3, "{}.{}", view.name, column.name);
        }
        // What is made later cannot be read.
        for later in VIEWS.iter().skip(at) {
            for word in ["from", "join"] {
                let read = format!("{word} {}", later.name);
                let named = view.sql.lines().any(|line| {
                    !line.starts_with("--") && format!("{line} ").contains(&format!("{read} "))
                });
                assert!(!named, "{} reads {}", view.name, later.name);
            }
        }
    }
}

/// Every sort that the view of repairs counts is explained, and no other.
#[test]
fn every_sort_of_repair_is_told() {
    let view = VIEWS.iter().find(|view| view.name == "quality").unwrap();
    let told: BTreeSet<String> = view
        .sorts()
        .into_iter()
        .map(|[how, what, _]| format!("'{what}', '{how}'"))
        .collect();
    assert!(told.len() > 30);
    let code = view
        .sql
        .replace(" as what,", ",")
        .replace(" as treatment", "");
    for sort in &told {
        assert!(
            code.contains(sort.as_str()),
            "{sort} is told and not counted"
        );
    }
    let counted = code.matches("select '").count();
    assert_eq!(counted, told.len(), "a sort is counted and not told");
}

#[test]
fn every_standard_query_tells_what_it_is() {
    let known: BTreeSet<String> = STANDARD.iter().map(|query| query.id.to_owned()).collect();
    assert_eq!(known, texts("standard"));
    for query in STANDARD {
        for key in TOLD {
            assert!(query.told(key).is_some(), "{}: {key}", query.id);
        }
        let returned: &[&str] = match query.told("kind").unwrap() {
            "ratio" => &["as numerator", "as denominator"],
            "count" => &["as value"],
            "quantile" => &["as value", " as n"],
            other => panic!("{}: {other}", query.id),
        };
        assert_eq!(
            query.told("statistic").is_some(),
            query.told("kind") == Some("quantile"),
            "{}",
            query.id
        );
        for column in returned {
            assert!(query.query().contains(column), "{}: {column}", query.id);
        }
        assert!(query.query().contains("$start") && query.query().contains("$end"));
        assert!(!query.query().contains("-- formula"), "{}", query.id);
    }
}

/// The reference in `src/collect/views.md` is made of the texts; `BLESS=1` writes it.
#[test]
fn the_reference_is_the_views() {
    reference::hold(
        "src/collect/views.md",
        ("views", "collect_rules"),
        &collect::reference(),
    );
}
