//! What `boardpack diff` tells: of the pairs in `diff/*.txt`, word for word, and of every rule's
//! example what must hold of any pair.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests read their files and may stop at the first surprise"
)]

use boardpack::compare::{Difference, Differences, emit};
use boardpack::load::{Tree, base_pack, example};
use boardpack::model::Period;
use boardpack::pipeline::{self, Asked, Part, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A pair of packs as its file describes it.
struct Pair {
    path: PathBuf,
    parts: BTreeMap<String, String>,
    before: Tree,
    after: Tree,
    quarters: Option<(Period, Period)>,
}

fn pairs() -> Vec<Pair> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(home)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    paths.into_iter().map(pair).collect()
}

fn pair(path: PathBuf) -> Pair {
    let text = std::fs::read_to_string(&path).unwrap();
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    let mut name = "title".to_owned();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("##### ") {
            Some(next) => next.trim().clone_into(&mut name),
            None => parts.entry(name.clone()).or_default().push_str(line),
        }
    }
    let part = |name: &str| parts.get(name).cloned().unwrap_or_default();
    let lay = |base: &Tree, name: &str| {
        example(base, &part(name)).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
    };
    let before = lay(&base_pack(), "before");
    let after = lay(&before, "after");
    let quarters = part("quarters");
    let mut named = quarters.split_whitespace().map(|q| q.parse().unwrap());
    let quarters = named.next().map(|first| (first, named.next().unwrap()));
    Pair {
        path,
        parts,
        before,
        after,
        quarters,
    }
}

impl Pair {
    fn compared(&self) -> Differences {
        self.compared_for(Reader::Person)
    }

    fn json(&self) -> String {
        emit::json(&self.compared_for(Reader::Program))
    }

    fn compared_for(&self, reader: Reader) -> Differences {
        let (before, part) = match self.quarters {
            None => (&self.before, [Part::Whole, Part::Whole]),
            Some((a, b)) => (&self.after, [Part::Quarter(a), Part::Quarter(b)]),
        };
        try_compared((before, part[0]), (&self.after, part[1]), reader).expect("both can be read")
    }
}

fn compared((before, p): (&Tree, Part), (after, q): (&Tree, Part)) -> Differences {
    try_compared((before, p), (after, q), Reader::Person).expect("both can be read")
}

fn try_compared(
    (before, p): (&Tree, Part),
    (after, q): (&Tree, Part),
    reader: Reader,
) -> Option<Differences> {
    let asked = |tree, label, part| Asked { tree, label, part };
    let compared = pipeline::compare(&asked(before, "base", p), &asked(after, "head", q), reader);
    compared.differences
}

fn whole(before: &Tree, after: &Tree) -> Option<Differences> {
    try_compared((before, Part::Whole), (after, Part::Whole), Reader::Person)
}

fn plain(differences: &Differences) -> String {
    let pieces = emit::text(differences).into_iter();
    pieces.map(|piece| piece.text).collect()
}

