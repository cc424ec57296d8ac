#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make files and may fail"
)]

use super::*;
use std::fs;

fn is_events(name: &str) -> bool {
    name.ends_with(".jsonl") || name.ends_with(".csv")
}

fn pack() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for path in [
        "data/events/b.jsonl",
        "data/events/2026/a.jsonl",
        "data/events/README.md",
        "other/c.csv",
    ] {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{}").unwrap();
    }
    dir
}

fn labels(found: &EventFiles) -> Vec<&str> {
    found.files.iter().map(|file| file.label.as_str()).collect()
}

fn look(root: &Path, asked: &[&str]) -> EventFiles {
    let asked: Vec<PathBuf> = asked.iter().map(PathBuf::from).collect();
    event_files(root, &asked, &is_events)
}

#[test]
fn the_packs_own_folder_is_read_whole_and_sorted() {
    let dir = pack();
    let found = look(dir.path(), &[]);
    assert_eq!(
        labels(&found),
        ["data/events/2026/a.jsonl", "data/events/b.jsonl"]
    );
    assert_eq!(found.passed, ["events/README.md"]);
    assert_eq!(found.problems, []);
}

#[test]
fn files_folders_and_patterns_are_found_once() {
    let dir = pack();
    let found = look(
        dir.path(),
        &["data/events/b.jsonl", "data/**/*.jsonl", "other"],
    );
    assert_eq!(
        labels(&found),
        [
            "data/events/2026/a.jsonl",
            "data/events/b.jsonl",
            "other/c.csv"
        ]
    );
    let elsewhere = pack();
    let path = elsewhere.path().join("other");
    let found = look(dir.path(), &[path.to_str().unwrap()]);
    assert_eq!(labels(&found), ["other/c.csv"]);
}

#[test]
fn what_is_not_there_is_named() {
    let dir = pack();
    for (asked, told) in [
        (vec!["nothing.jsonl"], "there is no `nothing.jsonl`"),
        (
            vec!["data/*.jsonl"],
            "no file of events fits the pattern `data/*.jsonl`",
        ),
        (
            vec!["../*/x.jsonl"],
            "the pattern `../*/x.jsonl` leads out of where it stands",
        ),
        (
            vec!["/et*/passwd"],
            "the pattern `/et*/passwd` leads out of where it stands",
        ),
        (
            vec!["data/[x.jsonl"],
            "the pattern `data/[x.jsonl` cannot be understood",
        ),
        (
            vec!["data/events/README.md"],
            "does not tell how its events are written",
        ),
    ] {
        let found = look(dir.path(), &asked);
        assert!(found.problems[0].0.contains(told), "{:?}", found.problems);
    }
    let empty = tempfile::tempdir().unwrap();
    let found = look(empty.path(), &[]);
    assert_eq!(
        found.problems[0].0,
        "there are no events: the pack has no `data/events/`"
    );
    fs::create_dir_all(empty.path().join("data/events")).unwrap();
    let found = look(empty.path(), &[]);
    assert_eq!(
        found.problems[0].0,
        "no file of events lies in `data/events/`"
    );
}

#[cfg(unix)]
#[test]
fn links_devices_and_pipes_are_refused() {
    use std::os::unix::fs::symlink;
    let (dir, secret) = (pack(), tempfile::tempdir().unwrap());
    fs::write(secret.path().join("s.jsonl"), "{}").unwrap();
    symlink(
        secret.path().join("s.jsonl"),
        dir.path().join("data/events/s.jsonl"),
    )
    .unwrap();
    symlink(
        dir.path().join("other/c.csv"),
        dir.path().join("data/events/c.csv"),
    )
    .unwrap();
    let found = look(dir.path(), &[]);
    assert!(
        found.problems[0]
            .0
            .contains("s.jsonl` is a symbolic link that leads elsewhere")
    );
    assert!(
        labels(&found).contains(&"other/c.csv"),
        "a link within the pack is its file"
    );
    let found = look(dir.path(), &["/dev/zero"]);
    assert!(found.problems[0].0.contains("neither a file nor a folder"));
    let socket = dir.path().join("data/events/pipe.jsonl");
    let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let found = look(dir.path(), &[]);
    assert!(
        found
            .problems
            .iter()
            .any(|(told, _)| told.contains("neither a file nor a folder"))
    );
    // The folder itself may not lead out either.
    let other = tempfile::tempdir().unwrap();
    fs::create_dir_all(other.path().join("data")).unwrap();
    symlink(secret.path(), other.path().join("data/events")).unwrap();
    let found = look(other.path(), &[]);
    assert_eq!(found.problems[0].0, "`data/events/` leads out of the pack");
}

#[test]
fn a_line_is_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jsonl");
    fs::write(&path, "one\ntwo\r\nthree").unwrap();
    assert_eq!(line_of(&path, 2).unwrap().as_deref(), Some("two"));
    assert_eq!(line_of(&path, 3).unwrap().as_deref(), Some("three"));
    assert_eq!(line_of(&path, 4).unwrap(), None);
}
