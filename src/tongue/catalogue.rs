//! The texts of the catalogue: blocks of an English text, `de:` its German and `fr:` its French.

use crate::model::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The files of the catalogue.
pub(super) const FILES: &[(&str, &str)] = &[
    ("at-odds.txt", include_str!("catalogue/at-odds.txt")),
    ("capability.txt", include_str!("catalogue/capability.txt")),
    (
        "changes-told.txt",
        include_str!("catalogue/changes-told.txt"),
    ),
    ("changes.txt", include_str!("catalogue/changes.txt")),
    ("charts.txt", include_str!("catalogue/charts.txt")),
    ("collected.txt", include_str!("catalogue/collected.txt")),
    ("experiments.txt", include_str!("catalogue/experiments.txt")),
    ("figures.txt", include_str!("catalogue/figures.txt")),
    ("formulas.txt", include_str!("catalogue/formulas.txt")),
    ("gallery.txt", include_str!("catalogue/gallery.txt")),
    ("incidents.txt", include_str!("catalogue/incidents.txt")),
    ("judgements.txt", include_str!("catalogue/judgements.txt")),
    ("marks.txt", include_str!("catalogue/marks.txt")),
    ("money.txt", include_str!("catalogue/money.txt")),
    ("movement.txt", include_str!("catalogue/movement.txt")),
    ("pages.txt", include_str!("catalogue/pages.txt")),
    ("parts.txt", include_str!("catalogue/parts.txt")),
    (
        "placeholders.txt",
        include_str!("catalogue/placeholders.txt"),
    ),
    ("promises.txt", include_str!("catalogue/promises.txt")),
    ("quality.txt", include_str!("catalogue/quality.txt")),
    (
        "record-templates.txt",
        include_str!("catalogue/record-templates.txt"),
    ),
    ("queries.txt", include_str!("catalogue/queries.txt")),
    ("records.txt", include_str!("catalogue/records.txt")),
    ("restated.txt", include_str!("catalogue/restated.txt")),
    ("risks.txt", include_str!("catalogue/risks.txt")),
    ("roles.txt", include_str!("catalogue/roles.txt")),
    (
        "several-templates.txt",
        include_str!("catalogue/several-templates.txt"),
    ),
    ("shared.txt", include_str!("catalogue/shared.txt")),
    ("sheets.txt", include_str!("catalogue/sheets.txt")),
    (
        "site-templates.txt",
        include_str!("catalogue/site-templates.txt"),
    ),
    ("starter.txt", include_str!("catalogue/starter.txt")),
    ("terms.txt", include_str!("catalogue/terms.txt")),
    ("words.txt", include_str!("catalogue/words.txt")),
];

/// What stands close to the text that it marks, by the narrow space that does not break. A colon has
/// the wide one.
const NARROW: [(&str, &str); 6] = [
    ("~;", "\u{202f};"),
    ("~!", "\u{202f}!"),
    ("~?", "\u{202f}?"),
    ("~%", "\u{202f}%"),
    ("«~", "«\u{202f}"),
    ("~»", "\u{202f}»"),
];

/// A French text with its spaces.
fn spaced(text: &str) -> String {
    let narrow = NARROW
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    narrow.replace('~', "\u{a0}")
}

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
        all.map(|(english, [german, french])| {
            // Where a word may part: a page's own mark for it would be escaped where code says the text.
            let parting = |text: String| text.replace("&shy;", "\u{ad}");
            let texts = [german.replace('~', "\u{a0}"), spaced(french)];
            (english, texts.map(parting))
        })
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
