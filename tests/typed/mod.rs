//! The programme as it is typed in a pack's folder, and the packs that tests type it in.
#![allow(dead_code, reason = "each test takes what it asks for")]

use boardpack::load::{Tree, base_pack};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What `new` begins by a name.
pub(crate) const KINDS: [&str; 7] = [
    "story",
    "decision",
    "metric",
    "incident",
    "term",
    "risk",
    "experiment",
];

pub(crate) fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .current_dir(dir)
        .env_clear()
        .args(args)
        .output()
        .unwrap()
}

/// All that it said.
pub(crate) fn told(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

#[track_caller]
pub(crate) fn fine(dir: &Path, args: &[&str]) -> String {
    ended(dir, args, 0)
}

#[track_caller]
pub(crate) fn wrong(dir: &Path, args: &[&str]) -> String {
    ended(dir, args, 1)
}

#[track_caller]
fn ended(dir: &Path, args: &[&str], code: i32) -> String {
    let output = run(dir, args);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{told}");
    told
}

/// The pack's own files.
pub(crate) fn files(dir: &Path) -> BTreeMap<String, String> {
    let files = Tree::read(dir).unwrap().files.into_iter();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    files.map(|(path, bytes)| (path, text(bytes))).collect()
}

/// The smallest whole pack with a record of everything, its quarter still being written.
pub(crate) fn base() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in base_pack().files {
        let file = dir.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    dir
}
