//! The file that events are written to: one of ours, or a new one.

use super::Stop;
use boardpack::events::{Format, Reader};
use boardpack::scaffold::Refusal;
use boardpack::write;
use std::fs::OpenOptions;
use std::io::{BufReader, Read as _};
use std::path::Path;

/// As much of a file as tells whether events are in it.
const HEAD: u64 = 2 << 20;

/// Whether events may be written there. What is no file of events is not replaced by one.
pub(super) fn may_be(path: &Path) -> Result<(), Stop> {
    let refuse = |message: String, help: &str| {
        Err(Stop::Input(Refusal {
            message,
            help: help.to_owned(),
        }))
    };
    let shown = path.display();
    if path.extension().is_none_or(|ending| ending != "jsonl") {
        let message = format!("`{shown}` is no name for events");
        return refuse(
            message,
            "let it end in `.jsonl`, by which `collect` finds it",
        );
    }
    let Ok(about) = path.metadata() else {
        return Ok(());
    };
    let file = match OpenOptions::new().read(true).open(path) {
        Ok(file) if about.is_file() => file,
        _ => return refuse(format!("`{shown}` is no file"), "name another one"),
    };
    let mut reader = Reader::new(BufReader::new(file.take(HEAD)), Format::Jsonl);
    match reader.next_event() {
        Ok(None | Some(Ok(_))) => Ok(()),
        _ => refuse(
            format!("`{shown}` is there and holds no events"),
            "name another file, or move that one away",
        ),
    }
}

/// Puts the events in place of what stood there, whole or not at all.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Stop> {
    Ok(write::put_file(path, text.as_bytes())?)
}
