//! `boardpack import sloth`: every public file in Sloth's own formats becomes OpenSLO that a pack
//! reads without a word, says the same, and replaces nothing.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test reads its files, says what it left out and stops at the first surprise"
)]

mod public;

use boardpack::diag::{Diagnostic, emit::short, sort};
use boardpack::load::{self, Imported, SlothPeriod, Tree, base_pack};
use boardpack::model::{BudgetWindow, Budgeting, Comparison, Exact, Measure, Objective, Pack};
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;

fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter();
    Tree {
        files: files
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect(),
    }
}

fn import(text: &str, windows: Option<&str>) -> Imported {
    let mut files = vec![("slos.yml", text)];
    files.extend(windows.map(|text| ("windows.yaml", text)));
    let windows = windows.map(|_| "windows.yaml");
    load::import_sloth(&tree(&files), windows, SlothPeriod::default())
}

fn told(imported: &Imported) -> String {
    let mut all = imported.diagnostics.clone();
    sort(&mut all);
    short(&all, &imported.sources)
}

/// The base pack with what was made, which must not have anything to say.
fn loaded(imported: &Imported) -> Pack {
    let mut tree = base_pack();
    for (name, bytes) in &imported.files {
        tree.files
            .insert(format!("data/objectives/{name}"), bytes.clone());
    }
    let loaded = load::parse(&tree);
    let words = short(&loaded.diagnostics, &loaded.sources);
    assert!(loaded.diagnostics.is_empty(), "{words}");
    loaded.pack.unwrap()
}

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn rates(objective: &Objective) -> Vec<(&str, String, Exact)> {
    let alerts = objective.alerts.iter();
    alerts
        .map(|alert| {
            assert_eq!(alert.compared, Comparison::More);
            assert!(alert.when.breaching);
            (
                alert.severity.as_str(),
                alert.lookback.to_string(),
                alert.threshold,
            )
        })
        .collect()
}

