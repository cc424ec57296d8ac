//! The schemas and the reader say the same: held from the reader's own questions, and from what is
//! made wrong in one place of a pack that holds everything.

mod mutations;
mod questions;
#[path = "../../../tests/schema/valid.rs"]
mod valid;

use super::ids::{Ids, Kinds};
use super::{FILE_KINDS, FileKind, json, kind_of};
use crate::diag::{FileId, Sources};
use crate::load::trace;
use crate::load::{Tree, base_pack, example};
use serde_json::Value;
use std::collections::BTreeMap;
use valid::valid;

/// What the base pack does not hold: laid over it, it makes a pack with every key of every record.
const EVERY: &str = include_str!("every.txt");

fn every() -> Tree {
    let mut tree = example(&base_pack(), EVERY).expect("it lies over the base pack");
    let logo = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 1\"/>";
    let regular = include_bytes!("../../../templates/fonts/SourceSans3-Regular.ttf.woff2");
    for (name, bytes) in [
        ("logo.svg", &logo[..]),
        ("OFL.txt", b"May be given on."),
        ("a.woff2", regular),
    ] {
        tree.files
            .insert(format!("templates/brand/{name}"), bytes.to_vec());
    }
    tree
}

fn schemas(ids: &Ids, kinds: &Kinds) -> BTreeMap<&'static str, Value> {
    let schemas = FILE_KINDS.iter().map(|kind| {
        let text = json::schema(kind, ids, kinds);
        (kind.name, serde_json::from_str(&text).expect("JSON"))
    });
    schemas.collect()
}

fn bare() -> BTreeMap<&'static str, Value> {
    schemas(&Ids::new(), &Kinds::new())
}

/// A scalar as readers of YAML's core schema have it.
fn scalar(text: &str, quoted: bool) -> Value {
    let number = || {
        let digits = text.trim_start_matches(['-', '+']);
        let plain = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && digits
                .bytes()
                .all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
        plain.then(|| text.parse::<f64>().ok()).flatten()
    };
    match text {
        text if quoted => Value::from(text),
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        text => match (text.parse::<i64>(), number()) {
            (Ok(whole), Some(_)) => Value::from(whole),
            (_, Some(number)) => Value::from(number),
            _ => Value::from(text),
        },
    }
}

fn value(tree: &trace::Tree) -> Value {
    match tree {
        trace::Tree::Null => Value::Null,
        trace::Tree::Scalar(text, quoted, _) => scalar(text, *quoted),
        trace::Tree::Seq(items) => Value::Array(items.iter().map(value).collect()),
        trace::Tree::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, _, tree)| (key.clone(), value(tree)));
            Value::Object(entries.collect())
        }
    }
}

/// A file that has a schema, with its documents.
struct File {
    id: FileId,
    path: String,
    kind: &'static FileKind,
    documents: Vec<trace::Tree>,
}

fn files(sources: &Sources) -> Vec<File> {
    let files = sources.numbered().filter_map(|(id, file)| {
        Some(File {
            id,
            path: file.path.clone(),
            kind: kind_of(&file.path)?,
            documents: trace::trees(&file.path, &file.text, id),
        })
    });
    files.collect()
}

/// Mappings of tables lie beside the pack: what is wrong in one is refused by both, and what is right by
/// neither.
#[test]
fn a_mapping_is_right_or_wrong_to_both() {
    let whole = include_str!("mapping.yaml");
    let schema = &bare()["import"];
    let both = |text: &str| {
        let (_, found) = crate::load::read_mapping("imports/x.yaml", text);
        let trees = trace::trees("imports/x.yaml", text, FileId(0));
        let reads = !found.iter().any(crate::diag::Diagnostic::is_error);
        (
            reads,
            trees.iter().all(|tree| valid(schema, schema, &value(tree))),
        )
    };
    assert_eq!(both(whole), (true, true));
    let week = "week: {column: Week}\n";
    for (old, new, right) in [
        (week, "", true),
        (week, "week: Week\n", true),
        (", Sandbox: ~", "", true),
        ("    denominator: {column: Deployments}\n", "", true),
        ("delimiter: \";\"", "delimiter: \"#\"", false),
        ("rows: data.items", "row: data.items", false),
        ("decimal: \",\"", "decimal: \";\"", false),
        ("thousands: \".\"", "thousand: \".\"", false),
        ("dates: DD.MM.YYYY", "dates: DD.MM.YY", false),
        ("missing: [n/a]", "missing: {a: b}", false),
        ("Environment: production", "Environment: {a: b}", false),
        ("{column: Week}", "{column: Week, always: 2026-W27}", false),
        ("{column: Week}", "{}", false),
        ("  column: Team\n", "", false),
        (
            "{column: Deployments}",
            "{column: Deployments, names: {a: b}}",
            false,
        ),
        (
            "    value: Mean\n    n: {always: \"12\"}\n    invited: Asked\n",
            "",
            false,
        ),
        ("metric: {always: change-failure-rate}", "metrics: a", false),
    ] {
        let text = whole.replacen(old, new, 1);
        assert_ne!(text, whole, "{old}");
        assert_eq!(both(&text), (right, right), "{old} gives way to {new}");
    }
    let without = whole.split("figures:").next().unwrap_or_default();
    assert_eq!(both(without), (false, false));
    assert_eq!(both(&format!("{without}figures: []\n")), (false, false));
    let when = whole
        .replace(week, "")
        .replace("period: {always: 2026-Q3}\n", "");
    assert_eq!(both(&when), (false, false));
}
