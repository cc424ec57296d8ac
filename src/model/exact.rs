//! An exact number. Decimals and ratios stay fractions of integers until they become words:
//! 99.9 is 999/10 and never the nearest binary float, so a target is met or missed by what was
//! written.

use num_rational::Ratio;
use num_traits::{Signed, ToPrimitive, Zero};
use std::fmt;

/// A fraction of two integers in lowest terms. What a pack may write (12 digits before the point,
/// 6 after) keeps every sum, difference and comparison of a report far inside 128 bits.
///
/// Almost every number fits two 64-bit integers; sums, products, quotients and comparisons of such take a
/// short way that gives the same fraction several times faster, since a page of weekly figures is
/// rounded and compared with its targets hundreds of times.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact(Ratio<i128>);

/// Why a text is not a number that a pack may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExactError {
    /// Not a plain decimal such as `-12.5`.
    NotADecimal,
    /// More than 12 digits before the point.
    TooLarge,
    /// More than 6 digits after the point.
    TooFine,
}

impl Exact {
    /// Nothing at all; not the same as no data.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// A whole number.
    pub fn integer(n: i64) -> Self {
        Self(Ratio::from_integer(i128::from(n)))
    }

    /// `part / whole`, or `None` where there is no whole to be a part of.
    pub fn ratio(part: u64, whole: u64) -> Option<Self> {
        (whole != 0).then(|| Self(Ratio::new(i128::from(part), i128::from(whole))))
    }

    /// Reads a plain decimal: optional minus, digits, optional point and digits.
    ///
    /// # Errors
    /// Anything else, exponents and thousands separators included, and numbers beyond the stated size.
    pub fn parse(text: &str) -> Result<Self, ExactError> {
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(fraction) {
            return Err(ExactError::NotADecimal);
        }
        let (whole, fraction) = (
            whole.trim_start_matches('0'),
            fraction.trim_end_matches('0'),
        );
        if whole.len() > 12 {
            return Err(ExactError::TooLarge);
        }
        if fraction.len() > 6 {
            return Err(ExactError::TooFine);
        }
        let scale = 10_i128.pow(u32::try_from(fraction.len()).expect("at most 6"));
        let number = |s: &str| s.parse::<i128>().unwrap_or(0);
        Ok(Self(Ratio::new(
            sign * (number(whole) * scale + number(fraction)),
            scale,
        )))
    }

    /// Reads a fraction of two integers, `-2/3`: as numbers without an end are kept.
    pub fn fraction(text: &str) -> Option<Self> {
        let (part, whole) = text.split_once('/')?;
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !plain(part.strip_prefix('-').unwrap_or(part)) || !plain(whole) {
            return None;
        }
        let (part, whole): (i128, i128) = (part.parse().ok()?, whole.parse().ok()?);
        (whole != 0).then(|| Self(Ratio::new(part, whole)))
    }

    /// The nearest float: for statistics and drawing, never for comparing with a target.
    pub fn to_f64(self) -> f64 {
        self.0.numer().to_f64().unwrap_or(f64::NAN) / self.0.denom().to_f64().unwrap_or(f64::NAN)
    }

    /// A statistic as the nearest multiple of a thousand-millionth; `None` if it is not finite or
    /// beyond 15 digits before the point. For showing a computed average, never for comparing.
    pub fn from_f64(value: f64) -> Option<Self> {
        const GRAIN: f64 = 1e9;
        let numerator = (value * GRAIN).round().to_i128()?;
        (value.abs() < 1e15).then(|| Self(Ratio::new(numerator, 1_000_000_000)))
    }

    /// The sum, or `None` beyond 128 bits.
    pub fn plus(self, other: Self) -> Option<Self> {
        if let (Some(a), Some(b)) = (self.small(), other.small()) {
            return sum(a, b);
        }
        num_traits::CheckedAdd::checked_add(&self.0, &other.0).map(Self)
    }

