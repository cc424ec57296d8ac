//! Values that are typed already, such as those of a Parquet file, to an event: held to the contract
//! as written ones are.

use super::contract::{FIELDS, Sort};
use super::draft::{self, Draft};
use super::event::{Event, Value};
use super::fault::{self, Fault, Wrong, quoted};
use super::{decimal, span};
use std::borrow::Cow;

/// A typed value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Text.
    Text(&'a str),
    /// Microseconds since 1970 in UTC.
    Instant(i64),
    /// True or false.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A binary fraction; its shortest decimal is meant.
    Real(f64),
    /// A decimal as it is written.
    Decimal(&'a str),
    /// Texts in their order.
    Texts(Vec<&'a str>),
    /// Something that the contract has no use for.
    Other,
}

/// An event of named values, none of them null. `row` is told as its line.
///
/// # Errors
/// What the contract refuses.
pub fn assemble<'a>(
    row: u64,
    cells: impl IntoIterator<Item = (&'a str, Cell<'a>)>,
) -> Result<Event<'a>, Fault> {
    let mut draft = Draft::default();
    let mut put = |(name, cell): (&'a str, Cell<'a>)| {
        let Some(field) = draft.field(Cow::Borrowed(name), 0)? else {
            return Ok(());
        };
        let Some(of) = FIELDS.get(field) else {
            return Ok(());
        };
        if let Some(value) = value(of.name, of.sort, cell)? {
            draft.value(field, value, 0);
        }
        Ok(())
    };
    let read = cells.into_iter().try_for_each(&mut put);
    let read = read.and_then(|()| draft.event(row));
    read.map_err(|wrong: Wrong| wrong.placed(&[], row))
}

fn value<'a>(name: &str, sort: Sort, cell: Cell<'a>) -> Result<Option<Value<'a>>, Wrong> {
    let other = |is: &str, due: &str| Err(draft::other_sort(name, is, due, 0));
    Ok(match (sort, cell) {
        (_, Cell::Text("")) => None,
        (Sort::Text, Cell::Text(text)) => {
            draft::text(name, Cow::Borrowed(text), 0)?.map(Value::Text)
        }
        (Sort::Text, Cell::Whole(whole)) => Some(Value::Text(Cow::Owned(whole.to_string()))),
        (Sort::Instant, Cell::Text(text)) => Some(draft::time(name, text, 0)?),
        (Sort::Instant, Cell::Instant(micros)) => {
            let (from, to) = span();
            if !(from..=to).contains(&micros) {
                let message = format!("`{name}` does not lie between 1970 and 2200");
                return Err(Wrong::new(
                    fault::TIME,
                    0,
                    message,
                    "see to the unit of the column: seconds, milliseconds or microseconds",
                ));
            }
            Some(Value::Instant(micros))
        }
        (Sort::Instant, _) => return other("something else", "a time with its zone"),
        (Sort::Flag, Cell::Flag(flag)) => Some(Value::Flag(flag)),
        (Sort::Flag, _) => return other("something else", "`true` or `false`"),
        (Sort::Whole, Cell::Whole(whole)) => match decimal::whole(&whole.to_string()) {
            Some(whole) => Some(Value::Whole(whole)),
            None => {
                return other(
                    &quoted(&whole.to_string()),
                    "a whole number from 0 with at most 12 digits",
                );
            }
        },
        (Sort::Whole, _) => return other("something else", "a whole number"),
        (Sort::Number, Cell::Whole(whole)) => {
            Some(Value::Number(number(name, &whole.to_string())?))
        }
        (Sort::Number, Cell::Decimal(text)) => Some(Value::Number(number(name, text)?)),
        (Sort::Number, Cell::Real(real)) => Some(Value::Number(number(name, &real.to_string())?)),
        (Sort::Number, _) => return other("something else", "a number"),
        (Sort::Texts, Cell::Texts(texts)) => {
            draft::short_list(name, texts.len(), 0)?;
            let mut found = Vec::new();
            for text in texts {
                found.extend(draft::text(name, Cow::Borrowed(text), 0)?);
            }
            Some(found)
                .filter(|texts| !texts.is_empty())
                .map(Value::Texts)
        }
        (Sort::Texts, _) => return other("something else", "a list of texts"),
        (Sort::Text, _) => return other("something else", "a text"),
    })
}

fn number(name: &str, text: &str) -> Result<i64, Wrong> {
    let due = "a number of at most 12 digits before the point";
    decimal::millionths(text).ok_or_else(|| draft::other_sort(name, &quoted(text), due, 0))
}
