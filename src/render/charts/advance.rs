//! Text to width: the advance widths of the embedded typeface, so that labels stand in the same
//! place on every machine and no system font is ever asked.

/// Source Sans 3 Semibold, thousandths of an em, from U+0020 to U+007E. Regular is never wider, so
/// a label placed by this table fits in either weight.
const ASCII: [u16; 95] = [
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513,
    513, 513, 513, 513, 513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538,
    510, 628, 663, 282, 494, 597, 502, 745, 657, 674, 582, 674, 592, 545, 546, 655, 536, 800, 541,
    501, 540, 324, 344, 324, 513, 500, 549, 516, 563, 462, 564, 507, 317, 520, 558, 262, 263, 522,
    271, 843, 560, 549, 564, 564, 373, 431, 361, 556, 495, 748, 481, 495, 443, 324, 255, 324, 513,
];

/// Width of a text in the unit of `size`.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(|c| u32::from(advance(c))).sum();
    f64::from(thousandths) / 1000.0 * size
}

fn advance(c: char) -> u16 {
    let ascii = (c as usize)
        .checked_sub(0x20)
        .and_then(|index| ASCII.get(index));
    match (ascii, c) {
        (Some(width), _) => *width,
        (None, '\u{a0}') => 200,
        (None, '\u{202f}') => 120,
        (None, '\u{2018}' | '\u{2019}') => 275,
        (None, '\u{2212}' | '£' | '€' | '±' | '×') => 513,
        (None, '\u{2013}') => 480,
        (None, '…' | '\u{2014}') => 800,
        // Accented Latin is as wide as its letter, at most an N's width; wider scripts a whole em.
        (None, '\u{a1}'..='\u{24f}') => 600,
        (None, _) => 1000,
    }
}

/// The text, cut with an ellipsis where it is wider than `room`.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size);
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            left -= f64::from(advance(*c)) / 1000.0 * size;
            left >= 0.0
        })
        .collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_the_typefaces_own() {
        assert!((width("10%", 10.0) - 18.67).abs() < 1e-9);
        assert!((width("\u{2212}4\u{a0}ms", 10.0) - 25.0).abs() < 1e-9);
    }

    #[test]
    fn a_text_is_cut_only_where_it_does_not_fit() {
        assert_eq!(fitted("Checkout", 12.0, 80.0), "Checkout");
        assert_eq!(fitted("Checkout and payments", 12.0, 80.0), "Checkout an…");
    }
}
