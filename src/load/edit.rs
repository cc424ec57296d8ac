//! Changes to a YAML text, put into it where they belong: comments, order and form of all else stay
//! as their author wrote them. Whether the text then says what was meant is proved by reading it.

use crate::load::yaml::{Key, Node, NodeKind};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What changes in one mapping.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Keys that give way to new ones; one that is not there is none.
    pub(super) gone: Vec<String>,
    /// Keys with what stands there afterwards.
    pub(super) put: Vec<(String, Put)>,
}

/// What stands at a key afterwards.
#[derive(Debug)]
pub(super) enum Put {
    /// A scalar, as it is written.
    Text(String),
    /// A mapping that is there, with changes, or a new one.
    Within(Tree),
    /// A new mapping, whatever stood there; in one line where it is told so.
    Whole(Tree, Form),
    /// A new list of texts in one line.
    List(Vec<String>),
}

/// How a new mapping is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A key a line.
    Lines,
    /// Between braces.
    Braces,
}

impl Tree {
    /// The mapping under a key, made where there is none.
    pub(super) fn within(&mut self, key: &str) -> &mut Self {
        let place = self.put.iter().position(|(own, _)| own == key);
        let place = place.unwrap_or_else(|| {
            self.put
                .push((key.to_owned(), Put::Within(Self::default())));
            self.put.len() - 1
        });
        let (_, put) = &mut self.put[place];
        if let Put::Text(_) | Put::List(_) = put {
            *put = Put::Within(Self::default());
        }
        match put {
            Put::Within(tree) | Put::Whole(tree, _) => tree,
            Put::Text(_) | Put::List(_) => unreachable!("it was made a mapping above"),
        }
    }

    /// Writes a new mapping at a key, whatever stood there.
    pub(super) fn whole(&mut self, key: impl Into<String>, tree: Self, form: Form) {
        self.put.push((key.into(), Put::Whole(tree, form)));
    }

    /// Takes keys away, or lets new ones take their place.
    pub(super) fn without(&mut self, keys: &[&str]) {
        self.gone.extend(keys.iter().map(|key| (*key).to_owned()));
    }

    /// Writes a scalar at a key.
    pub(super) fn text(&mut self, key: impl Into<String>, text: impl Into<String>) {
        self.put.push((key.into(), Put::Text(text.into())));
    }
}

/// Keys in one line of a list of weeks.
const IN_LINE: usize = 4;

/// A part of the text, by its bytes, and what takes its place.
type Edit = (usize, usize, String);

/// The text with the changes; `None` where they find no place in what is there.
pub(super) fn edited(text: &str, root: &Node<'_>, tree: &Tree) -> Option<String> {
    let mut edits: Vec<Edit> = Vec::new();
    let NodeKind::Map(entries) = &root.kind else {
        return None;
    };
    change(text, entries, is_flow(text, root), tree, &mut edits)?;
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut out = String::with_capacity(text.len() + 4096);
    let mut at = 0;
    for (start, end, new) in &edits {
        out.push_str(text.get(at..*start)?);
        out.push_str(new);
        at = *end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

fn is_flow(text: &str, node: &Node<'_>) -> bool {
    let begin = text.get(node.span.start as usize..).unwrap_or("");
    begin.starts_with(['{', '['])
}

/// Where a line begins.
fn line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line of a place ends, before its newline.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    if text[..end].ends_with('\r') {
        end - 1
    } else {
        end
    }
}

/// One past the last byte of the value of a key.
fn end(text: &str, key: usize, node: &Node<'_>) -> usize {
    let (start, stop) = (node.span.start as usize, node.span.end as usize);
    let last = match &node.kind {
        NodeKind::Null if start == stop => {
            return text[key..].find(':').map_or(key, |colon| key + colon + 1);
        }
        NodeKind::Null | NodeKind::Scalar(_) => {
            let own = text.get(start..stop).unwrap_or("");
            return start + own.trim_end().len();
        }
        NodeKind::Map(entries) => entries
            .last()
            .map(|(key, node)| (key.span.end as usize, node)),
        NodeKind::Seq(items) => items.last().map(|node| (node.span.start as usize, node)),
    };
    let inner = last.map(|(key, node)| end(text, key, node));
    if !is_flow(text, node) {
        return inner.unwrap_or(stop);
    }
    let mut at = inner.unwrap_or(start + 1);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '}' | ']' => return at + 1,
            '#' => at = line_end(text, at),
            c => at += c.len_utf8(),
        }
    }
    at
}

