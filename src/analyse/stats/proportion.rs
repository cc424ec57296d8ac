//! Shares of countable things: intervals.

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
