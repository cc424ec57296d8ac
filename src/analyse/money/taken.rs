//! Where an estimate takes a number from, to the number: supplied by a role, or counted by the pack.

use super::super::incidents::{self, Incidents, Losses};
use super::super::judgement::QuarterAnalysis;
use super::super::stats::intervals;
use super::ranges::exactly;
use crate::model::{
    Business, BusinessRecord, Estimate, Exact, FigurePart, Grade, InputSource, Pack, Period,
    Quantity, Range, RecordFigure, Stretch, Unit, Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// A number that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// In the unit of the formula's input.
    pub range: Range,
    /// That unit.
    pub quantity: Quantity,
    /// How far it can be relied on.
    pub grade: Grade,
    /// Who answers for it.
    pub supplier: Supplier,
}

/// Who answers for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supplier {
    /// A role, by an input of the file.
    Role {
        /// The input.
        input: String,
        /// The role.
        role: String,
    },
    /// A metric's figure of these quarters.
    Metric {
        /// Which.
        metric: String,
        /// One service, or the organisation.
        service: Option<String>,
        /// Which part.
        part: FigurePart,
        /// First and last quarter.
        periods: (Period, Period),
    },
    /// A record of the quarter.
    Record {
        /// Which.
        figure: BusinessRecord,
        /// One service, or all.
        service: Option<String>,
        /// Only these incidents; empty means all.
        incidents: Vec<String>,
    },
}

/// Why there is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// Where it was looked for.
    pub supplier: Supplier,
    /// The quarter that has none.
    pub period: Period,
}

/// What numbers are taken from.
pub(super) struct Look<'a> {
    pub(super) pack: &'a Pack,
    pub(super) business: &'a Business,
    pub(super) now: &'a QuarterAnalysis,
    pub(super) before: &'a BTreeMap<Period, QuarterAnalysis>,
}

/// Metrics that an estimate takes figures of, each once: named, or telling a record that it takes.
pub(super) fn metrics(estimate: &Estimate) -> Vec<String> {
    let named = estimate
        .inputs
        .iter()
        .filter_map(|(_, source)| match &source.value {
            InputSource::Metric { metric, .. } => Some(metric.value.clone()),
            _ => None,
        });
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

impl Look<'_> {
    /// The number, in the unit that a formula wants.
    pub(super) fn take(&self, source: &InputSource, wanted: Quantity) -> Result<Taken, Absent> {
        let (supplier, found) = match source {
            InputSource::Supplied(id) => self.supplied(id),
            InputSource::Metric {
                metric,
                service,
                part,
                quantity,
                over,
            } => {
                let service = service.as_ref().map(|s| s.value.as_str());
                self.metric(&metric.value, service, *part, *quantity, *over)
            }
            InputSource::Record {
                figure,
                service,
                incidents,
            } => {
                let service = service.as_ref().map(|s| s.value.as_str());
                let only: BTreeSet<&str> = incidents.iter().map(|id| id.value.as_str()).collect();
                let number = self.record(*figure, service, &only).map(exactly);
                let supplier = Supplier::Record {
                    figure: *figure,
                    service: service.map(str::to_owned),
                    incidents: incidents.iter().map(|id| id.value.clone()).collect(),
                };
                (
                    supplier,
                    number.map(|range| (range, figure.quantity(), Grade::Measured)),
                )
            }
        };
        let taken = found.and_then(|(range, quantity, grade)| {
            Some((converted(range, quantity, wanted)?, grade))
        });
        match taken {
            Some((range, grade)) => Ok(Taken {
                range,
                quantity: wanted,
                grade,
                supplier,
            }),
            None => Err(Absent {
                supplier,
                period: self.now.period,
            }),
        }
    }

    fn supplied(&self, id: &str) -> (Supplier, Option<(Range, Quantity, Grade)>) {
        let input = self.business.input(id);
        let role = input.map_or_else(String::new, |input| input.supplied_by.value.clone());
        let supplier = Supplier::Role {
            input: id.to_owned(),
            role,
        };
        let number = input.map(|i| (i.value.value, i.quantity.value, i.grade));
        (supplier, number)
    }

    fn metric(
        &self,
        id: &str,
        service: Option<&str>,
        part: FigurePart,
        quantity: Option<Quantity>,
        over: Stretch,
    ) -> (Supplier, Option<(Range, Quantity, Grade)>) {
        let last = self.now.period;
        let periods: Vec<Period> = match over {
            Stretch::Quarter => vec![last],
            Stretch::Year => std::iter::successors(Some(last), |period| Some(period.previous()))
                .take(4)
                .collect(),
        };
        let supplier = Supplier::Metric {
            metric: id.to_owned(),
            service: service.map(str::to_owned),
            part,
            periods: (periods.last().copied().unwrap_or(last), last),
        };
        let sum = periods
            .iter()
            .try_fold((Exact::ZERO, Grade::Measured), |sum, period| {
                let (number, estimated) = self.figure(id, service, part, *period)?;
                let grade = if estimated { Grade::Modelled } else { sum.1 };
                Some((sum.0.plus(number)?, grade))
            });
        let unit = self.pack.metrics.get(id).map(|metric| &metric.unit.value);
        let quantity = quantity.or_else(|| unit.and_then(of_unit));
        let found = sum.zip(quantity);
        (
            supplier,
            found.map(|((number, grade), unit)| (exactly(number), unit, grade)),
        )
    }

    /// A metric's figure of a quarter, and whether any of it was estimated.
    fn figure(
        &self,
        id: &str,
        service: Option<&str>,
        part: FigurePart,
        period: Period,
    ) -> Option<(Exact, bool)> {
        let quarter = if period == self.now.period {
            self.now
        } else {
            self.before.get(&period)?
        };
        let judged = quarter.metrics.get(id)?;
        let judged = match service {
            None => &judged.all,
            Some(service) => judged.services.get(service)?,
        };
        let figure = judged.now.as_ref()?;
        let number = match (part, figure.value) {
            (FigurePart::Value, _) => figure.exact,
            (FigurePart::Part, Value::Ratio { part, .. }) => whole(part)?,
            (FigurePart::Whole, Value::Ratio { whole: all, .. }) => whole(all)?,
            _ => return None,
        };
        Some((number, figure.estimated))
    }

    fn record(
        &self,
        figure: BusinessRecord,
        service: Option<&str>,
        only: &BTreeSet<&str>,
    ) -> Option<Exact> {
        let period = self.now.period;
        let shown = || self.now.incidents.as_ref();
        match figure {
            BusinessRecord::Incidents => Some(chosen(shown()?, service, only)?.count()),
            BusinessRecord::CriticalMinutes => Some(shown()?.critical),
            BusinessRecord::CustomerMinutes if only.is_empty() => {
                let scope = service.map_or(crate::model::Scope::All, crate::model::Scope::Service);
                let value = incidents::figure(
                    (self.pack, &Losses::default()),
                    period,
                    RecordFigure::CustomerMinutes,
                    scope,
                )?;
                value.exact()
            }
            BusinessRecord::CustomerMinutes => chosen(shown()?, service, only)?.customer_minutes(),
            BusinessRecord::IncidentMinutes => chosen(shown()?, service, only)?.minutes(),
            BusinessRecord::ReworkDays | BusinessRecord::BugFixDays => {
                let record = self.pack.quality.get(&period)?;
                let bugs = figure == BusinessRecord::BugFixDays;
                Some(record.rework_days(service, bugs))
            }
        }
    }
}

