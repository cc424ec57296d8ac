//! What stands in the output folder and is not boardpack's: a `CNAME`, a `.git`, a colleague's
//! file. It goes along into the new folder, by link where the file system has links, so that old
//! and new are both complete until the old one goes.

use super::fault::{WriteError, at};
use super::make_folder;
use super::manifest::Ours;
use crate::render::Site;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Entries of a folder that no manifest lists, by path with `/`.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Files, symbolic links and anything else that is not a folder.
    files: BTreeSet<String>,
    /// Folders with nothing of ours below them, and those that hold foreign files.
    folders: BTreeSet<String>,
}

impl Carried {
    /// Looks through a folder; a missing one has nothing.
    ///
    /// # Errors
    /// Something foreign stands where the site needs a file or a folder.
    pub(super) fn survey(out: &Path, before: &Ours, site: &Site) -> Result<Self, WriteError> {
        let mut carried = Self::default();
        if out.is_dir() {
            carried.walk(out, "", before)?;
        }
        carried.refuse_clashes(out, site)?;
        Ok(carried)
    }

    /// How many files.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether anything made by boardpack lies below.
    #[expect(clippy::disallowed_methods, reason = "the writer walks its own folder")]
    fn walk(&mut self, out: &Path, below: &str, before: &Ours) -> Result<bool, WriteError> {
        let folder = out.join(below);
        let mut ours = false;
        for entry in fs::read_dir(&folder).map_err(at(&folder))? {
            let entry = entry.map_err(at(&folder))?;
            let kind = entry.file_type().map_err(at(&entry.path()))?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(WriteError::refused(
                    &entry.path(),
                    "its name is not UTF-8, and boardpack did not make it",
                    "move it out of the output folder",
                ));
            };
            let path = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            if kind.is_dir() {
                let files = self.files.len();
                let ours_below = self.walk(out, &path, before)?;
                ours |= ours_below;
                if !ours_below || self.files.len() > files {
                    self.folders.insert(path);
                }
            } else if before.made(&path) {
                ours = true;
            } else {
                self.files.insert(path);
            }
        }
        Ok(ours)
    }

    fn refuse_clashes(&self, out: &Path, site: &Site) -> Result<(), WriteError> {
        for path in site.files.keys() {
            let ancestors = path.match_indices('/').map(|(i, _)| &path[..i]);
            let clash = ancestors
                .chain([path.as_str()])
                .find(|p| self.files.contains(*p))
                .or_else(|| self.folders.get(path).map(String::as_str));
            if let Some(clash) = clash {
                return Err(WriteError::refused(
                    &out.join(clash),
                    "the site needs this place, and boardpack did not make what stands there",
                    "move it out of the output folder",
                ));
            }
        }
        Ok(())
    }

    /// Makes everything appear in another folder too; what is already there stays.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Result<(), WriteError> {
        for path in &self.folders {
            make_folder(&to.join(path))?;
        }
        for path in &self.files {
            let (old, new) = (from.join(path), to.join(path));
            if fs::symlink_metadata(&new).is_ok() {
                continue;
            }
            if let Some(folder) = new.parent() {
                make_folder(folder)?;
            }
            link_or_copy(&old, &new)?;
        }
        // Last and from below: a folder may be one that nothing can be put into.
        for path in self.folders.iter().rev() {
            let (old, new) = (from.join(path), to.join(path));
            let rights = fs::metadata(&old).map_err(at(&old))?.permissions();
            fs::set_permissions(&new, rights).map_err(at(&new))?;
        }
        Ok(())
    }
}

/// A hard link is the same file under a second name: nothing is copied and nothing can be lost.
/// Where there are none, a copy.
fn link_or_copy(old: &Path, new: &Path) -> Result<(), WriteError> {
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    let kind = fs::symlink_metadata(old).map_err(at(old))?.file_type();
    if kind.is_symlink() {
        return copy_link(old, new);
    }
    if !kind.is_file() {
        return Err(WriteError::refused(
            old,
            "it is neither a file nor a folder, and boardpack did not make it",
            "move it out of the output folder",
        ));
    }
    fs::copy(old, new).map(|_| ()).map_err(at(new))
}

#[cfg(unix)]
fn copy_link(old: &Path, new: &Path) -> Result<(), WriteError> {
    let target = fs::read_link(old).map_err(at(old))?;
    std::os::unix::fs::symlink(target, new).map_err(at(new))
}

#[cfg(not(unix))]
fn copy_link(old: &Path, _new: &Path) -> Result<(), WriteError> {
    Err(WriteError::refused(
        old,
        "it is a symbolic link, which this system cannot copy",
        "move it out of the output folder",
    ))
}
