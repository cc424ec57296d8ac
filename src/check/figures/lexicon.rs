//! The words that tell a figure from what only looks like one, in the pack's language. Data, and the
//! questions asked of it. Where a language gives no ground to leave a number out, it is a figure.

mod abroad;

use super::scan::Class;
use crate::model::{Exact, Language};
use crate::tongue::spoken;
use crate::words::names_month;
use abroad::Abroad;

/// Punctuation before a word.
pub(super) const OPENING: &[char] = &['(', '[', '"', '\'', '“', '‘', '«', '*', '_', '`', '…', '—'];
/// Punctuation after a word.
pub(super) const CLOSING: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '”', '’', '»', '*', '_', '`', '…', '—',
];

/// What the punctuation after a word ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Nothing,
    /// A phrase: what follows does not belong to the word.
    Phrase,
    Sentence,
}

pub(super) fn ends(punctuation: &str) -> Ends {
    if punctuation.contains(['.', '!', '?', ':']) {
        Ends::Sentence
    } else if punctuation.contains([',', ';', ')', ']', '—', '"', '”']) {
        Ends::Phrase
    } else {
        Ends::Nothing
    }
}

/// Years that a text may mean.
pub(super) fn is_year(value: Exact) -> bool {
    (Exact::integer(1970)..=Exact::integer(2199)).contains(&value)
}

/// Words after which four digits are a year, whatever follows.
const BEFORE_YEARS: &[&str] = &[
    "in", "since", "of", "until", "till", "from", "before", "after", "during", "through", "early",
    "late", "mid", "spring", "summer", "autumn", "winter", "year", "fy", "by", "the", "and",
];

/// Words that give the number after them as a label.
const LABELS: &[&str] = &[
    "tier",
    "tiers",
    "level",
    "phase",
    "version",
    "versions",
    "week",
    "weeks",
    "quarter",
    "article",
    "section",
    "step",
    "option",
    "part",
    "page",
    "pages",
    "item",
    "chapter",
    "annex",
    "appendix",
    "figure",
    "table",
    "note",
    "number",
    "numbers",
    "no",
    "question",
    "decision",
    "assumption",
    "priority",
    "severity",
    "sev",
    "stage",
    "wave",
    "class",
    "schedule",
    "clause",
    "paragraph",
    "rule",
    "gate",
    "sprint",
    "iteration",
    "volume",
    "grade",
    "port",
    "room",
    "category",
    "type",
    "ticket",
];

/// Words after which a count points at things already named.
const POINTING: &[&str] = &[
    "the", "these", "those", "its", "their", "other", "last", "past", "first", "next", "both",
    "which", "whose", "previous",
];

/// Words that part a count from a plural further on.
const BREAKING: &[&str] = &[
    "of", "in", "to", "and", "or", "but", "than", "that", "which", "is", "was", "were", "are",
    "has", "had", "have", "for", "at", "by", "on", "with", "from", "as", "not", "now", "more",
];

/// Stretches of the calendar, which a text may count without a metric.
const CALENDAR: &[&str] = &["days", "weeks", "months", "years"];

/// Words after which four digits are a year, whatever follows.
pub(super) fn before_years() -> &'static [&'static str] {
    abroad::spoken().map_or(BEFORE_YEARS, |abroad| abroad.before_years)
}

/// Words that give the number after them as a label.
pub(super) fn labels() -> &'static [&'static str] {
    abroad::spoken().map_or(LABELS, |abroad| abroad.labels)
}

/// Words after which a count points at things already named.
pub(super) fn pointing() -> &'static [&'static str] {
    abroad::spoken().map_or(POINTING, |abroad| abroad.pointing)
}

/// Words that part a count from a plural further on.
pub(super) fn breaking() -> &'static [&'static str] {
    abroad::spoken().map_or(BREAKING, |abroad| abroad.breaking)
}

/// Stretches of the calendar, which a text may count without a metric.
pub(super) fn calendar() -> &'static [&'static str] {
    abroad::spoken().map_or(CALENDAR, |abroad| abroad.calendar)
}

/// Words between the two ends of a range, from the lower on or from an earlier to a later figure.
pub(super) fn to() -> &'static [&'static str] {
    abroad::spoken().map_or(&["to"], |abroad| abroad.to)
}

