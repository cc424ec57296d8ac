//! Writing: whole or not at all, and nothing of anyone else's.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use boardpack::load::Tree;
use boardpack::render::Site;
use boardpack::write::{Written, add, put_file, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn site(files: &[(&str, &str)]) -> Site {
    Site {
        files: files
            .iter()
            .map(|(p, t)| ((*p).to_owned(), t.as_bytes().to_vec()))
            .collect(),
        ..Site::default()
    }
}

/// Every file and link below a folder with its bytes (a link's target).
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap();
        let name = path.to_str().unwrap().to_owned();
        if entry.file_type().is_symlink() {
            let target = fs::read_link(entry.path()).unwrap();
            files.insert(name, target.to_str().unwrap().into());
        } else if entry.file_type().is_file() {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    (dir, out)
}

#[test]
fn a_site_is_written_changed_and_pruned() {
    let (dir, out) = folder();
    let first = site(&[("index.html", "one"), ("a/b.html", "two"), ("c.html", "3")]);
    let written = write(&first, &out).unwrap();
    assert_eq!((written.created, written.kept), (3, 0));
    let second = site(&[("index.html", "one"), ("a/b.html", "TWO"), ("d.html", "4")]);
    assert_eq!(
        write(&second, &out).unwrap(),
        Written {
            created: 1,
            changed: 1,
            unchanged: 1,
            removed: 1,
            kept: 0
        }
    );
    let files = tree(&out);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["a/b.html", "d.html", "index.html", "manifest.json"]
    );
    assert_eq!(files["a/b.html"], b"TWO");
    assert_eq!(names(dir.path()), ["public"], "nothing is left beside it");
}

#[test]
fn the_manifest_lists_outputs_with_their_sha256() {
    let (_dir, out) = folder();
    write(&site(&[("a.txt", "abc")]), &out).unwrap();
    let text = fs::read_to_string(out.join("manifest.json")).unwrap();
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(
        text.starts_with("{\n  \"made_by\": \"boardpack\",\n"),
        "{text}"
    );
    let line = format!("  \"outputs\": {{\n    \"a.txt\": \"{hash}\"\n  }},\n");
    assert!(text.contains(&line), "{text}");
}

#[test]
fn a_manifest_that_leaves_a_file_out_is_refused() {
    let (dir, out) = folder();
    let mut made = site(&[("a.txt", "abc")]);
    let bare = boardpack::provenance::Manifest::default().to_bytes();
    made.files.insert("manifest.json".to_owned(), bare);
    assert!(write(&made, &out).is_err());
    assert!(!out.exists(), "{:?}", names(dir.path()));
}

#[test]
fn the_same_site_again_touches_nothing() {
    let (_dir, out) = folder();
    let made = site(&[("index.html", "one"), ("a/b.html", "two")]);
    write(&made, &out).unwrap();
    let time = |p: &str| fs::metadata(out.join(p)).unwrap().modified().unwrap();
    let before = (time("index.html"), time("a"), time(""));
    assert_eq!(write(&made, &out).unwrap().unchanged, 2);
    assert_eq!(before, (time("index.html"), time("a"), time("")));
    // And where something else changed, what did not keeps its time.
    write(&site(&[("index.html", "one"), ("a/b.html", "2")]), &out).unwrap();
    assert_eq!(before.0, time("index.html"));
}

