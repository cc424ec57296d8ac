//! Counts to words, for sentences.

/// Counts that have a word of their own.
const COUNTS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The largest count that is read as a word as easily as in digits.
const EASY: u64 = 12;

const PLACES: [&str; 13] = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
];

/// `three`; `None` beyond twelve.
pub(crate) fn count(n: u64) -> Option<&'static str> {
    let at = usize::try_from(n).ok().filter(|_| n <= EASY)?;
    COUNTS.get(at).copied()
}

/// `no`, `three`; `None` beyond nine.
pub(crate) fn few(n: usize) -> Option<&'static str> {
    match n {
        0 => Some("no"),
        _ => COUNTS.get(n).filter(|_| n < 10).copied(),
    }
}

/// The count that a word says, below twenty: `three` is 3.
pub(crate) fn counted(word: &str) -> Option<u64> {
    let at = COUNTS.iter().position(|w| w.eq_ignore_ascii_case(word))?;
    u64::try_from(at).ok()
}

/// The place that a word says, up to the twelfth: `third` is 3.
pub(crate) fn placed(word: &str) -> Option<usize> {
    PLACES.iter().position(|w| *w == word)
}

/// Whether a word is a count that is read as easily as digits.
pub(crate) fn is_count(word: &str) -> bool {
    counted(word).is_some_and(|n| n <= EASY)
}

/// `third`, `13th`, `21st`.
pub(crate) fn ordinal(n: u64) -> String {
    if let Some(word) = usize::try_from(n).ok().and_then(|n| PLACES.get(n)) {
        return (*word).to_owned();
    }
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_words_and_back() {
        assert_eq!(count(3), Some("three"));
        assert_eq!(count(13), None);
        assert_eq!((few(0), few(9), few(10)), (Some("no"), Some("nine"), None));
        assert_eq!(counted("Twelve"), Some(12));
        assert_eq!(counted("nineteen"), Some(19));
        assert_eq!((placed("third"), placed("13th")), (Some(3), None));
        assert!(is_count("zero") && is_count("twelve") && !is_count("thirteen"));
        for (n, text) in [
            (1, "first"),
            (12, "twelfth"),
            (13, "13th"),
            (21, "21st"),
            (102, "102nd"),
            (111, "111th"),
        ] {
            assert_eq!(ordinal(n), text);
        }
    }
}
