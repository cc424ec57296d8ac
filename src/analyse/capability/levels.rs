//! Assessments and conditions to levels. Each category has the highest level up to which everything is
//! evidenced and nothing is contradicted; the organisation has the lowest of the four.

use super::Condition;
use crate::model::{CategoryLevel, LevelTarget, Maturity, MaturityCategory, Period};
use chrono::NaiveDate;

/// The levels of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    /// The quarter that was assessed; earlier than this one where nobody looked again.
    pub assessed: Period,
    /// By which role.
    pub by: String,
    /// When.
    pub on: NaiveDate,
    /// In the order of [`MaturityCategory::ALL`].
    pub rows: Vec<LevelRow>,
    /// The lowest of the four.
    pub overall: u8,
    /// The lowest of the four a year ago; `None` where nothing was assessed by then.
    pub year_ago: Option<u8>,
}

/// One category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelRow {
    /// Which.
    pub category: MaturityCategory,
    /// As assessed.
    pub claimed: u8,
    /// As far as the evidence and the pack bear it out: never above what was assessed.
    pub level: u8,
    /// The lowest level above the first for which nothing is shown, up to the claimed one.
    pub unevidenced: Option<u8>,
    /// A year ago.
    pub year_ago: Option<u8>,
    /// What was agreed.
    pub target: Option<LevelTarget>,
    /// What the pack itself could test, by level.
    pub conditions: Vec<Condition>,
}

impl LevelRow {
    /// The conditions that contradict the claimed level.
    pub fn contradicted(&self) -> impl Iterator<Item = &Condition> {
        let broken = |c: &&Condition| c.level <= self.claimed && !c.holds();
        self.conditions.iter().filter(broken)
    }

    /// The conditions of the next level that are not met.
    pub fn missing(&self) -> impl Iterator<Item = &Condition> {
        let next = self.level + 1;
        self.conditions
            .iter()
            .filter(move |c| c.level == next && !c.holds())
    }
}

/// The levels as they stand in a quarter.
pub(super) fn of(record: &Maturity, period: Period, conditions: &[Condition]) -> Option<Levels> {
    let assessed = record.assessed(period)?;
    let earlier = record.assessed(period.year_ago());
    let row = |(category, found): (MaturityCategory, &CategoryLevel)| {
        let own = conditions.iter().filter(|c| c.category == category);
        let own: Vec<Condition> = own.copied().collect();
        let claimed = found.level.value;
        let evidenced = evidenced(found);
        let broken = own.iter().filter(|c| !c.holds()).map(|c| c.level - 1);
        let borne_out = broken.min().unwrap_or(u8::MAX);
        let then = earlier.and_then(|a| a.each().find(|(c, _)| *c == category));
        LevelRow {
            category,
            claimed,
            level: evidenced.min(borne_out),
            unevidenced: (evidenced < claimed).then_some(evidenced + 1),
            year_ago: then.map(|(_, found)| self::evidenced(found)),
            target: found.target,
            conditions: own,
        }
    };
    let rows: Vec<LevelRow> = assessed.each().map(row).collect();
    Some(Levels {
        assessed: assessed.period.value,
        by: assessed.by.clone(),
        on: assessed.on.value,
        overall: rows.iter().map(|row| row.level).min().unwrap_or(1),
        year_ago: rows.iter().filter_map(|row| row.year_ago).min(),
        rows,
    })
}

/// The highest level up to which every one above the first has its evidence, and which is claimed.
fn evidenced(found: &CategoryLevel) -> u8 {
    let claimed = found.level.value;
    let missing = (2..=claimed).find(|level| !found.evidence.contains_key(level));
    missing.map_or(claimed, |level| level - 1)
}

#[cfg(test)]
mod tests {
    use super::super::Bearing;
    use super::*;
    use crate::diag::{FileId, Located, Span};
    use crate::model::{MaturityAssessment, Text};

    const SPAN: Span = Span::start_of(FileId(0));

    fn found(level: u8, shown: &[u8]) -> CategoryLevel {
        let text = || Text {
            value: "shown".to_owned(),
            span: SPAN,
        };
        CategoryLevel {
            level: Located::new(level, SPAN),
            target: None,
            evidence: shown.iter().map(|level| (*level, text())).collect(),
        }
    }

    fn judged(people: CategoryLevel, conditions: &[Condition]) -> Levels {
        let period = Period::new(2026, 3).expect("a quarter");
        let record = Maturity {
            assessments: vec![MaturityAssessment {
                period: Located::new(period, SPAN),
                by: "CTO".to_owned(),
                on: Located::new(NaiveDate::MIN, SPAN),
                categories: [
                    people,
                    found(4, &[2, 3, 4]),
                    found(5, &[2, 3, 4, 5]),
                    found(5, &[2, 3, 4, 5]),
                ],
            }],
            ..Maturity::default()
        };
        of(&record, period, conditions).expect("an assessment")
    }

    #[test]
    fn the_lowest_counts_and_nothing_is_averaged() {
        let levels = judged(found(2, &[2]), &[]);
        assert_eq!(levels.overall, 2);
        assert_eq!(levels.year_ago, None);
    }

    #[test]
    fn a_gap_in_the_evidence_ends_the_ladder_below_it() {
        let levels = judged(found(4, &[2, 4]), &[]);
        let people = &levels.rows[0];
        assert_eq!((people.claimed, people.level), (4, 2));
        assert_eq!(people.unevidenced, Some(3));
    }

    #[test]
    fn what_the_pack_contradicts_is_not_reached_whatever_is_claimed() {
        let owned = |level, there| Condition {
            category: MaturityCategory::People,
            level,
            bearing: Bearing::AllOwned,
            there,
        };
        let levels = judged(found(4, &[2, 3, 4]), &[owned(3, (8, 9))]);
        let people = &levels.rows[0];
        assert_eq!(people.level, 2);
        assert_eq!(people.contradicted().count(), 1);
        assert_eq!(people.missing().count(), 1);
        let levels = judged(found(4, &[2, 3, 4]), &[owned(3, (9, 9))]);
        assert_eq!(levels.rows[0].level, 4);
    }
}
