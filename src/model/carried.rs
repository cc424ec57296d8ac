//! What one pack owes the next: answers to what it asked, and what became of what it promised.

use super::{Audience, Period, Prediction, Text};
use crate::diag::{Located, Span};
use chrono::NaiveDate;
use std::fmt;

/// A decision or promise of an earlier pack, written `2026-Q2/d1-automated-rollback`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The quarter whose pack asked or promised.
    pub period: Period,
    /// Its name within that pack.
    pub id: String,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.period, self.id)
    }
}

/// What became of a decision that the Board was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskOutcome {
    /// Granted as asked.
    Approved,
    /// Granted with changes, which the note tells.
    Amended,
    /// Refused.
    Declined,
    /// Put off to another day.
    Deferred,
    /// Not answered yet.
    Open,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PromiseState {
    /// Done by its day.
    Kept,
    /// Not done by its day.
    Missed,
    /// Its day lies ahead.
    Open,
    /// Given up, for the reason that the note tells.
    Withdrawn,
}

/// What an answer is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About<T> {
    /// Something that an earlier pack asked or promised.
    Pack(Located<Reference>),
    /// Something older than the packs; later packs name it by this quarter and its id.
    Earlier(T),
}

/// A decision of the Board that no pack asked for, told so that it can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierAsk {
    /// Its name from now on.
    pub id: Located<String>,
    /// What was asked for.
    pub request: Text,
    /// Role that asked.
    pub sponsor: String,
    /// What was predicted.
    pub predicted: Option<Located<Prediction>>,
}

/// One entry of `since_last_meeting.decisions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskAnswer {
    /// Which decision.
    pub about: About<EarlierAsk>,
    /// What became of it.
    pub outcome: Located<AskOutcome>,
    /// When the Board said so; only an open one has no day.
    pub on: Option<Located<NaiveDate>>,
    /// When an answer is wanted now; only where it was deferred.
    pub reply_by: Option<Located<NaiveDate>>,
    /// In a few words more.
    pub note: Option<Text>,
    /// The whole entry.
    pub span: Span,
}

/// A promise beside those that the `exceptions` make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its name within its pack.
    pub id: Located<String>,
    /// What will be done.
    pub what: Text,
    /// Role that promises.
    pub owner: String,
    /// By when.
    pub by: Located<NaiveDate>,
    /// What will be seen in the data.
    pub predicted: Option<Located<Prediction>>,
    /// Who may see it.
    pub audience: Audience,
}

/// One entry of `since_last_meeting.promises`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseAnswer {
    /// Which promise.
    pub about: About<Promise>,
    /// What became of it.
    pub state: Located<PromiseState>,
    /// In a few words more.
    pub note: Option<Text>,
    /// The whole entry.
    pub span: Span,
}
