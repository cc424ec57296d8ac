//! What editors are given, through the programme as it is typed.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_boardpack"))
        .current_dir(dir)
        .env_clear()
        .args(args)
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

fn fine(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}\n{}", told(&output));
    told(&output)
}

/// Every first line of a pack's files leads to a schema that is there, and so do the settings.
fn leads_to_schemas(pack: &Path, least: usize) {
    let settings = fs::read(pack.join(".vscode/settings.json")).unwrap();
    let settings: Value = serde_json::from_slice(&settings).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    assert_eq!(schemas.len(), boardpack::schema::FILE_KINDS.len());
    for path in schemas.keys() {
        assert!(pack.join(path).is_file(), "{path}");
    }
    let mut lines = 0;
    for path in boardpack::load::Tree::read(pack).unwrap().files.keys() {
        let file = pack.join(path);
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let Some((_, rest)) = text.split_once("$schema=") else {
            continue;
        };
        let schema = file.parent().unwrap().join(rest.lines().next().unwrap());
        assert!(schema.is_file(), "{path}: {}", schema.display());
        lines += 1;
    }
    assert!(lines >= least, "only {lines} files have a first line");
}

#[test]
fn a_new_pack_is_ready_for_an_editor_and_its_site_holds_nothing_of_it() {
    let dir = tempfile::tempdir().unwrap();
    fine(
        dir.path(),
        &["init", "--empty", "--organisation", "Larkspur", "pack"],
    );
    fine(dir.path(), &["init", "sample"]);
    for (name, least) in [("pack", 8), ("sample", 0)] {
        let pack = dir.path().join(name);
        leads_to_schemas(&pack, least);
        fine(&pack, &["check"]);
        fine(&pack, &["build", "--quiet"]);
        for entry in walkdir::WalkDir::new(pack.join("public")) {
            let path = entry.unwrap().into_path();
            assert!(
                !path.to_str().unwrap().contains("schema/"),
                "{}",
                path.display()
            );
            assert!(!path.ends_with("settings.json"));
            if let Ok(text) = fs::read_to_string(&path) {
                assert!(!text.contains("yaml-language-server"), "{}", path.display());
            }
        }
        assert!(fine(&pack, &["schema"]).contains("none of them is another one"));
    }
}

#[test]
fn settings_of_an_editor_stay_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".vscode")).unwrap();
    let settings = dir.path().join(".vscode/settings.json");
    fs::write(&settings, "{\"mine\": true}").unwrap();
    let said = fine(
        dir.path(),
        &["init", "--empty", "--organisation", "Larkspur"],
    );
    assert!(said.contains("yaml.schemas"), "{said}");
    assert_eq!(fs::read(&settings).unwrap(), b"{\"mine\": true}");
}

#[test]
fn schemas_are_written_anew_with_the_names_of_the_pack() {
    let dir = tempfile::tempdir().unwrap();
    fine(
        dir.path(),
        &["init", "--empty", "--organisation", "Larkspur"],
    );
    let print = fine(dir.path(), &["schema", "decision"]);
    let schema: Value = serde_json::from_str(&print).unwrap();
    let metrics = &schema["definitions"]["metric-id"];
    assert!(
        metrics["enum"]
            .as_array()
            .unwrap()
            .contains(&Value::from("availability"))
    );
    let from = dir.path().join("content/metrics/availability.md");
    fs::copy(from, dir.path().join("content/metrics/other.md")).unwrap();
    assert!(!fine(dir.path(), &["schema"]).contains("none of them"));
    let text = fs::read_to_string(dir.path().join(".boardpack/schema/decision.json")).unwrap();
    assert!(text.contains("\"other\""));
    fine(dir.path(), &["schema", "--output", "elsewhere"]);
    assert!(dir.path().join("elsewhere/snapshot.json").is_file());
    let wrong = run(dir.path(), &["schema", "snapshots"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(told(&wrong).contains("snapshot"), "{}", told(&wrong));
}
