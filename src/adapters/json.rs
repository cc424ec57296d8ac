//! Text of JSON to values as they are written, each with its place. Nothing is read before it is asked
//! for, so what an export holds beside costs nothing, and how deep it lies does not matter.

use crate::diag::{FileId, Span};
use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A value in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    file: FileId,
    /// The whole file.
    text: &'a str,
    /// The part that is the value.
    raw: &'a str,
}

/// An object in a file.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) node: Node<'a>,
    fields: Vec<(Cow<'a, str>, Node<'a>)>,
}

/// The values of a file, one behind the other; of a file that ends in something else, the place of that
/// and what is wrong with it.
pub(super) fn values(file: FileId, text: &str) -> Result<Vec<Node<'_>>, (Span, String)> {
    let inner = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(inner).into_iter::<&RawValue>() {
        match value {
            Ok(value) => found.push(Node {
                file,
                text,
                raw: value.get(),
            }),
            Err(fault) => return Err(told(file, text, inner, &fault)),
        }
    }
    Ok(found)
}

fn told(file: FileId, text: &str, inner: &str, fault: &serde_json::Error) -> (Span, String) {
    let lines = inner.split_inclusive('\n');
    let before: usize = lines
        .take(fault.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (text.len() - inner.len() + before + fault.column().saturating_sub(1)).min(text.len());
    let what = fault.to_string();
    let what = what
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    (span(file, at, at), what)
}

fn span(file: FileId, start: usize, end: usize) -> Span {
    let byte = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        file,
        start: byte(start),
        end: byte(end),
    }
}

impl<'a> Node<'a> {
    /// Where it begins, up to the end of its line.
    pub(super) fn span(self) -> Span {
        let start = (self.raw.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let line = self.raw.lines().next().unwrap_or_default();
        span(self.file, start, start + line.len())
    }

    fn part(self, raw: &'a RawValue) -> Self {
        Self {
            raw: raw.get(),
            ..self
        }
    }

    pub(super) fn object(self) -> Option<Object<'a>> {
        if !self.raw.starts_with('{') {
            return None;
        }
        let mut reader = serde_json::Deserializer::from_str(self.raw);
        let fields = reader.deserialize_map(Fields).ok()?;
        let fields = fields.into_iter().map(|(name, raw)| (name, self.part(raw)));
        Some(Object {
            node: self,
            fields: fields.collect(),
        })
    }

    pub(super) fn items(self) -> Option<Vec<Self>> {
        if !self.raw.starts_with('[') {
            return None;
        }
        let items: Vec<&'a RawValue> = serde_json::from_str(self.raw).ok()?;
        Some(items.into_iter().map(|raw| self.part(raw)).collect())
    }

    pub(super) fn is_null(self) -> bool {
        self.raw == "null"
    }

    pub(super) fn flag(self) -> Option<bool> {
        match self.raw {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// What a number or a text says, the number as it is written.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self.raw.as_bytes() {
            [b'"', ..] => match self.raw.get(1..self.raw.len() - 1) {
                Some(inner) if !inner.contains('\\') => Some(Cow::Borrowed(inner)),
                _ => serde_json::from_str(self.raw).ok().map(Cow::Owned),
            },
            [b'-' | b'0'..=b'9', ..] => Some(Cow::Borrowed(self.raw)),
            _ => None,
        }
    }
}

impl<'a> Object<'a> {
    /// The value of a field that says something; `user.login` is a field of a field.
    pub(super) fn get(&self, path: &str) -> Option<Node<'a>> {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let found = self.fields.iter().find(|(own, _)| own == name);
        let node = found
            .map(|(_, node)| *node)
            .filter(|node| !node.is_null())?;
        match rest {
            "" => Some(node),
            rest => node.object()?.get(rest),
        }
    }

    /// The first of some paths that says something, else the last of them.
    pub(super) fn first_of<'n, const N: usize>(&self, paths: [&'n str; N]) -> &'n str {
        let there = paths.iter().find(|path| self.get(path).is_some());
        there.or(paths.last()).copied().unwrap_or_default()
    }

    /// Whether it has a field, whatever that says.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(own, _)| own == name)
    }

    /// Whether it has some field, and none beside these.
    pub(super) fn has_only(&self, names: &[&str]) -> bool {
        let known = |(own, _): &(Cow<'_, str>, Node<'_>)| names.contains(&&**own);
        !self.fields.is_empty() && self.fields.iter().all(known)
    }

    /// The text of a field, without a word about one that is none.
    pub(super) fn text(&self, path: &str) -> Option<Cow<'a, str>> {
        self.get(path)?.text().filter(|text| !text.is_empty())
    }

    /// Whether a field is `true`.
    pub(super) fn is(&self, path: &str) -> bool {
        self.get(path).and_then(Node::flag) == Some(true)
    }

    /// The items of a list, or of the list in `nodes` as GraphQL has it.
    pub(super) fn items(&self, path: &str) -> Vec<Node<'a>> {
        let Some(node) = self.get(path) else {
            return Vec::new();
        };
        let nodes = || node.object()?.get("nodes")?.items();
        node.items().or_else(nodes).unwrap_or_default()
    }
}

/// Reads the fields of an object without looking at their values.
struct Fields;

impl<'a> Visitor<'a> for Fields {
    type Value = Vec<(Cow<'a, str>, &'a RawValue)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some((Name(name), value)) = map.next_entry()? {
            fields.push((name, value));
        }
        Ok(fields)
    }
}

/// A name, borrowed where it is written plainly.
struct Name<'a>(Cow<'a, str>);

impl<'a> serde::Deserialize<'a> for Name<'a> {
    fn deserialize<D: serde::Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'a> Visitor<'a> for Text {
            type Value = Name<'a>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'a str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        from.deserialize_str(Text)
    }
}
