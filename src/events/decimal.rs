//! A decimal as JSON or CSV write it, to millionths: exact, and never by way of a binary fraction.

/// Millionths in one.
const ONE: i64 = 1_000_000;
/// Digits that are kept behind the point.
const PLACES: i64 = 6;
/// The first number that is too large.
const END: i128 = 1_000_000_000_000 * ONE as i128;

/// Millionths of what a text of digits, point and exponent says; a half to the even. `None` for what
/// is no number, and for one of more than 12 digits before the point.
pub fn millionths(text: &str) -> Option<i64> {
    if let Some(whole) = digits(text) {
        return Some(whole * ONE);
    }
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, small(exponent)?),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(part.bytes());
    if whole.is_empty()
        || (mantissa.len() > whole.len() && part.is_empty())
        || !digits().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    // The value is 0.d1d2d3… × 10^point once zeros in front are gone.
    let zeros = digits().take_while(|digit| *digit == b'0').count();
    let mut left = digits().skip(zeros);
    let point = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()? + exponent;
    let kept = point + PLACES;
    if left.clone().next().is_none() || kept < 0 {
        return Some(0);
    }
    if point > 12 {
        return None;
    }
    let mut value: i128 = 0;
    for _ in 0..kept {
        let digit = left.next().unwrap_or(b'0');
        value = value * 10 + i128::from(digit - b'0');
    }
    if let Some(next) = left.next() {
        let rest = left.any(|digit| digit != b'0');
        let half = next == b'5' && !rest;
        if next > b'5' || (next == b'5' && rest) || (half && value % 2 == 1) {
            value += 1;
        }
    }
    let value = if value >= END {
        return None;
    } else {
        i64::try_from(value).ok()?
    };
    Some(if negative { -value } else { value })
}

/// The number that one to twelve digits write.
fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    text.bytes().try_fold(0, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        Some(value * 10 + digit)
    })
}

/// A whole number from 0, of at most 12 digits, however it is written: `3`, `3.0` and `3e0` are one.
pub(super) fn whole(text: &str) -> Option<i64> {
    if let Some(whole) = digits(text) {
        return Some(whole);
    }
    let value = millionths(text).filter(|value| *value >= 0 && value % ONE == 0)?;
    // What rounding made whole was not.
    let exact = !text.contains(['.', 'e', 'E', '-'])
        || text.parse::<f64>().is_ok_and(|real| real.fract() == 0.0);
    exact.then_some(value / ONE)
}

/// An exponent; one beyond every limit is as good as its sign times a thousand million.
fn small(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, text.get(1..)?),
        [b'+', ..] => (false, text.get(1..)?),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let value = digits.parse::<i64>().unwrap_or(i64::MAX).min(1_000_000_000);
    Some(if negative { -value } else { value })
}

/// Millionths as the shortest decimal.
pub(super) fn written(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, part) = (
        value.unsigned_abs() / ONE as u64,
        value.unsigned_abs() % ONE as u64,
    );
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:06}");
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}
