//! The texts of the catalogue: blocks of an English text, `de:` its German and `fr:` its French.

use crate::model::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The files of the catalogue.
pub(super) const FILES: &[(&str, &str)] = &[
    ("templates.txt", include_str!("catalogue/templates.txt")),
    ("words.txt", include_str!("catalogue/words.txt")),
    ("pages.txt", include_str!("catalogue/pages.txt")),
    ("sentences.txt", include_str!("catalogue/sentences.txt")),
];

/// German and French by the English text, their `~` already spaces that do not break.
type Entries = BTreeMap<&'static str, [String; 2]>;

/// The entries of a file: the English text, the German, the French.
pub(super) fn blocks(
    text: &'static str,
) -> impl Iterator<Item = (&'static str, [&'static str; 2])> {
    let blocks = text.split("\n\n").map(|b| b.trim_matches('\n'));
    let blocks = blocks.filter(|b| !b.is_empty());
    blocks.filter_map(|block| {
        let mut lines = block.lines().filter(|line| !line.starts_with("# "));
        let english = lines.next()?;
        let (mut german, mut french) = ("", "");
        for line in lines {
            if let Some(text) = line.strip_prefix("de: ") {
                german = text;
            } else if let Some(text) = line.strip_prefix("fr: ") {
                french = text;
            }
        }
        Some((english, [german, french]))
    })
}

fn entries() -> &'static Entries {
    static ENTRIES: OnceLock<Entries> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let all = FILES.iter().flat_map(|(_, text)| blocks(text));
        all.map(|(english, texts)| (english, texts.map(|text| text.replace('~', "\u{a0}"))))
            .collect()
    })
}

/// A text as it is printed, its gaps open.
pub(super) fn get(language: Language, english: &str) -> Option<&'static str> {
    let at = match language {
        Language::English => return None,
        Language::German => 0,
        Language::French => 1,
    };
    let text = entries().get(english)?[at].as_str();
    (!text.is_empty()).then_some(text)
}
