//! Shapes to the text of a JSON Schema. Records and names become definitions, all else stands where
//! it is used.

use super::FileKind;
use super::ids::{Ids, Kinds, Sort};
use super::shape::{Bounds, Key, Keys, Record, Rule, Shape};
use crate::model::{Formula, Kind};
use serde_json::{Map, Value, json};

/// The draft that is declared; every keyword used says the same in 2020-12.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// A day, as far as a pattern can tell: only the 29th of February is left to the calendar.
const DATE: &str = "(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))";
const PERIOD: &str = "(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-Q[1-4]";
const WEEK: &str = "(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)-W(?:0[1-9]|[1-4][0-9]|5[0-3])";
/// At most 12 digits before the point and 6 after it, zeros at the ends not counted.
const DECIMAL: &str = "0*[0-9]{1,12}(?:\\.[0-9]{1,6}0*)?";
const ID: &str = "[a-z0-9]+(?:-[a-z0-9]+)*";
const LABEL: &str = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const WHOLE: &str = "[0-9]{1,12}";
const LARGEST: u64 = 999_999_999_999;

/// The schema of a kind of file.
pub(super) fn schema(kind: &FileKind, ids: &Ids, kinds: &Kinds) -> String {
    let mut writer = Writer {
        ids,
        kinds,
        of: None,
        definitions: Map::new(),
    };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DRAFT));
    let title = format!("boardpack: {}", kind.files);
    schema.insert("title".to_owned(), json!(title));
    if let Value::Object(body) = writer.shape(&kind.shape) {
        schema.extend(body);
    }
    schema.insert(
        "definitions".to_owned(),
        Value::Object(std::mem::take(&mut writer.definitions)),
    );
    let text = serde_json::to_string_pretty(&schema);
    format!(
        "{}\n",
        text.expect("texts, numbers and maps always serialise")
    )
}

struct Writer<'a> {
    ids: &'a Ids,
    kinds: &'a Kinds,
    /// The kind of the metric whose figures are written, where it is known.
    of: Option<Kind>,
    definitions: Map<String, Value>,
}

/// The whole of a text; space around it is left out by the reader.
fn whole(pattern: &str) -> String {
    format!("^\\s*(?:{pattern})\\s*$")
}

fn form(pattern: &str) -> Value {
    json!({"type": "string", "pattern": whole(pattern)})
}

/// A name; YAML reads some names as numbers or truth values.
fn named(pattern: &str, most: u32) -> Value {
    json!({
        "type": ["string", "integer", "boolean"],
        "pattern": whole(pattern),
        "maxLength": most,
        "minimum": 0,
    })
}

/// A plain decimal: YAML reads it as a number, or as text where it stands in quotes.
fn decimal(pattern: &str, bounds: &Value) -> Value {
    let mut schema = json!({
        "type": ["number", "string"],
        "pattern": whole(pattern),
    });
    if let (Value::Object(schema), Value::Object(bounds)) = (&mut schema, bounds) {
        schema.extend(bounds.clone());
    }
    schema
}

fn any_decimal() -> Value {
    let pattern = format!("[-\u{2212}]?{DECIMAL}");
    decimal(&pattern, &json!({"minimum": -1e12, "maximum": 1e12}))
}

fn bounded(bounds: Bounds) -> Value {
    let limits = match bounds {
        Bounds::Zero => json!({"minimum": 0, "maximum": 1e12}),
        Bounds::AboveZero => json!({"exclusiveMinimum": 0, "maximum": 1e12}),
        Bounds::Percent => json!({"minimum": 0, "maximum": 100}),
        Bounds::Target => json!({"exclusiveMinimum": 0, "exclusiveMaximum": 100}),
        Bounds::Share => json!({"minimum": 0, "exclusiveMaximum": 1}),
        Bounds::SliceShare => json!({"exclusiveMinimum": 0, "maximum": 1}),
        Bounds::TargetPercent => json!({"minimum": 0, "exclusiveMaximum": 100}),
    };
    // What stands in quotes is held by its digits.
    let below = |whole: &str| format!("0*{whole}(?:\\.[0-9]{{1,6}}0*)?");
    let pattern = match bounds {
        Bounds::Zero | Bounds::AboveZero => DECIMAL.to_owned(),
        Bounds::Percent => format!("0*100(?:\\.0+)?|{}", below("[0-9]{1,2}")),
        Bounds::Target | Bounds::TargetPercent => below("[0-9]{1,2}"),
        Bounds::Share => below("0"),
        Bounds::SliceShare => format!("0*1(?:\\.0+)?|{}", below("0")),
    };
    decimal(&pattern, &limits)
}

