//! The records of rework and defects to what they show of a quarter: shares of days by team and
//! repository, which share of changes brought or mended a defect, and how long mending takes, open
//! defects censored. Each quarter is told with what its own record and those before it knew.

use super::stats::survival;
use crate::model::{Defect, Exact, Pack, Period, QualityRecord, RecordFigure, Scope, Value};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A team of fewer people than this is never told alone: what it does is what its people do.
pub const TEAM_TOLD_ALONE: u32 = 5;

/// What the record shows of one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityQuarter {
    /// When the record was taken.
    pub as_of: NaiveDate,
    /// All teams together.
    pub all: Days,
    /// Teams in the order of the record; small ones together at the end.
    pub teams: Vec<TeamDays>,
    /// Repositories in the order of the record.
    pub repositories: Vec<RepositoryRow>,
    /// Defects; `None` where they are not recorded one by one.
    pub defects: Option<Defects>,
}

/// Working days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// Worked.
    pub total: u64,
    /// Of these, repairing what was already delivered.
    pub rework: u64,
    /// Of these, repairing defects.
    pub bug_fix: u64,
}

impl Days {
    fn of([total, rework, bug_fix]: [u64; 3]) -> Self {
        Self {
            total,
            rework,
            bug_fix,
        }
    }

    /// Share of days that were rework; `None` where none were worked.
    pub fn rework_share(self) -> Option<Exact> {
        Exact::ratio(self.rework, self.total)
    }

    /// Share of days that repaired defects; `None` where none were worked.
    pub fn bug_fix_share(self) -> Option<Exact> {
        Exact::ratio(self.bug_fix, self.total)
    }
}

/// One team, or several small ones together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamDays {
    /// The team's id; `None` where several are told together.
    pub id: Option<String>,
    /// Names, in the order of the record.
    pub names: Vec<String>,
    /// How many people together.
    pub people: u64,
    /// Their days.
    pub days: Days,
}

/// One repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryRow {
    /// Which.
    pub id: String,
    /// The service that it counts in.
    pub service: String,
    /// Days spent on it; `None` where only a few people worked on it, whose days they would be, and
    /// where it hides such a one.
    pub days: Option<Days>,
    /// Changes merged.
    pub changes: u64,
    /// Changes of the quarter that brought a defect, as far as it is known by now; `None` where
    /// defects are not recorded.
    pub introducing: Option<u64>,
    /// Changes of the quarter that mended a defect.
    pub fixing: Option<u64>,
    /// Defects confirmed in the quarter.
    pub confirmed: Option<u64>,
    /// Defects not mended when the record was taken, of all quarters.
    pub open: Option<u64>,
}

/// The defects of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defects {
    /// Confirmed in the quarter.
    pub confirmed: u64,
    /// Of these, those of which nobody knows which change brought them.
    pub unknown_origin: u64,
    /// Changes of the quarter, in all.
    pub changes: u64,
    /// Of these, those that brought a defect, as far as it is known by now.
    pub introducing: u64,
    /// Of these, those that mended one.
    pub fixing: u64,
    /// Median days from confirmed to mended of the quarter's defects, open ones censored; `None` where
    /// fewer than half are mended.
    pub days_to_fix: Option<Exact>,
    /// Not mended when the record was taken, of all quarters.
    pub open: u64,
    /// Days since the oldest of these was confirmed.
    pub oldest_open: Option<i64>,
}

/// A quarter's figure as the record has it; `None` where there is no record, or it cannot tell.
pub(super) fn figure(
    pack: &Pack,
    period: Period,
    figure: RecordFigure,
    scope: Scope<'_>,
) -> Option<Value> {
    let record = pack.quality.get(&period)?;
    let service = match scope {
        Scope::All => None,
        Scope::Service(id) => Some(id),
    };
    let (part, whole) = match figure {
        RecordFigure::ReworkShare => record.rework(service)?,
        RecordFigure::BugDensity => record.density(service)?,
        _ => return None,
    };
    Some(Value::Ratio { part, whole })
}

