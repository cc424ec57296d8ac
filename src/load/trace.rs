//! What the decoders ask for, told to tests: which keys of which mapping, and which words of which
//! value. Only tests are compiled with it.

use super::front;
use super::problems::Problems;
use super::yaml::{self, Node, NodeKind, Stretch};
use crate::diag::{FileId, Span};
use std::cell::RefCell;

/// Something a decoder asked for, by the place of it.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// The keys that may stand in the mapping whose first key stands here.
    Keys(Span, Vec<&'static str>),
    /// The words that may stand here.
    Words(Span, Vec<&'static str>),
    /// The whole numbers that may stand here, from the first to the last.
    Bounds(Span, u32, u32),
}

thread_local! {
    static SEEN: RefCell<Option<Vec<Asked>>> = const { RefCell::new(None) };
}

/// Takes down what is asked for while something is read.
pub(crate) fn listen<T>(read: impl FnOnce() -> T) -> (T, Vec<Asked>) {
    SEEN.with(|seen| seen.replace(Some(Vec::new())));
    let read = read();
    let asked = SEEN.with(RefCell::take);
    (read, asked.unwrap_or_default())
}

pub(super) fn tell(asked: impl FnOnce() -> Option<Asked>) {
    SEEN.with(|seen| {
        if let Some(seen) = &mut *seen.borrow_mut() {
            seen.extend(asked());
        }
    });
}

/// What YAML says, as any reader of its core schema has it, with places.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    /// Keys with their values and the byte at which the key stands.
    Map(Vec<(String, u32, Tree)>),
    Seq(Vec<Tree>),
    /// Text, whether it stands in quotes, and the byte at which it stands.
    Scalar(String, bool, u32),
    Null,
}

/// The documents of a YAML file, or the front matter of a Markdown file.
pub(crate) fn trees(path: &str, text: &str, file: FileId) -> Vec<Tree> {
    let problems = Problems::default();
    let stretch = Stretch {
        file,
        offset: 0,
        text,
    };
    let nodes = if path.ends_with(".md") {
        let halves = front::split(stretch, &problems);
        let node = halves.and_then(|halves| yaml::read(halves.front, &problems));
        node.into_iter().collect()
    } else if path.starts_with("data/objectives/") {
        yaml::read_all(stretch, &problems).0
    } else {
        yaml::read(stretch, &problems).into_iter().collect()
    };
    nodes.iter().map(|node| tree(node, text)).collect()
}

fn tree(node: &Node<'_>, text: &str) -> Tree {
    match &node.kind {
        NodeKind::Null => Tree::Null,
        NodeKind::Scalar(value) => {
            let first = text.get(node.span.start as usize..).unwrap_or("");
            let quoted = first.starts_with(['"', '\'', '|', '>']) || value.contains('\n');
            Tree::Scalar(value.to_string(), quoted, node.span.start)
        }
        NodeKind::Seq(items) => Tree::Seq(items.iter().map(|item| tree(item, text)).collect()),
        NodeKind::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.value.to_string(), key.span.start, tree(value, text)));
            Tree::Map(entries.collect())
        }
    }
}