/// A figure as metrics of a kind write it.
fn figure(kind: Kind) -> Value {
    match kind {
        Kind::Ratio => form(&format!("{WHOLE}\\s*/\\s*{WHOLE}")),
        Kind::Quantile => form(&format!(
            "[-\u{2212}]?{DECIMAL}\\s*\\(\\s*n \\s*{WHOLE}\\s*\\)"
        )),
        Kind::Level => any_decimal(),
        Kind::Count => {
            let counts = format!("{WHOLE}(?:\\s* in \\s*{WHOLE})?");
            json!({"type": ["integer", "string"], "minimum": 0, "maximum": LARGEST, "pattern": whole(&counts)})
        }
        Kind::Score => form(&format!(
            "[-\u{2212}]?{DECIMAL}\\s*\\(\\s*n \\s*{WHOLE}(?:\\s* of \\s*{WHOLE})?\\s*\\)"
        )),
    }
}

/// How a figure of a kind is written, for people.
fn written(kind: Kind) -> &'static str {
    match kind {
        Kind::Ratio => "ratio, part and whole: `14/229`; `0/0` where nothing happened",
        Kind::Quantile => "quantile and how many were measured: `26.4 (n 80)`",
        Kind::Level => "level: `78.4`",
        Kind::Count => "count: `3`, or with its exposure, `3 in 91`",
        Kind::Score => "score, mean and answers: `3.9 (n 62)` or `3.9 (n 62 of 80)`",
    }
}

/// Words with what each means, for completion.
fn words<'w>(words: impl Iterator<Item = (&'w str, &'w str)>) -> Value {
    let (words, meanings): (Vec<&str>, Vec<&str>) = words.unzip();
    let mut schema = json!({"type": "string", "enum": words});
    if meanings.iter().any(|meaning| !meaning.is_empty())
        && let Value::Object(schema) = &mut schema
    {
        schema.insert("enumDescriptions".to_owned(), json!(meanings));
    }
    schema
}

/// A text that is not empty, however YAML reads it, and cannot hold a figure to be filled in.
fn text() -> Value {
    json!({
        "type": ["string", "number", "boolean"],
        "pattern": "\\S",
        "not": {"type": "string", "pattern": "\\{\\{"},
    })
}

