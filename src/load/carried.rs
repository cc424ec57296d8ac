//! `since_last_meeting`, `promises` and `predicted` to answers, promises and predictions. Whether
//! what they name was ever asked or promised is for the checks: it may stand in a lock.

use super::decode::{Field, Fields, conflict};
use super::goals;
use super::names::once;
use super::problems::{Problems, quoted};
use super::scalars::bad_id;
use super::story::Known;
use super::topics;
use crate::diag::Located;
use crate::model::{
    About, AskAnswer, AskOutcome, EarlierAsk, Explanation, Prediction, Promise, PromiseAnswer,
    PromiseState, Reference, SinceLastMeeting,
};

const OUTCOMES: &[(&str, AskOutcome)] = &[
    ("approved", AskOutcome::Approved),
    ("amended", AskOutcome::Amended),
    ("declined", AskOutcome::Declined),
    ("deferred", AskOutcome::Deferred),
    ("open", AskOutcome::Open),
];
const STATES: &[(&str, PromiseState)] = &[
    ("kept", PromiseState::Kept),
    ("missed", PromiseState::Missed),
    ("open", PromiseState::Open),
    ("withdrawn", PromiseState::Withdrawn),
];

/// Reads what happened since the last meeting.
pub(super) fn since(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<SinceLastMeeting> {
    let fields = field.fields()?;
    let silent = "write `[]` where there is nothing to say";
    let decisions = fields.required_because("decisions", silent);
    let decisions_span = decisions.map(|field| field.key);
    let decisions = decisions.and_then(|field| field.each(|item| ask_answer(item, known)));
    let risks = fields.optional("risks");
    let risks_span = risks.map(|field| field.key);
    let risks = match risks {
        Some(field) => field.markdowns().map(Some),
        // The record tells them.
        None if known.risks_recorded => Some(None),
        None => fields
            .required_because("risks", silent)
            .and_then(Field::markdowns)
            .map(Some),
    };
    let promises = fields.required_because("promises", silent);
    let promises_span = promises.map(|field| field.key);
    let promises = promises.and_then(|field| field.each(|item| promise_answer(item, known)));
    fields.retired(
        "promises_missed",
        "answer each promise under `promises:`, such as `{promise: 2026-Q2/review-wait, state: missed, note: …}`",
    );
    fields.retired(
        "restatements",
        "remove it: the pages list what `data/restatements.yaml` restates",
    );
    fields.retired(
        "definitions",
        "remove it: the pages list the changes that the metrics' own files date",
    );
    fields.finish();
    Some(SinceLastMeeting {
        decisions: decisions?,
        decisions_span: decisions_span?,
        risks: risks?,
        risks_span,
        promises: promises?,
        promises_span: promises_span?,
    })
}

/// Reads what is promised beside the exceptions.
pub(super) fn promises(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Vec<Promise>> {
    field.each(|item| {
        let fields = item.fields()?;
        let promise = promise(&fields, "id", known);
        fields.finish();
        promise
    })
}

/// Tells of two promises, or of two decisions older than the packs, with one name.
pub(super) fn named_once(
    explanations: &[Explanation],
    promises: &[Promise],
    since: Option<&SinceLastMeeting>,
    problems: &Problems,
) {
    let answers = since.map_or(&[][..], |since| &since.promises);
    let told = answers.iter().filter_map(|answer| match &answer.about {
        About::Earlier(promise) => Some(&promise.id),
        About::Pack(_) => None,
    });
    let promised = explanations.iter().map(|answer| &answer.metric);
    let promised = promised.chain(promises.iter().map(|promise| &promise.id));
    once("promise", promised.chain(told), problems);
    let answers = since.map_or(&[][..], |since| &since.decisions);
    let told = answers.iter().filter_map(|answer| match &answer.about {
        About::Earlier(ask) => Some(&ask.id),
        About::Pack(_) => None,
    });
    once("decision", told, problems);
}

/// Reads what is predicted, which may be left out; `None` where it is wrong.
#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
pub(super) fn predicted(
    fields: &Fields<'_, '_, '_>,
    known: &Known<'_>,
) -> Option<Option<Located<Prediction>>> {
    match fields.optional("predicted") {
        None => Some(None),
        Some(field) => prediction(field, known).map(Some),
    }
}

fn prediction(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Located<Prediction>> {
    let fields = field.fields()?;
    let metric = fields
        .text("metric")
        .and_then(|metric| known.metrics.known(metric, field.problems));
    let defined = metric.as_ref().and_then(|m| known.defined.get(&m.value));
    let measure = defined.map(|metric| goals::Measure {
        kind: metric.kind.value,
        unit: metric.unit.value.clone(),
        scale: metric.scale.map(|scale| scale.value),
    });
    let service = known.service(fields.optional("service"));
    let end = |name| match fields.optional(name) {
        None => Some(None),
        Some(field) => goals::number(field, measure.as_ref()).map(Some),
    };
    let (low, high) = (end("low"), end("high"));
    let by = fields.required("by").and_then(Field::date);
    fields.finish();
    if matches!((low, high), (Some(None), Some(None))) {
        field.problems.add(
            topics::MISSING_KEY
                .at(field.key, "a prediction has neither `low` nor `high`")
                .help("say what will be seen: `high: 5` for at most 5, `low: 5` for at least 5, or both"),
        );
        return None;
    }
    if let (Some(Some(low)), Some(Some(high))) = (low, high)
        && low.value > high.value
    {
        goals::reversed(field, low.span);
        return None;
    }
    let prediction = Prediction {
        metric: metric?.value,
        service: service?.map(|service| service.value),
        low: low?.map(|low| low.value),
        high: high?.map(|high| high.value),
        by: by?.value,
    };
    Some(Located::new(prediction, field.key))
}

fn promise(fields: &Fields<'_, '_, '_>, id: &'static str, known: &Known<'_>) -> Option<Promise> {
    let id = fields.required(id).and_then(Field::id);
    let what = fields.markdown("what");
    let owner = fields.text("owner");
    let by = fields.required("by").and_then(Field::date);
    let predicted = predicted(fields, known);
    let audience = fields.audience();
    Some(Promise {
        audience: audience?,
        id: id?,
        what: what?,
        owner: owner?.value,
        by: by?,
        predicted: predicted?,
    })
}

fn ask_answer(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<AskAnswer> {
    if sentence(item, "{decision: 2026-Q2/d1-…, outcome: approved, on: …}") {
        return None;
    }
    let fields = item.fields()?;
    let about = about(&fields, "decision", |fields| {
        let id = fields.required("earlier").and_then(Field::id);
        let request = fields.markdown("request");
        let sponsor = fields.text("sponsor");
        let predicted = predicted(fields, known);
        Some(EarlierAsk {
            id: id?,
            request: request?,
            sponsor: sponsor?.value,
            predicted: predicted?,
        })
    });
    let outcome = fields
        .required("outcome")
        .and_then(|field| field.word(OUTCOMES));
    let said = |name| fields.optional(name);
    let (on, reply_by, note) = match outcome.map(|outcome| outcome.value) {
        Some(AskOutcome::Open) => {
            excluded(said("on"), "is the day of an answer, and there is none");
            excluded(
                said("reply_by"),
                "changes with an answer, and there is none",
            );
            (Some(None), Some(None), optional_note(&fields))
        }
        Some(AskOutcome::Deferred) => {
            let reply_by = fields.required_because(
                "reply_by",
                "what is put off is put off to a day, and asked about again until then",
            );
            let reply_by = reply_by.and_then(Field::date).map(Some);
            (day(&fields), reply_by, optional_note(&fields))
        }
        Some(AskOutcome::Amended) => {
            excluded(said("reply_by"), "is the day of an answer still wanted");
            let note = required_note(&fields, "the Board changed what was asked for: say how");
            (day(&fields), Some(None), note)
        }
        Some(AskOutcome::Approved | AskOutcome::Declined) => {
            excluded(said("reply_by"), "is the day of an answer still wanted");
            (day(&fields), Some(None), optional_note(&fields))
        }
        None => {
            // What belongs to an outcome that cannot be read cannot be told either.
            for name in ["on", "reply_by", "note"] {
                said(name);
            }
            (None, None, None)
        }
    };
    fields.finish();
    if let (Some(Some(on)), Some(Some(reply_by))) = (on, reply_by)
        && reply_by.value <= on.value
    {
        item.problems.add(
            topics::CONFLICTING_KEYS
                .at(
                    reply_by.span,
                    "an answer is put off to a day that had passed",
                )
                .see(on.span, "put off on this day")
                .help("give the day by which the answer is wanted now"),
        );
    }
    if let (Some(About::Earlier(ask)), Some(outcome)) = (&about, outcome)
        && outcome.value == AskOutcome::Open
    {
        item.problems.add(
            topics::CONFLICTING_KEYS
                .at(outcome.span, "a decision older than the packs is open")
                .see(ask.id.span, "told here for the first time")
                .help("ask it in this pack, as a file in `decisions/`"),
        );
    }
    Some(AskAnswer {
        about: about?,
        outcome: outcome?,
        on: on?,
        reply_by: reply_by?,
        note: note?,
        span: item.key,
    })
}

fn promise_answer(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<PromiseAnswer> {
    if sentence(
        item,
        "{promise: 2026-Q2/review-wait, state: missed, note: …}",
    ) {
        return None;
    }
    let fields = item.fields()?;
    let about = about(&fields, "promise", |fields| {
        promise(fields, "earlier", known)
    });
    let state = fields
        .required("state")
        .and_then(|field| field.word(STATES));
    let note = match state.map(|state| state.value) {
        Some(PromiseState::Missed) => required_note(&fields, "the Board will ask what follows"),
        Some(PromiseState::Withdrawn) => required_note(&fields, "the Board will ask why"),
        _ => optional_note(&fields),
    };
    fields.finish();
    Some(PromiseAnswer {
        about: about?,
        state: state?,
        note: note?,
        span: item.key,
    })
}

/// What an entry is about: something of a pack, or something older told in place.
fn about<'n, 't, 'p, T>(
    fields: &Fields<'n, 't, 'p>,
    name: &'static str,
    earlier: impl FnOnce(&Fields<'n, 't, 'p>) -> Option<T>,
) -> Option<About<T>> {
    match (fields.optional(name), fields.optional("earlier")) {
        (Some(field), None) => reference(field).map(About::Pack),
        (Some(_), Some(field)) => {
            conflict(
                field,
                "tells something older than the packs",
                &format!("remove it, or `{name}`"),
            );
            None
        }
        (None, Some(_)) => earlier(fields).map(About::Earlier),
        (None, None) => {
            fields.required_because(name, "write `earlier:` for one older than the packs");
            None
        }
    }
}

/// `2026-Q2/d1-automated-rollback`.
pub(super) fn reference(field: Field<'_, '_, '_>) -> Option<Located<Reference>> {
    let text = field.raw()?;
    let parts = text.value.split_once('/');
    let read = parts.and_then(|(period, id)| {
        let reference = Reference {
            period: period.parse().ok()?,
            id: id.to_owned(),
        };
        bad_id(id, text.span).is_none().then_some(reference)
    });
    if read.is_none() {
        let message = format!(
            "{} names no {} of a quarter",
            quoted(text.value),
            field.name
        );
        field.problems.add(
            topics::BAD_REFERENCE
                .at(text.span, message)
                .help("write the quarter and the name, such as `2026-Q2/review-wait`"),
        );
    }
    Some(Located::new(read?, text.span))
}

/// Whether an entry is a sentence, as entries once were, which is told.
fn sentence(item: Field<'_, '_, '_>, like: &str) -> bool {
    if !item.is_scalar() || item.is_null() {
        return false;
    }
    let message = format!("an entry of `{}` is a sentence", item.name);
    item.problems.add(
        topics::WRONG_TYPE
            .at(item.node.span, message)
            .because("nothing can be held against a sentence")
            .help(format!("write `{like}`; the sentence can be its `note`")),
    );
    true
}

#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn day(fields: &Fields<'_, '_, '_>) -> Option<Option<Located<chrono::NaiveDate>>> {
    let on = fields.required_because("on", "an answer has a day, which the minutes give");
    on.and_then(Field::date).map(Some)
}

#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn optional_note(fields: &Fields<'_, '_, '_>) -> Option<Option<crate::model::Text>> {
    match fields.optional("note") {
        None => Some(None),
        Some(field) => field.markdown().map(Some),
    }
}

#[expect(
    clippy::option_option,
    reason = "wrong, absent and given are three things"
)]
fn required_note(
    fields: &Fields<'_, '_, '_>,
    why: &'static str,
) -> Option<Option<crate::model::Text>> {
    let note = fields.required_because("note", why);
    note.and_then(Field::markdown).map(Some)
}

fn excluded(field: Option<Field<'_, '_, '_>>, why: &str) {
    if let Some(field) = field {
        conflict(field, why, "remove it, or correct the outcome");
    }
}
