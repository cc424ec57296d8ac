//! The folders of a pack to calls whenever something in them may have changed.

use super::Call;
use crate::load::Tree;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// Looked at again after this long, told of a change or not: network folders tell of none, and a
/// system may be out of watches.
pub(super) const TICK: Duration = Duration::from_secs(2);

/// A save may be over when nothing more has happened for this long, and is when nothing more happened
/// while it was read either: editors write beside and rename.
pub(super) const QUIET: Duration = Duration::from_millis(1);

/// What is wrong is told when nothing more has happened for this long: an editor that empties a file
/// before it writes it, and a branch that is checked out, take longer than [`QUIET`].
pub(super) const REST: Duration = Duration::from_millis(40);

/// Changes of one burst that are waited for; what comes later is another save.
pub(super) const BURST: usize = 12;

/// Watches while it lives.
pub(super) struct Watch {
    root: PathBuf,
    calls: Sender<Call>,
    watcher: Option<RecommendedWatcher>,
    /// The folders that are watched, and which folder each is: one that was moved away and made anew
    /// is another.
    watched: Vec<(PathBuf, u64)>,
}

impl Watch {
    pub(super) fn new(root: &Path, calls: Sender<Call>) -> Self {
        let mut watch = Self {
            root: root.to_owned(),
            calls,
            watcher: None,
            watched: Vec::new(),
        };
        watch.renew();
        watch
    }

    /// Watches what is there now, if that is not what is watched already.
    pub(super) fn renew(&mut self) {
        let now: Vec<(PathBuf, u64)> = std::iter::once(self.root.clone())
            .chain(Tree::folders().map(|folder| self.root.join(folder)))
            .filter_map(|folder| Some((folder.clone(), number(&folder)?)))
            .collect();
        if self.watcher.is_some() && now == self.watched {
            return;
        }
        let first = self.watcher.is_none() && self.watched.is_empty();
        let calls = self.calls.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading is no change; a fault of watching is a reason to look.
            if event.is_ok_and(|event| event.kind.is_access()) {
                return;
            }
            let _ = calls.send(Call::Change);
        });
        let Ok(mut watcher) = watcher else { return };
        for (folder, _) in &now {
            let mode = if *folder == self.root {
                RecursiveMode::NonRecursive
            } else {
                RecursiveMode::Recursive
            };
            let _ = watcher.watch(folder, mode);
        }
        self.watcher = Some(watcher);
        self.watched = now;
        if !first {
            // What was saved before the watch began was not told of.
            let _ = self.calls.send(Call::Change);
        }
    }
}

/// Which folder it is, whatever its name; `None` where there is none.
#[cfg(unix)]
fn number(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(folder).ok()?;
    found.is_dir().then(|| found.ino())
}

/// Whether there is such a folder; `None` where there is none.
#[cfg(not(unix))]
fn number(folder: &Path) -> Option<u64> {
    folder.is_dir().then_some(0)
}
