//! RFC 3339 to microseconds since 1970, and back. A time without its offset is none: nobody could say
//! when it was.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// Microseconds since 1970 in UTC of a time such as `2026-08-18T09:02:00.250+02:00`; what is finer
/// than a microsecond is cut off. `None` for what is no time, or lies outside 1970 to 2200.
pub fn instant(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (head, mut rest) = bytes.split_at_checked(19)?;
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T' | b't' | b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
    ] = head
    else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |value, digit| {
            digit
                .is_ascii_digit()
                .then(|| value * 10 + u32::from(**digit - b'0'))
        })
    };
    let year = number(&[y1, y2, y3, y4])?;
    let day = NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        number(&[m1, m2])?,
        number(&[d1, d2])?,
    )?;
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[n1, n2])?, number(&[s1, s2])?);
    // The 60th second is a leap second's.
    if !(1970..=2200).contains(&year) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut micros = 0_i64;
    if let [b'.', part @ ..] = rest {
        let digits = part
            .iter()
            .take_while(|digit| digit.is_ascii_digit())
            .count();
        if digits == 0 {
            return None;
        }
        let (digits, after) = part.split_at_checked(digits)?;
        for place in 0..6 {
            let digit = digits.get(place).map_or(0, |digit| i64::from(digit - b'0'));
            micros = micros * 10 + digit;
        }
        rest = after;
    }
    let offset = match rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = i64::from(hours * 3600 + minutes * 60);
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    let midnight = day.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
    let seconds = midnight + i64::from(hour * 3600 + minute * 60 + second) - offset;
    Some(seconds * 1_000_000 + micros)
}

/// The first and the last instant that an event may have, in microseconds since 1970.
pub fn span() -> (i64, i64) {
    // 2200-12-31T23:59:59.999999Z.
    (0, 7_289_654_400_000_000 - 1)
}

/// An instant of [`instant`] as RFC 3339.
pub fn written(micros: i64) -> String {
    rfc3339(DateTime::from_timestamp_micros(micros).unwrap_or_default())
}

/// An instant in UTC as RFC 3339, with as many digits behind the second as it needs.
pub fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
