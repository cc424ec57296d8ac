//! An exact number and a number of decimals to digits: grouping, decimal point, true minus.

use crate::model::{Exact, Locale};

/// Non-breaking space: a number never parts from its unit, nor a day from its month.
pub(super) const NBSP: char = '\u{a0}';
/// True minus: a hyphen is not one, and some fonts set it too short to see.
pub(super) const MINUS: char = '\u{2212}';
/// Narrow non-breaking space, between groups of digits.
const NARROW: char = '\u{202f}';

/// What stands between groups of three digits, from four digits on. English texts of the European
/// institutions keep the decimal point and group by a narrow space, so `en-EU` differs from the other
/// English locales in this alone.
fn separator(locale: Locale) -> Option<char> {
    match locale {
        Locale::EnGb | Locale::EnUs => Some(','),
        Locale::EnEu | Locale::FrFr => Some(NARROW),
        Locale::DeDe => Some('.'),
        Locale::Plain => None,
    }
}

/// What stands before the decimals.
fn point(locale: Locale) -> char {
    match locale {
        Locale::EnGb | Locale::EnUs | Locale::EnEu | Locale::Plain => '.',
        Locale::DeDe | Locale::FrFr => ',',
    }
}

/// The percent sign, with the space that a language sets before it.
pub(super) fn percent(locale: Locale) -> &'static str {
    match locale {
        Locale::EnGb | Locale::EnUs | Locale::EnEu | Locale::Plain => "%",
        Locale::DeDe => "\u{a0}%",
        Locale::FrFr => "\u{202f}%",
    }
}

/// Whether a number as written takes the singular: in English and German `1` alone, in French every
/// number under two.
pub(super) fn is_one(locale: Locale, text: &str) -> bool {
    match locale {
        Locale::FrFr => matches!(text.split(',').next(), Some("0" | "1")),
        _ => text == "1",
    }
}

/// A whole number with its thousands grouped.
pub(super) fn grouped(locale: Locale, digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.extend(separator(locale));
        }
        text.push(digit);
    }
    text
}

/// The number without its sign, rounded half away from zero to so many decimals.
pub(super) fn unsigned(locale: Locale, value: Exact, decimals: u32) -> String {
    let plain = match value.magnitude().scaled(decimals) {
        Some(scaled) => {
            let width = decimals as usize + 1;
            let digits = format!("{scaled:0width$}");
            let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
            (whole.to_owned(), fraction.to_owned())
        }
        // Beyond what a pack may write; the nearest float is as good as any other answer.
        None => {
            let text = format!("{:.*}", decimals as usize, value.to_f64().abs());
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            (whole.to_owned(), fraction.to_owned())
        }
    };
    let whole = grouped(locale, &plain.0);
    if plain.1.is_empty() {
        whole
    } else {
        format!("{whole}{}{}", point(locale), plain.1)
    }
}

/// Drops zeros that only fill up decimals: `1.20` is `1.2`.
pub(super) fn trimmed(locale: Locale, text: &str) -> &str {
    let point = point(locale);
    if text.contains(point) {
        text.trim_end_matches('0').trim_end_matches(point)
    } else {
        text
    }
}
