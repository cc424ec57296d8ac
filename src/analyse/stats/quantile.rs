//! Sample quantiles. There are nine definitions and they disagree: whoever prints one says which.

/// The definitions of Hyndman and Fan (1996), by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Nearest rank: the inverse of the empirical distribution; `percentile_disc`.
    Type1,
    /// As 1, averaged at steps.
    Type2,
    /// The observation nearest to n·p, the even one at ties.
    Type3,
    /// Linear between the steps of 1.
    Type4,
    /// Hazen.
    Type5,
    /// Weibull.
    Type6,
    /// Default of R, NumPy, spreadsheets, `PromQL` and `percentile_cont`.
    Type7,
    /// Nearly unbiased for the median, whatever the distribution.
    Type8,
    /// Nearly unbiased for normal values.
    Type9,
}

/// The quantile at `p` in 0..=1 of values in any order; `None` of nothing, for a `p` outside, or if
/// a value is not a number.
pub fn quantile(values: &[f64], p: f64, method: Method) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&p) || values.iter().any(|v| v.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "samples are far below 2^53")]
    let n = sorted.len() as f64;
    let shift = match method {
        Method::Type1 | Method::Type2 | Method::Type4 => 0.0,
        Method::Type3 => -0.5,
        Method::Type5 => 0.5,
        Method::Type6 => p,
        Method::Type7 => 1.0 - p,
        Method::Type8 => (p + 1.0) / 3.0,
        Method::Type9 => p / 4.0 + 3.0 / 8.0,
    };
    let position = n * p + shift;
    // Room for rounding, as in R: 0.1 times 30 is the third value and not the fourth.
    let fuzz = 4.0 * f64::EPSILON * position.abs().max(1.0);
    let below = (position + fuzz).floor();
    let rest = Some(position - below).filter(|r| *r > fuzz).unwrap_or(0.0);
    let weight = match method {
        Method::Type1 => f64::from(u8::from(rest > 0.0)),
        Method::Type2 => {
            if rest > 0.0 {
                1.0
            } else {
                0.5
            }
        }
        Method::Type3 => f64::from(u8::from(rest > 0.0 || below.rem_euclid(2.0) != 0.0)),
        _ => rest,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "kept inside the sample first"
    )]
    let at = |rank: f64| sorted[rank.clamp(1.0, n) as usize - 1];
    let (low, high) = (at(below), at(below + 1.0));
    Some(if weight == 0.0 {
        low
    } else {
        (low + weight * (high - low)).clamp(low, high)
    })
}

/// The middle value, or halfway between the two middle ones.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5, Method::Type7)
}

/// Each value's share of others below it, as SQL's `percent_rank()`; in the order given.
pub fn percent_ranks(values: &[f64]) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "samples are far below 2^53")]
    let others = values.len().saturating_sub(1).max(1) as f64;
    values
        .iter()
        .map(|v| {
            #[expect(clippy::cast_precision_loss, reason = "samples are far below 2^53")]
            let below = values.iter().filter(|w| *w < v).count() as f64;
            below / others
        })
        .collect()
}
