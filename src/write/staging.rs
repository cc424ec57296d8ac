//! The folder beside the output folder in which the new site is made: `.public.boardpack-<pid>`
//! with a marker that says whose it is, and the site in `site/`. A run that was killed leaves one
//! behind; the next run finds it by name and marker, mends what it left, and clears it.

use super::fault::{WriteError, at};
use super::leavings::{self, Lock};
use std::fs;
use std::path::{Path, PathBuf};

/// Says that a folder is boardpack's to remove.
const MARKER: &str = "boardpack-staging";

/// A staging folder that is being filled.
pub(super) struct Staging {
    root: PathBuf,
}

impl Staging {
    /// Makes one beside `out`.
    pub(super) fn make(out: &Path) -> Result<Self, WriteError> {
        let root = leavings::beside(out);
        fs::create_dir(&root).map_err(at(&root))?;
        let staging = Self { root };
        super::put(
            &staging.root.join(MARKER),
            b"boardpack makes the next site here; if no build is running, this folder can go\n",
        )?;
        let site = staging.site();
        fs::create_dir(&site).map_err(at(&site))?;
        Ok(staging)
    }

    /// Gives the filled folder the rights of the one whose place it takes.
    pub(super) fn take_rights(&self, out: &Path) -> Result<(), WriteError> {
        let site = self.site();
        match fs::metadata(out) {
            Ok(old) => fs::set_permissions(&site, old.permissions()).map_err(at(&site)),
            Err(_) => Ok(()),
        }
    }

    /// Where the new site is made; after the swap, where the old one went.
    pub(super) fn site(&self) -> PathBuf {
        self.root.join("site")
    }

    /// Where the old site waits while two renames are needed to swap.
    pub(super) fn old(&self) -> PathBuf {
        self.root.join("old")
    }

    /// Removes it with everything in it.
    pub(super) fn remove(self) -> Result<(), WriteError> {
        let root = self.root.clone();
        std::mem::forget(self);
        clear(&root)
    }

    /// Leaves the folder where it is, unmarked, because `what` in it is not ours to remove.
    pub(super) fn keep(&self, what: &Path, fault: &WriteError) -> Result<(), WriteError> {
        remove_marker(&self.root.join(MARKER))?;
        Err(WriteError {
            path: what.to_path_buf(),
            cause: format!("this folder had to be left behind: {fault}"),
            help: Some("move what you need out of it by hand, then remove it"),
        })
    }
}

impl Drop for Staging {
    /// A build that could not be finished takes its staging folder along. Only before the swap:
    /// after it, what is in there is accounted for first.
    fn drop(&mut self) {
        if fs::symlink_metadata(self.root.join(MARKER)).is_ok() {
            let _ = clear(&self.root);
        }
    }
}

/// Clears what dead runs left beside `out`. A folder that only looks like ours stays, unless there
/// is nothing in it.
#[expect(
    clippy::disallowed_methods,
    reason = "the writer looks for its own leavings"
)]
pub(super) fn clear_dead(parent: &Path, out: &Path, lock: &Lock) -> Result<(), WriteError> {
    if !lock.is_held() {
        return Ok(());
    }
    leavings::clear(parent, lock);
    let own = out.file_name().unwrap_or_default().to_string_lossy();
    for entry in fs::read_dir(parent).map_err(at(parent))?.flatten() {
        let name = entry.file_name();
        let is_name = name.to_str().and_then(leavings::meant_for) == Some(&own);
        let root = entry.path();
        let is_folder = fs::symlink_metadata(&root).is_ok_and(|m| m.is_dir());
        let is_marked = fs::symlink_metadata(root.join(MARKER)).is_ok_and(|m| m.is_file());
        if !(is_name && is_folder) {
            continue;
        }
        if !is_marked {
            // Killed before the marker was written or after it was taken away: then it is empty.
            // Whatever is not empty stays, for this removes no more than an empty folder.
            let _ = fs::remove_dir(&root);
            continue;
        }
        let old = root.join("old");
        if fs::symlink_metadata(&old).is_ok() && fs::symlink_metadata(out).is_err() {
            // Killed between two renames: the last good site goes back first.
            fs::rename(&old, out).map_err(at(out))?;
        }
        clear(&root)?;
    }
    Ok(())
}

/// The marker goes last, so that a folder half cleared is still known as ours.
#[expect(
    clippy::disallowed_methods,
    reason = "removes only a marked staging folder"
)]
fn clear(root: &Path) -> Result<(), WriteError> {
    for part in ["site", "old"] {
        let part = root.join(part);
        if fs::symlink_metadata(&part).is_ok() {
            fs::remove_dir_all(&part).map_err(at(&part))?;
        }
    }
    remove_marker(&root.join(MARKER))?;
    fs::remove_dir(root).map_err(at(root))
}

#[expect(clippy::disallowed_methods, reason = "removes only the marker")]
fn remove_marker(marker: &Path) -> Result<(), WriteError> {
    fs::remove_file(marker).map_err(at(marker))
}
