//! Paths, folders and patterns to the files of events behind them, sorted by the name by which a snapshot
//! will call them. Reads no event; what is no plain file, or lies elsewhere than it seems to, is told.

mod pattern;

use super::tree::ReadError;
pub use pattern::Pattern;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// Where a pack keeps its events.
pub const EVENTS: &str = "data/events";

/// Folders in each other.
const DEPTH: usize = 16;

/// Files of one run.
const FILES: usize = 10_000;

/// Bytes that are read to find a line again.
const LOOKED_AT: u64 = 256 << 20;

/// Bytes of a line that are shown.
const SHOWN: u64 = 64 << 10;

/// How files of events are called.
const NAMES: &str = "files of events end in `.jsonl`, `.ndjson`, `.csv` or `.parquet`, the first three also in \
                     `.gz`, `.zst`, `.bz2` or `.xz` behind that";

/// A file of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is called: relative, with `/`.
    pub label: String,
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct EventFiles {
    /// By label; none twice.
    pub files: Vec<EventFile>,
    /// Names in folders that do not look like events.
    pub passed: Vec<String>,
    /// What is wrong: what is, and what to do.
    pub problems: Vec<(String, String)>,
    /// How often a file was found, by whatever way.
    fitted: usize,
}

/// Looks for files of events; without any path in the pack's own folder. `is_events` tells by a name
/// whether a file may hold events.
pub fn event_files(root: &Path, asked: &[PathBuf], is_events: &dyn Fn(&str) -> bool) -> EventFiles {
    let mut search = Search::new(root, is_events);
    if asked.is_empty() {
        let folder = root.join(EVENTS);
        match folder.canonicalize() {
            // The pack's own folder holds the pack's own files.
            Ok(real) if real.starts_with(&search.real) => search.walk(&folder, None),
            Ok(_) => search.problem(
                format!("`{EVENTS}/` leads out of the pack"),
                "name the folder it leads to by `--events`",
            ),
            Err(_) => search.problem(
                format!("there are no events: the pack has no `{EVENTS}/`"),
                "put files of events there, such as `deploys.jsonl`, or name them by `--events`",
            ),
        }
    }
    for path in asked {
        search.one(path);
    }
    if search.found.is_empty() && search.out.problems.is_empty() {
        let places: Vec<String> = match asked {
            [] => vec![format!("`{EVENTS}/`")],
            asked => asked.iter().map(|path| told(path)).collect(),
        };
        search.problem(
            format!("no file of events lies in {}", places.join(", ")),
            NAMES,
        );
    }
    search.finish()
}

/// Looks for files of events that a pack itself names, by a path or pattern: below the pack alone.
pub fn own_event_files(root: &Path, named: &str, is_events: &dyn Fn(&str) -> bool) -> EventFiles {
    let mut search = Search::new(root, is_events);
    let path = root.join(named);
    match path.canonicalize() {
        Ok(real) if real.starts_with(&search.real) => search.plain(&path),
        Ok(_) => search.leads_out(named),
        Err(_) => {
            if let Some(pattern) = Pattern::new(named).filter(|_| Pattern::is_one(named)) {
                search.walk(&root.join(pattern.base()), Some((&pattern, root)));
            }
        }
    }
    if search.found.is_empty() && search.out.problems.is_empty() {
        search.problem(format!("the pack has no events at `{named}`"), NAMES);
    }
    let mut found = search.found.keys();
    if found.any(|path| !path.starts_with(&search.real)) {
        search.leads_out(named);
    }
    search.finish()
}

struct Search<'a> {
    root: &'a Path,
    real: PathBuf,
    is_events: &'a dyn Fn(&str) -> bool,
    /// Labels by where files really lie.
    found: BTreeMap<PathBuf, String>,
    out: EventFiles,
}

