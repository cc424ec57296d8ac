//! `diff` as it is typed: quarters, folders and revisions of git; exit codes and streams.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use boardpack::load::{Tree, base_pack, example};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .current_dir(dir)
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .arg("diff")
        .args(args)
        .output()
        .unwrap()
}

/// What goes to standard output, where the command ends with that code.
#[track_caller]
fn told(dir: &Path, args: &[&str], code: i32) -> String {
    let output = run(dir, args);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {err}");
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn refused(dir: &Path, args: &[&str], code: i32) -> String {
    let output = run(dir, args);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {err}");
    err
}

fn git(dir: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org"])
        .args(args)
        .current_dir(dir)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {done:?}");
}

fn lay(dir: &Path, tree: &Tree) {
    for (path, bytes) in &tree.files {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

fn edited() -> Tree {
    let over = "~~~ data/snapshots/2026-Q3.yaml\n\
                -      checkout: {quarter: 9850/10000}\n+      checkout: {quarter: 9950/10000}\n";
    example(&base_pack(), over).unwrap()
}

/// A repository with a pack in a folder of it: the base, tagged, then the edited pack.
fn repository() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("packs/q3");
    lay(&dir, &base_pack());
    git(home.path(), &["init", "-q"]);
    git(home.path(), &["add", "."]);
    git(home.path(), &["commit", "-qm", "base"]);
    git(home.path(), &["tag", "v1"]);
    lay(&dir, &edited());
    git(home.path(), &["commit", "-qam", "edited"]);
    home
}

#[test]
fn revisions_quarters_and_folders_are_compared() {
    let home = repository();
    let dir = home.path().join("packs/q3");
    let text = told(&dir, &["v1", "HEAD"], 0);
    assert!(text.starts_with("v1 → HEAD\n"), "{text}");
    assert!(text.contains("9,850") && text.contains("9,950"), "{text}");
    // The folder is what the last commit holds.
    assert_eq!(told(&dir, &["HEAD"], 0), "no differences\n");
    let of_quarter = told(&dir, &["v1:2026-Q3"], 0);
    assert!(of_quarter.contains("9,950"), "{of_quarter}");
    let elsewhere = told(home.path(), &["--root", "packs/q3", "HEAD~1"], 0);
    assert!(elsewhere.contains("9,950"), "{elsewhere}");
    let other = tempfile::tempdir().unwrap();
    lay(other.path(), &base_pack());
    let folder = told(&dir, &[other.path().to_str().unwrap(), "."], 0);
    assert!(folder.contains("9,950"), "{folder}");
    assert_eq!(told(&dir, &["2026-Q3"], 0), "no differences\n");
}

#[test]
fn programs_and_reviewers_get_their_own() {
    let home = repository();
    let dir = home.path().join("packs/q3");
    let json: serde_json::Value =
        serde_json::from_str(&told(&dir, &["v1", "--as", "json"], 0)).unwrap();
    assert_eq!(json["kind"], "boardpack-diff");
    assert_eq!(json["differences"][0]["matter"], "figure");
    let markdown = told(&dir, &["v1", "--as", "markdown"], 0);
    assert!(markdown.starts_with("## What changed: v1 → "), "{markdown}");
    // Colour goes where it was asked for, and nowhere else.
    assert!(!told(&dir, &["v1"], 0).contains('\u{1b}'));
    assert!(told(&dir, &["v1", "--color", "always"], 0).contains("\u{1b}[1m"));
    assert!(!told(&dir, &["v1", "--as", "markdown", "--color", "always"], 0).contains('\u{1b}'));
}

#[test]
fn what_is_not_there_is_refused() {
    let home = repository();
    let dir = home.path().join("packs/q3");
    for named in [
        "nowhere",
        "HEAD~9",
        "HEAD:data/pack.yaml",
        "v1..HEAD",
        "v1:2026-Q5",
        "",
    ] {
        let said = refused(&dir, &[named], 2);
        assert!(
            said.contains("there is no quarter, folder or revision"),
            "{said}"
        );
    }
    for named in ["--output=x", "--help=x", "-z"] {
        let said = refused(&dir, &["--", named], 2);
        assert!(
            said.contains("there is no quarter, folder or revision"),
            "{said}"
        );
    }
    let said = refused(&dir, &["2025-Q1", "2026-Q3"], 1);
    assert!(said.contains("has no figures of 2025-Q1"), "{said}");
    let said = refused(home.path(), &["HEAD"], 2);
    assert!(
        said.contains("cannot read this folder") || said.contains("no pack"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_revision_with_a_link_is_refused() {
    let home = repository();
    let dir = home.path().join("packs/q3");
    std::os::unix::fs::symlink("pack.yaml", dir.join("data/other.yaml")).unwrap();
    git(home.path(), &["add", "."]);
    git(home.path(), &["commit", "-qm", "link"]);
    fs::remove_file(dir.join("data/other.yaml")).unwrap();
    let said = refused(&dir, &["HEAD"], 2);
    assert!(said.contains("cannot read the pack at `HEAD`"), "{said}");
}

#[test]
fn a_pack_that_cannot_be_read_wholly_is_told_of_and_ends_in_1() {
    let home = repository();
    let dir = home.path().join("packs/q3");
    fs::write(
        dir.join("content/glossary/error-budget.md"),
        "---\nnam: x\n---\n",
    )
    .unwrap();
    let output = run(&dir, &["v1"]);
    assert_eq!(output.status.code(), Some(1));
    let (out, err) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(
        out.contains("9,950") && out.contains("Not everything is compared"),
        "{out}"
    );
    assert!(
        err.contains("error[") && err.contains("the working folder"),
        "{err}"
    );
    fs::write(dir.join("data/pack.yaml"), "- 1\n").unwrap();
    let said = refused(&dir, &["v1"], 1);
    assert!(said.contains("nothing can be compared"), "{said}");
}