fn change(
    text: &str,
    entries: &[(Key<'_>, Node<'_>)],
    flow: bool,
    tree: &Tree,
    edits: &mut Vec<Edit>,
) -> Option<()> {
    let (first, _) = entries.first()?;
    let first = first.span.start as usize;
    let indent = first - line(text, first);
    let mut new: Vec<&(String, Put)> = Vec::new();
    for entry in &tree.put {
        let Some((key, node)) = entries.iter().find(|(key, _)| key.value == entry.0) else {
            new.push(entry);
            continue;
        };
        let stop = end(text, key.span.end as usize, node);
        match (&entry.1, &node.kind) {
            (Put::Within(tree), NodeKind::Map(inner)) if !inner.is_empty() => {
                change(text, inner, flow || is_flow(text, node), tree, edits)?;
            }
            (Put::Within(tree), NodeKind::Map(_) | NodeKind::Null) => {
                let colon = end_of_key(text, key);
                let lines = match flow {
                    true => format!(" {}", in_braces(&tree.put)),
                    false => format!("\n{}", in_lines(&tree.put, indent + 2)),
                };
                edits.push((colon, stop, lines));
            }
            (Put::Whole(tree, form), _) => {
                let colon = end_of_key(text, key);
                let lines = match flow || *form == Form::Braces {
                    true => format!(" {}", in_braces(&tree.put)),
                    false => format!("\n{}", in_lines(&tree.put, indent + 2)),
                };
                edits.push((colon, stop.max(colon), lines));
            }
            (Put::Text(new), NodeKind::Scalar(_) | NodeKind::Null) => {
                let begin = end_of_key(text, key);
                let start = (node.span.start as usize).max(begin);
                match start < stop {
                    true => edits.push((start, stop, new.clone())),
                    false => edits.push((begin, begin, format!(" {new}"))),
                }
            }
            _ => return None,
        }
    }
    let mut gone =
        (0..entries.len()).filter(|n| tree.gone.iter().any(|key| *key == entries[*n].0.value));
    let stop = |n: usize| end(text, entries[n].0.span.end as usize, &entries[n].1);
    if !new.is_empty()
        && let Some(n) = gone.next()
    {
        let lines = match flow {
            true => inside(&new),
            false => in_lines(new.iter().copied(), indent)
                .trim_start()
                .to_owned(),
        };
        edits.push((entries[n].0.span.start as usize, stop(n), lines));
        new.clear();
    }
    for n in gone {
        let start = entries[n].0.span.start as usize;
        match (flow, n) {
            (true, 0) => {
                let next = entries
                    .get(1)
                    .map_or(stop(0), |(key, _)| key.span.start as usize);
                edits.push((start, next, String::new()));
            }
            (true, n) => edits.push((stop(n - 1), stop(n), String::new())),
            (false, n) => {
                let after = (line_end(text, stop(n)) + 1).min(text.len());
                edits.push((line(text, start), after, String::new()));
            }
        }
    }
    for entry in new {
        let before = match entry.0.as_str() {
            "quarter" | "missing" | "all" | "definition" => None,
            // Where figures come from is read before them.
            "collected" => entries
                .iter()
                .position(|(key, _)| ["observations", "all", "services"].contains(&&*key.value))
                .and_then(|n| n.checked_sub(1)),
            name if is_week(name) => (0..entries.len())
                .rev()
                .find(|n| *entries[*n].0.value < *name),
            _ => Some(entries.len() - 1),
        };
        edits.push(match (before, flow) {
            (Some(n), true) => (stop(n), stop(n), format!(", {}", inside(&[entry]))),
            (None, true) => (first, first, format!("{}, ", inside(&[entry]))),
            (Some(n), false) => {
                let at = line_end(text, stop(n));
                (at, at, format!("\n{}", in_lines([entry], indent)))
            }
            (None, false) => {
                let lines = in_lines([entry], indent);
                let lines = format!("{}\n{}", lines.trim_start(), " ".repeat(indent));
                (first, first, lines)
            }
        });
    }
    Some(())
}

fn is_week(key: &str) -> bool {
    key.as_bytes().get(4..6) == Some(b"-W")
}

/// Where the value of a key may begin.
fn end_of_key(text: &str, key: &Key<'_>) -> usize {
    let at = key.span.end as usize;
    text[at..].find(':').map_or(at, |colon| at + colon + 1)
}

/// Keys and values on lines of their own.
fn in_lines<'a>(entries: impl IntoIterator<Item = &'a (String, Put)>, indent: usize) -> String {
    let mut out = String::new();
    let space = " ".repeat(indent);
    for (key, put) in entries {
        if !out.is_empty() {
            out.push('\n');
        }
        let key = plain(key);
        let _ = match put {
            Put::Text(text) => write!(out, "{space}{key}: {text}"),
            Put::List(texts) => write!(out, "{space}{key}: {}", in_brackets(texts)),
            Put::Whole(tree, Form::Braces) => {
                write!(out, "{space}{key}: {}", in_braces(&tree.put))
            }
            Put::Within(tree) if *key == *"weeks" => {
                let lines = tree.put.chunks(IN_LINE).map(|few| {
                    let few: Vec<&(String, Put)> = few.iter().collect();
                    format!("{space}  {}", inside(&few))
                });
                let lines: Vec<String> = lines.collect();
                write!(out, "{space}{key}: {{\n{}\n{space}}}", lines.join(",\n"))
            }
            Put::Within(tree) | Put::Whole(tree, Form::Lines) => {
                write!(out, "{space}{key}:\n{}", in_lines(&tree.put, indent + 2))
            }
        };
    }
    out
}

