//! Rates of events: exact intervals and tests.

use super::binomial::{clopper_pearson, two_sided};
use statrs::function::{factorial::ln_factorial, gamma::gamma_lr};

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn real(n: u64) -> f64 {
    n as f64
}

/// Exact 95 % interval of a rate of `count` events over `exposure` (Garwood 1936).
pub fn rate_interval(count: u64, exposure: f64) -> Option<(f64, f64)> {
    if exposure <= 0.0 || !exposure.is_finite() {
        return None;
    }
    let k = real(count);
    let low = if count == 0 {
        0.0
    } else {
        mean_where(k, 0.025)
    };
    Some((low / exposure, mean_where(k + 1.0, 0.975) / exposure))
}

/// The mean at which the chance of at least `k` events is `chance`.
fn mean_where(k: f64, chance: f64) -> f64 {
    let (mut low, mut high) = (0.0, k + 10.0 * k.sqrt() + 20.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle > 0.0 && gamma_lr(k, middle) >= chance {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// The chance share of the first of two periods if rates stand as `ratio` to one.
fn share(first: f64, second: f64, ratio: f64) -> f64 {
    ratio * first / (ratio * first + second)
}

/// Two-sided p that two rates stand as `ratio` to one: the exact conditional test (Przyborowski and
/// Wilenski 1940). Each period is a count and its exposure.
pub fn ratio_test(first: (u64, f64), second: (u64, f64), ratio: f64) -> f64 {
    two_sided(first.0, first.0 + second.0, share(first.1, second.1, ratio))
}

/// Exact 95 % interval of the ratio of two rates; the upper end is infinite where the second has no
/// events.
pub fn ratio_interval(first: (u64, f64), second: (u64, f64)) -> Option<(f64, f64)> {
    let (low, high) = clopper_pearson(first.0, first.0 + second.0)?;
    let ratio = |p: f64| p / (1.0 - p) * second.1 / first.1;
    Some((ratio(low), ratio(high)))
}

/// Two-sided p that two rates are equal, by the E-test: the chance, at the pooled rate, of a
/// standardised difference at least as large (Krishnamoorthy and Thomson 2004).
pub fn e_test(first: (u64, f64), second: (u64, f64)) -> Option<f64> {
    let ((k1, n1), (k2, n2)) = (first, second);
    if n1 <= 0.0 || n2 <= 0.0 || k1 + k2 == 0 {
        return None;
    }
    let distance = |a: f64, b: f64| {
        let spread = a / (n1 * n1) + b / (n2 * n2);
        if spread == 0.0 {
            0.0
        } else {
            (a / n1 - b / n2).abs() / spread.sqrt()
        }
    };
    let seen = distance(real(k1), real(k2));
    let pooled = real(k1 + k2) / (n1 + n2);
    let chances = |mean: f64| {
        let mut chances = Vec::new();
        let (mut k, mut total) = (0_u64, 0.0);
        // Up to where less than one in a million million is left.
        while (total < 1.0 - 1e-12 || real(k) <= mean) && chances.len() < 100_000 {
            let chance = (real(k) * mean.ln() - mean - ln_factorial(k)).exp();
            chances.push(chance);
            total += chance;
            k += 1;
        }
        chances
    };
    let (left, right) = (chances(pooled * n1), chances(pooled * n2));
    let mut p = 0.0;
    for (i, a) in (0_u64..).zip(&left) {
        for (j, b) in (0_u64..).zip(&right) {
            if distance(real(i), real(j)) >= seen * (1.0 - 1e-12) {
                p += a * b;
            }
        }
    }
    Some(f64::min(p, 1.0))
}
