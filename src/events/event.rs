//! One event as it was read: its fields by their place in the contract. Texts are borrowed from the
//! line wherever it says them plainly.

use super::contract::{FIELDS, KINDS, field_at};
use std::borrow::Cow;

/// The kind of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KindName<'a> {
    /// One of the contract, by its place in [`KINDS`].
    Known(usize),
    /// Another one, as it was written.
    Unknown(Cow<'a, str>),
}

impl KindName<'_> {
    /// The word.
    pub fn word(&self) -> &str {
        match self {
            Self::Known(at) => KINDS.get(*at).map_or("", |kind| kind.name),
            Self::Unknown(word) => word,
        }
    }
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Text, never empty.
    Text(Cow<'a, str>),
    /// Microseconds since 1970 in UTC; what is finer is cut off.
    Instant(i64),
    /// True or false.
    Flag(bool),
    /// A whole number that is not negative.
    Whole(i64),
    /// Millionths.
    Number(i64),
    /// Texts in their order, none of them empty.
    Texts(Vec<Cow<'a, str>>),
}

/// One event. What the contract does not know is named, not held: the line on disk has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// When it happened: microseconds since 1970 in UTC.
    pub ts: i64,
    /// What happened.
    pub kind: KindName<'a>,
    /// Every other field that says something, by its place in [`FIELDS`]; none twice.
    pub fields: Vec<(usize, Value<'a>)>,
    /// Names of fields that are not of the contract.
    pub unknown: Vec<Cow<'a, str>>,
}

impl<'a> Event<'a> {
    /// What a field says, by its name; `ts` and `kind` have their own places.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        let at = field_at(name)?;
        let found = self.fields.iter().find(|(field, _)| *field == at);
        found.map(|(_, value)| value)
    }

    /// The text of a field; `None` too where the field is no text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.text_at(field_at(name)?)
    }

    /// The text of a field by its place in [`FIELDS`], such as [`super::contract::SERVICE`].
    pub fn text_at(&self, at: usize) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| *field == at);
        match found? {
            (_, Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The event as one line of JSON, without its end: `ts` and `kind` first, the rest in the order
    /// of the contract.
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\"ts\":{}", text(&super::instant::written(self.ts)));
        out.push_str(&format!(",\"kind\":{}", text(self.kind.word())));
        let mut fields: Vec<&(usize, Value<'a>)> = self.fields.iter().collect();
        fields.sort_by_key(|(at, _)| *at);
        for (at, value) in fields {
            let name = FIELDS.get(*at).map_or("", |field| field.name);
            out.push_str(&format!(",\"{name}\":{}", value.to_json()));
        }
        out.push('}');
        out
    }
}

impl Value<'_> {
    fn to_json(&self) -> String {
        match self {
            Self::Text(value) => text(value),
            Self::Instant(value) => text(&super::instant::written(*value)),
            Self::Flag(value) => value.to_string(),
            Self::Whole(value) => value.to_string(),
            Self::Number(value) => super::decimal::written(*value),
            Self::Texts(values) => {
                let values: Vec<String> = values.iter().map(|value| text(value)).collect();
                format!("[{}]", values.join(","))
            }
        }
    }
}

fn text(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}
