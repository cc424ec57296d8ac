//! Locks against the pack as it is: every published figure that is another now than its lock and the
//! restatements since can explain.

use super::figures;
use crate::analyse::Analysis;
use crate::diag::Span;
use crate::in_order::in_order;
use crate::known::{known_on, records_known_on};
use crate::model::{
    Metric, Pack, Period, Publication, PublishedMetric, Restatement, Series, Value, Week,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A published figure that is another one now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<'a> {
    /// Of which quarter.
    pub period: Period,
    /// Of which metric.
    pub metric: &'a Metric,
    /// Of one service; otherwise the organisation.
    pub service: Option<&'a str>,
    /// One week; otherwise the quarter's own figure.
    pub week: Option<Week>,
    /// What was last said of it: published, or restated.
    pub said: Option<Value>,
    /// When that was said.
    pub said_on: NaiveDate,
    /// Whether it was restated since it was published.
    pub restated: bool,
    /// What it is now.
    pub now: Option<Value>,
    /// Whether it is computed from the services, so that no file states it.
    pub computed: bool,
    /// Where it is written now, or where it should be.
    pub span: Span,
    /// Where the lock says it, or speaks of the metric.
    pub lock: Span,
}

/// What does not fit between a lock, the restatements and the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference<'a> {
    /// A figure is another one, and nothing says why.
    Changed(Changed<'a>),
    /// A published metric is no longer there.
    Gone {
        /// Which quarter showed it.
        period: Period,
        /// Its id.
        metric: &'a str,
        /// Where the lock speaks of it.
        lock: Span,
    },
    /// A published metric counts something else under its name.
    Unlike {
        /// Which quarter showed it.
        period: Period,
        /// The metric as it is.
        metric: &'a Metric,
        /// The field that differs: `kind`, `unit` or `statistic`.
        field: &'static str,
        /// What it was.
        then: &'a str,
        /// Where the lock speaks of it.
        lock: Span,
    },
    /// A restatement does not begin with what was said before it.
    Loose {
        /// The restatement.
        entry: &'a Restatement,
        /// What was said before it.
        said: Option<Value>,
        /// Its metric.
        metric: &'a Metric,
        /// Where that was said.
        before: Span,
    },
}

impl Difference<'_> {
    /// The published quarter.
    pub fn period(&self) -> Period {
        match self {
            Self::Changed(changed) => changed.period,
            Self::Gone { period, .. } | Self::Unlike { period, .. } => *period,
            Self::Loose { entry, .. } => entry.period.value,
        }
    }
}

/// Everything that does not fit, by quarter and metric.
pub fn differences<'a>(pack: &'a Pack, analysis: &Analysis) -> Vec<Difference<'a>> {
    let held = pack.published.iter();
    let held = held.filter(|(period, _)| pack.snapshots.contains_key(period));
    let asked: Vec<_> = held
        .flat_map(|(period, lock)| lock.metrics.iter().map(move |one| (*period, lock, one)))
        .collect();
    let found = in_order(&asked, |(period, lock, (id, then))| {
        let (period, lock) = (*period, *lock);
        let Some(metric) = pack.metrics.get(*id) else {
            return vec![Difference::Gone {
                period,
                metric: id,
                lock: then.span,
            }];
        };
        if let Some((field, was)) = unlike(metric, then) {
            return vec![Difference::Unlike {
                period,
                metric,
                field,
                then: was,
                lock: then.span,
            }];
        }
        let one = One {
            pack,
            analysis,
            period,
            lock,
            metric,
            then,
        };
        let mut found = Vec::new();
        one.compare(&mut found);
        found
    });
    found.into_iter().flatten().collect()
}

/// What was first reported of a quarter's figure that has been restated since, as a pack knows it.
/// `None` where it stands as it was published.
pub fn first_reported(
    pack: &Pack,
    metric: &str,
    service: Option<&str>,
    period: Period,
    now: Option<Value>,
) -> Option<Option<Value>> {
    let mut known = pack.restatements.iter();
    if !known.any(|entry| entry.period.value == period && entry.metric.value == metric) {
        return None;
    }
    let lock = pack.published.get(&period)?.metrics.get(metric)?;
    let then = lock.figure(service).and_then(|figure| figure.value);
    (then != now).then_some(then)
}

/// The field by which a metric's figures can no longer be compared with its published ones.
fn unlike<'a>(metric: &Metric, then: &'a PublishedMetric) -> Option<(&'static str, &'a str)> {
    let now = metric.meaning();
    figures::MEASURE.into_iter().find_map(|field| {
        let was = then.field(field).unwrap_or_default();
        let is = now.iter().find(|(key, _)| *key == field);
        (was != is.map_or("", |(_, text)| text)).then_some((field, was))
    })
}

/// One metric in one published quarter.
struct One<'a, 'b> {
    pack: &'a Pack,
    analysis: &'b Analysis,
    period: Period,
    lock: &'a Publication,
    metric: &'a Metric,
    then: &'a PublishedMetric,
}

