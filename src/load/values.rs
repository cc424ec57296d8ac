//! The text of one observation to its exact value, by the kind and unit of its metric.

use super::problems::{Problems, quoted};
use super::scalars::{decimal, whole};
use super::topics;
use crate::diag::{Located, Span};
use crate::model::{Exact, Kind, Metric, Unit, Value};

/// Reads one value; `None` after a problem.
pub(super) fn read(text: Located<&str>, metric: &Metric, problems: &Problems) -> Option<Value> {
    match written(text.value, metric.kind.value, Some(&metric.unit.value)) {
        Ok(value) => possible(value, text, metric, problems).then_some(value),
        Err(cause) => {
            let message = format!(
                "{} is not a value of `{}`: {cause}",
                quoted(text.value),
                metric.id.value
            );
            problems.add(
                topics::BAD_VALUE
                    .at(text.span, message)
                    .see(metric.kind.span, kind_label(metric.kind.value))
                    .help(form(metric.kind.value)),
            );
            None
        }
    }
}

/// Reads one value that stands in no file; the error says why it is none of the metric's.
pub(crate) fn counted(text: &str, metric: &Metric) -> Result<Value, String> {
    let problems = Problems::default();
    let read = read(Located::new(text, metric.kind.span), metric, &problems);
    read.ok_or_else(|| {
        let first = problems.into_inner().into_iter().next();
        first.map_or_else(
            || format!("{} is no value", quoted(text)),
            |problem| problem.message,
        )
    })
}

/// A value of a kind; the error says why the text is none.
pub(super) fn written(text: &str, kind: Kind, unit: Option<&Unit>) -> Result<Value, String> {
    let number = |text| decimal(text, unit);
    match kind {
        Kind::Ratio => ratio(text),
        Kind::Count => count(text),
        Kind::Level => number(text).map(|value| Value::Level { value }),
        Kind::Quantile => measured(text).and_then(|(value, n)| {
            Ok(Value::Quantile {
                value: number(value)?,
                n: natural(n)?,
            })
        }),
        Kind::Score => measured(text).and_then(|(mean, answers)| {
            let (n, invited) = match answers.split_once(" of ") {
                Some((n, invited)) => (n, Some(natural(invited.trim())?)),
                None => (answers, None),
            };
            Ok(Value::Score {
                mean: number(mean)?,
                n: natural(n.trim_end())?,
                invited,
            })
        }),
    }
}

/// How a value of a kind is written.
pub(super) fn form(kind: Kind) -> &'static str {
    match kind {
        Kind::Ratio => "write part and whole as they were counted, such as `14/229`",
        Kind::Quantile => "write the quantile and how many were measured, such as `26.4 (n 80)`",
        Kind::Level => "write a plain decimal, such as `78.4`",
        Kind::Count => "write a whole number, such as `3`, or with its exposure, `3 in 91`",
        Kind::Score => "write the mean and the answers, such as `3.9 (n 62)` or `3.9 (n 62 of 80)`",
    }
}

fn kind_label(kind: Kind) -> &'static str {
    match kind {
        Kind::Ratio => "declared a ratio here",
        Kind::Quantile => "declared a quantile here",
        Kind::Level => "declared a level here",
        Kind::Count => "declared a count here",
        Kind::Score => "declared a score here",
    }
}

fn ratio(text: &str) -> Result<Value, String> {
    let Some((part, whole)) = text.split_once('/') else {
        return Err("it has no `/`".to_owned());
    };
    Ok(Value::Ratio {
        part: natural(part.trim_end())?,
        whole: natural(whole.trim_start())?,
    })
}

fn count(text: &str) -> Result<Value, String> {
    let (count, exposure) = match text.split_once(" in ") {
        Some((count, exposure)) => (count.trim_end(), Some(natural(exposure.trim_start())?)),
        None => (text, None),
    };
    Ok(Value::Count {
        count: natural(count)?,
        exposure,
    })
}

