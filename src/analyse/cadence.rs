//! What comes round to what was planned and what was held, quarter by quarter. What a quarter's
//! calendar, locks and record of incidents say is counted; nobody types it.

use super::judgement::QuarterAnalysis;
use super::{Analysis, Ledger};
use crate::model::{Beat, Calendar, Pack, Period, Rhythm};
use chrono::{Datelike, NaiveDate};

/// One rhythm in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The quarter.
    pub period: Period,
    /// How often it should have been held by the day on which the quarter's data was taken; `None`
    /// where there is no record to tell.
    pub planned: Option<u64>,
    /// How often it was; `None` where nobody has written it down, which is not never.
    pub held: Option<u64>,
    /// How many of those came after the day they were due.
    pub late: u64,
    /// What else the pack records of it.
    pub detail: KeptDetail,
}

/// What else a pack records of a rhythm in a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptDetail {
    /// Nothing: somebody counted.
    Counted,
    /// The pack of the quarter.
    Pack {
        /// When it was published.
        published: Option<NaiveDate>,
        /// What earlier packs had asked and promised and left open.
        owed: u64,
        /// Of which this pack answers so many.
        answered: u64,
    },
    /// The reviews of the quarter's incidents.
    Reviews {
        /// Reviews whose day has not come.
        waiting: u64,
    },
    /// The quarter keeps no record of incidents.
    NoRecord,
}

/// Every quarter of a rhythm since its first day, newest first. Nothing is planned in a quarter that
/// had ended before it began.
pub fn kept(pack: &Pack, analysis: &Analysis, rhythm: &Rhythm) -> Vec<Kept> {
    let calendar = &pack.settings.calendar;
    let quarters = analysis.today().values().rev();
    let since = rhythm.since.value;
    let quarters = quarters.filter(|quarter| calendar.last_day(quarter.period) >= since);
    quarters
        .filter_map(|quarter| one(pack, analysis, rhythm, quarter))
        .collect()
}

/// How often a rhythm can be held in a quarter: its weeks or months since the rhythm's first day, or
/// one pack. Reviews have no such number.
pub fn room(calendar: &Calendar, rhythm: &Rhythm, period: Period) -> u64 {
    let since = rhythm.since.value;
    match rhythm.beat.value {
        Beat::Weekly => weeks(calendar, period, since, NaiveDate::MAX),
        Beat::Monthly => months(calendar, period, since, NaiveDate::MAX),
        Beat::Quarterly => u64::from(calendar.last_day(period) >= since),
        Beat::AfterIncident => u64::MAX,
    }
}

fn one(
    pack: &Pack,
    analysis: &Analysis,
    rhythm: &Rhythm,
    quarter: &QuarterAnalysis,
) -> Option<Kept> {
    let period = quarter.period;
    let calendar = &pack.settings.calendar;
    let taken = pack.snapshots.get(&period)?.as_of;
    let since = rhythm.since.value;
    let kept = |planned, held, late, detail| Kept {
        period,
        planned,
        held,
        late,
        detail,
    };
    let counted = |planned| {
        let held = rhythm.held.get(&period).map(|held| u64::from(held.value));
        kept(Some(planned), held, 0, KeptDetail::Counted)
    };
    Some(match rhythm.beat.value {
        Beat::Weekly => counted(weeks(calendar, period, since, taken)),
        Beat::Monthly => counted(months(calendar, period, since, taken)),
        Beat::Quarterly => {
            let published = pack.published.get(&period).map(|lock| lock.published.value);
            let ledger = Ledger::new(pack, analysis, period);
            let [owed, answered] = answers(&ledger);
            let detail = KeptDetail::Pack {
                published,
                owed,
                answered,
            };
            // The latest pack is the one that is being written.
            let followed = pack.snapshots.keys().any(|later| *later > period);
            let due = u64::from(followed || published.is_some());
            kept(Some(due), Some(u64::from(published.is_some())), 0, detail)
        }
        Beat::AfterIncident => match &quarter.incidents {
            None => kept(None, None, 0, KeptDetail::NoRecord),
            Some(incidents) => {
                let reviews = &incidents.reviews;
                let due = reviews.held + reviews.overdue;
                let waiting = reviews.required.saturating_sub(due);
                let detail = KeptDetail::Reviews { waiting };
                kept(Some(due), Some(reviews.held), reviews.held_late, detail)
            }
        },
    })
}

/// Weeks of the quarter that had begun since the rhythm did, and had ended when the data was taken.
fn weeks(calendar: &Calendar, period: Period, since: NaiveDate, taken: NaiveDate) -> u64 {
    let weeks = calendar.weeks(period).into_iter();
    let planned = weeks.filter(|week| week.sunday() >= since && week.sunday() <= taken);
    u64::try_from(planned.count()).unwrap_or(0)
}

/// Months of the quarter, likewise.
fn months(calendar: &Calendar, period: Period, since: NaiveDate, taken: NaiveDate) -> u64 {
    let days = calendar.start(period).iter_days();
    let days = days.take_while(|day| *day <= calendar.last_day(period));
    // A month ends where the next day is the first of another.
    let ends = days.filter(|day| day.succ_opt().is_some_and(|next| next.day() == 1));
    let planned = ends.filter(|end| *end >= since && *end <= taken);
    u64::try_from(planned.count()).unwrap_or(0)
}

/// What earlier packs left open, and how much of it the quarter's pack says something about.
fn answers(ledger: &Ledger<'_>) -> [u64; 2] {
    let period = ledger.period;
    let asks = ledger.asks.iter();
    let asks = asks.filter(|row| row.is_owed_in(period));
    let asks = asks.map(|row| row.answers.iter().any(|(told, _)| *told == period));
    let promises = ledger.promises.iter();
    let promises = promises.filter(|row| row.is_owed_in(period));
    let promises = promises.map(|row| row.answers.iter().any(|(told, _)| *told == period));
    let mut counts = [0, 0];
    for answered in asks.chain(promises) {
        counts[0] += 1;
        counts[1] += u64::from(answered);
    }
    counts
}
