//! Facts about the world that stand in the way of writing.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Something that could not be written, or is not boardpack's to write.
#[derive(Debug)]
pub struct WriteError {
    /// Which file or folder.
    pub path: PathBuf,
    /// What the system said, or why it is not ours.
    pub cause: String,
    /// What to do, where there is something to do.
    pub help: Option<&'static str>,
}

impl WriteError {
    /// A folder or file that is left alone on purpose.
    pub(super) fn refused(path: &Path, cause: impl Into<String>, help: &'static str) -> Self {
        Self {
            path: path.to_path_buf(),
            cause: cause.into(),
            help: Some(help),
        }
    }
}

/// Gives a system error the path it happened at.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |error| WriteError {
        path,
        cause: error.to_string(),
        help: None,
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for WriteError {}
