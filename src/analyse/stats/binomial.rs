//! The binomial distribution, exactly.

use statrs::function::factorial::ln_binomial;

/// Chance of exactly `k` of `n` at chance `share` each.
pub fn pmf(k: u64, n: u64, share: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    if share <= 0.0 {
        return f64::from(u8::from(k == 0));
    }
    if share >= 1.0 {
        return f64::from(u8::from(k == n));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let (hits, misses) = (k as f64, (n - k) as f64);
    (ln_binomial(n, k) + hits * share.ln() + misses * (-share).ln_1p()).exp()
}

/// Chance of at most `k` of `n`.
pub fn at_most(k: u64, n: u64, share: f64) -> f64 {
    (0..=k.min(n))
        .map(|i| pmf(i, n, share))
        .sum::<f64>()
        .min(1.0)
}

/// Chance of at least `k` of `n`.
pub fn at_least(k: u64, n: u64, share: f64) -> f64 {
    (k..=n).map(|i| pmf(i, n, share)).sum::<f64>().min(1.0)
}

/// Two-sided p: the chance of everything at most as likely as what was seen (the method of small
/// p-values, as in R's `binom.test` and `poisson.test`). Grows with `n`; meant for small counts.
pub fn two_sided(k: u64, n: u64, share: f64) -> f64 {
    // Room for rounding, so that the mirror image of a value counts as just as likely.
    let seen = pmf(k, n, share) * (1.0 + 1e-7);
    (0..=n)
        .map(|i| pmf(i, n, share))
        .filter(|p| *p <= seen)
        .sum::<f64>()
        .min(1.0)
}
