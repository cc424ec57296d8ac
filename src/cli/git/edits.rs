//! The commit that last changed each text of a quarter that is being written.
//!
//! A published quarter's texts stay as they are, and its lock says what was known of them. Where the
//! history is cut off nothing is said at all: the oldest commit at hand would pass for the author of
//! every file.

use super::{Held, asked, is_name, run};
use boardpack::load::Tree;
use boardpack::model::{Edit, Period};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// More than the history of any quarter's texts says.
const MOST: u64 = 64 * 1024 * 1024;

/// By path, the commit that gave each text what it says at `commit`; whether the folder says something
/// else by now is told beside it. A text that `commit` does not hold has none.
pub(super) fn edits(
    root: &Path,
    commit: &str,
    held: &BTreeMap<String, Held>,
    tree: &Tree,
) -> Option<BTreeMap<String, Edit>> {
    let open = |path: &str| {
        let period = path.strip_prefix("content/")?.split('/').next()?;
        let period: Period = period.parse().ok()?;
        let lock = format!("data/published/{period}.yaml");
        (!tree.files.contains_key(&lock)).then(|| format!("content/{period}"))
    };
    let wanted = held.keys().filter(|path| tree.files.contains_key(*path));
    let wanted: BTreeMap<&String, String> = wanted.filter_map(|p| Some((p, open(p)?))).collect();
    if wanted.is_empty() {
        return Some(BTreeMap::new());
    }
    let about = run(
        root,
        &["rev-parse", "--is-shallow-repository", "--show-prefix"],
    )?;
    let about = String::from_utf8(about).ok()?;
    let (shallow, prefix) = about.split_once('\n')?;
    if shallow != "false" {
        return None;
    }
    let prefix = prefix.trim_end_matches('\n');
    let folders: BTreeSet<&str> = wanted.values().map(String::as_str).collect();
    let within = |words: &[&'static str]| -> Vec<String> {
        let words = words.iter().map(|word| (*word).to_owned());
        let folders = folders.iter().map(|folder| (*folder).to_owned());
        words.chain(["--".to_owned()]).chain(folders).collect()
    };
    let mut list = within(&["rev-list", "--topo-order"]);
    list.insert(2, commit.to_owned());
    let commits = String::from_utf8(run(root, &list)?).ok()?;
    // Of a merge, what is as in none of its parents: that is an edit of its own.
    let told = within(&[
        "diff-tree",
        "--stdin",
        "-r",
        "-c",
        "--root",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-z",
        "--format=%x01%H %as",
    ]);
    let told = asked(root, &told, commits, |answers| {
        let mut told = Vec::new();
        answers.take(MOST).read_to_end(&mut told).ok()?;
        Some(told)
    })?;
    let mut edits = BTreeMap::new();
    for (path, name, by, on) in changes(std::str::from_utf8(&told).ok()?) {
        let Some(path) = path
            .strip_prefix(prefix)
            .filter(|p| !edits.contains_key(*p))
        else {
            continue;
        };
        // What was written on a side that a merge did not take is not what the file says.
        let own = held.get(path).filter(|own| own.blob == name);
        if let (Some(own), Some(_)) = (own, wanted.get(&path.to_owned())) {
            let edit = Edit {
                commit: by.to_owned(),
                on,
                changed_since: !own.same,
            };
            edits.insert(path.to_owned(), edit);
        }
    }
    Some(edits)
}

/// Each file that a commit left otherwise, latest first: its path, its blob, the commit and its day.
fn changes(told: &str) -> Vec<(&str, &str, &str, NaiveDate)> {
    let mut by = None;
    let mut parts = told.split('\0').map(|part| part.trim_start_matches('\n'));
    let mut changes = Vec::new();
    while let Some(part) = parts.next() {
        if let Some(head) = part.strip_prefix('\u{1}') {
            by = head.trim_end().split_once(' ').and_then(|(commit, day)| {
                let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
                is_name(commit).then_some((commit, day))
            });
        } else if part.starts_with(':') {
            let (Some(path), Some(blob)) = (parts.next(), part.split(' ').nth_back(1)) else {
                break;
            };
            changes.extend(by.map(|(commit, day)| (path, blob, commit, day)));
        }
    }
    changes
}