/// Words between a part and its whole.
pub(super) fn of() -> &'static [&'static str] {
    abroad::spoken().map_or(&["of", "in"], |abroad| abroad.of)
}

/// Words between two figures that may belong together.
pub(super) fn and() -> &'static [&'static str] {
    abroad::spoken().map_or(&["and", "or"], |abroad| abroad.and)
}

/// The word before the first of two figures in a row.
pub(super) fn from() -> &'static [&'static str] {
    abroad::spoken().map_or(&["from"], |abroad| abroad.from)
}

/// Words before two figures that belong together.
pub(super) fn between() -> &'static [&'static str] {
    abroad::spoken().map_or(&["between", "either"], |abroad| abroad.between)
}

/// Whether the point after a word belongs to it: `31. März`, `1,2 Mio. €`.
pub(in crate::check) fn is_pointed(word: &str, next: &str) -> bool {
    let Some(abroad) = abroad::spoken() else {
        return false;
    };
    let short = abroad
        .cut_short
        .iter()
        .any(|w| w.eq_ignore_ascii_case(word));
    let ordinal = spoken() == Language::German
        && word.len() <= 2
        && word.bytes().all(|b| b.is_ascii_digit())
        && (is_month(next) || abroad.placed.contains(&next));
    short || ordinal
}

/// Whether a space between two groups of digits may belong to one number.
pub(super) fn groups(space: char) -> bool {
    match spoken() {
        Language::English => space == '\u{202f}',
        Language::German => matches!(space, '\u{202f}' | '\u{a0}'),
        Language::French => matches!(space, '\u{202f}' | '\u{a0}' | ' '),
    }
}

/// What groups digits, and what stands before decimals.
pub(super) fn marks() -> (char, char) {
    match spoken() {
        Language::English => (',', '.'),
        Language::German => ('.', ','),
        Language::French => ('.', ','),
    }
}

/// Whether every noun is written large, so that a capital makes no name.
pub(super) fn capital_nouns() -> bool {
    spoken() == Language::German
}

/// Months cut short.
const SHORT_MONTHS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

pub(super) fn is_month(word: &str) -> bool {
    let language = spoken();
    names_month(language, word) || language == Language::English && SHORT_MONTHS.contains(&word)
}

pub(super) fn is_weekday(word: &str) -> bool {
    if let Some(abroad) = abroad::spoken() {
        return abroad.weekdays.contains(&word);
    }
    let days = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    days.contains(&word)
}

/// Whether a word is one of letters.
pub(super) fn is_wordlike(word: &str) -> bool {
    word.starts_with(char::is_alphabetic)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
}

/// Whether a word looks like the plural of a noun.
pub(super) fn is_plural(word: &str) -> bool {
    const NOT: &[&str] = &[
        "is",
        "was",
        "has",
        "does",
        "this",
        "thus",
        "its",
        "us",
        "as",
        "less",
        "always",
        "perhaps",
        "across",
        "towards",
        "besides",
        "business",
        "process",
        "progress",
        "success",
        "status",
        "basis",
        "analysis",
        "plus",
        "minus",
        "versus",
        "series",
        "access",
        "express",
        "previous",
        "various",
        "serious",
        "famous",
        "continuous",
        "anonymous",
        "unless",
        "whereas",
        "times",
        "years",
        "goes",
        "needs",
        "says",
        "means",
        "shows",
        "makes",
        "takes",
        "gives",
        "stays",
        "keeps",
        "lies",
        "holds",
        "remains",
        "stands",
        "fails",
        "misses",
        "meets",
        "rises",
        "falls",
    ];
    match spoken() {
        Language::English => {}
        // Its nouns are known by their capital, their plural by nothing.
        Language::German => return is_wordlike(word) && word.starts_with(char::is_uppercase),
        Language::French => {
            let breaks = abroad::FRENCH
                .breaking
                .contains(&word.to_lowercase().as_str());
            return is_wordlike(word) && word.len() > 3 && word.ends_with(['s', 'x']) && !breaks;
        }
    }
    let lower = word.to_lowercase();
    let irregular = ["people", "children", "women", "men", "criteria", "data"];
    is_wordlike(word)
        && (irregular.contains(&lower.as_str())
            || (lower.len() > 3
                && lower.ends_with('s')
                && !lower.ends_with("ss")
                && !lower.ends_with("'s")
                && !lower.ends_with("’s")
                && !NOT.contains(&lower.as_str())))
}

