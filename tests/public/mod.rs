//! Public data: what others measured lies beside the repository and is not part of it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A file or folder of it. Where there is none, that is told and nothing is held against it; it fails
/// where `CI` is set.
pub(crate) fn place(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let place = root.join(path);
    if place.exists() {
        return Some(place);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "{} is missing: put it there or run without CI",
        place.display()
    );
    left_out(&format!("{} is not on this machine", place.display()));
    None
}

/// Tells what was not tried, and why. Not by `println!` or `eprintln!`, which a test that passes keeps to
/// itself.
pub(crate) fn left_out(what: &str) {
    let told = format!("left out: {what}\n");
    std::io::stderr().write_all(told.as_bytes()).unwrap();
}
