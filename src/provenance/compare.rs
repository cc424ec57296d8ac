//! A folder, its manifest and its pack to everything in which they differ.

use super::manifest::{FILE, Manifest, Tool};
use crate::model::{Edit, Origin, Period, Publication};
use crate::render::Sheets;
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands at a path of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A file, by its hash.
    File(String),
    /// A symbolic link, or anything else that is no file of its own.
    Other,
}

/// A folder as it lies on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Whether `manifest.json` is, byte for byte, what boardpack would have written.
    pub intact: bool,
    /// Everything in it but its manifest, by path.
    pub entries: BTreeMap<String, Entry>,
    /// What the page of each quarter prints after "build".
    pub marks: BTreeMap<String, String>,
}

/// What the pack at hand gives now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// Hashes of its files.
    pub inputs: BTreeMap<String, String>,
    /// Hashes of what a build makes of it; `None` where it does not build.
    pub outputs: Option<BTreeMap<String, String>>,
    /// What is checked out there.
    pub origin: Origin,
    /// Whether its files are those of the commit that the manifest names; `None` where nobody can say.
    pub held: Option<bool>,
    /// By published quarter, the mark that its lock names.
    pub locked: BTreeMap<String, String>,
    /// Published quarters whose pages it makes otherwise than they were made on their day.
    pub moved: Vec<Moved>,
    /// Locks that are others than those first committed, by path, with the commit that holds those.
    pub replaced: BTreeMap<String, String>,
    /// Last edits of the texts of quarters that were being written, as the commit that the manifest
    /// names knew them; empty where nobody can say.
    pub edits: BTreeMap<String, Edit>,
    /// By input that changed, the outputs that it alone changes, as far as anybody can tell.
    pub since: BTreeMap<String, Vec<String>>,
    /// Pages from which PDFs of the folder are printed, by the path of the PDF. Among the outputs such
    /// a PDF has the hash of the folder's where it was printed from just this page.
    pub sheets: BTreeMap<String, Sheets>,
}

/// Paths in which two lists differ, in path order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// In both, with other bytes.
    pub changed: Vec<String>,
    /// Only in the list.
    pub missing: Vec<String>,
    /// Only at hand.
    pub foreign: Vec<String>,
}

/// What became of the pack since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pack {
    /// The version that made the folder, where it is another than this one.
    pub made_by: Option<String>,
    /// Files that the site was made from.
    pub inputs: Fault,
    /// Files that a build of today makes otherwise; `None` where the pack no longer builds.
    pub outputs: Option<Fault>,
    /// By input that changed, the outputs that it alone changes; only where the commit that the
    /// folder was made at is at hand.
    pub since: BTreeMap<String, Vec<String>>,
    /// What is wrong with the commit that the manifest names.
    pub commit: Option<&'static str>,
    /// Texts that another commit was the last to change than the manifest says.
    pub edits: Vec<String>,
    /// Quarters whose pages do not carry the mark of their lock.
    pub marks: Vec<WrongMark>,
    /// Published quarters whose pages this pack, with this program, makes otherwise than they were made
    /// on their day. Nothing is wrong with the folder by that.
    pub moved: Vec<Moved>,
    /// Locks that are others than those first committed, by path, with the oldest commit at hand that
    /// holds one. Nothing is wrong with the folder by that either.
    pub replaced: BTreeMap<String, String>,
}

/// A published quarter whose page is not the one that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrongMark {
    /// `2026-Q3`.
    pub period: String,
    /// What the lock says.
    pub locked: String,
    /// What the page says.
    pub printed: Option<String>,
}

/// A published quarter that no longer is made as it was: a template or this program is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// `2026-Q3`.
    pub period: String,
    /// The version that published it, where it is another than this one.
    pub published_by: Option<String>,
    /// The pack's own templates, against those of its day.
    pub templates: Fault,
    /// Its pages, against those of its day.
    pub pages: Fault,
    /// How many files its lock lists of this edition.
    pub of: usize,
    /// Those of them that hold data, for programs, and are the same bytes as on its day.
    pub same_data: Vec<String>,
    /// What its lock records against the pack; `None` where that could not be held.
    pub stands: Option<Stands>,
}

