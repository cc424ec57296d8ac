//! What people wrote: overview, stories, decisions and glossary terms.

use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// Markdown as written, with the place of its first byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Source text of the section, without its heading.
    pub text: String,
    /// The stretch of the file that `text` is.
    pub span: Span,
}

/// What the Board is to do with the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Purpose {
    Decision,
    Discussion,
    Noting,
}

/// How sure we are of a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CauseGrade {
    Confirmed,
    Likely,
    NotKnown,
}

/// Management's answer for a metric that moved or missed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "fields are the four labelled lines of the page"
)]
pub struct Explanation {
    pub metric: Located<String>,
    pub why: String,
    pub grade: CauseGrade,
    pub doing: String,
    pub owner: String,
    pub by: NaiveDate,
    pub change_our_mind: String,
}

/// The rows of "Since the last meeting", in the order they are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the printed rows")]
pub struct SinceLastMeeting {
    pub decisions: Vec<String>,
    pub risks: Vec<String>,
    pub restatements: Vec<String>,
    pub definitions: Vec<String>,
    pub promises_missed: Vec<String>,
}

/// `content/<period>/overview.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// What the Board is to do with the pack.
    pub purpose: Purpose,
    /// The quarter's message.
    pub headline: Located<String>,
    /// Three sentences.
    pub summary: Vec<Located<String>>,
    /// One sentence per pane: outcomes, flow, quality, reliability.
    pub verdicts: [Located<String>; 4],
    /// What happened since.
    pub since_last_meeting: SinceLastMeeting,
    /// Answers for exceptions.
    pub explanations: Vec<Explanation>,
    /// Anything more; may be empty.
    pub prose: Prose,
}

/// How a business proxy was arrived at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ProxyGrade {
    Measured,
    Modelled,
    Assumed,
}

/// What a shift was worth.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Proxy {
    pub grade: ProxyGrade,
    pub low: Option<String>,
    pub high: Option<String>,
    pub method: String,
    pub agreed_with: String,
}

/// Whether the action did what it was meant to, in the author's judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum StoryOutcome {
    Worked,
    DidNotWork,
    TooEarly,
}

/// `content/<period>/stories/<id>.md`: context, action, metric shift, business proxy. The shift is
/// not here: it is drawn from the data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the front matter's keys")]
pub struct Story {
    pub id: Located<String>,
    pub title: Located<String>,
    pub metric: Located<String>,
    pub service: Option<Located<String>>,
    /// Id of the annotation that marks the action.
    pub action_mark: Located<String>,
    pub owner: String,
    pub cost: String,
    pub outcome: StoryOutcome,
    pub other_changes: String,
    pub next_check: Located<NaiveDate>,
    pub proxy: Proxy,
    pub context: Prose,
    pub action: Prose,
    pub business_proxy: Prose,
}

/// What the Board is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum DecisionVerb {
    Decide,
    Approve,
    Note,
    Endorse,
    Advise,
}

/// One of the two options of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the table's rows")]
pub struct OptionPlan {
    pub what: String,
    pub one_off: String,
    pub running: String,
    pub effect: Option<String>,
    /// When it would be live; the baseline has none.
    pub go_live: Option<NaiveDate>,
    pub trade_off: String,
    pub if_wrong: String,
    pub owner: String,
    pub span: Span,
}

/// An option that was considered and not put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Rejected {
    pub option: String,
    pub rejected: String,
}

/// Something taken as true.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Assumption {
    pub id: String,
    pub text: String,
    pub source: String,
}

/// `content/<period>/decisions/<id>.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the front matter's keys")]
pub struct Decision {
    pub id: Located<String>,
    pub number: Located<u32>,
    pub verb: DecisionVerb,
    pub title: Located<String>,
    pub request: String,
    pub amount: Option<String>,
    pub reply_by: Located<NaiveDate>,
    pub sponsor: String,
    pub question: String,
    pub metric: Located<String>,
    pub service: Option<Located<String>>,
    pub baseline: OptionPlan,
    pub investment: OptionPlan,
    pub also_considered: Vec<Rejected>,
    pub assumptions: Vec<Assumption>,
    pub stop_rule: String,
    pub resolution: String,
    pub review_date: Located<NaiveDate>,
    pub review_measure: String,
    pub why_now: Prose,
}

/// A glossary term that is not a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the front matter's keys")]
pub struct Term {
    pub id: Located<String>,
    pub name: String,
    pub short: Option<String>,
    pub see: Vec<Located<String>>,
    pub meaning: Prose,
}

/// Everything written for one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Narrative {
    pub overview: Overview,
    pub stories: Vec<Story>,
    pub decisions: Vec<Decision>,
}
