//! What was said of a record: the few figures of objectives, incidents, risks, experiments, money and
//! the rest that a published quarter printed, each under the name of its record.
//!
//! One form for all kinds, so that locks, restatements, pages and comparisons need to know nothing of
//! where a figure comes from. Texts of records are none of them: they may be told better later.

use super::{Exact, Period, RestatementCause};
use crate::diag::{Located, Span};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Kinds of records, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the kinds name themselves")]
pub enum RecordKind {
    Objective,
    Incidents,
    Incident,
    Risk,
    Experiment,
    Estimate,
    Total,
    Quality,
    Maturity,
    Coverage,
    Signals,
    Certification,
    Vulnerabilities,
    RestoreTest,
}

impl RecordKind {
    /// Every kind, in order.
    pub const ALL: [Self; 14] = [
        Self::Objective,
        Self::Incidents,
        Self::Incident,
        Self::Risk,
        Self::Experiment,
        Self::Estimate,
        Self::Total,
        Self::Quality,
        Self::Maturity,
        Self::Coverage,
        Self::Signals,
        Self::Certification,
        Self::Vulnerabilities,
        Self::RestoreTest,
    ];

    /// The word for it in a file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Objective => "objective",
            Self::Incidents => "incidents",
            Self::Incident => "incident",
            Self::Risk => "risk",
            Self::Experiment => "experiment",
            Self::Estimate => "estimate",
            Self::Total => "total",
            Self::Quality => "quality",
            Self::Maturity => "maturity",
            Self::Coverage => "coverage",
            Self::Signals => "signals",
            Self::Certification => "certification",
            Self::Vulnerabilities => "vulnerabilities",
            Self::RestoreTest => "restore-test",
        }
    }

    /// Whether there is one for the whole quarter, which has no id.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Incidents | Self::Quality | Self::Maturity)
    }

    /// Whether one that is written down later may be counted back over published quarters, as a new
    /// metric may: nobody was told of it. A new row of the other kinds adds to what was told.
    pub const fn may_come_later(self) -> bool {
        matches!(self, Self::Objective | Self::Estimate | Self::Total)
    }
}

/// A record by its kind and id: `incident/sign-in-down`, `quality`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordName {
    /// What it is.
    pub kind: RecordKind,
    /// Which; empty where there is one for the whole quarter.
    pub id: String,
}

impl RecordName {
    /// One of several.
    pub fn of(kind: RecordKind, id: &str) -> Self {
        let id = id.to_owned();
        Self { kind, id }
    }

    /// The one of a quarter.
    pub fn whole(kind: RecordKind) -> Self {
        Self::of(kind, "")
    }
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id.as_str() {
            "" => f.write_str(self.kind.word()),
            id => write!(f, "{}/{id}", self.kind.word()),
        }
    }
}

/// A text that names no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRecordName;

impl FromStr for RecordName {
    type Err = NoRecordName;

    fn from_str(text: &str) -> Result<Self, NoRecordName> {
        let (word, id) = text.split_once('/').unwrap_or((text, ""));
        let mut kinds = RecordKind::ALL.into_iter();
        let kind = kinds.find(|kind| kind.word() == word).ok_or(NoRecordName)?;
        match kind.is_whole() == id.is_empty() {
            true => Ok(Self::of(kind, id)),
            false => Err(NoRecordName),
        }
    }
}

/// A figure of a record: a number, or a word such as a state, a grade or an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportedValue {
    /// In the unit that the figure's name implies; shares as shares of one.
    Number(Exact),
    /// One of a few, or an instant.
    Word(String),
}

impl ReportedValue {
    /// A word.
    pub fn word(text: &str) -> Self {
        Self::Word(text.to_owned())
    }

    /// A count.
    pub fn count(n: u64) -> Self {
        Self::Number(Exact::integer(i64::try_from(n).unwrap_or(i64::MAX)))
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<Exact> {
        match self {
            Self::Number(exact) => Some(*exact),
            Self::Word(_) => None,
        }
    }
}

impl fmt::Display for ReportedValue {
    /// Exactly as files keep it: `14`, `-3.25`, `2/3` where decimals would not end; a word as it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Number(exact) => {
                let decimal = exact.decimal();
                match Exact::parse(&decimal) == Ok(*exact) {
                    true => f.write_str(&decimal),
                    false => {
                        let (part, whole) = exact.parts();
                        write!(f, "{part}/{whole}")
                    }
                }
            }
        }
    }
}

impl From<&str> for ReportedValue {
    /// A number where the text is one, otherwise a word.
    fn from(text: &str) -> Self {
        let number = Exact::parse(text).ok().or_else(|| Exact::fraction(text));
        number.map_or_else(|| Self::word(text), Self::Number)
    }
}

/// What a figure of a record is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the units name themselves")]
pub enum ReportedUnit {
    Count,
    /// Shown in percent.
    Share,
    Minutes,
    Days,
    /// Of customers.
    Hours,
    Money,
    /// What the formula of an estimate comes out in.
    Worth,
    Word,
    /// An instant.
    Instant,
    /// A digest: only that it differs means anything.
    Digest,
}

