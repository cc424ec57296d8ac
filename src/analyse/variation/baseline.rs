//! Baseline values to the average and limits that later values are held against.

use super::scale::{Bounds, Scale};
use crate::analyse::stats::xmr::{TWO_POINT_SIX_SIX, xmr};
use crate::model::Spread;

/// Fewest points that have limits (X2).
pub(in crate::analyse) const DRAW: usize = 12;
/// Fewest points whose limits are not provisional and may be locked (X2).
pub(in crate::analyse) const LOCK: usize = 20;
/// Fewest moving ranges: a baseline with so many holes that fewer neighbours exist has no limits.
const RANGES: usize = 8;

/// What a stretch of values is held against. Everything is on the baseline's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analyse) struct Baseline {
    pub(in crate::analyse) scale: Scale,
    pub(in crate::analyse) average: f64,
    /// `None` where a natural bound lies at or inside it, or where limits are not `stated`.
    pub(in crate::analyse) upper: Option<f64>,
    pub(in crate::analyse) lower: Option<f64>,
    /// Whether there are limits at all: enough points, and values that differ enough (SP7).
    pub(in crate::analyse) stated: bool,
    /// Values in the baseline.
    pub(in crate::analyse) points: usize,
    /// Two values closer than this are one value.
    pub(in crate::analyse) tie: f64,
}

impl Baseline {
    /// From weekly values, in the metric's unit.
    pub(in crate::analyse) fn weekly(
        values: &[Option<f64>],
        spread: Spread,
        bounds: Bounds,
    ) -> Option<Self> {
        let scale = Scale::for_baseline(spread, values);
        Self::on(scale, values, bounds, differ_enough(values))
    }

    /// From days between events.
    pub(in crate::analyse) fn gaps(days: &[Option<f64>]) -> Option<Self> {
        let bounds = Bounds {
            lower: Some(0.0),
            upper: None,
        };
        Self::on(Scale::Gaps, days, bounds, true)
    }

    fn on(scale: Scale, values: &[Option<f64>], bounds: Bounds, differ: bool) -> Option<Self> {
        let values: Vec<_> = values.iter().map(|v| v.map(|v| scale.to(v))).collect();
        let xmr = xmr(&values)?;
        let (lower, upper) = xmr
            .limits(TWO_POINT_SIX_SIX)
            .unwrap_or((xmr.average, xmr.average));
        let stated = differ && xmr.points >= DRAW && xmr.ranges >= RANGES && lower < upper;
        let bound = |b: Option<f64>| b.map(|b| scale.to(b));
        Some(Self {
            scale,
            average: xmr.average,
            upper: Some(upper).filter(|u| stated && bound(bounds.upper).is_none_or(|b| *u < b)),
            lower: Some(lower).filter(|l| stated && bound(bounds.lower).is_none_or(|b| *l > b)),
            stated,
            points: xmr.points,
            tie: 1e-9 * (upper - lower) + 1e-12 * xmr.average.abs(),
        })
    }

    /// Whether it is too short to be relied on.
    pub(in crate::analyse) fn provisional(&self) -> bool {
        self.points < LOCK
    }

    /// Lower and upper limit in the metric's unit.
    pub(in crate::analyse) fn limits(&self) -> Option<(Option<f64>, Option<f64>)> {
        let back = |x: f64| self.scale.back(x);
        self.stated
            .then(|| (self.lower.map(back), self.upper.map(back)))
    }
}

/// Limits of a near-constant or coarse series mark every harmless step as a signal (SP7): at least
/// 6 different values, and no value that is more than a third of all.
fn differ_enough(values: &[Option<f64>]) -> bool {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (mut different, mut most, mut same) = (0, 0, 0);
    for (i, value) in sorted.iter().enumerate() {
        if i == 0 || sorted[i - 1] < *value {
            different += 1;
            same = 0;
        }
        same += 1;
        most = most.max(same);
    }
    different >= 6 && most * 3 <= sorted.len()
}
