//! Numbered texts to their trees, each text once and on all cores: finding the tree in a text costs
//! more than understanding it, and locks keep one text for quarter after quarter. Nothing here knows
//! what a file means.

use super::again::Kept;
use super::front;
use super::problems::{Problems, Said};
use super::yaml::{self, Node, Stretch};
use crate::diag::{FileId, Sources};
use crate::in_order::in_order;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Where files lie that may hold several documents.
const MANY: &str = "data/objectives/";

/// The trees of some texts.
#[derive(Debug)]
pub(super) struct Trees<'s> {
    sources: &'s Sources,
    read: BTreeMap<FileId, OnceLock<Tree<'s>>>,
}

/// What was found in one text, and what is wrong with it.
#[derive(Debug)]
struct Tree<'s> {
    documents: Vec<Node<'s>>,
    /// Whether the text was read to its end.
    whole: bool,
    said: Said,
}

impl<'s> Trees<'s> {
    /// Reads files: of Markdown the front matter, of YAML everything. What was read before is read
    /// again only where someone asks for it.
    pub(super) fn of(
        files: impl Iterator<Item = FileId>,
        sources: &'s Sources,
        kept: Kept<'_>,
    ) -> Self {
        let read: BTreeMap<_, _> = files.map(|file| (file, OnceLock::new())).collect();
        let known = |file: &FileId| kept.knows(*file, sources.file(*file));
        let new: Vec<_> = read.iter().filter(|(file, _)| !known(file)).collect();
        in_order(&new, |(file, place)| {
            place.get_or_init(|| tree_of(**file, sources));
        });
        Self { sources, read }
    }

    /// The one document of a text; what is wrong with it is told anew. `None` after a problem that
    /// leaves no tree to stand on.
    pub(super) fn document(&self, file: FileId, problems: &Problems) -> Option<&Node<'s>> {
        self.documents(file, problems).0.first()
    }

    /// Every document of a text, and whether it was read to its end.
    pub(super) fn documents(&self, file: FileId, problems: &Problems) -> (&[Node<'s>], bool) {
        let Some(tree) = self.read.get(&file) else {
            return (&[], false);
        };
        let tree = tree.get_or_init(|| tree_of(file, self.sources));
        problems.repeat(&tree.said);
        (&tree.documents, tree.whole)
    }
}

fn tree_of(file: FileId, sources: &Sources) -> Tree<'_> {
    let problems = Problems::default();
    let source = sources.file(file);
    let whole = Stretch {
        file,
        offset: 0,
        text: &source.text,
    };
    let one = |stretch| {
        let read = yaml::read(stretch, &problems);
        let whole = read.is_some();
        (read.into_iter().collect(), whole)
    };
    let (documents, whole) = if source.path.ends_with(".md") {
        // What is wrong with the halves is told by whoever asks for them.
        let halves = front::split(whole, &Problems::default());
        halves.map_or_else(Default::default, |halves| one(halves.front))
    } else if source.path.starts_with(MANY) {
        yaml::read_all(whole, &problems)
    } else {
        one(whole)
    };
    Tree {
        documents,
        whole,
        said: problems.said(),
    }
}
