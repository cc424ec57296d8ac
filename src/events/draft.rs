//! Fields, one after the other, to a whole event: what holds however an event was written.

use super::contract::{
    CAUSE, CAUSES, ENVIRONMENT, FIELDS, KIND, KINDS, OUTCOME, TS, field_at, kind_at,
};
use super::event::{Event, KindName, Value};
use super::fault::{self, Wrong, quoted};
use super::{FIELDS as MOST, LIST_TEXTS, TEXT_BYTES, instant};
use std::borrow::Cow;

/// An event of which some fields are read.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    ts: Option<i64>,
    kind: Option<KindName<'a>>,
    fields: Vec<(usize, Value<'a>)>,
    unknown: Vec<Cow<'a, str>>,
    /// Which fields of the contract were there, one bit each.
    seen: u64,
    count: usize,
    /// Where the fields stand that are held to words.
    outcome: usize,
    cause: usize,
}

const _: () = assert!(FIELDS.len() <= 64, "`seen` has a bit for every field");

impl<'a> Draft<'a> {
    /// Takes note of a field by its name, before its value is looked at: its place in the contract,
    /// or `None` for one that is kept in the file alone.
    pub(super) fn field(&mut self, name: Cow<'a, str>, at: usize) -> Result<Option<usize>, Wrong> {
        self.count += 1;
        if self.count > MOST {
            let message = format!("this event has more than {MOST} fields");
            return Err(Wrong::many(at, message));
        }
        let Some(field) = field_at(&name) else {
            self.unknown.push(name);
            return Ok(None);
        };
        if self.seen & (1 << field) != 0 {
            let message = format!("`{name}` is written twice in this event");
            return Err(Wrong::new(
                fault::TWICE,
                at,
                message,
                "leave one of them out",
            ));
        }
        self.seen |= 1 << field;
        Ok(Some(field))
    }

    /// Takes the value of a field of the contract.
    pub(super) fn value(&mut self, field: usize, value: Value<'a>, at: usize) {
        match (field, value) {
            (TS, Value::Instant(micros)) => self.ts = Some(micros),
            (KIND, Value::Text(word)) => {
                self.kind = Some(match kind_at(&word) {
                    Some(known) => KindName::Known(known),
                    None => KindName::Unknown(word),
                });
            }
            (ENVIRONMENT, Value::Text(word))
                if word.trim() != word || word.chars().any(char::is_uppercase) =>
            {
                let word = Value::Text(Cow::Owned(word.trim().to_lowercase()));
                self.fields.push((field, word));
            }
            (field, value) => {
                match field {
                    OUTCOME => self.outcome = at,
                    CAUSE => self.cause = at,
                    _ => {}
                }
                self.fields.push((field, value));
            }
        }
    }

    /// The event, if nothing is missing and its words are those of its kind.
    pub(super) fn event(self, line: u64) -> Result<Event<'a>, Wrong> {
        let missing = |name: &str, example: &str| {
            let message = format!("this event has no `{name}`");
            Wrong::new(
                fault::MISSING,
                0,
                message,
                format!("give it one, such as `{example}`"),
            )
        };
        let event = Event {
            line,
            ts: self
                .ts
                .ok_or_else(|| missing("ts", "2026-08-18T09:02:00Z"))?,
            kind: self.kind.ok_or_else(|| missing("kind", "deploy"))?,
            fields: self.fields,
            unknown: self.unknown,
        };
        if let KindName::Known(kind) = event.kind
            && let Some(kind) = KINDS.get(kind)
        {
            held(&event, OUTCOME, kind.outcomes, self.outcome)?;
            held(&event, CAUSE, CAUSES, self.cause)?;
        }
        Ok(event)
    }
}

/// Whether a field has one of its words, where it has any.
fn held(event: &Event<'_>, field: usize, words: &[&str], at: usize) -> Result<(), Wrong> {
    let Some(word) = event
        .text_at(field)
        .filter(|word| !words.is_empty() && !words.contains(word))
    else {
        return Ok(());
    };
    let name = FIELDS.get(field).map_or("", |field| field.name);
    let kind = event.kind.word();
    let message = format!("{} is no `{name}` of the kind `{kind}`", quoted(word));
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    Err(Wrong::new(
        fault::WORD,
        at,
        message,
        format!("write one of {}", words.join(", ")),
    ))
}

/// That a list is none too long.
pub(super) fn short_list(name: &str, texts: usize, at: usize) -> Result<(), Wrong> {
    if texts <= LIST_TEXTS {
        return Ok(());
    }
    let message = format!("`{name}` has more than {LIST_TEXTS} texts");
    Err(Wrong::many(at, message))
}

/// A text of the contract; `None` for an empty one, which says nothing.
pub(super) fn text<'a>(
    name: &str,
    text: Cow<'a, str>,
    at: usize,
) -> Result<Option<Cow<'a, str>>, Wrong> {
    if text.len() > TEXT_BYTES {
        let message = format!("`{name}` is longer than {TEXT_BYTES} bytes");
        return Err(Wrong::new(fault::LONG, at, message, "shorten it"));
    }
    if text.contains('\0') {
        let message = format!("`{name}` has the character NUL in it");
        return Err(Wrong::new(
            fault::ENCODING,
            at,
            message,
            "write the text without it",
        ));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// An instant of the contract.
pub(super) fn time<'a>(name: &str, text: &str, at: usize) -> Result<Value<'a>, Wrong> {
    instant(text).map(Value::Instant).ok_or_else(|| {
        let message = format!("`{name}` is no time: {}", quoted(text));
        let help = "write day, time and offset, such as `2026-08-18T09:02:00Z`, from 1970 to 2200";
        Wrong::new(fault::TIME, at, message, help)
    })
}

/// That a field holds another sort of value.
pub(super) fn other_sort(name: &str, is: &str, due: &str, at: usize) -> Wrong {
    let message = format!("`{name}` is {is}, which is not {due}");
    Wrong::new(
        fault::KIND,
        at,
        message,
        format!("write {due}, or leave `{name}` out"),
    )
}
