//! Numbers that stand together: a table's column, an axis.

use super::compare::Together;
use super::pattern::{Landmarks, nearest};
use super::units::Place;
use super::{Words, digits};
use crate::analyse::Figure;
use crate::model::{Exact, Metric};
use crate::tongue::label;

/// What a table says where there is no value. Never an empty cell, never zero.
pub(crate) fn no_data() -> &'static str {
    label("no data")
}

impl Words {
    /// Figures down a column, or of two quarters side by side: one unit, the same decimals, `no data` where there is none. Shares of
    /// few things keep their counts.
    pub(crate) fn column(&self, metric: &Metric, figures: &[Option<&Figure>]) -> Vec<String> {
        let shared = |f: &&Figure| !super::few(f.value);
        let numbers: Vec<Option<Exact>> = figures
            .iter()
            .map(|f| f.filter(shared).map(|f| f.exact))
            .collect();
        let least = figures
            .iter()
            .flatten()
            .map(|f| self.least(metric, f.value))
            .max();
        let texts = self.numbers_in_column(metric, &numbers, least.unwrap_or(i32::MIN));
        figures
            .iter()
            .zip(texts)
            .map(|(figure, text)| match figure {
                Some(figure) if shared(figure) => self.around(metric, figure.value, text),
                Some(figure) => self.cell(metric, figure),
                None => text,
            })
            .collect()
    }

    /// Two figures side by side that differ, with as many decimals as it takes to show it.
    pub(crate) fn apart(&self, metric: &Metric, a: &Figure, b: &Figure) -> [String; 2] {
        let plain = self.column(metric, &[Some(a), Some(b)]);
        let pair = |texts: Vec<String>| {
            let mut texts = texts.into_iter();
            let mut next = || texts.next().unwrap_or_default();
            [next(), next()]
        };
        let [x, y] = pair(plain);
        if x != y || a.exact == b.exact {
            return [x, y];
        }
        let numbers = [Some(a.exact), Some(b.exact)];
        let finer = (1..=9)
            .map(|least| pair(self.numbers_in_column(metric, &numbers, least)))
            .find(|[x, y]| x != y);
        match finer {
            Some([x, y]) => [
                self.around(metric, a.value, x),
                self.around(metric, b.value, y),
            ],
            None => [x, y],
        }
    }

    /// Statistics down a column: averages and limits.
    pub(crate) fn statistics_in_column(
        &self,
        metric: &Metric,
        values: &[Option<f64>],
    ) -> Vec<String> {
        let numbers: Vec<Option<Exact>> =
            values.iter().map(|v| v.and_then(Exact::from_f64)).collect();
        self.numbers_in_column(metric, &numbers, i32::MIN)
    }

    fn numbers_in_column(
        &self,
        metric: &Metric,
        numbers: &[Option<Exact>],
        least: i32,
    ) -> Vec<String> {
        let known: Vec<Exact> = numbers.iter().copied().flatten().collect();
        let pattern = self.common(metric, &known, Place::Cell, Together::Column(least));
        numbers
            .iter()
            .map(|number| match number {
                Some(value) => {
                    let shown = nearest(*value, pattern.divisor, pattern.decimals);
                    // So close to a landmark that no column can tell: it says so itself.
                    match shown.filter(|s| Landmarks::Metric(metric).keep(*value, *s)) {
                        Some(shown) => self.dress(&pattern, shown),
                        None => self.rounded(metric, *value, Place::Cell).0,
                    }
                }
                None => no_data().to_owned(),
            })
            .collect()
    }

    /// Tick labels of an axis, lowest first: as many decimals as the finest tick needs, the unit
    /// on the top tick only, zero bare. `values` are in the metric's unit (shares for percentages).
    pub(crate) fn ticks(&self, metric: &Metric, values: &[f64]) -> Vec<String> {
        let exact: Vec<Exact> = values.iter().filter_map(|v| Exact::from_f64(*v)).collect();
        if exact.len() != values.len() {
            return values.iter().map(|v| self.number(metric, *v)).collect();
        }
        let mut pattern = self.common(metric, &exact, Place::Cell, Together::Column(i32::MIN));
        let own = |x: &Exact| {
            let shown = x
                .over(pattern.divisor)?
                .rounded_to(Exact::ratio(1, 1_000_000)?)?;
            super::units::own_decimals(shown)
        };
        pattern.decimals = exact.iter().filter_map(own).max().unwrap_or(0);
        let top = exact.iter().max().copied();
        exact
            .iter()
            .map(|value| {
                if *value == Exact::ZERO {
                    "0".to_owned()
                } else if Some(*value) == top {
                    self.dress(&pattern, *value)
                } else {
                    let sign = if value.is_negative() {
                        String::from(digits::MINUS)
                    } else {
                        String::new()
                    };
                    format!("{sign}{}", pattern.digits(self.locale, *value))
                }
            })
            .collect()
    }
}
