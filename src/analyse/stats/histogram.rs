//! Quantiles of measurements that were only counted into buckets.

/// A bucket: its upper bound, and how many measurements are at or under it.
pub type Bucket = (f64, f64);

/// The quantile `q` of cumulative buckets in order of their bounds, the last one unbounded: linear
/// within a bucket; the first begins at zero if its bound is above zero; in the unbounded one the
/// answer is the highest bound there is, which is then a floor and must be printed as "at least"
/// (`histogram_quantile` of `PromQL`). `None` without measurements or without a bound. Buckets of
/// several sources are added first; their quantiles never.
pub fn quantile(buckets: &[Bucket], q: f64) -> Option<f64> {
    let (unbounded, total) = *buckets.last()?;
    if buckets.len() < 2 || unbounded.is_finite() || total <= 0.0 || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let rank = q * total;
    let at = buckets.iter().position(|(_, count)| *count >= rank)?;
    let (bound, count) = buckets[at];
    if at + 1 == buckets.len() {
        return Some(buckets[at - 1].0);
    }
    let (from, under) = match at.checked_sub(1) {
        Some(before) => buckets[before],
        None if bound <= 0.0 => return Some(bound),
        None => (0.0, 0.0),
    };
    let inside = count - under;
    Some(if inside > 0.0 {
        from + (bound - from) * (rank - under) / inside
    } else {
        bound
    })
}

/// Buckets of two sources with the same bounds, added; `None` where the bounds differ.
pub fn merge(left: &[Bucket], right: &[Bucket]) -> Option<Vec<Bucket>> {
    if left.len() != right.len() {
        return None;
    }
    left.iter()
        .zip(right)
        .map(|(a, b)| (a.0 == b.0).then_some((a.0, a.1 + b.1)))
        .collect()
}
