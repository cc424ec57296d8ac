//! What is made beside a file or folder before it takes its place, `.NAME.boardpack-PID`, and what dead runs
//! left of it. Whoever makes one holds the folder's lock as long as it is there: what is found under the lock
//! is nobody's any more.

use super::fault::{WriteError, at};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

const SIGN: &str = ".boardpack-";

/// Holds off every other run that writes beside the same folder, while it lives. The system lets go of it
/// when the process ends, however it ends.
pub(super) struct Lock {
    /// `None` where the system cannot lock a folder: then nothing can be known to be dead.
    held: Option<File>,
}

impl Lock {
    /// Waits for runs that write in a folder.
    #[expect(clippy::disallowed_methods, reason = "locks a folder, reads nothing")]
    pub(super) fn wait(folder: &Path) -> Result<Self, WriteError> {
        let held = match File::open(folder) {
            Ok(file) => file.lock().is_ok().then_some(file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(at(folder)(error));
            }
            Err(_) => None,
        };
        Ok(Self { held })
    }

    /// Whether what is found may be known to be dead.
    pub(super) fn is_held(&self) -> bool {
        self.held.is_some()
    }
}

/// Where what is meant for a path is made first.
pub(super) fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{SIGN}{}", std::process::id()))
}

/// For what a name says that something was made, if it is such a name.
pub(super) fn meant_for(name: &str) -> Option<&str> {
    let (meant, pid) = name.strip_prefix('.')?.rsplit_once(SIGN)?;
    let is_pid = !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit());
    (is_pid && !meant.is_empty()).then_some(meant)
}

/// Removes the files that dead runs left in a folder. What cannot be removed stays: it is in nobody's way.
#[expect(
    clippy::disallowed_methods,
    reason = "the writer looks for its own leavings"
)]
pub(super) fn clear(folder: &Path, lock: &Lock) {
    let entries = fs::read_dir(folder).ok().filter(|_| lock.is_held());
    for entry in entries.into_iter().flatten().flatten() {
        let is_ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| meant_for(name).is_some());
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
