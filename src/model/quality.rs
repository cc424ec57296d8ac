//! Where repair time goes, and which changes brought defects: one record a quarter, by team and
//! repository. What is dated after a quarter's record was taken stands in a later one, so that the
//! file of a published quarter stays as it is.

use super::{Exact, Period};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Name in the files.
    pub id: Located<String>,
    /// As readers see it.
    pub name: String,
    /// How many people; what a team of fewer than five does is told together with others.
    pub people: Located<u32>,
}

/// A repository in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Name in the files.
    pub id: Located<String>,
    /// The service whose figures its defects and days count in.
    pub service: Located<String>,
    /// Thousands of lines of our own code on the quarter's last day.
    pub thousand_lines: Located<u32>,
    /// Changes merged in the quarter.
    pub changes: Located<u32>,
}

/// What one team spent on one repository, in working days of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effort {
    /// Team.
    pub team: Located<String>,
    /// Repository.
    pub repository: Located<String>,
    /// Days worked.
    pub total: Located<u32>,
    /// Of these, repairing what was already delivered.
    pub rework: Located<u32>,
    /// Of the rework, repairing defects.
    pub bug_fix: Located<u32>,
}

/// A change by its name in its repository, and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMade {
    /// A name that its repository gives it, such as a number.
    pub change: Located<String>,
    /// When it was merged.
    pub on: Located<NaiveDate>,
}

/// A confirmed defect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Name in the file.
    pub id: Located<String>,
    /// Repository.
    pub repository: Located<String>,
    /// When it was confirmed; within the record's quarter.
    pub confirmed: Located<NaiveDate>,
    /// The change that brought it; `None` where nobody knows.
    pub introduced: Option<ChangeMade>,
    /// The change that mended it; `None` where none had when the record was taken.
    pub fixed: Option<ChangeMade>,
}

/// A mending of a defect that an earlier quarter's record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterFix {
    /// The quarter of its record.
    pub period: Period,
    /// Its name there.
    pub defect: Located<String>,
    /// The change that mended it.
    pub fixed: ChangeMade,
}

/// One quarter's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityRecord {
    /// The quarter.
    pub period: Located<Period>,
    /// When the record was taken.
    pub as_of: Located<NaiveDate>,
    /// In file order, which is their order on pages: teams are not ranked.
    pub teams: Vec<Team>,
    /// In file order.
    pub repositories: Vec<Repository>,
    /// In file order.
    pub effort: Vec<Effort>,
    /// By name; `None` where defects were not recorded one by one.
    pub defects: Option<Vec<Defect>>,
    /// Mendings of defects of earlier quarters.
    pub later_fixes: Vec<LaterFix>,
    /// The whole file's first line.
    pub span: Span,
}

impl QualityRecord {
    /// A repository by id.
    pub fn repository(&self, id: &str) -> Option<&Repository> {
        self.repositories.iter().find(|r| r.id.value == id)
    }

    /// Days of the rows that a choice of team and repository leaves: worked, rework, defect repair.
    pub fn days(&self, keep: impl Fn(&Effort) -> bool) -> [u64; 3] {
        let rows = self.effort.iter().filter(|row| keep(row));
        rows.fold([0; 3], |[total, rework, bugs], row| {
            [
                total + u64::from(row.total.value),
                rework + u64::from(row.rework.value),
                bugs + u64::from(row.bug_fix.value),
            ]
        })
    }

    /// Rework of a service as the share of days worked: part and whole; `None` where it has no days.
    pub fn rework(&self, service: Option<&str>) -> Option<(u64, u64)> {
        let [total, rework, _] = self.days(|row| self.is_of(&row.repository.value, service));
        (total > 0).then_some((rework, total))
    }

    /// Whether a repository counts in a service; every one counts in none.
    pub fn is_of(&self, repository: &str, service: Option<&str>) -> bool {
        let own = self
            .repository(repository)
            .map(|r| r.service.value.as_str());
        service.is_none_or(|service| own == Some(service))
    }

    /// Defects and thousands of lines of a service; `None` where defects are not recorded.
    pub fn density(&self, service: Option<&str>) -> Option<(u64, u64)> {
        let defects = self.defects.as_ref()?.iter();
        let defects = defects.filter(|d| self.is_of(&d.repository.value, service));
        let mine = |r: &&Repository| service.is_none_or(|s| r.service.value == s);
        let lines = self.repositories.iter().filter(mine);
        let lines: u64 = lines.map(|r| u64::from(r.thousand_lines.value)).sum();
        let count = u64::try_from(defects.count()).unwrap_or(u64::MAX);
        (lines > 0).then_some((count, lines))
    }

    /// Days as a number.
    pub fn rework_days(&self, service: Option<&str>, bugs_only: bool) -> Exact {
        let [_, rework, bugs] = self.days(|row| self.is_of(&row.repository.value, service));
        let days = if bugs_only { bugs } else { rework };
        Exact::integer(i64::try_from(days).unwrap_or(i64::MAX))
    }
}
