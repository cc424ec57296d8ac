//! Two groups of skewed values, compared by rank.

use statrs::function::erf::erfc;

/// Mann and Whitney's U of the first group and its two-sided p: normal approximation with ties and
/// continuity corrected (as in R's `wilcox.test` with `exact = FALSE`). `None` for an empty group or
/// where all values are equal.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Option<(f64, f64)> {
    #[expect(clippy::cast_precision_loss, reason = "samples are far below 2^53")]
    let (m, n) = (first.len() as f64, second.len() as f64);
    if m == 0.0 || n == 0.0 {
        return None;
    }
    let mut all: Vec<(f64, bool)> = first
        .iter()
        .map(|v| (*v, true))
        .chain(second.iter().map(|v| (*v, false)))
        .collect();
    all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut rank_sum, mut ties, mut before) = (0.0, 0.0, 0.0);
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        #[expect(clippy::cast_precision_loss, reason = "samples are far below 2^53")]
        let (size, firsts) = (
            group.len() as f64,
            group.iter().filter(|(_, f)| *f).count() as f64,
        );
        rank_sum += firsts * (before + (size + 1.0) / 2.0);
        ties += size * size * size - size;
        before += size;
    }
    let u = rank_sum - m * (m + 1.0) / 2.0;
    let total = m + n;
    let variance = m * n / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    if variance <= 0.0 {
        return None;
    }
    let distance = ((u - m * n / 2.0).abs() - 0.5).max(0.0) / variance.sqrt();
    Some((u, erfc(distance / std::f64::consts::SQRT_2).min(1.0)))
}
