//! What kind of text each authored text is: its name, its weight and how far it is held to the data.
//! A new text needs a new kind or one of these, and every kind must say how it is held: the matches
//! below have no wildcard, so that none is exempt by being forgotten.

use super::Weight;

/// How far a text is held to the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Every clause: read and judged, told in agreed words, tied to a record, or printed as somebody's
    /// word.
    Whole,
    /// What it is understood to claim of a metric; the rest is its author's.
    Claims,
    /// Not at all: it speaks of what is to come, of a condition, or of another time than the quarter.
    Apart,
}

/// A kind of text of a quarter's narrative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each has its name in `name`")]
pub enum Part {
    Headline,
    Summary,
    Prose,
    Verdict,
    PastRequest,
    DecisionNote,
    RiskNews,
    PastPromise,
    PromiseNote,
    Why,
    Doing,
    ChangeOurMind,
    Promise,
    StoryTitle,
    Context,
    Action,
    Cost,
    OtherChanges,
    Comparison,
    BusinessProxy,
    ProxyRange,
    Method,
    DecisionTitle,
    Request,
    Amount,
    Question,
    WhyNow,
    What,
    OneOff,
    Running,
    Effect,
    TradeOff,
    IfWrong,
    RejectedOption,
    Rejected,
    Assumption,
    AssumptionSource,
    StopRule,
    Resolution,
    Measure,
    /// A text of a record, which is no part of the narrative.
    Recorded(RecordPart),
}

impl Part {
    /// What it is called in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Summary => "summary sentence",
            Self::Prose => "prose",
            Self::Verdict => "verdict",
            Self::PastRequest => "past request",
            Self::DecisionNote => "note on a decision",
            Self::RiskNews => "risk",
            Self::PastPromise => "past promise",
            Self::PromiseNote => "note on a promise",
            Self::Why => "`why`",
            Self::Doing => "`doing`",
            Self::ChangeOurMind => "`change_our_mind`",
            Self::Promise => "promise",
            Self::StoryTitle => "story title",
            Self::Context => "context",
            Self::Action => "action",
            Self::Cost => "`cost`",
            Self::OtherChanges => "`other_changes`",
            Self::Comparison => "`comparison`",
            Self::BusinessProxy => "business proxy",
            Self::ProxyRange => "range of the business proxy",
            Self::Method => "`method`",
            Self::DecisionTitle => "decision title",
            Self::Request => "`request`",
            Self::Amount => "`amount`",
            Self::Question => "`question`",
            Self::WhyNow => "why now",
            Self::What => "`what`",
            Self::OneOff => "`one_off`",
            Self::Running => "`running`",
            Self::Effect => "`effect`",
            Self::TradeOff => "`trade_off`",
            Self::IfWrong => "`if_wrong`",
            Self::RejectedOption => "`option`",
            Self::Rejected => "`rejected`",
            Self::Assumption => "assumption",
            Self::AssumptionSource => "source",
            Self::StopRule => "`stop_rule`",
            Self::Resolution => "`resolution`",
            Self::Measure => "`measure`",
            Self::Recorded(part) => part.name(),
        }
    }

    /// How much it is held to in length, form and typed figures.
    pub const fn weight(self) -> Weight {
        match self {
            Self::Headline | Self::StoryTitle | Self::DecisionTitle => Weight::Headline,
            Self::Summary | Self::Verdict => Weight::Sentence,
            Self::Prose | Self::Context | Self::Action | Self::BusinessProxy | Self::WhyNow => {
                Weight::Section
            }
            Self::PastRequest
            | Self::DecisionNote
            | Self::RiskNews
            | Self::PastPromise
            | Self::PromiseNote
            | Self::Why
            | Self::Doing
            | Self::ChangeOurMind
            | Self::Promise
            | Self::Cost
            | Self::OtherChanges
            | Self::Comparison
            | Self::ProxyRange
            | Self::Method
            | Self::Request
            | Self::Amount
            | Self::Question
            | Self::What
            | Self::OneOff
            | Self::Running
            | Self::Effect
            | Self::TradeOff
            | Self::IfWrong
            | Self::RejectedOption
            | Self::Rejected
            | Self::Assumption
            | Self::AssumptionSource
            | Self::StopRule
            | Self::Resolution
            | Self::Measure
            | Self::Recorded(_) => Weight::Detail,
        }
    }

    /// How far it is held to the data.
    pub const fn held(self) -> Held {
        match self {
            Self::Headline
            | Self::Summary
            | Self::Verdict
            | Self::StoryTitle
            | Self::DecisionTitle => Held::Whole,
            Self::Prose
            | Self::RiskNews
            | Self::Why
            | Self::Context
            | Self::Action
            | Self::OtherChanges
            | Self::BusinessProxy
            | Self::WhyNow => Held::Claims,
            // Plans, options, conditions and rules; and what an earlier pack said.
            Self::PastRequest
            | Self::DecisionNote
            | Self::PastPromise
            | Self::PromiseNote
            | Self::Doing
            | Self::ChangeOurMind
            | Self::Promise
            | Self::Cost
            | Self::Comparison
            | Self::ProxyRange
            | Self::Method
            | Self::Request
            | Self::Amount
            | Self::Question
            | Self::What
            | Self::OneOff
            | Self::Running
            | Self::Effect
            | Self::TradeOff
            | Self::IfWrong
            | Self::RejectedOption
            | Self::Rejected
            | Self::Assumption
            | Self::AssumptionSource
            | Self::StopRule
            | Self::Resolution
            | Self::Measure => Held::Apart,
            Self::Recorded(part) => part.held(),
        }
    }
}

