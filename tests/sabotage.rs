//! The sample, sabotaged: each file of `sabotage/` is one attempt to make the Board believe something
//! else, and names the one place at which it is found out. Nothing else may be said of it.
//!
//! A case begins with what the saboteur hopes for, in a line or more. Then come
//!
//! - `on: sample` if the sample is as it was before anything was published; otherwise its first
//!   two quarters are published and their locks lie in `data/published/`;
//! - `expect: path:line:column error[code]`, as often as needed, in the order of the places;
//! - or `runs: arguments` of the programme, with `exits: code` and `says: words` of either stream;
//! - `hides: words` that no file of the site in `board/` may hold, but as digits of a longer number;
//! - `link: path target` for a symbolic link;
//!
//! and after a line `---` the change, in the language of the rules' examples. A `-` line that ends in
//! `…` stands for the one line of the file that begins so, and a `…` at the end of a `+` line for the
//! rest of that line.
//!
//! `BLESS=1` moves lines and columns after the sample was edited; paths and codes are written by hand.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests read cases, lay packs out and may fail"
)]

use boardpack::diag::Severity;
use boardpack::load::{self, Tree};
use boardpack::pipeline;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Quarters that are published before the sabotage, each with its day.
const PUBLISHED: [(&str, &str); 2] = [("2026-Q1", "2026-04-20"), ("2026-Q2", "2026-07-20")];

/// One attempt.
struct Case {
    path: PathBuf,
    locked: bool,
    expect: Vec<String>,
    runs: Option<Vec<String>>,
    exits: i32,
    says: Vec<String>,
    hides: Vec<String>,
    links: Vec<(String, String)>,
    over: String,
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sabotage")
}

/// The sample without anything published.
fn sample() -> &'static Tree {
    static SAMPLE: OnceLock<Tree> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let mut tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let published =
            |path: &str| path.starts_with("data/published/") || path == "data/restatements.yaml";
        tree.files.retain(|path, _| !published(path));
        tree
    })
}

/// The sample with its first two quarters published by the programme itself.
fn locked() -> &'static Tree {
    static LOCKED: OnceLock<Tree> = OnceLock::new();
    LOCKED.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        lay(dir.path(), sample());
        for (period, on) in PUBLISHED {
            let (code, said) = run(dir.path(), &["publish", period, "--on", on]);
            assert_eq!(code, 0, "{period} cannot be published:\n{said}");
        }
        Tree::read(dir.path()).unwrap()
    })
}

fn lay(dir: &Path, tree: &Tree) {
    for (path, bytes) in &tree.files {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// The programme's exit code and all that it said.
fn run(dir: &Path, arguments: &[impl AsRef<std::ffi::OsStr>]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boardpack"));
    let output = command
        .current_dir(dir)
        .env_clear()
        .args(arguments)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    (output.status.code().unwrap_or(-1), said)
}

fn read(path: &Path) -> Case {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let (head, over) = text.split_once("---\n").unwrap_or((&text, ""));
    let title = head.lines().next().unwrap_or_default();
    assert!(
        title.ends_with('.') && !title.contains(": "),
        "{name}: begin with what is hoped for"
    );
    let all = |key: &str| -> Vec<String> {
        let values = head.lines().filter_map(|line| line.strip_prefix(key));
        values.map(|value| value.trim().to_owned()).collect()
    };
    let one = |key: &str| all(key).pop();
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect();
    Case {
        path: path.to_owned(),
        locked: one("on:").is_none_or(|on| on != "sample"),
        expect: all("expect:"),
        runs: one("runs:").map(words),
        exits: one("exits:").map_or(1, |code| code.parse().unwrap()),
        says: all("says:"),
        hides: all("hides:"),
        links: all("link:")
            .iter()
            .map(|link| {
                link.split_once(' ')
                    .unwrap_or_else(|| panic!("{name}: a link to nothing"))
            })
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
            .collect(),
        over: over.to_owned(),
    }
}

/// Writes out the lines that a case only begins.
fn whole(base: &Tree, over: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut rest = String::new();
    for line in over.lines() {
        if let Some(path) = line.strip_prefix("~~~ ") {
            let bytes = base
                .files
                .get(path.trim())
                .ok_or(format!("no file {path}"))?;
            lines = std::str::from_utf8(bytes)
                .unwrap_or_default()
                .lines()
                .collect();
        }
        let begun = line.strip_suffix('…');
        match (begun, begun.and_then(|begun| begun.strip_prefix('-'))) {
            (Some(_), Some(begins)) => {
                let fitting: Vec<&&str> = lines.iter().filter(|l| l.starts_with(begins)).collect();
                let [one] = fitting.as_slice() else {
                    return Err(format!("{} lines begin with `{begins}`", fitting.len()));
                };
                rest = one[begins.len()..].to_owned();
                let _ = writeln!(text, "-{one}");
            }
            (Some(begun), None) => {
                let _ = writeln!(text, "{begun}{rest}");
            }
            (None, _) => {
                let _ = writeln!(text, "{line}");
            }
        }
    }
    Ok(text)
}

/// What the pack says of itself, one line a problem.
fn told(tree: &Tree) -> Vec<String> {
    let checked = pipeline::check(tree);
    let sources = &checked.sources;
    checked
        .diagnostics
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
                    let (line, column) = sources.line_column(label.span);
                    format!("{}:{line}:{column}", sources.file(label.span.file).path)
                });
            format!("{place} {severity}[{}]", problem.code)
        })
        .collect()
}

