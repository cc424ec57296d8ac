//! The contract to the text of a JSON Schema of one event.

use super::contract::{CAUSES, FIELDS, Field, KINDS, NEEDED, Sort, UNIFORM};
use super::{FIELDS as MOST, LIST_TEXTS, TEXT_BYTES};
use serde_json::{Map, Value, json};

/// RFC 3339, as far as a pattern can tell.
const INSTANT: &str = "^(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";

/// JSON Schema of one event. Fields and kinds that it does not name are allowed: they are kept and
/// counted. It says the same in drafts 7 and 2020-12.
pub fn schema() -> String {
    let properties = FIELDS.iter().map(|field| {
        let mut of = sort(field);
        of.insert("description".to_owned(), json!(said(field)));
        (field.name.to_owned(), Value::Object(of))
    });
    let properties: Map<String, Value> = properties.collect();
    let kinds = KINDS
        .iter()
        .filter(|kind| !kind.outcomes.is_empty())
        .map(|kind| {
            let mut words: Vec<Value> = kind.outcomes.iter().map(|word| json!(word)).collect();
            words.extend([json!(""), Value::Null]);
            json!({
                "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
                "then": {"properties": {"outcome": {"enum": words}}},
            })
        });
    let mut rules: Vec<Value> = kinds.collect();
    let mut causes: Vec<Value> = CAUSES.iter().map(|word| json!(word)).collect();
    causes.extend([json!(""), Value::Null]);
    let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    rules.push(json!({
        "if": {"properties": {"kind": {"enum": known}}, "required": ["kind"]},
        "then": {"properties": {"cause": {"enum": causes}}},
    }));
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "event",
        "description": "One event: a line of `data/events/*.jsonl`. Fields and kinds that are not named here are kept and counted.",
        "type": "object",
        "required": NEEDED,
        "properties": properties,
        "maxProperties": MOST,
        "allOf": rules,
    });
    let text = serde_json::to_string_pretty(&schema);
    format!("{}\n", text.expect("texts and maps always serialise"))
}

/// What a field means, and for which kinds.
fn said(field: &Field) -> String {
    if field.name == "kind" {
        let kinds = KINDS
            .iter()
            .map(|kind| format!("`{}`: {}", kind.name, kind.says));
        return format!("{} {}", field.says, kinds.collect::<Vec<_>>().join(" "));
    }
    if UNIFORM.contains(&field.name) {
        return field.says.to_owned();
    }
    let kinds = KINDS
        .iter()
        .filter(|kind| kind.fields.contains(&field.name));
    let kinds: Vec<String> = kinds.map(|kind| format!("`{}`", kind.name)).collect();
    format!("{} For {}.", field.says, kinds.join(", "))
}

fn sort(field: &Field) -> Map<String, Value> {
    let text = json!({"type": ["string", "number", "null"], "maxLength": TEXT_BYTES});
    let needed = NEEDED.contains(&field.name);
    let sort = match field.sort {
        Sort::Text if needed => json!({"type": "string", "minLength": 1, "maxLength": TEXT_BYTES}),
        Sort::Text => json!({"type": ["string", "number", "null"], "maxLength": TEXT_BYTES}),
        Sort::Instant if needed => {
            json!({"type": "string", "format": "date-time", "pattern": INSTANT})
        }
        Sort::Instant => json!({"anyOf": [
            {"type": "string", "format": "date-time", "pattern": INSTANT},
            {"enum": ["", null]},
        ]}),
        Sort::Flag => json!({"type": ["boolean", "null"]}),
        Sort::Whole => {
            json!({"type": ["integer", "null"], "minimum": 0, "maximum": 999_999_999_999_i64})
        }
        Sort::Number => json!({
            "type": ["number", "null"],
            "exclusiveMinimum": -1_000_000_000_000_i64, "exclusiveMaximum": 1_000_000_000_000_i64,
        }),
        Sort::Texts => json!({"type": ["array", "null"], "items": text, "maxItems": LIST_TEXTS}),
    };
    match sort {
        Value::Object(sort) => sort,
        _ => Map::new(),
    }
}