/// Incidents of a quarter that a choice leaves.
struct Chosen<'a>(Vec<&'a incidents::Case>);

/// `None` where one that is named is none that customers noticed.
fn chosen<'a>(
    all: &'a Incidents,
    service: Option<&str>,
    only: &BTreeSet<&str>,
) -> Option<Chosen<'a>> {
    let named = |id: &&str| all.cases.iter().any(|case| case.id == **id);
    if !only.iter().all(named) {
        return None;
    }
    let cases = all.cases.iter();
    let cases = cases.filter(|case| service.is_none_or(|id| case.service == id));
    let cases = cases.filter(|case| only.is_empty() || only.contains(case.id.as_str()));
    Some(Chosen(cases.collect()))
}

impl Chosen<'_> {
    fn count(&self) -> Exact {
        Exact::integer(i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }

    /// Minutes that customers lost by them in all; `None` where one does not say.
    fn customer_minutes(&self) -> Option<Exact> {
        let minutes = self.0.iter().map(|case| case.customer_minutes);
        minutes
            .into_iter()
            .try_fold(Exact::ZERO, |sum, one| sum.plus(one?))
    }

    /// Minutes in which any of them lasted; `None` while one is open, since it has no length yet.
    fn minutes(&self) -> Option<Exact> {
        let stretches: Option<Vec<(i64, i64)>> = self
            .0
            .iter()
            .map(|case| Some((case.began.timestamp(), case.restored?.timestamp())))
            .collect();
        let seconds = intervals::union(&stretches?);
        Exact::integer(seconds).over(Exact::integer(60))
    }
}

fn whole(number: u64) -> Option<Exact> {
    i64::try_from(number).ok().map(Exact::integer)
}

/// What a metric's own figure is counted in.
fn of_unit(unit: &Unit) -> Option<Quantity> {
    Some(match unit {
        Unit::Percent => Quantity::Share,
        Unit::Minutes => Quantity::Minutes,
        Unit::Hours => Quantity::Hours,
        Unit::Currency => Quantity::Money,
        Unit::Things { .. } => Quantity::Count,
        _ => return None,
    })
}

/// A number in another unit of the same thing.
fn converted(range: Range, from: Quantity, to: Quantity) -> Option<Range> {
    let sixty = exactly(Exact::integer(60));
    match (from, to) {
        (Quantity::Minutes, Quantity::Hours) => super::ranges::over(range, sixty),
        (Quantity::Hours, Quantity::Minutes) => super::ranges::times(range, sixty),
        _ => (from == to).then_some(range),
    }
}
