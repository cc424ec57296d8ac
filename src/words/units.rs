//! Which pattern a value of a metric gets: by unit, size and place (a sentence or a table cell).

use super::digits::{self, NBSP};
use super::pattern::{Pattern, level_decimals, significant};
use crate::model::{Category, Exact, Kind, Locale, Metric, Polarity, Unit};
use crate::tongue::{label, label_of};

/// Where a number will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In running text: durations in the unit that fits their size.
    Text,
    /// In a table: durations in the metric's own unit, abbreviated.
    Cell,
}

/// Milliseconds in a unit of time; `None` for other units.
pub(super) fn milliseconds(unit: &Unit) -> Option<i64> {
    match unit {
        Unit::Milliseconds => Some(1),
        Unit::Seconds => Some(1_000),
        Unit::Minutes => Some(60_000),
        Unit::Hours => Some(3_600_000),
        Unit::Days => Some(86_400_000),
        _ => None,
    }
}

/// What a value is multiplied by to be shown.
pub(super) fn shown(metric: &Metric, value: Exact) -> Exact {
    if metric.unit.value == Unit::Percent {
        value.times(Exact::integer(100)).unwrap_or(value)
    } else {
        value
    }
}

fn suffixed(one: &str, many: &str, decimals: i32) -> Pattern {
    Pattern {
        before: String::new(),
        one: one.to_owned(),
        many: many.to_owned(),
        divisor: Exact::integer(1),
        decimals,
        trim: false,
    }
}

fn is_integer(value: Exact) -> bool {
    value.parts().1 == 1
}

/// Percentages: one decimal under 10 and over 90, none between; two significant figures under 1,
/// where one decimal would show next to nothing; availability and its like two decimals over 99,
/// or as many as their target has.
fn percent_decimals(metric: &Metric, value: Exact) -> i32 {
    let percent = shown(metric, value).magnitude();
    let over = |n| percent > Exact::integer(n);
    if percent == Exact::ZERO || percent == Exact::integer(100) {
        0
    } else if over(99) && !over(100) && is_availability(metric) {
        metric
            .targets
            .iter()
            .filter_map(|t| own_decimals(shown(metric, t.value)))
            .fold(2, i32::max)
            .min(3)
    } else if percent < Exact::integer(1) {
        let own = own_decimals(percent).unwrap_or(i32::MAX);
        significant(percent, 2).min(own.max(1))
    } else {
        i32::from(percent < Exact::integer(10) || (over(90) && !over(100)))
    }
}

/// Shares that live just below one: a reliability promise, or any target over 99 %.
fn is_availability(metric: &Metric) -> bool {
    metric.polarity.value == Polarity::HigherIsBetter
        && (metric.category == Category::Reliability
            || metric
                .targets
                .iter()
                .any(|t| shown(metric, t.value) > Exact::integer(99)))
}

/// Decimals a number has as written, if it has at most six.
pub(super) fn own_decimals(value: Exact) -> Option<i32> {
    (0..=6_i32).find(|&d| {
        value
            .times(Exact::integer(10_i64.pow(d.unsigned_abs())))
            .is_some_and(is_integer)
    })
}

/// A pack's currency, and how its locale writes it.
#[derive(Debug, Clone)]
pub(super) struct Currency {
    /// ISO 4217.
    pub(super) code: String,
    pub(super) locale: Locale,
}

impl Currency {
    /// Its sign; its code where the locale has no sign for it.
    pub(super) fn sign(&self) -> &str {
        match (self.code.as_str(), self.locale) {
            ("GBP", Locale::FrFr) => "£GB",
            ("USD", Locale::FrFr) => "$US",
            ("GBP", _) => "£",
            ("EUR", _) => "€",
            ("USD", _) => "$",
            (code, _) => code,
        }
    }

    /// Whether its sign stands against the word of a size, as in `420 k€`: French does so with signs
    /// that are one character.
    pub(super) fn joined(&self) -> bool {
        self.locale == Locale::FrFr && self.sign().chars().count() == 1
    }

    /// Before the digits, with its space; empty where the locale sets it after them.
    pub(super) fn before(&self) -> String {
        match self.locale {
            Locale::DeDe | Locale::FrFr => String::new(),
            _ if self.sign().chars().any(char::is_alphabetic) => format!("{}{NBSP}", self.sign()),
            _ => self.sign().to_owned(),
        }
    }

    /// After the digits and the word of their size, with its space.
    pub(super) fn after(&self) -> String {
        match self.locale {
            Locale::DeDe | Locale::FrFr => format!("{NBSP}{}", self.sign()),
            _ => String::new(),
        }
    }
}

/// Decimals of a currency's small coin (ISO 4217), shown below 100.
pub(super) fn coin_decimals(code: &str) -> i32 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

const THOUSAND: i64 = 1_000;
const MILLION: i64 = 1_000_000;
const BILLION: i64 = 1_000_000_000;

/// `thousand`, `million` or `billion` with at most three significant figures, from `least` up.
fn in_words(value: Exact, least: i64) -> Option<Pattern> {
    let size = value.magnitude();
    if size < Exact::integer(least) {
        return None;
    }
    let (divisor, word) = if size >= Exact::integer(BILLION) {
        (BILLION, label("billion"))
    } else if size >= Exact::integer(MILLION) {
        (MILLION, label("million"))
    } else {
        (THOUSAND, label("thousand"))
    };
    let divisor = Exact::integer(divisor);
    let word = format!("{NBSP}{word}");
    Some(Pattern {
        divisor,
        trim: true,
        decimals: significant(size.over(divisor)?, 3).max(0),
        ..suffixed(&word, &word, 0)
    })
}

