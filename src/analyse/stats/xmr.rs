//! Individuals and moving range (XmR) limits.

/// Limits stand 2.66 average moving ranges from the average: 3 / 1.128, rounded as everywhere in
/// print (Wheeler, "Understanding Variation", 1993). 1.128 is d2 for two values.
pub const TWO_POINT_SIX_SIX: f64 = 2.66;
/// The same factor unrounded, as statistics packages use it.
pub const UNROUNDED: f64 = 3.0 / 1.128;
/// For the median moving range instead of the average (Wheeler): limits stand 3.145 of it away,
/// and moving ranges themselves stay under 3.865 of it.
pub const MEDIAN_RANGE: (f64, f64) = (3.145, 3.865);
/// A moving range beyond this many average moving ranges is outside its own limit (D4 for two values).
pub const RANGE_LIMIT: f64 = 3.267;

/// Average and average moving range of a baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Xmr {
    /// Mean of the values present.
    pub average: f64,
    /// Mean of the moving ranges; `None` where no two neighbours are both present.
    pub average_range: Option<f64>,
    /// Values present.
    pub points: usize,
    /// Moving ranges.
    pub ranges: usize,
}

impl Xmr {
    /// Lower and upper natural process limit, `factor` average moving ranges from the average.
    pub fn limits(&self, factor: f64) -> Option<(f64, f64)> {
        let reach = factor * self.average_range?;
        Some((self.average - reach, self.average + reach))
    }

    /// Estimated standard deviation: the average moving range over 1.128.
    pub fn sigma(&self) -> Option<f64> {
        self.average_range.map(|r| r / 1.128)
    }
}

/// Moving ranges between neighbours. Nothing is joined across a missing value.
fn moving_ranges(values: &[Option<f64>]) -> impl Iterator<Item = f64> + '_ {
    values
        .windows(2)
        .filter_map(|w| Some((w[1]? - w[0]?).abs()))
}

/// The mean, kept between the least and the greatest value whatever the rounding; `None` of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut n, mut sum) = (0.0, 0.0);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        n += 1.0;
        sum += value;
        low = low.min(value);
        high = high.max(value);
    }
    (n > 0.0).then(|| (sum / n).clamp(low, high))
}

/// Average and average moving range; `None` without values.
pub fn xmr(values: &[Option<f64>]) -> Option<Xmr> {
    Some(Xmr {
        average: mean(values.iter().flatten().copied())?,
        average_range: mean(moving_ranges(values)),
        points: values.iter().flatten().count(),
        ranges: moving_ranges(values).count(),
    })
}

/// As [`xmr`], but moving ranges beyond `multiple` times their average are dropped once before the
/// average moving range is taken again (Nelson 1982; 3.267 in NHS practice). Not used by default:
/// it narrows limits just where a process is at its least steady.
pub fn screened(values: &[Option<f64>], multiple: f64) -> Option<Xmr> {
    let all = xmr(values)?;
    let Some(cut) = all.average_range.map(|r| r * multiple) else {
        return Some(all);
    };
    let kept = || moving_ranges(values).filter(|r| *r <= cut);
    Some(Xmr {
        average_range: mean(kept()),
        ranges: kept().count(),
        ..all
    })
}
