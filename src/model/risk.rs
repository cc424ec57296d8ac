//! What could go wrong: one list for the whole pack. Each risk is told once and assessed anew each
//! quarter, so that a quarter can be shown as it was known then.

use super::{Audience, Exact, Grade, Period, RecordPart, Reference, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// Which part of the business a risk comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum RiskKind {
    Operations,
    Security,
    Compliance,
    Supplier,
    People,
    Delivery,
}

impl RiskKind {
    /// The word for it in a pack and on its pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Security => "security",
            Self::Compliance => "compliance",
            Self::Supplier => "supplier",
            Self::People => "people",
            Self::Delivery => "delivery",
        }
    }
}

/// What harm is counted in. The two are never added or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// The pack's currency.
    Money,
    /// Hours that customers lose.
    CustomerHours,
}

/// Both ends of an estimate, low first; the ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the ends name themselves")]
pub struct Range {
    pub low: Exact,
    pub high: Exact,
}

/// How much harm a year the Board accepts from one risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appetite {
    /// What the limit is counted in.
    pub harm: Harm,
    /// At most this much a year; the limit itself is within.
    pub a_year: Exact,
    /// Who set it.
    pub set_by: String,
    /// When it was set.
    pub on: Located<NaiveDate>,
}

/// What is being done about a risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatment {
    /// In a few words.
    pub what: Text,
    /// Role.
    pub owner: String,
    /// By when.
    pub by: Located<NaiveDate>,
    /// When it was done; `None` while it is not.
    pub done: Option<Located<NaiveDate>>,
}

/// The side of a number on which a trigger is reached; the number itself does not reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sides name themselves")]
pub enum Bound {
    Below(Exact),
    Above(Exact),
}

/// The figure that tells whether a trigger has been reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Metric.
    pub metric: Located<String>,
    /// One service, or the organisation.
    pub service: Option<Located<String>>,
    /// In the unit of the metric; percentages as shares of one.
    pub bound: Located<Bound>,
}

/// What would make us act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// Told in a few words: only people can tell whether it has been reached.
    Told(Text),
    /// A figure tells, and the page says which.
    Watched(Watch),
}

impl Trigger {
    /// The figure that tells, where one does.
    pub fn watch(&self) -> Option<&Watch> {
        match self {
            Self::Told(_) => None,
            Self::Watched(watch) => Some(watch),
        }
    }

    /// The words that tell, where they do.
    pub fn told(&self) -> Option<&Text> {
        match self {
            Self::Told(text) => Some(text),
            Self::Watched(_) => None,
        }
    }
}

/// What was known of a risk in one quarter, and what is different about it from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskAssessment {
    /// The quarter.
    pub period: Located<Period>,
    /// How often it is expected.
    pub times_a_year: Range,
    /// What once costs.
    pub impact: Range,
    /// What the impact is counted in.
    pub harm: Located<Harm>,
    /// How far the two can be relied on.
    pub grade: Grade,
    /// Role that assessed it.
    pub by: String,
    /// What the estimate rests on.
    pub why: Text,
    /// The day on which its trigger was reached, where no metric tells.
    pub reached: Option<Located<NaiveDate>>,
    /// What holds from this quarter on; `None` leaves what held before.
    pub owner: Option<Located<String>>,
    /// As `owner`.
    pub appetite: Option<Appetite>,
    /// As `owner`.
    pub doing: Option<Treatment>,
    /// As `owner`.
    pub trigger: Option<Trigger>,
    /// As `owner`.
    pub decision: Option<Located<Reference>>,
    /// The whole entry.
    pub span: Span,
}

/// The end of a risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskClosing {
    /// The first quarter in which it is no longer one.
    pub period: Located<Period>,
    /// Why.
    pub why: Text,
}

/// One risk: cause, event, consequence, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Name in the file.
    pub id: Located<String>,
    /// A few words by which people speak of it.
    pub name: Text,
    /// What is so.
    pub cause: Text,
    /// What can happen because of it.
    pub event: Text,
    /// What that would do to customers or the company.
    pub consequence: Text,
    /// Where it comes from.
    pub kind: RiskKind,
    /// Role that answers for it.
    pub owner: Located<String>,
    /// How much of it is accepted.
    pub appetite: Appetite,
    /// What is being done; `None` where the risk is only watched.
    pub doing: Option<Treatment>,
    /// What would make us act.
    pub trigger: Trigger,
    /// The decision that is asked of the Board about it.
    pub decision: Option<Located<Reference>>,
    /// A new assessment every so many quarters; `None` where the record does not say.
    pub review_every: Option<Located<u32>>,
    /// Oldest first, one a quarter; never empty.
    pub assessed: Vec<RiskAssessment>,
    /// How it ended; `None` while it has not.
    pub closed: Option<RiskClosing>,
    /// Who may see it.
    pub audience: Audience,
}

impl Risk {
    /// In how many quarters it is assessed anew: every quarter, unless the record says otherwise. A
    /// Board is told how a risk moved since its last meeting, which nobody knows who has not looked.
    pub fn every(&self) -> u32 {
        self.review_every.map_or(1, |quarters| quarters.value)
    }

    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> Vec<(RecordPart, &Text)> {
        let mut texts = vec![
            (RecordPart::RiskName, &self.name),
            (RecordPart::RiskCause, &self.cause),
            (RecordPart::Event, &self.event),
            (RecordPart::Consequence, &self.consequence),
        ];
        let triggers = self.assessed.iter().filter_map(|a| a.trigger.as_ref());
        let triggers = std::iter::once(&self.trigger).chain(triggers);
        texts.extend(
            triggers
                .filter_map(Trigger::told)
                .map(|text| (RecordPart::Trigger, text)),
        );
        texts.extend(
            self.doing
                .iter()
                .map(|doing| (RecordPart::Treatment, &doing.what)),
        );
        for assessment in &self.assessed {
            texts.push((RecordPart::AssessedWhy, &assessment.why));
            let doing = assessment.doing.iter();
            texts.extend(doing.map(|doing| (RecordPart::Treatment, &doing.what)));
        }
        texts.extend(
            self.closed
                .iter()
                .map(|closed| (RecordPart::ClosedWhy, &closed.why)),
        );
        texts
    }
}