/// Milliseconds in a unit of time.
fn time(word: &str) -> Option<i64> {
    let abroad = abroad::spoken().and_then(|abroad| Abroad::find(abroad.times, word));
    if abroad.is_some() {
        return abroad;
    }
    Some(match word {
        "ms" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
        "min" | "mins" | "minute" | "minutes" => 60_000,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        _ => return None,
    })
}

/// A unit that stands as a word of its own, and its size.
pub(super) fn unit(word: &str) -> Option<(Class, Exact)> {
    let lower = word.to_lowercase();
    if let Some(size) = time(&lower) {
        return Some((Class::Duration, Exact::integer(size)));
    }
    // `k€`, `M€`: a size against its sign.
    if spoken() != Language::English
        && let Some(sized) = word.strip_suffix(['€', '£', '$'])
        && let Some(size) = size(sized)
    {
        return Some((Class::Money, size));
    }
    let abroad = abroad::spoken().and_then(|abroad| Abroad::find(abroad.units, &lower));
    if let Some(class) = abroad {
        return Some((class, Exact::integer(1)));
    }
    let class = match lower.as_str() {
        "%" | "percent" | "pct" => Class::Percent,
        "points" | "point" | "pp" | "ppt" => Class::Points,
        "pounds" | "pound" | "euros" | "euro" | "dollars" | "dollar" | "gbp" | "eur" | "usd"
        | "pence" => Class::Money,
        _ => return None,
    };
    Some((class, Exact::integer(1)))
}

/// A unit written against the digits, and its size.
pub(super) fn suffix(rest: &str) -> Option<(Class, Exact)> {
    let thousand = |n| (Class::Count(None), Exact::integer(n));
    Some(match rest {
        "" => return None,
        "€" | "£" | "$" if spoken() != Language::English => (Class::Money, Exact::integer(1)),
        "%" => (Class::Percent, Exact::integer(1)),
        "pp" | "pts" => (Class::Points, Exact::integer(1)),
        "k" | "K" => thousand(1_000),
        "m" | "M" | "mn" => thousand(1_000_000),
        "b" | "B" | "bn" => thousand(1_000_000_000),
        "x" | "×" => thousand(1),
        rest => {
            let size = time(rest)?;
            (Class::Duration, Exact::integer(size))
        }
    })
}

