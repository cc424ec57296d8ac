//! Every file of every pack is of its schema, read by another reader of YAML than the pack's own; and
//! every problem that the pack's reader can have is the schema's as well, or named here as one that no
//! schema can see.
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
use boardpack::{pipeline, schema};
use serde::Deserialize as _;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use valid::{faults, valid};

type Schemas = BTreeMap<String, Value>;

fn schemas(pack: Option<&boardpack::model::Pack>) -> Schemas {
    let files = schema::files(pack).into_iter();
    files
        .map(|(name, text)| (name, serde_json::from_str(&text).unwrap()))
        .collect()
}

/// The documents of a file as YAML has them; `None` where it is no YAML.
fn documents(path: &str, text: &str) -> Option<Vec<Value>> {
    let yaml = match path.ends_with(".md") {
        true => text.split("---\n").nth(1)?,
        false => text,
    };
    let documents = serde_yaml::Deserializer::from_str(yaml);
    documents
        .map(|document| Value::deserialize(document).ok())
        .collect()
}

/// What the schemas refuse of a pack.
fn refused(tree: &Tree, schemas: &Schemas, only: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, bytes) in tree.files.iter().filter(|(path, _)| only(path)) {
        let Some(kind) = schema::kind_of(path) else {
            continue;
        };
        let schema = &schemas[&format!("{}.json", kind.name)];
        let Some(documents) = documents(path, &String::from_utf8_lossy(bytes)) else {
            found.push(format!("{path}: no YAML"));
            continue;
        };
        for document in documents {
            if !valid(schema, schema, &document) {
                let at = faults(schema, schema, &document, "");
                found.push(format!("{path}: {}", at.join(", ")));
            }
        }
    }
    found
}

fn sound(name: &str, tree: &Tree) {
    let loaded = load::parse(tree);
    let pack = loaded.pack.as_ref().unwrap();
    for (which, schemas) in [("bare", schemas(None)), ("own", schemas(Some(pack)))] {
        let found = refused(tree, &schemas, |_| true);
        assert!(
            found.is_empty(),
            "{name}, {which} schemas:\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn every_file_of_every_pack_is_of_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut packs = vec![root.to_owned()];
    for entry in std::fs::read_dir(root.join("tests/packs")).unwrap() {
        packs.push(entry.unwrap().path());
    }
    for path in packs {
        sound(&path.display().to_string(), &Tree::read(&path).unwrap());
    }
    sound("the base pack", &load::base_pack());
}

/// Examples of rules of `check` are wrong in what they say, not in how it is written.
#[test]
fn every_example_of_a_rule_is_of_its_schema() {
    let base = load::base_pack();
    let own: BTreeSet<&str> = load::topics().iter().map(|topic| topic.code).collect();
    let mut tried = 0;
    for topic in pipeline::topics() {
        // What is wrong with templates or in Markdown is in no schema's files.
        if own.contains(topic.code) || topic.bad.is_empty() {
            continue;
        }
        let tree = load::example(&base, topic.bad).unwrap();
        let Some(pack) = load::parse(&tree).pack else {
            continue;
        };
        let found = refused(&tree, &schemas(Some(&pack)), |_| true);
        assert!(found.is_empty(), "`{}`:\n{}", topic.code, found.join("\n"));
        tried += 1;
    }
    assert!(tried > 60, "only {tried} examples were tried");
}

/// Problems of the pack's reader that no schema can see.
const UNSEEN: &str = include_str!("schema/unseen.txt");

#[test]
fn every_problem_of_the_reader_is_the_schemas_or_named() {
    let base = load::base_pack();
    let schemas = schemas(load::parse(&base).pack.as_ref());
    let unseen: BTreeMap<&str, &str> = UNSEEN
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split_once(": ").expect("a code and a reason"))
        .collect();
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for topic in load::topics().iter().filter(|topic| !topic.bad.is_empty()) {
        let tree = load::example(&base, topic.bad).unwrap();
        let found = refused(&tree, &schemas, |path| {
            tree.files.get(path) != base.files.get(path)
        });
        match (found.is_empty(), unseen.contains_key(topic.code)) {
            (true, false) => wrong.push(format!("{}: no schema sees it", topic.code)),
            (false, true) => wrong.push(format!("{}: a schema sees it: {found:?}", topic.code)),
            _ => {}
        }
        known.insert(topic.code);
    }
    for code in unseen.keys().filter(|code| !known.contains(*code)) {
        wrong.push(format!("{code}: there is no such problem"));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_pattern_of_files_leads_to_one_kind() {
    let kind = |path: &str| schema::kind_of(path).map(|kind| kind.name);
    assert_eq!(kind("data/snapshots/2026-Q3.yaml"), Some("snapshot"));
    assert_eq!(kind("content/2026-Q3/overview.md"), Some("overview"));
    assert_eq!(kind("content/2026-Q3/stories/x.md"), Some("story"));
    assert_eq!(kind("content/metrics/x.md"), Some("metric"));
    assert_eq!(kind("data/other.yaml"), None);
    let line = schema::modeline("content/2026-Q3/stories/x.md").unwrap();
    assert!(
        line.ends_with("$schema=../../../.boardpack/schema/story.json"),
        "{line}"
    );
    for (path, _) in load::base_pack().files {
        let kinds = schema::FILE_KINDS.iter();
        assert!(
            kinds
                .filter(|kind| schema::kind_of(&path).is_some_and(|k| k.name == kind.name))
                .count()
                == 1,
            "{path}"
        );
    }
}

/// The names of a pack are offered with what they are called, and figures by the kind of their metric.
#[test]
fn a_packs_own_schema_knows_its_names_and_the_kinds_of_its_figures() {
    let base = load::base_pack();
    let own = schemas(load::parse(&base).pack.as_ref());
    let metrics = &own["decision.json"]["definitions"]["metric-id"];
    let at = metrics["enum"].as_array().unwrap().iter();
    let at = at.clone().position(|id| id == "lead-time").unwrap();
    assert_eq!(metrics["enumDescriptions"][at], "Lead time for changes");
    let snapshot = &own["snapshot.json"];
    let figure = |metric: &str, figure: Value| {
        let document = serde_json::json!({
            "period": "2026-Q3", "as_of": "2026-10-05", "reviewed_by": "CFO",
            "observations": {metric: {"services": {"checkout": {"quarter": figure}}}},
        });
        valid(snapshot, snapshot, &document)
    };
    assert!(figure("change-failure-rate", Value::from("14/229")));
    assert!(!figure("change-failure-rate", Value::from("26.4 (n 80)")));
    assert!(figure("lead-time", Value::from("26.4 (n 80)")));
    assert!(figure("lead-time", Value::Null));
    assert!(!figure("incidents", Value::Null));
    assert!(figure("incidents", Value::from(3)));
    assert!(figure("incidents", Value::from("3 in 91")));
    assert!(!figure("incident", Value::from(3)));
    assert!(figure("satisfaction", Value::from("3.9 (n 62 of 80)")));
    assert!(!figure("satisfaction", Value::from("3.9")));
}
