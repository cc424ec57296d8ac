//! A quarter's figures as a lock holds them: as filed, and for the organisation as stated or rolled
//! up.

use crate::analyse::{Assessment, QuarterAnalysis, Status};
use crate::diag::Span;
use crate::model::{
    Filed, Metric, Observations, Pack, Period, PublishedFigure, PublishedMetric, PublishedTarget,
    Reading, Series, Value, Week,
};
use std::collections::BTreeMap;

/// The fields of a definition by which figures are read; another one makes another metric of it.
pub(super) const MEASURE: [&str; 3] = ["kind", "unit", "statistic"];

/// Every metric of a pack in a quarter.
pub(super) fn figures(pack: &Pack, quarter: &QuarterAnalysis) -> BTreeMap<String, PublishedMetric> {
    let metrics = pack.metrics.iter();
    metrics
        .filter_map(|(id, metric)| Some((id.clone(), published(pack, quarter, metric)?)))
        .collect()
}

fn published(pack: &Pack, quarter: &QuarterAnalysis, metric: &Metric) -> Option<PublishedMetric> {
    let judged = quarter.metrics.get(&metric.id.value)?;
    let filed = pack.observations.get(&metric.id.value)?;
    let period = quarter.period;
    let version = pack.version(metric, period);
    // A pack that was shown long ago may rest on a version whose words are gone.
    let written = version == metric.definition.version.value;
    let target = judged.all.target.target.as_ref();
    let services = filed.services.iter();
    Some(PublishedMetric {
        span: metric.id.span,
        version,
        fingerprint: if written {
            metric.fingerprint()
        } else {
            String::new()
        },
        meaning: metric
            .meaning()
            .into_iter()
            .filter(|(key, _)| written || MEASURE.contains(key))
            .map(|(key, text)| (key.to_owned(), text))
            .collect(),
        note: note(filed, period).map(str::to_owned),
        target: target.map(|target| PublishedTarget {
            value: target.value,
            from: target.from,
            set_by: target.set_by.clone(),
        }),
        all: figure(pack, period, &filed.all, Some(&judged.all), metric.id.span).map(|figure| {
            PublishedFigure {
                value: organisation(pack, quarter, metric),
                ..figure
            }
        }),
        services: services
            .filter_map(|(id, series)| {
                let judged = judged.services.get(id);
                Some((
                    id.clone(),
                    figure(pack, period, series, judged, metric.id.span)?,
                ))
            })
            .collect(),
    })
}

/// What the snapshot tells a reader of how a metric was filed.
fn note(filed: &Observations, period: Period) -> Option<&str> {
    filed.circumstances.get(&period)?.note.as_deref()
}

/// The organisation's figure of a quarter: as stated, otherwise as rolled up.
pub(super) fn organisation(
    pack: &Pack,
    quarter: &QuarterAnalysis,
    metric: &Metric,
) -> Option<Value> {
    let id = &metric.id.value;
    let stated = pack.observations.get(id);
    match stated.and_then(|filed| filed.all.quarters.get(&quarter.period)) {
        Some(reading) => filed(reading),
        None => {
            let judged = quarter.metrics.get(id)?;
            judged.all.now.as_ref().map(|figure| figure.value)
        }
    }
}

/// The value that was filed. A quantile of no measurements is none: it is written `~`.
pub(super) fn filed(reading: &Reading) -> Option<Value> {
    let value = reading.value();
    value.filter(|value| !matches!(value, Value::Quantile { n: 0, .. }))
}

/// A series in one quarter; `None` where nothing was filed and nothing rolled up.
fn figure(
    pack: &Pack,
    period: Period,
    series: &Series,
    judged: Option<&Assessment>,
    span: Span,
) -> Option<PublishedFigure> {
    let reading = series.quarters.get(&period);
    let weeks = weeks(pack, period, series);
    let now = judged.and_then(|judged| judged.now.as_ref());
    if reading.is_none() && weeks.is_empty() && now.is_none() {
        return None;
    }
    Some(PublishedFigure {
        span: reading.map_or(span, |reading| reading.span),
        value: reading.and_then(filed),
        estimated: now.is_some_and(|figure| figure.estimated),
        as_of: reading
            .and_then(|reading| reading.as_of)
            .map(|day| day.value),
        missing: reading.and_then(|reading| match &reading.filed {
            Filed::Missing(missing) => Some(missing.clone()),
            Filed::Value(_) => None,
        }),
        status: status(judged.map_or(Status::NoData, |judged| judged.target.status)).to_owned(),
        weeks,
    })
}

/// The weeks of a quarter as filed.
pub(super) fn weeks(pack: &Pack, period: Period, series: &Series) -> BTreeMap<Week, Option<Value>> {
    let weeks = pack.settings.calendar.weeks(period).into_iter();
    weeks
        .filter_map(|week| Some((week, series.weeks.get(&week)?.0)))
        .collect()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Marginal => "marginal",
        Status::Missed => "missed",
        Status::NoData => "no-data",
        Status::NoTarget => "no-target",
    }
}