impl Writer<'_> {
    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => text(),
            Shape::Short(most) => {
                let mut schema = text();
                if let Value::Object(schema) = &mut schema {
                    schema.insert("maxLength".to_owned(), json!(most));
                }
                schema
            }
            Shape::Markdown => json!({"type": ["string", "number", "boolean"], "pattern": "\\S"}),
            Shape::Id => named(ID, 64),
            Shape::Label => named(LABEL, 63),
            Shape::Name(sort) => self.name(*sort),
            Shape::Words(table) => words(table.iter().copied()),
            Shape::Listed(table) => {
                let table = table();
                words(table.iter().map(|(word, says)| (*word, says.as_str())))
            }
            Shape::Flag => json!({"type": ["boolean", "string"], "pattern": whole("true|false")}),
            Shape::Date => form(DATE),
            Shape::Instant => form(&format!(
                "{DATE} (?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?"
            )),
            Shape::Period => form(PERIOD),
            Shape::Week => form(WEEK),
            Shape::Form(pattern, example) => example_of(form(pattern), example),
            Shape::Fingerprint => json!({
                "type": ["string", "number"],
                "pattern": whole("[0-9a-f]{12}"),
                "examples": ["9f8e1c2b7d04"],
            }),
            Shape::Built(pattern, example) => example_of(form(&pattern()), example),
            Shape::Decimal => any_decimal(),
            Shape::Number(bounds) => bounded(*bounds),
            Shape::Whole(low, high) => json!({
                "type": ["integer", "string"],
                "minimum": low,
                "maximum": high,
                "pattern": whole(WHOLE),
            }),
            Shape::Figure => self.figure(),
            Shape::Quarter => match self.of {
                Some(kind) if kind != Kind::Quantile => self.figure(),
                _ => json!({"anyOf": [self.figure(), {"type": "null"}]}),
            },
            Shape::List(of) => json!({"type": "array", "items": self.shape(of)}),
            Shape::Filled(of) => json!({"type": "array", "items": self.shape(of), "minItems": 1}),
            Shape::Only(of) => {
                json!({"type": "array", "items": self.shape(of), "minItems": 1, "maxItems": 1})
            }
            Shape::Record(record) => self.record(record),
            Shape::Map(keys, of) => self.map(*keys, of),
            Shape::MapWith(keys, of, own) => {
                let own = own.iter();
                let own = own.map(|key| (key.name.to_owned(), self.key(key)));
                let own: Map<String, Value> = own.collect();
                let mut map = self.map(*keys, of);
                map["properties"] = Value::Object(own);
                map
            }
            Shape::Observations(of) => self.observations(of),
            Shape::Facets(keys, of) => {
                let of = self.shape(of);
                let keys = keys().into_iter().map(|key| (key.to_owned(), of.clone()));
                let keys: Map<String, Value> = keys.collect();
                json!({
                    "type": "object", "properties": keys, "additionalProperties": false,
                    "minProperties": 1, "maxProperties": 1,
                })
            }
            // What each formula asks for is said by the record's rules.
            Shape::Inputs(_) => json!({"type": "object"}),
            Shape::Either(shapes) => {
                let shapes: Vec<Value> = shapes.iter().map(|shape| self.shape(shape)).collect();
                json!({"anyOf": shapes})
            }
            Shape::OrNothing(shape) => {
                json!({"anyOf": [self.shape(shape), {"type": "null"}]})
            }
            Shape::Anything => json!({}),
        }
    }

    /// A name of a thing: one of those there are, where they are known.
    fn name(&mut self, sort: Sort) -> Value {
        let definition = match self.ids.get(&sort) {
            Some(names) => {
                let names = names.iter().map(|(id, name)| (id.as_str(), name.as_str()));
                let mut schema = words(names);
                if let Value::Object(schema) = &mut schema {
                    schema.insert("type".to_owned(), json!(["string", "number"]));
                }
                schema
            }
            None => match sort {
                Sort::Decision | Sort::Promise => form(&format!("{PERIOD}/{ID}")),
                Sort::Objective => named(LABEL, 63),
                _ => named(ID, 64),
            },
        };
        self.define(sort.word(), definition, sort.says())
    }

    fn define(&mut self, name: &str, mut schema: Value, says: &str) -> Value {
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(says));
        }
        self.definitions.insert(name.to_owned(), schema);
        json!({"$ref": format!("#/definitions/{name}")})
    }

    fn figure(&mut self) -> Value {
        if let Some(kind) = self.of {
            return figure(kind);
        }
        let kinds = Kind::WORDS.iter().map(|(name, kind)| {
            let mut schema = figure(*kind);
            if let Value::Object(schema) = &mut schema {
                schema.insert("title".to_owned(), json!(name));
                schema.insert("description".to_owned(), json!(written(*kind)));
            }
            schema
        });
        let kinds: Vec<Value> = kinds.collect();
        let definition = json!({"anyOf": kinds});
        self.define(
            "figure",
            definition,
            "A figure, written by the kind of its metric.",
        )
    }

    fn record(&mut self, record: &Record) -> Value {
        // Figures of different kinds are written differently, and so is what holds them.
        let name = match self.of {
            Some(kind) => format!("{}-of-{}", record.name, kind.word()),
            None => record.name.to_owned(),
        };
        let reference = json!({"$ref": format!("#/definitions/{name}")});
        if self.definitions.contains_key(&name) {
            return reference;
        }
        // A record may lie in itself.
        self.definitions.insert(name.clone(), Value::Null);
        // The YAML language server takes a key of digits for a number, which no name of a property is.
        let (digits, names): (Vec<&Key>, Vec<&Key>) = record
            .keys
            .iter()
            .partition(|key| key.name.bytes().all(|b| b.is_ascii_digit()));
        let properties: Map<String, Value> = names
            .iter()
            .map(|key| (key.name.to_owned(), self.key(key)))
            .collect();
        let patterns: Map<String, Value> = digits
            .iter()
            .map(|key| (format!("^{}$", key.name), self.key(key)))
            .collect();
        let needed = record.keys.iter().filter(|key| key.needed);
        let needed: Vec<&str> = needed.map(|key| key.name).collect();
        let mut schema = json!({
            "type": "object",
            "description": record.says,
            "properties": properties,
            "additionalProperties": false,
        });
        if let Value::Object(schema) = &mut schema {
            if !needed.is_empty() {
                schema.insert("required".to_owned(), json!(needed));
            }
            if !patterns.is_empty() {
                schema.insert("patternProperties".to_owned(), Value::Object(patterns));
            }
            let rules = record.rules.iter();
            let rules: Vec<Value> = rules.flat_map(|rule| self.rule(record, rule)).collect();
            if !rules.is_empty() {
                schema.insert("allOf".to_owned(), json!(rules));
            }
        }
        self.definitions.insert(name, schema);
        reference
    }

    fn key(&mut self, key: &Key) -> Value {
        let schema = self.shape(&key.shape);
        let mut around = Map::new();
        match schema {
            // What stands beside a reference is not read by every reader of draft 7.
            Value::Object(schema) if schema.contains_key("$ref") => {
                around.insert("allOf".to_owned(), json!([schema]));
            }
            Value::Object(schema) => around = schema,
            _ => {}
        }
        around.insert("description".to_owned(), json!(key.says));
        Value::Object(around)
    }

    fn map(&mut self, keys: Keys, of: &Shape) -> Value {
        match keys {
            Keys::Names(sort) => match self.ids.get(&sort).cloned() {
                Some(names) => {
                    let names = names.into_iter().map(|(id, says)| {
                        let of = self.shape(of);
                        (id, described(of, &says))
                    });
                    let names: Map<String, Value> = names.collect();
                    json!({"type": "object", "properties": names, "additionalProperties": false})
                }
                None => json!({"type": "object", "additionalProperties": self.shape(of)}),
            },
            Keys::Form(pattern) => json!({
                "type": "object",
                "propertyNames": {"pattern": format!("^(?:{pattern})$")},
                "additionalProperties": self.shape(of),
            }),
            Keys::Some => json!({
                "type": "object", "minProperties": 1, "additionalProperties": self.shape(of),
            }),
        }
    }

    /// What was counted, by metric: each by its own kind, where the metrics are known.
    fn observations(&mut self, of: &Record) -> Value {
        if !self.ids.contains_key(&Sort::Metric) {
            return json!({"type": "object", "additionalProperties": self.record(of)});
        }
        let mut properties = Map::new();
        for (id, (name, kind)) in self.kinds {
            self.of = Some(*kind);
            let says = format!("{name}: a {}", written(*kind));
            let of = self.record(of);
            properties.insert(id.clone(), described(of, &says));
        }
        self.of = None;
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    }

    fn rule(&mut self, record: &Record, rule: &Rule) -> Vec<Value> {
        let asked = |needed: &[&str], barred: &[&str]| {
            let barred = barred.iter().map(|key| ((*key).to_owned(), json!(false)));
            let barred: Map<String, Value> = barred.collect();
            let mut then = Map::new();
            if !needed.is_empty() {
                then.insert("required".to_owned(), json!(needed));
            }
            if !barred.is_empty() {
                then.insert("properties".to_owned(), Value::Object(barred));
            }
            Value::Object(then)
        };
        let one = |key: &&str| json!({"required": [key]});
        match rule {
            Rule::One(keys) => vec![json!({"oneOf": keys.iter().map(one).collect::<Vec<_>>()})],
            Rule::Some(keys) => vec![json!({"anyOf": keys.iter().map(one).collect::<Vec<_>>()})],
            Rule::AtMostOne(keys) => {
                let pairs = keys.iter().enumerate().flat_map(|(n, first)| {
                    let rest = keys.iter().skip(n + 1);
                    rest.map(move |second| json!({"not": {"required": [first, second]}}))
                });
                pairs.collect()
            }
            Rule::When(key, words, needed, barred) => {
                let words = words.iter().flat_map(|word| match *word {
                    "true" => vec![json!(true), json!("true")],
                    "false" => vec![json!(false), json!("false")],
                    word => vec![json!(word)],
                });
                let is = json!({*key: {"enum": words.collect::<Vec<_>>()}});
                vec![json!({
                    "if": {"properties": is, "required": [key]},
                    "then": asked(needed, barred),
                })]
            }
            Rule::With(key, needed, barred) => {
                vec![json!({
                    "if": {"properties": {*key: {"not": {"type": "null"}}}, "required": [key]},
                    "then": asked(needed, barred),
                })]
            }
            Rule::Empty(key, barred) => {
                vec![json!({
                    "if": {"properties": {*key: {"type": "null"}}, "required": [key]},
                    "then": asked(&[], barred),
                })]
            }
            Rule::Without(key, needed, barred) => {
                vec![json!({"if": {"not": {"required": [key]}}, "then": asked(needed, barred)})]
            }
            Rule::Formulas => {
                let inputs = record.keys.iter().find_map(|key| match key.shape {
                    Shape::Inputs(of) => Some(of),
                    _ => None,
                });
                let of = inputs.map_or(Value::Null, |of| self.shape(of));
                let formulas = Formula::ALL
                    .into_iter()
                    .map(|formula| formula_rule(formula, &of));
                formulas.collect()
            }
        }
    }
}

