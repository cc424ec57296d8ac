//! One line of JSON to an event, whatever is in it. The syntax is left to serde_json, which hands every value over as it
//! is written; what a value means, and where a wrong one stands, is told here.

use super::contract::{FIELDS, NEEDED, Sort};
use super::draft::{self, Draft};
use super::event::{Event, Value};
use super::fault::{self, Wrong, quoted};
use super::{DEPTH, decimal};
use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Reads one line, given as text.
pub(super) fn event(text: &str, line: u64) -> Result<Event<'_>, Wrong> {
    let mut wrong = None;
    let mut reader = serde_json::Deserializer::from_str(text);
    let object = Object {
        text,
        wrong: &mut wrong,
    };
    let read = reader.deserialize_map(object);
    let read = read.and_then(|draft| reader.end().map(|()| draft));
    match (read, wrong) {
        (_, Some(wrong)) => Err(wrong),
        (Ok(draft), None) => draft.event(line),
        (Err(told), None) => Err(syntax(text, &told)),
    }
}

/// What serde_json says of a line, without its own place.
fn syntax(text: &str, told: &serde_json::Error) -> Wrong {
    let at = told.column().saturating_sub(1).min(text.len());
    let what = told.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    let message = if text.trim_start().starts_with('{') {
        format!("this line is not a JSON object: {what}")
    } else {
        "this line is not a JSON object".to_owned()
    };
    Wrong::new(
        fault::SYNTAX,
        at,
        message,
        "write one event a line, as one JSON object",
    )
}

/// Reads the fields of the object; what is wrong with one is left in `wrong`, and the error that
/// serde_json is given only stops it.
struct Object<'a, 'w> {
    text: &'a str,
    wrong: &'w mut Option<Wrong>,
}

impl<'a> Object<'a, '_> {
    /// Where a part of the line begins in it.
    fn at(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn field(&self, draft: &mut Draft<'a>, name: Cow<'a, str>, raw: &'a str) -> Result<(), Wrong> {
        let at = self.at(raw);
        let Some(field) = draft.field(name, at)? else {
            return shallow(raw, at);
        };
        let Some(of) = FIELDS.get(field) else {
            return Ok(());
        };
        if let Some(value) = value(of.name, of.sort, raw, at)? {
            draft.value(field, value, at);
        }
        Ok(())
    }
}

impl<'a> Visitor<'a> for Object<'a, '_> {
    type Value = Draft<'a>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Draft<'a>, A::Error> {
        let mut draft = Draft::default();
        while let Some(name) = map.next_key_seed(Name)? {
            let raw: &'a RawValue = map.next_value()?;
            if let Err(wrong) = self.field(&mut draft, name, raw.get()) {
                *self.wrong = Some(wrong);
                return Err(A::Error::custom(""));
            }
        }
        Ok(draft)
    }
}

/// The name of a field, borrowed where it is written plainly.
struct Name;

impl<'a> DeserializeSeed<'a> for Name {
    type Value = Cow<'a, str>;

    fn deserialize<D: serde::Deserializer<'a>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Name {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// A value of the contract as it is written; `None` for one that says nothing.
fn value<'a>(name: &str, sort: Sort, raw: &'a str, at: usize) -> Result<Option<Value<'a>>, Wrong> {
    if raw == "null" {
        return Ok(None);
    }
    let other = |due| Err(draft::other_sort(name, said(raw), due, at));
    Ok(match (sort, raw.as_bytes()) {
        (Sort::Text, [b'"', ..]) => draft::text(name, string(raw, at)?, at)?.map(Value::Text),
        (Sort::Text, [b'-' | b'0'..=b'9', ..]) if !NEEDED.contains(&name) => {
            draft::text(name, Cow::Borrowed(raw), at)?.map(Value::Text)
        }
        (Sort::Text, _) => return other("a text"),
        (Sort::Instant, [b'"', ..]) => {
            let text = string(raw, at)?;
            if text.is_empty() {
                return Ok(None);
            }
            Some(draft::time(name, &text, at)?)
        }
        (Sort::Instant, _) => return other("a time as text"),
        (Sort::Flag, b"true") => Some(Value::Flag(true)),
        (Sort::Flag, b"false") => Some(Value::Flag(false)),
        (Sort::Flag, _) => return other("`true` or `false`"),
        (Sort::Whole, _) => match decimal::whole(raw) {
            Some(whole) => Some(Value::Whole(whole)),
            None => return other("a whole number from 0 with at most 12 digits"),
        },
        (Sort::Number, _) => match decimal::millionths(raw) {
            Some(number) => Some(Value::Number(number)),
            None => return other("a number of at most 12 digits before the point"),
        },
        (Sort::Texts, [b'[', ..]) => {
            let texts = texts(name, raw, at)?;
            Some(Value::Texts(texts)).filter(|value| *value != Value::Texts(Vec::new()))
        }
        (Sort::Texts, _) => return other("a list of texts"),
    })
}

/// What a value is, in words.
fn said(raw: &str) -> &'static str {
    match raw.as_bytes() {
        [b'"', ..] => "a text",
        [b'[', ..] => "a list",
        [b'{', ..] => "an object",
        [b't' | b'f', ..] => "a truth value",
        _ => "such a number",
    }
}

/// A text as JSON writes it; borrowed where it needs no escapes.
fn string(raw: &str, at: usize) -> Result<Cow<'_, str>, Wrong> {
    let inner = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Ok(Cow::Borrowed(inner)),
        _ => serde_json::from_str(raw).map(Cow::Owned).map_err(|_| {
            let message = format!("this text is not JSON: {}", quoted(raw));
            Wrong::new(
                fault::SYNTAX,
                at,
                message,
                "write both halves of `\\u` pairs",
            )
        }),
    }
}

fn texts<'a>(name: &str, raw: &'a str, at: usize) -> Result<Vec<Cow<'a, str>>, Wrong> {
    shallow(raw, at)?;
    let Ok(parts) = serde_json::from_str::<Vec<&'a RawValue>>(raw) else {
        return Err(draft::other_sort(name, "a list", "a list of texts", at));
    };
    draft::short_list(name, parts.len(), at)?;
    let mut found = Vec::new();
    for part in parts {
        let part = part.get();
        let at = at + (part.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
        match value(name, Sort::Text, part, at)? {
            Some(Value::Text(text)) => found.push(text),
            _ => continue,
        }
    }
    Ok(found)
}

/// Whether a value is no deeper than it may be.
fn shallow(raw: &str, at: usize) -> Result<(), Wrong> {
    if !raw.starts_with(['[', '{']) {
        return Ok(());
    }
    let (mut depth, mut text, mut escaped) = (0_usize, false, false);
    for (n, byte) in raw.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = text,
            b'"' => text = !text,
            b'[' | b'{' if !text => {
                depth += 1;
                if depth > DEPTH {
                    let message =
                        format!("this value lies more than {DEPTH} deep in lists and objects");
                    return Err(Wrong::new(
                        fault::DEPTH,
                        at + n,
                        message,
                        "leave it out, or write it as a text",
                    ));
                }
            }
            b']' | b'}' if !text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}