#[test]
fn a_folder_of_someone_else_is_refused_and_not_touched() {
    let made = site(&[("index.html", "new")]);
    for manifest in [
        None,
        Some("{}"),
        Some("not json"),
        Some(r#"{"made_by":"other","outputs":{}}"#),
        Some(r#"{"made_by":"boardpack","outputs":{"../victim":"00"}}"#),
        Some(r#"{"made_by":"boardpack","outputs":{"/etc/passwd":"00"}}"#),
    ] {
        let (dir, out) = folder();
        fs::create_dir(&out).unwrap();
        fs::write(out.join("index.html"), "mine").unwrap();
        fs::write(dir.path().join("victim"), "mine").unwrap();
        if let Some(text) = manifest {
            fs::write(out.join("manifest.json"), text).unwrap();
        }
        let before = tree(dir.path());
        let fault = write(&made, &out).unwrap_err();
        assert!(fault.to_string().contains("manifest.json"), "{fault}");
        assert!(fault.help.is_some());
        assert_eq!(tree(dir.path()), before, "{manifest:?}");
    }
}

#[test]
fn an_empty_folder_is_used() {
    let (_dir, out) = folder();
    fs::create_dir(&out).unwrap();
    write(&site(&[("index.html", "new")]), &out).unwrap();
    assert!(out.join("index.html").exists());
}

#[cfg(unix)]
#[test]
fn files_of_others_survive() {
    let (_dir, out) = folder();
    write(&site(&[("index.html", "1"), ("a/x.html", "1")]), &out).unwrap();
    fs::write(out.join("CNAME"), "board.example").unwrap();
    fs::create_dir_all(out.join(".git/objects/empty")).unwrap();
    fs::write(out.join(".git/HEAD"), "ref").unwrap();
    fs::write(out.join("a/notes.txt"), "notes").unwrap();
    std::os::unix::fs::symlink("nowhere", out.join("link")).unwrap();
    let written = write(&site(&[("index.html", "2")]), &out).unwrap();
    assert_eq!((written.kept, written.removed), (4, 1));
    let files = tree(&out);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            ".git/HEAD",
            "CNAME",
            "a/notes.txt",
            "index.html",
            "link",
            "manifest.json"
        ]
    );
    assert!(out.join(".git/objects/empty").is_dir());
    assert_eq!(files["link"], b"nowhere");
    assert_eq!(files["index.html"], b"2");
}

#[test]
fn a_file_of_others_is_never_replaced() {
    for (theirs, ours) in [
        ("robots.txt", "robots.txt"),
        ("a", "a/index.html"),
        ("a/index.html/x", "a/index.html"),
    ] {
        let (dir, out) = folder();
        write(&site(&[("index.html", "1")]), &out).unwrap();
        let path = out.join(theirs);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "theirs").unwrap();
        let before = tree(dir.path());
        let fault = write(&site(&[("index.html", "2"), (ours, "ours")]), &out).unwrap_err();
        assert!(fault.to_string().contains("did not make"), "{fault}");
        assert_eq!(tree(dir.path()), before, "{theirs}");
        assert_eq!(names(dir.path()), ["public"]);
    }
}

