//! Files to a folder, each only where nothing stands yet.

use super::fault::{WriteError, at};
use super::make_folder;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What unpacking did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Paths made, relative, in order.
    pub made: Vec<String>,
    /// Paths at which something stood already. If there is any, nothing was made.
    pub in_the_way: Vec<String>,
}

/// Writes new files, and others in place of what was read of them, all or none. Each is there whole or not at
/// all, the new ones first, both in the order of their paths: whoever is killed between two of them leaves
/// the first.
///
/// # Errors
/// One of those read holds something else by now, or the system refused. What was done is undone.
#[expect(clippy::disallowed_methods, reason = "removes the files that it made")]
pub fn add(
    files: &BTreeMap<String, Vec<u8>>,
    extended: &BTreeMap<String, (Vec<u8>, Vec<u8>)>,
    dir: &Path,
) -> Result<Unpacked, WriteError> {
    let in_the_way = in_the_way(files.keys(), dir);
    if !in_the_way.is_empty() {
        return Ok(Unpacked {
            made: Vec::new(),
            in_the_way,
        });
    }
    let made = files
        .iter()
        .map(|(path, after)| (path, None, after.as_slice()));
    let changed = extended
        .iter()
        .map(|(path, (before, after))| (path, Some(before.as_slice()), after.as_slice()));
    let mut done: Vec<(PathBuf, _, _)> = Vec::new();
    for (path, before, after) in made.chain(changed) {
        let path = dir.join(path);
        if let Err(fault) = super::replace(&path, before, after) {
            for (path, before, after) in done.into_iter().rev() {
                // What cannot be undone either is left as it is: the first fault is what is told.
                match before {
                    None => drop(fs::remove_file(path)),
                    Some(before) => drop(super::replace(&path, Some(after), before)),
                }
            }
            return Err(fault);
        }
        done.push((path, before, after));
    }
    Ok(Unpacked {
        made: files.keys().cloned().collect(),
        in_the_way,
    })
}

/// Those of the paths below a folder at which something stands, whatever it is.
pub fn in_the_way<'p>(paths: impl Iterator<Item = &'p String>, dir: &Path) -> Vec<String> {
    let stands = |path: &&String| fs::symlink_metadata(dir.join(path)).is_ok();
    paths.filter(stands).cloned().collect()
}

/// Writes files by relative path below a folder, all or, where anything stands in the way, none.
/// Never replaces a file.
///
/// # Errors
/// The system refused.
pub fn unpack(files: &BTreeMap<String, Vec<u8>>, dir: &Path) -> Result<Unpacked, WriteError> {
    let in_the_way = in_the_way(files.keys(), dir);
    if !in_the_way.is_empty() {
        return Ok(Unpacked {
            made: Vec::new(),
            in_the_way,
        });
    }
    for (path, bytes) in files {
        let file = dir.join(path);
        if let Some(folder) = file.parent() {
            make_folder(folder)?;
        }
        // `create_new` also refuses what appeared since the look above, and dangling links.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&file)
            .and_then(|mut f| f.write_all(bytes))
            .map_err(at(&file))?;
    }
    Ok(Unpacked {
        made: files.keys().cloned().collect(),
        in_the_way,
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the disk")]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_undone_where_a_later_file_cannot_be_written()
    -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let at = |path: &str| dir.path().join(path);
        fs::write(at("b"), "one")?;
        fs::write(at("c"), "changed meanwhile")?;
        let files = BTreeMap::from([("a".to_owned(), b"new".to_vec())]);
        let change = |before: &str| (before.as_bytes().to_vec(), b"two".to_vec());
        let mut extended = BTreeMap::from([
            ("b".to_owned(), change("one")),
            ("c".to_owned(), change("one")),
        ]);
        assert!(add(&files, &extended, dir.path()).is_err());
        assert!(!at("a").exists());
        assert_eq!(fs::read(at("b"))?, b"one");
        extended.remove("c");
        add(&files, &extended, dir.path())?;
        assert_eq!(
            (fs::read(at("a"))?, fs::read(at("b"))?),
            (b"new".to_vec(), b"two".to_vec())
        );
        assert_eq!(add(&files, &extended, dir.path())?.in_the_way, ["a"]);
        Ok(())
    }
}
