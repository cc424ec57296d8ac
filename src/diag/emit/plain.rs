//! Text of a pack to text that a terminal only shows. A pack may come from anyone: its bytes must
//! never move the cursor, change a title, recolour a line or turn the reading direction.

use std::borrow::Cow;

/// Whether a character acts on a terminal or on the order of its neighbours instead of being seen.
pub(super) fn acts(c: char) -> bool {
    c.is_control() || turns(c)
}

/// Directional marks and line separators: with them a text can be shown in another order than it
/// is read by the program.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The visible stand-in, one character for one, so that columns stay what they are.
pub(super) fn stand_in(c: char) -> char {
    match c {
        '\n' | '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if acts(c) => '\u{fffd}',
        c => c,
    }
}

/// A text on one line in which nothing acts: control characters become their pictures.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts) {
        Cow::Owned(text.chars().map(stand_in).collect())
    } else {
        Cow::Borrowed(text)
    }
}
