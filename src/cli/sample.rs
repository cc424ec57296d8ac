//! The repository's own pack, inside the binary: `init` unpacks it.
//!
//! `include_dir` notices a changed file but not a new one until this file compiles again. That is
//! its one fault, and the test below finds it; a list by hand would make a new metric cost a line
//! of Rust, and a build script would hide the list.

use include_dir::{Dir, DirEntry, include_dir};
use std::collections::BTreeMap;

// No templates: a pack that holds none has the looks of the boardpack that builds it.
const FOLDERS: [(&str, Dir<'static>); 2] = [
    ("content", include_dir!("$CARGO_MANIFEST_DIR/content")),
    ("data", include_dir!("$CARGO_MANIFEST_DIR/data")),
];

/// Every file of the sample by path. Hidden files are no part of a pack.
pub(super) fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for (name, folder) in &FOLDERS {
        take(name, folder, &mut files);
    }
    files
}

fn take(name: &str, folder: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(below) => take(name, below, files),
            DirEntry::File(file) => {
                let path = format!("{name}/{}", file.path().display()).replace('\\', "/");
                if !path.contains("/.") {
                    files.insert(path, file.contents().to_vec());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn the_sample_in_the_binary_is_the_one_in_the_repository() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let on_disk: BTreeSet<String> = FOLDERS
            .iter()
            .flat_map(|(name, _)| walkdir::WalkDir::new(root.join(name)))
            .map(|entry| entry.expect("the repository can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(root).expect("below the root");
                path.to_string_lossy().replace('\\', "/")
            })
            .filter(|path| !path.contains("/."))
            .collect();
        let embedded: BTreeSet<String> = files().into_keys().collect();
        let missing: Vec<_> = on_disk.difference(&embedded).collect();
        assert!(
            missing.is_empty(),
            "not in the binary: {missing:?}; run `touch src/cli/sample.rs` and build again"
        );
        let gone: Vec<_> = embedded.difference(&on_disk).collect();
        assert!(gone.is_empty(), "only in the binary: {gone:?}");
    }
}
