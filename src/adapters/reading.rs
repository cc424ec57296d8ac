//! Files of an export to the things in them, one at a time, and their fields to times and words. What
//! cannot be read is told with its place, and the thing is left out; what is missing that nobody needs
//! is nothing to tell.

use super::json::{self, Node, Object};
use super::{Adapted, FILE_BYTES, Setting, Told, refused, topics};
use crate::diag::{FileId, Sources, Span};
use crate::events::{self, Line};
use std::borrow::Cow;

/// A file of an export.
#[derive(Debug)]
pub struct Source {
    /// The path it was named by.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How programs that are written in Go say that there is no time; `gh` is one.
const NEVER: &str = "0001-01-01T00:00:00Z";

/// Whether a time is written that is none: empty, or as such programs write it.
fn is_never(node: &Node<'_>) -> bool {
    let text = node.text();
    text.is_some_and(|text| text.is_empty() || text == NEVER)
}

/// Lists and objects around a thing.
const DEPTH: usize = 16;

/// A reading that goes on.
pub(super) struct Reading<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) out: Adapted,
}

/// The texts of some files, numbered; what is no text is told.
pub(super) fn texts(files: &[Source], out: &mut Adapted) -> (Sources, Vec<FileId>) {
    let mut sources = Sources::default();
    let mut ids = Vec::new();
    for file in files {
        if file.bytes.len() as u64 > FILE_BYTES {
            let id = sources.add(&*file.name, "");
            let message = format!("this file is larger than {} MiB", FILE_BYTES >> 20);
            let start = Span::start_of(id);
            out.problem(
                topics::SIZE
                    .at(start, message)
                    .help("export fewer days at once"),
            );
            continue;
        }
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => ids.push(sources.add(&*file.name, text)),
            Err(fault) => {
                let text = String::from_utf8_lossy(&file.bytes);
                let at = u32::try_from(fault.valid_up_to()).unwrap_or(u32::MAX);
                let id = sources.add(&*file.name, text);
                let place = Span {
                    file: id,
                    start: at,
                    end: at,
                };
                let problem = topics::ENCODING.at(place, "this is not UTF-8");
                out.problem(problem.help("save or export the file as UTF-8"));
            }
        }
    }
    (sources, ids)
}

/// Goes through files of JSON: `take` is given every object, and says whether it knew it. One that it
/// does not know is looked into under these names.
pub(super) fn read<'a>(
    sources: &'a Sources,
    ids: &[FileId],
    within: &[&str],
    reading: &mut Reading<'_>,
    mut take: impl FnMut(&Object<'a>, &mut Reading<'_>) -> bool,
) {
    for id in ids {
        let text = &sources.file(*id).text;
        if let Some(told) = refused::no_answer(*id, text) {
            reading.out.problem(told);
            continue;
        }
        match json::values(*id, text) {
            Ok(values) => {
                for value in values {
                    walk(value, within, reading, &mut take, 0);
                }
            }
            Err((place, what)) => {
                let message = format!("this is not JSON: {what}");
                let problem = topics::SYNTAX.at(place, message);
                reading
                    .out
                    .problem(problem.help("give the export as the API answered it"));
            }
        }
    }
}

fn walk<'a>(
    node: Node<'a>,
    within: &[&str],
    reading: &mut Reading<'_>,
    take: &mut impl FnMut(&Object<'a>, &mut Reading<'_>) -> bool,
    depth: usize,
) {
    let unknown = |reading: &mut Reading<'_>| reading.out.problem(refused::unknown(node));
    if depth > DEPTH {
        return unknown(reading);
    }
    if let Some(items) = node.items() {
        for item in items {
            walk(item, within, reading, take, depth + 1);
        }
        return;
    }
    let Some(object) = node.object() else {
        return unknown(reading);
    };
    if take(&object, reading) {
        return;
    }
    if let Some(told) = refused::in_part(&object) {
        return reading.out.problem(told);
    }
    let mut inside = within
        .iter()
        .filter_map(|name| object.get(name))
        .filter(|node| node.items().is_some() || node.object().is_some())
        .peekable();
    if inside.peek().is_none() {
        // The answer to a question that nothing was found for has no list to look into.
        if !within.iter().any(|name| object.has(name)) {
            unknown(reading);
        }
        return;
    }
    for node in inside {
        walk(node, within, reading, take, depth + 1);
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(setting: Setting<'a>) -> Self {
        Self {
            setting,
            out: Adapted::since(setting.since),
        }
    }

    /// A field of another sort than the source's documentation says.
    pub(super) fn wrong(&mut self, place: Span, name: &str, due: &str) {
        let problem = topics::VALUE.at(place, format!("`{name}` is not {due}"));
        self.out
            .problem(problem.help(format!("write {due}, or take the thing out of the export")));
    }

    /// A time, if there is one.
    pub(super) fn time(&mut self, of: &Object<'_>, path: &str) -> Option<i64> {
        let node = of.get(path).filter(|node| !is_never(node))?;
        let time = instant(&node.text().unwrap_or_default());
        if time.is_none() {
            self.wrong(node.span(), path, "a time with its offset");
        }
        time
    }

    /// A time that the thing cannot do without.
    pub(super) fn needed_time(&mut self, of: &Object<'_>, path: &str) -> Option<i64> {
        if of.get(path).is_none_or(|node| is_never(&node)) {
            self.missing(of, path);
        }
        self.time(of, path)
    }

    /// An id or word, if there is one.
    pub(super) fn text<'t>(&mut self, of: &Object<'t>, path: &str) -> Option<Cow<'t, str>> {
        let node = of.get(path)?;
        let text = node.text();
        if text.is_none() {
            self.wrong(node.span(), path, "a text");
        }
        text.filter(|text| !text.is_empty())
    }

    /// An id or word that the thing cannot do without.
    pub(super) fn needed<'t>(&mut self, of: &Object<'t>, path: &str) -> Option<Cow<'t, str>> {
        if of.get(path).is_none() {
            self.missing(of, path);
        }
        self.text(of, path)
    }

    fn missing(&mut self, of: &Object<'_>, path: &str) {
        let problem = topics::VALUE.at(of.node.span(), format!("this has no `{path}`"));
        self.out
            .problem(problem.help("give it as the API answered it"));
    }

    /// Who did something, hashed, and whether it is a program.
    pub(super) fn actor(&self, name: Option<&str>) -> Option<String> {
        name.map(|name| self.setting.key.actor(name))
    }

    /// Writes an event, or tells what the contract has against it at the place it was made of.
    pub(super) fn put(&mut self, kind: &'static str, line: Line<'_>, place: Span) {
        if let Err(fault) = self.out.put(kind, line) {
            let problem = crate::diag::Diagnostic::error(fault.code, place, fault.message);
            self.out.problem(problem.help(fault.help));
        }
    }

    /// Counts what is not read on purpose.
    pub(super) fn left_out(&mut self, what: &'static str) {
        self.out.tell(Told::LeftOut, what);
    }

    /// What was read, with the texts to point into.
    pub(super) fn done(self, sources: Sources) -> Adapted {
        let mut out = self.out;
        out.once();
        out.sources = sources;
        out
    }
}

/// RFC 3339, and what is the same but for the colon of the offset, as Jira writes it.
pub(super) fn instant(text: &str) -> Option<i64> {
    let read = events::instant(text);
    let without_colon = || {
        let (head, tail) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let offset = head.get(head.len().checked_sub(3)?..)?;
        offset
            .starts_with(['+', '-'])
            .then(|| events::instant(&format!("{head}:{tail}")))?
    };
    read.or_else(without_colon)
}
