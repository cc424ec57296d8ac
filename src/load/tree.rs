//! A pack's files as bytes, by relative path in path order: from disk, or from one long text.

use std::collections::BTreeMap;
use std::path::PathBuf;

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
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for ReadError {}

impl Tree {
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
