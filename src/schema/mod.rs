//! JSON Schemas of every file of a pack, for editors: a pack to texts by file name.
//!
//! The tables say once what may be written; the schemas are made of them and of nothing else. That
//! they say what the reader of `load` says is held by this folder's tests: the reader tells which
//! keys it asks for and which words it offers, and both must be the table's, for every record; and
//! what is made wrong in one place is refused by both or by neither.
//!
//! The schemas keep to what drafts 7 and 2020-12 of JSON Schema say alike.

mod ids;
mod json;
mod shape;
mod snippets;
mod tables;
#[cfg(test)]
mod tests;

use crate::events;
use crate::model::Pack;
use ids::{Ids, Kinds};
use shape::Shape;
pub use snippets::{Expressions, SNIPPETS, snippets};
use std::collections::BTreeMap;
use tables::{
    business, imports, incidents, levels, metric, narrative, openslo, quality, records, settings,
    snapshot,
};

/// Where the schemas of a pack lie, below its root. Nothing reads it but editors.
pub const FOLDER: &str = ".boardpack/schema";

/// The schema of one event, a line of `data/events/*.jsonl`.
pub const EVENT: &str = "event.schema.json";

/// A kind of file with its schema.
#[derive(Debug, Clone, Copy)]
pub struct FileKind {
    /// Name of the schema, such as `snapshot`.
    pub name: &'static str,
    /// Which files it is for, as a pattern: `data/snapshots/*.yaml`.
    pub files: &'static str,
    /// What the schema is made of.
    shape: Shape,
}

const fn kind(name: &'static str, files: &'static str, shape: Shape) -> FileKind {
    FileKind { name, files, shape }
}

/// A list that may be left empty.
const fn list(of: &'static Shape) -> Shape {
    Shape::OrNothing(of)
}

/// Every kind of file, in the order of the folders.
pub const FILE_KINDS: &[FileKind] = &[
    kind("pack", "data/pack.yaml", Shape::Record(&settings::PACK)),
    kind(
        "services",
        "data/services.yaml",
        Shape::Record(&settings::SERVICES),
    ),
    kind(
        "annotations",
        "data/annotations.yaml",
        list(&Shape::List(&Shape::Record(&incidents::ANNOTATION))),
    ),
    kind(
        "restatements",
        "data/restatements.yaml",
        list(&Shape::List(&Shape::Either(&[
            Shape::Record(&snapshot::RESTATEMENT),
            Shape::Record(&snapshot::RESTATED_RECORD),
        ]))),
    ),
    kind(
        "service-levels",
        "data/service-levels.yaml",
        Shape::Record(&levels::LEVELS),
    ),
    kind(
        "risks",
        "data/risks.yaml",
        list(&Shape::List(&Shape::Record(&incidents::RISK))),
    ),
    kind(
        "compliance",
        "data/compliance.yaml",
        Shape::Record(&records::COMPLIANCE),
    ),
    kind(
        "maturity",
        "data/maturity.yaml",
        Shape::Record(&records::MATURITY),
    ),
    kind(
        "experiments",
        "data/experiments.yaml",
        list(&Shape::List(&Shape::Record(&records::EXPERIMENT))),
    ),
    kind(
        "cadence",
        "data/cadence.yaml",
        list(&Shape::List(&Shape::Record(&records::RHYTHM))),
    ),
    kind(
        "business",
        "data/business.yaml",
        Shape::Record(&business::BUSINESS),
    ),
    kind(
        "snapshot",
        "data/snapshots/*.yaml",
        Shape::Record(&snapshot::SNAPSHOT),
    ),
    kind(
        "incidents",
        "data/incidents/*.yaml",
        Shape::Record(&incidents::INCIDENTS),
    ),
    kind(
        "quality",
        "data/quality/*.yaml",
        Shape::Record(&quality::QUALITY),
    ),
    kind(
        "published",
        "data/published/*.yaml",
        Shape::Record(&snapshot::LOCK),
    ),
    kind("objectives", "data/objectives/*.yaml", openslo::DOCUMENT),
    kind(
        "metric",
        "content/metrics/*.md",
        Shape::Record(&metric::METRIC),
    ),
    kind(
        "term",
        "content/glossary/*.md",
        Shape::Record(&metric::TERM),
    ),
    kind(
        "overview",
        "content/*/overview.md",
        Shape::Record(&narrative::OVERVIEW),
    ),
    kind(
        "story",
        "content/*/stories/*.md",
        Shape::Record(&narrative::STORY),
    ),
    kind(
        "decision",
        "content/*/decisions/*.md",
        Shape::Record(&narrative::DECISION),
    ),
    // Beside the pack: only `import` reads them.
    kind("import", "imports/*.yaml", Shape::Record(&imports::MAPPING)),
];

