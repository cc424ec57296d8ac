//! The nouns of a pack; values only. Nothing here reads, judges or formats.

mod audience;
mod brand;
mod business;
mod cadence;
mod carried;
mod catalogue;
mod claim;
mod collected;
mod colour;
mod compliance;
mod event_source;
mod exact;
mod experiment;
mod expression;
mod formula;
mod formulas;
mod identity;
mod incident;
mod maturity;
mod metric;
mod narrative;
mod notation;
mod objective;
mod origin;
mod pack;
mod part;
mod period;
mod placeholder;
mod published;
mod quality;
mod record;
mod recorded;
mod reported;
mod risk;
mod series;
mod service_level;
mod settings;
mod shared;
mod sql;
mod told;
mod versions;

pub use audience::Audience;
pub use brand::{Brand, BrandSetting, Font, FontSetting, Logo};
pub use business::{
    Business, BusinessRecord, Estimate, FigurePart, Input, InputSource, Stretch, Total, Worth,
};
pub use cadence::{Beat, Rhythm};
pub use carried::{
    About, AskAnswer, AskOutcome, EarlierAsk, Promise, PromiseAnswer, PromiseState, Reference,
};
pub use catalogue::CatalogueEntry;
pub use claim::{Claim, ClaimVerb, Judgement, Tie, Voucher, Way};
pub use collected::{
    CollectSettings, Collected, CollectedInput, CollectedMetric, CollectedQuality, EventTreatment,
    ObjectTag, figures_digest,
};
pub use colour::Colour;
pub use compliance::{
    Acceptance, Audit, Certification, Compliance, Finding, FindingSeverity, FixPromise,
    RestoreTest, Vulnerability, VulnerabilityRegister, VulnerabilitySeverity,
};
pub use event_source::{EventSource, ObjectUrl, Refused, Store};
pub use exact::{Exact, ExactError};
pub use experiment::{
    Conclusion, ExpectedOf, ExpectedRange, Experiment, ExperimentDecision, Measured, NextStep,
};
pub use expression::{Expression, Facet, Spelling};
pub use formula::{Formula, FormulaEntry, MoneyKind, Quantity, Slot};
pub use identity::{FINGERPRINT_DIGITS, hex, short_digest};
pub use incident::{
    Affected, CauseChange, ChangeKind, Cost, FollowUp, FollowUpKind, FoundBy, Grade, Incident,
    IncidentRecord, Milestone, Review, Spent,
};
pub use maturity::{
    CategoryLevel, Cover, CoverageRecord, GoldenSignal, JourneyRecord, LevelTarget, Maturity,
    MaturityAssessment, MaturityCategory, SignalRecord, StageFacts,
};
pub use metric::{
    Benchmark, Category, Definition, DefinitionChange, DefinitionEffect, Kind, Metric, Outcome,
    Polarity, Role, RollUp, Space, Spread, Statistic, Target, Test, Unit, Wording,
};
pub use narrative::{
    Assumption, CauseGrade, Decision, DecisionVerb, Explanation, Literal, Narrative, OptionPlan,
    Overview, Proxy, Purpose, Rejected, SinceLastMeeting, Story, StoryOutcome, Term, Text,
};
pub use notation::notation;
pub use objective::{
    AlertPolicy, AlertWhen, BudgetWindow, Budgeting, Comparison, Indicator, Length, LengthUnit,
    Measure, Objective, ObjectivePart, SourceQuery,
};
pub use origin::{Edit, Origin};
pub use pack::{Annotation, AnnotationKind, Pack, Scope};
pub use part::{Held, Part, RecordPart};
pub use period::{Calendar, Period, Week, YearName};
pub use placeholder::{PLACEHOLDER, asked, is_waiting, not_filed, placeholders};
pub use published::{
    Prediction, Publication, PublishedAsk, PublishedFigure, PublishedMetric, PublishedPromise,
    PublishedTarget, Restatement, RestatementCause, digest, is_kept, is_own, is_shared, quarter_of,
    sealed, seals,
};
pub use quality::{ChangeMade, Defect, Effort, LaterFix, QualityRecord, Repository, Team};
pub use record::RecordFigure;
pub use recorded::Recorded;
pub use reported::{
    NoRecordName, RecordKind, RecordName, RecordRestatement, ReportedFigures, ReportedRecord,
    ReportedUnit, ReportedValue, reported_figure, reported_range,
};
pub use risk::{
    Appetite, Bound, Harm, Range, Risk, RiskAssessment, RiskClosing, RiskKind, Treatment, Trigger,
    Watch,
};
pub use series::{Circumstances, Filed, Missing, Observations, Reading, Series, Snapshot, Value};
pub use service_level::{
    Agreement, AgreementCounts, BudgetPolicy, BudgetState, Counted, CoveredJourney, Credit,
    Excluded, FormalReview, MonthlyFee, ObjectiveCounts, ObjectiveTarget, Peak, ReviewCause,
    ReviewOutcome, ServiceLevel, ServiceLevels,
};
pub use settings::{
    Area, DashboardEntry, DashboardPane, Journey, Language, Locale, Pane, Paper, RuleSetting,
    Service, Settings, SeveritySetting, Silenced, Stage,
};
pub use shared::Shared;
pub use sql::query_words;
pub use told::{Told, Weight};
