//! Control charts of counted things: limits three standard deviations from the centre, as the
//! Poisson or binomial distribution has them (Shewhart).

/// Centre line and limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Centre line.
    pub centre: f64,
    /// Lower limit, never below zero.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

fn around(centre: f64, deviation: f64) -> Limits {
    Limits {
        centre,
        lower: (centre - 3.0 * deviation).max(0.0),
        upper: centre + 3.0 * deviation,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn over(count: u64, units: u64) -> Option<f64> {
    (units != 0).then(|| count as f64 / units as f64)
}

/// p chart: a share of `n` things at a time, from the pooled share of `k` of `all`.
pub fn p_chart(k: u64, all: u64, n: u64) -> Option<Limits> {
    let share = over(k, all)?;
    let variance = share * (1.0 - share) * over(1, n)?;
    Some(Limits {
        upper: around(share, variance.sqrt()).upper.min(1.0),
        ..around(share, variance.sqrt())
    })
}

/// u chart: counts per unit of exposure, for a period of `exposure` units; c chart: the same with
/// one unit a period. From the pooled `count` over `units`.
pub fn u_chart(count: u64, units: u64, exposure: u64) -> Option<Limits> {
    let rate = over(count, units)?;
    Some(around(rate, (rate * over(1, exposure)?).sqrt()))
}
