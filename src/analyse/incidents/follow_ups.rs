//! What reviews asked for, as it stood when a quarter's record was taken.

use super::count;
use crate::model::{FollowUp, Pack, Period};
use chrono::NaiveDate;

/// The follow-ups of all incidents up to a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowUps {
    /// Those that were not done when the record of the quarter before was taken, or came since: the
    /// longest overdue first, then by the day they are due.
    pub rows: Vec<Owed>,
}

impl FollowUps {
    /// Done since the record of the quarter before.
    pub fn done(&self) -> u64 {
        count(self.rows.iter().filter(|row| row.done.is_some()))
    }

    /// Not done, and not yet due.
    pub fn waiting(&self) -> u64 {
        let waits = |row: &&Owed| row.done.is_none() && row.days_late == 0;
        count(self.rows.iter().filter(waits))
    }

    /// Not done and overdue, by age: up to 30 days, up to 90, longer.
    pub fn overdue(&self) -> [u64; 3] {
        let late = |from: i64, to: i64| {
            let ages = self.rows.iter().map(|row| row.days_late);
            count(ages.filter(|age| (from..=to).contains(age)))
        };
        [late(1, 30), late(31, 90), late(91, i64::MAX)]
    }

    /// The one that is overdue longest.
    pub fn oldest(&self) -> Option<&Owed> {
        self.rows.iter().find(|row| row.days_late > 0)
    }
}

/// One follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The quarter in whose record its incident stands.
    pub period: Period,
    /// The incident's id.
    pub incident: String,
    /// Its own id.
    pub id: String,
    /// When it is due.
    pub due: NaiveDate,
    /// When it was done, if that was known.
    pub done: Option<NaiveDate>,
    /// Days past its due day while it is not done; 0 otherwise.
    pub days_late: i64,
}

/// The follow-ups as they stood on the day of a quarter's record.
pub(super) fn of(pack: &Pack, period: Period, day: NaiveDate) -> FollowUps {
    let calendar = &pack.settings.calendar;
    let before = pack.incidents.range(..period).next_back();
    let last_told = before.map(|(_, record)| {
        let instant = record.as_of.value.with_timezone(&calendar.zone);
        instant.date_naive()
    });
    let mut rows = Vec::new();
    for (&period, record) in pack.incidents.range(..=period) {
        for incident in &record.incidents {
            for follow_up in &incident.follow_ups {
                let row = owed(period, &incident.id.value, follow_up, day);
                let told = row
                    .done
                    .is_some_and(|done| last_told.is_some_and(|last| done <= last));
                if follow_up.opened <= day && !told {
                    rows.push(row);
                }
            }
        }
    }
    let rank = |row: &Owed| (row.done.is_some(), row.days_late == 0);
    rows.sort_by(|a, b| {
        let key = |row: &Owed| {
            (
                rank(row),
                row.due,
                row.period,
                row.incident.clone(),
                row.id.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    FollowUps { rows }
}

fn owed(period: Period, incident: &str, follow_up: &FollowUp, day: NaiveDate) -> Owed {
    let done = follow_up
        .done
        .map(|done| done.value)
        .filter(|done| *done <= day);
    let due = follow_up.due.value;
    let late = (day - due).num_days().max(0);
    Owed {
        period,
        incident: incident.to_owned(),
        id: follow_up.id.value.clone(),
        due,
        days_late: if done.is_none() { late } else { 0 },
        done,
    }
}