/// What a lock records, held one by one against the pack and the restatements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stands {
    /// Figures that it records.
    pub figures: usize,
    /// Figures that were restated since it was published.
    pub restated: usize,
    /// Texts whose digests it records.
    pub texts: usize,
    /// Figures and texts that are others now, and nothing says why.
    pub others: usize,
}

impl Moved {
    /// Holds the pages of today against those of a lock; `None` where they are the same, and where the
    /// lock knows none of this edition. Whether what it records stands is for the caller to say.
    pub fn since(
        (period, lock): (&Period, &Publication),
        edition: &str,
        templates: &BTreeMap<String, String>,
        outputs: &BTreeMap<String, String>,
    ) -> Option<Self> {
        let then = lock.pages.get(edition)?;
        let own = format!("{period}/");
        let now = outputs.iter().filter(|(path, _)| path.starts_with(&own));
        let now = now.map(|(path, hash)| (path.clone(), hash.clone()));
        let pages = Fault::between(then, &now.collect());
        let same = then
            .iter()
            .filter(|(path, hash)| !is_shown(path) && outputs.get(*path) == Some(hash));
        (!pages.is_none()).then(|| Self {
            period: period.to_string(),
            published_by: Some(lock.tool.clone()).filter(|tool| *tool != Tool::this().version),
            templates: Fault::between(&lock.templates, templates),
            pages,
            of: then.len(),
            same_data: same.map(|(path, _)| path.clone()).collect(),
            stands: None,
        })
    }

    /// What somebody must look at: files of its day that are made no longer, and files of data that
    /// are other bytes. Pages and charts are laid out anew by every other template.
    pub fn lost(&self) -> impl Iterator<Item = &str> {
        let data = self.pages.changed.iter().filter(|path| !is_shown(path));
        data.chain(&self.pages.missing).map(String::as_str)
    }

    /// Whether everything that can be held of it is as its lock says: only pages and charts, which are
    /// kept as digests, come out otherwise, or more files than on its day.
    pub fn is_record_whole(&self) -> bool {
        self.stands.is_some_and(|stands| stands.others == 0) && self.lost().next().is_none()
    }
}

/// Whether a file is shown to people: a page, or a chart.
fn is_shown(path: &str) -> bool {
    path.ends_with(".html") || is_chart(path)
}

/// Whether a file is a chart.
pub fn is_chart(path: &str) -> bool {
    path.ends_with(".svg")
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether nothing differs.
    #[serde(rename = "match")]
    pub matches: bool,
    /// How many files the manifest lists.
    pub listed: usize,
    /// The folder against its manifest.
    pub files: Fault,
    /// Whether the manifest itself is as boardpack wrote it.
    pub manifest_intact: bool,
    /// Against the pack; `None` where none was at hand.
    pub pack: Option<Pack>,
}

