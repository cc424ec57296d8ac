//! Critical journeys to what is there of each at the end of a quarter: what the pack itself can tell
//! is computed, the rest is as recorded.

use super::count;
use crate::analyse::budget;
use crate::model::{Cover, CoverageRecord, Exact, Journey, JourneyRecord, Pack, Period};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// What is asked of each journey, in printed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// A service level covers it.
    Objective,
    /// We see how it goes for customers.
    Measured,
    /// Somebody is woken when it fails.
    Alerting,
    /// A role answers for it.
    Owner,
    /// Its failing was tried on purpose in the quarter.
    Tested,
}

impl Aspect {
    /// All five.
    pub const ALL: [Self; 5] = [
        Self::Objective,
        Self::Measured,
        Self::Alerting,
        Self::Owner,
        Self::Tested,
    ];
}

/// One critical journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyRow {
    /// Which.
    pub id: String,
    /// The share of revenue that passes through it.
    pub revenue_share: Option<Exact>,
    /// In the order of [`Aspect::ALL`]; `None` where the quarter has no record of it.
    pub cells: [Option<Cover>; 5],
    /// The same of the quarter before.
    pub before: [Option<Cover>; 5],
    /// Who answers for it: of each service level, or as recorded.
    pub owners: Vec<String>,
    /// The last test, whenever it was.
    pub tested: Option<NaiveDate>,
    /// Whether it has an objective and an owner and, where that is recorded, is measured.
    pub covered: bool,
}

/// The critical journeys of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyCoverage {
    /// The greatest share of revenue first, then in file order.
    pub rows: Vec<JourneyRow>,
    /// Journeys covered, of all.
    pub covered: (u64, u64),
    /// The share of revenue that covered journeys carry, of all that is recorded; `None` where no
    /// share is.
    pub revenue: Option<(Exact, Exact)>,
    /// By [`Aspect::ALL`]: journeys that have it, of those that need it; `None` where it is not recorded.
    pub totals: [Option<(u64, u64)>; 5],
    /// Journeys that an edition does not show; they are counted in everything else here.
    pub hidden: u64,
}

impl JourneyCoverage {
    /// What is counted of one aspect.
    pub fn total(&self, aspect: Aspect) -> Option<(u64, u64)> {
        let at = Aspect::ALL.iter().position(|a| *a == aspect)?;
        self.totals.get(at).copied().flatten()
    }
}

/// The matrix. `None` where the pack has no critical journey.
pub(super) fn of(pack: &Pack, period: Period, as_at: NaiveDate) -> Option<JourneyCoverage> {
    let record = |period| pack.maturity.as_ref().and_then(|m| m.coverage(period));
    let (now, before) = (record(period), record(period.previous()));
    let day_before = super::super::as_at(pack, period.previous());
    let critical: Vec<&Journey> = pack.journeys.iter().filter(|j| j.critical).collect();
    if critical.is_empty() {
        return None;
    }
    let row = |journey: &&Journey| {
        let id = &journey.id.value;
        let own = recorded(now, id);
        let cells = cells_of(pack, period, as_at, id, now);
        let [objective, measured, _, owner, _] = cells;
        let yes = |cell: Option<Cover>| cell == Some(Cover::Yes);
        JourneyRow {
            id: id.clone(),
            revenue_share: own.and_then(|own| own.revenue_share).map(|s| s.value),
            before: day_before.map_or([None; 5], |day| {
                cells_of(pack, period.previous(), day, id, before)
            }),
            owners: owners(pack, id, as_at, own),
            tested: tested(own, as_at),
            covered: yes(objective) && yes(owner) && (measured.is_none() || yes(measured)),
            cells,
        }
    };
    let mut rows: Vec<JourneyRow> = critical.iter().map(row).collect();
    rows.sort_by_key(|row| Reverse(row.revenue_share.unwrap_or(Exact::ZERO)));
    let mut totals = [None; 5];
    for (at, total) in totals.iter_mut().enumerate() {
        let known = rows.iter().filter_map(|row| row.cells.get(at).copied()?);
        let needed: Vec<Cover> = known.filter(|cell| *cell != Cover::NotNeeded).collect();
        let there = count(needed.iter().filter(|cell| **cell == Cover::Yes));
        *total = (!needed.is_empty()).then(|| (there, count(needed.iter())));
    }
    Some(JourneyCoverage {
        covered: (
            count(rows.iter().filter(|row| row.covered)),
            count(rows.iter()),
        ),
        revenue: revenue(&rows),
        totals,
        rows,
        hidden: 0,
    })
}

/// Shares of revenue: that of covered journeys, and of all.
fn revenue(rows: &[JourneyRow]) -> Option<(Exact, Exact)> {
    let sum = |covered_alone: bool| {
        let shares = rows.iter().filter(|row| row.covered || !covered_alone);
        let mut shares = shares.filter_map(|row| row.revenue_share);
        shares.try_fold(Exact::ZERO, Exact::plus)
    };
    rows.iter().find_map(|row| row.revenue_share)?;
    Some((sum(true)?, sum(false)?))
}

fn recorded<'r>(record: Option<&'r CoverageRecord>, id: &str) -> Option<&'r JourneyRecord> {
    let mut journeys = record?.journeys.iter();
    journeys.find(|journey| journey.journey.value == id)
}

fn cells_of(
    pack: &Pack,
    period: Period,
    as_at: NaiveDate,
    id: &str,
    record: Option<&CoverageRecord>,
) -> [Option<Cover>; 5] {
    let own = recorded(record, id);
    let is = |there: bool| if there { Cover::Yes } else { Cover::No };
    let start = pack.settings.calendar.start(period);
    let promised = !budget::covering(pack, id, as_at).is_empty();
    [
        Some(is(promised)),
        own.map(|own| own.measured.value),
        own.map(|own| own.alerting.value),
        Some(is(!owners(pack, id, as_at, own).is_empty())),
        own.map(|own| is(tested(Some(own), as_at).is_some_and(|day| day >= start))),
    ]
}

/// The last test known on a day.
fn tested(own: Option<&JourneyRecord>, as_at: NaiveDate) -> Option<NaiveDate> {
    let day = own?.tested?.value;
    Some(day).filter(|day| *day <= as_at)
}

/// The owners of the service levels that cover a journey, each once; where there is none, the one
/// that is recorded.
fn owners(pack: &Pack, id: &str, as_at: NaiveDate, own: Option<&JourneyRecord>) -> Vec<String> {
    let mut owners: Vec<String> = Vec::new();
    for objective in budget::covering(pack, id, as_at) {
        let owner = pack.service_levels.level(objective).map(|l| &l.owner);
        owners.extend(owner.filter(|owner| !owners.contains(owner)).cloned());
    }
    if owners.is_empty() {
        let recorded = own.and_then(|own| own.owner.as_ref());
        owners.extend(recorded.map(|owner| owner.value.clone()));
    }
    owners
}
