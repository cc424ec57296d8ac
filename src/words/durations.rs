//! A duration in running text: the two largest units that its size and source allow.
//!
//! Figures counted in hours or days carry no minutes worth telling, so `7.9 hours` stays as it is;
//! from one unit up they read `1 day 2 hours`. Where rounding would blur a target, the next finer
//! unit is added: `1 hour 24 seconds` misses a target of one hour.

use super::digits::{self, MINUS, NBSP};
use super::pattern::{Landmarks, just};
use super::units::{Place, duration_in, milliseconds};
use crate::model::{Exact, Locale, Metric, Unit};
use crate::tongue::label;

/// Largest first, with their names.
const LADDER: [(i64, [&str; 2]); 5] = [
    (86_400_000, ["day", "days"]),
    (3_600_000, ["hour", "hours"]),
    (60_000, ["minute", "minutes"]),
    (1_000, ["second", "seconds"]),
    (1, ["ms", "ms"]),
];

const MINUTE: i64 = 60_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 86_400_000;

/// How a duration of a size is told, given the unit it was counted in.
enum Shape {
    /// In one unit, with decimals.
    One(Unit),
    /// In two units, the second of which is `LADDER[.0]`.
    Two(usize),
}

fn shape(own: i64, size: Exact) -> Shape {
    let under = |ms: i64| size < Exact::integer(ms);
    if size == Exact::ZERO {
        Shape::One(match own {
            1 | 1_000 => Unit::Seconds,
            MINUTE => Unit::Minutes,
            HOUR => Unit::Hours,
            _ => Unit::Days,
        })
    } else if under(1_000) {
        Shape::One(Unit::Milliseconds)
    } else if under(MINUTE) {
        Shape::One(Unit::Seconds)
    } else if under(HOUR) && own >= MINUTE {
        Shape::One(Unit::Minutes)
    } else if under(HOUR) {
        Shape::Two(3)
    } else if under(DAY) && own >= HOUR {
        Shape::One(Unit::Hours)
    } else if under(DAY) {
        Shape::Two(2)
    } else if own >= DAY {
        Shape::One(Unit::Days)
    } else {
        Shape::Two(1)
    }
}

/// `1 hour 52 minutes`, `7.9 hours`, `48 minutes`, `240 ms`; also the number as shown. `exactly`
/// keeps every unit the number needs: declared numbers are not rounded.
pub(super) fn text(
    locale: Locale,
    metric: &Metric,
    value: Exact,
    exactly: bool,
) -> (String, Exact) {
    let own = milliseconds(&metric.unit.value).unwrap_or(1);
    let Some(size) = value.times(Exact::integer(own)).map(Exact::magnitude) else {
        return duration_in(own, &metric.unit.value, value, Place::Text).write(
            locale,
            Landmarks::Metric(metric),
            value,
        );
    };
    match shape(own, size) {
        Shape::One(unit) => {
            let mut pattern = duration_in(own, &unit, value, Place::Text);
            if exactly {
                let number = value.over(pattern.divisor).unwrap_or(value);
                let needed = super::units::own_decimals(number);
                pattern.decimals = needed.unwrap_or(0).max(pattern.decimals);
            }
            pattern.write(locale, Landmarks::Metric(metric), value)
        }
        Shape::Two(second) => several(locale, metric, value, own, size, second, exactly),
    }
}

fn several(
    locale: Locale,
    metric: &Metric,
    value: Exact,
    own: i64,
    size: Exact,
    second: usize,
    exactly: bool,
) -> (String, Exact) {
    let marks = Landmarks::Metric(metric);
    let back = |ms: Exact| {
        let plain = ms.over(Exact::integer(own)).unwrap_or(value);
        if value.is_negative() {
            Exact::ZERO.minus(plain).unwrap_or(value)
        } else {
            plain
        }
    };
    let kept = LADDER[second..].iter().find_map(|&(unit, _)| {
        let shown = size.rounded_to(Exact::integer(unit))?;
        let true_enough = marks.keep(value, back(shown)) && (!exactly || shown == size);
        true_enough.then_some(shown)
    });
    let shown = kept.or_else(|| size.rounded_to(Exact::integer(LADDER[second].0)));
    let mut rest = shown.and_then(|s| s.scaled(0)).unwrap_or(0);
    let mut words = Vec::new();
    for (unit, name) in LADDER {
        let count = rest / i128::from(unit);
        rest %= i128::from(unit);
        if count > 0 {
            let name = label(name[usize::from(count != 1)]);
            let count = digits::grouped(locale, &count.to_string());
            words.push(format!("{count}{NBSP}{name}"));
        }
    }
    let sign = if value.is_negative() {
        String::from(MINUS)
    } else {
        String::new()
    };
    let text = format!("{sign}{}", words.join(" "));
    match (kept, shown) {
        (Some(shown), _) => (text, back(shown)),
        (None, Some(shown)) if shown < size => (just(true, &text), value),
        _ => (just(false, &text), value),
    }
}
