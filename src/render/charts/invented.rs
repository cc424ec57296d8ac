//! A text of an example to the same in the language spoken. An example is no figure of the pack: its
//! numbers are part of its texts, and the catalogue has both.

use crate::model::Language;
use crate::tongue::{self, say};

/// The text; a bare figure such as `9.3%` or `Q3` is written as the language writes it.
pub(super) fn invented(english: &str) -> String {
    if is_figure(english) {
        return figure(english);
    }
    match english.split_once(" of ") {
        Some((part, whole)) if is_figure(part) && is_figure(whole) => {
            say!("{filed} of {len}", figure(part), figure(whole))
        }
        _ => tongue::phrase(english, &[]),
    }
}

/// A number with its unit, both as the language writes them: `4.5 days`.
pub(super) fn amount(number: &str, unit: &'static str) -> String {
    format!("{}\u{a0}{}", figure(number), tongue::label(unit))
}

/// Whether a text has no word: digits, signs, quarters.
fn is_figure(text: &str) -> bool {
    let mut others = text.chars().filter(|c| c.is_alphabetic());
    others.all(|c| c == 'Q')
}

fn figure(english: &str) -> String {
    let language = tongue::spoken();
    let each = english.chars().map(|c| match (language, c) {
        (Language::English, c) => c.to_string(),
        (_, '.') => ",".to_owned(),
        (Language::German, ',') => ".".to_owned(),
        (Language::French, ',') => "\u{202f}".to_owned(),
        (Language::German, '%') => "\u{a0}%".to_owned(),
        (Language::French, '%') => "\u{202f}%".to_owned(),
        (Language::French, 'Q') => "T".to_owned(),
        (Language::French, ':') => "\u{a0}:".to_owned(),
        (_, c) => c.to_string(),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_figure_is_written_as_the_language_writes_it() {
        assert_eq!(invented("4,100.5%"), "4,100.5%");
        let german = tongue::speak(Language::German);
        assert_eq!(invented("4,100.5%"), "4.100,5\u{a0}%");
        drop(german);
        let _french = tongue::speak(Language::French);
        assert_eq!(invented("9.0%"), "9,0\u{202f}%");
        assert_eq!(invented("Q4\n2023"), "T4\n2023");
    }
}
