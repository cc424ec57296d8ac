//! Filed readings to one line per scope: a service's as filed, the organisation's as stated or by
//! the metric's declared roll-up.
//!
//! There is no function here, and must never be one, that averages ratios, quantiles or scores:
//! ratios are added as pairs of integers, and a kind that cannot be added stays without a figure.
//!
//! When services are silent. A quarter's figure is computed only if every service that filed the
//! metric in the quarter before, or files it now, has a value or is *said* to be missing: a service
//! that drops out in silence must not improve the organisation. One that is said to be missing is
//! left out and the figure counts as estimated. A week is computed only if every service that filed
//! any week of that quarter has an entry for it; an entry of "no data" adds nothing to a ratio, but
//! makes a gap of a sum or a worst value, which would otherwise move for want of data.

use super::judgement::Figure;
use super::timeline::Timeline;
use crate::model::{
    Exact, Filed, Metric, Missing, Observations, Pack, Period, Polarity, Reading, RollUp, Series,
    Value, Week,
};
use std::collections::BTreeMap;

/// One metric at one scope, ready to be judged.
#[derive(Default)]
pub(super) struct Line {
    /// Quarters that have a figure.
    pub(super) figures: BTreeMap<Period, Figure>,
    /// Quarters whose figure is said to be missing.
    pub(super) missing: BTreeMap<Period, Missing>,
    /// Quarters in which anything was filed.
    pub(super) first_filed: Option<Period>,
    /// Weekly values along the timeline; weeks that were not finished are gaps here.
    pub(super) weekly: Vec<Option<f64>>,
    /// Weekly values of weeks that were not finished, by index, for drawing only.
    pub(super) unfinished: BTreeMap<usize, f64>,
    /// The first week with an entry.
    pub(super) first_week: Option<usize>,
}

/// A service's line, as filed.
pub(super) fn service(series: &Series, timeline: &Timeline) -> Line {
    let mut line = Line::default();
    for (&period, reading) in &series.quarters {
        line.file(period, reading);
    }
    line.lay(
        series.weeks.iter().map(|(w, (v, _))| (*w, *v)).collect(),
        timeline,
    );
    line
}

/// The organisation's line: stated where it is stated, rolled up where the metric says how.
pub(super) fn organisation(
    metric: &Metric,
    observations: &Observations,
    timeline: &Timeline,
) -> Line {
    let stated = &observations.all;
    let mut line = Line::default();
    for (period, _) in timeline.quarters() {
        if let Some(reading) = stated.quarters.get(&period) {
            line.file(period, reading);
        } else if let Some(figure) = quarter(metric, observations, period) {
            line.first_filed.get_or_insert(period);
            line.figures.insert(period, figure);
        } else if let Some(missing) = missing_everywhere(metric, observations, period) {
            line.first_filed.get_or_insert(period);
            line.missing.insert(period, missing);
        }
    }
    line.lay(weeks(metric, observations, timeline), timeline);
    line
}

/// The organisation's weeks: stated where they are stated, rolled up where the metric says how.
fn weeks(
    metric: &Metric,
    observations: &Observations,
    timeline: &Timeline,
) -> BTreeMap<Week, Option<Value>> {
    let mut weeks = if computes(metric) {
        rolled_weeks(metric, observations, timeline)
    } else {
        BTreeMap::new()
    };
    let stated = observations.all.weeks.iter();
    weeks.extend(stated.map(|(w, (v, _))| (*w, *v)));
    weeks
}

/// The same of a metric of a pack, as it is known today.
pub fn organisation_weeks(pack: &Pack, metric: &Metric) -> BTreeMap<Week, Option<Value>> {
    let observations = pack.observations.get(&metric.id.value);
    observations.map_or_else(BTreeMap::new, |observations| {
        weeks(metric, observations, &Timeline::of(pack))
    })
}

/// Why there is nothing to roll up, where every service that files the quarter says that its figure
/// is missing: each reason once.
fn missing_everywhere(
    metric: &Metric,
    observations: &Observations,
    period: Period,
) -> Option<Missing> {
    if !computes(metric) {
        return None;
    }
    let filed = observations.services.values();
    let filed = filed.filter_map(|series| series.quarters.get(&period));
    let said: Option<Vec<&Missing>> = filed
        .map(|reading| match &reading.filed {
            Filed::Missing(missing) => Some(missing),
            Filed::Value(_) => None,
        })
        .collect();
    let said = said.filter(|said| !said.is_empty())?;
    let mut reasons: Vec<&str> = Vec::new();
    for missing in &said {
        if !reasons.contains(&missing.reason.as_str()) {
            reasons.push(&missing.reason);
        }
    }
    let expected: Option<Vec<_>> = said.iter().map(|missing| missing.expected).collect();
    Some(Missing {
        reason: reasons.join("; "),
        // It comes with the last of them, if each says when.
        expected: expected.and_then(|days| days.into_iter().max()),
        owner: None,
    })
}

impl Line {
    fn file(&mut self, period: Period, reading: &Reading) {
        self.first_filed.get_or_insert(period);
        match &reading.filed {
            Filed::Missing(missing) => {
                self.missing.insert(period, missing.clone());
            }
            Filed::Value(value) => {
                if let Some(exact) = value.exact() {
                    self.figures.insert(
                        period,
                        Figure {
                            value: *value,
                            exact,
                            estimated: reading.estimated,
                            rolled_up: false,
                            as_of: reading.as_of.map(|day| day.value),
                        },
                    );
                }
            }
        }
    }

