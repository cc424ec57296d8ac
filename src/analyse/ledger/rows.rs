//! One thing asked or promised, as a lock or a file holds it, to a row without answers.

use super::{AskRow, Foresight, PromiseRow, Wording};
use crate::model::{
    AskAnswer, Decision, DecisionVerb, EarlierAsk, Explanation, Overview, Period, Prediction,
    Promise, PublishedAsk, PublishedPromise,
};
use chrono::NaiveDate;

impl<'a> AskRow<'a> {
    pub(super) fn published(
        period: Period,
        ask: &'a PublishedAsk,
        has_sheet: bool,
        since: Option<NaiveDate>,
        seen: &impl Fn(&'a Prediction) -> Foresight<'a>,
    ) -> Self {
        Self {
            period,
            id: &ask.id.value,
            asked: Some((ask.number, verb(&ask.verb))),
            request: Wording::Published(&ask.request),
            sponsor: &ask.sponsor,
            reply_by: Some(ask.reply_by),
            since,
            has_sheet,
            span: ask.id.span,
            answers: Vec::new(),
            foresight: ask.predicted.as_ref().map(seen),
        }
    }

    pub(super) fn written(
        period: Period,
        decision: &'a Decision,
        since: Option<NaiveDate>,
        seen: &impl Fn(&'a Prediction) -> Foresight<'a>,
    ) -> Self {
        Self {
            period,
            id: &decision.id.value,
            asked: Some((decision.number.value, decision.verb)),
            request: Wording::Text(&decision.request),
            sponsor: &decision.sponsor,
            reply_by: Some(decision.reply_by.value),
            since,
            has_sheet: true,
            span: decision.title.span,
            answers: Vec::new(),
            foresight: decision.predicted.as_ref().map(|p| seen(&p.value)),
        }
    }

    pub(super) fn earlier(
        period: Period,
        ask: &'a EarlierAsk,
        answer: &'a AskAnswer,
        seen: &impl Fn(&'a Prediction) -> Foresight<'a>,
    ) -> Self {
        Self {
            period,
            id: &ask.id.value,
            asked: None,
            request: Wording::Text(&ask.request),
            sponsor: &ask.sponsor,
            reply_by: None,
            since: None,
            has_sheet: false,
            span: ask.id.span,
            answers: vec![(period, answer)],
            foresight: ask.predicted.as_ref().map(|p| seen(&p.value)),
        }
    }
}

impl<'a> PromiseRow<'a> {
    pub(super) fn published(
        period: Period,
        promise: &'a PublishedPromise,
        seen: &impl Fn(&'a Prediction) -> Foresight<'a>,
    ) -> Self {
        Self {
            period,
            id: &promise.id.value,
            what: Wording::Published(&promise.what),
            owner: &promise.owner,
            by: promise.by,
            span: promise.id.span,
            answers: Vec::new(),
            foresight: promise.predicted.as_ref().map(seen),
        }
    }

    /// What an overview promises: what it will do about its exceptions, and its `promises`.
    pub(super) fn all(
        period: Period,
        overview: &'a Overview,
        seen: &impl Fn(&'a Prediction) -> Foresight<'a>,
    ) -> Vec<Self> {
        let explained = |answer: &'a Explanation| Self {
            period,
            id: &answer.metric.value,
            what: Wording::Text(&answer.doing),
            owner: &answer.owner,
            by: answer.by,
            span: answer.metric.span,
            answers: Vec::new(),
            foresight: answer.predicted.as_ref().map(|p| seen(&p.value)),
        };
        let explained = overview.explanations.iter().map(explained);
        let promised = overview.promises.iter();
        explained
            .chain(promised.map(|promise| Self::promised(period, promise, seen)))
            .collect()
    }

    pub(super) fn promised(
        period: Period,
        promise: &'a Promise,
        seen: &impl Fn(&'a Prediction) -> Foresight<'a>,
    ) -> Self {
        Self {
            period,
            id: &promise.id.value,
            what: Wording::Text(&promise.what),
            owner: &promise.owner,
            by: promise.by.value,
            span: promise.id.span,
            answers: Vec::new(),
            foresight: promise.predicted.as_ref().map(|p| seen(&p.value)),
        }
    }
}

/// The verb that a lock writes as a word.
fn verb(word: &str) -> DecisionVerb {
    match word {
        "approve" => DecisionVerb::Approve,
        "note" => DecisionVerb::Note,
        "endorse" => DecisionVerb::Endorse,
        "advise" => DecisionVerb::Advise,
        _ => DecisionVerb::Decide,
    }
}