    /// The difference, or `None` beyond 128 bits.
    pub fn minus(self, other: Self) -> Option<Self> {
        if let (Some(a), Some((numerator, denominator))) = (self.small(), other.small())
            && let Some(negative) = numerator.checked_neg()
        {
            return sum(a, (negative, denominator));
        }
        num_traits::CheckedSub::checked_sub(&self.0, &other.0).map(Self)
    }

    /// The product, or `None` beyond 128 bits.
    pub fn times(self, other: Self) -> Option<Self> {
        if let (Some(a), Some(b)) = (self.small(), other.small()) {
            return Some(product(a, b));
        }
        num_traits::CheckedMul::checked_mul(&self.0, &other.0).map(Self)
    }

    /// The quotient, or `None` for a zero divisor or beyond 128 bits.
    pub fn over(self, other: Self) -> Option<Self> {
        if other.0.is_zero() {
            return None;
        }
        if let (Some(a), Some((numerator, denominator))) = (self.small(), other.small())
            && let Some(upright) = numerator.checked_abs()
        {
            return Some(product(a, (numerator.signum() * denominator, upright)));
        }
        num_traits::CheckedDiv::checked_div(&self.0, &other.0).map(Self)
    }

    /// The nearest multiple of `grain`, half away from zero; `None` for a zero grain or beyond 128 bits.
    pub fn rounded_to(self, grain: Self) -> Option<Self> {
        let steps = self.over(grain)?.nearest_integer();
        Self(Ratio::from_integer(steps)).times(grain)
    }

