//! How large a change of the median time to restore would have to be before luck alone seldom
//! makes it.

use super::UNNOTICED;
use crate::model::{Exact, Pack, Period};

/// Spread of the logarithms of restore times where the pack has too few of its own
/// (`nothing changed` simulations use it; published incident sets lie near it).
const USUAL_SPREAD: f64 = 1.2;
/// Restored incidents from which the pack's own spread is taken.
const ENOUGH: usize = 20;
/// Two-sided 90 % of the normal distribution.
const SELDOM: f64 = 1.645;

/// The factor between two medians that luck alone would pass in one of ten quarters, if restore times
/// are lognormal and nothing changed; `None` where one of the quarters has none.
pub(super) fn visible(pack: &Pack, period: Period, now: usize, before: usize) -> Option<f64> {
    if now == 0 || before == 0 {
        return None;
    }
    let sd = spread(pack, period).unwrap_or(USUAL_SPREAD);
    let variance = variance_of_median(now) + variance_of_median(before);
    Some((SELDOM * sd * variance.sqrt()).exp())
}

/// Variance of the median of so many standard normal values: π/2n, less what small samples with an
/// even or odd number of values save (fitted to the tabulated variances for n from 3 to 20 to within
/// two per cent).
fn variance_of_median(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let n_real = n as f64;
    let saved = if n.is_multiple_of(2) { 1.1 } else { 0.43 };
    let small = if n == 1 {
        1.0
    } else {
        std::f64::consts::FRAC_PI_2 * (1.0 - saved / n_real)
    };
    small / n_real
}

/// Standard deviation of the logarithms of all restore times known by the quarter's record.
fn spread(pack: &Pack, period: Period) -> Option<f64> {
    let known = pack.incidents.get(&period)?.as_of.value;
    let logs: Vec<f64> = pack
        .incidents
        .range(..=period)
        .flat_map(|(_, record)| &record.incidents)
        .filter(|incident| incident.severity.value < UNNOTICED)
        .filter_map(|incident| {
            let restored = incident.restored_by(known)?;
            let minutes = super::minutes_between(incident.began.value, restored);
            (minutes > Exact::ZERO).then(|| minutes.to_f64().ln())
        })
        .collect();
    if logs.len() < ENOUGH {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let n = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / n;
    let squares: f64 = logs.iter().map(|log| (log - mean).powi(2)).sum();
    let sd = (squares / (n - 1.0)).sqrt();
    (sd > 0.0).then_some(sd)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Variances of medians of normal samples, as tabulated for order statistics.
    #[test]
    fn small_samples_follow_the_tables() {
        for (n, tabulated) in [
            (3, 0.4487),
            (5, 0.2868),
            (6, 0.2147),
            (9, 0.1661),
            (10, 0.1383),
            (20, 0.0734),
        ] {
            let got = variance_of_median(n);
            assert!(
                (got / tabulated - 1.0).abs() < 0.02,
                "{n}: {got} for {tabulated}"
            );
        }
    }

    /// What a simulation of quarters in which nothing changed gives at 90 %, with a spread of 1.2.
    #[test]
    fn the_factor_is_that_of_simulated_quarters() {
        for (n, simulated) in [(6, 3.70), (12, 2.59), (24, 2.01), (48, 1.64)] {
            let variance = 2.0 * variance_of_median(n);
            let got = (SELDOM * USUAL_SPREAD * variance.sqrt()).exp();
            assert!(
                (got / simulated - 1.0_f64).abs() < 0.03,
                "{n}: {got} for {simulated}"
            );
        }
    }
}
