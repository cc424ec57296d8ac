//! What people wrote: overview, stories, decisions and glossary terms.

use super::{
    AskAnswer, Audience, Claim, Grade, Judgement, Prediction, Promise, PromiseAnswer, Tie,
};
use crate::diag::{Located, Span};
use chrono::NaiveDate;

/// Markdown that someone wrote: a section of a file, or a string of its front matter. It may hold
/// expressions (`{{ … }}`), which [`Pack::expressions`](super::Pack::expressions) has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// As written: a section without its heading, a string without YAML's quoting and folding.
    pub value: String,
    /// The stretch of the file that it is. Names the text: no two texts of a pack have the same.
    pub span: Span,
}

/// A figure that the pack's metrics do not hold, typed by hand in one file, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// As it stands in the texts of the file: `£78`, `14 engineer-weeks`.
    pub text: Located<String>,
    /// Who says so, and when.
    pub source: String,
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
    pub why: Text,
    pub grade: CauseGrade,
    pub doing: Text,
    pub owner: String,
    pub by: NaiveDate,
    pub change_our_mind: Text,
    /// What `doing` will show in the data, where it is named.
    pub predicted: Option<Located<Prediction>>,
    /// Who may see it.
    pub audience: Audience,
}

/// What people say under "Since the last meeting"; the rest of it is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceLastMeeting {
    /// What became of what the Board was asked.
    pub decisions: Vec<AskAnswer>,
    /// Where those stand: the key over them.
    pub decisions_span: Span,
    /// Risks, new and closed.
    pub risks: Option<Vec<Text>>,
    /// Where those stand, if they are written down.
    pub risks_span: Option<Span>,
    /// What became of what we promised.
    pub promises: Vec<PromiseAnswer>,
    /// Where those stand: the key over them.
    pub promises_span: Span,
}

/// `content/<period>/overview.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// What the Board is to do with the pack.
    pub purpose: Purpose,
    /// The quarter's message.
    pub headline: Text,
    /// Three sentences.
    pub summary: Vec<Text>,
    /// One sentence per pane: outcomes, flow, quality, reliability.
    pub verdicts: [Text; 4],
    /// What happened since.
    pub since_last_meeting: SinceLastMeeting,
    /// Answers for exceptions.
    pub explanations: Vec<Explanation>,
    /// Promises beside those that the explanations make.
    pub promises: Vec<Promise>,
    /// Anything more; may be empty.
    pub prose: Text,
    /// Figures typed by hand in the overview.
    pub literals: Vec<Literal>,
    /// What its headline, summary and verdicts are declared to claim.
    pub claims: Vec<Claim>,
    /// The records that those are tied to.
    pub ties: Vec<Tie>,
    /// Which of those are somebody's judgement, and whose.
    pub judgements: Vec<Judgement>,
}

/// What a shift was worth.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Proxy {
    pub grade: Grade,
    pub low: Option<Text>,
    pub high: Option<Text>,
    pub method: Text,
    /// A role, never a person.
    pub agreed_with: String,
    pub agreed_on: Located<NaiveDate>,
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
    pub title: Text,
    pub metric: Located<String>,
    pub service: Option<Located<String>>,
    /// Id of the annotation that marks the action.
    pub action_mark: Located<String>,
    pub owner: String,
    pub cost: Text,
    pub outcome: StoryOutcome,
    /// Where the outcome is written.
    pub outcome_span: Span,
    pub other_changes: Text,
    /// What was compared with what, where the weeks before are not all there is to compare with: a
    /// staged start, a held-out group, services that the action did not touch.
    pub comparison: Option<Text>,
    pub next_check: Located<NaiveDate>,
    pub proxy: Proxy,
    pub context: Text,
    pub action: Text,
    pub business_proxy: Text,
    pub literals: Vec<Literal>,
    /// What its title is declared to claim.
    pub claims: Vec<Claim>,
    /// The records that those are tied to.
    pub ties: Vec<Tie>,
    /// Who may see it.
    pub audience: Audience,
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
    pub what: Text,
    pub one_off: Text,
    pub running: Text,
    pub effect: Option<Text>,
    /// When it would be live; the baseline has none.
    pub go_live: Option<NaiveDate>,
    pub trade_off: Text,
    pub if_wrong: Text,
    pub owner: String,
    pub span: Span,
}

/// An option that was considered and not put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Rejected {
    pub option: Text,
    pub rejected: Text,
}

/// Something taken as true.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Assumption {
    pub id: String,
    pub text: Text,
    pub source: Text,
    /// Who may see it.
    pub audience: Audience,
}

/// `content/<period>/decisions/<id>.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the front matter's keys")]
pub struct Decision {
    pub id: Located<String>,
    pub number: Located<u32>,
    pub verb: DecisionVerb,
    pub title: Text,
    pub request: Text,
    pub amount: Option<Text>,
    pub reply_by: Located<NaiveDate>,
    pub sponsor: String,
    pub question: Text,
    pub metric: Located<String>,
    pub service: Option<Located<String>>,
    pub baseline: OptionPlan,
    pub investment: OptionPlan,
    pub predicted: Option<Located<Prediction>>,
    pub also_considered: Vec<Rejected>,
    pub assumptions: Vec<Assumption>,
    pub stop_rule: Text,
    pub resolution: Text,
    pub review_date: Located<NaiveDate>,
    pub review_measure: Text,
    pub why_now: Text,
    pub literals: Vec<Literal>,
    /// What its title is declared to claim.
    pub claims: Vec<Claim>,
    /// The records that those are tied to.
    pub ties: Vec<Tie>,
    /// Who may see it.
    pub audience: Audience,
}

/// A glossary term that is not a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the front matter's keys")]
pub struct Term {
    pub id: Located<String>,
    pub name: String,
    pub short: Option<String>,
    pub see: Vec<Located<String>>,
    pub meaning: Text,
    /// Who may see it.
    pub audience: Audience,
}

/// Everything written for one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Narrative {
    pub overview: Overview,
    pub stories: Vec<Story>,
    pub decisions: Vec<Decision>,
}