impl Fault {
    /// What differs between a list and what is at hand.
    fn between(listed: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Self {
        let mut fault = Self::default();
        for (path, hash) in listed {
            match found.get(path) {
                Some(now) if now == hash => {}
                Some(_) => fault.changed.push(path.clone()),
                None => fault.missing.push(path.clone()),
            }
        }
        let new = found.keys().filter(|path| !listed.contains_key(*path));
        fault.foreign.extend(new.cloned());
        fault
    }

    /// Whether the two are the same.
    pub fn is_none(&self) -> bool {
        self.count() == 0
    }

    /// How many paths differ.
    pub fn count(&self) -> usize {
        self.changed.len() + self.missing.len() + self.foreign.len()
    }
}

/// Holds a folder against its manifest, and both against the pack if there is one.
pub fn verify(built: &Built, again: Option<&Again>) -> Report {
    let manifest = &built.manifest;
    let found = built.entries.iter().map(|(path, entry)| {
        let hash = match entry {
            Entry::File(hash) => hash.clone(),
            Entry::Other => String::new(),
        };
        (path.clone(), hash)
    });
    let mut listed = manifest.outputs.clone();
    listed.remove(FILE);
    let files = Fault::between(&listed, &found.collect());
    let pack = again.map(|again| against(built, again));
    Report {
        matches: files.is_none() && built.intact && pack.as_ref().is_none_or(Pack::is_sound),
        listed: listed.len(),
        files,
        manifest_intact: built.intact,
        pack,
    }
}

fn against(built: &Built, again: &Again) -> Pack {
    let manifest = &built.manifest;
    let inputs = Fault::between(&manifest.inputs, &again.inputs);
    let this = Tool::this();
    let made_by = manifest.tool.as_ref().filter(|tool| **tool != this);
    let marks = again.locked.iter().filter_map(|(period, locked)| {
        let printed = built.marks.get(period);
        (printed != Some(locked)).then(|| WrongMark {
            period: period.clone(),
            locked: locked.clone(),
            printed: printed.cloned(),
        })
    });
    let listed = |path: &str| {
        let lists = [&inputs.changed, &inputs.missing, &inputs.foreign];
        lists.iter().any(|list| list.iter().any(|p| p == path))
    };
    let since = again.since.iter().filter(|(path, _)| listed(path));
    Pack {
        since: since
            .map(|(path, outputs)| (path.clone(), outputs.clone()))
            .collect(),
        made_by: match (&manifest.tool, made_by) {
            (None, _) => Some("an unnamed version".to_owned()),
            (_, other) => other.map(|tool| format!("{} {}", tool.name, tool.version)),
        },
        outputs: again
            .outputs
            .as_ref()
            .map(|now| Fault::between(&manifest.outputs, now)),
        commit: commit(manifest, again, inputs.is_none()),
        edits: other_edits(manifest, again),
        marks: marks.collect(),
        moved: again.moved.clone(),
        replaced: again.replaced.clone(),
        inputs,
    }
}

/// Texts whose last edit was another than the manifest says. A folder that says nothing of any, built
/// where the history was not at hand, says nothing wrong.
fn other_edits(manifest: &Manifest, again: &Again) -> Vec<String> {
    if manifest.edits.is_empty() {
        return Vec::new();
    }
    let known = again.edits.iter();
    let others = known.filter(|(path, edit)| {
        let said = manifest.edits.get(*path);
        // An edition does not name what it hides.
        let listed = manifest.inputs.contains_key(*path);
        let same = |said: &Edit| said.commit == edit.commit && said.on == edit.on;
        listed && !said.is_some_and(same)
    });
    others.map(|(path, _)| path.clone()).collect()
}

/// What is wrong with what the manifest says of the commit. Where the files have changed since,
/// that is said elsewhere, and they prove nothing about a commit.
fn commit(manifest: &Manifest, again: &Again, same: bool) -> Option<&'static str> {
    match (&manifest.commit, manifest.clean) {
        (None, None) => None,
        (Some(commit), Some(_)) if !is_commit(commit) => {
            Some("the manifest names no commit that can be")
        }
        // Nobody can say in a copy outside the repository.
        (Some(_), Some(_)) if again.origin.commit.is_none() => None,
        (Some(_), Some(clean)) => match again.held {
            None => {
                Some("the repository of the pack does not know the commit that the manifest names")
            }
            Some(held) if same && clean && !held => {
                Some("the manifest says that its files are those of the commit, and they are not")
            }
            Some(held) if same && !clean && held => {
                Some("the manifest says that its files are not those of the commit, and they are")
            }
            Some(_) => None,
        },
        (Some(_), None) | (None, Some(_)) => {
            Some("the manifest says only half of its commit: `commit` and `clean` go together")
        }
    }
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Pack {
    /// Whether the pack at hand gives this folder.
    pub fn is_sound(&self) -> bool {
        self.made_by.is_none()
            && self.inputs.is_none()
            && self.outputs.as_ref().is_some_and(Fault::is_none)
            && self.commit.is_none()
            && self.edits.is_empty()
            && self.marks.is_empty()
    }
}
