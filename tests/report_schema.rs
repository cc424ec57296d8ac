//! `report.json` is of the schema that is published beside it, in every pack and edition; every field
//! says what it means; and a report that is not what the schema says is refused.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "tests look at files and may fail"
)]

#[path = "schema/valid.rs"]
mod valid;

use boardpack::load::{self, Tree};
use boardpack::model::{Audience, Origin};
use boardpack::render::Site;
use boardpack::{pipeline, render};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;
use valid::{faults, valid};

fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| serde_json::from_str(&render::report_schema()).unwrap())
}

fn report(site: &Site) -> Value {
    serde_json::from_slice(&site.files["report.json"]).unwrap()
}

fn sample() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| {
        let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let site = pipeline::build(&tree).site.unwrap();
        let beside = &site.files[report(&site)["$schema"].as_str().unwrap()];
        assert_eq!(*beside, render::report_schema().into_bytes());
        report(&site)
    })
}

#[test]
fn the_report_of_every_pack_and_edition_is_of_the_schema() {
    let mut reports = vec![("the sample".to_owned(), sample().clone())];
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    let packs = std::fs::read_dir(packs).unwrap().map(|e| e.unwrap().path());
    let trees = packs.map(|path| (path.display().to_string(), Tree::read(&path).unwrap()));
    for (name, tree) in trees.chain([("the base pack".to_owned(), load::base_pack())]) {
        for audience in [Audience::Internal, Audience::Board] {
            let built = pipeline::build_from(&tree, &Origin::default(), audience);
            reports.push((
                format!("{name}, {audience:?}"),
                report(&built.site.unwrap()),
            ));
        }
    }
    assert!(reports.len() > 5);
    for (name, report) in reports {
        let at = faults(schema(), schema(), &report, "");
        assert!(at.is_empty(), "{name}: {}", at.join("\n"));
    }
}

fn resolved(schema: &Value) -> &Value {
    let to = |of: &Value| of.get("$ref").and_then(Value::as_str).map(str::to_owned);
    let inner = schema["allOf"].as_array().and_then(|all| to(all.first()?));
    match to(schema).or(inner) {
        Some(path) => self::schema().pointer(&path[1..]).unwrap(),
        None => schema,
    }
}

#[test]
fn every_field_is_described_and_every_object_closed() {
    let mut fields = 0;
    let mut todo = vec![schema()];
    while let Some(at) = todo.pop() {
        match at {
            Value::Object(keys) => {
                if let Some(Value::Object(properties)) = keys.get("properties") {
                    assert_eq!(keys["additionalProperties"], json!(false));
                    for (name, of) in properties {
                        let says = of["description"].as_str();
                        assert!(
                            says.is_some_and(|says| says.ends_with('.')),
                            "{name}: {says:?}"
                        );
                        fields += 1;
                    }
                }
                todo.extend(keys.values());
            }
            Value::Array(items) => todo.extend(items),
            _ => {}
        }
    }
    assert!(fields > 300, "{fields} fields");
}

/// The report with one quarter and two of everything, in which mistakes are made.
fn small() -> Value {
    fn cut(value: &mut Value) {
        match value {
            Value::Array(items) => {
                items.truncate(2);
                items.iter_mut().for_each(cut);
            }
            Value::Object(keys) => keys.values_mut().for_each(cut),
            _ => {}
        }
    }
    let mut report = sample().clone();
    let quarters = report["quarters"].as_array_mut().unwrap();
    quarters.drain(..quarters.len() - 1);
    // Three severities and pairs are arrays of a fixed length.
    let severities = report["quarters"][0]["incidents"]["by_severity"].clone();
    cut(&mut report);
    report["quarters"][0]["incidents"]["by_severity"] = severities;
    report
}

/// Every place of a value, as a pointer.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                places(
                    value,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    all,
                );
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{n}"), all);
            }
        }
        _ => {}
    }
}

/// The schema of a place.
fn schema_of(place: &str) -> &'static Value {
    let mut at: &'static Value = schema();
    for part in place.split('/').skip(1) {
        at = resolved(at);
        let named = &at["properties"][part];
        at = match named.is_null() {
            true => &at["items"],
            false => named,
        };
    }
    at
}

#[test]
fn a_report_with_a_mistake_is_refused() {
    let good = small();
    assert!(
        valid(schema(), schema(), &good),
        "{:?}",
        faults(schema(), schema(), &good, "")
    );
    let mut all = Vec::new();
    places(&good, "", &mut all);
    let mut made = BTreeSet::new();
    let refuse = |bad: &Value, what: String| {
        assert!(!valid(schema(), schema(), bad), "not refused: {what}");
    };
    for place in &all {
        let here = good.pointer(place).unwrap();
        let mut with = |value: Value, what: &'static str| {
            let mut bad = good.clone();
            *bad.pointer_mut(place).unwrap() = value;
            refuse(&bad, format!("{what} at {place}"));
            made.insert(what);
        };
        match here {
            Value::Object(keys) => {
                with(json!([]), "a list for an object");
                let mut more: Map<String, Value> = keys.clone();
                more.insert("zz".to_owned(), json!(1));
                with(Value::Object(more), "a strange key");
                let schema = resolved(schema_of(place));
                for key in schema["required"].as_array().into_iter().flatten() {
                    let mut less = keys.clone();
                    less.remove(key.as_str().unwrap());
                    with(Value::Object(less), "a missing key");
                }
            }
            Value::Array(_) => with(json!({}), "an object for a list"),
            Value::String(_) => {
                with(json!(7), "a number for words");
                let schema = schema_of(place);
                if schema.get("enum").is_some() || schema.get("pattern").is_some() {
                    with(json!("zz"), "a strange word");
                }
            }
            Value::Number(_) => with(json!("seven"), "words for a number"),
            Value::Bool(_) => with(json!("yes"), "a word for a flag"),
            Value::Null => with(json!({}), "an object for nothing"),
        }
    }
    assert_eq!(made.len(), 8, "{made:?}");
    assert!(all.len() > 500, "only {} places", all.len());
}