impl<'a> Search<'a> {
    fn new(root: &'a Path, is_events: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            root,
            real: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
            is_events,
            found: BTreeMap::new(),
            out: EventFiles::default(),
        }
    }

    /// What the pack names is none of its own.
    fn leads_out(&mut self, named: &str) {
        self.problem(
            format!("`{named}` leads out of the pack"),
            "name what it leads to by `--events`",
        );
    }

    fn problem(&mut self, message: String, help: &str) {
        let problem = (message, help.to_owned());
        if !self.out.problems.contains(&problem) {
            self.out.problems.push(problem);
        }
    }

    /// What a person named.
    fn one(&mut self, path: &Path) {
        // As typed, and where that is not there in the pack.
        let here = path.symlink_metadata().is_ok();
        let inside = self.root.join(path);
        if here || inside.symlink_metadata().is_ok() {
            let path = if here { path } else { &inside };
            return self.plain(path);
        }
        let text = path.to_string_lossy().into_owned();
        if !Pattern::is_one(&text) {
            return self.problem(
                format!("there is no {}", told(path)),
                "name a file of events, a folder of them, or a pattern such as `events/*.jsonl`",
            );
        }
        let elsewhere = path.is_absolute()
            || path
                .components()
                .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
        if elsewhere {
            return self.problem(
                format!("the pattern {} leads out of where it stands", told(path)),
                "write a pattern below this folder or the pack, or name files and folders one by one",
            );
        }
        let Some(pattern) = Pattern::new(&text) else {
            return self.problem(
                format!("the pattern {} cannot be understood", told(path)),
                "use `*`, `?`, `[a-z]` and `**` for folders, at most 1000 characters",
            );
        };
        let before = self.out.fitted;
        let roots = [Path::new("."), self.root];
        for base in roots {
            self.walk(&base.join(pattern.base()), Some((&pattern, base)));
            if self.out.fitted > before {
                return;
            }
        }
        if self.out.problems.is_empty() {
            self.problem(
                format!("no file of events fits the pattern {}", told(path)),
                "quote the pattern, so that the shell does not change it, and see whether its files end \
                 in `.jsonl`, `.csv` or `.parquet`",
            );
        }
    }

    /// A file or a folder by its path.
    fn plain(&mut self, path: &Path) {
        match std::fs::metadata(path) {
            Ok(is) if is.is_dir() => self.walk(path, None),
            Ok(is) if is.is_file() => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if (self.is_events)(&name) {
                    return self.add(path, &name);
                }
                self.problem(
                    format!(
                        "the name of {} does not tell how its events are written",
                        told(path)
                    ),
                    "rename it to end in `.jsonl`, `.csv` or `.parquet`",
                );
            }
            Ok(_) => self.problem(
                format!("{} is neither a file nor a folder", told(path)),
                "name a file; what comes from a device or a pipe cannot be read again",
            ),
            Err(fault) => {
                self.problem(
                    format!("cannot read {}: {fault}", told(path)),
                    "see whether it is there",
                );
            }
        }
    }

    /// A folder and what lies in it; where there is a pattern, what fits it below its base.
    fn walk(&mut self, start: &Path, pattern: Option<(&Pattern, &Path)>) {
        let Ok(real) = start.canonicalize() else {
            return;
        };
        let name = start
            .file_name()
            .or_else(|| real.file_name())
            .unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let walk = WalkDir::new(start)
            .max_depth(DEPTH)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                let hidden = entry.file_name().to_string_lossy().starts_with('.');
                entry.depth() == 0 || !hidden
            });
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(fault) => {
                    let path = fault.path().unwrap_or(start).to_owned();
                    let cause = fault
                        .io_error()
                        .map_or("it cannot be read".to_owned(), ToString::to_string);
                    self.problem(
                        format!("cannot read {}: {cause}", told(&path)),
                        "see to its rights",
                    );
                    continue;
                }
            };
            if self.found.len() > FILES {
                return self.problem(
                    format!("{} holds more than {FILES} files", told(start)),
                    "put events of many days into one file",
                );
            }
            let (path, kind) = (entry.path(), entry.file_type());
            if kind.is_dir() {
                if entry.depth() == DEPTH {
                    self.problem(
                        format!(
                            "folders lie more than {DEPTH} deep in each other in {}",
                            told(start)
                        ),
                        "move the events further up",
                    );
                }
                continue;
            }
            let below = path.strip_prefix(start).unwrap_or(path).to_string_lossy();
            let below = below.replace(std::path::MAIN_SEPARATOR, "/");
            let label = match pattern {
                Some((pattern, base)) => {
                    let whole = path.strip_prefix(base).unwrap_or(path).to_string_lossy();
                    let whole = whole.replace(std::path::MAIN_SEPARATOR, "/");
                    if !pattern.fits(&whole) {
                        continue;
                    }
                    whole
                }
                None => format!("{name}/{below}"),
            };
            if !(self.is_events)(&label) {
                self.out.passed.push(label);
                continue;
            }
            if kind.is_symlink() {
                let target = path.canonicalize();
                let inside = target.as_ref().is_ok_and(|target| {
                    (target.starts_with(&real) || target.starts_with(&self.real))
                        && target.is_file()
                });
                if !inside {
                    self.problem(
                        format!("{} is a symbolic link that leads elsewhere", told(path)),
                        "put the file itself there, or name it by `--events`",
                    );
                    continue;
                }
            } else if !kind.is_file() {
                self.problem(
                    format!("{} is neither a file nor a folder", told(path)),
                    "remove it: what comes from a device or a pipe cannot be read again",
                );
                continue;
            }
            self.add(path, &label);
        }
    }

    /// A file, by its place in the pack where it lies there.
    fn add(&mut self, path: &Path, otherwise: &str) {
        let Ok(real) = path.canonicalize() else {
            return self.problem(
                format!("cannot read {}", told(path)),
                "see whether it is there",
            );
        };
        let label = match real.strip_prefix(&self.real) {
            Ok(below) => below
                .to_string_lossy()
                .replace(std::path::MAIN_SEPARATOR, "/"),
            Err(_) => otherwise.to_owned(),
        };
        if label.chars().any(|c| c.is_control() || c == '\u{fffd}') {
            return self.problem(
                format!("the name of {} cannot be written down", told(path)),
                "rename the file: UTF-8, and no control characters",
            );
        }
        let other = self
            .found
            .iter()
            .find(|(own, other)| **other == label && **own != real);
        if let Some((other, _)) = other {
            let message = format!(
                "{} and {} would both be called `{label}`",
                told(other),
                told(path)
            );
            return self.problem(message, "rename one, or name the folder that both lie in");
        }
        self.out.fitted += 1;
        self.found.insert(real, label);
    }

    fn finish(mut self) -> EventFiles {
        let files = self
            .found
            .into_iter()
            .map(|(path, label)| EventFile { path, label });
        self.out.files = files.collect();
        self.out.files.sort_by(|one, two| one.label.cmp(&two.label));
        self.out.passed.sort();
        self.out
    }
}

fn told(path: &Path) -> String {
    format!("`{}`", path.strip_prefix(".").unwrap_or(path).display())
}

/// The beginning of a line of a file and how many lines stand before it; `None` where it lies too far in
/// to be looked for.
///
/// # Errors
/// The file cannot be read.
#[expect(
    clippy::disallowed_methods,
    reason = "shows a line of a file that was named"
)]
pub fn line_of(path: &Path, line: u64) -> Result<Option<String>, ReadError> {
    let fault = |fault: std::io::Error| ReadError {
        path: path.to_owned(),
        cause: fault.to_string(),
        help: None,
    };
    let file = std::fs::File::open(path).map_err(fault)?;
    let mut lines = BufReader::new(file.take(LOOKED_AT));
    for _ in 1..line {
        if lines.skip_until(b'\n').map_err(fault)? == 0 {
            return Ok(None);
        }
    }
    let mut text = Vec::new();
    let read = lines
        .take(SHOWN)
        .read_until(b'\n', &mut text)
        .map_err(fault)?;
    Ok((read > 0).then(|| {
        String::from_utf8_lossy(&text)
            .trim_end_matches(['\r', '\n'])
            .to_owned()
    }))
}

#[cfg(test)]
mod tests;
