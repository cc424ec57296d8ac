//! What a metric is measured in and which way is good, in words.

use super::digits::NBSP;
use super::{Words, per, units};
use crate::model::{Kind, Metric, Polarity, Statistic, Unit};

/// `lower is better`; `None` for a neutral metric.
pub(crate) fn direction(metric: &Metric) -> Option<&'static str> {
    match metric.polarity.value {
        Polarity::HigherIsBetter => Some("higher is better"),
        Polarity::LowerIsBetter => Some("lower is better"),
        Polarity::Neutral => None,
    }
}

impl Words {
    /// What it is measured in: `%`, `median hours`, `£ per active user a month`, `score of 1 to 5`.
    pub(crate) fn unit(&self, metric: &Metric) -> String {
        let unit = match &metric.unit.value {
            Unit::Percent => "%".to_owned(),
            Unit::Milliseconds => "ms".to_owned(),
            Unit::Seconds => "seconds".to_owned(),
            Unit::Minutes => "minutes".to_owned(),
            Unit::Hours => "hours".to_owned(),
            Unit::Days => "days".to_owned(),
            Unit::Currency => units::currency_mark(&self.currency).trim().to_owned(),
            Unit::Points => match metric.scale.map(|scale| scale.value) {
                Some((low, high)) if metric.kind.value == Kind::Score => {
                    let plain = |x| self.exact_plain(x);
                    format!("score of {}{NBSP}to{NBSP}{}", plain(low), plain(high))
                }
                _ => "points".to_owned(),
            },
            Unit::Things { many, .. } => many.clone(),
        };
        let statistic = match metric.statistic.map(|statistic| statistic.value) {
            Some(Statistic::Median) => "median ",
            Some(Statistic::P75) => "75th percentile, ",
            Some(Statistic::P90) => "90th percentile, ",
            Some(Statistic::P95) => "95th percentile, ",
            Some(Statistic::P99) => "99th percentile, ",
            None => "",
        };
        per(metric, format!("{statistic}{unit}"))
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
            (Some(0), _) => "whole numbers".to_owned(),
            (Some(1), _) => "one decimal".to_owned(),
            (Some(n), _) => format!("{n} decimals"),
            (None, Unit::Percent) => {
                "one decimal under 10% and over 90%, none between; shares of fewer than 20 with \
                 their count"
                    .to_owned()
            }
            (None, Unit::Currency) => {
                "small coins under 100, whole amounts from there, three figures from 100 thousand"
                    .to_owned()
            }
            (None, unit) if unit.is_duration() => {
                "two units of time in text, one unit in tables".to_owned()
            }
            (None, _) if metric.kind.value == Kind::Score => "one decimal".to_owned(),
            (None, _) => {
                "whole numbers where whole things are counted, else one decimal".to_owned()
            }
        };
        format!("{how}; half away from zero, with more decimals where a target would blur")
    }

    fn exact_plain(&self, value: crate::model::Exact) -> String {
        let decimals = units::own_decimals(value).unwrap_or(1).unsigned_abs();
        super::digits::unsigned(self.locale, value, decimals)
    }
}