/// What the records show of a quarter; `None` where it has none.
pub(super) fn quarter(pack: &Pack, period: Period) -> Option<QualityQuarter> {
    let record = pack.quality.get(&period)?;
    let told = Told::new(pack, period, record);
    let withheld = withheld(record);
    let repositories = record.repositories.iter().map(|repository| {
        let id = repository.id.value.as_str();
        RepositoryRow {
            id: id.to_owned(),
            service: repository.service.value.clone(),
            days: (!withheld.contains(id))
                .then(|| Days::of(record.days(|row| row.repository.value == id))),
            changes: u64::from(repository.changes.value),
            introducing: told.introducing(Some(id)),
            fixing: told.fixing(Some(id)),
            confirmed: told.confirmed(Some(id)),
            open: told.open(Some(id)).map(|open| count(open.len())),
        }
    });
    Some(QualityQuarter {
        as_of: record.as_of.value,
        all: Days::of(record.days(|_| true)),
        teams: teams(record),
        repositories: repositories.collect(),
        defects: told.all(),
    })
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Teams with their days; small ones together, with the next larger one where they alone are too few.
fn teams(record: &QualityRecord) -> Vec<TeamDays> {
    let mut small: BTreeSet<&str> = record
        .teams
        .iter()
        .filter(|team| team.people.value < TEAM_TOLD_ALONE)
        .map(|team| team.id.value.as_str())
        .collect();
    let people = |ids: &BTreeSet<&str>| -> u64 {
        let own = record.teams.iter();
        let own = own.filter(|team| ids.contains(team.id.value.as_str()));
        own.map(|team| u64::from(team.people.value)).sum()
    };
    // One team told as "the rest" would be told all the same, by subtraction.
    while !small.is_empty() && (small.len() < 2 || people(&small) < u64::from(TEAM_TOLD_ALONE)) {
        let others = record.teams.iter();
        let others = others.filter(|team| !small.contains(team.id.value.as_str()));
        let Some(next) = others.min_by_key(|team| (team.people.value, &team.id.value)) else {
            break;
        };
        small.insert(next.id.value.as_str());
    }
    let days =
        |ids: &BTreeSet<&str>| Days::of(record.days(|row| ids.contains(row.team.value.as_str())));
    let alone = record.teams.iter();
    let alone = alone.filter(|team| !small.contains(team.id.value.as_str()));
    let mut told: Vec<TeamDays> = alone
        .map(|team| TeamDays {
            id: Some(team.id.value.clone()),
            names: vec![team.name.clone()],
            people: u64::from(team.people.value),
            days: days(&BTreeSet::from([team.id.value.as_str()])),
        })
        .collect();
    if !small.is_empty() {
        let own = record.teams.iter();
        let own = own.filter(|team| small.contains(team.id.value.as_str()));
        told.push(TeamDays {
            id: None,
            names: own.map(|team| team.name.clone()).collect(),
            people: people(&small),
            days: days(&small),
        });
    }
    told
}

/// Repositories on which so few people worked that their days would be theirs. All days less those of
/// the others would tell them all the same, so at least two are withheld, of five people together.
fn withheld(record: &QualityRecord) -> BTreeSet<&str> {
    let people = |of: &dyn Fn(&str) -> bool| -> u64 {
        let on_it = |team: &str| {
            let mut rows = record.effort.iter();
            rows.any(|row| {
                of(&row.repository.value) && row.team.value == team && row.total.value > 0
            })
        };
        let teams = record.teams.iter().filter(|team| on_it(&team.id.value));
        teams.map(|team| u64::from(team.people.value)).sum()
    };
    let few = u64::from(TEAM_TOLD_ALONE);
    let sizes = record.repositories.iter().map(|repository| {
        let id = repository.id.value.as_str();
        (people(&|other| other == id), id)
    });
    let mut worked: Vec<(u64, &str)> = sizes.filter(|(people, _)| *people > 0).collect();
    worked.sort_unstable();
    let mut own = BTreeSet::new();
    for (size, id) in worked {
        let open = own.len() == 1 || !own.is_empty() && people(&|other| own.contains(other)) < few;
        if size < few || open {
            own.insert(id);
        }
    }
    own
}

/// A defect, and the change that mended it with its day, if one did.
type Known<'a> = (&'a Defect, Option<(&'a str, NaiveDate)>);

/// Defects as a quarter's record and those before it tell them.
struct Told<'a> {
    record: &'a QualityRecord,
    first: NaiveDate,
    last: NaiveDate,
    /// Defects of this and earlier quarters, with the day on which they were mended if they were.
    defects: Vec<Known<'a>>,
    recorded: bool,
}

impl<'a> Told<'a> {
    fn new(pack: &'a Pack, period: Period, record: &'a QualityRecord) -> Self {
        let calendar = &pack.settings.calendar;
        let known: Vec<(&Period, &QualityRecord)> = pack.quality.range(..=period).collect();
        let mended_later = |of: Period, id: &str| {
            let fixes = known.iter().flat_map(|(_, record)| &record.later_fixes);
            let mut own = fixes.filter(|fix| fix.period == of && fix.defect.value == id);
            own.next()
                .map(|fix| (fix.fixed.change.value.as_str(), fix.fixed.on.value))
        };
        let mut defects = Vec::new();
        for (of, record) in &known {
            for defect in record.defects.iter().flatten() {
                let own = defect.fixed.as_ref();
                let own = own.map(|fixed| (fixed.change.value.as_str(), fixed.on.value));
                let mended = own.or_else(|| mended_later(**of, &defect.id.value));
                defects.push((defect, mended));
            }
        }
        Self {
            record,
            first: calendar.start(period),
            last: calendar.last_day(period),
            defects,
            recorded: record.defects.is_some(),
        }
    }

    fn of(&self, repository: Option<&str>) -> Vec<Known<'a>> {
        let known = self.defects.iter().copied();
        let own = known.filter(|(d, _)| repository.is_none_or(|id| d.repository.value == id));
        own.collect()
    }

    fn within(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Changes of the quarter that brought a defect: each change once.
    fn introducing(&self, repository: Option<&str>) -> Option<u64> {
        let brought = self.of(repository).into_iter().filter_map(|(defect, _)| {
            let change = defect.introduced.as_ref()?;
            let name = (
                defect.repository.value.as_str(),
                change.change.value.as_str(),
            );
            self.within(change.on.value).then_some(name)
        });
        let brought: BTreeSet<_> = brought.collect();
        self.recorded.then(|| count(brought.len()))
    }

    /// Changes of the quarter that mended a defect: each change once.
    fn fixing(&self, repository: Option<&str>) -> Option<u64> {
        let mended = self
            .of(repository)
            .into_iter()
            .filter_map(|(defect, mended)| {
                let (change, on) = mended?;
                let name = (defect.repository.value.as_str(), change);
                self.within(on).then_some(name)
            });
        let mended: BTreeSet<_> = mended.collect();
        self.recorded.then(|| count(mended.len()))
    }

    fn own(&self, repository: Option<&str>) -> Vec<Known<'a>> {
        let mut own = self.of(repository);
        own.retain(|(defect, _)| self.within(defect.confirmed.value));
        own
    }

    fn confirmed(&self, repository: Option<&str>) -> Option<u64> {
        self.recorded.then(|| count(self.own(repository).len()))
    }

    /// Days on which defects that are still open were confirmed.
    fn open(&self, repository: Option<&str>) -> Option<Vec<NaiveDate>> {
        let open = self.of(repository).into_iter();
        let open = open.filter(|(_, mended)| mended.is_none());
        let open = open.map(|(defect, _)| defect.confirmed.value).collect();
        self.recorded.then_some(open)
    }

    fn all(&self) -> Option<Defects> {
        let as_of = self.record.as_of.value;
        let own = self.own(None);
        let open = self.open(None)?;
        let times: Vec<(Exact, bool)> = own
            .iter()
            .map(|(defect, mended)| {
                let end = mended.map_or(as_of, |(_, on)| on);
                let days = (end - defect.confirmed.value).num_days();
                (Exact::integer(days), mended.is_some())
            })
            .collect();
        let changes = self.record.repositories.iter();
        let unknown = own.iter().filter(|(d, _)| d.introduced.is_none());
        Some(Defects {
            confirmed: count(own.len()),
            unknown_origin: count(unknown.count()),
            changes: changes.map(|r| u64::from(r.changes.value)).sum(),
            introducing: self.introducing(None)?,
            fixing: self.fixing(None)?,
            days_to_fix: survival::median(&times),
            open: count(open.len()),
            oldest_open: open.iter().min().map(|day| (as_of - *day).num_days()),
        })
    }
}