/// A kind of text of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each has its name in `name`")]
pub enum RecordPart {
    IncidentTitle,
    Experienced,
    IncidentCause,
    AffectedOf,
    Milestone,
    Gap,
    FollowUp,
    CostMethod,
    RiskName,
    RiskCause,
    Event,
    Consequence,
    Trigger,
    Treatment,
    AssessedWhy,
    ClosedWhy,
    CertificationName,
    Scope,
    Finding,
    RegisterSource,
    AcceptedWhy,
    Evidence,
    Hypothesis,
    Expected,
    Observed,
    NextStep,
    RhythmName,
    Does,
    MoneyName,
    Basis,
    Note,
    Description,
    ReviewOutcome,
}

impl RecordPart {
    /// What it is called in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IncidentTitle => "`title`",
            Self::Experienced => "`experienced`",
            Self::RiskCause | Self::IncidentCause => "`cause`",
            Self::AffectedOf => "`of`",
            Self::Milestone => "milestone",
            Self::Gap => "`gap`",
            Self::FollowUp => "follow-up",
            Self::CostMethod => "`method`",
            Self::RiskName | Self::CertificationName | Self::RhythmName | Self::MoneyName => {
                "`name`"
            }
            Self::Event => "`event`",
            Self::Consequence => "`consequence`",
            Self::Trigger => "`trigger`",
            Self::Treatment => "`doing`",
            Self::AssessedWhy | Self::ClosedWhy | Self::AcceptedWhy => "`why`",
            Self::Scope => "`scope`",
            Self::Finding => "finding",
            Self::RegisterSource => "`source`",
            Self::Evidence => "`evidence`",
            Self::Hypothesis => "`hypothesis`",
            Self::Expected => "`expected`",
            Self::Observed => "`observed`",
            Self::NextStep => "`follow_up`",
            Self::Does => "`does`",
            Self::Basis => "`basis`",
            Self::Note => "`note`",
            Self::Description => "`description`",
            Self::ReviewOutcome => "`text`",
        }
    }

    /// How far it is held to the data. A record is a source: its digits are its own. What it says of
    /// a metric of its quarter, the metric's figures may contradict.
    pub const fn held(self) -> Held {
        match self {
            Self::IncidentTitle
            | Self::Experienced
            | Self::IncidentCause
            | Self::Gap
            | Self::Milestone
            | Self::AssessedWhy
            | Self::ClosedWhy
            | Self::Observed
            | Self::ReviewOutcome => Held::Claims,
            // What may happen, is to be done, is expected, or names and defines.
            Self::AffectedOf
            | Self::FollowUp
            | Self::CostMethod
            | Self::RiskName
            | Self::RiskCause
            | Self::Event
            | Self::Consequence
            | Self::Trigger
            | Self::Treatment
            | Self::CertificationName
            | Self::Scope
            | Self::Finding
            | Self::RegisterSource
            | Self::AcceptedWhy
            | Self::Evidence
            | Self::Hypothesis
            | Self::Expected
            | Self::NextStep
            | Self::RhythmName
            | Self::Does
            | Self::MoneyName
            | Self::Basis
            | Self::Note
            | Self::Description => Held::Apart,
        }
    }
}
