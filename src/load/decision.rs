//! `content/<period>/decisions/<id>.md` to a decision.

use super::carried;
use super::claims::Claims;
use super::decode::Field;
use super::literals;
use super::sections;
use super::story::Known;
use super::yaml::Stretch;
use crate::diag::Located;
use crate::model::{Assumption, Decision, DecisionVerb, OptionPlan, Rejected, Text};

const VERBS: &[(&str, DecisionVerb)] = &[
    ("decide", DecisionVerb::Decide),
    ("approve", DecisionVerb::Approve),
    ("note", DecisionVerb::Note),
    ("endorse", DecisionVerb::Endorse),
    ("advise", DecisionVerb::Advise),
];

/// Reads a decision from its front matter and its section.
pub(super) fn read(
    id: Located<String>,
    root: Field<'_, '_, '_>,
    body: Stretch<'_>,
    known: &Known<'_>,
) -> Option<Decision> {
    let fields = root.fields()?;
    let number = fields
        .required("number")
        .and_then(|field| field.integer(1, 99));
    let verb = fields.required("verb").and_then(|field| field.word(VERBS));
    let claims = Claims::new(known.metrics, known.services);
    let title = claims.required(&fields, "title");
    let request = fields.markdown("request");
    let amount = fields.optional_markdown("amount");
    let reply_by = fields.required("reply_by").and_then(Field::date);
    let sponsor = fields.text("sponsor");
    let question = fields.markdown("question");
    let metric = fields.text("metric");
    let service = fields.optional("service");
    let baseline = fields
        .required_because(
            "baseline",
            "the Board chooses between going on and investing",
        )
        .and_then(|field| plan(field, false));
    let investment = fields
        .required("investment")
        .and_then(|field| plan(field, true));
    let predicted = carried::predicted(&fields, known);
    let also_considered = list(fields.optional("also_considered"), rejected);
    let assumptions = list(fields.optional("assumptions"), assumption);
    let stop_rule = fields.markdown("stop_rule");
    let resolution = fields.markdown("resolution");
    let review = fields.required("review").and_then(review);
    let literals = literals::read(&fields);
    let here = fields.here();
    let audience = fields.audience();
    fields.finish();
    let metric = metric.and_then(|metric| known.metrics.known(metric, root.problems));
    let service = known.service(service);
    let [why_now] = sections::read(body, ["Why now"], here, root.problems)?;
    let (review_date, review_measure) = review?;
    let declared = claims.into_declared();
    Some(Decision {
        audience: audience?,
        id,
        number: number?,
        verb: verb?.value,
        title: title?,
        request: request?,
        amount,
        reply_by: reply_by?,
        sponsor: sponsor?.value,
        question: question?,
        metric: metric?,
        service: service?,
        baseline: baseline?,
        investment: investment?,
        predicted: predicted?,
        also_considered: also_considered?,
        assumptions: assumptions?,
        stop_rule: stop_rule?,
        resolution: resolution?,
        review_date,
        review_measure,
        why_now,
        literals: literals?,
        claims: declared.claims,
        ties: declared.ties,
    })
}

/// One of the two options; only the investment goes live.
fn plan(field: Field<'_, '_, '_>, goes_live: bool) -> Option<OptionPlan> {
    let fields = field.fields()?;
    let what = fields.markdown("what");
    let one_off = fields.markdown("one_off");
    let running = fields.markdown("running");
    let effect = fields.optional_markdown("effect");
    let go_live = match goes_live {
        true => fields.required("go_live").map(Field::date),
        false => None,
    };
    let trade_off = fields.markdown("trade_off");
    let if_wrong = fields.markdown("if_wrong");
    let owner = fields.text("owner");
    fields.finish();
    let go_live = match go_live {
        Some(date) => Some(date?.value),
        None if goes_live => return None,
        None => None,
    };
    Some(OptionPlan {
        what: what?,
        one_off: one_off?,
        running: running?,
        effect,
        go_live,
        trade_off: trade_off?,
        if_wrong: if_wrong?,
        owner: owner?.value,
        span: field.key,
    })
}

/// A list that may be left out; `None` where one of its items is wrong.
fn list<T>(
    field: Option<Field<'_, '_, '_>>,
    one: impl Fn(Field<'_, '_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let Some(field) = field else {
        return Some(Vec::new());
    };
    let items = field.items()?;
    let count = items.len();
    let read: Vec<T> = items.into_iter().filter_map(one).collect();
    (read.len() == count).then_some(read)
}

fn rejected(field: Field<'_, '_, '_>) -> Option<Rejected> {
    let fields = field.fields()?;
    let option = fields.markdown("option");
    let rejected = fields.markdown("rejected");
    fields.finish();
    Some(Rejected {
        option: option?,
        rejected: rejected?,
    })
}

fn assumption(field: Field<'_, '_, '_>) -> Option<Assumption> {
    let fields = field.fields()?;
    let id = fields.text("id");
    let text = fields.markdown("text");
    let source = fields.markdown("source");
    let audience = fields.audience();
    fields.finish();
    Some(Assumption {
        audience: audience?,
        id: id?.value,
        text: text?,
        source: source?,
    })
}

fn review(field: Field<'_, '_, '_>) -> Option<(Located<chrono::NaiveDate>, Text)> {
    let fields = field.fields()?;
    let date = fields.required("date").and_then(Field::date);
    let measure = fields.markdown("measure");
    fields.finish();
    Some((date?, measure?))
}
