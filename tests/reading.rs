//! A pack on disk to a tree: what is read, what is passed over, and what is refused.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests make folders and may stop at the first surprise"
)]

use boardpack::load::{FILE_BYTES, Tree};
use std::fs;
use std::path::PathBuf;

/// A folder of the test's own, empty.
fn folder(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("data/snapshots")).unwrap();
    root
}

#[test]
fn only_the_folders_of_a_pack_are_read() {
    let root = folder("only-the-folders");
    for path in [
        "data/pack.yaml",
        "data/snapshots/2026-Q3.yaml",
        "data/events/deploys.jsonl",
        "data/.hidden",
        "content/.git/config",
        "content/metrics/x.md",
        "templates/base.html",
        "src/main.rs",
        "README.md",
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    let tree = Tree::read(&root).unwrap();
    let paths: Vec<&str> = tree.files.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "content/metrics/x.md",
            "data/pack.yaml",
            "data/snapshots/2026-Q3.yaml",
            "templates/base.html"
        ]
    );
}

#[test]
fn what_is_no_pack_is_a_fact_about_the_world() {
    let root = folder("no-pack");
    let missing = Tree::read(&root.join("nowhere")).unwrap_err();
    assert!(missing.to_string().contains("there is no such folder"));
    let empty = root.join("empty");
    fs::create_dir_all(&empty).unwrap();
    let none = Tree::read(&empty).unwrap_err();
    assert!(none.to_string().contains("no pack"), "{none}");
}

#[test]
fn a_file_beyond_the_limit_is_named() {
    let root = folder("too-large");
    let path = root.join("data/pack.yaml");
    fs::File::create(&path)
        .unwrap()
        .set_len(FILE_BYTES + 1)
        .unwrap();
    let fault = Tree::read(&root).unwrap_err();
    assert_eq!(fault.path, path);
    assert_eq!(fault.cause, "it is larger than 8 MiB");
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_a_pack() {
    for (name, target) in [
        ("link-to-file", "/etc/hostname"),
        ("link-to-folder", "/"),
        ("ring", ".."),
    ] {
        let root = folder(name);
        let link = root.join("data/snapshots/2026-Q3.yaml");
        std::os::unix::fs::symlink(target, &link).unwrap();
        let fault = Tree::read(&root).unwrap_err();
        assert_eq!(fault.path, link);
        assert!(fault.cause.contains("symbolic link"), "{fault}");
    }
    let root = folder("linked-root");
    fs::remove_dir_all(root.join("data")).unwrap();
    std::os::unix::fs::symlink("/etc", root.join("data")).unwrap();
    assert!(Tree::read(&root).is_err());
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_never_opened() {
    let root = folder("pipe");
    let path = root.join("data/pack.yaml");
    let socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let fault = Tree::read(&root).unwrap_err();
    assert!(
        fault.cause.contains("neither a file nor a folder"),
        "{fault}"
    );
    drop(socket);
}
