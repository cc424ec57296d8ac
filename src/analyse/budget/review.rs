//! Budgets and their policies to the formal reviews that are called for, and how each stands.

use super::account::BudgetAccount;
use crate::model::{BudgetPolicy, FormalReview, Pack, Period, ReviewCause};
use chrono::{Days, NaiveDate};

/// A review that a policy calls for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Whose budget.
    pub objective: String,
    /// Why.
    pub because: ReviewCause,
    /// The last day on which the policy lets it be held.
    pub due: NaiveDate,
}

/// Where a review stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was held, and something was decided.
    Held,
    /// It is still to be held, and its day has not come.
    Open,
    /// Its day has passed without it.
    Late,
    /// It was held without a recorded outcome.
    Undecided,
}

/// The reviews that the policy of an account calls for. A quarter still running calls for one as
/// soon as its budget is overspent: what is spent does not come back. One review answers all large
/// incidents of a quarter; it is due after the first.
pub fn called(pack: &Pack, period: Period, account: &BudgetAccount) -> Vec<Called> {
    let Some(policy) = in_force(pack, period, account) else {
        return Vec::new();
    };
    let mut called = Vec::new();
    if policy.review_overspent && account.is_kept() == Some(false) {
        let end = pack.settings.calendar.last_day(period);
        called.extend(due(end, policy).map(|due| Called {
            objective: account.objective.clone(),
            because: ReviewCause::Overspent,
            due,
        }));
    }
    if let Some(most) = policy.review_incident {
        let mut large = account.costs.iter().filter(|cost| cost.share > most);
        let first = large.next().and_then(|cost| due(cost.day, policy));
        called.extend(first.map(|due| Called {
            objective: account.objective.clone(),
            because: ReviewCause::OneIncident,
            due,
        }));
    }
    called
}

/// The policy of an account, if it held before the quarter was over.
fn in_force<'p>(
    pack: &'p Pack,
    period: Period,
    account: &BudgetAccount,
) -> Option<&'p BudgetPolicy> {
    let policy = pack.service_levels.policy(&account.policy);
    policy.filter(|policy| policy.from < pack.settings.calendar.end(period))
}

fn due(from: NaiveDate, policy: &BudgetPolicy) -> Option<NaiveDate> {
    from.checked_add_days(Days::new(u64::from(policy.within)))
}

/// The review that answers a call, if it is recorded.
pub fn answer<'p>(pack: &'p Pack, period: Period, called: &Called) -> Option<&'p FormalReview> {
    let mut reviews = pack.service_levels.reviews.iter();
    reviews.find(|review| {
        review.objective.value == called.objective
            && review.period.value == period
            && review.because == called.because
    })
}

/// How a review stands on a day: what happened later has not happened yet.
pub fn standing(review: &FormalReview, on: NaiveDate) -> Standing {
    let held = review.held.is_some_and(|held| held.value <= on);
    match (held, &review.outcome) {
        (true, Some(_)) => Standing::Held,
        (true, None) => Standing::Undecided,
        (false, _) if review.due.value < on => Standing::Late,
        (false, _) => Standing::Open,
    }
}

/// The last day whose events a quarter's pages tell: the day it was published, or, while it is a
/// draft, the day of its data or of anything recorded since.
pub fn known_on(pack: &Pack, period: Period) -> Option<NaiveDate> {
    if let Some(lock) = pack.published.get(&period) {
        return Some(lock.published.value);
    }
    let as_of = pack.snapshots.get(&period)?.as_of;
    let reviews = pack.service_levels.reviews.iter();
    let events = reviews.flat_map(|review| [Some(review.opened), review.held]);
    let events = events.flatten().map(|day| day.value);
    Some(events.fold(as_of, NaiveDate::max))
}

/// Reviews of earlier quarters that were open at some time since the quarter before was told.
pub fn carried(pack: &Pack, period: Period) -> Vec<&FormalReview> {
    let Some(on) = known_on(pack, period) else {
        return Vec::new();
    };
    let before = known_on(pack, period.previous());
    let reviews = pack.service_levels.reviews.iter();
    reviews
        .filter(|review| review.period.value < period && review.opened.value <= on)
        .filter(|review| match (review.held, before) {
            (Some(held), Some(before)) => held.value > before,
            _ => true,
        })
        .collect()
}
