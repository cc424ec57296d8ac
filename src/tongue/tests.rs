//! That no text is without its German and French, and no entry without its text. Whoever adds a text
//! to a template, or says one with `label` or `say!`, is told here what the catalogue lacks.
#![expect(clippy::disallowed_methods, reason = "tests look at the sources")]

use super::{catalogue, markup};
use crate::model::{ClaimVerb, Formula, Missing, MoneyKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Gaps that hold a word of English grammar, which another language need not have.
const GRAMMAR: &[&str] = &[
    "have", "had", "were", "are", "noun", "was", "its", "it", "verb", "misses", "still", "s",
];

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the repository") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the repository")
}

/// Every text of the templates.
fn of_templates() -> BTreeSet<String> {
    let all = files("templates", "html");
    all.iter()
        .flat_map(|path| markup::texts(&read(path)))
        .collect()
}

/// A string literal at the beginning of a text, as it is read, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start().strip_prefix('"')?;
    let mut value = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &inner[at + 1..])),
            '\\' => match chars.next()?.1 {
                'u' => {
                    let rest = chars.as_str();
                    let code = rest.strip_prefix('{')?.split('}').next()?;
                    value.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                    (0..code.len() + 2).for_each(|_| {
                        chars.next();
                    });
                }
                '\n' => {
                    let rest = chars.as_str();
                    let gap = rest.len() - rest.trim_start().len();
                    (0..gap).for_each(|_| {
                        chars.next();
                    });
                }
                'n' => value.push('\n'),
                other => value.push(other),
            },
            c => value.push(c),
        }
    }
    None
}

/// The part of a source that is no test.
fn shipped(source: &str) -> &str {
    source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(source)
}

/// Every text that the code says, by the entry of the catalogue that it needs.
fn of_code() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for path in files("src", "rs") {
        let name = path.to_string_lossy().into_owned();
        if name.contains("tests") || name.contains("/tongue/") {
            continue;
        }
        let source = read(&path);
        let source = shipped(&source);
        if name.ends_with("render/marks.rs") {
            let marks = source.split("mark(").chain(source.split("drawn(")).skip(1);
            let words = marks.filter_map(|inside| {
                let (_, rest) = literal(inside)?;
                let (_, rest) = literal(rest.trim_start().strip_prefix(',')?)?;
                let (word, _) = literal(rest.trim_start().strip_prefix(',')?)?;
                Some((word, path.clone()))
            });
            found.extend(words);
        }
        for call in [
            "label(",
            "tabled(",
            "label_of(",
            "say!(",
            "say_n!(",
            "say_of!(",
            "invented(",
            "todo(",
            "mark(",
        ] {
            let of_files = matches!(call, "todo(" | "mark(");
            if of_files && !name.contains("/scaffold/") {
                continue;
            }
            for (at, _) in source.match_indices(call) {
                let before = source[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '!') {
                    continue;
                }
                let inside = &source[at + call.len()..];
                let entry = match call {
                    "label(" | "tabled(" | "say!(" | "todo(" | "mark(" => {
                        literal(inside).map(|(text, _)| text)
                    }
                    // A bare figure is written as the language writes it.
                    "invented(" => literal(inside)
                        .map(|(text, _)| text)
                        .filter(|text| text.chars().any(|c| c.is_alphabetic() && c != 'Q')),
                    "label_of(" => literal(inside)
                        .and_then(|(_, rest)| literal(rest.trim_start().strip_prefix(',')?))
                        .map(|(text, _)| text),
                    _ => inside.split_once('"').and_then(|(before, _)| {
                        let (one, rest) = literal(&inside[before.len()..])?;
                        let (many, _) = literal(rest.trim_start().strip_prefix(',')?)?;
                        Some(format!("{one} | {many}"))
                    }),
                };
                if let Some(entry) = entry {
                    found.insert(entry, path.clone());
                }
            }
        }
    }
    found
}

/// Every entry: its English, German and French.
fn entries() -> Vec<(&'static str, [&'static str; 2])> {
    let all = catalogue::FILES.iter();
    all.flat_map(|(_, text)| catalogue::blocks(text)).collect()
}

/// What the heads of the standard queries say to people, which stands in the files of their metrics.
fn of_queries() -> BTreeSet<String> {
    const SAID: &[&str] = &[
        "name",
        "formula",
        "start_event",
        "stop_event",
        "inclusion",
        "exclusion",
        "weaknesses",
    ];
    let mut found = BTreeSet::new();
    for path in files("src/collect/standard", "sql") {
        let query = read(&path);
        let lines = query.lines().filter_map(|line| line.strip_prefix("-- "));
        let told = lines.filter_map(|line| line.split_once(": "));
        let said = told.filter(|(key, _)| SAID.contains(key));
        found.extend(said.map(|(_, text)| text.to_owned()));
    }
    assert!(found.len() > 100, "{} texts", found.len());
    found
}

