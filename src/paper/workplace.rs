//! A folder of one's own below the system's temporary one, gone with the value.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many names are tried before something else must be wrong.
const TRIES: u32 = 1000;

/// An empty folder that nobody else may look into.
#[derive(Debug)]
pub(super) struct Workplace {
    folder: PathBuf,
}

impl Workplace {
    /// Makes one.
    pub(super) fn make() -> io::Result<Self> {
        let parent = std::env::temp_dir();
        let own = std::process::id();
        for n in 0..TRIES {
            let folder = parent.join(format!("boardpack-{own}-{n}"));
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
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(40));
        }
    }
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
