//! A table as text to its cells, each with the place it is written at: CSV, and lists of objects in
//! JSON. No number is read here, so none is rounded.

use super::map::Map;
use crate::diag::{FileId, Located, SourceFile, Span};
use crate::load::problems::{Problems, nearest, quoted};
use crate::load::topics;
use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Rows read of one file.
const ROWS: usize = 200_000;

/// One cell.
#[derive(Debug, Clone)]
pub(super) struct Cell<'t> {
    /// Without the space around it; empty where there is nothing.
    pub(super) text: Cow<'t, str>,
    /// Where.
    pub(super) span: Span,
    /// A number of JSON, which is written with a point whatever the mapping says.
    pub(super) is_number: bool,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row<'t> {
    /// By column, as [`columns`](super::Columns) counts them.
    pub(super) cells: Vec<Cell<'t>>,
    /// Where it begins.
    pub(super) span: Span,
}

fn span(file: FileId, start: usize, end: usize) -> Span {
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span {
        file,
        start: at(start),
        end: at(end),
    }
}

fn syntax(span: Span, message: impl Into<String>, problems: &Problems) {
    problems.add(
        topics::TABLE_SYNTAX
            .at(span, message)
            .help("export the table again, or correct the row"),
    );
}

/// Too many rows: said once.
fn too_many(span: Span, problems: &Problems) {
    problems.add(
        topics::TOO_LARGE
            .at(span, format!("more than {ROWS} rows in one table"))
            .help("split the table"),
    );
}

/// A table without the mark that Windows writes before UTF-8, which is no part of what follows.
fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

/// The rows of a CSV file, of which the first names the columns.
pub(super) fn csv<'t>(
    file: FileId,
    source: &'t SourceFile,
    map: &Map,
    columns: &[Located<String>],
    problems: &Problems,
) -> Vec<Row<'t>> {
    let text = without_mark(&source.text);
    let skipped = source.text.len() - text.len();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(map.delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut places: Option<(usize, Vec<Option<usize>>)> = None;
    let mut rows = Vec::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                let at = fault.position().map_or(0, |at| at.byte() as usize) + skipped;
                syntax(
                    span(file, at, at),
                    format!("this is not CSV: {fault}"),
                    problems,
                );
                break;
            }
        }
        let begin = record.position().map_or(0, |at| at.byte() as usize);
        let written = written(text, begin, map.delimiter);
        let at = |n: usize| {
            let (start, end) = written.get(n).copied().unwrap_or((begin, begin));
            span(file, start + skipped, end + skipped)
        };
        let Some((wide, of)) = &places else {
            let of = head(&record, columns, &at, &source.path, problems);
            if of.contains(&None) {
                // Every row would be without what that column says.
                return rows;
            }
            places = Some((record.len(), of));
            continue;
        };
        if record.len() != *wide {
            let message = format!("the row has {} cells, and the head {wide}", record.len());
            syntax(at(0), message, problems);
            continue;
        }
        if rows.len() == ROWS {
            too_many(at(0), problems);
            break;
        }
        let cells = of.iter().map(|place| match place {
            Some(n) => Cell {
                text: Cow::Owned(record.get(*n).unwrap_or("").trim().to_owned()),
                span: at(*n),
                is_number: false,
            },
            None => Cell {
                text: Cow::Borrowed(""),
                span: at(0),
                is_number: false,
            },
        });
        rows.push(Row {
            cells: cells.collect(),
            span: at(0),
        });
    }
    if places.is_none() {
        problems.add(
            topics::EMPTY_FILE
                .at(span(file, 0, 0), "the table is empty")
                .help("its first row names the columns"),
        );
    } else if rows.is_empty() && !problems.full() {
        problems.add(
            topics::EMPTY_FILE
                .at(span(file, 0, 0), "the table has no row")
                .help("rows stand under the names of the columns"),
        );
    }
    rows
}

/// Where each wanted column stands.
fn head(
    record: &csv::StringRecord,
    columns: &[Located<String>],
    at: &impl Fn(usize) -> Span,
    path: &str,
    problems: &Problems,
) -> Vec<Option<usize>> {
    let names: Vec<&str> = record.iter().map(str::trim).collect();
    let wanted = columns.iter().map(|column| {
        let mut found = (0..names.len()).filter(|n| names[*n] == column.value);
        let first = found.next();
        if first.is_none() {
            unknown(column, &names, path, problems);
        }
        if let Some(second) = found.next() {
            let message = format!("two columns are called {}", quoted(&column.value));
            problems.add(
                topics::TABLE_COLUMN
                    .at(at(second), message)
                    .see(column.span, "the mapping names it here")
                    .help("give one of the two another name"),
            );
        }
        first
    });
    wanted.collect()
}

