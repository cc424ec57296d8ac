//! A pack's files as bytes, by relative path in path order: from disk, or from one long text. The
//! only place that reads the disk.

use crate::in_order::in_order;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Folders of a pack that are read; whatever else lies beside them is not the pack's.
const FOLDERS: [&str; 3] = ["content", "data", "templates"];

/// Raw events: read by `collect`, never by a build.
const EVENTS: &str = "data/events";

/// Bytes in one file. A quarter of a large company's weekly figures takes a tenth of it.
pub const FILE_BYTES: u64 = 8 << 20;

/// Files in a pack.
pub const FILES: usize = 20_000;

/// Bytes in all files of a pack together.
pub const PACK_BYTES: u64 = 512 << 20;

/// Folders in each other.
const DEPTH: usize = 16;

/// Every input file by path relative to the pack's root, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Bytes by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A fact about the world: a file or folder could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// What could not be read.
    pub path: PathBuf,
    /// What the system said, or which limit was passed.
    pub cause: String,
    /// What to do, where there is something to do.
    pub help: Option<String>,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.strip_prefix(".").unwrap_or(&self.path);
        if path.as_os_str().is_empty() {
            write!(f, "cannot read this folder: {}", self.cause)
        } else {
            write!(f, "cannot read `{}`: {}", path.display(), self.cause)
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    fn new(path: &Path, cause: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            cause: cause.into(),
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Tree {
    /// Reads the pack at a folder: `content/`, `data/` without `data/events/`, and `templates/`.
    /// Names that begin with a dot are passed over, and copies that editors keep: `name~`, `#name#`.
    ///
    /// # Errors
    /// A file or folder that cannot be read, a symbolic link (a pack holds its own files, so that
    /// it is the same wherever it lies), a path that is not UTF-8, or a limit passed.
    pub fn read(root: &Path) -> Result<Self, ReadError> {
        if root.is_file() {
            return Err(ReadError::new(root, "it is a file").help(NO_PACK));
        }
        if !root.is_dir() {
            return Err(ReadError::new(root, "there is no such folder").help(NO_PACK));
        }
        let mut entries = Vec::new();
        let mut total = 0;
        let mut found = false;
        for folder in FOLDERS {
            let start = root.join(folder);
            if start.symlink_metadata().is_err() {
                continue;
            }
            found = true;
            let walk = WalkDir::new(&start)
                .max_depth(DEPTH)
                .sort_by_file_name()
                .into_iter()
                .filter_entry(|entry| is_read(entry, root));
            for entry in walk {
                let entry = entry.map_err(|fault| {
                    let path = fault.path().unwrap_or(&start).to_owned();
                    ReadError::new(&path, system(fault.io_error()))
                })?;
                let kind = entry.file_type();
                if kind.is_symlink() {
                    let cause = "it is a symbolic link; a pack holds its own files";
                    return Err(ReadError::new(entry.path(), cause));
                }
                if kind.is_dir() {
                    if entry.depth() == DEPTH {
                        let cause = format!("folders lie more than {DEPTH} deep in each other");
                        return Err(ReadError::new(entry.path(), cause));
                    }
                    continue;
                }
                let path = relative(entry.path(), root)?;
                total += size(&entry)?;
                if total > PACK_BYTES {
                    let cause = format!("the pack is larger than {} MiB", PACK_BYTES >> 20);
                    return Err(ReadError::new(entry.path(), cause));
                }
                if entries.len() == FILES {
                    let cause = format!("the pack has more than {FILES} files");
                    return Err(ReadError::new(entry.path(), cause));
                }
                entries.push((path, entry));
            }
        }
        if !found {
            let cause = "it holds no `data/` or `content/`, so it is no pack";
            return Err(ReadError::new(root, cause).help(above(root)));
        }
        // One after the other, waiting for files would be most of the time that a preview takes to read.
        let read = in_order(&entries, |(_, entry)| bytes(entry.path()));
        let files = entries.into_iter().zip(read);
        let files = files.map(|((path, _), bytes)| Ok((path, bytes?)));
        Ok(Self {
            files: files.collect::<Result<_, ReadError>>()?,
        })
    }

    /// The folders of a pack that are read.
    pub fn folders() -> impl Iterator<Item = &'static str> {
        FOLDERS.into_iter()
    }

    /// Reads single files, each under the path it was named by.
    ///
    /// # Errors
    /// A file that cannot be read or is larger than one of a pack may be.
    pub fn read_files(paths: &[&Path]) -> Result<Self, ReadError> {
        let mut files = BTreeMap::new();
        for path in paths {
            let named = |fault: &std::io::Error| ReadError::new(path, system(Some(fault)));
            let size = std::fs::metadata(path).map_err(|fault| named(&fault))?;
            if !size.is_file() {
                return Err(ReadError::new(path, "it is no file"));
            }
            if size.len() > FILE_BYTES {
                return Err(too_large(path));
            }
            files.insert(path.display().to_string(), bytes(path)?);
        }
        Ok(Self { files })
    }

    /// Whether [`read`](Self::read) would read a file at this path below the root.
    pub fn reads(path: &str) -> bool {
        let mut parts = path.split('/');
        let hidden = path.split('/').any(is_passed_over);
        let events = path
            .strip_prefix(EVENTS)
            .is_some_and(|rest| rest.starts_with('/'));
        parts.next().is_some_and(|first| FOLDERS.contains(&first)) && !hidden && !events
    }

    /// Which folder of the pack at `root` a path would lie in, through symbolic links: what is
    /// written there would be read as the pack.
    pub fn folder_around(root: &Path, path: &Path) -> Option<&'static str> {
        let full = std::path::absolute(path).ok()?;
        // What is not there yet lies below its first parent that is.
        let real = full.ancestors().find_map(|part| {
            let below = full.strip_prefix(part).ok()?;
            Some(part.canonicalize().ok()?.join(below))
        })?;
        let root = root.canonicalize().ok()?;
        FOLDERS.into_iter().find(|folder| {
            let own = root.join(folder);
            real.starts_with(&own) || own.canonicalize().is_ok_and(|own| real.starts_with(own))
        })
    }

    /// Files in one text: `=== path` on a line of its own starts a file; what stands before the
    /// first is ignored.
    pub fn unpack(text: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut current: Option<(String, String)> = None;
        for line in text.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("=== ") {
                if let Some((path, text)) = current.take() {
                    files.insert(path, text.into_bytes());
                }
                current = Some((path.trim().to_owned(), String::new()));
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
            }
        }
        if let Some((path, text)) = current {
            files.insert(path, text.into_bytes());
        }
        Self { files }
    }
}

