//! Files to a folder, each only where nothing stands yet.

use super::fault::{WriteError, at};
use super::make_folder;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// What unpacking did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Paths made, relative, in order.
    pub made: Vec<String>,
    /// Paths at which something stood already. If there is any, nothing was made.
    pub in_the_way: Vec<String>,
}

/// Writes new files, and others in place of what was read of them, all or none.
///
/// # Errors
/// One of those read holds something else by now, or the system refused. What was made is taken away
/// again.
#[expect(clippy::disallowed_methods, reason = "removes the files that it made")]
pub fn add(
    files: &BTreeMap<String, Vec<u8>>,
    extended: &BTreeMap<String, (Vec<u8>, Vec<u8>)>,
    dir: &Path,
) -> Result<Unpacked, WriteError> {
    let unpacked = unpack(files, dir)?;
    if !unpacked.in_the_way.is_empty() {
        return Ok(unpacked);
    }
    let mut done: Vec<&String> = Vec::new();
    for (path, (before, after)) in extended {
        let Err(fault) = super::replace(&dir.join(path), Some(before), after) else {
            done.push(path);
            continue;
        };
        for path in &unpacked.made {
            let _ = fs::remove_file(dir.join(path));
        }
        for path in done {
            if let Some((before, after)) = extended.get(path) {
                let _ = super::replace(&dir.join(path), Some(after), before);
            }
        }
        return Err(fault);
    }
    Ok(unpacked)
}

/// Writes files by relative path below a folder, all or, where anything stands in the way, none.
/// Never replaces a file.
///
/// # Errors
/// The system refused.
pub fn unpack(files: &BTreeMap<String, Vec<u8>>, dir: &Path) -> Result<Unpacked, WriteError> {
    let stands = |path: &str| fs::symlink_metadata(dir.join(path)).is_ok();
    let in_the_way: Vec<String> = files.keys().filter(|p| stands(p)).cloned().collect();
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