fn unknown(column: &Located<String>, names: &[&str], path: &str, problems: &Problems) {
    let message = format!("{} has no column {}", quoted(path), quoted(&column.value));
    let help = match nearest(&column.value, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "its columns are {}",
            names
                .iter()
                .map(|name| quoted(name))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    problems.add(topics::TABLE_COLUMN.at(column.span, message).help(help));
}

/// Where the cells of a row stand in the text, without the quotation marks and spaces around them: the
/// reader of CSV tells only where the row begins.
fn written(text: &str, begin: usize, delimiter: u8) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = begin;
    while bytes.get(at).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
        at += 1;
    }
    let mut cells = Vec::new();
    loop {
        let start = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            while let Some(b) = bytes.get(at) {
                let twice = *b == b'"' && bytes.get(at + 1) == Some(&b'"');
                if *b == b'"' && !twice {
                    break;
                }
                at += 1 + usize::from(twice);
            }
            at = (at + 1).min(bytes.len());
        }
        while bytes
            .get(at)
            .is_some_and(|b| *b != delimiter && !matches!(b, b'\r' | b'\n'))
        {
            at += 1;
        }
        let cell = text.get(start..at).unwrap_or("");
        let lead = cell.len() - cell.trim_start().len();
        cells.push((start + lead, start + lead + cell.trim().len()));
        if bytes.get(at) != Some(&delimiter) {
            return cells;
        }
        at += 1;
    }
}

/// A value of JSON as it is written, by its key; keys in the order of the file.
struct Entries<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

struct ReadEntries;

impl<'t> Visitor<'t> for ReadEntries {
    type Value = Entries<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys with values")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &'t RawValue>()? {
            entries.push((Cow::Owned(key), value));
        }
        Ok(Entries(entries))
    }
}

struct ReadItems;

impl<'t> Visitor<'t> for ReadItems {
    type Value = Vec<&'t RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

fn entries(raw: &RawValue) -> Option<Entries<'_>> {
    let mut reader = serde_json::Deserializer::from_str(raw.get());
    reader.deserialize_map(ReadEntries).ok()
}

fn items(raw: &RawValue) -> Option<Vec<&RawValue>> {
    let mut reader = serde_json::Deserializer::from_str(raw.get());
    reader.deserialize_seq(ReadItems).ok()
}

/// A JSON file that is being read.
struct Json<'t, 'p> {
    file: FileId,
    source: &'t SourceFile,
    problems: &'p Problems,
}

