//! Counts to words, for sentences.

/// Counts that are read as words as easily as in digits.
const COUNTS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

const PLACES: [&str; 13] = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
];

/// `three`; `None` beyond twelve.
pub(crate) fn count(n: u64) -> Option<&'static str> {
    COUNTS.get(usize::try_from(n).ok()?).copied()
}

/// The count that a word says: `three` is 3.
pub(crate) fn counted(word: &str) -> Option<u64> {
    let at = COUNTS.iter().position(|w| w.eq_ignore_ascii_case(word))?;
    u64::try_from(at).ok()
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
        assert_eq!(counted("Twelve"), Some(12));
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
