//! The JSON Schema of `report.json`: made from the very types that write it, and of its records from
//! the columns that write them, so that the two cannot disagree. It stands beside the report.

use super::report_json::Report;
use crate::render::Page;
use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Value, json};

/// Where it stands: beside the report, which names it so.
pub(super) const PATH: &str = "report.schema.json";

/// `2026-07-06`.
pub(super) fn day(_: &mut SchemaGenerator) -> Schema {
    pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
}

/// `2026-08-18T09:02:00Z`.
pub(super) fn instant(_: &mut SchemaGenerator) -> Schema {
    pattern(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
    )
}

/// `2026-Q3`.
pub(super) fn period(_: &mut SchemaGenerator) -> Schema {
    pattern("^[0-9]{4}-Q[1-4]$")
}

/// `2026-W27`.
pub(super) fn week(_: &mut SchemaGenerator) -> Schema {
    pattern("^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$")
}

/// A decimal of any size, in digits: `-0.25`.
pub(super) fn decimal(_: &mut SchemaGenerator) -> Schema {
    pattern("^-?[0-9]+(\\.[0-9]+)?$")
}

/// A whole number of any size, in digits.
pub(super) fn digits(_: &mut SchemaGenerator) -> Schema {
    pattern("^-?[0-9]+$")
}

fn pattern(pattern: &str) -> Schema {
    let schema = json!({"type": "string", "pattern": pattern});
    Schema::try_from(schema).unwrap_or_default()
}

/// A schema with what it means. What stands beside a reference is not read by every reader of draft 7.
pub(super) fn described(schema: Value, says: &str) -> Value {
    let mut around = match schema.get("$ref") {
        Some(_) => json!({"allOf": [schema]}),
        None => schema,
    };
    around["description"] = json!(format!("{says}."));
    around
}

/// Draft 7, which every validator reads: no key but those that are named.
fn closed(schema: &mut Schema) {
    transform_subschemas(&mut closed, schema);
    schema.remove("format");
    if let Some(Value::String(says)) = schema.get_mut("description") {
        *says = says.replace('\n', " ");
    }
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
}

/// The schema as text.
pub fn report_schema() -> String {
    let mut settings = SchemaSettings::draft07().for_serialize();
    settings.transforms.push(Box::new(closed));
    let schema = settings
        .into_generator()
        .into_root_schema_for::<Report<'_>>();
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    format!("{text}\n")
}

/// The file.
pub(crate) fn report_schema_file() -> Page {
    (PATH.to_owned(), report_schema().into_bytes())
}
