//! An agreement's own counting to what is owed: by calendar month, by its schedule. Never inferred
//! from the objective beside it.

use crate::model::{Agreement, AgreementCounts, Counted, Credit, Exact};
use chrono::NaiveDate;

/// One month of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthAccount {
    /// Its first day.
    pub month: NaiveDate,
    /// What the contract counts.
    pub counted: Counted,
    /// Share of good ones; `None` where nothing was counted.
    pub attained: Option<Exact>,
    /// Whether what was agreed was kept.
    pub met: Option<bool>,
    /// Share of the month's fee that the schedule grants.
    pub share: Exact,
    /// That share in money; `None` where no fee is known.
    pub credit: Option<Exact>,
}

/// A quarter of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementAccount {
    /// Months that were counted, in order.
    pub months: Vec<MonthAccount>,
    /// What the schedule grants for all of them; `None` where no fee is known.
    pub due: Option<Exact>,
    /// What was claimed so far.
    pub claimed: Option<Exact>,
    /// What was paid so far.
    pub paid: Option<Exact>,
}

impl AgreementAccount {
    /// Months in which what was agreed was not kept.
    pub fn broken(&self) -> impl Iterator<Item = &MonthAccount> {
        self.months.iter().filter(|month| month.met == Some(false))
    }
}

/// The share of a month's fee that a schedule grants: that of the lowest threshold that the month
/// stays below. A month exactly at a threshold does not stay below it.
pub fn credit(attained: Exact, schedule: &[Credit]) -> Exact {
    let below = schedule.iter().filter(|step| attained < step.below);
    let lowest = below.min_by_key(|step| step.below);
    lowest.map_or(Exact::ZERO, |step| step.credit)
}

/// Counts of a quarter to its account.
pub fn account(agreement: &Agreement, counts: &AgreementCounts) -> AgreementAccount {
    let months: Vec<MonthAccount> = counts
        .months
        .iter()
        .map(|(month, counted)| one(agreement, *month, *counted))
        .collect();
    let due = months
        .iter()
        .try_fold(Exact::ZERO, |sum, month| sum.plus(month.credit?));
    AgreementAccount {
        due: due.filter(|_| !agreement.fees.is_empty()),
        months,
        claimed: counts.claimed,
        paid: counts.paid,
    }
}

fn one(agreement: &Agreement, month: NaiveDate, counted: Counted) -> MonthAccount {
    let all = super::spend::whole(counted.valid);
    let attained = all.and_then(|all| counted.good.over(all));
    let share = attained.map_or(Exact::ZERO, |share| credit(share, &agreement.credits));
    let fees = agreement.fees.iter().rev();
    let mut fees = fees.filter(|fee| fee.from.is_none_or(|from| from <= month));
    MonthAccount {
        month,
        counted,
        attained,
        met: attained.map(|share| share >= agreement.target.value),
        share,
        credit: fees.next().and_then(|fee| fee.fee.times(share)),
    }
}
