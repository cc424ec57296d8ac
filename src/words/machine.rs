//! Numbers for programs: a point, a hyphen, no grouping, no unit.

use crate::model::{Exact, Metric, Unit};

/// A number in the unit a metric is shown in (percentages in percent), exact where it ends within
/// nine decimals and rounded to nine where it does not.
pub(crate) fn decimal(metric: &Metric, value: Exact) -> String {
    plain(super::units::shown(metric, value))
}

/// The same before it is written: percentages in percent.
pub(crate) fn shown(metric: &Metric, value: Exact) -> Exact {
    super::units::shown(metric, value)
}

/// A number as it is, exact where it ends within nine decimals.
pub(crate) fn plain(shown: Exact) -> String {
    let places = (0..=9_u32)
        .find(|&places| {
            let ten = Exact::integer(10_i64.pow(places));
            shown.times(ten).is_some_and(|x| x.parts().1 == 1)
        })
        .unwrap_or(9);
    let Some(scaled) = shown.scaled(places) else {
        return format!("{:.9}", shown.to_f64());
    };
    let width = places as usize + 1;
    let digits = format!("{:0width$}", scaled.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    let sign = if scaled < 0 { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// The unit that `decimal` is in: `percent`, `minutes`, `GBP`, `incidents`.
pub(crate) fn unit(metric: &Metric, currency: &str) -> String {
    match &metric.unit.value {
        Unit::Percent => "percent".to_owned(),
        Unit::Milliseconds => "milliseconds".to_owned(),
        Unit::Seconds => "seconds".to_owned(),
        Unit::Minutes => "minutes".to_owned(),
        Unit::Hours => "hours".to_owned(),
        Unit::Days => "days".to_owned(),
        Unit::Currency => currency.to_owned(),
        Unit::Points => "points".to_owned(),
        Unit::Things { many, .. } => many.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::words::sample::{decimal as number, metric, percent};

    #[test]
    fn exact_where_it_ends() {
        let rate = percent("Rate");
        let share = |part, whole| Exact::ratio(part, whole).expect("whole");
        assert_eq!(decimal(&rate, share(1, 8)), "12.5");
        assert_eq!(decimal(&rate, share(14, 229)), "6.113537118");
        assert_eq!(decimal(&rate, share(5, 5)), "100");
        let level = metric("Level", Kind::Level, Unit::Currency);
        assert_eq!(decimal(&level, number("-0.05")), "-0.05");
        assert_eq!(decimal(&level, Exact::ZERO), "0");
        assert_eq!(unit(&level, "GBP"), "GBP");
    }
}
