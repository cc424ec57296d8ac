//! What a metric is measured in and which way is good, in words.

use super::{Words, per, units};
use crate::model::{Kind, Metric, Polarity, Statistic, Unit};
use crate::tongue::{label, say};

/// `lower is better`; `None` for a neutral metric.
pub(crate) fn direction(metric: &Metric) -> Option<&'static str> {
    match metric.polarity.value {
        Polarity::HigherIsBetter => Some(label("higher is better")),
        Polarity::LowerIsBetter => Some(label("lower is better")),
        Polarity::Neutral => None,
    }
}

impl Words {
    /// What it is measured in: `%`, `median hours`, `£ per active user a month`, `score of 1 to 5`.
    pub(crate) fn unit(&self, metric: &Metric) -> String {
        let unit = match &metric.unit.value {
            Unit::Percent => "%".to_owned(),
            Unit::Milliseconds => "ms".to_owned(),
            Unit::Seconds => label("seconds").to_owned(),
            Unit::Minutes => label("minutes").to_owned(),
            Unit::Hours => label("hours").to_owned(),
            Unit::Days => label("days").to_owned(),
            Unit::Currency => self.currency.sign().to_owned(),
            Unit::Points => match metric.scale.map(|scale| scale.value) {
                Some((low, high)) if metric.kind.value == Kind::Score => {
                    let plain = |x| self.exact_plain(x);
                    say!("score of {low}~to~{high}", plain(low), plain(high))
                }
                _ => label("points").to_owned(),
            },
            Unit::Things { many, .. } => many.clone(),
        };
        let text = match metric.statistic.map(|statistic| statistic.value) {
            Some(Statistic::Median) => say!("median {unit}", unit),
            Some(Statistic::P75) => say!("75th percentile, {unit}", unit),
            Some(Statistic::P90) => say!("90th percentile, {unit}", unit),
            Some(Statistic::P95) => say!("95th percentile, {unit}", unit),
            Some(Statistic::P99) => say!("99th percentile, {unit}", unit),
            None => unit,
        };
        per(metric, text)
    }

    /// Unit and direction under a metric's name: `%, lower is better`.
    pub(crate) fn unit_line(&self, metric: &Metric) -> String {
        let unit = self.unit(metric);
        match direction(metric) {
            Some(direction) => format!("{unit}, {direction}"),
            None => unit,
        }
    }

    /// How the metric's figures are rounded, for its definition.
    pub(crate) fn rounding(&self, metric: &Metric) -> String {
        let how = match (metric.decimals, &metric.unit.value) {
            (Some(0), _) => label("whole numbers").to_owned(),
            (Some(1), _) => label("one decimal").to_owned(),
            (Some(n), _) => say!("{n} decimals", n),
            (None, Unit::Percent) => {
                label("one decimal under 10% and over 90%, none between; shares of fewer than 20 with their count").to_owned()
            }
            (None, Unit::Currency) => {
                label("small coins under 100, whole amounts from there, three figures from 100 thousand")
                    .to_owned()
            }
            (None, unit) if unit.is_duration() => {
                label("two units of time in text, one unit in tables").to_owned()
            }
            (None, _) if metric.kind.value == Kind::Score => label("one decimal").to_owned(),
            (None, _) => {
                label("whole numbers where whole things are counted, else one decimal").to_owned()
            }
        };
        say!(
            "{how}; half away from zero, with more decimals where a target would blur",
            how
        )
    }

    fn exact_plain(&self, value: crate::model::Exact) -> String {
        let decimals = units::own_decimals(value).unwrap_or(1).unsigned_abs();
        super::digits::unsigned(self.locale, value, decimals)
    }
}
