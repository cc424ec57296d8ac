//! Figures into the snapshots of a pack: what would change, and the proof that the pack can then be read.

use super::tree::Tree;
use crate::diag::{Diagnostic, Sources};
use crate::model::Pack;
use std::collections::BTreeMap;

/// What filling in figures would change.
#[derive(Debug, Default)]
pub struct Filled {
    /// Snapshots as they will be, by path; none where anything was wrong.
    pub texts: BTreeMap<String, String>,
    /// Every figure that changes, in the order of quarter, metric, service and week.
    pub changes: Vec<FigureChange>,
    /// Figures that are there already, the same.
    pub same: usize,
    /// Cells without a figure where the snapshot has none either.
    pub without: usize,
    /// The texts, for pointing.
    pub sources: Sources,
    /// What is wrong; unsorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What kept it from being tried or done at all, where the diagnostics are the pack's own.
    pub refused: Option<&'static str>,
}

/// A figure that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// Path of the snapshot.
    pub path: String,
    /// What it is of: metric, service and quarter or week.
    pub what: String,
    /// As the snapshot has it; `None` where it says nothing.
    pub before: Option<String>,
    /// As it will be.
    pub after: String,
}

/// The pack that is to be filled, with its texts; what there is to tell where it is not whole.
///
/// # Errors
/// Its problems.
pub fn ground(tree: &Tree) -> Result<(Pack, Sources), Box<Filled>> {
    let loaded = super::parse(tree);
    let sound = !loaded.diagnostics.iter().any(Diagnostic::is_error);
    match loaded.pack.filter(|_| sound) {
        Some(pack) => Ok((pack, loaded.sources)),
        None => Err(Box::new(Filled {
            sources: loaded.sources,
            diagnostics: loaded.diagnostics,
            refused: Some("the pack cannot be read as a whole: mend it first"),
            ..Filled::default()
        })),
    }
}

impl Filled {
    /// Leaves nothing to be written, as something is wrong.
    pub(super) fn emptied(mut self) -> Self {
        self.texts.clear();
        self.changes.clear();
        self
    }

    /// Reads the pack as it will be: nothing is written that cannot be read. That pack comes with
    /// it; none where the figures are refused.
    pub(super) fn proved(self, tree: &Tree) -> (Self, Option<Pack>) {
        let mut next = tree.clone();
        for (path, text) in &self.texts {
            next.files.insert(path.clone(), text.clone().into_bytes());
        }
        let read = super::parse(&next);
        if !read.diagnostics.iter().any(Diagnostic::is_error) {
            return (self, read.pack);
        }
        let refused = Self {
            sources: read.sources,
            diagnostics: read.diagnostics,
            refused: Some("with these figures the pack would be wrong"),
            ..Self::default()
        };
        (refused, None)
    }
}
