//! Nodes to values, key by key. Every problem is told and reading goes on: a key that could not be
//! read is `None`, and whoever needs it gives up only after all other keys have had their turn.

use super::problems::{Problems, meant, nearest, quoted};
use super::topics;
use super::yaml::{Key, Node, NodeKind};
use crate::diag::{Located, Span};
use crate::model::{Audience, Text};
use std::cell::RefCell;

const AUDIENCES: &[(&str, Audience)] =
    &[("board", Audience::Board), ("internal", Audience::Internal)];

/// The keys and values of one mapping.
pub(super) struct Fields<'n, 't, 'p> {
    entries: &'n [(Key<'t>, Node<'t>)],
    /// Where to point if a key is missing: the key that holds the mapping, or its first line.
    here: Span,
    problems: &'p Problems,
    /// Keys asked for so far: what may be written here.
    known: RefCell<Vec<&'static str>>,
    /// Required keys that are not there, and why they are needed.
    missing: RefCell<Vec<(&'static str, &'static str)>>,
    /// Keys that were once written here and have been told of.
    retired: RefCell<Vec<&'static str>>,
}

/// One value, and the key or place it was found under.
#[derive(Clone, Copy)]
pub(super) struct Field<'n, 't, 'p> {
    /// What it is called in messages: its key, or the key of its list.
    pub(super) name: &'n str,
    /// Where the key stands; the value's own place for an item of a list.
    pub(super) key: Span,
    /// The value.
    pub(super) node: &'n Node<'t>,
    /// Where to tell.
    pub(super) problems: &'p Problems,
}

impl<'n, 't, 'p> Fields<'n, 't, 'p> {
    /// A value that must be there.
    pub(super) fn required(&self, name: &'static str) -> Option<Field<'n, 't, 'p>> {
        self.required_because(name, "")
    }

    /// A value that must be there, for a reason that is not plain.
    pub(super) fn required_because(
        &self,
        name: &'static str,
        why: &'static str,
    ) -> Option<Field<'n, 't, 'p>> {
        let field = self.optional(name);
        if field.is_none() {
            self.missing.borrow_mut().push((name, why));
        }
        field
    }

    /// A value that may be left out; left out with its key, not written as nothing.
    pub(super) fn optional(&self, name: &'static str) -> Option<Field<'n, 't, 'p>> {
        self.known.borrow_mut().push(name);
        let (key, node) = self.entries.iter().find(|(key, _)| key.value == name)?;
        Some(Field {
            name,
            key: key.span,
            node,
            problems: self.problems,
        })
    }

    /// A text that must be there.
    pub(super) fn text(&self, name: &'static str) -> Option<Located<String>> {
        self.required(name)?.text()
    }

    /// A text that may be left out.
    pub(super) fn optional_text(&self, name: &'static str) -> Option<String> {
        Some(self.optional(name)?.text()?.value)
    }

    /// Plain text that must be there, shown as it is written.
    pub(super) fn plain(&self, name: &'static str) -> Option<Text> {
        self.required(name)?.plain()
    }

    /// Markdown that must be there.
    pub(super) fn markdown(&self, name: &'static str) -> Option<Text> {
        self.required(name)?.markdown()
    }

    /// Markdown that may be left out.
    pub(super) fn optional_markdown(&self, name: &'static str) -> Option<Text> {
        self.optional(name)?.markdown()
    }

    /// A key that is no longer written here, and what has taken its place.
    pub(super) fn retired(&self, name: &'static str, help: &'static str) {
        let Some((key, _)) = self.entries.iter().find(|(key, _)| key.value == name) else {
            return;
        };
        self.retired.borrow_mut().push(name);
        let message = format!("the key {} is no longer written here", quoted(name));
        self.problems
            .add(topics::UNKNOWN_KEY.at(key.span, message).help(help));
    }

    /// Who may see it: everybody, unless it says otherwise.
    pub(super) fn audience(&self) -> Option<Audience> {
        match self.optional("audience") {
            Some(field) => field.word(AUDIENCES).map(|word| word.value),
            None => Some(Audience::Board),
        }
    }

    /// Tells of unknown and missing keys. Every key must have been asked for.
    pub(super) fn finish(self) {
        let known = self.known.into_inner();
        #[cfg(test)]
        super::trace::tell(|| {
            let (first, _) = self.entries.first()?;
            Some(super::trace::Asked::Keys(first.span, known.clone()))
        });
        let mut missing = self.missing.into_inner();
        let retired = self.retired.into_inner();
        let written = |name: &&str| self.entries.iter().any(|(key, _)| key.value == *name);
        let strangers = self
            .entries
            .iter()
            .filter(|(key, _)| !known.iter().any(|name| *name == key.value))
            .filter(|(key, _)| !retired.iter().any(|name| *name == key.value));
        let mut free: Option<Vec<&str>> = None;
        for (key, node) in strangers {
            if self.problems.full() {
                self.problems.add(topics::UNKNOWN_KEY.at(key.span, ""));
                break;
            }
            // The keys that are still free are the likelier ones to have been meant.
            let free = free.get_or_insert_with(|| {
                known
                    .iter()
                    .copied()
                    .filter(|name| !written(name))
                    .collect()
            });
            let near = nearest(&key.value, free.iter().copied())
                .or_else(|| nearest(&key.value, known.iter().copied()));
            // A misspelt key is one problem, not an unknown key and a missing one.
            missing.retain(|(name, _)| Some(*name) != near);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if matches!(node.kind, NodeKind::Null) => {
                    "a comma ends a value inside `{ }`: put text that holds one in quotes".into()
                }
                None => meant(&key.value, known.iter().copied(), "remove it"),
            };
            let message = format!("unknown key {}", quoted(&key.value));
            self.problems
                .add(topics::UNKNOWN_KEY.at(key.span, message).help(help));
        }
        for (name, why) in missing {
            let problem = topics::MISSING_KEY
                .at(self.here, format!("the key `{name}` is missing"))
                .help(format!("add `{name}:`"));
            self.problems.add(if why.is_empty() {
                problem
            } else {
                problem.because(why)
            });
        }
    }

