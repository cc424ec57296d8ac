//! What is made wrong in one place is refused by the reader and by the schema, or by neither. What a
//! schema cannot know is named here, by the code of the problem.

use super::valid::{faults, valid};
use super::{every, files, schemas, value};
use crate::load::{self, Tree};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Problems that no schema can see, and why. All others that the reader has with what is wrong in one
/// place are the schema's as well.
const UNSEEN: &[(&str, &str)] = &[
    ("out-of-order", "an entry is held against the one before it"),
    ("version-gap", "the same"),
    (
        "definition-version",
        "a number is held against another entry",
    ),
    ("unknown-version", "the same"),
    ("reversed-range", "two numbers are held against each other"),
    ("reversed-promise", "the same"),
    ("rework-above-work", "the same"),
    ("estimate-without-range", "the same"),
    ("same-figure", "the same"),
    (
        "impossible-value",
        "what can be depends on the unit of a metric, or on another number",
    ),
    ("days-cannot-be", "two days are held against each other"),
    ("impossible-times", "two times are held against each other"),
    (
        "closed-risk-assessed",
        "two quarters are held against each other",
    ),
    (
        "harm-without-limit",
        "an entry is held against one before it",
    ),
    ("duplicate-id", "an entry is held against the others"),
    ("duplicate-number", "the same"),
    ("overlapping-estimates", "the same"),
    ("panes", "the order of entries"),
    ("objective-window", "a length is held against another one"),
    ("bad-literal", "how much a text says"),
    ("unknown-input", "a name of the same file is gone"),
    ("unknown-team", "the same"),
    ("unknown-openslo", "the same"),
    ("unknown-experiment", "the same"),
    ("unknown-policy", "the same"),
    ("unknown-area", "the same"),
    ("unknown-service", "the same"),
    (
        "unknown-decision",
        "what quarters ask for is not enumerated",
    ),
    (
        "bad-fingerprint",
        "YAML reads a fingerprint of digits as a number",
    ),
    ("not-an-action", "what a name leads to"),
];

/// What only the reader refuses, in these places: the file, the place, the problem, and why.
const UNSEEN_HERE: &[(&str, &str, &str, &str)] = &[
    (
        "experiments",
        "[]",
        "conflicting-keys",
        "`expected` with figures needs a metric around it",
    ),
    (
        "experiments",
        "[]",
        "missing-key",
        "what came of it is told by hand where no metric tells",
    ),
    (
        "experiments",
        "[].expected",
        "missing-key",
        "a metric around it needs figures in it",
    ),
    (
        "incidents",
        ".incidents[].review",
        "conflicting-keys",
        "what `~` says depends on another key",
    ),
    (
        "maturity",
        ".assessments[].categories",
        "conflicting-keys",
        "levels and days are held against each other",
    ),
    (
        "maturity",
        ".coverage[]",
        "missing-key",
        "shares of revenue lie deeper than who gave them",
    ),
    (
        "risks",
        "[].assessed[]",
        "conflicting-keys",
        "which trigger holds is said by an entry before",
    ),
    (
        "service-levels",
        ".policies[].states",
        "conflicting-keys",
        "steps are held against each other",
    ),
    (
        "service-levels",
        ".levels[].agreement.credits",
        "conflicting-keys",
        "steps are held against each other",
    ),
    (
        "service-levels",
        ".reviews[]",
        "conflicting-keys",
        "days are held against each other",
    ),
    (
        "restatements",
        "[]",
        "bad-value",
        "the kind of a metric that another key names",
    ),
    (
        "restatements",
        "[].record",
        "unknown-record",
        "a lock names the records that there were",
    ),
    (
        "objectives",
        ".spec",
        "objective-indicator",
        "the indicator stands on one of two levels",
    ),
    (
        "objectives",
        ".spec.objectives[]",
        "missing-key",
        "the method and the kind of indicator stand around it",
    ),
];

/// A place in a value: keys and numbers of items.
type Place = Vec<Step>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Item(usize),
}

fn places(value: &Value, at: &Place, to: &mut Vec<Place>) {
    to.push(at.clone());
    let below = |step| {
        let mut below = at.clone();
        below.push(step);
        below
    };
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                places(value, &below(Step::Key(key.clone())), to);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                places(value, &below(Step::Item(n)), to);
            }
        }
        _ => {}
    }
}

fn at_mut<'v>(value: &'v mut Value, place: &[Step]) -> &'v mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(n) => &mut value[*n],
    })
}

/// What is put in the place of a value.
fn instead(value: &Value) -> Vec<Value> {
    let mut all = vec![json!(null), json!({}), json!([])];
    if value.is_object() || value.is_array() {
        all.extend([json!("text"), json!(5)]);
        return all;
    }
    all.extend([
        json!(""),
        json!("Some words of text"),
        json!("one-word"),
        json!("zz.top!"),
        json!(0),
        json!(1),
        json!(-5),
        json!(2.5),
        json!(101),
        json!(123456),
        json!("99.9"),
        json!(true),
        json!("2026-07-06"),
        json!("2026-04-31"),
        json!("2026-7-6"),
        json!("2026-Q3"),
        json!("2026-Q5"),
        json!("2026-Q3/a-name"),
        json!("2026-08-18 09:40"),
        json!("14/229"),
        json!("26.4 (n 80)"),
        json!("3 in 91"),
        json!("1d"),
        json!(["one-word"]),
        json!({"low": 1, "high": 2}),
    ]);
    all
}

