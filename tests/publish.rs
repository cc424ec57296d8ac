//! What was shown to the Board stays what it was: locks, restatements, and the pages of a published
//! quarter.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use boardpack::load::{Tree, base_pack};
use boardpack::model::{RestatementCause, seals};
use boardpack::pipeline::{self, Day};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const LOCK: &str = "data/published/2026-Q3.yaml";
const SNAPSHOT: &str = "data/snapshots/2026-Q3.yaml";
const RESTATEMENTS: &str = "data/restatements.yaml";

fn run(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    command.current_dir(dir).env_clear();
    command.args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The smallest whole pack on disk.
fn base() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in &base_pack().files {
        let file = dir.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    dir
}

fn change(dir: &Path, path: &str, old: &str, new: &str) {
    let file = dir.join(path);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    fs::write(file, text.replace(old, new)).unwrap();
}

/// What `check` tells, by code, with the lines that it tells.
fn told(dir: &Path) -> (Vec<String>, String) {
    let output = run(dir, &["check", "--format", "short"]);
    let text = err(&output);
    let code = |line: &str| line.split(['[', ']']).nth(1).map(str::to_owned);
    (text.lines().filter_map(code).collect(), text)
}

fn pages(dir: &Path, below: &str) -> BTreeMap<String, Vec<u8>> {
    let root = dir.join("public").join(below);
    let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            (path.to_str().unwrap().to_owned(), bytes)
        })
        .collect()
}