    /// Where to tell.
    pub(super) fn problems(&self) -> &'p Problems {
        self.problems
    }

    /// Where the mapping begins, or the key that holds it.
    pub(super) fn here(&self) -> Span {
        self.here
    }
}

impl<'n, 't, 'p> Field<'n, 't, 'p> {
    /// The whole of a file or front matter as a field, so that it is read as everything else is.
    pub(super) fn root(name: &'n str, node: &'n Node<'t>, problems: &'p Problems) -> Self {
        Self {
            name,
            key: node.span,
            node,
            problems,
        }
    }

    /// A mapping with known keys.
    pub(super) fn fields(self) -> Option<Fields<'n, 't, 'p>> {
        Some(Fields {
            entries: self.entries()?,
            here: self.key,
            problems: self.problems,
            known: RefCell::default(),
            missing: RefCell::default(),
            retired: RefCell::default(),
        })
    }

    /// A mapping whose keys are the user's own.
    pub(super) fn entries(self) -> Option<&'n [(Key<'t>, Node<'t>)]> {
        match &self.node.kind {
            NodeKind::Map(entries) => Some(entries),
            _ => self.wrong("keys with values"),
        }
    }

    /// The values of a mapping whose keys are the user's own, each called by its key.
    pub(super) fn pairs(
        self,
    ) -> Option<impl ExactSizeIterator<Item = (&'n Key<'t>, Self)> + use<'n, 't, 'p>> {
        Some(self.entries()?.iter().map(move |(key, node)| {
            let field = Self {
                name: &key.value,
                key: key.span,
                node,
                ..self
            };
            (key, field)
        }))
    }

    /// Whether one word or text stands here, not a mapping or a list.
    pub(super) fn is_scalar(self) -> bool {
        matches!(self.node.kind, NodeKind::Scalar(_) | NodeKind::Null)
    }

    /// Whether keys with values stand here.
    pub(super) fn is_map(self) -> bool {
        matches!(self.node.kind, NodeKind::Map(_))
    }

    /// Keys with values, if they stand here; nothing is told where they do not.
    pub(super) fn entries_quietly(self) -> impl Iterator<Item = &'n (Key<'t>, Node<'t>)> {
        let entries: &'n [(Key<'t>, Node<'t>)] = match &self.node.kind {
            NodeKind::Map(entries) => entries,
            _ => &[],
        };
        entries.iter()
    }

    /// Whether nothing stands here.
    pub(super) fn is_null(self) -> bool {
        matches!(self.node.kind, NodeKind::Null)
    }

    /// A list; may be empty where it is written `[]`.
    pub(super) fn items(self) -> Option<Vec<Self>> {
        match &self.node.kind {
            NodeKind::Seq(items) => Some(
                items
                    .iter()
                    .map(|node| Self {
                        key: node.span,
                        node,
                        ..self
                    })
                    .collect(),
            ),
            _ => self.wrong("a list"),
        }
    }

    /// A list; `None` where one of its items is wrong.
    pub(super) fn each<T>(self, one: impl Fn(Self) -> Option<T>) -> Option<Vec<T>> {
        let items = self.items()?;
        let count = items.len();
        let read: Vec<T> = items.into_iter().filter_map(one).collect();
        (read.len() == count).then_some(read)
    }

    /// A list of texts.
    pub(super) fn texts(self) -> Option<Vec<Located<String>>> {
        Some(self.items()?.into_iter().filter_map(Self::text).collect())
    }

    /// The scalar as written, without the space around it.
    pub(super) fn raw(self) -> Option<Located<&'n str>> {
        match &self.node.kind {
            NodeKind::Scalar(text) => {
                let text = text.trim();
                if text.is_empty() {
                    return self.empty();
                }
                if text.chars().any(super::intake::is_refused) {
                    self.problems.add(
                        topics::CONTROL_CHARACTER
                            .at(self.node.span, "an escape makes an invisible character")
                            .help("remove it"),
                    );
                    return None;
                }
                Some(Located::new(text, self.node.span))
            }
            _ => self.wrong("text"),
        }
    }

    /// Text that is not empty.
    pub(super) fn text(self) -> Option<Located<String>> {
        let text = self.raw()?;
        if text.value.contains("{{") {
            self.problems.add(
                topics::MISPLACED_FIGURE
                    .at(text.span, format!("`{}` cannot hold a figure", self.name))
                    .help("say it in a text of an overview, a story or a decision"),
            );
            return None;
        }
        Some(text.map(str::to_owned))
    }

    /// Text of a record: no Markdown, no figures to be filled in.
    pub(super) fn plain(self) -> Option<Text> {
        let Located { value, span } = self.text()?;
        Some(Text { value, span })
    }

    /// Markdown that is not empty.
    pub(super) fn markdown(self) -> Option<Text> {
        let Located { value, span } = self.raw()?.map(str::to_owned);
        Some(Text { value, span })
    }

    /// A list of Markdown lines.
    pub(super) fn markdowns(self) -> Option<Vec<Text>> {
        let items = self.items()?;
        Some(items.into_iter().filter_map(Self::markdown).collect())
    }

    /// `true` or `false`.
    pub(super) fn flag(self) -> Option<bool> {
        Some(self.word(&[("true", true), ("false", false)])?.value)
    }

    /// One of the words of a list.
    pub(super) fn word<T: Copy>(self, words: &[(&'static str, T)]) -> Option<Located<T>> {
        let text = self.raw()?;
        #[cfg(test)]
        super::trace::tell(|| {
            let words = words.iter().map(|(word, _)| *word).collect();
            Some(super::trace::Asked::Words(text.span, words))
        });
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(Located::new(*value, text.span));
        }
        let names = words.iter().map(|(word, _)| *word);
        let message = format!("`{}` cannot be {}", self.name, quoted(text.value));
        self.problems.add(
            topics::UNKNOWN_WORD
                .at(text.span, message)
                .help(meant(text.value, names, "")),
        );
        None
    }

    /// Tells that nothing stands where something must.
    pub(super) fn empty<T>(self) -> Option<T> {
        let span = if self.node.span.start < self.node.span.end {
            self.node.span
        } else {
            self.key
        };
        self.problems.add(
            topics::EMPTY_VALUE
                .at(span, format!("`{}` is empty", self.name))
                .help("write a value, or remove the key if it may be left out"),
        );
        None
    }

    /// Tells that something else was expected.
    pub(super) fn wrong<T>(self, expected: &str) -> Option<T> {
        let found = match &self.node.kind {
            NodeKind::Null => return self.empty(),
            NodeKind::Map(_) => "keys with values",
            NodeKind::Seq(_) => "a list",
            NodeKind::Scalar(_) => "text",
        };
        let help = match (expected, found) {
            ("a list", "text") => "write one item a line, each begun by `- `, or `[one, two]`",
            ("text", "a list") => "write one text; put it in quotes if it begins with a bracket",
            ("text", _) => "write one text; put it in quotes if it holds `: ` or begins with `{`",
            ("keys with values", _) => "write `key: value` lines, indented under it",
            _ => "see the format of this file",
        };
        self.problems.add(
            topics::WRONG_TYPE
                .at(
                    self.node.span,
                    format!("`{}` must be {expected}; found {found}", self.name),
                )
                .help(help),
        );
        None
    }
}

/// Left out, or read; `None` where it was wrong.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
pub(super) fn or_wrong<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(read) => read.map(Some),
    }
}

/// Tells that keys exclude each other or do not fit what another key says.
pub(super) fn conflict(field: Field<'_, '_, '_>, why: &str, help: &str) {
    field.problems.add(
        topics::CONFLICTING_KEYS
            .at(field.key, format!("`{}` {why}", field.name))
            .help(help),
    );
}
