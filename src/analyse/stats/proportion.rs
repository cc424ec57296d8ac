//! Shares of countable things: intervals.

use statrs::function::{factorial::ln_binomial, gamma::gamma_ur};

/// The normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

#[expect(
    clippy::cast_precision_loss,
    reason = "intervals need no more than 53 bits"
)]
fn parts((k, n): (u64, u64)) -> Option<(f64, f64)> {
    (n != 0 && k <= n).then_some((k as f64, n as f64))
}

/// Wilson's 95 % interval of `k` of `n` (Wilson 1927); `None` of none.
pub fn wilson(share: (u64, u64)) -> Option<(f64, f64)> {
    let (k, n) = parts(share)?;
    let (p, z2) = (k / n, Z * Z);
    let centre = p + z2 / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some((
        ((centre - reach) / scale).max(0.0),
        ((centre + reach) / scale).min(1.0),
    ))
}

/// Newcombe's hybrid 95 % interval of a difference of shares, first minus second (Newcombe 1998,
/// method 10). Never Wald's, which has no width where nothing failed.
pub fn newcombe(first: (u64, u64), second: (u64, u64)) -> Option<(f64, f64)> {
    let ((k1, n1), (k2, n2)) = (parts(first)?, parts(second)?);
    let ((l1, u1), (l2, u2)) = (wilson(first)?, wilson(second)?);
    let (p1, p2) = (k1 / n1, k2 / n2);
    Some((
        p1 - p2 - (p1 - l1).hypot(u2 - p2),
        p1 - p2 + (u1 - p1).hypot(p2 - l2),
    ))
}

/// Two-sided p of Fisher's exact test that two shares are equal: the chance of all tables with the
/// same margins that are at most as likely (Fisher 1934, as in R's `fisher.test`).
pub fn fisher((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> Option<f64> {
    if k1 > n1 || k2 > n2 || n1 == 0 || n2 == 0 {
        return None;
    }
    let hits = k1 + k2;
    let ln = |k: u64| ln_binomial(n1, k) + ln_binomial(n2, hits - k) - ln_binomial(n1 + n2, hits);
    let seen = ln(k1) + 1e-7;
    let least = hits.saturating_sub(n2);
    let p: f64 = (least..=hits.min(n1))
        .map(ln)
        .filter(|chance| *chance <= seen)
        .map(f64::exp)
        .sum();
    Some(p.min(1.0))
}

/// Pearson's chi-square that several shares are equal: statistic, degrees of freedom and p.
pub fn equal_shares(shares: &[(u64, u64)]) -> Option<(f64, usize, f64)> {
    let parts: Option<Vec<_>> = shares.iter().map(|s| parts(*s)).collect();
    let parts = parts.filter(|p| p.len() >= 2)?;
    let (k, n) = parts
        .iter()
        .fold((0.0, 0.0), |(k, n), part| (k + part.0, n + part.1));
    let pooled = k / n;
    if pooled <= 0.0 || pooled >= 1.0 {
        return None;
    }
    let statistic: f64 = parts
        .iter()
        .map(|(k, n)| (k - n * pooled).powi(2) / (n * pooled * (1.0 - pooled)))
        .sum();
    let freedom = parts.len() - 1;
    #[expect(clippy::cast_precision_loss, reason = "groups are few")]
    let half = freedom as f64 / 2.0;
    Some((statistic, freedom, gamma_ur(half, statistic / 2.0)))
}
