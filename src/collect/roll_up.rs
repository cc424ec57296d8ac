//! Whether the organisation's figure as the query itself gives it is what its services add up to.

use super::answers::Values;
use crate::model::{Exact, Metric, RollUp};

/// How far two sums of binary fractions may lie apart and still be one: their last digits differ by the
/// order in which they were added.
const NOISE: f64 = 1e-9;

/// What is added, by roll-up.
fn added(metric: &Metric) -> &'static [&'static str] {
    match metric.roll_up.value {
        RollUp::SumOfParts | RollUp::Sum => &["numerator", "denominator", "value", "exposure"],
        RollUp::StatedOnly | RollUp::Worst | RollUp::None => &[],
    }
}

/// The figure of all services at once and the sum of its services, where they are not one.
pub(super) fn disagreement(
    metric: &Metric,
    pooled: Option<&Values>,
    parts: &[&Values],
) -> Option<(String, String)> {
    let (mut whole, mut sum, mut differ) = (Vec::new(), Vec::new(), false);
    for column in added(metric) {
        let of = |values: &Values| values.get(*column).and_then(|text| text.clone());
        let all = pooled.and_then(of);
        let parts: Vec<String> = parts.iter().filter_map(|values| of(values)).collect();
        if all.is_none() && parts.is_empty() {
            continue;
        }
        let exact = |text: &str| Exact::parse(text).ok();
        let added = parts
            .iter()
            .try_fold(Exact::ZERO, |sum, text| sum.plus(exact(text)?));
        let all = all.unwrap_or_else(|| "0".to_owned());
        let same = match (exact(&all), added) {
            (Some(all), Some(added)) => all == added,
            _ => {
                let real = |text: &String| text.parse::<f64>().unwrap_or(f64::NAN);
                let (all, added) = (real(&all), parts.iter().map(real).sum::<f64>());
                (all - added).abs() <= NOISE * all.abs().max(added.abs())
            }
        };
        differ |= !same;
        let told = added.map_or_else(
            || {
                parts
                    .iter()
                    .filter_map(|text| text.parse::<f64>().ok())
                    .sum::<f64>()
                    .to_string()
            },
            Exact::decimal,
        );
        whole.push(all);
        sum.push(told);
    }
    differ.then(|| (whole.join("/"), sum.join("/")))
}
