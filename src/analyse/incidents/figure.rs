//! The figure of a record that a metric tells, counted again: for the organisation or one service,
//! for a quarter or one of its weeks.

use super::{Case, cases, detect, lost, restore, reviews, within};
use crate::model::{Calendar, Exact, FoundBy, Pack, Period, RecordFigure, Scope, Value, Week};
use chrono::{DateTime, Utc};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A quarter's figure as the record has it; `None` where the quarter has no record, or the record
/// cannot tell it.
pub fn figure(
    (pack, losses): (&Pack, &Losses),
    period: Period,
    figure: RecordFigure,
    scope: Scope<'_>,
) -> Option<Value> {
    let record = pack.incidents.get(&period)?;
    let lost = losses.of(pack, period, record.as_of.value);
    let all = cases(record, &lost);
    let cases: Vec<&Case> = all
        .iter()
        .filter(|case| counts_in(&case.service, scope))
        .collect();
    let each = || cases.iter().copied();
    let n = u64::try_from(cases.len()).unwrap_or(u64::MAX);
    let quantile = |value: Option<Exact>| match value {
        Some(value) => Some(Value::Quantile { value, n }),
        // Nothing was measured, or half of them are not over yet.
        None => (n == 0).then_some(Value::Quantile {
            value: Exact::ZERO,
            n: 0,
        }),
    };
    match figure {
        RecordFigure::Incidents => Some(Value::Count {
            count: n,
            exposure: None,
        }),
        RecordFigure::CustomerMinutes => {
            minutes(&lost, scope, pack.settings.calendar.instants(period))
        }
        RecordFigure::TimeToDetect => quantile(detect(each())),
        RecordFigure::TimeToRestore => quantile(restore(each())),
        RecordFigure::RestoredWithin { minutes } => {
            let (part, whole) = within(each(), minutes);
            Some(Value::Ratio { part, whole })
        }
        RecordFigure::CustomerFound => {
            let known = || each().filter(|case| case.found_by != FoundBy::NotKnown);
            let part = super::count(known().filter(|case| case.found_by == FoundBy::Customer));
            let whole = super::count(known());
            Some(Value::Ratio { part, whole })
        }
        RecordFigure::ReviewsNamingGap => {
            let zone = pack.settings.calendar.zone;
            let day = record.as_of.value.with_timezone(&zone).date_naive();
            let mut own = record.clone();
            own.incidents
                .retain(|i| counts_in(&i.counted_to.value, scope));
            let reviews = reviews(&own, day);
            Some(Value::Ratio {
                part: reviews.naming_gap,
                whole: reviews.held,
            })
        }
        // Another record's.
        RecordFigure::OverdueCritical
        | RecordFigure::CriticalResponse
        | RecordFigure::BudgetLeft
        | RecordFigure::ObjectivesKept
        | RecordFigure::JourneysCovered
        | RecordFigure::CreditsDue
        | RecordFigure::ReworkShare
        | RecordFigure::BugDensity
        | RecordFigure::CoverageJourneys
        | RecordFigure::CoverageGoldenSignals => None,
    }
}

/// What was lost up to some quarters, each worked out once.
#[derive(Debug, Default)]
pub struct Losses(RefCell<BTreeMap<(Period, DateTime<Utc>), All>>);

/// What every incident cost.
type All = Rc<Vec<super::Lost>>;

impl Losses {
    fn of(&self, pack: &Pack, last: Period, known: DateTime<Utc>) -> All {
        let mut all = self.0.borrow_mut();
        let own = all.entry((last, known));
        Rc::clone(own.or_insert_with(|| Rc::new(lost(pack, last, known))))
    }
}

/// One week's figure as the record has it: counts and minutes only, since a week has too few
/// incidents for anything else.
pub fn week(
    (pack, losses): (&Pack, &Losses),
    week: Week,
    figure: RecordFigure,
    scope: Scope<'_>,
) -> Option<Value> {
    let calendar = &pack.settings.calendar;
    let (from, to) = instants(calendar, week)?;
    let period = calendar.period_of_week(week);
    // A week that a quarter shares with the next is told by both records.
    let whole = [week.monday(), week.sunday()].map(|day| calendar.period_of(day));
    if whole
        .iter()
        .any(|period| !pack.incidents.contains_key(period))
    {
        return None;
    }
    let last = whole.into_iter().max().unwrap_or(period);
    let known = pack.incidents.get(&last)?.as_of.value;
    match figure {
        RecordFigure::Incidents => {
            let records = whole.into_iter().collect::<std::collections::BTreeSet<_>>();
            let began = records
                .into_iter()
                .filter_map(|period| pack.incidents.get(&period))
                .flat_map(|record| cases(record, &[]))
                .filter(|case| counts_in(&case.service, scope))
                .filter(|case| from <= case.began && case.began < to);
            Some(Value::Count {
                count: super::count(began),
                exposure: None,
            })
        }
        RecordFigure::CustomerMinutes => minutes(&losses.of(pack, last, known), scope, (from, to)),
        _ => None,
    }
}

fn counts_in(service: &str, scope: Scope<'_>) -> bool {
    match scope {
        Scope::All => true,
        Scope::Service(id) => id == service,
    }
}

/// Whole minutes lost within a window, half up; `None` where an incident does not say.
fn minutes(
    lost: &[super::Lost],
    scope: Scope<'_>,
    window: (DateTime<Utc>, DateTime<Utc>),
) -> Option<Value> {
    let own = lost.iter().filter(|lost| counts_in(&lost.service, scope));
    let sum = own
        .map(|lost| lost.within(window))
        .try_fold(Exact::ZERO, |sum, part| sum.plus(part?))?;
    let count = u64::try_from(sum.scaled(0)?).ok()?;
    Some(Value::Count {
        count,
        exposure: None,
    })
}

/// The half-open stretch of instants of a week.
fn instants(calendar: &Calendar, week: Week) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    Some((
        calendar.day_start(week.monday()),
        calendar.day_start(week.shifted(1).monday()),
    ))
    .filter(|(from, to)| from < to)
}
