//! The columns of a row to the text of a figure, as a snapshot writes it, by the kind of the metric.

use super::answers::Values;
use crate::model::Kind;

/// The columns of a kind: those that a row must have, and those that it may.
pub(super) const fn columns(kind: Kind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Kind::Ratio => (&["numerator", "denominator"], &[]),
        Kind::Count => (&["value"], &["exposure"]),
        Kind::Quantile => (&["value", "n"], &[]),
        Kind::Level => (&["value"], &[]),
        Kind::Score => (&["value", "n"], &["invited"]),
    }
}

/// A figure as a snapshot writes it; `None` where a row says that there is none.
pub(super) fn written(kind: Kind, values: &Values) -> Result<Option<String>, String> {
    let part = |name: &str| values.get(name).and_then(|text| text.as_deref());
    let is_zero = |text: &str| text == "0";
    let both = |value: &str, of: &str| match (part(value), part(of)) {
        (None, None) => Ok(None),
        (None, Some(of)) if is_zero(of) => Ok(None),
        (Some(_), Some(of)) if is_zero(of) => Ok(None),
        (Some(value), Some(of)) => Ok(Some((value.to_owned(), of.to_owned()))),
        (None, Some(n)) => Err(format!("`{of}` is {n}, and `{value}` is null")),
        (Some(told), None) => Err(format!("`{value}` is {told}, and `{of}` is null")),
    };
    Ok(match kind {
        Kind::Ratio => {
            let numerator = part("numerator").unwrap_or("0");
            if part("denominator").is_some_and(is_zero) && !is_zero(numerator) {
                return Err(format!("{numerator}/0 is a part of nothing"));
            }
            both("numerator", "denominator")?.map(|(part, whole)| format!("{part}/{whole}"))
        }
        Kind::Count => match (part("value"), part("exposure")) {
            (None, _) => None,
            (Some(_), Some("0")) => None,
            (Some(value), Some(exposure)) => Some(format!("{value} in {exposure}")),
            (Some(value), None) => Some(value.to_owned()),
        },
        Kind::Level => part("value").map(six_digits),
        Kind::Quantile => {
            both("value", "n")?.map(|(value, n)| format!("{} (n {n})", six_digits(&value)))
        }
        Kind::Score => both("value", "n")?.map(|(value, n)| match part("invited") {
            Some(invited) => format!("{} (n {n} of {invited})", six_digits(&value)),
            None => format!("{} (n {n})", six_digits(&value)),
        }),
    })
}

/// A decimal to the six digits behind the point that a snapshot has; ties go to the even digit.
pub(super) fn six_digits(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let Some((whole, fraction)) = digits.split_once('.') else {
        return text.to_owned();
    };
    let Some((kept, rest)) = fraction
        .split_at_checked(6)
        .filter(|(_, rest)| !rest.is_empty())
    else {
        return text.to_owned();
    };
    let Ok(mut scaled) = format!("{whole}{kept}").parse::<u128>() else {
        return text.to_owned();
    };
    let half = rest.starts_with('5') && rest[1..].bytes().all(|digit| digit == b'0');
    let up = match half {
        true => scaled % 2 == 1,
        false => rest.as_bytes()[0] >= b'5',
    };
    scaled += u128::from(up);
    let text = format!("{:07}", scaled);
    let (whole, fraction) = text.split_at(text.len() - 6);
    match fraction.trim_end_matches('0') {
        "" if whole == "0" => "0".to_owned(),
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}
