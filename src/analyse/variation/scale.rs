//! The scale on which a metric's variation is judged, and where its values naturally end.

use crate::model::{Exact, Kind, Metric, Spread, Unit};

/// Where values cannot go: a limit at or beyond such a bound can never be passed and is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analyse) struct Bounds {
    pub(in crate::analyse) lower: Option<f64>,
    pub(in crate::analyse) upper: Option<f64>,
}

impl Bounds {
    /// Nothing below zero for counts, ratios and durations; nothing above the whole for shares;
    /// the ends of the scale for scores.
    pub(in crate::analyse) fn of(metric: &Metric) -> Self {
        let from_zero =
            matches!(*metric.kind, Kind::Count | Kind::Ratio) || metric.unit.is_duration();
        let share = *metric.kind == Kind::Ratio && metric.unit.value == Unit::Percent;
        let scale = metric.scale.map(|scale| scale.value);
        let scale = scale.filter(|_| *metric.kind == Kind::Score);
        Self {
            lower: scale
                .map(|(low, _)| Exact::to_f64(low))
                .or(from_zero.then_some(0.0)),
            upper: scale
                .map(|(_, high)| Exact::to_f64(high))
                .or(share.then_some(1.0)),
        }
    }
}

/// How values are transformed before limits are computed, and back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analyse) enum Scale {
    /// As measured.
    Linear,
    /// Logarithms. Zero has none: it stands at `floor`, half the smallest baseline value above
    /// zero, so that a quiet week is low without being infinitely so.
    Log {
        /// What zero is taken for.
        floor: f64,
    },
    /// Days between rare events, to the power 1/3.6: nearly bell-shaped if events come at random
    /// (Nelson 1994, "A control chart for parts-per-million nonconforming items").
    Gaps,
}

impl Scale {
    /// The scale that the metric declares, as far as the baseline allows: logarithms need values
    /// above zero, and a baseline with a value below zero is judged as measured.
    pub(in crate::analyse) fn for_baseline(spread: Spread, baseline: &[Option<f64>]) -> Self {
        let present = || baseline.iter().flatten().copied();
        let smallest = present().filter(|x| *x > 0.0).reduce(f64::min);
        match (spread, smallest) {
            (Spread::Log, Some(smallest)) if present().all(|x| x >= 0.0) => Self::Log {
                floor: smallest / 2.0,
            },
            _ => Self::Linear,
        }
    }

    /// To the scale.
    pub(in crate::analyse) fn to(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log { floor } => value.max(floor).ln(),
            Self::Gaps => value.max(0.0).powf(1.0 / 3.6),
        }
    }

    /// Back to the metric's unit.
    pub(in crate::analyse) fn back(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log { .. } => value.exp(),
            Self::Gaps => value.max(0.0).powf(3.6),
        }
    }
}