    fn lay(&mut self, weeks: BTreeMap<Week, Option<Value>>, timeline: &Timeline) {
        self.weekly = vec![None; timeline.weeks.len()];
        let mut at = 0;
        for (week, value) in weeks {
            while timeline.weeks.get(at).is_some_and(|w| *w < week) {
                at += 1;
            }
            if timeline.weeks.get(at) != Some(&week) {
                continue;
            }
            self.first_week.get_or_insert(at);
            let Some(number) = value.and_then(number) else {
                continue;
            };
            if timeline.unfinished[at] {
                self.unfinished.insert(at, number);
            } else {
                self.weekly[at] = Some(number);
            }
        }
    }
}

/// A value's number as a float: for statistics and drawing only.
fn number(value: Value) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "statistics need no more than 53 bits"
    )]
    let ratio = |part: u64, whole: u64| (whole != 0).then(|| part as f64 / whole as f64);
    match value {
        Value::Ratio { part, whole } => ratio(part, whole),
        Value::Count { count, exposure } => ratio(count, exposure.unwrap_or(1)),
        other => other.exact().map(Exact::to_f64),
    }
}

fn computes(metric: &Metric) -> bool {
    !matches!(*metric.roll_up, RollUp::StatedOnly | RollUp::None)
}

/// The declared roll-up of values; `None` where the metric has none or the kind cannot be added.
fn combine(metric: &Metric, values: &[Value]) -> Option<Value> {
    match *metric.roll_up {
        RollUp::StatedOnly | RollUp::None => None,
        RollUp::SumOfParts | RollUp::Sum => values.iter().copied().map(Some).reduce(add).flatten(),
        RollUp::Worst => worst(*metric.polarity, values),
    }
}

/// Adds two values that can be added: ratios as pairs, counts, levels. Nothing else.
fn add(left: Option<Value>, right: Option<Value>) -> Option<Value> {
    Some(match (left?, right?) {
        (Value::Ratio { part: a, whole: b }, Value::Ratio { part: c, whole: d }) => Value::Ratio {
            part: a.checked_add(c)?,
            whole: b.checked_add(d)?,
        },
        (
            Value::Count { count: a, exposure },
            Value::Count {
                count: b,
                exposure: more,
            },
        ) => Value::Count {
            count: a.checked_add(b)?,
            exposure: match (exposure, more) {
                (None, None) => None,
                (Some(c), Some(d)) => Some(c.checked_add(d)?),
                _ => return None,
            },
        },
        (Value::Level { value: a }, Value::Level { value: b }) => {
            Value::Level { value: a.plus(b)? }
        }
        _ => return None,
    })
}

fn worst(polarity: Polarity, values: &[Value]) -> Option<Value> {
    let known = values.iter().filter_map(|v| Some((v.exact()?, *v)));
    match polarity {
        Polarity::HigherIsBetter => known.min_by_key(|(x, _)| *x),
        Polarity::LowerIsBetter => known.max_by_key(|(x, _)| *x),
        Polarity::Neutral => None,
    }
    .map(|(_, value)| value)
}

fn quarter(metric: &Metric, observations: &Observations, period: Period) -> Option<Figure> {
    if !computes(metric) {
        return None;
    }
    let mut values = Vec::new();
    let mut estimated = false;
    let mut as_of = None;
    for series in observations.services.values() {
        match series.quarters.get(&period) {
            Some(reading) => {
                estimated |= reading.estimated;
                let own = reading.as_of.map(|day| day.value);
                as_of = [as_of, own].into_iter().flatten().min();
                match reading.filed {
                    Filed::Value(value) => values.push(value),
                    Filed::Missing(_) => estimated = true,
                }
            }
            None if series.quarters.contains_key(&period.previous()) => return None,
            None => {}
        }
    }
    let value = combine(metric, &values)?;
    Some(Figure {
        value,
        exact: value.exact()?,
        estimated,
        rolled_up: true,
        as_of,
    })
}

fn rolled_weeks(
    metric: &Metric,
    observations: &Observations,
    timeline: &Timeline,
) -> BTreeMap<Week, Option<Value>> {
    let adds_over_gaps =
        matches!(*metric.roll_up, RollUp::SumOfParts) && *metric.kind == crate::model::Kind::Ratio;
    let mut weeks = BTreeMap::new();
    let mut values = Vec::new();
    for (_, range) in timeline.quarters() {
        let Some((first, last)) = timeline
            .weeks
            .get(range.clone())
            .and_then(|w| Some((*w.first()?, *w.last()?)))
        else {
            continue;
        };
        let mut filing: Vec<_> = observations
            .services
            .values()
            .map(|s| s.weeks.range(first..=last).peekable())
            .filter_map(|mut s| s.peek().is_some().then_some(s))
            .collect();
        if filing.is_empty() {
            continue;
        }
        for &week in &timeline.weeks[range] {
            values.clear();
            let (mut silent, mut null) = (false, false);
            for service in &mut filing {
                match service.next_if(|(w, _)| **w == week) {
                    Some((_, (Some(value), _))) => values.push(*value),
                    Some((_, (None, _))) => null = true,
                    None => silent = true,
                }
            }
            let known = !silent && (!null || adds_over_gaps);
            let value = known.then(|| combine(metric, &values)).flatten();
            weeks.insert(week, value);
        }
    }
    weeks
}