impl<'t> Json<'t, '_> {
    /// Where a value stands: it is a part of the file's own text.
    fn place(&self, raw: &RawValue) -> Span {
        let (own, whole) = (raw.get(), &self.source.text);
        let start = (own.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
        let line = own.lines().next().unwrap_or("");
        span(self.file, start, start + line.len())
    }

    /// Every value of an object that is no object itself, by its way: `team.name`.
    fn flat(&self, raw: &'t RawValue, before: &str, into: &mut BTreeMap<String, &'t RawValue>) {
        let Some(Entries(entries)) = entries(raw) else {
            into.insert(before.to_owned(), raw);
            return;
        };
        for (key, value) in entries {
            let way = match before {
                "" => key.into_owned(),
                before => format!("{before}.{key}"),
            };
            // Deeper than any table goes; the rest is no cell.
            if way.matches('.').count() > 8 {
                continue;
            }
            if into.contains_key(&way) {
                let message = format!("the key {} is repeated", quoted(&way));
                syntax(self.place(value), message, self.problems);
            }
            if value.get().starts_with('{') {
                self.flat(value, &way, into);
            } else {
                into.insert(way, value);
            }
        }
    }

    fn cell(&self, raw: &'t RawValue) -> Cell<'t> {
        let (text, place) = (raw.get(), self.place(raw));
        let is_text = text.starts_with('"');
        let text = match is_text {
            true => serde_json::from_str::<String>(text)
                .map_or(Cow::Borrowed(text), |own| Cow::Owned(own.trim().to_owned())),
            false if text == "null" => Cow::Borrowed(""),
            false => Cow::Borrowed(text),
        };
        Cell {
            text,
            span: place,
            is_number: !is_text,
        }
    }
}

/// The rows of a JSON file: a list of objects, at the end of the mapping's way.
pub(super) fn json<'t>(
    file: FileId,
    source: &'t SourceFile,
    map: &Map,
    columns: &[Located<String>],
    problems: &Problems,
) -> Vec<Row<'t>> {
    let reader = Json {
        file,
        source,
        problems,
    };
    let text = without_mark(&source.text);
    let mut raw: &RawValue = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(fault) => {
            let lines = text.split_inclusive('\n');
            let before: usize = lines.take(fault.line().max(1) - 1).map(str::len).sum();
            let at = (source.text.len() - text.len() + before + fault.column().max(1) - 1)
                .min(source.text.len());
            syntax(
                span(file, at, at),
                format!("this is not JSON: {fault}"),
                problems,
            );
            return Vec::new();
        }
    };
    for key in &map.rows {
        let inside = entries(raw).and_then(|Entries(entries)| {
            let mut found = entries.into_iter().filter(|(own, _)| own == key);
            found.next().map(|(_, raw)| raw)
        });
        let Some(inside) = inside else {
            let message = format!("there is no key {} here", quoted(key));
            syntax(reader.place(raw), message, problems);
            return Vec::new();
        };
        raw = inside;
    }
    let Some(items) = items(raw) else {
        let message = "no list of rows stands here";
        problems.add(
            topics::TABLE_SYNTAX
                .at(reader.place(raw), message)
                .help("name the way to it in the mapping: `rows: data.items`"),
        );
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut seen: BTreeMap<&str, bool> = columns.iter().map(|c| (&*c.value, false)).collect();
    let mut names: Vec<String> = Vec::new();
    for item in items {
        if rows.len() == ROWS {
            too_many(reader.place(item), problems);
            break;
        }
        if !item.get().starts_with('{') {
            syntax(reader.place(item), "the row has no keys", problems);
            continue;
        }
        let mut flat = BTreeMap::new();
        reader.flat(item, "", &mut flat);
        let place = reader.place(item);
        let cells = columns.iter().map(|column| match flat.get(&column.value) {
            Some(raw) => {
                seen.insert(&column.value, true);
                reader.cell(raw)
            }
            None => Cell {
                text: Cow::Borrowed(""),
                span: place,
                is_number: false,
            },
        });
        rows.push(Row {
            cells: cells.collect(),
            span: place,
        });
        if names.is_empty() {
            names = flat.into_keys().collect();
        }
    }
    if rows.is_empty() {
        problems.add(
            topics::EMPTY_FILE
                .at(reader.place(raw), "the table has no row")
                .help("a row is an object: `{\"week\": \"2026-W27\", …}`"),
        );
        return rows;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let never = |column: &&Located<String>| seen.get(&*column.value) == Some(&false);
    let never: Vec<&Located<String>> = columns.iter().filter(never).collect();
    for column in &never {
        unknown(column, &names, &source.path, problems);
    }
    if !never.is_empty() {
        rows.clear();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The places found are those of the cells that were written, quoted or not.
        #[test]
        fn a_cell_stands_where_it_is_said_to(
            rows in proptest::collection::vec(proptest::array::uniform3("[a-c \",\n\r]{0,4}"), 1..6),
            quoted: bool,
            windows: bool,
        ) {
            let (style, end) = match quoted {
                true => (csv::QuoteStyle::Always, csv::Terminator::Any(b'\n')),
                false => (csv::QuoteStyle::Necessary, csv::Terminator::CRLF),
            };
            let end = if windows { csv::Terminator::CRLF } else { end };
            let mut writer = csv::WriterBuilder::new()
                .quote_style(style)
                .terminator(end)
                .from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("cells in memory");
            }
            let bytes = writer.into_inner().expect("bytes in memory");
            let text = String::from_utf8(bytes).expect("letters");
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.as_bytes());
            let mut read = Vec::new();
            for record in reader.records() {
                let record = record.expect("what the writer wrote");
                let begin = record.position().map_or(0, |at| at.byte() as usize);
                let own = written(&text, begin, b',').into_iter().map(|(start, end)| {
                    let cell = &text[start..end];
                    let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
                    inner.unwrap_or(cell).replace("\"\"", "\"").trim().to_owned()
                });
                read.push(own.collect::<Vec<_>>());
            }
            let rows: Vec<Vec<String>> =
                rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
