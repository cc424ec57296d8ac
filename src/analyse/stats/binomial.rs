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
/// p-values, as in R's `binom.test` and `poisson.test`). One chance is computed, its neighbours
/// follow from it, and what no longer adds anything is not walked to.
pub fn two_sided(k: u64, n: u64, share: f64) -> f64 {
    if k > n || !(0.0..=1.0).contains(&share) {
        return f64::NAN;
    }
    if share == 0.0 || share == 1.0 {
        return pmf(k, n, share);
    }
    let seen = pmf(k, n, share);
    // Room for rounding, so that the mirror image of a value counts as just as likely.
    let enough = seen * (1.0 + 1e-7);
    let side = |up: bool| {
        let (mut at, mut chance, mut sum) = (k, seen, 0.0);
        while let Some((next, more)) = step(at, n, share, chance, up) {
            let falling = more < chance;
            (at, chance) = (next, more);
            if chance <= enough {
                sum += chance;
                if falling && chance < sum * 1e-17 {
                    break;
                }
            }
        }
        sum
    };
    (seen + side(false) + side(true)).min(1.0)
}

/// The neighbour of a count and its chance, from the chance of the count itself.
fn step(k: u64, n: u64, share: f64, chance: f64, up: bool) -> Option<(u64, f64)> {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let real = |n: u64| n as f64;
    let odds = share / (1.0 - share);
    if up {
        let left = n.checked_sub(k).filter(|left| *left > 0)?;
        Some((k + 1, chance * real(left) / real(k + 1) * odds))
    } else {
        let next = k.checked_sub(1)?;
        Some((next, chance * real(k) / real(n - next) / odds))
    }
}

/// Exact 95 % interval of a share of `k` of `n` (Clopper and Pearson 1934); `None` of none.
pub fn clopper_pearson(k: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 || k > n {
        return None;
    }
    let low = if k == 0 {
        0.0
    } else {
        share_where(|share| at_least(k, n, share) >= 0.025)
    };
    let high = if k == n {
        1.0
    } else {
        share_where(|share| at_most(k, n, share) <= 0.025)
    };
    Some((low, high))
}

/// The share at which something that holds for large shares begins to hold.
fn share_where(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Ranks, from 1, of the ordered values that bound the median with at least `confidence`, and the
/// exact confidence they give (sign test; Conover). `None` where even the extremes do not suffice:
/// at 95 %, under 6 values.
pub fn median_ranks(n: u64, confidence: f64) -> Option<(u64, u64, f64)> {
    let coverage = |rank: u64| 1.0 - 2.0 * at_most(rank - 1, n, 0.5);
    (1..=n / 2)
        .rev()
        .find(|rank| coverage(*rank) >= confidence)
        .map(|rank| (rank, n + 1 - rank, coverage(rank)))
}