fn in_braces(entries: &[(String, Put)]) -> String {
    let entries: Vec<&(String, Put)> = entries.iter().collect();
    format!("{{{}}}", inside(&entries))
}

fn in_brackets(texts: &[String]) -> String {
    let texts: Vec<Cow<'_, str>> = texts.iter().map(|text| plain(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// Keys and values as they stand between braces.
fn inside(entries: &[&(String, Put)]) -> String {
    let entries = entries.iter().map(|(key, put)| match put {
        Put::Text(text) => format!("{}: {text}", plain(key)),
        Put::List(texts) => format!("{}: {}", plain(key), in_brackets(texts)),
        Put::Within(tree) | Put::Whole(tree, _) => {
            format!("{}: {}", plain(key), in_braces(&tree.put))
        }
    });
    entries.collect::<Vec<_>>().join(", ")
}

/// A name as a scalar: in quotes where anything else could be read.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let name = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let other = ["null", "true", "false", "yes", "no", "on", "off"];
    let safe = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(name)
        && !other.contains(&&*text.to_ascii_lowercase());
    match safe {
        true => Cow::Borrowed(text),
        false => Cow::Owned(quoted(text)),
    }
}

/// A text in quotes, as JSON has it, which YAML reads the same.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What a scalar says, as it is written.
fn said(text: &str) -> String {
    match serde_json::from_str::<String>(text) {
        Ok(inner) => inner,
        Err(_) => text.trim_matches('"').to_owned(),
    }
}

/// Every scalar of a tree by its way.
fn scalars(node: &Node<'_>, way: &str, into: &mut BTreeMap<String, String>) {
    match &node.kind {
        NodeKind::Scalar(text) => {
            into.insert(way.to_owned(), text.trim().to_owned());
        }
        NodeKind::Null => {
            into.insert(way.to_owned(), "~".to_owned());
        }
        NodeKind::Map(entries) => {
            for (key, node) in entries {
                scalars(node, &format!("{way}\n{}", key.value), into);
            }
        }
        NodeKind::Seq(items) => {
            for (n, node) in items.iter().enumerate() {
                scalars(node, &format!("{way}\n{n}"), into);
            }
        }
    }
}

/// Ways of which nothing that stood there is left.
fn replaced(tree: &Tree, way: &str) -> Vec<String> {
    let mut ways: Vec<String> = tree
        .gone
        .iter()
        .map(|key| format!("{way}\n{key}"))
        .collect();
    for (key, put) in &tree.put {
        let way = format!("{way}\n{key}");
        match put {
            Put::Whole(..) => ways.push(way),
            Put::Within(tree) => ways.extend(replaced(tree, &way)),
            Put::List(_) => ways.push(way),
            Put::Text(_) => {}
        }
    }
    ways
}

/// What the changes say of each way.
fn wanted(tree: &Tree, way: &str, into: &mut BTreeMap<String, String>) {
    for (key, put) in &tree.put {
        let way = format!("{way}\n{key}");
        match put {
            Put::Text(text) => {
                into.insert(way, said(text));
            }
            Put::List(texts) => {
                for (n, text) in texts.iter().enumerate() {
                    into.insert(format!("{way}\n{n}"), text.clone());
                }
            }
            Put::Within(tree) | Put::Whole(tree, _) => wanted(tree, &way, into),
        }
    }
}

/// Whether a node says what a tree does, and nothing else.
pub(super) fn says(node: &Node<'_>, tree: &Tree) -> bool {
    let (mut is, mut meant) = (BTreeMap::new(), BTreeMap::new());
    scalars(node, "", &mut is);
    wanted(tree, "", &mut meant);
    is == meant
}

/// Whether a text after the changes differs from the one before by them and by nothing else.
pub(super) fn is_meant(before: &Node<'_>, after: &Node<'_>, tree: &Tree) -> bool {
    let (mut old, mut new, mut meant) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    scalars(before, "", &mut old);
    scalars(after, "", &mut new);
    wanted(tree, "", &mut meant);
    for way in replaced(tree, "") {
        let below = format!("{way}\n");
        old.retain(|own, _| *own != way && !own.starts_with(&below));
    }
    for (way, text) in meant {
        old.insert(way, text);
    }
    // A mapping that was empty is one scalar less.
    let inner = |way: &str| {
        new.range(format!("{way}\n")..)
            .next()
            .is_some_and(|(own, _)| own.starts_with(&format!("{way}\n")))
    };
    old.retain(|way, text| !(text == "~" && !new.contains_key(way) && inner(way)));
    old == new
}