/// A count that a word says, beyond the twenty that `words` knows: `twenty-one`, `forty`.
pub(super) fn counted(word: &str) -> Option<u64> {
    const TENS: &[&str] = &[
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    match spoken() {
        Language::English => {}
        Language::German => return abroad::german(&word.to_lowercase()),
        Language::French => return abroad::french(&word.to_lowercase()),
    }
    if let Some(n) = crate::words::spelled::counted(word) {
        return Some(n);
    }
    let lower = word.to_lowercase();
    let place = |list: &[&str], word: &str| {
        let at = list.iter().position(|w| *w == word)?;
        u64::try_from(at).ok()
    };
    let (tens, ones) = lower.split_once('-').unwrap_or((&lower, ""));
    let tens = 20 + 10 * place(TENS, tens)?;
    match ones {
        "" => Some(tens),
        ones => Some(tens + crate::words::spelled::counted(ones).filter(|n| (1..10).contains(n))?),
    }
}

/// A round number in words that is no count of its own: `a dozen`, `hundreds of`.
pub(super) fn round(word: &str) -> Option<u64> {
    if let Some(abroad) = abroad::spoken() {
        return Abroad::find(abroad.round, &word.to_lowercase());
    }
    Some(match word.to_lowercase().as_str() {
        "dozen" | "dozens" => 12,
        "scores" => 20,
        "hundred" | "hundreds" => 100,
        "thousand" | "thousands" => 1_000,
        "million" | "millions" => 1_000_000,
        _ => return None,
    })
}

/// The percent of a part in words, rounded down: `a third of`, `two fifths of`.
pub(super) fn part(word: &str) -> Option<i64> {
    if let Some(abroad) = abroad::spoken() {
        return Abroad::find(abroad.parts, &word.to_lowercase());
    }
    Some(match word.to_lowercase().as_str() {
        "third" | "thirds" => 33,
        "quarters" => 25,
        "fifth" | "fifths" => 20,
        "sixth" | "sixths" => 16,
        "seventh" | "sevenths" => 14,
        "eighth" | "eighths" => 12,
        "ninth" | "ninths" => 11,
        "tenth" | "tenths" => 10,
        _ => return None,
    })
}

/// A size in words after a number.
pub(super) fn size(word: &str) -> Option<Exact> {
    if let Some(abroad) = abroad::spoken() {
        // `M` and `k` are sizes only as they are written.
        let lower = word.to_lowercase();
        let word = if word.len() > 2 { lower.as_str() } else { word };
        return Abroad::find(abroad.sizes, word).map(Exact::integer);
    }
    Some(Exact::integer(match word.to_lowercase().as_str() {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        _ => return None,
    }))
}

/// A word without the currency before or the code in front of its digits, and whether it had one.
pub(super) fn without_currency(word: &str) -> (&str, bool) {
    const MARKS: &[&str] = &["US$", "A$", "C$", "£", "€", "$", "¥", "₹"];
    if let Some(rest) = MARKS.iter().find_map(|mark| word.strip_prefix(mark)) {
        return (rest, true);
    }
    let code = word.get(..3).filter(|code| is_currency(code));
    match code {
        Some(code) => (&word[code.len()..], true),
        None => (word, false),
    }
}

/// Whether a word is the code of a currency that packs are likely to name.
pub(super) fn is_currency(word: &str) -> bool {
    matches!(
        word,
        "GBP" | "EUR" | "USD" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "JPY" | "CAD" | "AUD"
    )
}

/// Whether points group the digits of a number: `1.234.567`, where points do.
fn is_grouped(word: &str) -> bool {
    let mut groups = word.split('.');
    let first = groups.next().unwrap_or_default();
    marks().0 == '.' && (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Whether one word with a digit is a date, a time, a version or a name, and no number.
pub(super) fn is_date_or_name(word: &str) -> bool {
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    if word.starts_with('#') {
        return true;
    }
    // Names begin with a letter: `P95`, `D1`, `Q3`, `W27`, `v2`, `FY2026`, `CVE-2026-1`.
    if word.starts_with(char::is_alphabetic) && !without_currency(word).1 {
        return true;
    }
    let parts: Vec<&str> = word.split(['-', '–', '/']).collect();
    let year = |s: &str| {
        digits(s, 4) && (s.starts_with("19") || s.starts_with("20") || s.starts_with("21"))
    };
    match parts[..] {
        // `2026-07-06`, `2026-Q3`, `2026-W27`, `2024/25`, `2024–2026`, `24/7`.
        [y, m, d] if year(y) && all_digits(m) && all_digits(d) => return true,
        [d, m, y] if all_digits(d) && all_digits(m) && (year(y) || digits(y, 2)) => return true,
        [y, q] if year(y) && (q.starts_with(['Q', 'W', 'H']) || digits(q, 2) || year(q)) => {
            return true;
        }
        ["24", "7"] => return true,
        _ => {}
    }
    // `14:30`, `1.2.3`, `10.0.0.1`.
    if word.split(':').count() > 1 && word.split(':').all(all_digits) {
        return true;
    }
    if word.split('.').count() > 2 && word.split('.').all(all_digits) && !is_grouped(word) {
        return true;
    }
    // `9h30`.
    if spoken() == Language::French
        && word
            .split_once('h')
            .is_some_and(|(h, m)| all_digits(h) && all_digits(m))
    {
        return true;
    }
    let lead = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = word.split_at(lead);
    // `3rd`, `1990s`, `9am`, and names such as `2FA`, `5xx`, `3D`.
    if matches!(rest, "st" | "nd" | "rd" | "th" | "am" | "pm") || (rest == "s" && year(number)) {
        return true;
    }
    let letters = rest.chars().all(char::is_alphabetic) && !rest.is_empty();
    !number.is_empty() && letters && suffix(rest).is_none()
}
