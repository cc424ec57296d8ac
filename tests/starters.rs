//! What `init --locale` writes, and `new` into it: a pack in that language without an error, of the same
//! files and keys as the English one, and without an English sentence.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests look at the disk and may fail"
)]

mod typed;

use boardpack::load::Tree;
use boardpack::model::{Language, Locale, Period};
use boardpack::{diag::emit::short, pipeline, scaffold};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use typed::{KINDS, fine, run};

/// Words that neither German nor French has.
const ENGLISH: &[&str] = &[
    "the", "of", "with", "is", "are", "were", "by", "has", "have", "its", "to", "than", "that",
    "this", "which", "who", "when", "where", "each", "every", "until", "been", "and", "for", "not",
    "what", "how", "other", "yet", "written", "first",
];

/// A new pack of a kind in a locale; one that is counted from events with the quarter that `collect` begins.
fn pack(kind: &str, locale: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let named = ["--organisation", "Larkspur", "--period", "2026-Q3"];
    let args = [&["init", kind, "--locale", locale][..], &named].concat();
    fine(dir.path(), &args);
    if kind == "--events" {
        let tree = Tree::read(dir.path()).unwrap();
        let period: Period = "2026-Q3".parse().unwrap();
        let begun = scaffold::begin(&tree, period, &|_| false).unwrap();
        assert_eq!(begun.made.len(), 2, "{:?}", begun.made.keys());
        for (path, text) in begun.made {
            let file = dir.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }
    dir
}

/// The pack's texts by path.
fn texts(dir: &Path) -> BTreeMap<String, String> {
    let tree = Tree::read(dir).unwrap();
    let own = tree
        .files
        .into_iter()
        .filter(|(path, _)| path.starts_with("content/") || path.starts_with("data/"));
    own.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// Holds a pack that is not English to having no English sentence.
fn is_its_own(dir: &Path, locale: Locale) {
    for (path, text) in texts(dir) {
        if locale.language() != Language::English {
            let english = english(&text);
            assert!(english.is_empty(), "{path}:\n{}", english.join("\n"));
        }
    }
}

/// Every problem that is no placeholder; none is an error.
fn others(dir: &Path) -> BTreeSet<&'static str> {
    let checked = pipeline::check(&Tree::read(dir).unwrap());
    let told = short(&checked.diagnostics, &checked.sources);
    assert!(!checked.diagnostics.iter().any(|d| d.is_error()), "{told}");
    let codes = checked.diagnostics.iter().map(|d| d.code);
    codes.filter(|code| *code != "placeholder").collect()
}

/// What of a text is the same in every language: its keys, ids, headings and query.
fn skeleton(text: &str) -> String {
    let mut in_query = false;
    let lines = text.lines().map(|line| {
        in_query ^= line.starts_with("```");
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        let (key, _) = line[indent..].split_once(':').unwrap_or_default();
        match () {
            () if in_query || line.starts_with("## ") => line,
            () if key.starts_with(|c: char| c.is_ascii_lowercase()) && !key.contains(' ') => {
                &line[..indent + key.len()]
            }
            () if line.trim().is_empty() => "",
            () => "…",
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The English words of a text, but for headings, keys and queries, which no language changes.
fn english(text: &str) -> Vec<String> {
    let mut in_query = false;
    let mut found = Vec::new();
    for line in text.lines() {
        in_query ^= line.starts_with("```");
        if in_query || line.starts_with("## ") {
            continue;
        }
        // What stands in backticks is typed as it is; a key is followed by its colon.
        let told: String = line.split('`').step_by(2).collect();
        let words = told.split([' ', '{']).filter(|word| !word.ends_with(':'));
        let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let mut words = words.filter(|word| ENGLISH.contains(word));
        if words.next().is_some() {
            found.push(line.to_owned());
        }
    }
    found
}

#[test]
fn a_new_pack_is_without_an_error_and_builds_in_every_locale() {
    for kind in ["--empty", "--events"] {
        let own = pack(kind, "en-GB");
        let (codes, files) = (others(own.path()), texts(own.path()));
        assert!(files.len() > 7, "{:?}", files.keys());
        for (name, locale) in Locale::NAMES {
            let dir = pack(kind, name);
            assert_eq!(others(dir.path()), codes, "{kind} {name}");
            fine(dir.path(), &["build", "--quiet"]);
            let page = fs::read_to_string(dir.path().join("public/2026-Q3/index.html")).unwrap();
            let tag = format!("<html lang=\"{}\">", locale.language().tag());
            assert!(page.contains(&tag), "{kind} {name}");
            is_its_own(dir.path(), *locale);
            let made = texts(dir.path());
            let settings = &made["data/pack.yaml"];
            assert!(
                settings.contains(&format!("\nlocale: {name}\n")),
                "{settings}"
            );
            assert!(made.keys().eq(files.keys()), "{kind} {name}");
            for (path, text) in &made {
                assert_eq!(skeleton(text), skeleton(&files[path]), "{name}: {path}");
            }
        }
    }
}

#[test]
fn english_words_are_found() {
    let dir = pack("--empty", "en-GB");
    let texts = texts(dir.path());
    let metric = &texts["content/metrics/availability.md"];
    assert!(english(metric).len() > 5, "{:?}", english(metric));
}

#[test]
fn whatever_is_new_in_it_can_be_read_in_every_locale() {
    for kind in ["--empty", "--events"] {
        let mut first = None;
        for (name, locale) in Locale::NAMES {
            let dir = pack(kind, name);
            for thing in KINDS {
                fine(dir.path(), &["new", thing, &format!("Larkspur {thing}")]);
            }
            fine(
                dir.path(),
                &["new", "metric", "Build B", "--standard", "build-duration"],
            );
            fine(dir.path(), &["build", "--quiet"]);
            fine(dir.path(), &["new", "2026-Q4"]);
            is_its_own(dir.path(), *locale);
            let codes = others(dir.path());
            fine(dir.path(), &["build", "--quiet"]);
            assert_eq!(
                first.get_or_insert_with(|| codes.clone()),
                &codes,
                "{kind} {name}"
            );
        }
    }
}

/// That there is no figure yet holds until there is one: the verdict of its own pane, and what is said of the
/// whole quarter.
#[test]
fn what_a_pack_begins_with_gives_way_to_the_first_figure() {
    // English is read, and that it is too early to judge may be said of a quarter with figures, too.
    for (locale, verdict, sentences) in [
        ("en-GB", "Not measured yet", 3),
        ("de-DE", "Noch nicht gemessen", 4),
        ("fr-FR", "Pas encore mesuré", 4),
    ] {
        let dir = pack("--empty", locale);
        let mut tree = Tree::read(dir.path()).unwrap();
        let path = "data/snapshots/2026-Q3.yaml";
        let text = String::from_utf8(tree.files[path].clone()).unwrap();
        let (rest, missing) = text.split_once("  availability:\n").unwrap();
        let (_, others) = missing.split_once('\n').unwrap();
        let text = format!("{rest}  availability:\n    all: {{quarter: 14/229}}\n{others}");
        tree.files.insert(path.to_owned(), text.into_bytes());
        let checked = pipeline::check(&tree);
        let errors = checked.diagnostics.into_iter().filter(|d| d.is_error());
        let errors: Vec<_> = errors.collect();
        let told = short(&errors, &checked.sources);
        assert_eq!(errors.len(), sentences, "{told}");
        let unread = told.matches("error[unread-sentence]").count();
        assert_eq!(unread, sentences, "{told}");
        assert_eq!(told.matches(verdict).count(), 1, "{told}");
        let why = "it says that there is no figure yet, and `availability` has one in 2026-Q3";
        let said = errors.iter().filter_map(|d| d.primary.as_ref());
        assert!(
            said.map(|label| label.text.as_str())
                .all(|text| text == why),
            "{told}"
        );
    }
}

#[test]
fn the_sample_has_one_language_and_a_locale_is_one_that_is_known() {
    let dir = tempfile::tempdir().unwrap();
    let own = ["init", "--empty", "--organisation", "Larkspur", "--locale"];
    for args in [
        &["init", "--locale", "de-DE"][..],
        &[&own[..], &["de"]].concat(),
    ] {
        let output = run(dir.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            fs::read_dir(dir.path()).unwrap().next().is_none(),
            "{args:?}"
        );
    }
}
