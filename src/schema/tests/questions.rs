//! For every record: the keys that the reader asks for are the table's keys, and the words that it
//! offers are the table's words. A table that no pack reaches fails too.

use super::valid::valid;
use super::{bare, every, files, value};
use crate::diag::emit::short;
use crate::load::trace::{self, Asked, Tree};
use crate::load::{self, base_pack};
use crate::schema::FILE_KINDS;
use crate::schema::shape::{Record, Shape};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Keys whose words the reader does not offer from a table of words, and why.
const UNTOLD: [(&str, &str, &str); 4] = [
    (
        "pack",
        "time_zone",
        "zones are looked up among those of IANA",
    ),
    ("openslo-", "timeZone", "the same"),
    (
        "openslo-",
        "kind",
        "kinds of documents are a table of their own",
    ),
    ("openslo-", "apiVersion", "formats are matched one by one"),
];

/// Keys that take fewer words than the reader offers, because their record is one of several.
const NARROWER: [(&str, &str, &str); 4] = [
    (
        "earlier-ask",
        "outcome",
        "what is older than the packs is not open",
    ),
    (
        "metric",
        "record",
        "one of the figures has a bound and stands in a record of its own",
    ),
    ("restored-within", "of", "only that figure has a bound"),
    (
        "openslo-alpha-slo-spec",
        "budgetingMethod",
        "v1alpha does not say how long slices are",
    ),
];

/// Keys that the reader knows only to say why they cannot stand there.
const REFUSED: [(&str, &str, &str); 2] = [
    (
        "claimed-text",
        "judgement",
        "what stands over a page is held to the data or to a record, and is nobody’s word",
    ),
    (
        "claimed-text",
        "source",
        "what stands over a page is held to the data or to a record, and is nobody’s word",
    ),
];

/// Keys by which the reader knows a document of Sloth's own format, to say what to do with it.
const SLOTH: [&str; 2] = ["slos", "version"];

/// What was asked of one file, by the byte at which it was asked.
#[derive(Default)]
struct Heard {
    keys: BTreeMap<u32, BTreeSet<&'static str>>,
    words: BTreeMap<u32, BTreeSet<&'static str>>,
    bounds: BTreeMap<u32, (u64, u64)>,
}

/// What the walk over all packs found.
#[derive(Default)]
struct Found {
    /// Keys asked for by record, of every visit together.
    keys: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Keys whose words were offered.
    words: BTreeSet<(&'static str, &'static str)>,
    wrong: BTreeSet<String>,
}

/// The key in whose value something stands.
type Place = (&'static str, &'static str);

fn records(shape: &Shape) -> Vec<&'static Record> {
    match shape {
        Shape::Record(record) => vec![record],
        Shape::Either(shapes) => shapes.iter().flat_map(records).collect(),
        Shape::OrNothing(shape) => records(shape),
        _ => Vec::new(),
    }
}

fn table(shape: &Shape) -> Option<BTreeSet<&'static str>> {
    match shape {
        Shape::Words(words) => Some(words.iter().map(|(word, _)| *word).collect()),
        Shape::Listed(words) => Some(words().into_iter().map(|(word, _)| word).collect()),
        Shape::Flag => Some(BTreeSet::from(["true", "false"])),
        _ => None,
    }
}

/// The one of several shapes that a value is of.
fn fitting<'s>(shapes: &'s [Shape], tree: &Tree, root: &Value) -> Option<&'s Shape> {
    shapes.iter().find(|shape| match (shape, tree) {
        (Shape::Record(record), tree) => {
            let schema = json!({"$ref": format!("#/definitions/{}", record.name)});
            valid(&schema, root, &value(tree))
        }
        (Shape::List(_) | Shape::Filled(_), tree) => matches!(tree, Tree::Seq(_)),
        (Shape::Facets(..), tree) => matches!(tree, Tree::Map(_)),
        (shape, Tree::Scalar(text, ..)) => {
            table(shape).is_none_or(|words| words.contains(text.as_str()))
        }
        _ => false,
    })
}

