//! Days and targets to what a budget allowed and what was spent of it. Exact throughout, and never
//! clipped: what is overspent is below zero, and where nothing valid was counted there is no share.

use crate::model::{Counted, Exact};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;

/// What was counted in some stretch of time, and how many of it were allowed to be bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spend {
    /// Good events, slices, or the sum of slices' shares.
    pub good: Exact,
    /// Valid ones.
    pub valid: u64,
    /// How many of the valid ones the targets of their days allow to be bad.
    pub allowed: Exact,
}

impl Spend {
    /// Nothing counted yet.
    pub const NOTHING: Self = Self {
        good: Exact::ZERO,
        valid: 0,
        allowed: Exact::ZERO,
    };

    /// With one more count under a target. `None` beyond 128 bits.
    pub fn with(self, counted: Counted, target: Exact) -> Option<Self> {
        let valid = whole(counted.valid)?;
        let share = Exact::integer(1).minus(target)?;
        Some(Self {
            good: self.good.plus(counted.good)?,
            valid: self.valid.checked_add(counted.valid)?,
            allowed: self.allowed.plus(share.times(valid)?)?,
        })
    }

    /// Bad ones.
    pub fn bad(self) -> Option<Exact> {
        whole(self.valid)?.minus(self.good)
    }

    /// Share of good ones; `None` where nothing was counted.
    pub fn attained(self) -> Option<Exact> {
        self.good.over(whole(self.valid)?)
    }

    /// Share of the budget that was used; above 1 where it was overspent.
    pub fn used(self) -> Option<Exact> {
        self.bad()?.over(self.allowed)
    }

    /// Share of the budget that is left; below 0 where it was overspent.
    pub fn left(self) -> Option<Exact> {
        Exact::integer(1).minus(self.used()?)
    }

    /// Bad ones that are still allowed; below 0 where more were bad than allowed.
    pub fn unspent(self) -> Option<Exact> {
        self.allowed.minus(self.bad()?)
    }

    /// How many times as fast as would spend the budget exactly by its end. The share of bad over
    /// the share allowed, which over any stretch is the same as what was used of its own budget.
    pub fn burn_rate(self) -> Option<Exact> {
        self.used()
    }

    /// Whether the promise was kept: nothing was overspent. Compared before any rounding.
    pub fn is_kept(self) -> Option<bool> {
        self.left().map(|left| !left.is_negative())
    }

    /// The one target that allows the same; that of all days where it did not change.
    pub fn target(self) -> Option<Exact> {
        Exact::integer(1).minus(self.allowed.over(whole(self.valid)?)?)
    }
}

/// A count as an exact number.
pub(super) fn whole(count: u64) -> Option<Exact> {
    i64::try_from(count).ok().map(Exact::integer)
}

/// A target and the days it holds, the last one excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its days.
    pub days: Range<NaiveDate>,
    /// A share of one, below one.
    pub target: Exact,
}

/// Targets by their first day, oldest first, to the stretches in which each holds. Days before the
/// first target have none.
pub fn held(targets: &[(NaiveDate, Exact)], days: &Range<NaiveDate>) -> Vec<Held> {
    let ends = targets.iter().skip(1).map(|(from, _)| *from);
    let ends = ends.chain([NaiveDate::MAX]);
    targets
        .iter()
        .zip(ends)
        .map(|((from, target), end)| Held {
            days: (*from).max(days.start)..end.min(days.end),
            target: *target,
        })
        .filter(|held| held.days.start < held.days.end)
        .collect()
}

/// What was counted by day; `None` is a day that was not observed.
pub type Days = BTreeMap<NaiveDate, Option<Counted>>;

/// What was spent in the stretches of the targets. `None` beyond 128 bits.
pub fn over(days: &Days, held: &[Held]) -> Option<Spend> {
    held.iter().try_fold(Spend::NOTHING, |spend, held| {
        // One target allows of all its days together what it allows of each.
        let nothing = Counted {
            good: Exact::ZERO,
            valid: 0,
        };
        let mut counted = days.range(held.days.clone());
        let counted = counted.try_fold(nothing, |sum, (_, counted)| {
            let Some(counted) = counted else {
                return Some(sum);
            };
            Some(Counted {
                good: sum.good.plus(counted.good)?,
                valid: sum.valid.checked_add(counted.valid)?,
            })
        })?;
        spend.with(counted, held.target)
    })
}

/// What was left of a whole budget after each observed day, as a share of it: it only ever falls,
/// and goes below zero where it must.
pub fn balance(days: &Days, held: &[Held], budget: Exact) -> Option<Vec<(NaiveDate, Exact)>> {
    let mut spent = Exact::ZERO;
    let mut left = Vec::new();
    for held in held {
        for (day, counted) in days.range(held.days.clone()) {
            let Some(counted) = counted else { continue };
            spent = spent.plus(whole(counted.valid)?.minus(counted.good)?)?;
            left.push((*day, Exact::integer(1).minus(spent.over(budget)?)?));
        }
    }
    Some(left)
}

/// Good over all, where at least `fewest` were counted. Either side may be unknown and then counts
/// as none, as slo-generator does; with both unknown, or too few, there is no figure.
pub fn share_of_good(good: Option<u64>, bad: Option<u64>, fewest: u64) -> Option<Exact> {
    if good.is_none() && bad.is_none() {
        return None;
    }
    let (good, bad) = (good.unwrap_or(0), bad.unwrap_or(0));
    let all = good.checked_add(bad)?;
    if all < fewest {
        return None;
    }
    Exact::ratio(good, all)
}