#[test]
fn a_quarter_is_published_on_a_day_that_fits_and_only_once() {
    let dir = base();
    let dir = dir.path();
    for (on, why) in [
        ("2026-09-30", "is not over"),
        ("2026-10-01", "was taken on 2026-10-05, after"),
        ("2026-12-05", "61 days old"),
    ] {
        let refused = run(dir, &["publish", "2026-Q3", "--on", on]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(err(&refused).contains(why), "{}", err(&refused));
        assert!(!dir.join(LOCK).exists());
    }
    let published = run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    assert_eq!(published.status.code(), Some(0), "{}", err(&published));
    let lock = fs::read_to_string(dir.join(LOCK)).unwrap();
    let (is, says) = seals(&lock);
    assert_eq!(Some(is), says);
    for line in [
        "published: 2026-10-20",
        "      quarter: 15/140",
        "        weeks: {2026-W27: 1/8, 2026-W28: ~}",
        "    target: {value: 5, from: 2025-01-01, set_by: \"CTO\"}",
        "  - id: \"d1-second-provider\"",
        "  - id: \"change-failure-rate\"",
    ] {
        assert!(lock.lines().any(|l| l == line), "{line}\n{lock}");
    }
    let again = run(dir, &["publish", "2026-Q3", "--on", "2026-10-21"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("was published on 2026-10-20"));
    assert_eq!(fs::read_to_string(dir.join(LOCK)).unwrap(), lock);
    let left = fs::read_dir(dir.join("data/published")).unwrap().count();
    assert_eq!(left, 1, "nothing lies beside the lock");
    assert_eq!(told(dir).0, [""; 0]);
}

#[test]
fn errors_and_denied_warnings_stand_in_the_way() {
    let dir = base();
    let dir = dir.path();
    change(dir, SNAPSHOT, "as_of: 2026-10-05\n", "as_of: 2026-10-01\n");
    change(dir, SNAPSHOT, "quarter: 3/60", "quarter: 60/3");
    let refused = run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("impossible-value"));
    assert!(!dir.join(LOCK).exists());
}

#[test]
fn a_lock_changed_by_hand_is_told() {
    let dir = base();
    let dir = dir.path();
    run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    let lock = fs::read_to_string(dir.join(LOCK)).unwrap();
    for (old, new) in [
        ("published: 2026-10-20", "published: 2026-10-19"),
        ("quarter: 15/140", "quarter: 14/140"),
        ("under a seal", "under no seal"),
        ("\nseal: ", "\nsael: "),
    ] {
        change(dir, LOCK, old, new);
        assert_eq!(told(dir).0, ["broken-lock"], "{new}");
        fs::write(dir.join(LOCK), &lock).unwrap();
    }
    fs::write(dir.join(LOCK), lock.replace('\n', "\r\n")).unwrap();
    assert_eq!(told(dir).0, [""; 0], "a checkout may turn line ends");
    fs::write(dir.join(LOCK), lock.replace("format: 2", "format: 3")).unwrap();
    assert_eq!(told(dir).0, ["lock-format"]);
}

#[test]
fn words_of_a_published_quarter_stay() {
    let dir = base();
    let dir = dir.path();
    run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    let story = "content/2026-Q3/stories/rollback.md";
    change(dir, story, "Releases failed too often.", "Releases failed.");
    fs::write(
        dir.join("content/2026-Q3/stories/other.md"),
        fs::read_to_string(dir.join(story)).unwrap(),
    )
    .unwrap();
    let (codes, text) = told(dir);
    assert_eq!(codes, ["published-text-changed"; 2], "{text}");
    fs::remove_file(dir.join("content/2026-Q3/stories/other.md")).unwrap();
    fs::remove_file(dir.join(story)).unwrap();
    let (codes, text) = told(dir);
    assert_eq!(codes, ["published-text-changed"], "{text}");
}

/// Quarter and week, service and organisation, appeared and gone: each is told, and `restate` says
/// what became of it.
#[test]
fn every_changed_figure_is_told_until_it_is_restated() {
    let changes = [
        (
            "checkout-success:\n    services:\n      checkout: {quarter: 9850/10000}",
            "checkout-success:\n    services:\n      checkout: {quarter: 9851/10000}",
        ),
        ("2026-W27: 1/8", "2026-W27: 2/8"),
        ("2026-W28: ~", "2026-W28: 0/3"),
        (
            "    all: {quarter: 26.4 (n 80)}",
            "    all: {quarter: 26.4 (n 81)}",
        ),
        ("      search: {quarter: 1}\n", ""),
        (
            "      search: {quarter: 78.4}",
            "      search: {missing: lost}",
        ),
    ];
    for (old, new) in changes {
        let dir = base();
        let dir = dir.path();
        run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
        change(dir, SNAPSHOT, old, new);
        let (codes, text) = told(dir);
        assert!(
            codes.contains(&"published-value-changed".to_owned()),
            "{new}: {text}"
        );
        assert!(!dir.join(RESTATEMENTS).exists());
        let early = ["restate", "2026-Q3", "--cause", "late-data", "--why", "x"];
        let early = [&early[..], &["--on", "2026-10-20"]].concat();
        assert_eq!(run(dir, &early).status.code(), Some(1));
        let late = [&early[..7], &["2026-11-02"]].concat();
        let restated = run(dir, &late);
        assert_eq!(restated.status.code(), Some(0), "{}", err(&restated));
        let (codes, text) = told(dir);
        let left = |code: &&String| code.contains("publish") || code.contains("restate");
        assert_eq!(codes.iter().filter(left).count(), 0, "{new}: {text}");
    }
}

#[test]
fn restatements_form_a_chain_and_keep_the_file() {
    let dir = base();
    let dir = dir.path();
    run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    let none = [
        "restate",
        "2026-Q3",
        "--cause",
        "correction",
        "--why",
        "A \"why\".",
    ];
    let refused = run(dir, &[&none[..], &["--on", "2026-11-02"]].concat());
    assert!(err(&refused).contains("every figure of 2026-Q3 is as it was"));
    fs::write(dir.join(RESTATEMENTS), "# ours\n").unwrap();
    change(
        dir,
        SNAPSHOT,
        "search: {quarter: 1}",
        "search: {quarter: 2}",
    );
    run(dir, &[&none[..], &["--on", "2026-11-02"]].concat());
    let first = fs::read_to_string(dir.join(RESTATEMENTS)).unwrap();
    assert!(first.starts_with(
        "# ours\n- {period: 2026-Q3, metric: incidents, service: search, from: 1, to: 2,"
    ));
    change(
        dir,
        SNAPSHOT,
        "search: {quarter: 2}",
        "search: {quarter: 3}",
    );
    assert_eq!(told(dir).0, ["published-value-changed"]);
    run(dir, &[&none[..], &["--on", "2026-11-09"]].concat());
    let second = fs::read_to_string(dir.join(RESTATEMENTS)).unwrap();
    assert!(second.starts_with(&first) && second.contains("from: 2, to: 3"));
    assert_eq!(told(dir).0, [""; 0]);
    change(dir, RESTATEMENTS, "from: 2, to: 3", "from: 1, to: 3");
    assert_eq!(told(dir).0, ["idle-restatement"]);
    fs::write(
        dir.join(RESTATEMENTS),
        second.replace("2026-11-02", "2026-10-19"),
    )
    .unwrap();
    assert_eq!(told(dir).0, ["backdated-restatement"]);
}

/// Published, followed by a quarter, and restated: the published quarter's pages are the same bytes.
#[test]
fn pages_of_a_published_quarter_never_change() {
    let dir = base();
    let dir = dir.path();
    let draft = run(dir, &["build"]);
    assert_eq!(draft.status.code(), Some(0), "{}", err(&draft));
    let page = |path: &str| fs::read_to_string(dir.join("public").join(path)).unwrap();
    let mark = |html: &str| html.split("build ").nth(1).unwrap()[..12].to_owned();
    let drafted = page("2026-Q3/index.html");
    assert!(drafted.contains("draft, not published"));
    run(dir, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    run(dir, &["build"]);
    let shown = page("2026-Q3/index.html");
    assert!(
        shown.contains("published 20\u{a0}October\u{a0}2026")
            || shown.contains("published 20 October 2026")
    );
    assert_eq!(
        mark(&drafted),
        mark(&shown),
        "publishing does not change the mark"
    );
    let before = pages(dir, "2026-Q3");

    change(
        dir,
        SNAPSHOT,
        "        quarter: 12/80",
        "        quarter: 16/80",
    );
    change(dir, SNAPSHOT, "2026-W27: 1/8", "2026-W27: 5/8");
    let why = ["--why", "Four failures of one release were found later."];
    let restate = [
        "restate",
        "2026-Q3",
        "--cause",
        "late-data",
        "--on",
        "2026-11-02",
    ];
    let restated = run(dir, &[&restate[..], &why[..]].concat());
    assert_eq!(restated.status.code(), Some(0), "{}", err(&restated));
    let next = fs::read_to_string(dir.join(SNAPSHOT)).unwrap();
    let next = next
        .replace("period: 2026-Q3", "period: 2026-Q4")
        .replace("as_of: 2026-10-05", "as_of: 2027-01-05")
        .replace("2026-07-01:", "2026-10-01:")
        .replace("2026-08-18: 341840", "2026-11-18: 342560")
        .replace("2026-09-30:", "2026-12-31:")
        .replace("2026-W27", "2026-W41")
        .replace("2026-W28", "2026-W42")
        .replace("      2026-07-01: ", "      2026-10-01: ")
        .replace("      2026-08-18: ", "      2026-11-18: ")
        .replace("      2026-09-30: ", "      2026-12-30: ");
    fs::write(dir.join("data/snapshots/2026-Q4.yaml"), next).unwrap();
    change(
        dir,
        "data/service-levels.yaml",
        "held: ~\n    outcome: ~",
        "held: 2026-10-20\n    outcome: continue",
    );
    let text = fs::read_to_string(dir.join("content/2026-Q3/overview.md")).unwrap();
    let text = text
        .replace("decisions: []", "decisions: [{decision: 2026-Q3/d1-second-provider, outcome: declined, on: 2026-11-12, note: It costs too much.}]")
        .replace("promises: []", "promises: [{promise: 2026-Q3/change-failure-rate, state: missed, note: Splitting took longer.}]")
        .replace("by: 2026-11-30", "by: 2027-02-28");
    let levels = dir.join("data/service-levels.yaml");
    let text_of_levels = fs::read_to_string(&levels).unwrap();
    fs::write(&levels, held(&text_of_levels)).unwrap();
    fs::create_dir_all(dir.join("content/2026-Q4")).unwrap();
    fs::write(dir.join("content/2026-Q4/overview.md"), text).unwrap();
    let built = run(dir, &["build"]);
    assert_eq!(built.status.code(), Some(0), "{}", err(&built));
    let after = pages(dir, "2026-Q3");
    assert!(before.len() > 2);
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "2026-Q3/{path} changed");
    }
    assert_eq!(before.len(), after.len());

    let later = page("2026-Q4/index.html");
    assert!(later.contains("first reported"), "{later}");
    assert!(later.contains("Four failures of one release were found later."));
    let metric = page("metrics/change-failure-rate.html");
    assert!(metric.contains("first reported") && metric.contains("late data"));
    let csv = page("tables/change-failure-rate.csv");
    let row = csv
        .lines()
        .find(|l| l.starts_with("2026-Q3,checkout,"))
        .unwrap();
    assert!(
        row.starts_with("2026-Q3,checkout,20,") && row.ends_with(",15"),
        "{row}"
    );
    let json = page("report.json");
    assert!(json.contains("\"restated\""));
}