/// `26.4 (n 80)` to `26.4` and `80`.
fn measured(text: &str) -> Result<(&str, &str), String> {
    let parts = text.split_once('(').and_then(|(value, rest)| {
        let n = rest.strip_suffix(')')?.trim().strip_prefix("n ")?;
        Some((value.trim_end(), n.trim()))
    });
    parts.ok_or_else(|| "it does not say of how many, as `(n 80)`".to_owned())
}

/// A whole number that may be none, but not negative.
fn natural(text: &str) -> Result<u64, String> {
    whole(text).ok_or_else(|| {
        let long = text.len() > 12 && text.bytes().all(|b| b.is_ascii_digit());
        let digits = quoted(text);
        if long {
            format!("{digits} has more than 12 digits")
        } else if text.strip_prefix('-').and_then(whole).is_some() {
            format!("{digits} is negative, and nothing can be counted less than no times")
        } else if text.contains([',', '.', '_']) {
            format!("{digits} is not written as plain digits")
        } else {
            format!("{digits} is not a whole number")
        }
    })
}

/// Tells of a value that cannot be.
fn possible(value: Value, text: Located<&str>, metric: &Metric, problems: &Problems) -> bool {
    // Words are made only for what is refused: most values are not.
    let shown = || quoted(text.value);
    let refuse = |message: String, because: Option<(Span, &str)>, help: &str| {
        let problem = topics::IMPOSSIBLE_VALUE.at(text.span, message).help(help);
        problems.add(match because {
            Some((span, label)) => problem.see(span, label),
            None => problem,
        });
        false
    };
    let of_unit = metric.unit.span;
    match value {
        Value::Ratio { part, whole: 0 } if part > 0 => {
            let message = format!("{} is a part of nothing", shown());
            refuse(message, None, "write `0/0` where nothing happened")
        }
        Value::Ratio { part, whole } if metric.unit.value == Unit::Percent && part > whole => {
            let message = format!("{} is more than 100 %", shown());
            let label = "a part of a whole lies between 0 and 100 %";
            let help = "the whole stands after the `/`: are the two swapped?";
            refuse(message, Some((of_unit, label)), help)
        }
        Value::Count {
            exposure: Some(0), ..
        } => {
            let message = format!("{} is counted over nothing", shown());
            refuse(
                message,
                None,
                "write how many requests, days or units were looked at",
            )
        }
        Value::Quantile { n: 0, .. } => {
            let message = format!("{} is measured on nothing", shown());
            refuse(message, None, "write `~` where nothing was measured")
        }
        Value::Quantile { value, .. } if value.is_negative() && metric.unit.is_duration() => {
            let message = format!("{} is a negative time", shown());
            refuse(
                message,
                Some((of_unit, "declared a time here")),
                "correct the figure",
            )
        }
        Value::Score {
            n,
            invited: Some(invited),
            ..
        } if n > invited => {
            let message = format!("{} has more answers than people asked", shown());
            refuse(
                message,
                None,
                "answers stand before `of`: are the two swapped?",
            )
        }
        Value::Score { mean, .. } => match metric.scale.map(|scale| scale.value) {
            Some((low, high)) if mean < low || mean > high => {
                let message = format!("{} lies outside the scale of the question", shown());
                let label = "declared a score here, with its scale";
                refuse(message, Some((metric.kind.span, label)), "correct the mean")
            }
            _ => true,
        },
        _ => true,
    }
}

/// Why no value of such a metric can be this number, if none can.
pub(super) fn out_of_reach(
    number: Exact,
    kind: Kind,
    unit: &Unit,
    scale: Option<(Exact, Exact)>,
) -> Option<&'static str> {
    let one = Exact::integer(1);
    if kind == Kind::Ratio && *unit == Unit::Percent && (number.is_negative() || number > one) {
        return Some("a part of a whole lies between 0 and 100");
    }
    if matches!(kind, Kind::Count | Kind::Ratio) && number.is_negative() {
        return Some("what is counted is never negative");
    }
    if unit.is_duration() && number.is_negative() {
        return Some("a time is never negative");
    }
    match scale {
        Some((low, high)) if kind == Kind::Score && (number < low || number > high) => {
            Some("it lies outside the metric's scale")
        }
        _ => None,
    }
}
