//! The sample told in German and French: what its pages and drawings say beyond the pack's own words
//! holds no word that only English has. The catalogue's tests read the sources; this one reads what
//! comes out, and so finds a text that code prints past `label` and `say!`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use boardpack::diag::emit::short;
use boardpack::load::Tree;
use boardpack::model::{Audience, Origin};
use boardpack::pipeline;
use boardpack::render::{Forms, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Words that English has and German and French have not.
const ENGLISH: &[&str] = &[
    "the", "of", "with", "is", "are", "was", "were", "by", "from", "has", "have", "had", "its",
    "to", "than", "that", "this", "which", "who", "when", "where", "each", "every", "until",
    "since", "before", "after", "none", "more", "less", "been", "being", "and", "for", "not",
    "them", "their", "those", "there", "what", "how", "only", "other", "below", "above",
];

/// Of them, what German has as well.
const GERMAN_TOO: &[&str] = &["was"];

/// A pack in a language.
struct Abroad {
    locale: &'static str,
    /// `Checkout success missed its target`, and the like.
    kept: &'static str,
    missed: &'static str,
    asked: &'static str,
}

const GERMAN: Abroad = Abroad {
    locale: "de-DE",
    kept: "Ziel gehalten",
    missed: "Ziel verfehlt",
    asked: "Wir bitten das Board um eine Entscheidung.",
};

const FRENCH: Abroad = Abroad {
    locale: "fr-FR",
    kept: "cible tenue",
    missed: "cible manquée",
    asked: "Nous demandons une décision au Conseil.",
};

/// The panes' first metrics with their names, and in which of the three quarters each met its target.
const PANES: [(&str, &str, &str, [bool; 3]); 4] = [
    (
        "outcomes",
        "checkout-success",
        "Checkout success",
        [false; 3],
    ),
    ("flow", "lead-time", "Lead time", [true, false, true]),
    (
        "quality",
        "change-failure-rate",
        "Change failure rate",
        [false; 3],
    ),
    (
        "reliability",
        "slo-attainment",
        "SLO attainment",
        [true, true, false],
    ),
];

impl Abroad {
    /// The sample in this locale. Its own words stay English, but for those that the pack is held to:
    /// whoever reads sentences reads them in the pack's language.
    fn tree(&self) -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut tree = Tree::read(root).unwrap();
        tree.files.retain(|path, _| {
            (path.starts_with("content/") || path.starts_with("data/"))
                && !path.starts_with("data/published/")
                && !path.contains("/stories/")
                && path != "data/restatements.yaml"
        });
        for (path, bytes) in &mut tree.files {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let text = match path.as_str() {
                "data/pack.yaml" => {
                    text.replace("locale: en-GB", &format!("locale: {}", self.locale))
                }
                path if path.ends_with("/overview.md") => self.overview(path, &text),
                path if path.contains("/decisions/") => self.decision(&text),
                _ => continue,
            };
            *bytes = text.into_bytes();
        }
        tree
    }

    fn overview(&self, path: &str, text: &str) -> String {
        let quarter = match path {
            path if path.contains("2026-Q1") => 0,
            path if path.contains("2026-Q2") => 1,
            _ => 2,
        };
        let said = |at: usize| {
            let (_, metric, name, met) = PANES[at];
            let (said, word) = match met[quarter] {
                true => (self.kept, "met"),
                false => (self.missed, "missed"),
            };
            format!("{{text: \"{name}: {said}\", claims: [{metric} {word}]}}")
        };
        let purpose = text
            .lines()
            .find(|line| line.starts_with("purpose: "))
            .unwrap();
        let mut made = format!("---\n{purpose}\nheadline: {}\nsummary:\n", said(0));
        made.push_str(&format!(
            "  - {}\n  - {}\n  - {}\nverdicts:\n",
            said(0),
            said(2),
            self.asked
        ));
        for (at, (pane, ..)) in PANES.iter().enumerate() {
            made.push_str(&format!("  {pane}: {}\n", said(at)));
        }
        let (_, rest) = text.split_once("\nsince_last_meeting:").unwrap();
        let (rest, _) = rest.split_once("\n---\n").unwrap();
        made.push_str("since_last_meeting:");
        for line in rest.lines() {
            let key = line.trim_start().split(": ").next().unwrap_or_default();
            let indent = &line[..line.len() - line.trim_start().len()];
            match key {
                "why" | "doing" | "note" => {
                    made.push_str(&format!("{indent}{key}: {}", self.asked))
                }
                _ => made.push_str(line),
            }
            made.push('\n');
        }
        made.push_str("---\n");
        made
    }

    fn decision(&self, text: &str) -> String {
        let (front, _) = text.split_once("\n---\n").unwrap();
        let lines = front.lines().map(|line| match line.starts_with("title: ") {
            true => format!("title: {}\n", self.asked),
            false => format!("{line}\n"),
        });
        format!(
            "{}---\n## Why now\n\n{}\n",
            lines.collect::<String>(),
            self.asked
        )
    }
}

fn site(tree: &Tree, audience: Audience) -> Site {
    let forms = Forms {
        slides: true,
        single: true,
        ..Forms::default()
    };
    let built = pipeline::build_in(tree, &Origin::default(), audience, &forms);
    let told = short(&built.diagnostics, &built.sources);
    built.site.unwrap_or_else(|| panic!("{told}"))
}

