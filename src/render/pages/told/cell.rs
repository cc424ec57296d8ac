//! One value of a row: how a program meets it in CSV and in JSON.

use super::column::Column;
use crate::model::{Exact, Period};
use crate::render::pages::tables::{Csv, Field};
use crate::words::machine;
use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use std::borrow::Cow;

/// A value. An absent one is an empty field in CSV and no key in JSON; it is never zero.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render::pages) enum Cell {
    Absent,
    Text(String),
    Whole(i128),
    /// Exact: in JSON also as a fraction in lowest terms.
    Number(Exact),
    /// The bound of an interval, which has no exact value.
    Near(f64),
    Is(bool),
    /// Names; in CSV with spaces between, so only ids.
    Ids(Vec<String>),
}

/// The cells of a row.
macro_rules! cells {
    ($($value:expr),+ $(,)?) => {
        vec![$($crate::render::pages::told::Cell::from($value)),+]
    };
}
pub(in crate::render::pages) use cells;

impl Cell {
    /// A share of one as a percentage.
    pub(in crate::render::pages) fn percent(share: Option<Exact>) -> Self {
        share
            .and_then(|share| share.times(Exact::integer(100)))
            .into()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Text(day.to_string())
    }
}

impl From<Period> for Cell {
    fn from(period: Period) -> Self {
        Self::Text(period.to_string())
    }
}

impl From<Exact> for Cell {
    fn from(number: Exact) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(is: bool) -> Self {
        Self::Is(is)
    }
}

impl From<Vec<String>> for Cell {
    fn from(ids: Vec<String>) -> Self {
        match ids.is_empty() {
            true => Self::Absent,
            false => Self::Ids(ids),
        }
    }
}

macro_rules! whole {
    ($($number:ty),+) => {
        $(impl From<$number> for Cell {
            fn from(number: $number) -> Self {
                i128::try_from(number).map_or(Self::Absent, Self::Whole)
            }
        })+
    };
}
whole!(u8, u32, u64, i64, usize);

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

/// An exact number as programs take it: the fraction, and the same as a decimal with at most nine
/// places.
pub(super) struct Fraction(Exact);

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (numerator, denominator) = self.0.parts();
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("numerator", &numerator.to_string())?;
        map.serialize_entry("denominator", &denominator.to_string())?;
        map.serialize_entry("decimal", &machine::plain(self.0))?;
        map.end()
    }
}

impl JsonSchema for Fraction {
    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let digits = |says: &str, pattern: &str| json!({"type": "string", "pattern": pattern, "description": says});
        let schema = json!({
            "type": "object",
            "description": "An exact number: a fraction in lowest terms, and the same as a decimal.",
            "properties": {
                "numerator": digits("Numerator, in digits of any number.", "^-?[0-9]+$"),
                "denominator": digits("Denominator, above zero.", "^[1-9][0-9]*$"),
                "decimal": digits("The number with at most nine places.", "^-?[0-9]+(\\.[0-9]{1,9})?$"),
            },
            "required": ["numerator", "denominator", "decimal"],
        });
        Schema::try_from(schema).unwrap_or_default()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(number) => match i64::try_from(*number) {
                Ok(number) => serializer.serialize_i64(number),
                Err(_) => serializer.serialize_str(&number.to_string()),
            },
            Self::Number(number) => Fraction(*number).serialize(serializer),
            Self::Near(number) => serializer.serialize_str(&near(*number)),
            Self::Is(is) => serializer.serialize_bool(*is),
            Self::Ids(ids) => ids.serialize(serializer),
        }
    }
}

fn near(number: f64) -> String {
    format!("{number:.6}")
}

/// A row as an object: absent values have no key, and the last key is the file that it comes from.
pub(super) struct Object<'a> {
    pub(super) columns: &'static [Column],
    pub(super) row: &'a [Cell],
    pub(super) source: &'a str,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = self.columns.iter().zip(self.row);
        let told = told.inspect(|(column, cell)| {
            debug_assert!(column.fits(cell), "{column:?} holds {cell:?}");
        });
        let told = told.filter(|(_, cell)| **cell != Cell::Absent);
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in told {
            map.serialize_entry(column.name, cell)?;
        }
        map.serialize_entry("source", self.source)?;
        map.end()
    }
}

impl Csv {
    /// A row between its first and its last field.
    pub(super) fn cells(&mut self, first: &Cell, row: &[Cell], last: &Cell) {
        let all = std::iter::once(first).chain(row).chain([last]);
        let fields: Vec<(bool, String)> = all
            .map(|cell| match cell {
                Cell::Absent => (false, String::new()),
                Cell::Text(text) => (false, text.clone()),
                Cell::Whole(number) => (true, number.to_string()),
                Cell::Number(number) => (true, machine::plain(*number)),
                Cell::Near(number) => (true, near(*number)),
                Cell::Is(is) => (false, if *is { "yes" } else { "no" }.to_owned()),
                Cell::Ids(ids) => (false, ids.join(" ")),
            })
            .collect();
        self.row(fields.iter().map(|(number, text)| match number {
            true => Field::Number(text),
            false => Field::Text(text),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::super::column::{self, flag, ids, number, whole};
    use super::*;

    #[test]
    fn an_absent_value_is_no_zero_and_an_exact_one_keeps_its_fraction() {
        let row = cells![
            None::<u64>,
            0_u64,
            Exact::ratio(1, 3),
            true,
            "a, b",
            vec!["x".to_owned(), "y".to_owned()]
        ];
        let mut csv = Csv::default();
        csv.cells(&Cell::from("2026-Q3"), &row, &Cell::from("data/risks.yaml"));
        let text = String::from_utf8(csv.into_bytes());
        let line = "2026-Q3,,0,0.333333333,yes,\"a, b\",x y,data/risks.yaml\r\n";
        assert_eq!(text.as_deref(), Ok(line));
        const COLUMNS: &[Column] = &[
            whole("none", ""),
            whole("zero", ""),
            number("third", ""),
            flag("is", ""),
            column::text("words", ""),
            ids("ids", ""),
        ];
        let object = Object {
            columns: COLUMNS,
            row: &row,
            source: "data/risks.yaml",
        };
        let told = serde_json::to_string(&object).unwrap_or_default();
        assert_eq!(
            told,
            "{\"zero\":0,\"third\":{\"numerator\":\"1\",\"denominator\":\"3\",\
             \"decimal\":\"0.333333333\"},\"is\":true,\"words\":\"a, b\",\"ids\":[\"x\",\"y\"],\
             \"source\":\"data/risks.yaml\"}"
        );
    }
}