/// The lock is read back to the figures it was made from, for every kind of value of the sample.
#[test]
fn the_sample_can_be_published_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Tree::read(root).unwrap();
    tree.files
        .retain(|path, _| !path.starts_with("data/published/") && path != RESTATEMENTS);
    let day = |text: &str| Day::On(text.parse::<NaiveDate>().unwrap());
    for (period, on) in [
        ("2025-Q4", "2026-01-20"),
        ("2026-Q1", "2026-04-21"),
        ("2026-Q2", "2026-07-21"),
    ] {
        let period = period.parse().unwrap();
        let made = pipeline::publish(&tree, period, day(on), &boardpack::model::Origin::default());
        let file = made.file.unwrap_or_else(|| panic!("{:?}", made.refusal));
        tree.files.insert(file.path, file.text.into_bytes());
    }
    let none = pipeline::restate(
        &tree,
        "2026-Q2".parse().unwrap(),
        RestatementCause::Correction,
        "x",
        day("2026-08-01"),
    );
    assert!(
        none.refusal
            .unwrap()
            .message
            .contains("as it was published")
    );
}

/// The review of the base pack, held: by the next quarter it has an outcome.
fn held(levels: &str) -> String {
    levels
        .replace("held: ~", "held: 2026-10-20")
        .replace("outcome: ~", "outcome: freeze")
}