fn of(rates: [(&'static str, &str, &str); 4]) -> Vec<(&'static str, String, Exact)> {
    let owned = |(severity, window, rate): (&'static str, &str, &str)| {
        (severity, window.to_owned(), exact(rate))
    };
    rates.into_iter().map(owned).collect()
}

#[test]
fn every_public_file_becomes_openslo_that_loads_without_a_word() {
    let Some(root) = public::place("slo-sloth") else {
        return;
    };
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let seven = read("windows/7d.yaml");
    let custom = read("windows/custom-30d.yaml");
    let files: [(&str, &[(&str, &str)]); 6] = [
        (
            "getting-started.yml",
            &[("myservice-requests-availability", "99.9")],
        ),
        (
            "home-wifi.yml",
            &[
                ("home-wifi-good-wifi-client-satisfaction", "95"),
                ("home-wifi-risk-wifi-client-satisfaction", "99.9"),
            ],
        ),
        (
            "k8s-home-wifi.yml",
            &[
                ("home-wifi-good-wifi-client-satisfaction", "95"),
                ("home-wifi-risk-wifi-client-satisfaction", "99.9"),
            ],
        ),
        (
            "kubernetes-apiserver.yml",
            &[
                ("k8s-apiserver-requests-availability", "99.9"),
                ("k8s-apiserver-requests-latency", "99"),
            ],
        ),
        (
            "multifile.yml",
            &[
                ("myservice-requests-availability", "99.9"),
                ("myservice2-requests-availability", "99.99"),
            ],
        ),
        ("no-alerts.yml", &[("myapp-http-availability", "99.99")]),
    ];
    for (name, expected) in files {
        for (windows, period, alerts) in [
            (
                None,
                "30d",
                of([
                    ("page", "1h", "14.4"),
                    ("page", "6h", "6"),
                    ("ticket", "1d", "3"),
                    ("ticket", "3d", "1"),
                ]),
            ),
            (
                Some(&seven),
                "7d",
                of([
                    ("page", "1h", "13.44"),
                    ("page", "6h", "3.5"),
                    ("ticket", "1d", "1.4"),
                    ("ticket", "3d", "0.98"),
                ]),
            ),
            (
                Some(&custom),
                "30d",
                of([
                    ("page", "30m", "14.4"),
                    ("page", "3h", "4.8"),
                    ("ticket", "12h", "3"),
                    ("ticket", "36h", "1"),
                ]),
            ),
        ] {
            let imported = import(&read(name), windows.map(String::as_str));
            assert!(
                !imported.diagnostics.iter().any(Diagnostic::is_error),
                "{}",
                told(&imported)
            );
            assert!(
                !imported.diagnostics.is_empty(),
                "{name} loses something, and says nothing"
            );
            assert_eq!(imported.objectives, expected.len());
            let pack = loaded(&imported);
            assert_eq!(pack.objectives.len(), expected.len() + 1);
            for (id, target) in expected {
                let objective = &pack.objectives[*id];
                let share = exact(target).over(Exact::integer(100)).unwrap();
                assert_eq!(objective.target().unwrap().value, share);
                assert_eq!(objective.method(), Some(Budgeting::Occurrences));
                let BudgetWindow::Rolling(length) = objective.window else {
                    panic!("{objective:?}");
                };
                assert_eq!(length.to_string(), period);
                let expected = if name == "no-alerts.yml" {
                    Vec::new()
                } else {
                    alerts.clone()
                };
                assert_eq!(rates(objective), expected);
            }
        }
    }
}

/// The two spellings of the same service levels become the same objectives.
#[test]
fn both_formats_say_the_same() {
    let Some(root) = public::place("slo-sloth") else {
        return;
    };
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let plain = import(&read("home-wifi.yml"), None);
    let resource = import(&read("k8s-home-wifi.yml"), None);
    assert_eq!(plain.files, resource.files);
    assert!(told(&resource).contains("8:1: warning[not-carried]: `metadata`"));
}

/// Queries of several lines are read back as they were.
#[test]
fn queries_are_carried_whole() {
    let Some(root) = public::place("slo-sloth") else {
        return;
    };
    let text = std::fs::read_to_string(root.join("no-alerts.yml")).unwrap();
    let pack = loaded(&import(&text, None));
    let objective = &pack.objectives["myapp-http-availability"];
    let Measure::Bad { bad, total } = &objective.parts[0].indicator.measure else {
        panic!("{objective:?}");
    };
    let query = "sum(\n  rate(http_request_duration_seconds_count{job=\"myapp\", code=~\"(5..|429)\"}[{{.window}}])\n)";
    assert_eq!(bad.fields, [("query".to_owned(), query.to_owned())]);
    let query = "sum(\n  rate(http_request_duration_seconds_count{job=\"myapp\"}[{{.window}}])\n)";
    assert_eq!(total.fields, [("query".to_owned(), query.to_owned())]);
    assert_eq!(objective.labels["owner"], ["myteam"]);
    assert!(objective.alerts.is_empty());
}

/// What OpenSLO has no place for is told where it stands; what is wrong stops the import.
#[test]
fn what_cannot_be_carried_is_said_and_what_is_wrong_refused() {
    let key = include_str!("openslo/sloth.txt");
    let mut now = String::new();
    for part in include_str!("openslo/sloth.yaml").split("=====\n").skip(1) {
        let (title, text) = part.split_once('\n').unwrap();
        let imported = import(text, None);
        now.push_str(&format!("{title}\n{}", told(&imported)));
        for (name, bytes) in &imported.files {
            let documents = String::from_utf8_lossy(bytes)
                .matches("kind: SLO\n")
                .count();
            now.push_str(&format!("wrote: {name} with {documents}\n"));
        }
        if !imported.files.is_empty() {
            loaded(&imported);
        }
    }
    if std::env::var_os("BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openslo/sloth.txt");
        std::fs::write(path, now).unwrap();
        return;
    }
    assert!(now == key, "sloth.txt says otherwise; now:\n{now}");
}

/// Nothing that lies there is replaced, and nothing is half written.
#[test]
fn what_stands_there_stays() {
    let dir = tempfile::tempdir().unwrap();
    let level = |service: &str| {
        format!(
            "version: prometheus/v1\nservice: {service}\nslos:\n  - name: up\n    objective: 99.9\n    \
             sli: {{raw: {{error_ratio_query: errors}}}}\n    alerting: {{page_alert: {{disable: true}}, \
             ticket_alert: {{disable: true}}}}\n"
        )
    };
    std::fs::write(dir.path().join("a.yml"), level("alpha")).unwrap();
    std::fs::write(dir.path().join("b.yml"), level("beta")).unwrap();
    let run = |files: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_boardpack"))
            .current_dir(dir.path())
            .env_clear()
            .args(["import", "sloth"])
            .args(files)
            .output()
            .unwrap()
    };
    let first = run(&["a.yml"]);
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    let out = String::from_utf8(first.stdout).unwrap();
    assert_eq!(
        out,
        "wrote 1 objective into data/objectives/\n  alpha.yaml\n"
    );
    let made = dir.path().join("data/objectives/alpha.yaml");
    std::fs::write(&made, "mine").unwrap();
    let second = run(&["a.yml", "b.yml"]);
    assert_eq!(second.status.code(), Some(1));
    let words = String::from_utf8(second.stderr).unwrap();
    assert!(
        words.contains("would be replaced; nothing was written\n  alpha.yaml"),
        "{words}"
    );
    assert_eq!(std::fs::read_to_string(&made).unwrap(), "mine");
    assert!(!dir.path().join("data/objectives/beta.yaml").exists());
    assert_eq!(run(&["missing.yml"]).status.code(), Some(2));
    assert_eq!(run(&["data"]).status.code(), Some(2));
}