#[test]
fn pairs_are_told_word_for_word() {
    let mut wrong = String::new();
    for pair in pairs() {
        let differences = pair.compared();
        let faults = boardpack::load::parse(&pair.after).diagnostics;
        assert!(
            differences.broken.is_empty(),
            "{}: {faults:?}",
            pair.path.display()
        );
        let told = [
            ("text", plain(&differences)),
            ("markdown", emit::markdown(&differences)),
            ("json", pair.json()),
        ];
        if std::env::var_os("BLESS").is_some() {
            let mut text = pair.parts["title"].clone();
            for name in ["before", "after", "quarters"] {
                if let Some(part) = pair.parts.get(name) {
                    text.push_str(&format!("##### {name}\n{part}"));
                } else if name == "before" {
                    text.push_str("##### before\n");
                }
            }
            for (name, part) in &told {
                text.push_str(&format!("##### {name}\n{part}"));
            }
            std::fs::write(&pair.path, text).unwrap();
            continue;
        }
        for (name, part) in told {
            let expected = pair.parts.get(name).cloned().unwrap_or_default();
            if part != expected {
                wrong.push_str(&format!("{} ({name}):\n{part}\n", pair.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "look, then run with BLESS=1\n{wrong}");
}

/// A pack with its numbers as a locale writes them, its pages in that language.
fn abroad(tree: &Tree, locale: &str) -> Tree {
    let mut tree = tree.clone();
    let settings = tree.files.get_mut("data/pack.yaml").unwrap();
    let text = String::from_utf8(settings.clone()).unwrap();
    let rest = text.lines().filter(|line| !line.starts_with("locale:"));
    let rest: Vec<&str> = rest.collect();
    *settings = format!("locale: {locale}\n{}\n", rest.join("\n")).into_bytes();
    tree
}

#[test]
fn a_pack_of_another_language_is_told_in_english() {
    // Numbers and days are written as the pack writes them.
    let bare = |text: &str| !text.chars().any(|c| c.is_ascii_digit());
    let said = |differences: &Differences| -> BTreeSet<String> {
        let all = differences.all.iter();
        let all = all.chain(differences.quarters.iter().flat_map(|q| &q.all));
        let told = all.flat_map(|d| [&d.name, &d.what, &d.note, &d.said]);
        let headings = differences.all.iter().map(|d| d.matter.heading());
        let told = told.map(String::as_str).chain(headings);
        told.filter(|text| bare(text)).map(str::to_owned).collect()
    };
    let mut held = 0;
    for mut pair in pairs() {
        let english = said(&pair.compared());
        for locale in ["de-DE", "fr-FR"] {
            pair.before = abroad(&pair.before, locale);
            pair.after = abroad(&pair.after, locale);
            let found = said(&pair.compared());
            let other: Vec<&String> = found.difference(&english).collect();
            assert!(
                other.is_empty(),
                "{locale}, {}: {other:?}",
                pair.path.display()
            );
            held += found.len();
        }
    }
    assert!(held > 100, "{held} texts");
}

#[test]
fn programs_are_told_the_same_of_a_pack_in_any_locale() {
    let mut days = 0;
    for mut pair in pairs() {
        let english = pair.json();
        for locale in ["en-US", "en-EU", "de-DE", "fr-FR"] {
            pair.before = abroad(&pair.before, locale);
            pair.after = abroad(&pair.after, locale);
            assert_eq!(pair.json(), english, "{locale}, {}", pair.path.display());
        }
        // A person is told in the pack's own way.
        let person = emit::markdown(&pair.compared());
        assert!(!english.contains("novembre"), "{english}");
        days += person.matches("novembre").count();
    }
    assert!(days > 0, "no day of November in any pair");
}

/// What a difference is about, whichever way it is told.
fn about(
    d: &Difference,
) -> (
    Option<Period>,
    Option<&str>,
    Option<&str>,
    &str,
    Option<&str>,
) {
    let (metric, service) = (d.metric.as_deref(), d.service.as_deref());
    (d.period, metric, service, &d.what, d.path.as_deref())
}

/// The base pack, every pair and every rule's example.
fn packs() -> Vec<(String, Tree)> {
    let base = base_pack();
    let mut packs: Vec<(String, Tree)> = pairs()
        .into_iter()
        .flat_map(|p| {
            [("before", p.before), ("after", p.after)]
                .map(|(n, t)| (format!("{} {n}", p.path.display()), t))
        })
        .collect();
    let topics = pipeline::topics();
    let examples = topics.iter().filter(|t| !t.bad.is_empty());
    packs.extend(examples.filter_map(|t| Some((t.code.to_owned(), example(&base, t.bad).ok()?))));
    assert!(packs.len() > 60, "{}", packs.len());
    packs
}

#[test]
fn a_pack_does_not_differ_from_itself() {
    for (name, pack) in packs() {
        if let Some(differences) = whole(&pack, &pack) {
            assert!(differences.is_empty(), "{name}: {}", plain(&differences));
        }
    }
}

#[test]
fn both_ways_mention_the_same_things() {
    let base = base_pack();
    for (name, pack) in packs() {
        let (Some(there), Some(back)) = (whole(&base, &pack), whole(&pack, &base)) else {
            continue;
        };
        let there: BTreeSet<_> = there.all.iter().map(about).collect();
        let back: BTreeSet<_> = back.all.iter().map(about).collect();
        assert_eq!(there, back, "{name}");
    }
}

/// No changed byte stays unsaid.
#[test]
fn every_file_that_differs_is_mentioned() {
    let base = base_pack();
    for (name, pack) in packs() {
        let Some(differences) = whole(&base, &pack) else {
            continue;
        };
        let told: BTreeSet<&str> = differences
            .all
            .iter()
            .filter_map(|d| d.path.as_deref())
            .collect();
        let paths: BTreeSet<&String> = base.files.keys().chain(pack.files.keys()).collect();
        for path in paths {
            let (a, b) = (base.files.get(path), pack.files.get(path));
            let text = |bytes: Option<&Vec<u8>>| {
                bytes.map(|b| String::from_utf8_lossy(b).replace("\r\n", "\n"))
            };
            if text(a) != text(b) && !differences.broken.iter().any(|b| b == "head") {
                assert!(
                    told.contains(path.as_str()),
                    "{name}: `{path}` is not mentioned"
                );
            }
        }
    }
}

/// Sorted as documented, each with words, and no output lets a pack's text act.
#[test]
fn differences_are_in_order_and_none_acts() {
    let base = base_pack();
    for (name, pack) in packs() {
        let Some(differences) = whole(&base, &pack) else {
            continue;
        };
        assert!(differences.all.is_sorted_by_key(|d| d.matter), "{name}");
        for d in &differences.all {
            assert!(!d.name.is_empty() && !d.said.is_empty(), "{name}: {d:?}");
            assert_ne!(d.before, d.after, "{name}: {d:?}");
        }
        let markdown = emit::markdown(&differences);
        let tags = [
            "<br>",
            "<sub>",
            "</sub>",
            "<details>",
            "</details>",
            "<summary>",
            "</summary>",
        ];
        let left = tags
            .iter()
            .fold(markdown.clone(), |text, tag| text.replace(tag, ""));
        assert!(
            !left.contains('<') && !left.contains('`') && !left.contains("]("),
            "{name}: {left}"
        );
        let rows = markdown.lines().filter(|l| l.starts_with('|'));
        for row in rows {
            assert_eq!(row.matches('|').count(), 4, "{name}: {row}");
        }
        for text in [plain(&differences), markdown] {
            let acts =
                |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!text.contains(acts), "{name}");
        }
        let json: serde_json::Value = serde_json::from_str(&emit::json(&differences)).unwrap();
        assert_eq!(
            json["differences"].as_array().unwrap().len(),
            differences.all.len()
        );
    }
}

/// A comment holds only so much; what is left out is said.
#[test]
fn markdown_stays_within_a_comment() {
    let base = base_pack();
    let mut many = base.clone();
    for n in 0..900 {
        let text = format!(
            "---\nname: Term {n}\n---\n{}\n",
            "Words that mean something. ".repeat(9)
        );
        many.files
            .insert(format!("content/glossary/term-{n}.md"), text.into_bytes());
    }
    let differences = whole(&base, &many).unwrap();
    assert_eq!(differences.all.len(), 900);
    let markdown = emit::markdown(&differences);
    assert!(markdown.len() <= emit::MARKDOWN_BYTES, "{}", markdown.len());
    assert!(markdown.contains("left out, because a comment holds only so much"));
    assert_eq!(
        markdown.matches("<details>").count(),
        markdown.matches("</details>").count()
    );
    let few = emit::markdown(&whole(&base, &base).unwrap());
    assert!(
        !few.contains("left out") && few.contains("Nothing differs"),
        "{few}"
    );
}

/// What cannot be read is told of and left out; the rest is compared.
#[test]
fn a_broken_pack_is_compared_as_far_as_it_goes() {
    let base = base_pack();
    let broken = example(
        &base,
        "~~~ data/snapshots/2026-Q3.yaml\n-      search: {quarter: 3/60}\n+      search: {quarter: 4/60}\n\
         ~~~ content/glossary/error-budget.md\n-name: Error budget\n+nam: Error budget\n",
    )
    .unwrap();
    let differences = whole(&base, &broken).unwrap();
    assert_eq!(differences.broken, ["head"]);
    let text = plain(&differences);
    assert!(text.contains("Change failure rate, Search"), "{text}");
    assert!(text.contains("Not everything is compared"), "{text}");
    let lost = example(&base, "=== data/pack.yaml\n- 1\n").unwrap();
    assert!(whole(&base, &lost).is_none());
}

/// The page of a quarter tells what `diff` tells, and stays as it is when the next quarter is filed.
#[test]
fn the_page_tells_the_same_and_stays() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let two = pair(home.join("quarters.txt")).after;
    let next = two.files["data/snapshots/2026-Q3.yaml"].clone();
    let next = String::from_utf8(next).unwrap();
    let next = next
        .replace("2026-Q3", "2026-Q4")
        .replace("2026-07-01:", "2026-10-01:")
        .replace("2026-08-18: 341840", "2026-11-18: 342560")
        .replace("2026-09-30:", "2026-12-31:")
        .replace("2026-10-05", "2027-01-05");
    let next = next
        .replace("2026-W27", "2026-W40")
        .replace("2026-W28", "2026-W41");
    let mut three = two.clone();
    let path = "data/snapshots/2026-Q4.yaml".to_owned();
    three.files.insert(
        path,
        next.replace("checkout: {quarter: 3}", "checkout: {quarter: 5}")
            .into_bytes(),
    );
    let levels = three.files.get_mut("data/service-levels.yaml").unwrap();
    let held = String::from_utf8(levels.clone()).unwrap();
    let held = held.replace(
        "held: ~\n    outcome: ~",
        "held: 2026-10-20\n    outcome: continue",
    );
    *levels = held.into_bytes();
    let told = "content/2026-Q4/overview.md".to_owned();
    let words = pair(home.join("new-quarter.txt")).after.files[&told].clone();
    let words = String::from_utf8(words).unwrap();
    let words = words.replace(
        "decisions: []",
        "decisions: [{decision: 2026-Q3/d1-second-provider, outcome: approved, on: 2026-11-13}]",
    );
    let words = words.replace(
        "promises: []",
        "promises: [{promise: 2026-Q3/change-failure-rate, state: kept}]",
    );
    three.files.insert(told, words.into_bytes());
    // The review of the budget that was overspent in Q3 is held by then.
    let levels = three.files.get_mut("data/service-levels.yaml").unwrap();
    *levels = String::from_utf8(levels.clone())
        .unwrap()
        .replace("held: ~", "held: 2026-10-20")
        .replace("outcome: ~", "outcome: freeze")
        .into_bytes();
    let page = |tree: &Tree, path: &str| {
        let loaded = pipeline::build(tree);
        let wrong = boardpack::diag::emit::short(&loaded.diagnostics, &loaded.sources);
        let site = loaded.site.unwrap_or_else(|| panic!("{wrong}"));
        site.files
            .get(path)
            .map(|b| String::from_utf8(b.clone()).unwrap())
    };
    let quarters = |a: &str, b: &str| {
        let part = |q: &str| Part::Quarter(q.parse().unwrap());
        compared((&three, part(a)), (&three, part(b)))
    };
    let before = page(&two, "2026-Q3/changes.html").expect("the second quarter has one");
    assert_eq!(page(&three, "2026-Q3/changes.html"), Some(before.clone()));
    assert_eq!(page(&three, "2026-Q2/changes.html"), None);
    let after = page(&three, "2026-Q4/changes.html").expect("the third has one");
    for (html, told) in [
        (before, quarters("2026-Q2", "2026-Q3")),
        (after, quarters("2026-Q3", "2026-Q4")),
    ] {
        assert!(!told.all.is_empty());
        for d in &told.all {
            let name = d.name.replace('\'', "&#39;");
            assert!(html.contains(&name), "{name}");
        }
        let headline = boardpack::compare::summary(&told).headline;
        assert!(
            html.contains(&headline.replace('\'', "&#39;")),
            "{headline}"
        );
    }
    // Quarters are told in the order of time, however they are named.
    assert_eq!(
        quarters("2026-Q4", "2026-Q3"),
        quarters("2026-Q3", "2026-Q4")
    );
}
