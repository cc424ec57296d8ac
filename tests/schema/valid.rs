//! Whether a value is of a schema: a checker of the keywords that the schemas use, and of no others.

use regex::Regex;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// Keywords that say nothing of a value.
const WORDS: [&str; 8] = [
    "$schema",
    "format",
    "title",
    "description",
    "definitions",
    "examples",
    "enumDescriptions",
    "else",
];

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Regex>> = RefCell::default();
}

fn matches(pattern: &str, text: &str) -> bool {
    PATTERNS.with(|patterns| {
        let mut patterns = patterns.borrow_mut();
        let regex = patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| Regex::new(pattern).expect("a pattern"));
        regex.is_match(text)
    })
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("no type `{other}`"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list of schemas")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// Whether the value is of the schema.
pub(super) fn valid(schema: &Value, root: &Value, value: &Value) -> bool {
    let schema = match schema {
        Value::Bool(all) => return *all,
        Value::Object(schema) => schema,
        other => panic!("no schema: {other}"),
    };
    schema
        .iter()
        .all(|(word, says)| keyword(word, says, schema, root, value))
}

fn keyword(
    word: &str,
    says: &Value,
    schema: &Map<String, Value>,
    root: &Value,
    value: &Value,
) -> bool {
    let of = |schema: &Value, value: &Value| valid(schema, root, value);
    let object = value.as_object();
    let array = value.as_array();
    match word {
        word if WORDS.contains(&word) => true,
        "$ref" => {
            let path = says.as_str().and_then(|path| path.strip_prefix('#'));
            let target = root.pointer(path.expect("a reference into the schema"));
            of(target.expect("a definition"), value)
        }
        "type" => match says {
            Value::String(kind) => is_of(kind, value),
            kinds => list(kinds)
                .iter()
                .any(|kind| is_of(kind.as_str().expect("a type"), value)),
        },
        "enum" => list(says).contains(value),
        "const" => says == value,
        "pattern" => value
            .as_str()
            .is_none_or(|text| matches(says.as_str().expect("a pattern"), text)),
        "minLength" => value
            .as_str()
            .is_none_or(|text| text.chars().count() as f64 >= number(says)),
        "maxLength" => value
            .as_str()
            .is_none_or(|text| text.chars().count() as f64 <= number(says)),
        "minimum" => value.as_f64().is_none_or(|value| value >= number(says)),
        "maximum" => value.as_f64().is_none_or(|value| value <= number(says)),
        "exclusiveMinimum" => value.as_f64().is_none_or(|value| value > number(says)),
        "exclusiveMaximum" => value.as_f64().is_none_or(|value| value < number(says)),
        "items" => array.is_none_or(|items| items.iter().all(|item| of(says, item))),
        "minItems" => array.is_none_or(|items| items.len() as f64 >= number(says)),
        "maxItems" => array.is_none_or(|items| items.len() as f64 <= number(says)),
        "minProperties" => object.is_none_or(|keys| keys.len() as f64 >= number(says)),
        "maxProperties" => object.is_none_or(|keys| keys.len() as f64 <= number(says)),
        "required" => object.is_none_or(|keys| {
            let mut needed = list(says).iter();
            needed.all(|key| keys.contains_key(key.as_str().expect("a key")))
        }),
        "properties" => object.is_none_or(|keys| {
            keys.iter().all(|(key, value)| {
                let schema = says.get(key);
                schema.is_none_or(|schema| of(schema, value))
            })
        }),
        "additionalProperties" => object.is_none_or(|keys| {
            let named = schema.get("properties");
            let patterns = schema.get("patternProperties").and_then(Value::as_object);
            keys.iter().all(|(key, value)| {
                named.is_some_and(|named| named.get(key).is_some())
                    || patterns.is_some_and(|all| all.keys().any(|one| matches(one, key)))
                    || of(says, value)
            })
        }),
        "patternProperties" => object.is_none_or(|keys| {
            let patterns = says.as_object().expect("patterns");
            patterns.iter().all(|(pattern, schema)| {
                let mut keys = keys.iter().filter(|(key, _)| matches(pattern, key));
                keys.all(|(_, value)| of(schema, value))
            })
        }),
        "propertyNames" => {
            object.is_none_or(|keys| keys.keys().all(|key| of(says, &Value::from(key.as_str()))))
        }
        "allOf" => list(says).iter().all(|schema| of(schema, value)),
        "anyOf" => list(says).iter().any(|schema| of(schema, value)),
        "oneOf" => list(says).iter().filter(|schema| of(schema, value)).count() == 1,
        "not" => !of(says, value),
        "if" => !of(says, value) || of(schema.get("then").expect("`then` beside `if`"), value),
        "then" => true,
        other => panic!("the schemas use `{other}`, which this checker does not know"),
    }
}

/// Which parts of a value are of no schema, as paths: for messages.
pub(super) fn faults(schema: &Value, root: &Value, value: &Value, at: &str) -> Vec<String> {
    if valid(schema, root, value) {
        return Vec::new();
    }
    let resolved = match schema.get("$ref").and_then(Value::as_str) {
        Some(path) => root
            .pointer(path.trim_start_matches('#'))
            .expect("a definition"),
        None => schema,
    };
    let mut found = Vec::new();
    if let (Some(keys), Some(named)) = (value.as_object(), resolved.get("properties")) {
        for (key, value) in keys {
            match named.get(key) {
                Some(schema) => found.extend(faults(schema, root, value, &format!("{at}.{key}"))),
                None => found.push(format!("{at}.{key}: no such key")),
            }
        }
    }
    if let (Some(items), Some(of)) = (value.as_array(), resolved.get("items")) {
        for (n, item) in items.iter().enumerate() {
            found.extend(faults(of, root, item, &format!("{at}[{n}]")));
        }
    }
    for part in resolved.get("allOf").into_iter().flat_map(list) {
        found.extend(faults(part, root, value, at));
    }
    if found.is_empty() {
        let mut text = value.to_string();
        text.truncate(
            text.char_indices()
                .nth(200)
                .map_or(text.len(), |(at, _)| at),
        );
        found.push(format!("{at}: {text}"));
    }
    found
}
