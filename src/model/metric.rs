//! A metric's definition: one Markdown file of the pack, one glossary entry.

use super::{Audience, CatalogueEntry, Exact, Facet, RecordFigure, Scope, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// Which family of the catalogue a metric belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the families' own")]
pub enum Category {
    Delivery,
    Reliability,
    Incidents,
    Quality,
    Security,
    Cost,
    Outcomes,
    People,
}

/// What an observation is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A pair of integers: part and whole.
    Ratio,
    /// A quantile of measured values, with how many were measured.
    Quantile,
    /// A level at a date, such as a balance.
    Level,
    /// How many, over an exposure.
    Count,
    /// A mean of answers, with how many answered.
    Score,
}

impl Kind {
    /// Every kind with its word in files.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Ratio.word(), Self::Ratio),
        (Self::Quantile.word(), Self::Quantile),
        (Self::Level.word(), Self::Level),
        (Self::Count.word(), Self::Count),
        (Self::Score.word(), Self::Score),
    ];

    /// Its word in files and messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Quantile => "quantile",
            Self::Level => "level",
            Self::Count => "count",
            Self::Score => "score",
        }
    }
}

/// What a value is measured in. A value is kept in this unit; percentages as shares of one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "units name themselves")]
pub enum Unit {
    Percent,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
    /// Money in the pack's currency.
    Currency,
    /// Points on a scale.
    Points,
    /// Things that are counted.
    Things {
        one: String,
        many: String,
    },
}

impl Unit {
    /// Whether it measures time.
    pub fn is_duration(&self) -> bool {
        matches!(
            self,
            Self::Milliseconds | Self::Seconds | Self::Minutes | Self::Hours | Self::Days
        )
    }
}

/// Which quantile a quantile metric reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "quantiles name themselves")]
pub enum Statistic {
    Median,
    P75,
    P90,
    P95,
    P99,
}

/// Which direction is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Polarity {
    HigherIsBetter,
    LowerIsBetter,
    Neutral,
}

/// How services make an organisation's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollUp {
    /// Sum of parts over sum of wholes.
    SumOfParts,
    /// Stated by whoever can merge the underlying measurements; never computed from the services.
    StatedOnly,
    /// The worst service speaks for all.
    Worst,
    /// Plain addition.
    Sum,
    /// There is no organisation-wide value.
    None,
}

/// The scale on which variation is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// As measured.
    Linear,
    /// Logarithms: durations and other values skewed to the right.
    Log,
}

/// How movement is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Individuals and moving range (process behaviour) chart of weekly values.
    Xmr,
    /// Days between events: counts under about five a period.
    RareEvents,
    /// Not tested, and why.
    None {
        /// In the words of the definition.
        reason: String,
    },
}

/// One of the five dimensions of developer productivity by the SPACE framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the dimensions are the framework's own")]
pub enum Space {
    Satisfaction,
    Performance,
    Activity,
    Communication,
    Efficiency,
}

impl Space {
    /// All five, in the order of the name.
    pub const ALL: [Self; 5] = [
        Self::Satisfaction,
        Self::Performance,
        Self::Activity,
        Self::Communication,
        Self::Efficiency,
    ];

    /// The word for it in a metric's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Satisfaction => "satisfaction",
            Self::Performance => "performance",
            Self::Activity => "activity",
            Self::Communication => "communication",
            Self::Efficiency => "efficiency",
        }
    }
}

/// Who owns the metric among the company's officers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "titles name themselves")]
pub enum Role {
    Cto,
    VpEngineering,
    DirectorEngineering,
    Coo,
    Cfo,
}

impl Role {
    /// All of them, in the order of their pages.
    pub const ALL: [Self; 5] = [
        Self::Cto,
        Self::VpEngineering,
        Self::DirectorEngineering,
        Self::Coo,
        Self::Cfo,
    ];

    /// The title as readers see it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cto => "CTO",
            Self::VpEngineering => "VP Engineering",
            Self::DirectorEngineering => "Director of Engineering",
            Self::Coo => "COO",
            Self::Cfo => "CFO",
        }
    }

    /// The word for it in a metric's file and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cto => "cto",
            Self::VpEngineering => "vp-engineering",
            Self::DirectorEngineering => "director-engineering",
            Self::Coo => "coo",
            Self::Cfo => "cfo",
        }
    }

    /// Whether an owner, as a file names it, is this one.
    pub fn is(self, owner: &str) -> bool {
        let shorter = self == Self::DirectorEngineering && owner == "Director Engineering";
        owner == self.title() || shorter
    }
}

/// The business outcome that a metric stands in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "outcomes name themselves")]
pub enum Outcome {
    Retention,
    Margin,
    Risk,
    TimeToLearn,
}

/// What a change of definition did to history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefinitionEffect {
    /// Nothing: the first definition, or words only.
    None,
    /// The meaning changed, earlier figures were counted again, and every one came out as it was.
    Unchanged,
    /// Earlier figures were counted again, and some changed.
    Restated,
    /// Earlier figures do not compare; the line breaks.
    Break,
}

/// One dated change of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionChange {
    /// The version it made.
    pub version: Located<u32>,
    /// From when it holds.
    pub date: NaiveDate,
    /// What changed.
    pub what: String,
    /// What it did to history.
    pub effect: Located<DefinitionEffect>,
}

