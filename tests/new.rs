//! `new`, through the programme as it is typed: what it writes passes `check` but for its placeholders,
//! nothing that stands is replaced, and once they are filled it builds and is published.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

mod typed;

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use typed::{KINDS, base, files, fine, run, told, wrong};

/// Every problem of a pack: its code and its file.
fn problems(dir: &Path) -> Vec<(String, String)> {
    let output = run(dir, &["check", "--format", "json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let problems = text.lines().map(|line| {
        let problem: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        (
            format!("{} {}", text("severity"), text("code")),
            text("path"),
        )
    });
    problems.collect()
}

fn sample() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fine(dir.path(), &["init"]);
    dir
}

fn empty() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fine(
        dir.path(),
        &[
            "init",
            "--empty",
            "--organisation",
            "Larkspur",
            "--period",
            "2026-Q3",
        ],
    );
    dir
}

/// Those of them that are no placeholders, each once.
fn others(dir: &Path) -> BTreeSet<(String, String)> {
    let all = problems(dir).into_iter();
    all.filter(|(code, _)| code != "warning placeholder")
        .collect()
}

/// What was there is there still: each file as it was, or with lines more.
fn kept(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    for (path, text) in before {
        let now = &after[path];
        if now == text {
            continue;
        }
        changed.insert(path.clone());
        let mut lines = now.lines();
        for line in text.lines() {
            // An empty list gives way to its first entry, and the words about it with it.
            let line = line.split(" []").next().unwrap();
            assert!(lines.any(|now| now.starts_with(line)), "{path}: {line}");
        }
    }
    changed
}

#[test]
fn the_sample_rolls_into_its_next_quarter() {
    let dir = sample();
    let (root, before) = (dir.path(), files(dir.path()));
    let said = fine(root, &["new", "2026-Q4"]);
    let after = files(root);
    let changed = kept(&before, &after);
    let extended = ["data/risks.yaml", "data/service-levels.yaml"];
    assert_eq!(changed, BTreeSet::from(extended.map(str::to_owned)));
    let made: BTreeSet<&String> = after
        .keys()
        .filter(|path| !before.contains_key(*path))
        .collect();
    assert_eq!(made.len(), 4, "{made:?}");
    let problems = problems(root);
    let marks = problems
        .iter()
        .filter(|(code, _)| code == "warning placeholder")
        .count();
    assert!(said.contains(&format!("{marks} placeholders")), "{said}");
    // No more than a person looks through, and told to a person in a few lines a file.
    assert!((50..100).contains(&marks), "{marks} placeholders");
    let listed = told(&run(root, &["check"]));
    assert_eq!(listed.matches("[placeholder]").count(), 6, "{listed}");
    assert!(
        listed
            .contains("\n   12  Checkout success: each figure as quarter: 14/229, and the weeks\n")
    );
    assert!(listed.lines().count() < 200, "{listed}");
    // Nothing else is wrong, and it builds. What has fallen due meanwhile is told once somebody has said when
    // the data was taken.
    fine(root, &["build", "--quiet"]);
    assert_eq!(problems.len(), marks);
    let snapshot = root.join("data/snapshots/2026-Q4.yaml");
    let mark = "  # TODO(boardpack): the day on which the data was taken";
    let text = fs::read_to_string(&snapshot).unwrap();
    fs::write(&snapshot, text.replacen(mark, "", 1)).unwrap();
    let due = [
        (
            "warning experiment-without-outcome",
            "data/experiments.yaml",
        ),
        ("warning late-follow-up", "data/experiments.yaml"),
    ];
    let due = due.map(|(code, path)| (code.to_owned(), path.to_owned()));
    assert_eq!(others(root), BTreeSet::from(due));
    fs::write(&snapshot, text).unwrap();
    // Every metric and every service that was filed is due again.
    let snapshot = &after["data/snapshots/2026-Q4.yaml"];
    let filed = &before["data/snapshots/2026-Q3.yaml"];
    let filed = filed.split_once("\nobjectives:").unwrap().0;
    for line in filed.lines() {
        let name = line.trim_start();
        let deep = line.len() - name.len();
        let keys = ["quarter:", "weeks:", "definition:", "note:", "missing:"];
        if [2, 6].contains(&deep) && name.ends_with(':') && !keys.contains(&name) {
            let due = [format!("\n{line}\n"), format!("\n{line}  # TODO")];
            assert!(due.iter().any(|due| snapshot.contains(due)), "{line}");
        }
    }
    // Every ask and promise of the last quarter waits for its answer.
    let overview = &after["content/2026-Q4/overview.md"];
    for name in ["2026-Q3/d1-second-payment-provider", "2026-Q3/review-wait"] {
        assert!(overview.contains(name), "{overview}");
    }
    // A second time, and a quarter further, nothing is written.
    for quarter in ["2026-Q4", "2026-Q3", "2027-Q2"] {
        wrong(root, &["new", quarter]);
        assert_eq!(files(root), after, "{quarter}");
    }
    // A story, a decision and the rest go into the new quarter.
    for kind in KINDS {
        fine(root, &["new", kind, &format!("Brand new {kind}")]);
    }
    let kept = kept(&after, &files(root));
    assert!(kept.contains("data/incidents/2026-Q4.yaml") && kept.contains("data/experiments.yaml"));
    assert_eq!(others(root), BTreeSet::new());
}