impl<'a> One<'a, '_> {
    fn compare(&self, found: &mut Vec<Difference<'a>>) {
        let filed = self.pack.observations.get(&self.metric.id.value);
        let entries: Vec<&'a Restatement> = self
            .pack
            .restatements
            .iter()
            .filter(|entry| {
                entry.period.value == self.period && entry.metric.value == self.metric.id.value
            })
            .collect();
        let mut services: BTreeSet<&'a str> =
            self.then.services.keys().map(String::as_str).collect();
        let own = filed.into_iter().flat_map(|filed| &filed.services);
        services.extend(own.map(|(id, _)| id.as_str()));
        let told = entries.iter().filter_map(|entry| entry.service.as_ref());
        services.extend(told.map(|id| id.value.as_str()));
        let before = found.len();
        for service in services {
            let series = filed.and_then(|filed| filed.services.get(service));
            self.series(Some(service), series, &entries, found);
        }
        let moved = found.len() > before;
        self.series(None, filed.map(|filed| &filed.all), &entries, found);
        // What is computed follows its services: told once, where the cause lies.
        if moved {
            let computed = |difference: &Difference<'_>| matches!(difference, Difference::Changed(changed) if changed.computed);
            let all = found.split_off(before);
            found.extend(all.into_iter().filter(|one| !computed(one)));
        }
    }

    fn series(
        &self,
        service: Option<&'a str>,
        series: Option<&'a Series>,
        entries: &[&'a Restatement],
        found: &mut Vec<Difference<'a>>,
    ) {
        let then = self.then.figure(service);
        let own =
            |entry: &&&Restatement| entry.service.as_ref().map(|id| id.value.as_str()) == service;
        let entries: Vec<&'a Restatement> = entries.iter().filter(own).copied().collect();
        let of = |week: Option<Week>| -> Vec<&'a Restatement> {
            let own = entries.iter().filter(move |entry| entry.week == week);
            own.copied().collect()
        };
        let reading = series.and_then(|series| series.quarters.get(&self.period));
        let whole = of(None);
        let said = then.and_then(|figure| figure.value);
        let lock = then.map_or(self.then.span, |figure| figure.span);
        let computed = service.is_none() && reading.is_none();
        let judged = |quarters: &BTreeMap<Period, _>| {
            let quarter = quarters.get(&self.period);
            quarter.and_then(|quarter| figures::organisation(self.pack, quarter, self.metric))
        };
        let now = match (service, reading) {
            (_, Some(reading)) => figures::filed(reading),
            (Some(_), None) => None,
            // Computed: held against what the quarter's own knowledge gives, unless it is restated.
            (None, None) if whole.is_empty() && !self.knew_all() => said,
            (None, None) if whole.is_empty() => self.as_known(),
            (None, None) => judged(self.analysis.today()),
        };
        let span = reading.map(|reading| reading.span);
        let changed = |week, (said, said_on, restated), now, span: Option<Span>| Changed {
            period: self.period,
            metric: self.metric,
            service,
            week,
            said,
            said_on,
            restated,
            now,
            computed: computed && week.is_none(),
            span: span.or(self.snapshot()).unwrap_or(lock),
            lock,
        };
        let last = self.chain(&whole, said, lock, found);
        if last.0 != now {
            found.push(Difference::Changed(changed(None, last, now, span)));
        }
        let none = BTreeMap::new();
        let weeks_then = then.map_or(&none, |figure| &figure.weeks);
        let weeks_now = series.map(|series| figures::weeks(self.pack, self.period, series));
        let weeks_now = weeks_now.unwrap_or_default();
        let mut weeks: BTreeSet<Week> = weeks_then.keys().copied().collect();
        weeks.extend(weeks_now.keys());
        weeks.extend(entries.iter().filter_map(|entry| entry.week));
        for week in weeks {
            let said = weeks_then.get(&week).copied().flatten();
            let last = self.chain(&of(Some(week)), said, lock, found);
            let now = weeks_now.get(&week).copied().flatten();
            if last.0 != now {
                let span = series.and_then(|series| series.weeks.get(&week));
                let span = span.map(|(_, span)| *span);
                found.push(Difference::Changed(changed(Some(week), last, now, span)));
            }
        }
    }

    /// What the restatements of one figure end with, if each begins where the last one ended.
    fn chain(
        &self,
        entries: &[&'a Restatement],
        published: Option<Value>,
        lock: Span,
        found: &mut Vec<Difference<'a>>,
    ) -> (Option<Value>, NaiveDate, bool) {
        let mut said = (published, self.lock.published.value, false);
        let mut before = lock;
        for entry in entries {
            if entry.from != said.0 {
                found.push(Difference::Loose {
                    entry,
                    said: said.0,
                    metric: self.metric,
                    before,
                });
            }
            said = (entry.to, entry.date, true);
            before = entry.span;
        }
        said
    }

    /// Whether the restatements dated up to the day of publishing are those that the lock knew of;
    /// otherwise what the quarter's own knowledge gives is not what it was.
    fn knew_all(&self) -> bool {
        let day = self.lock.published.value;
        let records = records_known_on(&self.pack.restated_records, day);
        known_on(&self.pack.restatements, day) + records == self.lock.restatements
    }

    /// The organisation's figure with what the quarter knew.
    fn as_known(&self) -> Option<Value> {
        let quarter = self.analysis.quarters.get(&self.period)?;
        let judged = quarter.metrics.get(&self.metric.id.value)?;
        judged.all.now.as_ref().map(|figure| figure.value)
    }

    fn snapshot(&self) -> Option<Span> {
        Some(self.pack.snapshots.get(&self.period)?.span)
    }
}
