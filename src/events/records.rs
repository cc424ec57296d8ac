//! Records of CSV (RFC 4180) to events: the head names the fields, a cell says what JSON would without
//! its quotes, and an empty cell says nothing.

use super::contract::{FIELDS, Sort};
use super::draft::{self, Draft};
use super::event::{Event, Value};
use super::fault::{self, Wrong, quoted};
use super::{FIELDS as MOST, decimal};
use std::borrow::Cow;

/// Whether these bytes open a quote that they do not close, or close one that was open.
pub(super) fn turns(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| **byte == b'"').count() % 2 == 1
}

/// A cell and the byte of its record at which it begins.
type Cell<'a> = (Cow<'a, str>, usize);

/// The names of a head's columns.
pub(super) fn head(record: &str) -> Result<Vec<String>, Wrong> {
    let cells = cells(record)?;
    let mut names: Vec<String> = Vec::new();
    for (name, at) in cells {
        if name.is_empty() {
            let message = "this column has no name".to_owned();
            return Err(Wrong::new(
                fault::SYNTAX,
                at,
                message,
                "name each column in the first line",
            ));
        }
        if names.iter().any(|other| *other == name) {
            let message = format!("the column {} is there twice", quoted(&name));
            return Err(Wrong::new(
                fault::TWICE,
                at,
                message,
                "leave one of them out",
            ));
        }
        names.push(name.into_owned());
    }
    for needed in super::contract::NEEDED {
        if !names.iter().any(|name| name == needed) {
            let message = format!("no column is called `{needed}`");
            return Err(Wrong::new(
                fault::MISSING,
                0,
                message,
                "name the columns in the first line as the contract names fields",
            ));
        }
    }
    Ok(names)
}

/// Reads one record.
pub(super) fn event<'a>(head: &[String], record: &'a str, line: u64) -> Result<Event<'a>, Wrong> {
    let cells = cells(record)?;
    if cells.len() != head.len() {
        let message = format!(
            "this record has {} cells under {} columns",
            cells.len(),
            head.len()
        );
        return Err(Wrong::new(
            fault::SYNTAX,
            0,
            message,
            "give each record one cell for each column, and put cells with commas in quotes",
        ));
    }
    let mut draft = Draft::default();
    for (name, (cell, at)) in head.iter().zip(cells) {
        if cell.is_empty() {
            continue;
        }
        let Some(field) = draft.field(Cow::Owned(name.clone()), at)? else {
            continue;
        };
        let Some(of) = FIELDS.get(field) else {
            continue;
        };
        if let Some(value) = value(of.name, of.sort, cell, at)? {
            draft.value(field, value, at);
        }
    }
    draft.event(line)
}

fn value<'a>(
    name: &str,
    sort: Sort,
    cell: Cow<'a, str>,
    at: usize,
) -> Result<Option<Value<'a>>, Wrong> {
    let other = |due| Err(draft::other_sort(name, &quoted(&cell), due, at));
    Ok(match sort {
        Sort::Text => draft::text(name, cell, at)?.map(Value::Text),
        Sort::Instant => Some(draft::time(name, &cell, at)?),
        Sort::Flag => match &*cell {
            "true" => Some(Value::Flag(true)),
            "false" => Some(Value::Flag(false)),
            _ => return other("`true` or `false`"),
        },
        Sort::Whole => match decimal::whole(&cell) {
            Some(whole) => Some(Value::Whole(whole)),
            None => return other("a whole number from 0 with at most 12 digits"),
        },
        Sort::Number => match decimal::millionths(&cell) {
            Some(number) => Some(Value::Number(number)),
            None => return other("a number of at most 12 digits before the point"),
        },
        Sort::Texts => {
            let mut texts = Vec::new();
            for part in cell.split(';') {
                if let Some(text) = draft::text(name, Cow::Owned(part.trim().to_owned()), at)? {
                    texts.push(text);
                }
            }
            draft::short_list(name, texts.len(), at)?;
            Some(texts)
                .filter(|texts| !texts.is_empty())
                .map(Value::Texts)
        }
    })
}

/// The cells of a record.
fn cells(record: &str) -> Result<Vec<Cell<'_>>, Wrong> {
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let rest = record.get(at..).unwrap_or_default();
        let (cell, length) = match rest.strip_prefix('"') {
            Some(inner) => in_quotes(inner, at)?,
            None => {
                let length = rest.find(',').unwrap_or(rest.len());
                let cell = rest.get(..length).unwrap_or_default();
                if let Some(quote) = cell.find('"') {
                    let message =
                        "a quote stands inside a cell that does not begin with one".to_owned();
                    return Err(Wrong::new(
                        fault::SYNTAX,
                        at + quote,
                        message,
                        "put the whole cell in quotes, and double those inside",
                    ));
                }
                (Cow::Borrowed(cell), length)
            }
        };
        if cells.len() == MOST {
            let message = format!("this record has more than {MOST} cells");
            return Err(Wrong::many(at, message));
        }
        cells.push((cell, at));
        at += length;
        if record.as_bytes().get(at) != Some(&b',') {
            return Ok(cells);
        }
        at += 1;
    }
}

/// A cell in quotes and how long it is with them, from behind its first quote.
fn in_quotes(inner: &str, at: usize) -> Result<(Cow<'_, str>, usize), Wrong> {
    let mut from = 0;
    let mut doubled = false;
    loop {
        let Some(quote) = inner.get(from..).and_then(|rest| rest.find('"')) else {
            let message = "this quote is never closed".to_owned();
            return Err(Wrong::new(
                fault::SYNTAX,
                at,
                message,
                "close it, or double a quote that belongs to the text",
            ));
        };
        let end = from + quote;
        match inner.as_bytes().get(end + 1) {
            Some(b'"') => {
                doubled = true;
                from = end + 2;
            }
            None | Some(b',') => {
                let cell = inner.get(..end).unwrap_or_default();
                let cell = if doubled {
                    Cow::Owned(cell.replace("\"\"", "\""))
                } else {
                    Cow::Borrowed(cell)
                };
                return Ok((cell, end + 2));
            }
            Some(_) => {
                let message = "this cell goes on behind its quotes".to_owned();
                return Err(Wrong::new(
                    fault::SYNTAX,
                    at + end + 2,
                    message,
                    "put the whole cell in quotes, and double those inside",
                ));
            }
        }
    }
}
