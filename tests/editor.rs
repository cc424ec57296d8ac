//! What editors are given, through the programme as it is typed.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

mod typed;

use boardpack::load::{self, Tree};
use boardpack::{analyse, bind, pipeline, schema, words};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use typed::{fine, run, told};

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

/// Every expression that the snippets of a pack offer, each facet of each choice.
fn offered(snippets: &str) -> Vec<String> {
    let snippets: BTreeMap<String, Value> = serde_json::from_str(snippets).unwrap();
    let mut found = Vec::new();
    for snippet in snippets.values() {
        let body = snippet["body"].as_str().unwrap();
        let prefix = snippet["prefix"].as_str().unwrap();
        assert!(body.starts_with(prefix), "{body} continues {prefix}");
        match body.split_once("${1|") {
            Some((head, rest)) => {
                let (facets, tail) = rest.split_once("|}").unwrap();
                let facets = facets.split(',');
                found.extend(facets.map(|facet| format!("{head}{facet}{tail}")));
            }
            None => found.push(body.to_owned()),
        }
    }
    found
}

#[test]
fn whatever_an_editor_offers_in_a_text_has_its_answer_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = 0;
    for pack in [
        "",
        "tests/packs/jenkins-infra",
        "tests/packs/kimai-cloud",
        "tests/packs/nordwind-fahrkarten",
        "tests/packs/petit-quai-billets",
    ] {
        let tree = Tree::read(&root.join(pack)).unwrap();
        let snippets = schema::snippets(&pipeline::offered(&tree));
        assert_eq!(snippets, schema::snippets(&pipeline::offered(&tree)));
        let offered = offered(&snippets);
        let before = load::parse(&tree).pack.unwrap();
        let (period, narrative) = before.narratives.last_key_value().unwrap();
        // A story has averages of its own, so what those of a metric are depends on the text.
        let averages = offered.iter().find(|one| one.contains(".average-"));
        assert_eq!(averages, None, "{pack}");
        let stories = narrative.stories.iter().map(|story| &story.id.value);
        let stories = stories.map(|id| format!("content/{period}/stories/{id}.md"));
        let overview = format!("content/{period}/overview.md");
        let read = |tree: &Tree| {
            let loaded = load::parse(tree);
            let pack = loaded.pack.unwrap();
            let analysis = analyse::analyse(&pack);
            let words = words::by_quarter(&pack, &analysis);
            let (answers, faults) = bind::bind(&pack, &analysis, &words);
            let told: Vec<String> = loaded
                .diagnostics
                .iter()
                .chain(&faults)
                .map(|problem| format!("{}: {}", problem.code, problem.message))
                .collect();
            let texts = pack.narratives[period].texts();
            let answered = texts.into_iter().map(|told| answers.of(told.text).len());
            (told, answered.sum::<usize>())
        };
        let (faults, answered) = read(&tree);
        let places: Vec<String> = stories.chain([overview]).collect();
        // So many figures are read of one text; more are no text.
        for some in offered.chunks(400) {
            let mut tree = tree.clone();
            for path in &places {
                let text = tree.files.get_mut(path).unwrap();
                text.extend_from_slice(format!("\n\n{}\n", some.join(",\n")).as_bytes());
            }
            let (now, more) = read(&tree);
            assert_eq!(now, faults, "{pack}");
            assert_eq!(more, answered + places.len() * some.len(), "{pack}");
        }
        all += offered.len();
    }
    assert!(all > 2_000, "{all} expressions");
}

#[test]
fn snippets_show_what_figures_are_and_are_written_anew_where_the_editor_has_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    fine(dir.path(), &["init", "sample"]);
    let pack = dir.path().join("sample");
    let path = pack.join(".vscode/boardpack.code-snippets");
    let first = fs::read_to_string(&path).unwrap();
    assert_eq!(fine(&pack, &["schema", "snippets"]), first);
    let snippets: Value = serde_json::from_str(&first).unwrap();
    let one = &snippets["Change failure rate: 5.8%"];
    assert_eq!(one["prefix"], "{{ change-failure-rate");
    let said = one["description"].as_str().unwrap();
    assert!(
        said.starts_with("2026-Q3: now 5.8%; previous 8.7%; "),
        "{said}"
    );
    let settings = fs::read(pack.join(".vscode/settings.json")).unwrap();
    let settings: Value = serde_json::from_slice(&settings).unwrap();
    assert_eq!(
        settings["[markdown]"]["editor.quickSuggestions"]["other"],
        "on"
    );
    // A figure that changed is offered as it is now.
    let data = pack.join("content/metrics/change-failure-rate.md");
    let text = fs::read_to_string(&data).unwrap();
    fs::write(
        &data,
        text.replace("Change failure rate", "Failed releases"),
    )
    .unwrap();
    fine(&pack, &["schema"]);
    let second = fs::read_to_string(&path).unwrap();
    assert!(second.contains("\"Failed releases: 5.8%\""));
    // Nobody is given a folder of an editor that they do not use, nor one beside other schemas.
    fs::remove_dir_all(pack.join(".vscode")).unwrap();
    fine(&pack, &["schema"]);
    fine(&pack, &["schema", "--output", "elsewhere"]);
    assert!(!pack.join(".vscode").exists() && !pack.join("elsewhere/.vscode").exists());
}
