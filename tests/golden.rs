//! Whole packs and the pages they become, held word by word.
//!
//! A case is `tests/golden/sites/<case>.txt`: what is proved, then `shows:` lines naming the outputs
//! that are held (`*` for all), then changes laid over the base pack as in the examples of rules.
//! What is expected stands in the folder of the same name. `cargo bless` accepts the present output;
//! review the diff. Fonts and the style sheet are left
//! out: they are files of this repository; so is the manifest, which is hashes.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "golden files are read and blessed here"
)]

use boardpack::diag::emit::short;
use boardpack::{load, pipeline};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

type Files = BTreeMap<String, String>;

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sites")
}

/// Everything below a folder, by relative path; nothing where there is no folder.
fn read(root: &Path, below: &Path, files: &mut Files) {
    let Ok(entries) = fs::read_dir(root.join(below)) else {
        return;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            read(root, &path, files);
        } else {
            let name = path.to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read_to_string(root.join(&path)).unwrap());
        }
    }
}

/// What a case's pack becomes: the shown outputs, and what was said about the pack.
fn made(case: &str) -> Files {
    let text = fs::read_to_string(home().join(format!("{case}.txt"))).unwrap();
    let (head, over) = text
        .split_once("---\n")
        .unwrap_or_else(|| panic!("{case}: no `---` line"));
    let shown: Vec<&str> = head
        .lines()
        .filter_map(|line| line.strip_prefix("shows: "))
        .collect();
    let tree =
        load::example(&load::base_pack(), over).unwrap_or_else(|fault| panic!("{case}: {fault}"));
    let built = pipeline::build(&tree);
    let told = short(&built.diagnostics, &built.sources);
    let site = built
        .site
        .unwrap_or_else(|| panic!("{case} does not build:\n{told}"));
    let held = |path: &str| {
        let ours = path.starts_with("fonts/")
            || ["style.css", "gallery.html", "manifest.json"].contains(&path);
        !ours && shown.iter().any(|s| *s == "*" || *s == path)
    };
    let outputs = site.files.into_iter().filter(|(path, _)| held(path));
    let mut files: Files = outputs
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    for path in shown.iter().filter(|path| **path != "*") {
        assert!(
            files.contains_key(*path),
            "{case} shows {path}, which is not made"
        );
    }
    files.insert("diagnostics.txt".to_owned(), told);
    files
}

/// The first line that differs, for a message that fits a screen.
fn difference(expected: &str, made: &str) -> String {
    let (mut left, mut right) = (expected.lines(), made.lines());
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let line = |text: Option<&str>| {
                    text.unwrap_or("(nothing)")
                        .chars()
                        .take(400)
                        .collect::<String>()
                };
                return format!(
                    "line {number}\n  expected {}\n  made     {}",
                    line(a),
                    line(b)
                );
            }
        }
    }
    "line ends".to_owned()
}

#[test]
fn every_case_becomes_what_was_looked_at() {
    let mut cases: Vec<String> = fs::read_dir(home())
        .unwrap()
        .filter_map(|entry| {
            Some(
                entry
                    .unwrap()
                    .file_name()
                    .to_str()?
                    .strip_suffix(".txt")?
                    .to_owned(),
            )
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    let mut wrong = String::new();
    for case in cases {
        let (root, made) = (home().join(&case), made(&case));
        if std::env::var("BLESS").is_ok() {
            let _ = fs::remove_dir_all(&root);
            for (path, text) in &made {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
        let mut expected = Files::new();
        read(&root, Path::new(""), &mut expected);
        // The union of both, so that a page too many and a page too few both fail.
        for path in expected
            .keys()
            .chain(made.keys())
            .collect::<std::collections::BTreeSet<_>>()
        {
            match (expected.get(path), made.get(path)) {
                (Some(a), Some(b)) if a == b => {}
                (Some(a), Some(b)) => {
                    wrong.push_str(&format!("{case}/{path}: {}\n", difference(a, b)))
                }
                (None, _) => wrong.push_str(&format!("{case}/{path}: made, and not expected\n")),
                (_, None) => wrong.push_str(&format!("{case}/{path}: expected, and not made\n")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "\n{wrong}\nif that is right, `cargo bless` and review the diff"
    );
}
