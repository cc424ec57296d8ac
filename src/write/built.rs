//! A folder that an earlier build made, read back: its manifest, and the hash of everything in it.
//! Follows no symbolic link, and opens nothing that the manifest names.

use crate::model::hex;
use crate::provenance::{Built, Entry, FILE, Manifest};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Bytes of a manifest: hundreds of thousands of files.
const MANIFEST_BYTES: u64 = 64 << 20;

/// Bytes of a page in which the mark is looked for.
const PAGE_BYTES: u64 = 32 << 20;

/// Folders in each other.
const DEPTH: usize = 32;

/// Where the site is published with Git, its repository lies in the folder and is no page of it.
const REPOSITORY: &str = ".git";

/// What a page prints before its mark.
const BUILD: &[u8] = b"build ";

/// A folder that cannot be read as one that boardpack made.
#[derive(Debug)]
pub struct ReadError {
    /// Which file or folder.
    pub path: PathBuf,
    /// What the system said, or what is wrong with it.
    pub cause: String,
    /// What to do, where there is something to do.
    pub help: Option<&'static str>,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for ReadError {}

fn fault(path: &Path, cause: impl Into<String>, help: Option<&'static str>) -> ReadError {
    ReadError {
        path: path.to_owned(),
        cause: cause.into(),
        help,
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ReadError {
    let path = path.to_owned();
    move |error| fault(&path, error.to_string(), None)
}

/// Reads a folder back.
///
/// # Errors
/// It is not there, carries no manifest of boardpack's, or something in it cannot be read.
pub fn read(folder: &Path) -> Result<Built, ReadError> {
    if !folder.is_dir() {
        let help = Some("name the folder that `boardpack build` wrote");
        return Err(fault(folder, "there is no such folder", help));
    }
    let (manifest, intact) = manifest(&folder.join(FILE))?;
    let mut entries = BTreeMap::new();
    walk(folder, "", 0, &mut entries)?;
    let mut marks = BTreeMap::new();
    for period in manifest.marks.keys() {
        let path = format!("{period}/index.html");
        // The manifest's word leads only to what was found in the folder.
        if matches!(entries.get(&path), Some(Entry::File(_))) {
            let page = bytes(&folder.join(path), PAGE_BYTES)?;
            marks.extend(mark(&page).map(|mark| (period.clone(), mark)));
        }
    }
    Ok(Built {
        manifest,
        intact,
        entries,
        marks,
    })
}

fn manifest(path: &Path) -> Result<(Manifest, bool), ReadError> {
    let help = Some("name the folder that `boardpack build` wrote");
    let Ok(about) = fs::symlink_metadata(path) else {
        return Err(fault(
            path,
            "there is no such file, so nothing says what was built",
            help,
        ));
    };
    if !about.is_file() {
        return Err(fault(path, "it is no file", help));
    }
    let text = bytes(path, MANIFEST_BYTES)?;
    let manifest = Manifest::parse(&text).map_err(|why| {
        fault(
            path,
            format!("it is no manifest of boardpack's: {why}"),
            help,
        )
    })?;
    let intact = manifest.to_bytes() == text;
    Ok((manifest, intact))
}

/// A file's bytes, if they are few enough.
#[expect(
    clippy::disallowed_methods,
    reason = "reads what an earlier build wrote"
)]
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let large = || {
        let cause = format!("it is larger than {} MiB", most >> 20);
        fault(path, cause, None)
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(at(path))?;
    // Refused before it takes any memory; it may also grow while it is read.
    if file.metadata().map_err(at(path))?.len() > most {
        return Err(large());
    }
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(at(path))?;
    if bytes.len() as u64 > most {
        return Err(large());
    }
    Ok(bytes)
}

#[expect(
    clippy::disallowed_methods,
    reason = "reads what an earlier build wrote"
)]
fn walk(
    folder: &Path,
    below: &str,
    depth: usize,
    entries: &mut BTreeMap<String, Entry>,
) -> Result<(), ReadError> {
    let here = folder.join(below);
    if depth == DEPTH {
        let cause = format!("folders lie more than {DEPTH} deep in each other");
        return Err(fault(&here, cause, None));
    }
    for entry in fs::read_dir(&here).map_err(at(&here))? {
        let entry = entry.map_err(at(&here))?;
        let kind = entry.file_type().map_err(at(&entry.path()))?;
        // A name that is not UTF-8 is none of ours, and is told of as far as it can be written.
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = match below {
            "" => name,
            below => format!("{below}/{name}"),
        };
        if kind.is_dir() {
            if path != REPOSITORY {
                walk(folder, &path, depth + 1, entries)?;
            }
        } else if kind.is_file() {
            if path != FILE {
                entries.insert(path, Entry::File(hash(&entry.path())?));
            }
        } else {
            entries.insert(path, Entry::Other);
        }
    }
    Ok(())
}

/// A file's hash, whatever its size.
#[expect(
    clippy::disallowed_methods,
    reason = "reads what an earlier build wrote"
)]
fn hash(path: &Path) -> Result<String, ReadError> {
    let mut file = File::open(path).map_err(at(path))?;
    let mut hash = Sha256::new();
    io::copy(&mut file, &mut hash).map_err(at(path))?;
    Ok(hex(hash.finalize()))
}

/// The digits that a page prints after "build".
fn mark(page: &[u8]) -> Option<String> {
    let starts = page.windows(BUILD.len()).enumerate();
    let mut found = starts
        .filter(|(_, part)| *part == BUILD)
        .filter_map(|(at, _)| {
            let digits = &page[at + BUILD.len()..];
            let count = digits.iter().take_while(|b| b.is_ascii_hexdigit()).count();
            (count >= 8).then(|| String::from_utf8_lossy(&digits[..count]).into_owned())
        });
    found.next()
}
