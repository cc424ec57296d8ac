//! What chance does to the median of a few skewed durations: how many-fold a change must be before
//! two quarters of so many incidents can show it.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use statrs::function::gamma::ln_gamma;
use std::f64::consts::PI;

/// Standard deviation of the natural logarithms of restore times, as reliability reports find them:
/// one time in twenty is about seven times the median.
pub const LOG_SD: f64 = 1.2;

/// Nine tenths of all changes of the median by luck alone stay within this many standard errors.
const NINE_TENTHS: f64 = 1.644_853_626_951_472_7;

/// From this many on the large-sample formula is right to three digits.
const LARGE: usize = 200;

/// The smallest *k*-fold change of a median duration that two quarters of so many incidents can tell
/// from luck: nine tenths of the changes that luck alone makes are smaller. Durations are taken as
/// log-normal with the standard deviation [`LOG_SD`]; the logarithm of the ratio of two medians then
/// has the sum of their variances. `None` where a quarter has no incident.
pub fn fold(before: usize, now: usize) -> Option<f64> {
    let variance = median_variance(before)? + median_variance(now)?;
    Some((NINE_TENTHS * LOG_SD * variance.sqrt()).exp())
}

/// Variance of the median of `n` standard normal values, by the density of their middle order
/// statistics (David and Nagaraja 2003, 2.1 and 2.2); asymptotically π/2n. `None` of nothing.
pub fn median_variance(n: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let count = n as f64;
    match n {
        0 => return None,
        LARGE.. => return Some(PI / (2.0 * count)),
        _ => {}
    }
    const STEP: f64 = 0.025;
    const STEPS: u32 = 560;
    let normal = Normal::standard();
    let points: Vec<(f64, f64, f64)> = (0..=STEPS)
        .map(|i| {
            let x = (f64::from(i) - f64::from(STEPS) / 2.0) * STEP;
            (
                x,
                normal.ln_pdf(x),
                normal.cdf(x).max(f64::MIN_POSITIVE).ln(),
            )
        })
        .collect();
    // Φ(−x) = 1 − Φ(x): the same table from its other end.
    let above = |i: usize| points[points.len() - 1 - i].2;
    let half = (count / 2.0).floor();
    if n % 2 == 1 {
        let constant = ln_gamma(count + 1.0) - 2.0 * ln_gamma(half + 1.0);
        let density = |i: usize| {
            let (x, pdf, below) = points[i];
            x * x * (constant + half * (below + above(i)) + pdf).exp()
        };
        return Some((0..points.len()).map(density).sum::<f64>() * STEP);
    }
    // The two middle values: x below y, and the mean of the two is squared.
    let constant = ln_gamma(count + 1.0) - 2.0 * ln_gamma(half);
    let mut sum = 0.0;
    for (i, (x, pdf_x, below)) in points.iter().enumerate() {
        for (j, (y, pdf_y, _)) in points.iter().enumerate().skip(i) {
            let log = constant + (half - 1.0) * (below + above(j)) + pdf_x + pdf_y;
            let weight = if i == j { 0.5 } else { 1.0 };
            sum += weight * ((x + y) / 2.0).powi(2) * log.exp();
        }
    }
    Some(sum * STEP * STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variance_is_the_published_one() {
        // David and Nagaraja, and by hand for one and two values.
        for (n, expected) in [(1, 1.0), (2, 0.5), (3, 0.4487), (5, 0.2868), (9, 0.1661)] {
            let found = median_variance(n).expect("values");
            assert!((found - expected).abs() < 6e-4, "{n}: {found}");
        }
        let (last, first) = (median_variance(199), median_variance(200));
        assert!((last.expect("values") - first.expect("values")).abs() < 1e-4);
        assert_eq!(median_variance(0), None);
    }

    #[test]
    fn a_dozen_incidents_show_only_more_than_a_doubling() {
        // Upper ends of nine tenths of a hundred thousand simulated quarters.
        for (n, simulated) in [(6, 3.70), (12, 2.59), (24, 2.01), (48, 1.64)] {
            let found = fold(n, n).expect("incidents");
            assert!((found / simulated - 1.0).abs() < 0.035, "{n}: {found}");
        }
        assert!(fold(12, 48) < fold(12, 12) && fold(12, 48) > fold(48, 48));
        assert_eq!(fold(0, 12), None);
    }
}
