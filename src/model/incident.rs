//! What went wrong, as recorded: one file a quarter, each incident in the quarter in which it began.

use super::{Audience, Exact, Period, RecordPart, Text};
use crate::diag::{Located, Span};
use chrono::{DateTime, NaiveDate, Utc};

/// One quarter's record of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRecord {
    /// Path of the file.
    pub path: String,
    /// The quarter.
    pub period: Located<Period>,
    /// When the record was taken. What is dated later is for later quarters to tell.
    pub as_of: Located<DateTime<Utc>>,
    /// What severities 1 (worst) to 4 mean.
    pub severities: [String; 4],
    /// By the instant they began, then by id.
    pub incidents: Vec<Incident>,
}

/// Who knew first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// An alert of ours, or one of our own staff.
    Us,
    /// A customer.
    Customer,
    /// Somebody else: a supplier, a regulator, the press.
    ThirdParty,
    /// Nobody wrote it down.
    NotKnown,
}

/// How far a stated number can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Counted.
    Measured,
    /// Computed from what was counted and what was assumed.
    Modelled,
    /// Assumed.
    Assumed,
}

impl Grade {
    /// The word for it in a pack and on its pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Modelled => "modelled",
            Self::Assumed => "assumed",
        }
    }
}

/// How wide an incident was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Share of those in `of` who were affected, `0..=1`.
    pub share: Option<Exact>,
    /// Whom the share is a share of.
    pub of: Option<Text>,
    /// Customers affected at any one time.
    pub customers: Option<Located<u64>>,
    /// How the numbers came about.
    pub grade: Grade,
}

/// What an incident took from the budget of an objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// Name of the objective.
    pub objective: Located<String>,
    /// Bad events or bad slices, as the objective counts them.
    pub bad: Located<Exact>,
}

/// What of ours had changed before an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CauseChange {
    /// A change of ours.
    Change {
        /// What was changed.
        kind: ChangeKind,
        /// Where.
        service: Located<String>,
        /// When.
        on: Located<NaiveDate>,
    },
    /// An annotation that tells of it, by id.
    Annotation(Located<String>),
    /// Nothing of ours: looked into and ruled out.
    Nothing,
}

/// What sort of thing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// A release of software.
    Release,
    /// A setting.
    Configuration,
    /// Stored data or its form.
    Data,
    /// Machines, networks, certificates.
    Infrastructure,
}

/// A moment of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// When.
    pub at: Located<DateTime<Utc>>,
    /// What, in a few words.
    pub what: Text,
}

/// The review after an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// When it had to be held.
    pub due: Located<NaiveDate>,
    /// When it was held.
    pub held: Option<Located<NaiveDate>>,
    /// Whether it named a signal that was missing; `None` until it is held.
    pub monitoring_gap: Option<Located<bool>>,
    /// The gap in words.
    pub gap: Option<Text>,
}

/// What a follow-up is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FollowUpKind {
    /// It must not happen again.
    Prevent,
    /// We must know sooner.
    Detect,
    /// It must hurt less.
    Mitigate,
    /// We must understand more.
    Learn,
}

/// Something that a review asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Name within the incident.
    pub id: Located<String>,
    /// What is to be done.
    pub what: Text,
    /// What for.
    pub kind: FollowUpKind,
    /// The role that owes it.
    pub owner: Located<String>,
    /// When it was agreed; the day of the review, or of the incident, if not said.
    pub opened: NaiveDate,
    /// When it is due.
    pub due: Located<NaiveDate>,
    /// When it was done.
    pub done: Option<Located<NaiveDate>>,
    /// Who may see it.
    pub audience: Audience,
}

/// What an incident cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Low end, in the pack's currency.
    pub low: Exact,
    /// High end.
    pub high: Exact,
    /// How the range came about.
    pub grade: Grade,
    /// In a sentence.
    pub method: Text,
    /// The role that supplied it.
    pub supplied_by: String,
}

/// Something that went wrong for customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Name in the file.
    pub id: Located<String>,
    /// At most six words.
    pub title: Text,
    /// 1 (worst) to 4.
    pub severity: Located<u8>,
    /// When customers were first affected.
    pub began: Located<DateTime<Utc>>,
    /// The first alert or the first report by a person, whichever came first.
    pub detected: Located<DateTime<Utc>>,
    /// When somebody took it on.
    pub acknowledged: Option<Located<DateTime<Utc>>>,
    /// When customers were served again. `None` while it is open.
    pub restored: Option<Located<DateTime<Utc>>>,
    /// When it was declared over, after it had been watched.
    pub closed: Option<Located<DateTime<Utc>>>,
    /// Who knew first.
    pub found_by: Located<FoundBy>,
    /// The services that were affected, the worst first.
    pub services: Vec<Located<String>>,
    /// The service whose figures it counts in.
    pub counted_to: Located<String>,
    /// The journeys that customers could not make.
    pub journeys: Vec<Located<String>>,
    /// How wide it was.
    pub affected: Option<Affected>,
    /// Minutes that customers lost in all, where they were measured.
    pub customer_minutes: Option<Located<u64>>,
    /// What it took from budgets.
    pub spent: Vec<Spent>,
    /// What customers experienced.
    pub experienced: Text,
    /// Why, in one plain sentence; `None` while it is not known.
    pub cause: Option<Text>,
    /// What of ours had changed before; `None` where that is not known.
    pub change: Option<CauseChange>,
    /// Moments, in order.
    pub milestones: Vec<Milestone>,
    /// The review; `None` where none is held.
    pub review: Option<Review>,
    /// What the review asks for.
    pub follow_ups: Vec<FollowUp>,
    /// What it cost.
    pub cost: Option<Cost>,
    /// The mark on the charts that tells of it.
    pub annotation: Option<Located<String>>,
    /// Incidents at the same time that had another cause.
    pub distinct_from: Vec<Located<String>>,
    /// Who may see it.
    pub audience: Audience,
    /// Where it is written.
    pub span: Span,
}

impl Incident {
    /// When it was over for customers, as known at an instant; `None` while it was open then.
    pub fn restored_by(&self, known: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let restored = self.restored.as_ref().map(|at| at.value);
        restored.filter(|at| *at <= known)
    }

    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> Vec<(RecordPart, &Text)> {
        let affected = self.affected.as_ref().and_then(|a| a.of.as_ref());
        let gap = self.review.as_ref().and_then(|review| review.gap.as_ref());
        let method = self.cost.as_ref().map(|cost| &cost.method);
        let mut texts = vec![
            (RecordPart::IncidentTitle, &self.title),
            (RecordPart::Experienced, &self.experienced),
        ];
        texts.extend(
            self.cause
                .iter()
                .map(|text| (RecordPart::IncidentCause, text)),
        );
        texts.extend(affected.map(|text| (RecordPart::AffectedOf, text)));
        texts.extend(
            self.milestones
                .iter()
                .map(|m| (RecordPart::Milestone, &m.what)),
        );
        texts.extend(gap.map(|text| (RecordPart::Gap, text)));
        texts.extend(
            self.follow_ups
                .iter()
                .map(|f| (RecordPart::FollowUp, &f.what)),
        );
        texts.extend(method.map(|text| (RecordPart::CostMethod, text)));
        texts
    }
}
