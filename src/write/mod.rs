//! A site to a folder; the only writer.
//!
//! The new folder is made whole beside the old one and then takes its place in one step, so a
//! reader sees the old site or the new one and never a mixture, and a run that fails or is killed
//! leaves the old one. What boardpack made is listed in the folder's own `manifest.json`; whatever
//! is not listed there belongs to someone else and stays.
//!
//! Here must never be: a decision about what a site contains, and the removal of anything that no
//! manifest and no marker names.

mod built;
mod carry;
mod fault;
mod file;
mod leavings;
mod manifest;
mod staging;
mod swap;
mod unpack;

pub use built::{ReadError, read as read_back};
pub use fault::WriteError;
pub use file::{create, put_file, replace};
pub use unpack::{Unpacked, add, in_the_way, unpack};

use crate::provenance::{self, Manifest};
use crate::render::Site;
use carry::Carried;
use fault::at;
use leavings::Lock;
use manifest::Ours;
use staging::Staging;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What writing did, in files. The manifest is not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Made anew.
    pub created: usize,
    /// Made with other bytes than before.
    pub changed: usize,
    /// The same bytes as before.
    pub unchanged: usize,
    /// Made by an earlier build and no longer part of the site.
    pub removed: usize,
    /// Not boardpack's, and left as they were.
    pub kept: usize,
}

/// Puts a site in place of the folder `out`, whole or not at all. Files in it that boardpack did
/// not make stay. A folder that holds files but no manifest of ours is left alone.
///
/// # Errors
/// The folder is not ours to replace, or the system refused; nothing has changed then.
pub fn write(site: &Site, out: &Path) -> Result<Written, WriteError> {
    let out = resolve(out)?;
    let parent = out.parent().ok_or_else(|| {
        WriteError::refused(
            &out,
            "this folder cannot be replaced",
            "choose a folder below it",
        )
    })?;
    make_folder(parent)?;
    let lock = Lock::wait(parent)?;
    staging::clear_dead(parent, &out, &lock)?;

    let before = manifest::of_folder(&out)?;
    let carried = Carried::survey(&out, &before, site)?;
    let files = with_manifest(site)?;
    let written = tally(&out, &before, &files, &carried);
    if same(&out, &before, &files) {
        return Ok(written);
    }

    let staging = Staging::make(&out)?;
    stage(&files, &out, &staging.site())?;
    carried.link(&out, &staging.site())?;
    staging.take_rights(&out)?;
    swap::swap(&staging, &out)?;
    // What appeared in the old folder while the new one was made belongs to someone else too.
    Carried::survey(&staging.site(), &before, site)
        .and_then(|late| late.link(&staging.site(), &out))
        .or_else(|fault| staging.keep(&staging.site(), &fault))?;
    staging.remove()?;
    Ok(written)
}

/// The folder that is really meant: through symbolic links, and absolute, so that what is made
/// beside it lies on the same file system.
fn resolve(out: &Path) -> Result<PathBuf, WriteError> {
    match fs::canonicalize(out) {
        Ok(path) if path.is_dir() => Ok(path),
        Ok(path) => Err(WriteError::refused(
            &path,
            "it is a file",
            "choose another folder with `--output`",
        )),
        Err(_) if fs::symlink_metadata(out).is_ok() => Err(WriteError::refused(
            out,
            "it is a symbolic link to nothing",
            "make its target, or remove the link",
        )),
        Err(_) => std::path::absolute(out).map_err(at(out)),
    }
}

/// The site's files, and where it brings no manifest of its own, one that lists them.
fn with_manifest(site: &Site) -> Result<BTreeMap<String, Vec<u8>>, WriteError> {
    if let Some(path) = site.files.keys().find(|p| !provenance::is_plain(p)) {
        return Err(fault_of_ours(
            path,
            "it is not a plain path inside the output folder",
        ));
    }
    let mut files = site.files.clone();
    let Some(own) = site.files.get(provenance::FILE) else {
        let bare = Manifest {
            outputs: provenance::outputs(site),
            ..Manifest::default()
        };
        files.insert(provenance::FILE.to_owned(), bare.to_bytes());
        return Ok(files);
    };
    // What it leaves out would never be removed again.
    let listed = Manifest::parse(own).map(|manifest| manifest.outputs);
    if listed.as_ref() != Ok(&provenance::outputs(site)) {
        let cause = "it does not list the files of its site";
        return Err(fault_of_ours(provenance::FILE, cause));
    }
    Ok(files)
}

fn fault_of_ours(path: &str, cause: &str) -> WriteError {
    let help = "this is a fault in boardpack, please report it";
    WriteError::refused(Path::new(path), cause, help)
}

fn tally(
    out: &Path,
    before: &Ours,
    files: &BTreeMap<String, Vec<u8>>,
    carried: &Carried,
) -> Written {
    let mut written = Written {
        kept: carried.len(),
        ..Written::default()
    };
    for (path, bytes) in files.iter().filter(|(p, _)| *p != provenance::FILE) {
        match read(&out.join(path)) {
            Some(old) if old == *bytes => written.unchanged += 1,
            Some(_) => written.changed += 1,
            None => written.created += 1,
        }
    }
    written.removed = before
        .paths()
        .filter(|p| !files.contains_key(*p) && fs::symlink_metadata(out.join(p)).is_ok())
        .count();
    written
}

/// Whether the folder already is what it should become, down to the last byte.
fn same(out: &Path, before: &Ours, files: &BTreeMap<String, Vec<u8>>) -> bool {
    out.is_dir()
        && files
            .iter()
            .all(|(path, bytes)| read(&out.join(path)).is_some_and(|old| old == *bytes))
        && before
            .paths()
            .all(|p| files.contains_key(p) || fs::symlink_metadata(out.join(p)).is_err())
}

/// Fills the staged folder. A file that did not change is linked, not written, so that its time
/// stays and whoever copies the folder on copies only what is new.
fn stage(files: &BTreeMap<String, Vec<u8>>, out: &Path, site: &Path) -> Result<(), WriteError> {
    for (path, bytes) in files {
        let (old, new) = (out.join(path), site.join(path));
        if let Some(folder) = new.parent() {
            make_folder(folder)?;
        }
        let linked = read(&old).is_some_and(|b| b == *bytes) && fs::hard_link(&old, &new).is_ok();
        if !linked {
            put(&new, bytes)?;
        }
    }
    Ok(())
}

/// The bytes of a regular file; a symbolic link is nobody's output.
#[expect(
    clippy::disallowed_methods,
    reason = "compares with what an earlier build wrote"
)]
fn read(path: &Path) -> Option<Vec<u8>> {
    let kind = fs::symlink_metadata(path).ok()?.file_type();
    kind.is_file().then(|| fs::read(path).ok()).flatten()
}

#[expect(clippy::disallowed_methods, reason = "the only writer")]
fn put(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    fs::write(path, bytes).map_err(at(path))
}

#[expect(clippy::disallowed_methods, reason = "the only writer")]
fn make_folder(folder: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(at(folder))
}
