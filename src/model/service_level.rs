//! What is promised of reliability beyond an objective itself: the policy of its error budget, the
//! agreement with customers beside it, the reviews that a breach brings on, and what was counted.

use super::{Audience, Exact, Period, Reference, Text};
use crate::diag::{Located, Span};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// What a team may do with what is left of its error budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BudgetState {
    /// Enough is left: release as usual.
    ShipFreely,
    /// Release, with more care.
    ShipWithCare,
    /// Reliability work comes before features.
    ReliabilityFirst,
    /// More was spent than there was.
    Overspent,
}

impl BudgetState {
    /// As a pack writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ShipFreely => "ship-freely",
            Self::ShipWithCare => "ship-with-care",
            Self::ReliabilityFirst => "reliability-first",
            Self::Overspent => "overspent",
        }
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ShipFreely => "Ship freely",
            Self::ShipWithCare => "Ship with care",
            Self::ReliabilityFirst => "Reliability first",
            Self::Overspent => "Overspent",
        }
    }
}

/// What is agreed to happen as a budget is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetPolicy {
    /// Name in the file.
    pub id: Located<String>,
    /// Role that set it.
    pub set_by: String,
    /// First day it holds.
    pub from: NaiveDate,
    /// Shares of the budget that must be left for each state, highest first; the last is 0.
    pub states: Vec<(Exact, BudgetState)>,
    /// Whether an overspent budget calls for a formal review.
    pub review_overspent: bool,
    /// The share of a quarter's budget of which no one incident may take more without a review.
    pub review_incident: Option<Exact>,
    /// Days after the quarter's end, or the incident, in which a review is to be held.
    pub within: u32,
}

/// A journey that a service level covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredJourney {
    /// Which.
    pub journey: Located<String>,
    /// Since when, where that is later than the service level itself.
    pub since: Option<NaiveDate>,
}

/// A target of an objective, and since when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectiveTarget {
    /// First day it holds.
    pub from: Located<NaiveDate>,
    /// A share of one, below one.
    pub target: Located<Exact>,
    /// Role that set it.
    pub set_by: String,
    /// Why this number.
    pub rationale: String,
}

/// One step of a schedule of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Below this share of good requests or time in a month…
    pub below: Exact,
    /// …this share of the month's fee is due.
    pub credit: Exact,
}

/// What all parties of an agreement pay in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyFee {
    /// First day of the first month it is paid for; `None` for as long as the agreement stands.
    pub from: Option<NaiveDate>,
    /// In the pack's currency.
    pub fee: Exact,
}

/// A contract beside an objective, with its own maths: calendar months, exclusions and claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Whom it is with.
    pub name: String,
    /// How many have signed it.
    pub parties: u32,
    /// The share of good requests or time that is agreed for each calendar month.
    pub target: Located<Exact>,
    /// What the contract does not count.
    pub exclusions: Option<String>,
    /// Fees, oldest first; empty where no credit can be computed.
    pub fees: Vec<MonthlyFee>,
    /// Role that supplied the fees.
    pub supplied_by: Option<String>,
    /// Steps, highest threshold first.
    pub credits: Vec<Credit>,
}

/// An objective with what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLevel {
    /// Name of an objective in `data/objectives`.
    pub objective: Located<String>,
    /// What customers do that it covers.
    pub journeys: Vec<CoveredJourney>,
    /// What one counted event is called, and several; `None` where nothing is said.
    pub events: Option<(String, String)>,
    /// Accountable role.
    pub owner: String,
    /// The policy of its budget.
    pub policy: Located<String>,
    /// First day it is accounted for.
    pub since: NaiveDate,
    /// Last day, where it was withdrawn.
    pub until: Option<NaiveDate>,
    /// The metric whose figures of the service count the same.
    pub metric: Option<Located<String>>,
    /// Targets, oldest first; empty where the objective's own has held from the first day.
    pub targets: Vec<ObjectiveTarget>,
    /// The contract beside it.
    pub agreement: Option<Agreement>,
    /// Who may see it.
    pub audience: Audience,
}

impl ServiceLevel {
    /// Whether it holds on any day of `[start, end)`.
    pub fn holds_in(&self, start: NaiveDate, end: NaiveDate) -> bool {
        self.since < end && self.until.is_none_or(|until| until >= start)
    }
}

/// Why a formal review was called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewCause {
    /// The quarter's budget was overspent.
    Overspent,
    /// One incident took more of it than the policy allows.
    OneIncident,
}

/// What a formal review decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewOutcome {
    /// Features wait until the budget recovers.
    Freeze,
    /// Work goes on as planned.
    Continue,
    /// The promise was changed.
    ObjectiveChanged,
    /// Money or people are put into reliability.
    Investment,
}

/// A formal review of a breach of a budget policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormalReview {
    /// Which objective.
    pub objective: Located<String>,
    /// The quarter whose budget it is about.
    pub period: Located<Period>,
    /// Why.
    pub because: ReviewCause,
    /// When it was called.
    pub opened: Located<NaiveDate>,
    /// When it is to be held.
    pub due: Located<NaiveDate>,
    /// When it was held.
    pub held: Option<Located<NaiveDate>>,
    /// What it decided.
    pub outcome: Option<Located<ReviewOutcome>>,
    /// The outcome in a sentence.
    pub text: Option<Text>,
    /// Accountable role.
    pub owner: String,
    /// The decision that the Board is asked for because of it.
    pub decision: Option<Located<Reference>>,
}

/// `data/service-levels.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceLevels {
    /// Policies in file order.
    pub policies: Vec<BudgetPolicy>,
    /// Service levels in file order.
    pub levels: Vec<ServiceLevel>,
    /// Formal reviews, oldest first.
    pub reviews: Vec<FormalReview>,
}

impl ServiceLevels {
    /// The service level of an objective.
    pub fn level(&self, objective: &str) -> Option<&ServiceLevel> {
        let mut levels = self.levels.iter();
        levels.find(|level| level.objective.value == objective)
    }

    /// A policy by id.
    pub fn policy(&self, id: &str) -> Option<&BudgetPolicy> {
        self.policies.iter().find(|policy| policy.id.value == id)
    }
}

/// Good and all valid events, slices of time, or the sum of slices' shares and their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Good ones; not whole only where slices count by their share.
    pub good: Exact,
    /// Valid ones.
    pub valid: u64,
}

/// Counts that were taken out of the days, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The day.
    pub day: NaiveDate,
    /// What was taken out.
    pub counted: Counted,
    /// Why.
    pub reason: String,
    /// Role that agreed.
    pub agreed_by: String,
    /// Where it is written.
    pub span: Span,
}

/// The highest burn rate over a window shorter than a day, as monitoring saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peak {
    /// Length of the window in minutes.
    pub minutes: u32,
    /// How many times faster than even pace.
    pub burn_rate: Exact,
    /// When the window ended, in the pack's zone.
    pub at: NaiveDateTime,
}

/// What a contract's own counting says of a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreementCounts {
    /// By the first day of the month.
    pub months: BTreeMap<NaiveDate, Counted>,
    /// Credits that customers have claimed so far.
    pub claimed: Option<Exact>,
    /// Credits that were paid so far.
    pub paid: Option<Exact>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// What a snapshot says of one objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectiveCounts {
    /// By day; `None` is a day known not to have been observed.
    pub days: BTreeMap<NaiveDate, Option<Counted>>,
    /// What the days leave out.
    pub excluded: Vec<Excluded>,
    /// Fast burns.
    pub peaks: Vec<Peak>,
    /// The contract's own counts.
    pub agreement: Option<AgreementCounts>,
    /// Where the objective is named.
    pub span: Span,
}
