//! The floor plan, as a test: who may name whom, where each dependency lives, that every leaf is
//! registered and every template embedded. A failure is a sentence.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the sources and may fail"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Stages and vocabularies by floor, lowest first. A module may name only lower floors; modules of
/// one floor are neighbours and do not know each other.
const FLOORS: &[&[&str]] = &[
    &["in_order"],
    &["diag"],
    &["model"],
    &["events"],
    &["load"],
    &["adapters"],
    &["schema"],
    &["known"],
    &["analyse"],
    &["tongue"],
    &["scaffold"],
    &["collect"],
    &["engine_process"],
    &["redact"],
    &["words"],
    &["bind"],
    &["publish"],
    &["sentences"],
    &["compare"],
    &["check", "render"],
    &["provenance"],
    &["write"],
    &["paper"],
    &["pipeline"],
    &["serve"],
    &["cli"],
    &["bin"],
];

/// Dependencies that have a home, by the paths they may be named in.
const HOMES: &[(&str, &[&str])] = &[
    ("anstream", &["cli/"]),
    ("annotate_snippets", &["diag/emit/"]),
    ("clap", &["cli/"]),
    ("ctrlc", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("csv", &["adapters/", "load/table/"]),
    ("ballista", &["bin/boardpack-engine/"]),
    ("datafusion", &["bin/boardpack-engine/"]),
    ("tokio", &["bin/boardpack-engine/"]),
    ("futures", &["bin/boardpack-engine/"]),
    ("object_store", &["bin/boardpack-engine/stores/"]),
    ("reqwest", &["bin/boardpack-engine/stores/"]),
    ("getrandom", &["cli/"]),
    ("granit_parser", &["load/"]),
    ("httparse", &["serve/"]),
    ("include_dir", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("notify", &["serve/"]),
    ("plotters", &["render/charts/"]),
    ("plotters_backend", &["render/charts/"]),
    ("pulldown_cmark", &["load/", "render/"]),
    ("regex", &["cli/"]),
    (
        "rustix",
        &["paper/", "serve/", "write/", "bin/boardpack-engine/"],
    ),
    ("serde_yaml", &["cli/"]),
    (
        "sha2",
        &[
            "adapters/",
            "provenance/",
            "write/",
            "render/",
            "load/",
            "model/",
            "collect/",
            "serve/",
            "cli/",
            "bin/boardpack-engine/",
        ],
    ),
    ("similar", &["cli/"]),
    ("statrs", &["analyse/stats/"]),
    ("tera", &["render/templates"]),
    ("terminal_size", &["cli/"]),
    ("walkdir", &["load/", "cli/"]),
];

/// Folders in which every file is one leaf of a table in `mod.rs`.
const TABLES: &[&str] = &["check/rules"];

/// Files that may be longer than 600 lines, each with its reason.
const LONG: &[(&str, &str)] = &[];

/// Names that say nothing about what a module is.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "misc", "manager",
];

/// Every source file by path below `src/`.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
    entries
        .filter(|e| e.path().extension().is_some_and(|x| x == "rs"))
        .map(|e| {
            let path = e.path().strip_prefix(&root).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            (path, fs::read_to_string(e.path()).unwrap())
        })
        .collect()
}