/// What is counted, in the fields that carry meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the glossary's own headings")]
pub struct Definition {
    pub version: Located<u32>,
    pub formula: Located<String>,
    pub start_event: Located<String>,
    pub stop_event: Located<String>,
    pub event_source: Located<String>,
    pub query_owner: String,
    pub inclusion: Located<String>,
    pub exclusion: Located<String>,
    pub refresh: String,
    pub weaknesses: String,
    /// Oldest first; never empty in a valid pack.
    pub changes: Vec<DefinitionChange>,
}

/// What the company promised itself, from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// First day it holds.
    pub from: NaiveDate,
    /// In the metric's unit; a percentage is a share of one.
    pub value: Exact,
    /// Role that set it.
    pub set_by: String,
    /// Why this value.
    pub rationale: String,
    /// Where it is written.
    pub span: Span,
}

/// A band of values that others report; for orientation, never for a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmark {
    /// Lower edge in the metric's unit.
    pub low: Exact,
    /// Upper edge in the metric's unit.
    pub high: Exact,
    /// Who published it.
    pub source: String,
    /// When.
    pub year: u16,
    /// What the band is called there.
    pub label: String,
    /// How their method differs from ours.
    pub comparability: String,
    /// Where it is written.
    pub span: Span,
}

/// A phrase in which one figure of a metric may be told: `of releases fail`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Of which figure; the quarter's own and earlier quarters' where it is [`Facet::Now`].
    pub facet: Facet,
    /// The words beside the figure.
    pub words: Located<String>,
}

impl std::fmt::Display for Wording {
    /// As it is written under `wordings`: `of releases fail`, `count: releases were taken back`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.facet {
            Facet::Now => f.write_str(&self.words.value),
            facet => write!(f, "{}: {}", facet.name(), self.words.value),
        }
    }
}

/// A metric as defined in `content/metrics/<id>.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// The file's name without its ending; the span is the file's first line.
    pub id: Located<String>,
    /// As readers see it.
    pub name: Located<String>,
    /// Abbreviation, if it has one.
    pub short: Option<String>,
    /// Phrases in which its figures may be told without its name, as agreed with the definition.
    /// They say how it is spoken of and not what is counted, so they are no part of its meaning.
    pub wordings: Vec<Wording>,
    /// Family.
    pub category: Category,
    /// What an observation is made of.
    pub kind: Located<Kind>,
    /// What a value is measured in.
    pub unit: Located<Unit>,
    /// Suffix of the unit, such as `active user a month`; printed after "per".
    pub per: Option<Located<String>>,
    /// Which quantile; quantile metrics only.
    pub statistic: Option<Located<Statistic>>,
    /// What people were asked, word for word; score metrics only.
    pub question: Option<Located<String>>,
    /// Ends of the scale; score metrics only.
    pub scale: Option<Located<(Exact, Exact)>>,
    /// Which direction is good.
    pub polarity: Located<Polarity>,
    /// How services add up.
    pub roll_up: Located<RollUp>,
    /// Scale on which variation is judged.
    pub spread: Spread,
    /// How movement is judged.
    pub test: Test,
    /// Decimals shown, where the usual rule does not fit.
    pub decimals: Option<u32>,
    /// The one accountable role.
    pub owner: Located<String>,
    /// Officers whose page shows it.
    pub roles: Vec<Role>,
    /// The business outcome it stands in for.
    pub outcome: Option<Outcome>,
    /// Dimensions of SPACE that it tells of; none where the pack gives it none.
    pub space: Vec<Located<Space>>,
    /// What is counted.
    pub definition: Definition,
    /// Oldest first.
    pub targets: Vec<Target>,
    /// Why there is none; only where there is none.
    pub no_target: Option<String>,
    /// Bands that others report.
    pub benchmarks: Vec<Benchmark>,
    /// Systems that hold the events.
    pub platforms: Vec<String>,
    /// The figure of a record that it tells: the record must say the same.
    pub record: Option<Located<RecordFigure>>,
    /// The well-known measure that it is.
    pub catalogue: Option<CatalogueEntry>,
    /// The query that counts it, as written inside its fence; the span is the query's.
    pub query: Option<Located<String>>,
    /// Plain meaning, at most 25 words.
    pub meaning: Text,
    /// Why the Board sees it.
    pub why: Text,
    /// Causal drivers.
    pub drivers: Text,
    /// First checks when it worsens.
    pub playbook: Text,
    /// Questions a director asks, answered.
    pub questions: Text,
    /// Who may see it.
    pub audience: Audience,
}

impl Metric {
    /// The target that holds on a day: the last one set on or before it.
    pub fn target_on(&self, day: NaiveDate) -> Option<&Target> {
        self.targets.iter().rev().find(|t| t.from <= day)
    }

    /// The target that a scope is held to on a day. A target on a sum is the organisation's: no one
    /// service can be held to it, unless it is zero, since none in all means none anywhere.
    pub fn target_for(&self, scope: Scope<'_>, day: NaiveDate) -> Option<&Target> {
        let whole = scope == Scope::All || self.roll_up.value != RollUp::Sum;
        self.target_on(day)
            .filter(|target| whole || target.value == Exact::ZERO)
    }

    /// The target that one week's value can be held against. A count over time has none: its target
    /// is a quarter's, and a week is a thirteenth of one.
    pub fn target_of_week(&self, scope: Scope<'_>, day: NaiveDate) -> Option<&Target> {
        self.target_for(scope, day)
            .filter(|target| self.kind.value != Kind::Count || target.value == Exact::ZERO)
    }
}
