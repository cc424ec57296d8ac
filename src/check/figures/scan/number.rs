//! A word to the number that it begins with, by the marks of the pack's language.

use crate::check::figures::lexicon;
use crate::model::Exact;

/// A number at the beginning of a word.
#[derive(Debug, Clone)]
pub(super) struct Number<'t> {
    pub(super) value: Exact,
    pub(super) decimals: u32,
    pub(super) money: bool,
    /// Whether digits were grouped, which no year is.
    pub(super) grouped: bool,
    pub(super) rest: &'t str,
}

/// The number that a word begins with, its sign and currency with it.
pub(super) fn number(word: &str) -> Option<Number<'_>> {
    let mut rest = word.trim_start_matches(['~', '≈', '<', '>', '≤', '≥', '±', '+']);
    let negative = rest.starts_with(['-', '\u{2212}']);
    rest = rest.trim_start_matches(['-', '\u{2212}']);
    let (bare, money) = lexicon::without_currency(rest);
    let negative = negative || bare.starts_with(['-', '\u{2212}']);
    let bare = bare.trim_start_matches(['-', '\u{2212}']);
    if !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut plain = String::new();
    let (mut decimals, mut grouped, mut pointed) = (0, false, false);
    let mut end = 0;
    let mut chars = bare.char_indices().peekable();
    let (comma, point) = lexicon::marks();
    let three = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count() == 3;
    // Where a point groups, `1.234` is a thousand, and `99.95` cannot be one: it is read as it was
    // meant, so that no figure is lost.
    let groups = |c: char, rest: &str| match c {
        '.' if comma == '.' => three(rest),
        c => c == comma || lexicon::groups(c),
    };
    let points = |c: char| c == point || c == '.';
    while let Some((at, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, n)| n.is_ascii_digit());
        match c {
            '0'..='9' => {
                plain.push(c);
                decimals += u32::from(pointed);
            }
            c if next_digit && !pointed && groups(c, &bare[at + c.len_utf8()..]) => grouped = true,
            c if next_digit && !pointed && points(c) => {
                pointed = true;
                plain.push('.');
            }
            _ => break,
        }
        end = at + c.len_utf8();
    }
    let value = Exact::parse(&plain).ok()?;
    let rest = bare[end..].trim_start_matches('\u{202f}');
    Some(Number {
        value: if negative {
            Exact::ZERO.minus(value)?
        } else {
            value
        },
        decimals,
        money,
        grouped,
        rest,
    })
}
