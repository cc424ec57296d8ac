//! Every rule, broken by its own example and by the whole packs of `rules/*.txt`, whose comments
//! say the answer.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their files and may stop at the first surprise"
)]

use boardpack::diag::{Diagnostic, Severity, Sources, Topic};
use boardpack::load::{self, Tree, base_pack, example};
use std::collections::BTreeSet;
use std::path::Path;

/// What a pack breaks while it is loaded.
fn loading(tree: &Tree) -> (Vec<Diagnostic>, Sources) {
    let loaded = load::parse(tree);
    (loaded.diagnostics, loaded.sources)
}

/// What `check` says of a pack, rules included.
fn checking(tree: &Tree) -> (Vec<Diagnostic>, Sources) {
    let checked = boardpack::pipeline::check(tree);
    (checked.diagnostics, checked.sources)
}

/// One line for each problem: path, line, severity and code.
fn told(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let mut told: Vec<String> = diagnostics
        .iter()
        .map(|problem| {
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let place = problem
                .primary
                .as_ref()
                .map_or("nowhere".to_owned(), |label| {
                    let (line, _) = sources.line_column(label.span);
                    format!("{}:{line}", sources.file(label.span.file).path)
                });
            format!("{place} {severity}[{}]", problem.code)
        })
        .collect();
    told.sort();
    told
}

/// Demands that each topic's example breaks that rule and no other.
fn broken_by_their_own(topics: &[Topic], run: fn(&Tree) -> (Vec<Diagnostic>, Sources)) {
    let base = base_pack();
    let mut wrong = String::new();
    for topic in topics.iter().filter(|topic| !topic.bad.is_empty()) {
        let tree = example(&base, topic.bad).unwrap_or_else(|why| panic!("{}: {why}", topic.code));
        let (diagnostics, sources) = run(&tree);
        let codes: BTreeSet<&str> = diagnostics.iter().map(|problem| problem.code).collect();
        if diagnostics.len() != 1 || !codes.contains(topic.code) {
            wrong += &format!("{}: {:#?}\n", topic.code, told(&diagnostics, &sources));
            for problem in &diagnostics {
                wrong += &format!("    {} / {:?}\n", problem.message, problem.help);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_base_pack_is_good_and_whole() {
    let loaded = load::parse(&base_pack());
    assert_eq!(told(&loaded.diagnostics, &loaded.sources), [""; 0]);
    let pack = loaded.pack.unwrap();
    assert_eq!(pack.metrics.len(), 6);
    assert_eq!(pack.observations.len(), 6);
    assert_eq!(pack.services.len(), 2);
    assert_eq!(pack.settings.dashboard.len(), 4);
    assert_eq!(pack.annotations.len(), 2);
    assert_eq!(pack.narratives.len(), 1);
    assert_eq!(pack.terms.len(), 1);
}

#[test]
fn every_rule_of_loading_is_broken_by_its_own_example_alone() {
    broken_by_their_own(load::topics(), loading);
}

#[test]
fn every_rule_has_a_name_and_a_reason() {
    let mut names = BTreeSet::new();
    for topic in load::topics() {
        assert!(names.insert(topic.code), "{} is there twice", topic.code);
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(topic.code.chars().all(kebab), "{}", topic.code);
        assert!(topic.why.ends_with('.'), "{}", topic.code);
    }
}

/// The answers that a text holds: `#~ error[code]` (or several) at the end of a line for that line, or
/// `#~ path:line error[code]` and `#~ nowhere error[code]` on a line of its own before the first file.
/// A text that begins with `Checked whole:` is held to every rule, others to those of loading.
fn answers(text: &str) -> (String, Vec<String>) {
    let mut pack = String::new();
    let mut answers = Vec::new();
    let (mut path, mut line) = (String::new(), 0);
    for whole in text.lines() {
        line += 1;
        let mut kept = whole;
        if let Some(name) = whole
            .strip_prefix("=== ")
            .or_else(|| whole.strip_prefix("~~~ "))
        {
            (path, line) = (name.trim().to_owned(), 0);
        } else if let Some((before, codes)) = whole.rsplit_once("#~ ") {
            kept = before.trim_end_matches(' ');
            for code in codes.split_whitespace().filter(|_| !path.is_empty()) {
                answers.push(format!("{path}:{line} {code}"));
            }
            if path.is_empty() {
                answers.push(codes.trim().to_owned());
            }
        }
        pack += kept;
        pack.push('\n');
    }
    answers.sort();
    (pack, answers)
}

#[test]
fn every_pack_of_the_rules_folder_is_told_what_its_comments_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 5, "the packs are gone");
    let mut wrong = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let (pack, expected) = answers(&text);
        let tree = example(&base_pack(), &pack).unwrap_or_else(|why| panic!("{path:?}: {why}"));
        let (diagnostics, sources) = if text.starts_with("Checked whole: ") {
            checking(&tree)
        } else {
            loading(&tree)
        };
        let found = told(&diagnostics, &sources);
        if found != expected {
            wrong += &format!("{:?}\n", path.file_name().unwrap());
            for line in expected.iter().filter(|line| !found.contains(line)) {
                wrong += &format!("    not told: {line}\n");
            }
            for problem in &diagnostics {
                let line = &told(std::slice::from_ref(problem), &sources)[0];
                if !expected.contains(line) {
                    wrong += &format!("    not expected: {line}: {}\n", problem.message);
                }
            }
            if found.len() != expected.len() {
                wrong += &format!("    {} told, {} expected\n", found.len(), expected.len());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Loading, the rules and the templates each find something, and none hides another.
#[test]
fn figures_words_and_templates_are_told_of_in_one_run() {
    let over = "~~~ data/services.yaml\n-    tier: 2\n+    tier: 7\n\
                ~~~ content/2026-Q3/overview.md\n\
                -headline: Checkout overspent its error budget after a provider outage\n\
                +headline: Best-in-class releases break less\n\
                === templates/pack.html\n{% extends \"default/pack.html\" %}{% block title %}\n";
    let tree = example(&base_pack(), over).unwrap();
    let build = boardpack::pipeline::build(&tree);
    let told: Vec<_> = build.diagnostics.iter().map(|d| d.code).collect();
    for code in ["bad-number", "banned-word", "template-fault"] {
        assert!(told.contains(&code), "`{code}` is not among {told:?}");
    }
    assert!(build.site.is_none());
}

/// What the README shows is what a newcomer copies.
#[test]
fn the_readme_shows_a_metric_and_figures_that_are_right() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let block = |language: &str| {
        let (_, from) = readme.split_once(&format!("```{language}\n")).unwrap();
        from.split_once("```").unwrap().0
    };
    let mut pack = base_pack();
    let metric = block("markdown").as_bytes().to_vec();
    let path = "content/metrics/slow-builds.md".to_owned();
    pack.files.insert(path, metric);
    let snapshot = pack.files.get_mut("data/snapshots/2026-Q3.yaml").unwrap();
    // Figures stand before what is counted for objectives.
    let text = String::from_utf8(snapshot.clone()).unwrap();
    let (figures, counts) = text.split_once("objectives:\n").unwrap();
    *snapshot = format!("{figures}{}objectives:\n{counts}", block("yaml")).into_bytes();
    let built = boardpack::pipeline::build(&pack);
    assert_eq!(told(&built.diagnostics, &built.sources), [""; 0]);
    let site = built.site.unwrap();
    assert!(site.files.contains_key("metrics/slow-builds.html"));
}
