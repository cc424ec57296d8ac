//! OpenSLO's short durations to lengths of time: a number and one letter whose case counts.

use super::super::decode::Field;
use super::super::problems::quoted;
use super::super::scalars::whole;
use super::super::topics;
use crate::diag::Located;
use crate::model::{Length, LengthUnit};

/// Whether no time at all has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum Least {
    /// It has not.
    One,
    /// It has: at once.
    Nothing,
}

/// Digits in the number: the minutes of two years need seven.
const DIGITS: usize = 7;

/// Reads a length of time.
pub(in crate::load) fn read(field: Field<'_, '_, '_>, least: Least) -> Option<Located<Length>> {
    let text = field.raw()?;
    match parse(text.value, least) {
        Ok(length) => Some(Located::new(length, text.span)),
        Err(help) => {
            let message = format!("{} is not a length of time", quoted(text.value));
            field
                .problems
                .add(topics::OPENSLO_LENGTH.at(text.span, message).help(help));
            None
        }
    }
}

/// A number alone is minutes; only the length of a slice may be written so.
pub(super) fn slice(field: Field<'_, '_, '_>) -> Option<Located<Length>> {
    let text = field.raw()?;
    match whole(text.value).and_then(|count| u32::try_from(count).ok()) {
        Some(count) if count > 0 && text.value.len() <= DIGITS => {
            let unit = LengthUnit::Minute;
            Some(Located::new(Length { count, unit }, text.span))
        }
        _ => read(field, Least::One),
    }
}

/// A text as a length; the error says what to write.
pub(super) fn parse(text: &str, least: Least) -> Result<Length, String> {
    let rule = "write a whole number and one letter, such as `28d`: `m` minutes, `h` hours, `d` days, \
                `w` weeks, `M` months, `Q` quarters, `Y` years";
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, letters) = text.split_at(end);
    let count = (digits.len() <= DIGITS)
        .then(|| digits.parse::<u32>().ok())
        .flatten();
    let mut chars = letters.chars();
    let unit = match (chars.next(), chars.next()) {
        (Some(letter), None) => LengthUnit::ALL
            .into_iter()
            .find(|unit| unit.letter() == letter),
        _ => None,
    };
    if let (Some(count), Some(unit)) = (count, unit) {
        if count == 0 && least == Least::One {
            return Err("no time at all holds nothing; write at least `1m`".to_owned());
        }
        return Ok(Length { count, unit });
    }
    let Some(count) = count else {
        return Err(rule.to_owned());
    };
    // A letter of the other case, or the word for it, is the likeliest slip.
    let word = letters.trim().to_ascii_lowercase();
    let word = word
        .strip_suffix('s')
        .filter(|w| w.len() > 1)
        .unwrap_or(&word);
    let near = LengthUnit::ALL.into_iter().find(|unit| {
        word.len() > 1 && unit.name().starts_with(word)
            || word == unit.letter().to_ascii_lowercase().to_string()
    });
    Err(match near {
        Some(unit) => {
            let meant = Length { count, unit };
            format!("{rule}; for {} write `{meant}`", words(meant))
        }
        None => rule.to_owned(),
    })
}

/// A length in words: `1 minute`, `28 days`.
pub(super) fn words(length: Length) -> String {
    let Length { count, unit } = length;
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {}{end}", unit.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_counts() {
        let read = |text| parse(text, Least::One).map(|length| length.to_string());
        for text in ["1m", "12h", "365d", "4w", "1M", "1Q", "1Y"] {
            assert_eq!(read(text), Ok(text.to_owned()));
        }
        assert_ne!(parse("1m", Least::One), parse("1M", Least::One));
    }

    #[test]
    fn what_is_no_length_is_told_what_to_write() {
        let help = |text| parse(text, Least::One).err().unwrap_or_default();
        assert!(help("1q").contains("for 1 quarter write `1Q`"));
        assert!(help("30 days").contains("for 30 days write `30d`"));
        assert!(help("2min").contains("for 2 minutes write `2m`"));
        assert!(help("2 months").contains("for 2 months write `2M`"));
        assert!(help("0d").contains("at least"));
        for text in [
            "",
            "d",
            "1.5d",
            "-1d",
            "1dd",
            "99999999d",
            "1d ",
            "１d",
            "1 x",
        ] {
            assert!(parse(text, Least::One).is_err(), "{text}");
        }
        assert!(parse("0m", Least::Nothing).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(count in 1_u32..9_999_999, unit in 0_usize..7) {
            let length = Length { count, unit: LengthUnit::ALL[unit] };
            prop_assert_eq!(parse(&length.to_string(), Least::One), Ok(length));
        }

        #[test]
        fn nothing_is_too_odd(text in "\\PC*") {
            let _ = parse(&text, Least::Nothing);
        }
    }
}
