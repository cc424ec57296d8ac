//! What boardpack made in a folder: nothing in a missing or empty one, else what the folder's own
//! `manifest.json` lists. Its own line is missing from it.

use super::fault::{WriteError, at};
use crate::provenance::{FILE, Manifest};
use std::fs;
use std::path::Path;

/// The files of a folder that are ours.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Ours {
    manifest: Manifest,
    /// Whether there is a file of ours, as opposed to an empty or missing folder.
    exists: bool,
}

impl Ours {
    /// Every path that an earlier build made, the manifest excepted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.manifest.outputs.keys().map(String::as_str)
    }

    /// Whether boardpack made the file.
    pub(super) fn made(&self, path: &str) -> bool {
        self.manifest.outputs.contains_key(path) || (self.exists && path == FILE)
    }
}

/// What boardpack made in a folder: nothing in a missing or empty one.
///
/// # Errors
/// The folder has files, and no manifest says that any of them is boardpack's.
#[expect(
    clippy::disallowed_methods,
    reason = "reads what an earlier build wrote"
)]
pub(super) fn of_folder(out: &Path) -> Result<Ours, WriteError> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Ours::default());
        }
        Err(error) => return Err(at(out)(error)),
    };
    if entries.next().is_none() {
        return Ok(Ours::default());
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
    let manifest = Manifest::parse(&bytes).map_err(|why| {
        WriteError::refused(
            out,
            format!("its `manifest.json` is not one that boardpack wrote: {why}"),
            "choose another folder with `--output`, or empty this one yourself",
        )
    })?;
    Ok(Ours {
        manifest,
        exists: true,
    })
}