/// Money: pence below 100, whole pounds from there, words from 100 thousand.
pub(super) fn money(currency: &Currency, value: Exact) -> Pattern {
    let size = value.magnitude();
    let decimals = if size == Exact::ZERO || size >= Exact::integer(100) {
        0
    } else {
        coin_decimals(&currency.code)
    };
    let sized = in_words(value, 100 * THOUSAND);
    let after = match sized.is_some() && currency.joined() {
        true => currency.sign().to_owned(),
        false => currency.after(),
    };
    let pattern = sized.unwrap_or_else(|| suffixed("", "", decimals));
    Pattern {
        before: currency.before(),
        one: format!("{}{after}", pattern.one),
        many: format!("{}{after}", pattern.many),
        ..pattern
    }
}

/// A duration in one unit of time.
pub(super) fn duration_in(own: i64, unit: &Unit, value: Exact, place: Place) -> Pattern {
    let (one, many) = match (unit, place) {
        (Unit::Milliseconds, _) => ("ms", "ms"),
        (Unit::Seconds, Place::Text) => (label("second"), label("seconds")),
        (Unit::Seconds, Place::Cell) => ("s", "s"),
        (Unit::Minutes, Place::Text) => (label("minute"), label("minutes")),
        (Unit::Minutes, Place::Cell) => ("min", "min"),
        (Unit::Hours, Place::Text) => (label("hour"), label("hours")),
        (Unit::Hours, Place::Cell) => ("h", "h"),
        _ => (label("day"), label("days")),
    };
    let divisor = Exact::integer(milliseconds(unit).unwrap_or(1))
        .over(Exact::integer(own))
        .unwrap_or(Exact::integer(1));
    let number = value.over(divisor).unwrap_or(value);
    let coarse = matches!(unit, Unit::Milliseconds | Unit::Seconds | Unit::Minutes);
    let decimals = if is_integer(number) || coarse && number.magnitude() >= Exact::integer(10) {
        0
    } else {
        level_decimals(number)
    };
    Pattern {
        divisor,
        ..suffixed(&format!("{NBSP}{one}"), &format!("{NBSP}{many}"), decimals)
    }
}

/// The usual pattern of a value that is not a duration, or of a duration in the metric's own unit.
pub(super) fn usual(currency: &Currency, metric: &Metric, value: Exact, place: Place) -> Pattern {
    let percent = digits::percent(currency.locale);
    let mut pattern = match &metric.unit.value {
        Unit::Percent => Pattern {
            divisor: Exact::ratio(1, 100).unwrap_or(Exact::ZERO),
            ..suffixed(percent, percent, percent_decimals(metric, value))
        },
        Unit::Currency => money(currency, value),
        Unit::Things { .. } | Unit::Points if metric.kind.value != Kind::Score => {
            let decimals = if is_integer(value) {
                0
            } else {
                level_decimals(value)
            };
            in_words(value, MILLION).unwrap_or_else(|| suffixed("", "", decimals))
        }
        Unit::Things { .. } | Unit::Points => suffixed("", "", 1),
        unit => duration_in(milliseconds(unit).unwrap_or(1), unit, value, place),
    };
    if let (Some(decimals), false) = (metric.decimals, pattern.trim) {
        pattern.decimals = i32::try_from(decimals).unwrap_or(6).min(6);
    }
    pattern
}

/// A difference: two significant figures, percentages in points, durations in the largest unit
/// that leaves at least one; differences of whole things are exact.
pub(super) fn difference(currency: &Currency, metric: &Metric, value: Exact) -> Pattern {
    let two = |number: Exact| significant(number, 2);
    match &metric.unit.value {
        Unit::Percent => Pattern {
            divisor: Exact::ratio(1, 100).unwrap_or(Exact::ZERO),
            ..suffixed(
                &format!("{NBSP}{}", label_of("point", "point of a percentage")),
                &format!("{NBSP}{}", label_of("points", "points of a percentage")),
                two(shown(metric, value)),
            )
        },
        Unit::Currency => {
            let words = money(currency, value);
            let number = value.over(words.divisor).unwrap_or(value);
            // Pence stand in pairs: `£0.80`, not `£0.8`.
            let decimals = two(number).max(if words.trim || words.decimals == 0 {
                i32::MIN
            } else {
                words.decimals
            });
            Pattern { decimals, ..words }
        }
        Unit::Things { .. } | Unit::Points => {
            let decimals = if is_integer(value) { 0 } else { two(value) };
            in_words(value, MILLION).unwrap_or_else(|| suffixed("", "", decimals))
        }
        own => {
            let own = milliseconds(own).unwrap_or(1);
            let size = value
                .times(Exact::integer(own))
                .unwrap_or(value)
                .magnitude();
            let unit = [Unit::Days, Unit::Hours, Unit::Minutes, Unit::Seconds]
                .into_iter()
                .find(|u| size >= Exact::integer(milliseconds(u).unwrap_or(1)))
                .unwrap_or(Unit::Milliseconds);
            let pattern = duration_in(own, &unit, value, Place::Text);
            let number = value.over(pattern.divisor).unwrap_or(value);
            let decimals = if is_integer(number) && number.magnitude() < Exact::integer(100) {
                0
            } else {
                two(number)
            };
            Pattern {
                decimals,
                ..pattern
            }
        }
    }
}
