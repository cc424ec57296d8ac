//! YAML text to a tree of nodes, each with the bytes it was written in.
//!
//! Built on granit-parser's stream of events rather than on a serde front end: on a snapshot file
//! that was 3.4 times as fast as reading into spanned serde values, and a scalar stays the text that
//! was written, so that `99.9` never passes through a binary float and `no` never becomes false.
//!
//! A pack uses a plain part of YAML: one document, or several where a kind of file allows it, of
//! mappings with text keys, sequences and scalars. Anchors, aliases, merge keys, tags and directives
//! are refused, so no file is larger than it looks. Nothing recurses over the input; depth and
//! number of nodes are limited.

use super::problems::{Problems, quoted};
use super::syntax;
use super::topics;
use crate::diag::{FileId, Located, Span};
use granit_parser::{Event, Parser, ScalarStyle};
use std::borrow::Cow;
use std::collections::HashMap;

/// How deep mappings and sequences may lie in each other. A pack's own files need seven.
pub(super) const DEPTH: usize = 32;

/// Nodes in one file: a hundred metrics by two hundred services by thirteen weeks, and to spare.
pub(super) const NODES: usize = 500_000;

/// A key of a mapping.
pub(super) type Key<'t> = Located<Cow<'t, str>>;

/// What was written, and where.
#[derive(Debug)]
pub(super) struct Node<'t> {
    /// What it is.
    pub(super) kind: NodeKind<'t>,
    /// Where; for a block mapping or sequence the place it begins at.
    pub(super) span: Span,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum NodeKind<'t> {
    /// Keys and values in file order; no key twice.
    Map(Vec<(Key<'t>, Node<'t>)>),
    /// Items in file order.
    Seq(Vec<Node<'t>>),
    /// Text, quoted or not.
    Scalar(Cow<'t, str>),
    /// Nothing, `~` or `null`, unquoted.
    Null,
}

impl<'t> Node<'t> {
    /// What stands under a key of a mapping.
    pub(super) fn under(&self, key: &str) -> Option<&Self> {
        let NodeKind::Map(entries) = &self.kind else {
            return None;
        };
        let found = entries.iter().find(|(own, _)| own.value == key);
        found.map(|(_, node)| node)
    }

    /// What stands under a key of what stands under a key, and so on.
    pub(super) fn at(&self, way: &[&str]) -> Option<&Self> {
        way.iter().try_fold(self, |node, key| node.under(key))
    }

    /// A scalar's text, without space around it.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// Whether it is nothing, `~` or `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(self.kind, NodeKind::Null)
    }
}

/// A text to read: the whole of a file, or its front matter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'t> {
    /// Which file.
    pub(super) file: FileId,
    /// Byte of the file at which the text begins.
    pub(super) offset: usize,
    /// The text.
    pub(super) text: &'t str,
}

impl Stretch<'_> {
    /// A place in the text as a place in the file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let at = |byte: usize| u32::try_from(self.offset + byte).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: at(start),
            end: at(end.max(start)),
        }
    }

    /// From where a mapping or list begins to where it ends, or to the end of its first line: a
    /// caret under twenty lines shows nothing.
    fn on_one_line(&self, begin: Span, end: Span) -> Span {
        let from = (begin.start as usize).saturating_sub(self.offset);
        let to = (end.end as usize).saturating_sub(self.offset);
        let text = self.text.get(from..to.max(from)).unwrap_or("");
        let line = text.split('\n').next().unwrap_or("").trim_end();
        self.span(from, from + line.len())
    }

    /// The first line that holds anything, for problems of the text as a whole.
    pub(super) fn first_line(&self) -> Span {
        let start = self.text.len() - self.text.trim_start().len();
        if start == self.text.len() {
            return self.span(0, 0);
        }
        let line = self.text[start..].lines().next().unwrap_or("");
        self.span(start, start + line.trim_end().len())
    }
}

/// A mapping or sequence that is being filled.
struct Open<'t> {
    node: Node<'t>,
    /// The key that waits for its value, and whether the value is to be dropped.
    key: Option<(Key<'t>, bool)>,
    /// Where each key was written, once a mapping has many.
    seen: Option<HashMap<Cow<'t, str>, Span>>,
}

/// Mappings up to this size look for a repeated key by going through them.
const FEW_KEYS: usize = 16;

/// Reads one document. `None` after a problem that leaves no tree to stand on.
pub(super) fn read<'t>(stretch: Stretch<'t>, problems: &Problems) -> Option<Node<'t>> {
    let mut read = Vec::new();
    let whole = read_into(&mut read, Many::No, stretch, problems);
    // A text without any document is a text with nothing in it.
    whole.then(|| {
        read.pop().unwrap_or(Node {
            kind: NodeKind::Null,
            span: stretch.span(0, 0),
        })
    })
}

/// Reads every document of a file that may hold several; whether the file was read to its end is
/// told too, since what stands before a fault can still be used.
pub(super) fn read_all<'t>(stretch: Stretch<'t>, problems: &Problems) -> (Vec<Node<'t>>, bool) {
    let mut read = Vec::new();
    let whole = read_into(&mut read, Many::Yes, stretch, problems);
    (read, whole)
}

/// Whether a file may hold several documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Many {
    Yes,
    No,
}

