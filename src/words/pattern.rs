//! How a number is written (unit, decimals) and the writing of it, so that rounding never changes
//! what is true: a miss never reads as a hit, a hit never as a miss, and only zero reads as zero.

use super::digits::{self, MINUS};
use crate::model::{Exact, Kind, Locale, Metric, Polarity, Unit};
use crate::tongue::say;

/// More decimals than this say nothing to a reader; a number that would need them is written as
/// `just over` or `just under` its neighbour.
const FINEST: i32 = 9;

/// One way of writing a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Before the digits and after the minus: a currency's symbol.
    pub(super) before: String,
    /// After the digits where they read `1`, with its space.
    pub(super) one: String,
    /// After the digits otherwise.
    pub(super) many: String,
    /// What the value is divided by to be shown, in the metric's unit: 1/100 for percentages.
    pub(super) divisor: Exact,
    /// Decimals; negative for rounding to tens.
    pub(super) decimals: i32,
    /// Whether zeros at the end of the decimals are dropped.
    pub(super) trim: bool,
}

/// What a shown number must not blur.
#[derive(Clone, Copy)]
pub(super) enum Landmarks<'a> {
    /// Zero alone: differences.
    Zero,
    /// Zero, one whole, and every target the metric has or had: figures, averages and limits.
    /// All targets, so that the same figure reads the same wherever it stands.
    Metric(&'a Metric),
    /// Zero, one whole and the target of a promise.
    Promise(Exact),
}

impl Landmarks<'_> {
    /// Whether a shown number stands to every landmark as the number itself does.
    pub(super) fn keep(self, value: Exact, shown: Exact) -> bool {
        let zero = (value == Exact::ZERO) == (shown == Exact::ZERO);
        let one = Exact::integer(1);
        let metric = match self {
            Self::Zero => return zero,
            Self::Metric(metric) => metric,
            Self::Promise(target) => {
                let whole = (value == one) == (shown == one);
                return zero && whole && (value >= target) == (shown >= target);
            }
        };
        let share = metric.unit.value == Unit::Percent && metric.kind.value == Kind::Ratio;
        let whole = !share || (value == one) == (shown == one);
        let meets = |x: Exact, target: Exact| match metric.polarity.value {
            Polarity::HigherIsBetter => x >= target,
            Polarity::LowerIsBetter => x <= target,
            Polarity::Neutral => true,
        };
        let targets = metric
            .targets
            .iter()
            .all(|t| meets(value, t.value) == meets(shown, t.value));
        zero && whole && targets
    }
}

/// `10^-decimals` of the shown unit, in the metric's unit.
pub(super) fn grain(divisor: Exact, decimals: i32) -> Option<Exact> {
    let ten = Exact::integer(10_i64.checked_pow(decimals.unsigned_abs())?);
    if decimals < 0 {
        divisor.times(ten)
    } else {
        divisor.over(ten)
    }
}

/// The number nearest to `value` that a pattern with so many decimals can show.
pub(super) fn nearest(value: Exact, divisor: Exact, decimals: i32) -> Option<Exact> {
    value.rounded_to(grain(divisor, decimals)?)
}

/// The fewest decimals, from the pattern's own up, that keep every landmark for every value.
pub(super) fn safe_decimals(
    landmarks: Landmarks<'_>,
    pattern: &Pattern,
    values: &[Exact],
) -> Option<i32> {
    (pattern.decimals..=pattern.decimals.max(0) + FINEST).find(|&decimals| {
        values.iter().all(|&value| {
            nearest(value, pattern.divisor, decimals)
                .is_some_and(|shown| landmarks.keep(value, shown))
        })
    })
}

impl Pattern {
    /// Digits alone, without sign, unit or symbol.
    pub(super) fn digits(&self, locale: Locale, shown: Exact) -> String {
        let decimals = u32::try_from(self.decimals).unwrap_or(0);
        let number = shown.over(self.divisor).unwrap_or(shown);
        let text = digits::unsigned(locale, number, decimals);
        if self.trim {
            digits::trimmed(locale, &text).to_owned()
        } else {
            text
        }
    }

    /// Sign, symbol, digits and unit of a number that is already rounded.
    pub(super) fn dress(&self, locale: Locale, shown: Exact) -> String {
        let text = self.digits(locale, shown);
        let sign = if shown.is_negative() {
            String::from(MINUS)
        } else {
            String::new()
        };
        let unit = match digits::is_one(locale, &text) {
            true => &self.one,
            false => &self.many,
        };
        format!("{sign}{}{text}{unit}", self.before)
    }

    /// Rounds and writes; also gives the number as shown.
    pub(super) fn write(
        &self,
        locale: Locale,
        landmarks: Landmarks<'_>,
        value: Exact,
    ) -> (String, Exact) {
        if let Some(decimals) = safe_decimals(landmarks, self, &[value]) {
            let pattern = Self {
                decimals,
                ..self.clone()
            };
            let shown = nearest(value, self.divisor, decimals).unwrap_or(value);
            return (pattern.dress(locale, shown), shown);
        }
        let shown = nearest(value, self.divisor, self.decimals).unwrap_or(value);
        let text = self.dress(locale, shown);
        (just(shown < value, &text), value)
    }
}

/// A number that no rounding can tell from its neighbour.
pub(super) fn just(over: bool, text: &str) -> String {
    match over {
        true => say!("just over {text}", text),
        false => say!("just under {text}", text),
    }
}

/// A statistic of 1,000 or more has no more than three significant figures to tell; a figure that
/// was counted keeps all of its own.
pub(super) fn three_figures(metric: &Metric, value: Exact) -> Exact {
    if metric.decimals.is_some() || value.magnitude() < Exact::integer(1000) {
        return value;
    }
    nearest(value, Exact::integer(1), significant(value, 3))
        .filter(|shown| Landmarks::Metric(metric).keep(value, *shown))
        .unwrap_or(value)
}

/// Decimals for a level: two significant figures under 1, one decimal under 100, none from there
/// (so three significant figures at most until the whole part alone has more).
pub(super) fn level_decimals(shown: Exact) -> i32 {
    let size = shown.magnitude();
    if size >= Exact::integer(100) {
        0
    } else if size >= Exact::integer(1) || size == Exact::ZERO {
        1
    } else {
        significant(shown, 2)
    }
}

/// Decimals that show so many significant figures; negative for rounding to tens or more.
pub(super) fn significant(shown: Exact, figures: i32) -> i32 {
    let size = shown.magnitude();
    if size == Exact::ZERO {
        return 0;
    }
    let ten = Exact::integer(10);
    let mut exponent = 0; // 10^exponent <= size < 10^(exponent + 1)
    let mut scale = Exact::integer(1);
    while exponent < 18 && scale.times(ten).is_some_and(|next| size >= next) {
        scale = scale.times(ten).unwrap_or(scale);
        exponent += 1;
    }
    while exponent > -FINEST && size < scale {
        scale = scale.over(ten).unwrap_or(scale);
        exponent -= 1;
    }
    figures - 1 - exponent
}
