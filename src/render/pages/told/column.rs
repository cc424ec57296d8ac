//! A column of a kind of record: its name, the form of its values, and what they mean. The head of the
//! CSV table, the keys of the objects in `report.json` and their schema are all made of it.

use super::Cell;
use crate::render::pages::report_schema::{self as forms, described};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// A column, or a key of an object.
#[derive(Debug, Clone, Copy)]
pub(in crate::render::pages) struct Column {
    pub(in crate::render::pages) name: &'static str,
    form: Form,
    /// Whether no row lacks it.
    always: bool,
    /// What it means, with its unit; without a full stop.
    says: &'static str,
}

/// The form of a value.
#[derive(Debug, Clone, Copy)]
enum Form {
    Text,
    Day,
    Month,
    Instant,
    Period,
    Words(&'static [&'static str]),
    Whole,
    Number,
    Near,
    Flag,
    Ids,
}

/// How sure a figure is.
pub(super) const GRADES: &[&str] = &["measured", "modelled", "assumed"];

/// The dimensions of SPACE.
pub(super) const DIMENSIONS: &[&str] = &[
    "satisfaction",
    "performance",
    "activity",
    "communication",
    "efficiency",
];

macro_rules! forms {
    ($($name:ident: $form:ident, $says:literal;)+) => {
        $(
            #[doc = $says]
            pub(in crate::render::pages) const fn $name(name: &'static str, says: &'static str) -> Column {
                Column { name, form: Form::$form, always: false, says }
            }
        )+
    };
}

forms! {
    text: Text, "Words.";
    day: Day, "A day by the calendar.";
    month: Month, "A month by the calendar.";
    instant: Instant, "An instant, in UTC.";
    period: Period, "A quarter.";
    whole: Whole, "A whole number.";
    number: Number, "An exact number.";
    near: Near, "The bound of an interval, which has no exact value.";
    flag: Flag, "Yes or no.";
    ids: Ids, "Ids; absent where there are none.";
}

/// Words that every row has.
pub(in crate::render::pages) const fn key(name: &'static str, says: &'static str) -> Column {
    Column {
        always: true,
        ..text(name, says)
    }
}

/// One of a few words.
pub(in crate::render::pages) const fn word(
    name: &'static str,
    words: &'static [&'static str],
    says: &'static str,
) -> Column {
    Column {
        form: Form::Words(words),
        ..text(name, says)
    }
}

/// Of what a row is.
pub(super) const fn scope(name: &'static str) -> Column {
    key(name, "`all`, or a service's id")
}

impl Column {
    /// Whether a value is of the form that the schema says.
    pub(super) fn fits(&self, cell: &Cell) -> bool {
        match (self.form, cell) {
            (_, Cell::Absent) => !self.always,
            (Form::Words(words), Cell::Text(word)) => words.contains(&word.as_str()),
            (
                Form::Text | Form::Day | Form::Month | Form::Instant | Form::Period,
                Cell::Text(_),
            )
            | (Form::Whole, Cell::Whole(_))
            | (Form::Number, Cell::Number(_))
            | (Form::Near, Cell::Near(_))
            | (Form::Flag, Cell::Is(_))
            | (Form::Ids, Cell::Ids(_)) => true,
            _ => false,
        }
    }

    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        let form = match self.form {
            Form::Text => json!({"type": "string"}),
            Form::Day => forms::day(generator).to_value(),
            Form::Month => {
                json!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"})
            }
            Form::Instant => forms::instant(generator).to_value(),
            Form::Period => forms::period(generator).to_value(),
            Form::Words(words) => json!({"type": "string", "enum": words}),
            Form::Whole => json!({"type": "integer"}),
            Form::Number => generator
                .subschema_for::<super::cell::Fraction>()
                .to_value(),
            Form::Near => json!({"type": "string", "pattern": "^-?[0-9]+\\.[0-9]{6}$"}),
            Form::Flag => json!({"type": "boolean"}),
            Form::Ids => json!({"type": "array", "items": {"type": "string"}, "minItems": 1}),
        };
        described(form, self.says)
    }
}

/// The schema of the objects of a kind.
pub(super) fn object(columns: &[Column], what: &str, generator: &mut SchemaGenerator) -> Schema {
    let mut properties: Map<String, Value> = columns
        .iter()
        .map(|column| (column.name.to_owned(), column.schema(generator)))
        .collect();
    properties.insert(
        "source".to_owned(),
        json!({"type": "string", "description": "File of the pack that it comes from; several with commas between."}),
    );
    let always = columns.iter().filter(|column| column.always);
    let always: Vec<&str> = always.map(|column| column.name).chain(["source"]).collect();
    let schema = json!({
        "type": "array",
        "description": what,
        "items": {"type": "object", "properties": properties, "required": always},
    });
    Schema::try_from(schema).unwrap_or_default()
}
