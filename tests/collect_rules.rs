//! The rules of counting in `collect/rules` and the figures of others in `collect/against`, run on the
//! engine. The format is in `collect/README.md`.
//!
//! The engine is the binary of this build (feature `engine`), or the one that `BOARDPACK_ENGINE` names;
//! without either nothing is run, and the files are only read.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test reads files, starts the engine and stops at the first surprise"
)]

#[path = "collect/engine.rs"]
mod engine;
#[path = "collect/rule.rs"]
mod rule;

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

/// Says what was left out, which a test that passes would keep to itself with `println!`.
fn left_out(what: &str) {
    let told = format!("left out: {what}\n");
    std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
}

/// Runs all rules of a folder, and says every row that differs.
fn hold(name: &str) {
    let Some(program) = engine::program() else {
        left_out("no engine: build with `--features engine` or set BOARDPACK_ENGINE");
        return;
    };
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (name, rule) in rules(name) {
        if let Some(missing) = rule.missing() {
            assert!(
                std::env::var_os("CI").is_none(),
                "{} is missing: put it there or run without CI",
                missing.display()
            );
            left_out(&format!("{}: {} is not here", name, missing.display()));
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
    let standard: BTreeSet<String> = engine::standard().into_keys().collect();
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