#[test]
fn hostile_files_end_soon() {
    let texts = [
        "[".repeat(200_000),
        "{a: ".repeat(50_000),
        "--- a\n".repeat(100_000),
        "version: &x prometheus/v1\nservice: *x\n".to_owned(),
        format!(
            "version: prometheus/v1\nservice: {}\nslos: []\n",
            "s".repeat(1_000_000)
        ),
        format!(
            "version: prometheus/v1\nservice: s\nslos: [{}]\n",
            "{name: a},".repeat(20_000)
        ),
        "version: prometheus/v1\nservice: s\nslos: []\n---\n".repeat(20_000),
    ];
    for text in texts {
        // A guard against hanging, not a measure of speed.
        let begin = std::time::Instant::now();
        let imported = import(&text, None);
        assert!(begin.elapsed().as_secs() < 600);
        assert!(imported.files.is_empty() && imported.objectives == 0);
        assert!(imported.diagnostics.len() < 1_100);
    }
    let bytes = Tree {
        files: [("slos.yml".to_owned(), vec![0xff, 0xfe, b'a'])].into(),
    };
    let imported = load::import_sloth(&bytes, None, SlothPeriod::Days28);
    assert!(imported.files.is_empty() && imported.diagnostics.len() == 1);
}

proptest! {
    /// Whatever a text holds, the file that is written says it again.
    #[test]
    fn every_text_comes_back(text in "[ -~\u{e4}\u{2028}\n\t:#'\"\\\\|>&*!%@`{}-]{1,60}") {
        let expected = text.trim().to_owned();
        prop_assume!(!expected.is_empty());
        let escaped: String = text
            .chars()
            .map(|c| match c {
                '\n' => "\\n".to_owned(),
                '\t' => "\\t".to_owned(),
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                '\u{2028}' => "\\u2028".to_owned(),
                c => c.to_string(),
            })
            .collect();
        let level = format!(
            "version: prometheus/v1\nservice: s\nslos:\n  - name: up\n    objective: 99.9\n    sli:\n      \
             raw: {{error_ratio_query: \"{escaped}\"}}\n    alerting:\n      name: x\n      annotations: \
             {{note: \"{escaped}\"}}\n      ticket_alert: {{disable: true}}\n"
        );
        let imported = import(&level, None);
        prop_assert!(!imported.diagnostics.iter().any(Diagnostic::is_error), "{}", told(&imported));
        let pack = loaded(&imported);
        let objective = &pack.objectives["s-up"];
        let Measure::Raw { query, success: false } = &objective.parts[0].indicator.measure else {
            panic!("{objective:?}");
        };
        prop_assert_eq!(&query.fields[0].1, &expected);
    }
}
