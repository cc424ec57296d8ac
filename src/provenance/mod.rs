//! What a site was made from, and whether it still is what was made.
//!
//! [`Manifest`] is the list that every output folder carries; [`verify`] holds a folder against its
//! list and against the pack. Values in, values out: reading a folder is `write`'s, asking for the
//! commit the command line's.

mod compare;
mod manifest;

pub use compare::{Again, Built, Entry, Fault, Moved, Pack, Report, Stands, is_chart, verify};
pub use manifest::{FILE, Manifest, Printed, Tool, is_plain};

use crate::load::{self, Tree};
use crate::model::{Origin, hex};
use crate::render::Site;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// SHA-256 in lower-case hex.
pub fn hash(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

/// The hash of every file that a build takes in, by path. `hidden` names those whose existence the
/// readers of this edition must not learn of.
pub fn inputs(tree: &Tree, hidden: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    tree.files
        .iter()
        .filter(|(path, _)| load::is_input(path) && !hidden(path))
        .map(|(path, bytes)| (path.clone(), hash(bytes)))
        .collect()
}

/// Whether these hashes are those of a tree's files; those that an edition hid are not asked for.
pub fn are(listed: &BTreeMap<String, String>, tree: &Tree) -> bool {
    let now = inputs(tree, |path| !listed.contains_key(path));
    *listed == now
}

/// Puts the manifest among the files of a site.
pub fn seal(
    site: &mut Site,
    edition: &str,
    origin: &Origin,
    marks: BTreeMap<String, String>,
    inputs: BTreeMap<String, String>,
) {
    site.files.remove(FILE);
    let manifest = Manifest {
        tool: Some(Tool::this()),
        edition: Some(edition.to_owned()),
        commit: origin.commit.clone(),
        clean: origin.clean,
        marks,
        inputs,
        outputs: outputs(site),
        printed: BTreeMap::new(),
        edits: origin.edits.clone(),
    };
    site.files.insert(FILE.to_owned(), manifest.to_bytes());
}

/// Puts what a browser printed of a site's sheets among its files, and into its manifest.
pub fn add_printed(site: &mut Site, files: BTreeMap<String, Vec<u8>>, by: &str) {
    let before = site.files.get(FILE).map(|bytes| Manifest::parse(bytes));
    let mut manifest = before.and_then(Result::ok).unwrap_or_default();
    for (path, bytes) in files {
        if let Some(sheets) = site.sheets.remove(&path) {
            let printed = Printed {
                page: hash(&sheets.page),
                by: by.to_owned(),
                paper: sheets.paper.clone(),
            };
            manifest.printed.insert(path.clone(), printed);
        }
        site.files.insert(path, bytes);
    }
    manifest.outputs = outputs(site);
    site.files.insert(FILE.to_owned(), manifest.to_bytes());
}

/// The hash of every file of a site but the manifest.
pub fn outputs(site: &Site) -> BTreeMap<String, String> {
    site.files
        .iter()
        .filter(|(path, _)| *path != FILE)
        .map(|(path, bytes)| (path.clone(), hash(bytes)))
        .collect()
}
