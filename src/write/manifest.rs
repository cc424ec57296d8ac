//! The list of what boardpack made in a folder, kept in the folder itself as `manifest.json`:
//! `{"made_by": "boardpack", "outputs": {"index.html": "<sha256>", …}}`, and whatever else the site
//! says of itself. Its own line is missing from it. No clock, no machine: the same site gives the
//! same bytes.

use super::fault::{WriteError, at};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Its name in the output folder.
pub(super) const FILE: &str = "manifest.json";

const MADE_BY: &str = "boardpack";

/// Hashes by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    outputs: BTreeMap<String, String>,
    /// Whether there is a file of ours, as opposed to an empty or missing folder.
    exists: bool,
}

impl Manifest {
    /// The manifest of these files.
    pub(super) fn listing(files: &BTreeMap<String, Vec<u8>>) -> Self {
        let hash = |bytes: &[u8]| {
            Sha256::digest(bytes)
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect()
        };
        Self {
            outputs: files.iter().map(|(p, b)| (p.clone(), hash(b))).collect(),
            exists: true,
        }
    }

    /// Every path that an earlier build made, the manifest excepted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.outputs.keys().map(String::as_str)
    }

    /// Whether boardpack made the file.
    pub(super) fn made(&self, path: &str) -> bool {
        self.outputs.contains_key(path) || (self.exists && path == FILE)
    }

    /// As a file, beside what the site says of itself in `own` (a JSON object).
    pub(super) fn to_json(&self, own: Option<&[u8]>) -> Vec<u8> {
        let mut object: Map<String, Value> = own
            .and_then(|bytes| serde_json::from_slice(bytes).ok())
            .unwrap_or_default();
        object.insert("made_by".to_owned(), MADE_BY.into());
        let outputs = self
            .outputs
            .iter()
            .map(|(p, h)| (p.clone(), h.as_str().into()));
        object.insert("outputs".to_owned(), Value::Object(outputs.collect()));
        let sorted: BTreeMap<String, Value> = object.into_iter().collect();
        let mut json = serde_json::to_string_pretty(&sorted).expect("strings always serialise");
        json.push('\n');
        json.into_bytes()
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let object: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
        if object.get("made_by")?.as_str()? != MADE_BY {
            return None;
        }
        let mut outputs = BTreeMap::new();
        for (path, hash) in object.get("outputs")?.as_object()? {
            // A list from elsewhere must not reach outside the folder.
            if !is_plain(path) {
                return None;
            }
            outputs.insert(path.clone(), hash.as_str()?.to_owned());
        }
        Some(Self {
            outputs,
            exists: true,
        })
    }
}

/// Whether a path names a file below a folder: relative, with `/`, no empty or dotted-dotted part.
pub(super) fn is_plain(path: &str) -> bool {
    !path.contains(['\\', '\0', ':'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// What boardpack made in a folder: nothing in a missing or empty one.
///
/// # Errors
/// The folder has files, and no manifest says that any of them is boardpack's.
#[expect(
    clippy::disallowed_methods,
    reason = "reads what an earlier build wrote"
)]
pub(super) fn of_folder(out: &Path) -> Result<Manifest, WriteError> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Manifest::default());
        }
        Err(error) => return Err(at(out)(error)),
    };
    if entries.next().is_none() {
        return Ok(Manifest::default());
    }
    let file = out.join(FILE);
    let is_file = fs::symlink_metadata(&file).is_ok_and(|m| m.is_file());
    if !is_file {
        return Err(WriteError::refused(
            out,
            "it holds files, and no `manifest.json` says that boardpack made any of them",
            "choose another folder with `--output`, or empty this one yourself",
        ));
    }
    let bytes = fs::read(&file).map_err(at(&file))?;
    Manifest::parse(&bytes).ok_or_else(|| {
        WriteError::refused(
            out,
            "its `manifest.json` is not one that boardpack wrote",
            "choose another folder with `--output`, or empty this one yourself",
        )
    })
}