impl Found {
    fn walk(&mut self, shape: &Shape, tree: &Tree, heard: &Heard, root: &Value, at: Place) {
        match (shape, tree) {
            (_, Tree::Null) => {}
            (Shape::OrNothing(shape), tree) => self.walk(shape, tree, heard, root, at),
            (Shape::Either(shapes), tree) => match fitting(shapes, tree, root) {
                // Which of them it is shows while it is read: the reader may ask for keys of all.
                Some(Shape::Record(record)) => {
                    let all = shapes.iter().flat_map(records);
                    self.record(record, all.collect(), tree, heard, root);
                }
                Some(shape) => self.walk(shape, tree, heard, root, at),
                None => {
                    self.wrong.insert(format!("{at:?}: none of several forms"));
                }
            },
            (Shape::Record(record), tree) => self.record(record, vec![record], tree, heard, root),
            (Shape::Observations(record), Tree::Map(entries)) => {
                for (.., tree) in entries {
                    self.record(record, vec![record], tree, heard, root);
                }
            }
            (Shape::List(of) | Shape::Filled(of) | Shape::Only(of), Tree::Seq(items)) => {
                for item in items {
                    self.walk(of, item, heard, root, at);
                }
            }
            (Shape::MapWith(_, of, own), Tree::Map(entries)) => {
                for (name, _, tree) in entries {
                    let own = own.iter().find(|key| key.name == *name);
                    let shape = own.map_or(*of, |key| &key.shape);
                    self.walk(shape, tree, heard, root, at);
                }
            }
            (Shape::Map(_, of) | Shape::Inputs(of), Tree::Map(entries)) => {
                for (.., tree) in entries {
                    self.walk(of, tree, heard, root, at);
                }
            }
            (Shape::Whole(low, high), Tree::Scalar(_, _, byte)) => {
                let read = heard.bounds.get(byte);
                if read.is_some_and(|read| *read != (*low, *high)) {
                    self.wrong.insert(format!(
                        "{at:?}: {low} to {high} in the schema, {read:?} read"
                    ));
                }
            }
            (shape, Tree::Scalar(_, _, byte)) => {
                if let Some(table) = table(shape) {
                    self.word(table, heard.words.get(byte), at);
                } else if let Some(offered) = heard.words.get(byte) {
                    self.wrong
                        .insert(format!("{at:?}: any text in the schema, {offered:?} read"));
                }
            }
            _ => {}
        }
    }

    fn word(
        &mut self,
        table: BTreeSet<&'static str>,
        offered: Option<&BTreeSet<&'static str>>,
        at: Place,
    ) {
        let named = |list: &[(&str, &str, &str)]| {
            list.iter()
                .any(|(r, k, _)| at.0.starts_with(r) && *k == at.1)
        };
        let Some(offered) = offered else {
            if !named(&UNTOLD) {
                self.wrong
                    .insert(format!("{at:?}: the reader offers no words"));
            }
            self.words.insert(at);
            return;
        };
        let same = match named(&NARROWER) {
            true => table.is_subset(offered),
            false => table == *offered,
        };
        if !same {
            self.wrong
                .insert(format!("{at:?}: {table:?} in the schema, {offered:?} read"));
        }
        self.words.insert(at);
    }

    fn record(
        &mut self,
        record: &'static Record,
        all: Vec<&'static Record>,
        tree: &Tree,
        heard: &Heard,
        root: &Value,
    ) {
        let Tree::Map(entries) = tree else { return };
        let Some((_, first, _)) = entries.first() else {
            return;
        };
        let asked = heard.keys.get(first);
        let Some(asked) = asked else {
            self.wrong.insert(format!("`{}` is not read", record.name));
            return;
        };
        let known: BTreeSet<&str> = all
            .iter()
            .flat_map(|record| record.keys.iter().map(|key| key.name))
            .collect();
        let refused = |key: &str| {
            REFUSED
                .iter()
                .any(|(r, k, _)| *r == record.name && *k == key)
        };
        let documents = |key: &str| record.name.starts_with("openslo-") && SLOTH.contains(&key);
        for key in asked.iter().filter(|key| !known.contains(*key)) {
            if refused(key) || documents(key) {
                continue;
            }
            self.wrong.insert(format!(
                "`{}` takes the key `{key}`, which the schema does not have",
                record.name
            ));
        }
        self.keys.entry(record.name).or_default().extend(asked);
        for (name, _, tree) in entries {
            if let Some(key) = record.keys.iter().find(|key| key.name == *name) {
                self.walk(&key.shape, tree, heard, root, (record.name, key.name));
            }
        }
    }
}

