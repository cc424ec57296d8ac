//! A folder of one's own below the system's temporary one, gone with the value.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// How many names are tried before something else must be wrong.
const TRIES: u32 = 1000;

/// How folders are called, before the process and a number.
const PREFIX: &str = "boardpack-";

/// A folder that nothing was made in for so long is of a run that was killed: none takes minutes.
const OLD: Duration = Duration::from_secs(60 * 60);

/// Whether the program was asked to end: a signal is told to the whole process.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Folders that are there.
static OPEN: AtomicUsize = AtomicUsize::new(0);

/// Asks whatever prints to end and to remove what it made; whether anything does.
pub fn end() -> bool {
    ENDING.store(true, Ordering::SeqCst);
    OPEN.load(Ordering::SeqCst) > 0
}

/// Whether [`end`] was called.
pub(super) fn is_ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// An empty folder that nobody else may look into.
#[derive(Debug)]
pub(super) struct Workplace {
    folder: PathBuf,
}

impl Workplace {
    /// Makes one.
    pub(super) fn make() -> io::Result<Self> {
        let parent = std::env::temp_dir();
        remove_left(&parent);
        // Counted first: whoever asks for the end afterwards waits for this one.
        OPEN.fetch_add(1, Ordering::SeqCst);
        let made = Self::first(&parent);
        if made.is_err() {
            OPEN.fetch_sub(1, Ordering::SeqCst);
        }
        made
    }

    /// The first that is not there yet.
    fn first(parent: &Path) -> io::Result<Self> {
        let own = std::process::id();
        for n in 0..TRIES {
            let folder = parent.join(format!("{PREFIX}{own}-{n}"));
            match create(&folder) {
                Ok(()) => return Ok(Self { folder }),
                Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {}
                Err(fault) => return Err(fault),
            }
        }
        Err(io::Error::other(
            "too many folders of earlier runs are left",
        ))
    }

    /// A path in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file.
    #[expect(
        clippy::disallowed_methods,
        reason = "a file that only the browser reads"
    )]
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.path(name);
        fs::write(&path, bytes).map(|()| path)
    }

    /// A new file, for what a process says.
    #[expect(
        clippy::disallowed_methods,
        reason = "a file that only this program reads"
    )]
    pub(super) fn open(&self, name: &str) -> io::Result<fs::File> {
        fs::File::create(self.path(name))
    }

    /// Reads a file that the browser wrote.
    #[expect(clippy::disallowed_methods, reason = "what the browser printed")]
    pub(super) fn take(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(name))
    }
}

impl Drop for Workplace {
    #[expect(clippy::disallowed_methods, reason = "removes what it made itself")]
    fn drop(&mut self) {
        // A process that was just killed may still be writing a last file.
        for _ in 0..5 {
            if fs::remove_dir_all(&self.folder).is_ok() || !self.folder.exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(40));
        }
        OPEN.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Removes what runs left behind that were killed: it holds the page that was to be printed.
#[expect(
    clippy::disallowed_methods,
    reason = "removes what this program made, by its name"
)]
fn remove_left(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let is_old = |entry: &fs::DirEntry| {
            // Of the entry itself: a link is no folder.
            let about = entry.metadata().ok()?;
            let age = about.modified().ok()?.elapsed().ok()?;
            Some(about.is_dir() && age > OLD)
        };
        if is_ours(&entry.file_name().to_string_lossy()) && is_old(&entry) == Some(true) {
            // Another user's is not removed, and need not be.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether a folder of that name is one of these: `boardpack-4711-0`.
fn is_ours(name: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = name
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(process, n)| number(process) && number(n))
}

/// Makes a folder that must not exist, for this user alone where the system knows users.
fn create(folder: &Path) -> io::Result<()> {
    let mut make = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        make.mode(0o700);
    }
    make.create(folder)
}