/// Reads documents to the list; false after a problem that leaves no tree to stand on.
fn read_into<'t>(
    read: &mut Vec<Node<'t>>,
    many: Many,
    stretch: Stretch<'t>,
    problems: &Problems,
) -> bool {
    let mut options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    options.set_emit_comments(false);
    let mut stack: Vec<Open<'t>> = Vec::new();
    let mut nodes = 0;
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(stretch.text, options) {
        let (event, place) = match event {
            Ok(event) => event,
            Err(fault) => {
                problems.add(syntax::problem(stretch, &fault));
                return false;
            }
        };
        let place_range = place.byte_range().unwrap_or(0..0);
        let span = stretch.span(place_range.start, place_range.end);
        if event.tag().is_some() {
            let range = place.tag_span().and_then(|tag| tag.byte_range());
            let span = range.map_or(span, |range| stretch.span(range.start, range.end));
            problems.add(
                topics::YAML_TAG
                    .at(span, "a YAML tag has no meaning in a pack")
                    .help("remove it; text, numbers and dates are told apart by their key"),
            );
            return false;
        }
        let node = match event {
            Event::Anchor(_, name) | Event::UnresolvedAlias(name) => {
                problems.add(anchor(span, &name));
                return false;
            }
            Event::Alias(_) => {
                let name = place.slice(stretch.text).unwrap_or("*");
                problems.add(anchor(span, name.trim_start_matches('*')));
                return false;
            }
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 && many == Many::No {
                    problems.add(
                        topics::YAML_DOCUMENTS
                            .at(span, "a second YAML document begins here")
                            .help("a file holds one document; remove the `---` or split the file"),
                    );
                    return false;
                }
                continue;
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if stack.len() >= DEPTH {
                    problems.add(too_deep(span));
                    return false;
                }
                let kind = if matches!(event, Event::MappingStart(..)) {
                    NodeKind::Map(Vec::new())
                } else {
                    NodeKind::Seq(Vec::new())
                };
                if awaits_key(stack.last()) {
                    if stretch.text[..place_range.start].ends_with('{')
                        && stretch.text[place_range.start..].starts_with('{')
                    {
                        let at = place_range.start - 1;
                        problems.add(syntax::unquoted(stretch.span(at, at + 2)));
                        return false;
                    }
                    problems.add(bad_key(
                        span,
                        "a mapping or list stands where a key belongs",
                    ));
                    return false;
                }
                stack.push(Open {
                    node: Node { kind, span },
                    key: None,
                    seen: None,
                });
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let Some(done) = stack.pop() else { continue };
                let mut node = done.node;
                node.span = stretch.on_one_line(node.span, span);
                node
            }
            Event::Scalar(text, style, ..) => {
                let null = style == ScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let kind = if null {
                    NodeKind::Null
                } else {
                    NodeKind::Scalar(text)
                };
                Node { kind, span }
            }
            _ => continue,
        };
        nodes += 1;
        if nodes > NODES {
            problems.add(
                topics::TOO_LARGE
                    .at(span, format!("more than {NODES} values in one file"))
                    .help("split the file"),
            );
            return false;
        }
        match stack.last_mut() {
            None => read.push(node),
            Some(open) => {
                if !place_in(open, node, problems) {
                    return false;
                }
            }
        }
    }
    true
}

/// Puts a finished node where it belongs; false where the tree is lost.
fn place_in<'t>(open: &mut Open<'t>, node: Node<'t>, problems: &Problems) -> bool {
    match &mut open.node.kind {
        NodeKind::Seq(items) => items.push(node),
        NodeKind::Map(entries) => match open.key.take() {
            Some((key, repeated)) => {
                if !repeated {
                    if entries.len() == FEW_KEYS {
                        let keys = entries.iter().map(|(key, _)| (key.value.clone(), key.span));
                        open.seen = Some(keys.collect());
                    }
                    if let Some(seen) = &mut open.seen {
                        seen.insert(key.value.clone(), key.span);
                    }
                    entries.push((key, node));
                }
            }
            None => {
                let NodeKind::Scalar(text) = node.kind else {
                    problems.add(bad_key(node.span, "a key is empty"));
                    return false;
                };
                if text == "<<" {
                    problems.add(
                        topics::YAML_MERGE_KEY
                            .at(node.span, "merge keys are refused in a pack")
                            .help("write the keys out: a reviewer sees what holds where it holds"),
                    );
                    return false;
                }
                let first = match &open.seen {
                    Some(seen) => seen.get(&text).copied(),
                    None => {
                        let same = entries.iter().find(|(key, _)| key.value == text);
                        same.map(|(key, _)| key.span)
                    }
                };
                if let Some(first) = first {
                    problems.add(
                        topics::DUPLICATE_KEY
                            .at(node.span, format!("the key {} is repeated", quoted(&text)))
                            .see(first, "first written here")
                            .help("keep one of the two"),
                    );
                }
                open.key = Some((Located::new(text, node.span), first.is_some()));
            }
        },
        NodeKind::Scalar(_) | NodeKind::Null => {}
    }
    true
}

/// Whether the next node is a key of a mapping.
fn awaits_key(open: Option<&Open<'_>>) -> bool {
    open.is_some_and(|open| matches!(open.node.kind, NodeKind::Map(_)) && open.key.is_none())
}

fn anchor(span: Span, name: &str) -> crate::diag::Diagnostic {
    let message = format!(
        "anchors and aliases are refused in a pack: {}",
        quoted(name)
    );
    topics::YAML_ANCHOR.at(span, message).help(
        "write the value out where it is meant; put text that begins with `*` or `&` in quotes",
    )
}

fn bad_key(span: Span, message: &str) -> crate::diag::Diagnostic {
    topics::YAML_KEY
        .at(span, message)
        .help("a key is a text, such as `period`")
}

/// Mappings and sequences in each other beyond the limit.
pub(super) fn too_deep(span: Span) -> crate::diag::Diagnostic {
    topics::TOO_DEEP
        .at(
            span,
            format!("values lie more than {DEPTH} deep in each other"),
        )
        .help("a pack's own files need seven levels; look for an unclosed bracket")
}
