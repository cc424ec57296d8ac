//! The key that people are hashed with: read where it lies, or made on first use and kept out of the
//! repository. Whoever has it can find out who an actor is, so it is never printed and never committed.

use super::{Into, Key, Stop, WriteError};
use crate::cli::git;
use boardpack::scaffold::Refusal;
use boardpack::write;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Its name beside the events.
const NAME: &str = ".key";

/// Where it lies if no output is named.
const FOLDER: &str = "data/events";

/// A key, and what there is to say of it.
pub(super) struct Kept {
    pub(super) key: Key,
    /// Where it is to be written, and the text, if it was made just now.
    new: Option<(PathBuf, String)>,
    pub(super) notes: Vec<String>,
}

/// The key that these arguments mean; a new one is not written yet.
pub(super) fn of(into: &Into) -> Result<Kept, Stop> {
    let beside = |path: &PathBuf| path.parent().unwrap_or(Path::new("")).join(NAME);
    let path = match (&into.key, &into.output) {
        (Some(path), _) => path.clone(),
        (None, Some(output)) => beside(output),
        (None, None) => Path::new(FOLDER).join(NAME),
    };
    if let Some(name) = path.file_name()
        && git::tracks(folder(&path), name)
    {
        return Err(refusal(
            format!(
                "git holds `{}`, the key that people are hashed with",
                path.display()
            ),
            "take it out with `git rm --cached`, delete it, and let a new one be made: whoever has the \
             repository could find out who is who",
        ));
    }
    match std::fs::symlink_metadata(&path) {
        Ok(_) => read(path),
        Err(_) => make(path, into),
    }
}

/// The key of a folder of events; where it has none, one that is no secret.
pub(super) fn kept_in(folder: &Path) -> Result<Key, Stop> {
    let path = folder.join(NAME);
    match path.symlink_metadata() {
        Ok(_) => Ok(read(path)?.key),
        Err(_) => Ok(Key::new(&[0; Key::DIGITS / 2])),
    }
}

fn read(path: PathBuf) -> Result<Kept, Stop> {
    let tree = boardpack::load::Tree::read_files(&[&path])?;
    let text = tree.files.into_values().next().unwrap_or_default();
    let key = std::str::from_utf8(&text).ok().and_then(Key::read);
    let Some(key) = key else {
        return Err(refusal(
            format!("`{}` holds no key", path.display()),
            "a key is 64 hexadecimal digits: put it back, or move the file away and let a new one be \
             made, which makes every actor another one",
        ));
    };
    let mut notes = Vec::new();
    if others_read(&path) {
        notes.push(format!(
            "others on this machine can read `{}`: `chmod 600` it",
            path.display()
        ));
    }
    Ok(Kept {
        key,
        new: None,
        notes,
    })
}

fn make(path: PathBuf, into: &Into) -> Result<Kept, Stop> {
    let mut secret = [0; Key::DIGITS / 2];
    getrandom::fill(&mut secret).map_err(|fault| {
        let told = format!("the system gives no random bytes for a key: {fault}");
        Stop::World(told, None)
    })?;
    let asked_for = into.key.is_some() || into.output.is_some();
    // Printing leaves nothing behind where there is no pack.
    let kept = asked_for || Path::new("data").is_dir();
    let note = match kept {
        true => format!(
            "made the key `{}`: keep it, and out of every repository; another key makes other actors",
            path.display()
        ),
        false => "people are hashed with a key that is not kept: name one by `--key`".to_owned(),
    };
    Ok(Kept {
        key: Key::new(&secret),
        new: kept.then(|| (path, Key::text(&secret))),
        notes: vec![note],
    })
}

/// Writes a new key, and beside it what keeps it out of the repository.
pub(super) fn keep(kept: &Kept) -> Result<(), Stop> {
    let Some((path, text)) = &kept.new else {
        return Ok(());
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ignore(folder(path), &name)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|fault| {
        let told = format!("cannot write `{}`: {fault}", path.display());
        Stop::World(told, None)
    })
}

/// Adds a file to the list of what git is to overlook in its folder.
fn ignore(folder: &Path, name: &str) -> Result<(), Stop> {
    let path = folder.join(".gitignore");
    let line = format!("/{name}");
    let before = match path.symlink_metadata() {
        Ok(_) => {
            let tree = boardpack::load::Tree::read_files(&[&path])?;
            Some(tree.files.into_values().next().unwrap_or_default())
        }
        Err(_) => None,
    };
    let text = String::from_utf8_lossy(before.as_deref().unwrap_or_default()).into_owned();
    if text
        .lines()
        .any(|own| own.trim() == line || own.trim() == name)
    {
        return Ok(());
    }
    let gap = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    let text = format!("{text}{gap}{line}\n");
    write::replace(&path, before.as_deref(), text.as_bytes())
        .map_err(|fault: WriteError| Stop::from(fault))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn others_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let about = std::fs::metadata(path);
    about.is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_read(_: &Path) -> bool {
    false
}

fn refusal(message: String, help: &str) -> Stop {
    Stop::Input(Refusal {
        message,
        help: help.to_owned(),
    })
}