/// What a formula asks of an estimate.
fn formula_rule(formula: Formula, of: &Value) -> Value {
    let entry = formula.entry();
    let slots = entry.slots.iter().map(|slot| {
        let says = format!("{}; in `{}`.", slot.label, slot.quantity.word());
        (slot.key.to_owned(), described(of.clone(), &says))
    });
    let slots: Map<String, Value> = slots.collect();
    let needed = entry.slots.iter().filter(|slot| !slot.optional);
    let needed: Vec<&str> = needed.map(|slot| slot.key).collect();
    let inputs = json!({
        "type": "object", "properties": slots, "required": needed, "additionalProperties": false,
    });
    let mut then = json!({"properties": {"inputs": inputs}});
    let mut required = Vec::new();
    let mut ask = |key: &'static str, asked: bool| {
        if asked {
            required.push(key);
        } else {
            then["properties"][key] = json!(false);
        }
    };
    ask("counts", entry.sells);
    ask("kind", entry.kind.is_none());
    then["required"] = json!(required);
    json!({
        "if": {"properties": {"formula": {"const": entry.word}}, "required": ["formula"]},
        "then": then,
    })
}

/// A schema with words of its own.
fn described(schema: Value, says: &str) -> Value {
    match schema {
        Value::Object(schema) if schema.contains_key("$ref") => {
            json!({"allOf": [schema], "description": says})
        }
        Value::Object(mut schema) => {
            schema.insert("description".to_owned(), json!(says));
            Value::Object(schema)
        }
        other => other,
    }
}

fn example_of(mut schema: Value, example: &str) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.insert("examples".to_owned(), json!([example]));
    }
    schema
}