/// The text without comments.
fn code(text: &str) -> String {
    let lines = text.lines().map(|l| l.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// The stage a file belongs to.
fn stage(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

fn floor(stage: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&stage))
}

/// The stages that a text names: `crate::x`, `crate::{x, y::z}` and, in the binary, `boardpack::x`.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for root in ["crate::", "boardpack::"] {
        for (at, _) in code.match_indices(root) {
            let inside = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = &code[at + root.len()..];
            if inside {
                continue;
            }
            if let Some(group) = rest.strip_prefix('{') {
                let (mut depth, mut start) = (0, true);
                let mut word = String::new();
                for c in group.chars() {
                    match c {
                        '}' if depth == 0 => break,
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            found.push(std::mem::take(&mut word));
                            start = true;
                        }
                        ':' if depth == 0 => start = false,
                        c if start && depth == 0 && (c.is_alphanumeric() || c == '_') => {
                            word.push(c);
                        }
                        _ => {}
                    }
                }
                found.push(word);
            } else {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
                found.push(rest[..end.unwrap_or(rest.len())].to_owned());
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn names_are_found_however_they_are_written() {
    let text =
        "use crate::{analyse, check::{self, x}, diag};\nlet y = crate::model::Z; mycrate::no";
    assert_eq!(named(&code(text)), ["analyse", "check", "diag", "model"]);
    assert!(named(&code("// crate::cli")).is_empty());
}

#[test]
fn a_module_names_only_what_is_below_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let from = stage(&path);
        if matches!(from, "lib" | "main") {
            continue;
        }
        let own = floor(from)
            .unwrap_or_else(|| panic!("`{path}` is on no floor: add `{from}` to FLOORS"));
        for to in named(&code(&text)) {
            let Some(below) = floor(&to) else { continue };
            if to != from && below >= own {
                wrong.push(format!(
                    "`{path}` names `{to}`, which is not below `{from}`"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_module_climbs_out_of_its_stage() {
    for (path, text) in sources() {
        let depth = path.matches('/').count() + usize::from(!path.ends_with("mod.rs"));
        let text = code(&text);
        // A module inside the file, such as its tests, stands one step lower.
        let steps = depth + usize::from(text.contains("\nmod tests {"));
        let climb = "super::".repeat(steps.max(1));
        assert!(
            steps == 0 || !text.contains(&climb),
            "`{path}` climbs to the crate by `{climb}`: write `crate::`"
        );
    }
}

#[test]
fn dependencies_stay_at_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let text = code(&text);
        for (name, homes) in HOMES {
            let named = text.match_indices(&format!("{name}::")).any(|(at, _)| {
                !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if named && !homes.iter().any(|home| path.starts_with(home)) {
                wrong.push(format!(
                    "`{name}` belongs to {homes:?}, and `{path}` names it"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_leaf_is_in_its_table() {
    let sources = sources();
    for table in TABLES {
        let home = &sources[&format!("{table}/mod.rs")];
        for path in sources.keys() {
            let Some(leaf) = path.strip_prefix(&format!("{table}/")) else {
                continue;
            };
            let leaf = leaf.trim_end_matches(".rs");
            if leaf == "mod" || leaf.contains('/') {
                continue;
            }
            for line in [format!("mod {leaf};"), format!("{leaf}::")] {
                assert!(
                    home.contains(&line),
                    "`{path}` is not in `{table}/mod.rs`: `{line}`"
                );
            }
        }
    }
}

#[test]
fn every_template_is_embedded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let code = sources()["render/templates.rs"].clone();
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&root).unwrap();
        let path = path.to_str().unwrap().replace('\\', "/");
        let name = path.strip_prefix("fonts/").unwrap_or(&path);
        // The fonts' licence goes along with them, as a file.
        if entry.file_type().is_file() && !name.starts_with('.') && name != "OFL.md" {
            assert!(
                code.contains(&format!("\"{name}\"")),
                "`templates/{path}` is not embedded: add it to `render/templates.rs`"
            );
        }
    }
}

#[test]
fn files_are_short_and_named_for_what_they_are() {
    let sources = sources();
    for (path, text) in &sources {
        let lines = text.lines().count();
        let excused = LONG.iter().any(|(long, _)| long == path);
        assert!(
            lines <= 600 || excused,
            "`{path}` has {lines} lines: split it, or list it in LONG with a reason"
        );
        assert!(
            !excused || lines > 600,
            "`{path}` is short again: strike it from LONG"
        );
        let mut parts = path.trim_end_matches(".rs").split('/');
        assert!(
            !parts.any(|part| EMPTY_NAMES.contains(&part)),
            "`{path}` has a name that says nothing about what is inside"
        );
    }
    let mut lengths: Vec<usize> = sources.values().map(|t| t.lines().count()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(
        median <= 180,
        "half of the files have more than {median} lines"
    );
}

#[test]
fn every_module_begins_with_what_it_is() {
    for (path, text) in sources() {
        let is_test = path.ends_with("tests.rs") || path.contains("/tests/");
        assert!(
            is_test || text.starts_with("//! "),
            "`{path}` does not say in its first line what comes in and goes out"
        );
    }
}

/// Values only reach a template as one struct of finished words.
#[test]
fn templates_get_one_struct() {
    for (path, text) in sources() {
        assert!(
            !code(&text).contains("context.insert("),
            "`{path}` inserts into a template context: make it a field of the page's view"
        );
    }
}

/// Nothing that ships may carry the clock or chance.
#[test]
fn the_library_knows_no_clock_and_no_chance() {
    for (path, text) in sources() {
        if stage(&path) == "cli" {
            continue;
        }
        let text = code(&text);
        for word in [
            "SystemTime",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "rand::",
        ] {
            // `brand::` is another word.
            let whole = |(at, _): (usize, &str)| !text[..at].ends_with(char::is_alphanumeric);
            assert!(
                !text.match_indices(word).any(whole),
                "`{path}` names `{word}`: same input, same bytes"
            );
        }
    }
}
