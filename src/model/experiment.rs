//! What was tried to learn something: one list for the whole pack. An experiment is written down
//! with what is expected before it begins, and its row stays whatever came of it.

use super::{Audience, Exact, RecordPart, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// What was decided when an experiment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the decisions name themselves")]
pub enum ExperimentDecision {
    Adopt,
    Adapt,
    Stop,
    Extend,
}

impl ExperimentDecision {
    /// The word for it in a pack and on its pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Adopt => "adopt",
            Self::Adapt => "adapt",
            Self::Stop => "stop",
            Self::Extend => "extend",
        }
    }
}

/// What the two ends of an expectation are ends of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedOf {
    /// The metric's average while the experiment runs.
    Level,
    /// That average less the one before it began.
    Change,
}

/// Where a figure is expected to lie; at least one end is given, and the ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedRange {
    /// What is expected to lie there.
    pub of: ExpectedOf,
    /// In the metric's unit; percentages and percentage points as shares of one.
    pub low: Option<Exact>,
    /// As `low`.
    pub high: Option<Exact>,
}

/// The figure that tells what came of an experiment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Metric.
    pub metric: Located<String>,
    /// One service, or the organisation.
    pub service: Option<Located<String>>,
    /// What is expected of it.
    pub expected: Located<ExpectedRange>,
}

/// What an experiment's end brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// What was decided.
    pub decision: Located<ExperimentDecision>,
    /// On which day.
    pub on: Located<NaiveDate>,
    /// What was seen, in words; there where no metric tells, and only there.
    pub observed: Option<Text>,
    /// What follows from it.
    pub follow_up: Option<NextStep>,
}

/// What is done after an experiment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// In a few words.
    pub what: Text,
    /// Role.
    pub owner: String,
    /// By when.
    pub by: Located<NaiveDate>,
    /// When it was done; `None` while it is not.
    pub done: Option<Located<NaiveDate>>,
}

/// One experiment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experiment {
    /// Name in the file.
    pub id: Located<String>,
    /// What is held to be true, so that it can turn out false.
    pub hypothesis: Text,
    /// Role that answers for it.
    pub owner: Located<String>,
    /// First day.
    pub start: Located<NaiveDate>,
    /// Last day: by then it is decided what becomes of it.
    pub end: Located<NaiveDate>,
    /// What is expected, in words.
    pub expected: Text,
    /// What tells whether it came so; without it, only people can tell.
    pub measure: Option<Measured>,
    /// How it ended; `None` while it runs.
    pub conclusion: Option<Conclusion>,
    /// The row that this one corrects.
    pub corrects: Option<Located<String>>,
    /// Who may see it.
    pub audience: Audience,
    /// The whole entry.
    pub span: Span,
}

impl Experiment {
    /// What was decided by a day; `None` where nothing was.
    pub fn concluded_by(&self, day: NaiveDate) -> Option<&Conclusion> {
        let conclusion = self.conclusion.as_ref();
        conclusion.filter(|conclusion| conclusion.on.value <= day)
    }

    /// Every text of it that readers see, with what it is called.
    pub fn texts(&self) -> Vec<(RecordPart, &Text)> {
        let mut texts = vec![
            (RecordPart::Hypothesis, &self.hypothesis),
            (RecordPart::Expected, &self.expected),
        ];
        if let Some(conclusion) = &self.conclusion {
            let observed = conclusion.observed.iter();
            texts.extend(observed.map(|text| (RecordPart::Observed, text)));
            let next = conclusion.follow_up.iter();
            texts.extend(next.map(|next| (RecordPart::NextStep, &next.what)));
        }
        texts
    }
}