/// A text in its words, without signs around them.
fn words(text: &str) -> Vec<String> {
    let text = text.replace(['\u{a0}', '\u{202f}', '*', '`', '_'], " ");
    let pieces = text.split(|c: char| c.is_whitespace() || "/·→—–…".contains(c));
    let bare = pieces.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let bare = bare.filter(|word| !word.is_empty());
    bare.map(str::to_lowercase).collect()
}

/// Runs of words that the pack itself has: every run of `LONG` words of a file, and every short text
/// of it that stands alone.
struct Own(BTreeSet<String>);

const LONG: usize = 4;

impl Own {
    fn of(tree: &Tree) -> Self {
        let mut runs = BTreeSet::new();
        for bytes in tree.files.values() {
            let text = String::from_utf8_lossy(bytes);
            let all = words(&text);
            runs.extend(all.windows(LONG).map(|run| run.join(" ")));
            for line in text.lines() {
                let parts = line.split([
                    ':', ',', ';', '{', '}', '[', ']', '"', '#', '(', ')', '.', '|',
                ]);
                let parts = parts.chain(line.split(": ")).chain([line]);
                let alone = parts
                    .map(words)
                    .filter(|words| (1..LONG).contains(&words.len()));
                runs.extend(alone.map(|words| words.join(" ")));
            }
        }
        Self(runs)
    }

    /// What is left of a text without the pack's own.
    fn without<'w>(&self, words: &'w [String]) -> Vec<&'w str> {
        let mut own = vec![false; words.len()];
        for length in 1..=LONG {
            for (at, run) in words.windows(length).enumerate() {
                if (length > 1 || !ENGLISH.contains(&&*run[0])) && self.0.contains(&run.join(" ")) {
                    own[at..at + length].fill(true);
                }
            }
        }
        let left = words.iter().zip(own).filter(|(_, own)| !own);
        left.map(|(word, _)| word.as_str()).collect()
    }
}

/// What a page or a drawing says: runs of text between two tags that break it, and what is read out.
fn texts(page: &str) -> Vec<String> {
    const INLINE: &[&str] = &["a", "abbr", "b", "em", "i", "strong", "q", "time"];
    const SILENT: &[&str] = &["style", "script", "code", "pre"];
    let mut found = vec![String::new()];
    let mut silent: Option<&str> = None;
    for piece in page.split('<') {
        let Some((tag, text)) = piece.split_once('>') else {
            continue;
        };
        let name = tag.trim_start_matches('/');
        let name = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        match (silent, tag.starts_with('/')) {
            (Some(inside), true) if inside == name => silent = None,
            (None, false) => silent = SILENT.iter().find(|silent| **silent == name).copied(),
            _ => {}
        }
        if silent.is_some() {
            continue;
        }
        // Lines of a file's head and foot: the page that the file is of has them whole.
        if tag.contains("class=\"s-") {
            continue;
        }
        for spoken in ["aria-label=\"", "alt=\"", "title=\""] {
            let value = tag
                .split(spoken)
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            found.extend(value.map(str::to_owned));
        }
        match INLINE.contains(&name) {
            true => found.last_mut().unwrap().push_str(text),
            false => found.push(text.to_owned()),
        }
    }
    let named = [
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
    ];
    let plain = |text: String| {
        named
            .iter()
            .fold(text, |text, (from, to)| text.replace(from, to))
    };
    found.into_iter().map(plain).collect()
}

/// Texts with an English word, each with a page that says it.
fn english(site: &Site, own: &Own, too: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let pages = site
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".svg"));
    for (path, bytes) in pages {
        for text in texts(&String::from_utf8_lossy(bytes)) {
            let all = words(&text);
            let left = own.without(&all);
            if left
                .iter()
                .any(|word| ENGLISH.contains(word) && !too.contains(word))
            {
                found
                    .entry(text.split_whitespace().collect::<Vec<_>>().join(" "))
                    .or_insert_with(|| path.clone());
            }
        }
    }
    found
}

fn is_told(abroad: &Abroad, lang: &str, too: &[&str], editions: &[Audience]) {
    let tree = abroad.tree();
    let own = Own::of(&tree);
    for audience in editions {
        let site = site(&tree, *audience);
        let left = english(&site, &own, too);
        let shown: Vec<String> = left
            .iter()
            .map(|(text, path)| format!("{path}: {text}"))
            .collect();
        assert!(
            shown.is_empty(),
            "{} texts of {} are English:\n{}",
            shown.len(),
            abroad.locale,
            shown.join("\n")
        );
        let drawings = site.files.iter().filter(|(path, _)| path.ends_with(".svg"));
        let mut drawn = 0;
        for (path, bytes) in drawings.filter(|(path, _)| path.contains("charts/")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.contains(&format!(" lang=\"{lang}\"")), "{path}");
            drawn += 1;
        }
        assert!(drawn > 100, "{drawn} drawings");
    }
}

#[test]
fn a_german_pack_says_nothing_in_english() {
    is_told(
        &GERMAN,
        "de",
        GERMAN_TOO,
        &[Audience::Internal, Audience::Board],
    );
}

#[test]
fn a_french_pack_says_nothing_in_english() {
    is_told(&FRENCH, "fr", &[], &[Audience::Internal]);
}
