//! Files of an export, read whole.

use super::Stop;
use boardpack::adapters::{FILE_BYTES, Source};
use std::fs::OpenOptions;
use std::io::Read as _;
use std::path::PathBuf;

/// The files, in the order in which they were named. Of a larger one than may be, as much is read as
/// tells so.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Source>, Stop> {
    let mut read = Vec::new();
    for path in paths {
        let cannot = |fault: &dyn std::fmt::Display| {
            let told = format!("cannot read `{}`: {fault}", path.display());
            Stop::World(told, None)
        };
        let about = path.metadata().map_err(|fault| cannot(&fault))?;
        if !about.is_file() {
            return Err(cannot(&"it is no file"));
        }
        let file = OpenOptions::new().read(true).open(path);
        let mut bytes = Vec::new();
        file.and_then(|file| file.take(FILE_BYTES + 1).read_to_end(&mut bytes))
            .map_err(|fault| cannot(&fault))?;
        read.push(Source {
            name: path.display().to_string(),
            bytes,
        });
    }
    Ok(read)
}