/// Texts of tables that `label` is called on at run time: those listed, those of the formulas and of the
/// standard queries.
fn of_tables() -> BTreeSet<String> {
    let listed = include_str!("catalogue/tables.txt").lines();
    let listed = listed.filter(|line| !line.starts_with('#'));
    let formulas = Formula::ALL.into_iter().map(Formula::entry);
    let formulas = formulas.flat_map(|entry| {
        let kinds = entry.slots.iter().filter_map(|slot| slot.adds);
        let kinds = kinds.chain(entry.kind).map(MoneyKind::name);
        let texts = [entry.said, entry.caveat].into_iter().chain(kinds);
        let slots = entry.slots.iter().map(|slot| slot.label);
        let texts: Vec<&str> = texts.chain(slots).filter(|text| !text.is_empty()).collect();
        texts
    });
    let missing = [Missing::FEW_ANSWERS, Missing::PROTECTS];
    let claims = ClaimVerb::WORDS.iter().map(|(_, verb)| verb.phrase());
    let texts = listed.chain(formulas).chain(missing).map(str::to_owned);
    texts.chain(claims).chain(of_queries()).collect()
}

#[test]
fn every_text_has_its_german_and_french() {
    let there: BTreeMap<&str, [&str; 2]> = entries().into_iter().collect();
    let mut lacking = Vec::new();
    let needed = of_templates()
        .into_iter()
        .chain(of_code().into_keys())
        .chain(of_tables());
    for text in needed {
        match there.get(text.as_str()) {
            None => lacking.push(text),
            Some(texts) if texts.contains(&"") => lacking.push(text),
            Some(_) => {}
        }
    }
    lacking.sort();
    lacking.dedup();
    assert!(
        lacking.is_empty(),
        "no German or no French in src/tongue/catalogue for {}:\n{}",
        lacking.len(),
        lacking.join("\n")
    );
}

#[test]
fn every_entry_has_its_text() {
    let (templates, code, tables) = (of_templates(), of_code(), of_tables());
    let unused: Vec<&str> = entries()
        .into_iter()
        .map(|(english, _)| english)
        .filter(|e| !templates.contains(*e) && !code.contains_key(*e) && !tables.contains(*e))
        .collect();
    assert!(unused.is_empty(), "nothing says:\n{}", unused.join("\n"));
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> = entries()
        .into_iter()
        .map(|(english, _)| english)
        .filter(|english| !seen.insert(*english))
        .collect();
    assert!(twice.is_empty(), "two entries for:\n{}", twice.join("\n"));
}

/// The gaps and tags of a text.
fn marks(text: &str) -> BTreeSet<&str> {
    let mut marks = BTreeSet::new();
    for (open, close) in [('{', '}'), ('<', '>')] {
        for piece in text.split(open).skip(1) {
            marks.extend(piece.split(close).next());
        }
    }
    marks
}

#[test]
fn a_translation_has_the_gaps_of_its_text() {
    for (english, texts) in entries() {
        for text in texts {
            let mut lost = marks(english);
            lost.retain(|mark| !marks(text).contains(mark) && !GRAMMAR.contains(mark));
            assert!(lost.is_empty(), "`{text}` lacks {lost:?} of `{english}`");
            let made: Vec<_> = marks(text).difference(&marks(english)).copied().collect();
            assert!(
                made.is_empty(),
                "`{text}` has {made:?}, which `{english}` has not"
            );
            assert_eq!(
                english.contains(" | "),
                text.contains(" | "),
                "both forms of `{english}`: `{text}`"
            );
        }
    }
}

#[test]
fn a_template_keeps_its_tags_expressions_and_lines() {
    let source = "<p class=\"a\">Read\n  <a href=\"{{ x }}\">the ledger</a>,\nby {{ name }}.</p>{% if y %}<b title=\"Site\">Was</b>{% endif %}";
    assert_eq!(
        markup::texts(source),
        ["Read <1>the ledger</1>, by {1}.", "Site", "Was"]
    );
    assert_eq!(markup::translated(source), source);
    let _speaking = super::speak(crate::model::Language::German);
    assert_eq!(
        markup::translated(source),
        source.replace("Site", "Website").replace("Was", "Vorher")
    );
    let called = "{{ <rows rows={r} caption=\"Levels\" first={\"Site\"} /> }}";
    assert_eq!(markup::texts(called), ["Levels", "Site"]);
    assert_eq!(
        markup::translated(called),
        called
            .replace("Site", "Website")
            .replace("Levels", "Stufen")
    );
    let moved = "<p>{{ a }} more with a\nlower exposure: <a href=\"#\">all risks</a>.</p>";
    assert_eq!(
        markup::translated(moved),
        "<p>{{ a }} weitere mit niedrigerer Schadenserwartung: <a href=\"#\">alle Risiken</a>.\n</p>"
    );
}
