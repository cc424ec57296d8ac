//! The ledger as CSV and for `report.json`: oldest first, with exact numbers. The tables stand beside
//! the page, not among the metrics', whose names are the pack's own.

use super::Maker;
use super::owed;
use super::tables::{Csv, Field};
use crate::analyse::{Foresight, Held, Ledger, Observed};
use crate::model::{AskOutcome, DecisionVerb, Exact, Metric, PromiseState};
use crate::render::{Ctx, Page};
use crate::words::machine;
use schemars::JsonSchema;
use serde::Serialize;

pub(super) const ASKS: &str = "decisions/decisions.csv";
pub(super) const PROMISES: &str = "decisions/promises.csv";

/// A decision, for programs.
#[derive(Serialize, JsonSchema)]
pub(super) struct Ask {
    /// Quarter whose pack asked.
    #[schemars(schema_with = "super::report_schema::period")]
    period: String,
    /// Id of the decision in its quarter.
    id: String,
    /// Its number in the pack; absent for one older than the packs.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    /// `decide`, `approve`, `note`, `endorse`, `advise`; absent for one older than the packs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["decide", "approve", "note", "endorse", "advise"]))]
    verb: Option<&'static str>,
    /// What was asked.
    request: String,
    /// Role that asked.
    sponsor: String,
    /// Day by which an answer was first wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    reply_by: Option<String>,
    /// The last answer: `approved`, `amended`, `declined`, `deferred`, `open`, or `none` yet.
    #[schemars(extend("enum" = ["approved", "amended", "declined", "deferred", "open", "none"]))]
    outcome: &'static str,
    /// Day of that answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    on: Option<String>,
    /// Day by which an answer is wanted now, where it was put off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::day")]
    deferred_to: Option<String>,
    /// What was predicted, where anything was.
    #[serde(skip_serializing_if = "Option::is_none")]
    predicted: Option<Predicted>,
}

/// A promise, for programs.
#[derive(Serialize, JsonSchema)]
pub(super) struct Promise {
    /// Quarter whose pack promised.
    #[schemars(schema_with = "super::report_schema::period")]
    period: String,
    /// Id of the promise in its quarter.
    id: String,
    /// What was promised.
    promise: String,
    /// Role that promised.
    owner: String,
    /// Day by which it was promised.
    #[schemars(schema_with = "super::report_schema::day")]
    by: String,
    /// `kept`, `missed`, `withdrawn`, `open`, or `none` yet.
    #[schemars(extend("enum" = ["kept", "missed", "withdrawn", "open", "none"]))]
    state: &'static str,
    /// Quarter whose pack said so last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::period")]
    told: Option<String>,
    /// What was predicted, where anything was.
    #[serde(skip_serializing_if = "Option::is_none")]
    predicted: Option<Predicted>,
}

/// A prediction and what became of it; numbers as decimals in `unit`.
#[derive(Serialize, JsonSchema)]
pub(super) struct Predicted {
    /// Id of the metric.
    metric: String,
    /// `all`, or a service's id.
    scope: String,
    /// Unit of every number here; percentages are in percent.
    unit: String,
    /// Low end of what was predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    low: Option<String>,
    /// High end of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    high: Option<String>,
    /// Day by which it was predicted.
    #[schemars(schema_with = "super::report_schema::day")]
    by: String,
    /// Quarter that it is held against.
    #[schemars(schema_with = "super::report_schema::period")]
    due: String,
    /// The figure of that quarter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "super::report_schema::decimal")]
    observed: Option<String>,
    /// `as-predicted`, `better`, `not-reached`, `not-yet-due`, `no-figure`, `not-comparable`,
    /// `no-answer-yet`, `does-not-apply`.
    #[schemars(extend("enum" = ["as-predicted", "better", "not-reached", "not-yet-due", "no-figure", "not-comparable", "no-answer-yet", "does-not-apply"]))]
    verdict: &'static str,
}

/// Every decision, oldest first.
pub(super) fn asks(ctx: &Ctx<'_>, ledger: &Ledger<'_>) -> Vec<Ask> {
    let rows = ledger.asks.iter();
    rows.map(|row| {
        let answer = row.answer();
        let idle = owed::idle_ask(row);
        Ask {
            period: row.period.to_string(),
            id: row.id.to_owned(),
            number: row.asked.map(|(number, _)| number),
            verb: row.asked.map(|(_, asked)| verb(asked)),
            request: owed::plain(ctx, row.request),
            sponsor: row.sponsor.to_owned(),
            reply_by: row.reply_by.map(|date| date.to_string()),
            outcome: answer.map_or("none", |answer| outcome(answer.outcome.value)),
            on: answer.and_then(|a| a.on).map(|date| date.value.to_string()),
            deferred_to: answer
                .and_then(|a| a.reply_by)
                .map(|date| date.value.to_string()),
            predicted: row.foresight.as_ref().map(|f| predicted(ctx, f, idle)),
        }
    })
    .collect()
}

/// Every promise, oldest first.
pub(super) fn promises(ctx: &Ctx<'_>, ledger: &Ledger<'_>) -> Vec<Promise> {
    let rows = ledger.promises.iter();
    rows.map(|row| {
        let idle = owed::idle_promise(row);
        Promise {
            period: row.period.to_string(),
            id: row.id.to_owned(),
            promise: owed::plain(ctx, row.what),
            owner: row.owner.to_owned(),
            by: row.by.to_string(),
            state: row
                .answer()
                .map_or("none", |answer| state(answer.state.value)),
            told: row.answers.last().map(|(told, _)| told.to_string()),
            predicted: row.foresight.as_ref().map(|f| predicted(ctx, f, idle)),
        }
    })
    .collect()
}