/// What to do where there is no pack.
const NO_PACK: &str = "name the folder of a pack, or begin one with `boardpack init`";

/// Where the pack is, if the folder lies inside one.
fn above(root: &Path) -> String {
    let full = std::path::absolute(root).unwrap_or_default();
    let mut up = PathBuf::new();
    for folder in full.ancestors().skip(1).take(DEPTH) {
        up.push("..");
        if folder.join("data/pack.yaml").is_file() {
            let pack = root.strip_prefix(".").unwrap_or(root).join(up);
            return format!("a pack lies above: name it, `{}`", pack.display());
        }
    }
    NO_PACK.to_owned()
}

/// Whether nobody meant a file of that name for the pack: those that begin with a dot, and what editors
/// put beside a file while it is written and after every save.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

/// Whether an entry belongs to what is read.
fn is_read(entry: &DirEntry, root: &Path) -> bool {
    let hidden = entry.file_name().to_str().is_some_and(is_passed_over);
    !hidden && entry.path().strip_prefix(root) != Ok(Path::new(EVENTS))
}

/// How many bytes a file has, if it is a file and not too large.
fn size(entry: &DirEntry) -> Result<u64, ReadError> {
    let path = entry.path();
    if !entry.file_type().is_file() {
        return Err(ReadError::new(path, "it is neither a file nor a folder"));
    }
    let size = entry
        .metadata()
        .map_err(|fault| ReadError::new(path, system(fault.io_error())))?
        .len();
    if size > FILE_BYTES {
        return Err(too_large(path));
    }
    Ok(size)
}

/// The bytes of a file, if it is still not too large.
#[expect(
    clippy::disallowed_methods,
    reason = "the one lawful reader of the disk"
)]
fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let bytes = std::fs::read(path).map_err(|fault| ReadError::new(path, system(Some(&fault))))?;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(too_large(path));
    }
    Ok(bytes)
}

fn too_large(path: &Path) -> ReadError {
    let cause = format!("it is larger than {} MiB", FILE_BYTES >> 20);
    ReadError::new(path, cause)
}

/// A path below the root, with `/`.
fn relative(path: &Path, root: &Path) -> Result<String, ReadError> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| ReadError::new(path, "its name is not UTF-8"))?;
    Ok(parts.join("/"))
}

/// What the system said, in its own words.
fn system(fault: Option<&std::io::Error>) -> String {
    fault.map_or_else(
        || "the folders lie in each other in a ring".to_owned(),
        ToString::to_string,
    )
}
