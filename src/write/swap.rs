//! The step in which the new site takes the old one's place.

use super::fault::{WriteError, at};
use super::staging::Staging;
use std::fs;
use std::path::Path;

/// Puts the staged site in place. The old one, if there is one, ends up where the new one was.
pub(super) fn swap(staging: &Staging, out: &Path) -> Result<(), WriteError> {
    let new = staging.site();
    if fs::symlink_metadata(out).is_err() {
        return fs::rename(&new, out).map_err(at(out));
    }
    if exchange(&new, out) {
        return Ok(());
    }
    two_renames(staging, out)
}

/// Both names change hands in one step: there is no moment without a site.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(new: &Path, out: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_new: &Path, _out: &Path) -> bool {
    false
}

/// For systems and file systems that cannot exchange. Killed between the two, the next run puts
/// the old site back.
pub(super) fn two_renames(staging: &Staging, out: &Path) -> Result<(), WriteError> {
    let (new, old) = (staging.site(), staging.old());
    fs::rename(out, &old).map_err(at(out))?;
    if let Err(error) = fs::rename(&new, out) {
        return match fs::rename(&old, out) {
            Ok(()) => Err(at(out)(error)),
            // Never cleared: it is the last good site.
            Err(_) => staging.keep(&old, &at(out)(error)),
        };
    }
    fs::rename(&old, &new).map_err(at(&new))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the disk")]
mod tests {
    use super::*;

    /// Where names cannot be exchanged the same ends are reached in two steps.
    #[test]
    fn two_renames_do_what_an_exchange_does() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let out = dir.path().join("public");
        fs::create_dir(&out)?;
        fs::create_dir(out.join("old-page"))?;
        let staging = Staging::make(&out)?;
        fs::create_dir(staging.site().join("new-page"))?;
        two_renames(&staging, &out)?;
        assert!(out.join("new-page").exists());
        assert!(staging.site().join("old-page").exists());
        staging.remove()?;
        assert_eq!(fs::read_dir(dir.path())?.count(), 1);
        Ok(())
    }

    /// The second rename fails: the old site is where it was.
    #[test]
    fn a_failed_swap_puts_the_old_site_back() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let out = dir.path().join("public");
        fs::create_dir(&out)?;
        fs::create_dir(out.join("old-page"))?;
        let staging = Staging::make(&out)?;
        fs::remove_dir(staging.site())?;
        assert!(two_renames(&staging, &out).is_err());
        assert!(out.join("old-page").exists());
        drop(staging);
        assert_eq!(fs::read_dir(dir.path())?.count(), 1);
        Ok(())
    }
}