    /// Without its sign.
    pub fn magnitude(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Numerator and denominator in lowest terms; the denominator is positive.
    pub fn parts(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }

    /// Rounded half away from zero to so many places: the integer that stands before shifting the
    /// point, so `1.25` at 1 place is `13`. `None` beyond 128 bits.
    pub fn scaled(self, places: u32) -> Option<i128> {
        let shift = Self(Ratio::from_integer(10_i128.checked_pow(places)?));
        self.times(shift).map(Self::nearest_integer)
    }

    /// Half away from zero.
    fn nearest_integer(self) -> i128 {
        match self.small() {
            Some((n, d)) if d < i64::MAX / 2 => {
                let (whole, rest) = (n / d, n % d);
                let away = if 2 * rest.abs() >= d { n.signum() } else { 0 };
                i128::from(whole) + i128::from(away)
            }
            _ => self.0.round().to_integer(),
        }
    }

    /// Numerator and denominator, where both fit 64 bits.
    fn small(self) -> Option<(i64, i64)> {
        let numerator = i64::try_from(*self.0.numer()).ok()?;
        Some((numerator, i64::try_from(*self.0.denom()).ok()?))
    }
}

/// The product of two fractions in lowest terms with positive denominators: crosswise reduction leaves nothing to reduce afterwards.
fn product((a, b): (i64, i64), (c, d): (i64, i64)) -> Exact {
    let (g, h) = (shared(a, d), shared(c, b));
    let numerator = i128::from(a / g) * i128::from(c / h);
    let denominator = i128::from(b / h) * i128::from(d / g);
    Exact(Ratio::new_raw(numerator, denominator))
}

/// The sum of two fractions in lowest terms with positive denominators: whatever is left to reduce
/// divides what the denominators share (Knuth, 4.5.1). `None` beyond 128 bits.
fn sum((a, b): (i64, i64), (c, d): (i64, i64)) -> Option<Exact> {
    let wide = i128::from;
    if b == 1 && d == 1 {
        return Some(Exact(Ratio::new_raw(wide(a) + wide(c), 1)));
    }
    let g = shared(b, d);
    let numerator = (wide(a) * wide(d / g)).checked_add(wide(c) * wide(b / g))?;
    if g == 1 {
        return Some(Exact(Ratio::new_raw(numerator, wide(b) * wide(d))));
    }
    let rest = i64::try_from(numerator % wide(g)).ok()?;
    let h = shared(rest, g);
    let denominator = wide(b / g) * wide(d / h);
    Some(Exact(Ratio::new_raw(numerator / wide(h), denominator)))
}

/// The greatest common divisor; `b` is a denominator and so at least 1, and the divisor no larger.
fn shared(a: i64, b: i64) -> i64 {
    let divisor = num_integer::gcd(a.unsigned_abs(), b.unsigned_abs());
    i64::try_from(divisor).unwrap_or(1)
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self.small(), other.small()) {
            (Some((a, b)), Some((c, d))) => {
                (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b)))
            }
            _ => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.numer(), self.0.denom())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_what_was_written() {
        assert_eq!(Exact::parse("99.9").map(Exact::parts), Ok((999, 10)));
        assert_eq!(Exact::parse("-0.50").map(Exact::parts), Ok((-1, 2)));
        assert_eq!(Exact::parse("1e3"), Err(ExactError::NotADecimal));
        assert_eq!(Exact::parse("1,000"), Err(ExactError::NotADecimal));
        assert_eq!(Exact::parse(".5"), Err(ExactError::NotADecimal));
        assert_eq!(Exact::parse("1234567890123"), Err(ExactError::TooLarge));
        assert_eq!(Exact::parse("0.1234567"), Err(ExactError::TooFine));
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        assert_eq!(Exact::parse("1.25").map(|x| x.scaled(1)), Ok(Some(13)));
        assert_eq!(Exact::parse("-1.25").map(|x| x.scaled(1)), Ok(Some(-13)));
        assert_eq!(Exact::ratio(1, 3).and_then(|x| x.scaled(2)), Some(33));
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_gives_the_same_fractions(
            a in proptest::prelude::any::<i64>(), b in 1..i64::MAX,
            c in proptest::prelude::any::<i64>(), d in 1..i64::MAX,
        ) {
            let long = |n: i64, d: i64| Ratio::new(i128::from(n), i128::from(d));
            let (x, y) = (long(a, b), long(c, d));
            let product = num_traits::CheckedMul::checked_mul(&x, &y);
            proptest::prop_assert_eq!(Exact(x).times(Exact(y)), product.map(Exact));
            let sum = num_traits::CheckedAdd::checked_add(&x, &y);
            proptest::prop_assert_eq!(Exact(x).plus(Exact(y)), sum.map(Exact));
            let difference = num_traits::CheckedSub::checked_sub(&x, &y);
            proptest::prop_assert_eq!(Exact(x).minus(Exact(y)), difference.map(Exact));
            if c != 0 {
                let quotient = num_traits::CheckedDiv::checked_div(&x, &y);
                proptest::prop_assert_eq!(Exact(x).over(Exact(y)), quotient.map(Exact));
            }
            proptest::prop_assert_eq!(Exact(x).cmp(&Exact(y)), x.cmp(&y));
            proptest::prop_assert_eq!(Exact(x).scaled(0), Some(x.round().to_integer()));
        }

        #[test]
        fn the_short_way_adds_what_shares_a_denominator(
            a in -200_i64..200, b in 1_i64..30, c in -200_i64..200, d in 1_i64..30,
        ) {
            let long = |n: i64, d: i64| Ratio::new(i128::from(n), i128::from(d));
            let (x, y) = (long(a, b), long(c, d));
            proptest::prop_assert_eq!(Exact(x).plus(Exact(y)), Some(Exact(x + y)));
            proptest::prop_assert_eq!(Exact(x).minus(Exact(y)), Some(Exact(x - y)));
        }

        #[test]
        fn the_short_way_halves_away_from_zero(n in -10_000_i64..10_000, d in 1_i64..50) {
            let x = Ratio::new(i128::from(n), i128::from(d));
            proptest::prop_assert_eq!(Exact(x).scaled(0), Some(x.round().to_integer()));
        }
    }
}
