//! Values of a metric to a vertical scale in words.

use crate::model::{Kind, Metric, Polarity, Unit};
use crate::render::Ctx;
use crate::render::charts::{Axis, Steps, Tone, scale};

/// An axis, and what the subtitle must say where it does not begin at zero (G2).
pub(super) struct Scaled {
    pub(super) axis: Axis,
    pub(super) starts_at: Option<String>,
}

/// A scale for values as they are shown (percentages times 100).
pub(super) fn of_metric(ctx: &Ctx<'_>, metric: &Metric, shown: Vec<f64>) -> Scaled {
    let factor = ctx.words.scale(metric);
    let steps = match &metric.unit.value {
        Unit::Hours => Steps::Hours,
        Unit::Minutes => Steps::Minutes,
        Unit::Things { .. } if metric.kind.value == Kind::Count => Steps::Whole,
        _ => Steps::Decimal,
    };
    let ceiling = match (metric.kind.value, &metric.unit.value) {
        (Kind::Ratio, Unit::Percent) => Some(100.0),
        (Kind::Score, _) => metric.scale.map(|scale| scale.1.to_f64() * factor),
        _ => None,
    };
    let made = scale(shown, steps, ceiling);
    let ticks: Vec<f64> = made.ticks.iter().map(|t| t / factor).collect();
    let words = ctx.words.ticks(metric, &ticks);
    Scaled {
        starts_at: made
            .cropped
            .then(|| ctx.words.number(metric, made.low / factor)),
        axis: Axis {
            low: made.low,
            high: made.high,
            ticks: made.ticks.into_iter().zip(words).collect(),
            baseline: !made.cropped,
        },
    }
}

/// Which way a movement of the numbers counts.
pub(super) fn tone(metric: &Metric, up: bool) -> Tone {
    match (metric.polarity.value, up) {
        (Polarity::Neutral, _) => Tone::Neutral,
        (Polarity::HigherIsBetter, true) | (Polarity::LowerIsBetter, false) => Tone::Good,
        (Polarity::HigherIsBetter, false) | (Polarity::LowerIsBetter, true) => Tone::Bad,
    }
}
