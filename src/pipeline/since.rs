//! Two states of a pack to what each change between them changes of the site, taken alone.

use super::build_from;
use crate::load::Tree;
use crate::model::{Audience, Origin};
use crate::provenance;
use std::collections::{BTreeMap, BTreeSet};

/// Each change costs a build. Where there are more, the reader needs `diff` and not this.
const MOST: usize = 8;

/// For every file that changed, the outputs that it alone changes, in path order. Empty where too
/// many changed; without an entry for one that cannot be taken alone, because nothing builds then.
pub fn since(then: &Tree, now: &Tree, audience: Audience) -> BTreeMap<String, Vec<String>> {
    let paths: BTreeSet<&String> = then.files.keys().chain(now.files.keys()).collect();
    let changed = paths.into_iter();
    let changed: Vec<&String> = changed
        .filter(|path| then.files.get(*path) != now.files.get(*path))
        .collect();
    if changed.is_empty() || changed.len() > MOST {
        return BTreeMap::new();
    }
    let outputs = |tree: &Tree| {
        let site = build_from(tree, &Origin::default(), audience).site;
        site.map(|site| provenance::outputs(&site))
    };
    let Some(before) = outputs(then) else {
        return BTreeMap::new();
    };
    let alone = |path: &String| {
        let mut tree = then.clone();
        match now.files.get(path) {
            Some(bytes) => tree.files.insert(path.clone(), bytes.clone()),
            None => tree.files.remove(path),
        };
        let after = outputs(&tree)?;
        let either: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let moved = either
            .into_iter()
            .filter(|p| before.get(*p) != after.get(*p));
        Some((path.clone(), moved.cloned().collect()))
    };
    changed.into_iter().filter_map(alone).collect()
}