fn predicted(ctx: &Ctx<'_>, foresight: &Foresight<'_>, idle: Option<&'static str>) -> Predicted {
    let prediction = foresight.predicted;
    let metric = ctx.pack.metrics.get(&prediction.metric);
    let decimal = |value: Exact| metric.map(|metric| machine::decimal(metric, value));
    let currency = &ctx.pack.settings.currency.value;
    let unit = |metric: &Metric| machine::unit(metric, currency);
    Predicted {
        metric: prediction.metric.clone(),
        scope: prediction
            .service
            .clone()
            .unwrap_or_else(|| "all".to_owned()),
        unit: metric.map_or_else(String::new, unit),
        low: prediction.low.and_then(decimal),
        high: prediction.high.and_then(decimal),
        by: prediction.by.to_string(),
        due: foresight.due.to_string(),
        observed: match &foresight.observed {
            Observed::Figure(figure, _) if idle.is_none() => decimal(figure.exact),
            _ => None,
        },
        verdict: match &foresight.observed {
            _ if idle == Some(owed::WAITS) => "no-answer-yet",
            _ if idle.is_some() => "does-not-apply",
            Observed::NotYetDue => "not-yet-due",
            Observed::NoFigure => "no-figure",
            Observed::NotComparable(_) => "not-comparable",
            Observed::Figure(_, Held::AsPredicted) => "as-predicted",
            Observed::Figure(_, Held::Better) => "better",
            Observed::Figure(_, Held::NotReached) => "not-reached",
        },
    }
}

/// Both tables.
pub(crate) fn ledger_tables(maker: &Maker<'_>) -> [Page; 2] {
    let ctx = maker.ctx(maker.latest);
    let ledger = Ledger::new(maker.pack, maker.analysis, maker.latest);
    let mut csv = Csv::default();
    let head = [
        "period",
        "id",
        "number",
        "verb",
        "request",
        "sponsor",
        "reply_by",
        "outcome",
        "on",
        "deferred_to",
    ];
    csv.row(head.into_iter().chain(PREDICTED).map(Field::Text));
    for ask in asks(&ctx, &ledger) {
        let number = ask.number.map(|number| number.to_string());
        let own = [
            Field::Text(&ask.period),
            Field::Text(&ask.id),
            Field::number(number.as_deref()),
            text(ask.verb),
            Field::Text(&ask.request),
            Field::Text(&ask.sponsor),
            text(ask.reply_by.as_deref()),
            Field::Text(ask.outcome),
            text(ask.on.as_deref()),
            text(ask.deferred_to.as_deref()),
        ];
        csv.row(own.into_iter().chain(fields(ask.predicted.as_ref())));
    }
    let asked = (ASKS.to_owned(), csv.into_bytes());
    let mut csv = Csv::default();
    let head = ["period", "id", "promise", "owner", "by", "state", "told"];
    csv.row(head.into_iter().chain(PREDICTED).map(Field::Text));
    for promise in promises(&ctx, &ledger) {
        let own = [
            Field::Text(&promise.period),
            Field::Text(&promise.id),
            Field::Text(&promise.promise),
            Field::Text(&promise.owner),
            Field::Text(&promise.by),
            Field::Text(promise.state),
            text(promise.told.as_deref()),
        ];
        csv.row(own.into_iter().chain(fields(promise.predicted.as_ref())));
    }
    [asked, (PROMISES.to_owned(), csv.into_bytes())]
}

const PREDICTED: [&str; 9] = [
    "metric",
    "scope",
    "unit",
    "predicted_low",
    "predicted_high",
    "predicted_by",
    "due",
    "observed",
    "verdict",
];

fn fields(predicted: Option<&Predicted>) -> [Field<'_>; 9] {
    let Some(predicted) = predicted else {
        return [Field::Text(""); 9];
    };
    [
        Field::Text(&predicted.metric),
        Field::Text(&predicted.scope),
        Field::Text(&predicted.unit),
        Field::number(predicted.low.as_deref()),
        Field::number(predicted.high.as_deref()),
        Field::Text(&predicted.by),
        Field::Text(&predicted.due),
        Field::number(predicted.observed.as_deref()),
        Field::Text(predicted.verdict),
    ]
}

fn text(text: Option<&str>) -> Field<'_> {
    Field::Text(text.unwrap_or_default())
}

fn verb(verb: DecisionVerb) -> &'static str {
    match verb {
        DecisionVerb::Decide => "decide",
        DecisionVerb::Approve => "approve",
        DecisionVerb::Note => "note",
        DecisionVerb::Endorse => "endorse",
        DecisionVerb::Advise => "advise",
    }
}

fn outcome(outcome: AskOutcome) -> &'static str {
    match outcome {
        AskOutcome::Approved => "approved",
        AskOutcome::Amended => "amended",
        AskOutcome::Declined => "declined",
        AskOutcome::Deferred => "deferred",
        AskOutcome::Open => "open",
    }
}

fn state(state: PromiseState) -> &'static str {
    match state {
        PromiseState::Kept => "kept",
        PromiseState::Missed => "missed",
        PromiseState::Open => "open",
        PromiseState::Withdrawn => "withdrawn",
    }
}