/// A value as YAML that every reader takes for the same.
fn written(path: &str, documents: &[Value], original: &str) -> String {
    let documents: Vec<String> = documents.iter().map(Value::to_string).collect();
    let yaml = documents.join("\n---\n");
    if !path.ends_with(".md") {
        return format!("{yaml}\n");
    }
    let body = original.splitn(3, "---\n").nth(2).unwrap_or("");
    format!("---\n{yaml}\n---\n{body}")
}

/// The codes by which the reader refuses a file.
fn refused(pack: &Tree, path: &str, text: String) -> BTreeSet<&'static str> {
    let mut tree = pack.clone();
    tree.files.insert(path.to_owned(), text.into_bytes());
    let loaded = load::parse(&tree);
    let here = loaded.diagnostics.iter().filter(|problem| {
        let place = problem.primary.as_ref().map(|label| label.span.file);
        problem.is_error() && place.is_some_and(|file| loaded.sources.file(file).path == path)
    });
    here.map(|problem| problem.code).collect()
}

fn path_of(place: &[Step]) -> String {
    let steps = place.iter().map(|step| match step {
        Step::Key(key) => format!(".{key}"),
        Step::Item(_) => "[]".to_owned(),
    });
    steps.collect()
}

/// What is wrong in one place of a document: the place, what was done, and what comes of it.
fn mutants(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    places(document, &Vec::new(), &mut all);
    let mut mutants = Vec::new();
    // Items of a list are of one form: the first of each place stands for the others.
    let mut seen = BTreeSet::new();
    all.retain(|place| {
        let whole = at_mut(&mut document.clone(), place).clone();
        let keys = whole
            .as_object()
            .map(|keys| keys.keys().cloned().collect::<Vec<_>>());
        seen.insert((path_of(place), keys))
    });
    for place in &all {
        let here = at_mut(&mut document.clone(), place).clone();
        let at = path_of(place);
        for new in instead(&here).into_iter().filter(|new| *new != here) {
            let mut mutant = document.clone();
            let what = format!("= {new}");
            *at_mut(&mut mutant, place) = new;
            mutants.push((at.clone(), what, mutant));
        }
        if let Value::Object(keys) = &here {
            for key in keys.keys() {
                let mut mutant = document.clone();
                if let Value::Object(keys) = at_mut(&mut mutant, place) {
                    keys.remove(key);
                }
                mutants.push((at.clone(), format!("without {key}"), mutant));
            }
            let mut mutant = document.clone();
            at_mut(&mut mutant, place)["zzz_strange"] = json!("one-word");
            mutants.push((at.clone(), "with a strange key".to_owned(), mutant));
        }
    }
    mutants
}

/// One in so many is tried; all of them where `ALL_MUTATIONS` is set.
const STRIDE: usize = 11;

#[test]
fn what_is_wrong_in_one_place_is_refused_by_both() {
    let pack = every();
    let loaded = load::parse(&pack);
    let of_pack = loaded.pack.as_ref().expect("a pack");
    let named = schemas(
        &crate::schema::ids::of(of_pack),
        &crate::schema::ids::kinds(of_pack),
    );
    let stride = match option_env!("ALL_MUTATIONS") {
        Some(_) => 1,
        None => STRIDE,
    };
    let mut work = Vec::new();
    for file in files(&loaded.sources) {
        let schema = &named[file.kind.name];
        let original = loaded.sources.file(file.id).text.clone();
        let documents: Vec<Value> = file.documents.iter().map(value).collect();
        for (n, document) in documents.iter().enumerate() {
            let found = faults(schema, schema, document, "");
            assert!(found.is_empty(), "{}: {found:?}", file.path);
            for (at, what, mutant) in mutants(document) {
                let mut changed = documents.clone();
                changed[n] = mutant.clone();
                let text = written(&file.path, &changed, &original);
                work.push((file.path.clone(), file.kind.name, at, what, mutant, text));
            }
        }
    }
    let work: Vec<_> = work.into_iter().step_by(stride).collect();
    assert!(work.len() > 1_000, "only {} are tried", work.len());
    let wrong: BTreeSet<String> = std::thread::scope(|scope| {
        let parts = work.chunks(work.len().div_ceil(4)).map(|part| {
            let (pack, named) = (&pack, &named);
            scope.spawn(move || {
                let wrong = part
                    .iter()
                    .filter_map(|(path, kind, at, what, mutant, text)| {
                        let taken = valid(&named[kind], &named[kind], mutant);
                        let codes = refused(pack, path, text.clone());
                        let unseen = |code: &str| {
                            UNSEEN.iter().any(|(unseen, _)| *unseen == code)
                                || UNSEEN_HERE.iter().any(|(file, place, unseen, _)| {
                                    file == kind && at.starts_with(place) && *unseen == code
                                })
                        };
                        let seen: Vec<_> = codes.iter().filter(|code| !unseen(code)).collect();
                        if taken && !seen.is_empty() {
                            return Some(format!(
                                "{path}: {at} {what}: only the reader refuses it: {seen:?}"
                            ));
                        }
                        (!taken && codes.is_empty())
                            .then(|| format!("{path}: {at} {what}: only the schema refuses it"))
                    });
                wrong.collect::<Vec<_>>()
            })
        });
        let parts: Vec<_> = parts.collect();
        let wrong = parts
            .into_iter()
            .flat_map(|part| part.join().expect("no panic"));
        wrong.collect()
    });
    let lines: Vec<String> = wrong.into_iter().collect();
    assert!(
        lines.is_empty(),
        "{} of {}\n{}",
        lines.len(),
        work.len(),
        lines.join("\n")
    );
}