/// A review that is owed is asked for by a mark, once, until its outcome stands there.
#[test]
fn a_review_that_falls_due_is_asked_for() {
    let dir = sample();
    let root = dir.path();
    fine(root, &["new", "2026-Q4"]);
    let path = root.join("data/service-levels.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let mark =
        "  # TODO(boardpack): 2026-Q4: was due by 2026-10-30: when it was held, and its outcome\n";
    assert_eq!(text.matches(mark).count(), 1);
    let codes = || -> Vec<String> {
        let of_file = problems(root).into_iter();
        let of_file = of_file.filter(|(_, path)| path == "data/service-levels.yaml");
        of_file.map(|(code, _)| code).collect()
    };
    assert_eq!(codes(), ["warning placeholder"]);
    fs::write(&path, text.replace(mark, "")).unwrap();
    assert_eq!(codes(), ["error review-without-outcome"]);
    let held = text.replace(mark, "").replace(
        "    held: ~\n    outcome: ~\n",
        "    held: 2026-10-29\n    outcome: investment\n",
    );
    fs::write(&path, held).unwrap();
    assert!(codes().is_empty(), "{:?}", codes());
}

/// What a table fills is no longer asked for; what it leaves open is.
#[test]
fn a_filled_metric_loses_its_mark() {
    let dir = sample();
    let root = dir.path();
    fine(root, &["new", "2026-Q4"]);
    let map = "period: {always: 2026-Q4}\nweek: Week\nservice: Service\nfigures:\n  \
               - {metric: {column: Metric}, numerator: Good, denominator: All}\n";
    fs::write(root.join("map.yaml"), map).unwrap();
    let table = "Metric,Service,Week,Good,All\n\
                 checkout-success,checkout,,9871,10000\ncheckout-success,checkout,2026-W40,700,710\n\
                 failed-payments,checkout,,120,10000\nfailed-payments,checkout,2026-W40,7,710\n";
    fs::write(root.join("table.csv"), table).unwrap();
    fine(root, &["import", "csv", "table.csv", "--map", "map.yaml"]);
    let text = fs::read_to_string(root.join("data/snapshots/2026-Q4.yaml")).unwrap();
    assert!(text.contains("\n  checkout-success:\n"), "{text}");
    let open = "\n  failed-payments:  # TODO(boardpack): Failed payments: each figure";
    assert!(text.contains(open), "payments has none yet");
}

#[test]
fn every_kind_of_thing_passes_but_for_its_placeholders() {
    for kind in KINDS {
        for dir in [base(), empty()] {
            let root = dir.path();
            let before = files(root);
            let known: BTreeSet<_> = problems(root).into_iter().collect();
            let said = fine(root, &["new", kind, "A \"brand new\" thing: with marks"]);
            let now = problems(root);
            let marks = now
                .iter()
                .filter(|(code, _)| code == "warning placeholder")
                .count();
            assert!(
                said.contains(&format!("{marks} placeholder")),
                "{kind}: {said}"
            );
            let others: Vec<_> = now
                .iter()
                .filter(|problem| problem.0 != "warning placeholder" && !known.contains(problem))
                .collect();
            assert!(others.is_empty(), "{kind}: {others:?}");
            fine(root, &["build", "--quiet"]);
            let after = files(root);
            assert!(after.len() > before.len() || after != before, "{kind}");
            kept_but_for_risks(&before, &after);
            // A second one of the name is refused, and nothing is written.
            wrong(root, &["new", kind, "A \"brand new\" thing: with marks"]);
            assert_eq!(files(root), after, "{kind}");
        }
    }
}

#[test]
fn a_second_of_each_kind_passes_as_the_first_did() {
    for kind in KINDS {
        let dir = empty();
        let root = dir.path();
        for name in ["First Änderung", "Second Größe"] {
            fine(root, &["new", kind, name]);
        }
        let wrong: Vec<_> = problems(root)
            .into_iter()
            .filter(|(code, _)| code.starts_with("error"))
            .collect();
        assert!(wrong.is_empty(), "{kind}: {wrong:?}");
        let all: String = files(root)
            .into_iter()
            .flat_map(|(path, text)| [path, text])
            .collect();
        for id in ["first-aenderung", "second-groesse"] {
            assert!(all.contains(id), "{kind}: {id}");
        }
    }
}

/// A record of risks takes the place of the overview's empty list of them.
fn kept_but_for_risks(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    let mut before = before.clone();
    for (path, text) in &mut before {
        if !after[path].contains("\n  risks: []\n") {
            *text = text.replace("\n  risks: []\n", "\n");
        }
    }
    kept(&before, after);
}

#[test]
fn no_quarter_is_published_with_a_placeholder_whatever_its_severity() {
    let dir = empty();
    let root = dir.path();
    fine(root, &["new", "term", "Error budget"]);
    let settings = root.join("data/pack.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}rules: {{placeholder: off}}\n")).unwrap();
    assert!(
        problems(root)
            .iter()
            .all(|(code, _)| !code.ends_with("placeholder"))
    );
    let said = wrong(root, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    assert!(
        said.contains("one placeholder is still to be written"),
        "{said}"
    );
    let term = root.join("content/glossary/error-budget.md");
    let text = fs::read_to_string(&term).unwrap();
    fs::write(
        &term,
        text.replace(
            "TODO(boardpack): what it means, in plain words",
            "What is left.",
        ),
    )
    .unwrap();
    fine(root, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    // Nothing is begun in a quarter that the Board has seen.
    let said = wrong(root, &["new", "story", "Faster reviews"]);
    assert!(said.contains("boardpack new 2026-Q4"), "{said}");
}

/// Words of an author in the place of every placeholder.
fn fill(root: &Path) {
    let comment = Regex::new(r"(?m)(?:^| *)# TODO\(boardpack\):.*$\n?").unwrap();
    let quoted = Regex::new(r#"(?m)(- )?([a-z_]+: |- )"TODO\(boardpack\):[^"]*""#).unwrap();
    let section = Regex::new(r"(?m)^TODO\(boardpack\):.*$").unwrap();
    for (path, text) in files(root) {
        // A lock keeps shared files as they were, marks of later quarters included.
        if !text.contains("TODO(boardpack)") || path.starts_with("data/published/") {
            continue;
        }
        let text = comment.replace_all(&text, |found: &regex::Captures<'_>| {
            match found[0].ends_with('\n') && !found[0].starts_with('#') {
                true => "\n",
                false => "",
            }
            .to_owned()
        });
        let text = quoted.replace_all(&text, |found: &regex::Captures<'_>| {
            let (dash, key) = (found.get(1).map_or("", |m| m.as_str()), &found[2]);
            let said = match key {
                "headline: " | "title: " => "No figure has been measured yet",
                "owner: " | "sponsor: " | "query_owner: " | "by: " => "Head of Engineering",
                "agreed_with: " => "Finance business partner",
                "- " => "The figures are not known yet.",
                _ => "Not measured yet.",
            };
            format!("{dash}{key}{said}")
        });
        let text = section.replace_all(&text, "Not measured yet.");
        fs::write(root.join(path), text.as_bytes()).unwrap();
    }
}

#[test]
fn what_is_filled_in_builds_and_is_published() {
    let dir = empty();
    let root = dir.path();
    fine(root, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    fine(root, &["new", "2026-Q4"]);
    for kind in KINDS {
        fine(root, &["new", kind, &format!("Brand new {kind}")]);
    }
    fill(root);
    let said = problems(root);
    assert!(
        said.iter().all(|(code, _)| !code.ends_with("placeholder")),
        "{said:?}"
    );
    let errors: Vec<_> = said
        .iter()
        .filter(|(code, _)| code.starts_with("error"))
        .collect();
    assert!(
        errors.is_empty(),
        "{errors:?}\n{}",
        told(&run(root, &["check"]))
    );
    fine(root, &["build", "--quiet"]);
    fine(root, &["publish", "2026-Q4", "--on", "2027-01-20"]);
    let page = fs::read_to_string(root.join("public/2026-Q4/index.html")).unwrap();
    assert!(!page.contains("TODO"));
    // And on it goes.
    fine(root, &["new", "2027-Q1"]);
}

/// The next quarter is often begun before the one that is over goes to the Board.
#[test]
fn a_quarter_is_published_while_the_next_is_begun() {
    let dir = sample();
    let root = dir.path();
    fine(root, &["new", "2026-Q4"]);
    fine(root, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    // Marks of the next quarter stand in files that quarters share, too.
    let risks = fs::read_to_string(root.join("data/risks.yaml")).unwrap();
    assert!(risks.contains("TODO(boardpack): 2026-Q4: "), "{risks}");
    fill(root);
    // The lock holds; what the words of a person cannot fill is the next quarter's own.
    let said = problems(root);
    let errors = said.iter().filter(|(code, _)| code.starts_with("error"));
    let errors: Vec<&str> = errors.map(|(code, _)| code.as_str()).collect();
    assert_eq!(errors, ["error review-without-outcome"]);
    let levels = root.join("data/service-levels.yaml");
    let text = fs::read_to_string(&levels).unwrap();
    let open = "    held: ~\n    outcome: ~\n";
    assert_eq!(text.matches(open).count(), 1);
    let held = "    held: 2026-10-29\n    outcome: investment\n";
    fs::write(&levels, text.replace(open, held)).unwrap();
    fine(root, &["build", "--quiet"]);
    let said = wrong(root, &["publish", "2026-Q4", "--on", "2026-12-20"]);
    assert!(said.contains("is not over"), "{said}");
}

#[test]
fn a_mark_of_no_quarter_or_of_its_own_stands_in_the_way_of_a_quarter() {
    for mark in [
        "why it matters",
        "2026-Q3: why it matters",
        "2026-Q2: why it matters",
    ] {
        let dir = sample();
        let root = dir.path();
        let path = root.join("data/risks.yaml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("# TODO(boardpack): {mark}\n{text}")).unwrap();
        let said = wrong(root, &["publish", "2026-Q3", "--on", "2026-10-20"]);
        assert!(
            said.contains("one placeholder is still to be written"),
            "{said}"
        );
    }
}

#[test]
fn nothing_is_written_where_one_file_stands_in_the_way() {
    let dir = sample();
    let root = dir.path();
    let way = root.join("data/incidents/2026-Q4.yaml");
    fs::write(
        &way,
        "period: 2026-Q4\nas_of: 2027-01-02 09:00\nincidents: []\n",
    )
    .unwrap();
    let before = files(root);
    let said = wrong(root, &["new", "2026-Q4"]);
    assert!(said.contains("data/incidents/2026-Q4.yaml"), "{said}");
    assert_eq!(files(root), before);
}

#[test]
fn what_does_not_fit_is_refused_with_what_to_do() {
    let dir = sample();
    let root = dir.path();
    let before = files(root);
    for (args, part) in [
        (&["new", "2027-Q2"][..], "boardpack new 2026-Q4"),
        (&["new", "2025-Q1"], "not ahead"),
        (&["new", "2026-Q4", "x"], "no other name"),
        (&["new", "story"], "has no name"),
        (&["new", "stroy", "x"], "nothing that a pack holds"),
        (&["new", "term", "…"], "no letters"),
        (&["new", "term", "SLO"], "is there already"),
        (&["new", "metric", "Lead time"], "already"),
        (&["new", "risk", "Single payment provider"], "already"),
    ] {
        let said = wrong(root, args);
        assert!(said.contains(part), "{args:?}: {said}");
        assert_eq!(files(root), before, "{args:?}");
    }
    fs::write(root.join("data/services.yaml"), "areas: [\n").unwrap();
    assert!(wrong(root, &["new", "2026-Q4"]).contains("boardpack check"));
}

#[test]
fn a_new_name_is_completed_from_then_on() {
    let dir = empty();
    let root = dir.path();
    let schema = root.join(".boardpack/schema/term.json");
    assert!(
        !fs::read_to_string(&schema)
            .unwrap()
            .contains("error-budget")
    );
    fine(root, &["new", "term", "Error budget"]);
    assert!(
        fs::read_to_string(&schema)
            .unwrap()
            .contains("error-budget")
    );
}

/// Only what a company alone can decide is left to write of a metric that a standard query counts.
#[test]
fn every_standard_query_begins_a_metric() {
    let dir = empty();
    let root = dir.path();
    let known: BTreeSet<_> = problems(root).into_iter().collect();
    for query in boardpack::collect::STANDARD {
        let name = format!("Counted {}", query.id);
        let said = fine(root, &["new", "metric", &name, "--standard", query.id]);
        assert!(said.contains("3 placeholders"), "{said}");
        let made = files(root)
            .into_values()
            .find(|text| text.contains(&format!("name: \"{name}\"\n")));
        assert!(made.unwrap().contains(query.query().trim()), "{name}");
    }
    let others: Vec<_> = problems(root)
        .into_iter()
        .filter(|problem| problem.0 != "warning placeholder" && !known.contains(problem))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    // Without a name it is called as the catalogue calls it.
    fine(root, &["new", "metric", "--standard", "lead-time"]);
    assert!(files(root)["content/metrics/lead-time.md"].contains("Lead time for changes"));
    wrong(root, &["new", "metric", "--standard", "lead-time"]);
    wrong(root, &["new", "story", "Faster", "--standard", "lead-time"]);
}

#[test]
fn a_pack_of_events_waits_for_its_first_quarter() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    let words = [
        "init",
        "--events",
        "--organisation",
        "A: \"B\"",
        "--service",
        "check-out",
        "--service",
        "no",
        "--period",
        "2026-Q3",
    ];
    let said = fine(root, &words);
    let next =
        "boardpack events git ../CLONE --trunk --service check-out -o data/events/check-out.jsonl";
    assert!(said.contains(next), "{said}");
    let tree = boardpack::load::Tree::read(root).unwrap();
    let begun = boardpack::scaffold::begin(&tree, "2026-Q3".parse().unwrap(), &|_| true).unwrap();
    for (path, text) in &begun.made {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    // All that is missing are the figures.
    let errors: BTreeSet<_> = problems(root)
        .into_iter()
        .filter(|(code, _)| code.starts_with("error"))
        .map(|(code, _)| code)
        .collect();
    let due = BTreeSet::from(["error row-without-figure".to_owned()]);
    assert!(errors.is_subset(&due), "{errors:?}");
    let settings = &files(root)["data/services.yaml"];
    assert!(settings.contains("name: \"Check out\""), "{settings}");
}
