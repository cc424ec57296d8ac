//! Front matter of a text that is none of a pack's, to its fields: texts and lists of texts, as
//! `adapters` take them from other programs' files.

use super::front;
use super::problems::Problems;
use super::yaml::{self, NodeKind, Stretch};
use crate::diag::{Diagnostic, FileId, Sources, Span};

/// A field of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlainField {
    /// Its key.
    pub(crate) name: String,
    /// Where its value stands.
    pub(crate) span: Span,
    /// What it says: one text, or those of a list.
    pub(crate) texts: Vec<String>,
}

/// The fields before the text of a file, and what is wrong with them. What is neither a text nor a list
/// of texts says nothing.
pub(crate) fn front_matter(sources: &Sources, file: FileId) -> (Vec<PlainField>, Vec<Diagnostic>) {
    let problems = Problems::default();
    let whole = Stretch {
        file,
        offset: 0,
        text: &sources.file(file).text,
    };
    let halves = front::split(whole, &problems);
    let root = halves.and_then(|halves| yaml::read(halves.front, &problems));
    let mut fields = Vec::new();
    if let Some(NodeKind::Map(entries)) = root.map(|root| root.kind) {
        for (key, node) in entries {
            let mut texts = Vec::new();
            let items = match node.kind {
                NodeKind::Seq(items) => items,
                kind => vec![yaml::Node {
                    kind,
                    span: node.span,
                }],
            };
            for item in items {
                if let NodeKind::Scalar(text) = item.kind {
                    texts.push(text.into_owned());
                }
            }
            fields.push(PlainField {
                name: key.value.into_owned(),
                span: node.span,
                texts,
            });
        }
    }
    (fields, problems.into_inner())
}