/// Path, severity and code, without line and column.
fn where_and_what(line: &str) -> (&str, &str) {
    let (place, code) = line.split_once(' ').unwrap_or((line, ""));
    (place.split(':').next().unwrap_or(place), code)
}

/// What is wrong with a case; nothing if it was found out as it says.
fn fault(case: &Case) -> Option<String> {
    let base = if case.locked { locked() } else { sample() };
    let over = match whole(base, &case.over) {
        Ok(over) => over,
        Err(why) => return Some(why),
    };
    let tree = match load::example(base, &over) {
        Ok(tree) => tree,
        Err(why) => return Some(why),
    };
    if &tree == base && case.links.is_empty() && case.runs.is_none() {
        return Some("it changes nothing".to_owned());
    }
    if let Some(arguments) = &case.runs {
        let dir = tempfile::tempdir().unwrap();
        lay(dir.path(), &tree);
        for (from, to) in &case.links {
            let _ = fs::remove_file(dir.path().join(from));
            link(to, &dir.path().join(from));
        }
        let (code, said) = run(dir.path(), arguments);
        let unsaid: Vec<&String> = case
            .says
            .iter()
            .filter(|words| !said.contains(*words))
            .collect();
        let shown = shown(&dir.path().join("board"), &case.hides);
        let right = code == case.exits && unsaid.is_empty() && !case.says.is_empty();
        let fault = format!("exit {code}, not said: {unsaid:?}, shown: {shown:?}, but:\n{said}");
        return (!right || !shown.is_empty()).then_some(fault);
    }
    let found = told(&tree);
    if found == case.expect && !found.is_empty() {
        return None;
    }
    let same = found
        .iter()
        .map(|l| where_and_what(l))
        .eq(case.expect.iter().map(|l| where_and_what(l)));
    if same && std::env::var("BLESS").is_ok() && !found.is_empty() {
        move_places(&case.path, &found);
        return None;
    }
    Some(format!("found {found:#?}\nexpected {:#?}", case.expect))
}

/// Files of a site that hold any of these words, which it should hide.
fn shown(site: &Path, hidden: &[String]) -> Vec<String> {
    let files = walkdir::WalkDir::new(site)
        .into_iter()
        .filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    let paths: Vec<PathBuf> = files.map(walkdir::DirEntry::into_path).collect();
    assert!(hidden.is_empty() || !paths.is_empty(), "there is no site");
    let shows = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        hidden.iter().any(|words| {
            let mut found = text.match_indices(words.as_str());
            found.any(|(at, _)| {
                let before = text[..at].chars().next_back();
                let after = text[at + words.len()..].chars().next();
                !before.into_iter().chain(after).any(|c| c.is_ascii_digit())
            })
        })
    };
    let shown = paths
        .iter()
        .filter(|path| !hidden.is_empty() && shows(path));
    shown.map(|path| path.display().to_string()).collect()
}

#[cfg(unix)]
fn link(to: &str, from: &Path) {
    std::os::unix::fs::symlink(to, from).unwrap();
}

#[cfg(not(unix))]
fn link(_: &str, _: &Path) {}

/// Writes the places that were found into the case.
fn move_places(path: &Path, found: &[String]) {
    let text = fs::read_to_string(path).unwrap();
    let mut found = found.iter();
    let mut moved = String::new();
    for line in text.lines() {
        match line.strip_prefix("expect:").and_then(|_| found.next()) {
            Some(place) => moved += &format!("expect: {place}\n"),
            None => moved += &format!("{line}\n"),
        }
    }
    fs::write(path, moved).unwrap();
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<PathBuf> = fs::read_dir(home())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let cases = paths.iter().map(|path| read(path));
    cases
        .filter(|case| cfg!(unix) || case.links.is_empty())
        .collect()
}

#[test]
fn before_the_sabotage_nothing_is_wrong() {
    assert_eq!(told(sample()), [""; 0]);
    assert_eq!(told(locked()), [""; 0]);
}

#[test]
fn every_sabotage_is_found_out_at_its_place_and_nothing_else_is_said() {
    let cases = cases();
    assert!(cases.len() >= 40, "only {} cases", cases.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut faults = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let name = case.path.file_name().unwrap().to_string_lossy();
            faults.extend(fault(case).map(|fault| format!("== {name}\n{fault}\n")));
        }
        faults
    };
    let mut faults: Vec<String> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        hands
            .into_iter()
            .flat_map(|hand| hand.join().unwrap())
            .collect()
    });
    faults.sort();
    assert!(faults.is_empty(), "\n{}", faults.concat());
}

/// The promise is as wide as the cases: each of these rules has one.
#[test]
fn every_rule_of_the_promise_has_a_saboteur() {
    let tried: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| case.expect.clone())
        .filter_map(|line| Some(line.split_once('[')?.1.trim_end_matches(']').to_owned()))
        .collect();
    let untried: Vec<&str> = pipeline::topics()
        .iter()
        .filter(|topic| topic.promise)
        .map(|topic| topic.code)
        .filter(|code| !tried.contains(*code))
        .collect();
    assert_eq!(untried, [""; 0]);
}
