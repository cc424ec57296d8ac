//! What an Upptime page keeps in its history, asked of git: `boardpack events upptime`.

use super::repository::Repository;
use super::{Adapted, Setting, Stop};
use crate::cli::args::Upptime;
use boardpack::adapters::{self, Change};
use boardpack::load::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

/// Where the files lie.
const FOLDER: &str = "history/";

/// Bytes of one: they have seven short lines.
const FILE_BYTES: u64 = 64 << 10;

pub(super) fn read(args: &Upptime, setting: Setting<'_>) -> Result<Adapted, Stop> {
    let folder = args.dir.join(FOLDER);
    if !args.dir.join(".git").exists() && !args.dir.join("objects").is_dir() && folder.is_dir() {
        let changes = files(&folder)?;
        return Ok(adapters::upptime(&changes, None, setting));
    }
    let clone = Repository::at(&args.dir)?;
    let head = clone.commit("HEAD")?;
    let asked = [
        "log",
        "-z",
        "--topo-order",
        "--reverse",
        "--first-parent",
        "-m",
        "--raw",
        "--no-renames",
        "--no-abbrev",
        "--no-decorate",
        "--no-notes",
        "--no-show-signature",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--format=tformat:%x01%H %ct",
        &head,
        "--",
        FOLDER,
    ];
    let answer = clone.ask(&asked)?;
    let found = touched(&answer);
    let last = clone.ask(&[
        "log",
        "-1",
        "--no-show-signature",
        "--format=tformat:%ct",
        &head,
    ])?;
    let end = micros(&String::from_utf8_lossy(&last));
    let blobs: BTreeSet<&str> = found
        .iter()
        .filter_map(|found| found.blob.as_deref())
        .collect();
    let texts = clone.answer(
        &["cat-file", "--batch"],
        blobs.iter().map(|blob| format!("{blob}\n")).collect(),
        |answer| contents(answer, &blobs),
    )?;
    let changes: Vec<Change> = found
        .iter()
        .map(|found| Change {
            commit: found.commit.clone(),
            ts: found.ts,
            site: found.site.clone(),
            text: found
                .blob
                .as_deref()
                .map(|blob| texts.get(blob).cloned().unwrap_or_default()),
        })
        .collect();
    Ok(adapters::upptime(&changes, end, setting))
}

/// A file that a commit wrote or deleted.
struct Touched {
    commit: String,
    ts: i64,
    site: String,
    blob: Option<String>,
}

/// The files of sites in an answer of `git log --raw -z`.
fn touched(answer: &[u8]) -> Vec<Touched> {
    let mut found = Vec::new();
    let (mut commit, mut ts) = (String::new(), 0);
    let mut parts = answer.split(|byte| *byte == 0);
    while let Some(part) = parts.next() {
        let part = String::from_utf8_lossy(part);
        let part = part.trim_start_matches('\n');
        if let Some(head) = part.strip_prefix('\u{1}') {
            let (id, seconds) = head.split_once(' ').unwrap_or((head, ""));
            commit = id.to_owned();
            ts = micros(seconds).unwrap_or(0);
        } else if let Some(raw) = part.strip_prefix(':') {
            let path = parts
                .next()
                .map(String::from_utf8_lossy)
                .unwrap_or_default();
            let blob = raw.split(' ').nth(3).unwrap_or_default();
            let Some(site) = site(&path) else { continue };
            found.push(Touched {
                commit: commit.clone(),
                ts,
                site: site.to_owned(),
                blob: Some(blob.to_owned()).filter(|blob| blob.bytes().any(|byte| byte != b'0')),
            });
        }
    }
    found
}

/// The site whose file this is.
fn site(path: &str) -> Option<&str> {
    let name = path.strip_prefix(FOLDER)?.strip_suffix(".yml")?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

fn micros(seconds: &str) -> Option<i64> {
    seconds.trim().parse::<i64>().ok()?.checked_mul(1_000_000)
}

/// `<name> blob <size>`, a line end, the bytes, a line end; as often as there are blobs.
fn contents(
    answer: &mut dyn BufRead,
    blobs: &BTreeSet<&str>,
) -> io::Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for blob in blobs {
        let mut head = String::new();
        answer.read_line(&mut head)?;
        let mut head = head.trim_end().rsplit(' ');
        let size = head.next().and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size.filter(|size| *size <= FILE_BYTES && head.next() == Some("blob"))
        else {
            let told = "a file of a site is none, or larger than 64 KiB";
            return Err(io::Error::new(io::ErrorKind::InvalidData, told));
        };
        let mut bytes = Vec::new();
        (&mut *answer).take(size + 1).read_to_end(&mut bytes)?;
        bytes.pop();
        texts.insert(
            (*blob).to_owned(),
            String::from_utf8_lossy(&bytes).into_owned(),
        );
    }
    Ok(texts)
}

/// The files of a folder without history, each with its last state.
fn files(folder: &Path) -> Result<Vec<Change>, Stop> {
    let walk = walkdir::WalkDir::new(folder)
        .max_depth(1)
        .sort_by_file_name();
    let paths = walk
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path);
    let paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "yml"))
        .collect();
    let named: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let tree = Tree::read_files(&named)?;
    let changes = paths
        .iter()
        .zip(tree.files.into_values())
        .map(|(path, bytes)| Change {
            commit: String::new(),
            ts: 0,
            site: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            text: Some(String::from_utf8_lossy(&bytes).into_owned()),
        });
    Ok(changes.collect())
}