#[test]
fn a_made_file_that_someone_edited_is_replaced() {
    let (_dir, out) = folder();
    let made = site(&[("index.html", "1"), ("b.html", "2")]);
    write(&made, &out).unwrap();
    fs::write(out.join("index.html"), "edited").unwrap();
    fs::remove_file(out.join("b.html")).unwrap();
    let written = write(&made, &out).unwrap();
    assert_eq!((written.changed, written.created), (1, 1));
    assert_eq!(tree(&out)["index.html"], b"1");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_a_link() {
    let (dir, out) = folder();
    let real = dir.path().join("elsewhere/real");
    fs::create_dir_all(&real).unwrap();
    std::os::unix::fs::symlink(&real, &out).unwrap();
    write(&site(&[("index.html", "1")]), &out).unwrap();
    write(&site(&[("index.html", "2")]), &out).unwrap();
    assert!(fs::symlink_metadata(&out).unwrap().is_symlink());
    assert_eq!(tree(&real)["index.html"], b"2");
    assert_eq!(names(real.parent().unwrap()), ["real"]);

    fs::remove_dir_all(&real).unwrap();
    assert!(write(&site(&[("index.html", "3")]), &out).is_err());
}

/// A link inside the output folder must not lead the writer out of it.
#[cfg(unix)]
#[test]
fn a_link_inside_does_not_lead_outside() {
    let (dir, out) = folder();
    write(&site(&[("index.html", "1"), ("a/x.html", "1")]), &out).unwrap();
    let victim = dir.path().join("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("x.html"), "theirs").unwrap();
    fs::remove_dir_all(out.join("a")).unwrap();
    std::os::unix::fs::symlink(&victim, out.join("a")).unwrap();
    assert!(write(&site(&[("a/x.html", "2")]), &out).is_err());
    assert_eq!(fs::read(victim.join("x.html")).unwrap(), b"theirs");
    write(&site(&[("index.html", "2")]), &out).unwrap();
    assert_eq!(fs::read(victim.join("x.html")).unwrap(), b"theirs");
    assert_eq!(tree(&out)["index.html"], b"2");
}

#[test]
fn leavings_are_cleared_only_if_they_are_ours() {
    let (dir, out) = folder();
    let dead = dir.path().join(".public.boardpack-123");
    fs::create_dir_all(dead.join("site/a")).unwrap();
    fs::write(dead.join("boardpack-staging"), "").unwrap();
    let unmarked = dir.path().join(".public.boardpack-124");
    fs::create_dir_all(unmarked.join("site")).unwrap();
    let other = dir.path().join(".public.boardpack-12x");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("boardpack-staging"), "").unwrap();
    write(&site(&[("index.html", "1")]), &out).unwrap();
    assert!(!dead.exists());
    assert!(unmarked.exists() && other.exists());
}

/// Killed between the two renames of a system that cannot exchange names.
#[test]
fn a_site_that_was_moved_aside_comes_back() {
    let (dir, out) = folder();
    write(&site(&[("index.html", "1")]), &out).unwrap();
    fs::write(out.join("CNAME"), "theirs").unwrap();
    let dead = dir.path().join(".public.boardpack-123");
    fs::create_dir(&dead).unwrap();
    fs::write(dead.join("boardpack-staging"), "").unwrap();
    fs::rename(&out, dead.join("old")).unwrap();
    write(&site(&[("index.html", "2")]), &out).unwrap();
    let files = tree(&out);
    assert_eq!(
        (&*files["index.html"], &*files["CNAME"]),
        (&b"2"[..], &b"theirs"[..])
    );
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn what_cannot_be_written_is_said_with_its_path() {
    let (dir, _) = folder();
    fs::write(dir.path().join("file"), "").unwrap();
    for out in ["file", "file/public", "/proc/boardpack/public"] {
        let fault = write(&site(&[("index.html", "1")]), &dir.path().join(out)).unwrap_err();
        assert!(
            fault.to_string().contains(out.trim_end_matches("/public")),
            "{fault}"
        );
    }
    assert!(write(&site(&[]), Path::new("/")).is_err());
    assert!(write(&site(&[("../x", "")]), &dir.path().join("public")).is_err());
    assert_eq!(names(dir.path()), ["file"]);
}

const CHILD: &str = "BOARDPACK_TEST_WRITE_INTO";

/// A process of this program that runs one of the tests that are none, until it is killed.
fn killed_after(millis: u64, test: &str, into: &Path) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .env(CHILD, into)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(millis));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn big(letter: char) -> Site {
    let files = (0..400).map(|i| {
        let bytes = letter.to_string().repeat(20_000).into_bytes();
        (format!("{}/{i}.html", i % 17), bytes)
    });
    Site {
        files: files.collect(),
        ..Site::default()
    }
}

/// Not a test by itself: the process that the next test starts and kills.
#[test]
fn child_writes_one_site_after_another() {
    if let Some(out) = std::env::var_os(CHILD).map(PathBuf::from) {
        loop {
            write(&big('a'), &out).unwrap();
            write(&big('b'), &out).unwrap();
        }
    }
}

#[test]
fn a_killed_writer_leaves_one_site_whole_and_the_next_run_tidies_up() {
    let (dir, out) = folder();
    write(&big('a'), &out).unwrap();
    fs::write(out.join("CNAME"), "theirs").unwrap();
    let mut leavings = 0;
    for round in 0..25_u64 {
        killed_after(
            20 + round * 13 % 170,
            "child_writes_one_site_after_another",
            &out,
        );
        leavings += usize::from(names(dir.path()).len() > 1);
        let files = tree(&out);
        assert_eq!(files.len(), 402, "400 pages, the manifest and the CNAME");
        assert_eq!(files["CNAME"], b"theirs");
        let whole = |letter| big(letter).files.iter().all(|(p, b)| files[p] == *b);
        assert!(whole('a') || whole('b'), "round {round}: a mixture");
    }
    assert!(
        leavings > 0,
        "no kill came in the middle: the test proves nothing"
    );
    write(&big('c'), &out).unwrap();
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let (dir, out) = folder();
    // One process has one name for its staging folder; the lock keeps its threads apart too.
    std::thread::scope(|scope| {
        for letter in ['a', 'b', 'c', 'd'] {
            let out = &out;
            scope.spawn(move || write(&big(letter), out).unwrap());
        }
    });
    let files = tree(&out);
    let first = files["0/0.html"][0];
    assert!(
        files
            .iter()
            .all(|(p, b)| p == "manifest.json" || b[0] == first)
    );
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn an_empty_staging_folder_of_a_dead_run_goes_and_one_that_only_looks_like_it_stays() {
    let (dir, out) = folder();
    let (empty, theirs) = (".public.boardpack-1", ".public.boardpack-2");
    fs::create_dir(dir.path().join(empty)).unwrap();
    fs::create_dir(dir.path().join(theirs)).unwrap();
    fs::write(dir.path().join(theirs).join("notes.txt"), "theirs").unwrap();
    write(&big('a'), &out).unwrap();
    assert_eq!(names(dir.path()), [theirs, "public"]);
}

/// Not a test by itself: the process that the next test starts and kills.
#[test]
fn child_writes_one_file_after_another() {
    if let Some(file) = std::env::var_os(CHILD).map(PathBuf::from) {
        loop {
            put_file(&file, &[b'a'; 4 << 20]).unwrap();
            put_file(&file, &[b'b'; 4 << 20]).unwrap();
        }
    }
}

#[test]
fn a_killed_writer_of_a_file_leaves_a_pack_as_it_was_and_the_next_run_tidies_up() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("data/snapshots");
    let snapshot = folder.join("2026-Q3.yaml");
    put_file(&snapshot, &[b'a'; 4 << 20]).unwrap();
    let mut leavings = 0;
    for round in 0..25_u64 {
        let before = names(&folder).len();
        killed_after(
            20 + round * 13 % 170,
            "child_writes_one_file_after_another",
            &snapshot,
        );
        leavings += names(&folder).len().saturating_sub(before);
        let read = Tree::read(dir.path()).unwrap();
        let paths: Vec<&String> = read.files.keys().collect();
        assert_eq!(paths, ["data/snapshots/2026-Q3.yaml"]);
        let bytes = &read.files["data/snapshots/2026-Q3.yaml"];
        let whole = bytes.len() == 4 << 20 && bytes.iter().all(|b| *b == bytes[0]);
        assert!(whole, "round {round}: a part or a mixture");
    }
    assert!(
        leavings > 0,
        "no kill came in the middle: the test proves nothing"
    );
    let next = BTreeMap::from([("data/snapshots/2026-Q4.yaml".to_owned(), b"c".to_vec())]);
    add(&next, &BTreeMap::new(), dir.path()).unwrap();
    assert_eq!(names(&folder), ["2026-Q3.yaml", "2026-Q4.yaml"]);
}

#[test]
fn writers_of_a_file_at_the_same_time_take_turns() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.yaml");
    std::thread::scope(|scope| {
        for letter in *b"abcd" {
            let file = &file;
            scope.spawn(move || put_file(file, &[letter; 1 << 20]).unwrap());
        }
    });
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.iter().all(|b| *b == bytes[0]));
    assert_eq!(names(dir.path()), ["a.yaml"]);
}