/// The schemas by file name, `snapshot.json`, and that of an event; with the names of a pack's things where one is given.
pub fn files(pack: Option<&Pack>) -> BTreeMap<String, String> {
    let (ids, kinds) = match pack {
        Some(pack) => (ids::of(pack), ids::kinds(pack)),
        None => (Ids::new(), Kinds::new()),
    };
    let schemas = FILE_KINDS.iter().map(|kind| {
        let text = json::schema(kind, &ids, &kinds);
        (format!("{}.json", kind.name), text)
    });
    let event = (EVENT.to_owned(), events::schema());
    schemas.chain([event]).collect()
}

/// The kind of a file by its path below the pack.
pub fn kind_of(path: &str) -> Option<&'static FileKind> {
    FILE_KINDS.iter().find(|kind| fits(kind.files, path))
}

/// Whether a path is of a pattern, in which `*` stands for a part of a name.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) =
        (pattern.split('/').collect(), path.split('/').collect());
    let part = |(pattern, part): (&&str, &&str)| match pattern.split_once('*') {
        Some((head, tail)) => {
            part.len() > head.len() + tail.len() && part.starts_with(head) && part.ends_with(tail)
        }
        None => pattern == part,
    };
    pattern.len() == path.len() && pattern.iter().zip(&path).all(part)
}

/// The line by which an editor finds the schema of a file, without its end.
pub fn modeline(path: &str) -> Option<String> {
    let kind = kind_of(path)?;
    let up = "../".repeat(path.matches('/').count());
    let name = kind.name;
    Some(format!(
        "# yaml-language-server: $schema={up}{FOLDER}/{name}.json"
    ))
}

/// A text of a pack with the line by which an editor finds its schema: at its head, or at the head
/// of its front matter. A text that has one, and one of no kind, stays as it is.
pub fn with_modeline(path: &str, text: &str) -> String {
    let Some(line) = modeline(path) else {
        return text.to_owned();
    };
    if text.contains("yaml-language-server:") {
        return text.to_owned();
    }
    match text.strip_prefix("---\n") {
        Some(rest) if path.ends_with(".md") => format!("---\n{line}\n{rest}"),
        _ if path.ends_with(".md") => text.to_owned(),
        _ => format!("{line}\n{text}"),
    }
}

/// `.vscode/settings.json`: which schema is for which files, and that snippets are offered in texts.
pub fn vscode() -> String {
    let schemas: serde_json::Map<String, serde_json::Value> = FILE_KINDS
        .iter()
        .map(|kind| {
            let schema = format!("./{FOLDER}/{}.json", kind.name);
            (schema, serde_json::Value::from(kind.files))
        })
        .collect();
    let mut settings = serde_json::json!({
        "yaml.schemas": schemas,
        "yaml.validate": true,
        "yaml.completion": true,
        "yaml.hover": true,
    });
    for (language, set) in snippets::settings() {
        settings[language] = set;
    }
    let text = serde_json::to_string_pretty(&settings);
    format!("{}\n", text.expect("texts and maps always serialise"))
}
