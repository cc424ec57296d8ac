//! The pack's weeks in one row, from the first that anything was filed for to the last snapshot's
//! end: series share it, so that a week is a number and no date is computed twice.

use crate::model::{Calendar, Pack, Period, Week};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;

/// Every week that a series may have a value for.
#[derive(PartialEq, Eq)]
pub(super) struct Timeline {
    pub(super) weeks: Vec<Week>,
    /// Whether the data was taken before the week had ended.
    pub(super) unfinished: Vec<bool>,
    quarters: BTreeMap<Period, Range<usize>>,
}

impl Timeline {
    /// Spans all filed weeks and all quarters that have a snapshot.
    pub(super) fn of(pack: &Pack) -> Self {
        let calendar = &pack.settings.calendar;
        let filed = pack.observations.values().flat_map(|o| {
            std::iter::once(&o.all)
                .chain(o.services.values())
                .filter_map(|s| s.weeks.keys().next())
        });
        let first = filed.min().copied();
        let last = pack.latest().and_then(|p| last_week(calendar, p));
        let mut weeks = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            let mut week = first;
            while week <= last {
                weeks.push(week);
                week = week.shifted(1);
            }
        }
        let unfinished = weeks
            .iter()
            .map(|&week| {
                pack.snapshots
                    .get(&calendar.period_of_week(week))
                    .is_some_and(|s| s.as_of <= week.sunday())
            })
            .collect();
        let quarters = pack
            .snapshots
            .keys()
            .map(|&period| {
                let inside = calendar.weeks(period);
                let index = |at: fn(&Week, &Week) -> bool, edge: Option<&Week>| {
                    edge.map_or(0, |e| weeks.partition_point(|w| at(w, e)))
                };
                let start = index(|w, e| w < e, inside.first());
                let end = index(|w, e| w <= e, inside.last());
                (period, start..end)
            })
            .collect();
        Self {
            weeks,
            unfinished,
            quarters,
        }
    }

    /// The weeks of a quarter that has a snapshot.
    pub(super) fn quarter(&self, period: Period) -> Range<usize> {
        self.quarters.get(&period).cloned().unwrap_or(0..0)
    }

    /// Quarters that have a snapshot, in order.
    pub(super) fn quarters(&self) -> impl Iterator<Item = (Period, Range<usize>)> + '_ {
        self.quarters.iter().map(|(p, r)| (*p, r.clone()))
    }

    /// The first week on the far side of a day. A week is on the side that holds its Thursday, as
    /// it is for quarters.
    pub(super) fn side_of(&self, day: NaiveDate) -> usize {
        self.weeks.partition_point(|w| w.thursday() < day)
    }
}

fn last_week(calendar: &Calendar, period: Period) -> Option<Week> {
    calendar.weeks(period).last().copied()
}
