//! Which commit last changed a text: told where a repository knows it, and nothing where it does not.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use boardpack::load::{self, Tree};
use boardpack::provenance::Manifest;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const STORY: &str = "content/2026-Q3/stories/rollback.md";
const OVERVIEW: &str = "content/2026-Q3/overview.md";
const DECISION: &str = "content/2026-Q3/decisions/d1-second-provider.md";

fn boardpack(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .current_dir(dir)
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .args(args)
        .output()
        .unwrap()
}

#[track_caller]
fn fine(dir: &Path, args: &[&str]) -> String {
    let output = boardpack(dir, args);
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8(told).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}\n{told}");
    told
}

/// A commit of somebody whom no page may name, on a day.
#[track_caller]
fn git(dir: &Path, day: &str, args: &[&str]) -> String {
    let at = format!("{day}T12:00:00+02:00");
    let output = Command::new("git")
        .current_dir(dir)
        .args(["-c", "user.name=Zaphod", "-c", "user.email=z@example.org"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", &at)
        .env("GIT_COMMITTER_DATE", "2026-11-01T12:00:00Z")
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn lay(dir: &Path, tree: &Tree) {
    for (path, bytes) in &tree.files {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

fn add(pack: &Path, path: &str, text: &str) {
    let file = pack.join(path);
    let before = fs::read_to_string(&file).unwrap();
    fs::write(file, before + text).unwrap();
}

/// A repository that holds the base pack in a folder of its own, in one commit.
fn repository() -> (tempfile::TempDir, std::path::PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("packs/board");
    lay(&pack, &load::base_pack());
    git(home.path(), "2026-10-01", &["init", "-q"]);
    git(home.path(), "2026-10-01", &["add", "."]);
    git(home.path(), "2026-10-01", &["commit", "-qm", "Begin"]);
    (home, pack)
}

struct Site {
    manifest: Manifest,
    pages: BTreeMap<String, Vec<u8>>,
}

impl Site {
    fn of(pack: &Path, args: &[&str]) -> Self {
        let out = tempfile::tempdir().unwrap();
        let to = out.path().join("site");
        fine(
            pack,
            &[&["build", "--output", to.to_str().unwrap()], args].concat(),
        );
        let files = walkdir::WalkDir::new(&to).into_iter().map(|e| e.unwrap());
        let files = files.filter(|entry| entry.file_type().is_file());
        let files = files.map(|entry| {
            let path = entry.path().strip_prefix(&to).unwrap();
            (
                path.to_str().unwrap().to_owned(),
                fs::read(entry.path()).unwrap(),
            )
        });
        let mut pages: BTreeMap<_, _> = files.collect();
        let manifest = Manifest::parse(&pages.remove("manifest.json").unwrap()).unwrap();
        Self { manifest, pages }
    }

    fn pack(&self) -> &str {
        std::str::from_utf8(&self.pages["2026-Q3/index.html"]).unwrap()
    }

    fn day(&self, path: &str) -> Option<String> {
        let edit = self.manifest.edits.get(path)?;
        let since = if edit.changed_since { "+" } else { "" };
        Some(format!("{}{since}", edit.on))
    }
}

#[test]
fn each_text_says_which_commit_last_changed_it_and_nobodys_name() {
    let (home, pack) = repository();
    let at = |args: &[&str]| Site::of(&pack, args);
    let first = at(&[]);
    assert!(first.pack().contains("All 3 texts"), "one commit made all");
    add(&pack, STORY, "\n");
    git(home.path(), "2026-10-05", &["commit", "-qam", "Edit"]);
    let head = git(home.path(), "2026-10-05", &["rev-parse", "HEAD"]);
    let second = at(&[]);
    let told = format!(
        "Text last changed in commit {} of 5\u{a0}October\u{a0}2026.",
        &head[..10]
    );
    let says = second
        .pack()
        .split("Text last changed")
        .nth(1)
        .map(|t| &t[..60]);
    assert!(second.pack().contains(&told), "{told}: {says:?}");
    assert_eq!(second.manifest.edits[STORY].commit, head.trim());
    assert_eq!(second.day(OVERVIEW).unwrap(), "2026-10-01");
    // The same commit gives the same bytes, and one that changes no text gives the same pages.
    assert_eq!(second.pages, at(&[]).pages);
    fs::write(home.path().join("README"), "Read me.").unwrap();
    git(home.path(), "2026-10-06", &["add", "README"]);
    git(home.path(), "2026-10-06", &["commit", "-qm", "Other"]);
    assert_eq!(second.pages, at(&[]).pages);
    // What no commit holds is not ascribed to one.
    add(&pack, DECISION, "\n");
    let dirty = at(&[]);
    assert_eq!(dirty.day(DECISION).unwrap(), "2026-10-01+");
    assert!(dirty.pack().contains("Changed after commit"));
    for site in [&first, &second, &dirty] {
        let all = site
            .pages
            .values()
            .map(|page| String::from_utf8_lossy(page));
        assert!(!all.into_iter().any(|page| page.contains("Zaphod")));
    }
}

#[test]
fn where_nobody_knows_nothing_is_said() {
    let outside = tempfile::tempdir().unwrap();
    lay(outside.path(), &load::base_pack());
    let plain = Site::of(outside.path(), &[]);
    assert!(plain.manifest.edits.is_empty());
    assert!(!plain.pack().contains("Last edits of the texts"));
    // A clone whose history was cut off knows one commit, which would pass for everybody's.
    let (home, _) = repository();
    add(&home.path().join("packs/board"), STORY, "\n");
    git(home.path(), "2026-10-05", &["commit", "-qam", "Edit"]);
    let clones = tempfile::tempdir().unwrap();
    let from = format!("file://{}", home.path().display());
    git(
        clones.path(),
        "2026-10-05",
        &["clone", "-q", "--depth", "1", &from, "cut"],
    );
    git(
        clones.path(),
        "2026-10-05",
        &["clone", "-q", &from, "whole"],
    );
    let cut = Site::of(&clones.path().join("cut/packs/board"), &[]);
    assert!(cut.manifest.commit.is_some() && cut.manifest.edits.is_empty());
    assert!(!cut.pack().contains("Last edits of the texts"));
    let whole = Site::of(&clones.path().join("whole/packs/board"), &[]);
    assert_eq!(
        whole.pages,
        Site::of(&home.path().join("packs/board"), &[]).pages
    );
    assert_eq!(whole.day(STORY).unwrap(), "2026-10-05");
}

#[test]
fn of_a_merge_counts_what_the_file_says_now() {
    let (home, pack) = repository();
    let dir = home.path();
    git(dir, "2026-10-02", &["checkout", "-qb", "side"]);
    add(&pack, OVERVIEW, "\n");
    git(dir, "2026-10-02", &["commit", "-qam", "On the side"]);
    add(&pack, STORY, "\n");
    git(dir, "2026-10-03", &["commit", "-qam", "On the side too"]);
    git(dir, "2026-10-04", &["checkout", "-q", "main"]);
    add(&pack, DECISION, "\n");
    git(dir, "2026-10-04", &["commit", "-qam", "On main"]);
    git(dir, "2026-10-05", &["merge", "-q", "--no-commit", "side"]);
    // The side's overview is not taken, and the story is made another one by the merge itself.
    git(
        dir,
        "2026-10-05",
        &[
            "checkout",
            "-q",
            "HEAD",
            "--",
            &format!("packs/board/{OVERVIEW}"),
        ],
    );
    add(&pack, STORY, "\n");
    git(dir, "2026-10-05", &["commit", "-qam", "Merge"]);
    let site = Site::of(&pack, &[]);
    assert_eq!(site.day(OVERVIEW).unwrap(), "2026-10-01");
    assert_eq!(site.day(DECISION).unwrap(), "2026-10-04");
    assert_eq!(site.day(STORY).unwrap(), "2026-10-05");
    assert!(!site.manifest.edits[STORY].changed_since);
}

#[test]
fn a_published_quarter_keeps_what_was_known_on_its_day() {
    let (home, pack) = repository();
    add(&pack, STORY, "\n");
    fine(&pack, &["publish", "2026-Q3", "--on", "2026-10-20"]);
    let lock = fs::read_to_string(pack.join("data/published/2026-Q3.yaml")).unwrap();
    assert!(
        lock.contains("on: 2026-10-01, changed_since: true}"),
        "{lock}"
    );
    let published = Site::of(&pack, &[]);
    assert_eq!(published.day(STORY).unwrap(), "2026-10-01+");
    // Committed later, and taken out of every repository: the same pages.
    git(home.path(), "2026-10-21", &["add", "."]);
    git(home.path(), "2026-10-21", &["commit", "-qm", "Publish"]);
    assert_eq!(published.pages, Site::of(&pack, &[]).pages);
    fine(&pack, &["build"]);
    let said = fine(&pack, &["verify", "public"]);
    assert!(
        said.starts_with("match") && !said.contains("note:"),
        "{said}"
    );
    fs::remove_dir_all(home.path().join(".git")).unwrap();
    assert_eq!(published.pages, Site::of(&pack, &[]).pages);
}

#[test]
fn a_folder_that_names_another_commit_is_found() {
    let (home, pack) = repository();
    fine(&pack, &["build"]);
    fine(&pack, &["verify", "public"]);
    // A commit made since is no fault of the folder's.
    let public = pack.join("public/manifest.json");
    add(&pack, STORY, "\n");
    fine(&pack, &["build"]);
    git(
        home.path(),
        "2026-10-07",
        &["commit", "-qm", "Edit", "--", "packs/board/content"],
    );
    let said = fine(&pack, &["verify", "public"]);
    assert!(said.starts_with("match"), "{said}");
    let mut forged = Manifest::parse(&fs::read(&public).unwrap()).unwrap();
    forged.edits.get_mut(DECISION).unwrap().commit = "0".repeat(40);
    fs::write(&public, forged.to_bytes()).unwrap();
    let output = boardpack(&pack, &["verify", "public"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = format!("`{DECISION}` was last changed in another commit than the manifest says");
    assert!(said.contains(&told), "{said}");
}

#[test]
fn the_boards_edition_names_no_text_that_it_hides() {
    let (home, pack) = repository();
    let text = fs::read_to_string(pack.join(STORY)).unwrap();
    let hidden = "content/2026-Q3/stories/small-steps.md";
    fs::remove_file(pack.join(STORY)).unwrap();
    let text = text.replacen("---\n", "---\naudience: internal\n", 1);
    fs::write(pack.join(hidden), text).unwrap();
    git(home.path(), "2026-10-29", &["add", "."]);
    git(home.path(), "2026-10-29", &["commit", "-qam", "Hide"]);
    assert!(Site::of(&pack, &[]).manifest.edits.contains_key(hidden));
    let board = Site::of(&pack, &["--audience", "board"]);
    assert!(!board.manifest.edits.contains_key(hidden));
    assert!(board.manifest.edits.contains_key(OVERVIEW));
    assert!(
        !board.pack().contains("29\u{a0}October\u{a0}2026"),
        "nor its day"
    );
}
