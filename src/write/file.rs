//! One file of a pack, whole or not at all: made where nothing stands, or put in the place of what
//! was read.

use super::fault::{WriteError, at};
use super::leavings::{self, Lock};
use super::make_folder;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file where nothing stands yet.
///
/// # Errors
/// Something stands there, or the system refused; nothing has changed then.
#[expect(
    clippy::disallowed_methods,
    reason = "removes the file that it made beside"
)]
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let (beside, _lock) = beside(path, bytes)?;
    // Unlike a rename, a link never takes the place of what stands there.
    let linked = fs::hard_link(&beside, path);
    let made = match linked {
        Err(fault) if fault.kind() != ErrorKind::AlreadyExists => OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .and_then(|mut file| file.write_all(bytes)),
        linked => linked,
    };
    let _ = fs::remove_file(&beside);
    made.map_err(at(path))
}

/// Writes a file in place of what was read of it; `None` where there was none.
///
/// # Errors
/// It holds something else by now, or the system refused; nothing has changed then.
#[expect(
    clippy::disallowed_methods,
    reason = "what stands there must still be what was read; removes the file that it made beside"
)]
pub fn replace(path: &Path, read: Option<&[u8]>, bytes: &[u8]) -> Result<(), WriteError> {
    let Some(read) = read else {
        return create(path, bytes);
    };
    let (beside, _lock) = beside(path, bytes)?;
    let now = fs::read(path).map_err(at(path));
    let put = match now {
        Ok(now) if now == read => fs::rename(&beside, path).map_err(at(path)),
        Ok(_) => Err(WriteError::refused(
            path,
            "it was changed meanwhile",
            "run the command again",
        )),
        Err(fault) => Err(fault),
    };
    if put.is_err() {
        let _ = fs::remove_file(&beside);
    }
    put
}

/// Writes a file whole, whatever stood there.
///
/// # Errors
/// The system refused; nothing has changed then.
#[expect(
    clippy::disallowed_methods,
    reason = "removes the file that it made beside"
)]
pub fn put_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let (beside, _lock) = beside(path, bytes)?;
    let put = fs::rename(&beside, path).map_err(at(path));
    if put.is_err() {
        let _ = fs::remove_file(&beside);
    }
    put
}

/// The bytes in a file beside the one they are meant for, under a name that no pack reads, and the lock that it
/// is there under. What dead runs left in that folder is cleared.
#[expect(
    clippy::disallowed_methods,
    reason = "removes the file that it made and could not fill"
)]
fn beside(path: &Path, bytes: &[u8]) -> Result<(PathBuf, Lock), WriteError> {
    let folder = path.parent().filter(|own| !own.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    make_folder(folder)?;
    let lock = Lock::wait(folder)?;
    leavings::clear(folder, &lock);
    let beside = leavings::beside(path);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(at(&beside))?;
    Ok((beside, lock))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the disk")]
mod tests {
    use super::*;

    #[test]
    fn what_stands_there_stays() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let path = dir.path().join("data/published/2026-Q3.yaml");
        create(&path, b"one")?;
        assert!(create(&path, b"two").is_err());
        assert!(replace(&path, Some(b"other"), b"two").is_err());
        assert_eq!(fs::read(&path)?, b"one");
        replace(&path, Some(b"one"), b"two")?;
        assert_eq!(fs::read(&path)?, b"two");
        let left = fs::read_dir(path.parent().ok_or("no folder")?)?.count();
        assert_eq!(left, 1);
        Ok(())
    }

    #[test]
    fn what_dead_runs_left_is_cleared_and_nothing_else() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let at = |name: &str| dir.path().join(name);
        // One of this process' own number too: where every run is in a container of its own, all have one.
        let own = format!(".a.yaml.boardpack-{}", std::process::id());
        for name in [
            ".a.yaml.boardpack-1",
            ".b.boardpack-c.csv.boardpack-12",
            &own,
        ] {
            fs::write(at(name), "half")?;
        }
        let others = [
            ".a.yaml.boardpack-",
            ".a.yaml.boardpack-1x",
            ".boardpack-1",
            "a.yaml.boardpack-1",
            "folder",
        ];
        for name in others {
            fs::write(at(name), "theirs")?;
        }
        fs::create_dir(at(".d.boardpack-1"))?;
        create(&at("a.yaml"), b"one")?;
        put_file(&at("b"), b"one")?;
        let mut names = Vec::new();
        for entry in fs::read_dir(dir.path())? {
            names.push(entry?.file_name().into_string().unwrap_or_default());
        }
        names.sort();
        let mut left = [&others[..], &[".d.boardpack-1", "a.yaml", "b"]].concat();
        left.sort_unstable();
        assert_eq!(names, left);
        Ok(())
    }
}