/// The range of which a figure is one end: what readers call it, and the names of its low and its high
/// end; nothing for a figure that is no end of a range.
pub fn reported_range(figure: &str) -> Option<(&'static str, &'static str, &'static str)> {
    match figure {
        "exposure-low" | "exposure-high" => {
            Some(("exposure a year", "exposure-low", "exposure-high"))
        }
        "hours-low" | "hours-high" => {
            Some(("hours of customers a year", "hours-low", "hours-high"))
        }
        "low" | "high" => Some(("estimate", "low", "high")),
        _ => None,
    }
}

/// What a figure is called by readers, and what it is counted in. A name that a later program gave is
/// read as it is written.
pub fn reported_figure(figure: &str) -> (&str, ReportedUnit) {
    use ReportedUnit as Unit;
    match figure {
        "target" => ("target", Unit::Share),
        "good" => ("good", Unit::Count),
        "valid" => ("valid", Unit::Count),
        "budget-used" => ("budget used", Unit::Share),
        "kept" => ("promise", Unit::Word),
        "state" => ("state", Unit::Word),
        "excluded" => ("excluded", Unit::Count),
        "excluded-bad" => ("excluded failures", Unit::Count),
        "by-day" => ("counts by day", Unit::Digest),
        "count" => ("incidents", Unit::Count),
        "severity-1" => ("incidents of severity 1", Unit::Count),
        "severity-2" => ("incidents of severity 2", Unit::Count),
        "severity-3" => ("incidents of severity 3", Unit::Count),
        "unnoticed" => ("incidents that no customer noticed", Unit::Count),
        "customer-minutes" => ("customer minutes", Unit::Count),
        "restore" => ("median time to restore", Unit::Minutes),
        "detect" => ("median time to detect", Unit::Minutes),
        "severity" => ("severity", Unit::Count),
        "began" => ("began", Unit::Instant),
        "restored" => ("restored", Unit::Instant),
        "minutes" => ("duration", Unit::Minutes),
        "found-by" => ("found by", Unit::Word),
        "service" => ("service", Unit::Word),
        "exposure-low" => ("exposure a year, low end", Unit::Money),
        "exposure-high" => ("exposure a year, high end", Unit::Money),
        "hours-low" => ("hours of customers a year, low end", Unit::Hours),
        "hours-high" => ("hours of customers a year, high end", Unit::Hours),
        "grade" => ("grade", Unit::Word),
        "appetite" => ("against the appetite", Unit::Word),
        "trigger" => ("trigger", Unit::Word),
        "stage" => ("stage", Unit::Word),
        "found" => ("against what was expected", Unit::Word),
        "low" => ("low end", Unit::Worth),
        "high" => ("high end", Unit::Worth),
        "days" => ("working days", Unit::Days),
        "rework" => ("days of rework", Unit::Days),
        "bug-fix" => ("days of mending", Unit::Days),
        "confirmed" => ("defects confirmed", Unit::Count),
        "introducing" => ("changes that brought a defect", Unit::Count),
        "fixing" => ("changes that mended a defect", Unit::Count),
        "open" => ("open", Unit::Count),
        "days-to-fix" => ("median days to mend", Unit::Days),
        "people" => ("level of people", Unit::Count),
        "process" => ("level of process", Unit::Count),
        "technology" => ("level of technology", Unit::Count),
        "measurement" => ("level of measurement", Unit::Count),
        "measured" => ("measured", Unit::Word),
        "alerting" => ("alerting", Unit::Word),
        "tested" => ("last tested", Unit::Word),
        "signals" => ("golden signals", Unit::Word),
        "known" => ("became known", Unit::Count),
        "fixed" => ("fixed", Unit::Count),
        "overdue" => ("overdue", Unit::Count),
        "due" => ("due to be fixed", Unit::Count),
        "in-time" => ("fixed in time", Unit::Count),
        "result" => ("result", Unit::Word),
        "on" => ("day", Unit::Word),
        other => (other, Unit::Count),
    }
}

/// The figures of one record, by name.
pub type ReportedFigures = BTreeMap<String, ReportedValue>;

/// A record as a quarter reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedRecord {
    /// Where it is written: in the record's file, or in the lock.
    pub span: Span,
    /// Figures that there are; one that is missing was not known or does not apply.
    pub figures: ReportedFigures,
}

/// An entry of `data/restatements.yaml` about a record: a published figure of it that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRestatement {
    /// Where it is written.
    pub span: Span,
    /// The published quarter.
    pub period: Located<Period>,
    /// Which record.
    pub record: Located<RecordName>,
    /// Which figure of it.
    pub figure: Located<String>,
    /// What it was; `None` for none.
    pub from: Option<ReportedValue>,
    /// What it is; `None` for none.
    pub to: Option<ReportedValue>,
    /// Why.
    pub cause: RestatementCause,
    /// When it was restated: packs published before that day keep what they said.
    pub date: NaiveDate,
    /// In the words of whoever restated it.
    pub why: String,
}