/// Every record that a shape holds, and every key that has a table of words.
fn inside(shape: &Shape, to: &mut BTreeMap<&'static str, &'static Record>) {
    match shape {
        Shape::Record(record) | Shape::Observations(record) => {
            if let Some(other) = to.insert(record.name, record) {
                let keys = |record: &Record| -> Vec<&str> {
                    record.keys.iter().map(|key| key.name).collect()
                };
                assert_eq!(
                    keys(other),
                    keys(record),
                    "two records are `{}`",
                    record.name
                );
                return;
            }
            for key in record.keys {
                inside(&key.shape, to);
            }
        }
        Shape::List(of)
        | Shape::Filled(of)
        | Shape::Only(of)
        | Shape::Map(_, of)
        | Shape::MapWith(_, of, _)
        | Shape::Inputs(of)
        | Shape::OrNothing(of) => inside(of, to),
        Shape::Either(shapes) => shapes.iter().for_each(|shape| inside(shape, to)),
        _ => {}
    }
}

fn has_table(shape: &Shape) -> bool {
    match shape {
        Shape::List(of) | Shape::Filled(of) | Shape::Map(_, of) | Shape::OrNothing(of) => {
            has_table(of)
        }
        Shape::Either(shapes) => shapes.iter().any(has_table),
        shape => table(shape).is_some(),
    }
}

#[test]
fn every_record_has_the_keys_and_words_that_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = load::Tree::read(root).expect("the sample");
    let packs = [every(), base_pack(), sample];
    let schemas = bare();
    let mut found = Found::default();
    let packs = packs.iter().map(|pack| {
        let (loaded, asked) = trace::listen(|| load::parse(pack));
        (loaded.sources, loaded.diagnostics, asked)
    });
    let ((sources, diagnostics), asked) = trace::listen(|| {
        // No pack is read by it.
        load::read_mapping("imports/every.yaml", include_str!("mapping.yaml"))
    });
    for (sources, diagnostics, asked) in packs.chain([(sources, diagnostics, asked)]) {
        assert!(
            diagnostics.iter().all(|d| !d.is_error()),
            "{}",
            short(&diagnostics, &sources)
        );
        let mut heard: BTreeMap<_, Heard> = BTreeMap::new();
        for asked in asked {
            match asked {
                Asked::Keys(span, keys) => {
                    let heard = heard.entry(span.file).or_default();
                    heard.keys.entry(span.start).or_default().extend(keys);
                }
                Asked::Bounds(span, low, high) => {
                    let heard = heard.entry(span.file).or_default();
                    heard.bounds.insert(span.start, (low.into(), high.into()));
                }
                Asked::Words(span, words) => {
                    let heard = heard.entry(span.file).or_default();
                    heard.words.entry(span.start).or_default().extend(words);
                }
            }
        }
        let none = Heard::default();
        for file in files(&sources) {
            let heard = heard.get(&file.id).unwrap_or(&none);
            for tree in &file.documents {
                let root = &schemas[file.kind.name];
                found.walk(&file.kind.shape, tree, heard, root, (file.kind.name, ""));
            }
        }
    }
    let mut records = BTreeMap::new();
    for kind in FILE_KINDS {
        inside(&kind.shape, &mut records);
    }
    for (name, record) in &records {
        let asked = found.keys.get(name);
        let Some(asked) = asked else {
            found.wrong.insert(format!(
                "no pack of the tests holds `{name}`: add it to `every.txt`"
            ));
            continue;
        };
        for key in record.keys {
            if !asked.contains(key.name) {
                found.wrong.insert(format!(
                    "`{name}` has a key `{}` that nobody reads",
                    key.name
                ));
            }
            if has_table(&key.shape) && !found.words.contains(&(name, key.name)) {
                found.wrong.insert(format!(
                    "no pack of the tests holds a word of `{}` in `{name}`: add it to `every.txt`",
                    key.name
                ));
            }
            assert!(
                key.says.ends_with(['.', ':']) || key.says.ends_with('`'),
                "`{name}`, `{}`",
                key.name
            );
        }
    }
    let wrong: Vec<String> = found.wrong.into_iter().collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
