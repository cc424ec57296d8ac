//! What one pack owes the next to what differs in it: asked and answered, promised and kept.

use super::Side;
use super::difference::{Difference, Matter};
use super::narratives::{Whole, verb, wholes};
use super::settings::Attribute;
use super::summary::capital;
use crate::model::{
    About, AskAnswer, AskOutcome, Decision, Explanation, Narrative, Period, PromiseAnswer,
    PromiseState, Reference, Text,
};
use crate::tongue::{label, label_of, say};
use chrono::NaiveDate;

/// Among what is asked and promised: what was not kept, what was answered, what is asked now, and
/// last what is promised now.
const MISSED: usize = 0;
const ANSWERED: usize = 1;
const REQUESTED: usize = 2;

fn outcome(outcome: AskOutcome) -> &'static str {
    match outcome {
        AskOutcome::Approved => label("approved"),
        AskOutcome::Amended => label("approved with changes"),
        AskOutcome::Declined => label("declined"),
        AskOutcome::Deferred => label("deferred"),
        AskOutcome::Open => label("not answered yet"),
    }
}

fn state(state: PromiseState) -> &'static str {
    match state {
        PromiseState::Kept => label("kept"),
        PromiseState::Missed => label_of("missed", "missed, of a promise"),
        PromiseState::Open => label("still to come"),
        PromiseState::Withdrawn => label("withdrawn"),
    }
}

/// Between two quarters: what is asked and promised anew, and what became of what was.
pub(super) fn between_quarters(
    (earlier, from): (&Side<'_>, Period),
    (later, to): (&Side<'_>, Period),
) -> Vec<Difference> {
    let Some(now) = later.pack.narratives.get(&to) else {
        return Vec::new();
    };
    let then = earlier.pack.narratives.get(&from);
    let mut found = Vec::new();
    for answer in &now.overview.since_last_meeting.decisions {
        let (name, asked) = asked(later, answer);
        let became = told_outcome(later, to, answer);
        let said = match answer.outcome.value {
            AskOutcome::Open => say!("“{name}” is {became}", name, became),
            _ => say!("“{name}” was {became}", name, became),
        };
        found.push(
            Difference::new(Matter::Ask, name, label("answer of the Board"))
                .ranked(ANSWERED)
                .from(asked)
                .to(became)
                .noting(note(later, answer.note.as_ref()))
                .saying(said),
        );
    }
    for answer in &now.overview.since_last_meeting.promises {
        let (metric, name, promised) = promised(later, answer);
        let became = state(answer.state.value).to_owned();
        let said = say!("the promise about {name} is {became}", name, became);
        let mut item = Difference::new(Matter::Ask, name, label("promise"))
            .from(promised)
            .to(became)
            .noting(note(later, answer.note.as_ref()))
            .saying(said);
        item.metric = metric;
        item.rank = match answer.state.value {
            PromiseState::Missed => MISSED,
            _ => ANSWERED,
        };
        found.push(item);
    }
    let asked_before = then.map_or(&[][..], |n| &n.decisions);
    for decision in &now.decisions {
        if asked_before.iter().any(|d| d.id.value == decision.id.value) {
            continue;
        }
        let name = later.read(&decision.title);
        let said = say!("the Board is asked: “{name}”", name);
        found.push(
            Difference::new(Matter::Ask, name, label("new request to the Board"))
                .ranked(REQUESTED)
                .of(&decision.metric.value)
                .to(request(later, decision))
                .noting(match later.words(to) {
                    Some(words) => say!("reply by {date}", words.date(decision.reply_by.value)),
                    None => String::new(),
                })
                .saying(said),
        );
    }
    let before = then.map_or_else(Vec::new, |n| promises(earlier, n));
    for promise in promises(later, now) {
        let old = before.iter().find(|p| p.id == promise.id);
        if old.is_some_and(|p| p.told == promise.told) {
            continue;
        }
        let said = say!(
            "management promises about {name}: {told}",
            promise.name,
            promise.told
        );
        let mut item = Difference::new(Matter::Ask, promise.name, label("new promise"))
            .to(promise.told)
            .saying(said);
        item.metric = Some(promise.metric).filter(|m| !m.is_empty());
        found.push(item);
    }
    found
}

fn note(side: &Side<'_>, note: Option<&Text>) -> String {
    note.map_or_else(String::new, |text| side.read(text))
}

fn request(side: &Side<'_>, decision: &Decision) -> String {
    let amount = decision.amount.as_ref();
    let amount = amount.map_or_else(String::new, |a| format!(", {}", side.read(a)));
    let request = side.read(&decision.request);
    format!("{} {request}{amount}", verb(decision.verb))
}

/// `approved on 11 May 2026`.
fn told_outcome(side: &Side<'_>, period: Period, answer: &AskAnswer) -> String {
    let word = outcome(answer.outcome.value);
    match (side.words(period), &answer.on) {
        (Some(words), Some(day)) => say!("{word} on {date}", word, words.date(day.value)),
        _ => word.to_owned(),
    }
}

/// Title and request of an answered decision.
fn asked(side: &Side<'_>, answer: &AskAnswer) -> (String, Option<String>) {
    let reference = match &answer.about {
        About::Earlier(ask) => {
            let request = side.read(&ask.request);
            return (request, None);
        }
        About::Pack(reference) => &reference.value,
    };
    let written = side.pack.narratives.get(&reference.period);
    let own = written.and_then(|n| n.decisions.iter().find(|d| d.id.value == reference.id));
    if let Some(decision) = own {
        let title = side.read(&decision.title);
        return (title, Some(request(side, decision)));
    }
    let lock = side.pack.published.get(&reference.period);
    match lock.and_then(|l| l.asks.iter().find(|a| a.id.value == reference.id)) {
        Some(ask) => (ask.title.clone(), Some(ask.request.clone())),
        None => (reference.to_string(), None),
    }
}

/// Metric, name and text of a promise that was answered.
fn promised(side: &Side<'_>, answer: &PromiseAnswer) -> (Option<String>, String, Option<String>) {
    let reference: &Reference = match &answer.about {
        About::Earlier(promise) => {
            let what = side.read(&promise.what);
            return (None, called(side, &promise.id.value), Some(what));
        }
        About::Pack(reference) => &reference.value,
    };
    let written = side.pack.narratives.get(&reference.period);
    let own = written.and_then(|n| promises_of(side, n, Some(&reference.id)).next());
    if let Some(promise) = own {
        let metric = Some(promise.metric).filter(|m| !m.is_empty());
        return (metric, promise.name, Some(promise.told));
    }
    let lock = side.pack.published.get(&reference.period);
    let known = lock.and_then(|l| l.promises.iter().find(|p| p.id.value == reference.id));
    let name = called(side, &reference.id);
    (None, name, known.map(|p| p.what.clone()))
}

/// A promise as it is called: by its metric where it is named after one, else by its id.
fn called(side: &Side<'_>, id: &str) -> String {
    let metric = side.pack.metrics.get(id);
    metric.map_or_else(|| capital(&id.replace('-', " ")), |m| m.name.value.clone())
}

/// Everything that a pack promises: its answers for exceptions, each under its metric's id, and the
/// promises beside them.
fn promises(side: &Side<'_>, narrative: &Narrative) -> Vec<Whole> {
    promises_of(side, narrative, None).collect()
}

/// The same, or only those of one id.
fn promises_of<'a>(
    side: &'a Side<'_>,
    narrative: &'a Narrative,
    only: Option<&'a str>,
) -> impl Iterator<Item = Whole> {
    let wanted = move |id: &str| only.is_none_or(|only| only == id);
    let about = move |owner: &str, by: String, grade: &str| {
        let text = |what, text: &str| Attribute::new(Matter::Ask, what, text);
        vec![
            text("owner of the promise", owner),
            text("day of the promise", &by),
            text("how sure we are of the cause", grade),
        ]
    };
    let exception = move |e: &'a Explanation| Whole {
        id: e.metric.value.clone(),
        name: called(side, &e.metric.value),
        told: say!(
            "{what} ({owner}, by {date})",
            side.read(&e.doing),
            e.owner,
            side.date(e.by)
        ),
        metric: e.metric.value.clone(),
        path: side.path(e.metric.span),
        attributes: about(&e.owner, side.date(e.by), &format!("{:?}", e.grade)),
    };
    let own = narrative.overview.promises.iter();
    let own = own.filter(move |p| wanted(&p.id.value)).map(move |p| {
        let of = p.predicted.as_ref().map(|x| x.value.metric.clone());
        Whole {
            id: p.id.value.clone(),
            name: called(side, &p.id.value),
            told: say!(
                "{what} ({owner}, by {date})",
                side.read(&p.what),
                p.owner,
                side.date(p.by.value)
            ),
            metric: of.unwrap_or_default(),
            path: side.path(p.id.span),
            attributes: about(&p.owner, side.date(p.by.value), ""),
        }
    });
    let exceptions = narrative.overview.explanations.iter();
    let exceptions = exceptions.filter(move |e| wanted(&e.metric.value));
    exceptions.map(exception).chain(own)
}

/// In two packs: promises and answers of one quarter, without their texts.
pub(super) fn between_packs(
    (base, then): (&Side<'_>, &Narrative),
    (head, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let mut found = wholes(
        promises(base, then),
        promises(head, now),
        Matter::Ask,
        "promise",
    );
    found.extend(wholes(
        answers(base, then),
        answers(head, now),
        Matter::Ask,
        "answer",
    ));
    found
}

fn answers(side: &Side<'_>, narrative: &Narrative) -> Vec<Whole> {
    let since = &narrative.overview.since_last_meeting;
    let text = |what, text: &str| Attribute::new(Matter::Ask, what, text);
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |d| side.date(d));
    let decisions = since.decisions.iter().map(|a| {
        let id = match &a.about {
            About::Pack(reference) => reference.value.to_string(),
            About::Earlier(ask) => ask.id.value.clone(),
        };
        let word = outcome(a.outcome.value);
        Whole {
            id: format!("decision {id}"),
            name: asked(side, a).0,
            told: word.to_owned(),
            metric: String::new(),
            path: side.path(a.span),
            attributes: vec![
                text("answer of the Board", word),
                text("answered on", &day(a.on.as_ref().map(|d| d.value))),
                text("reply by", &day(a.reply_by.as_ref().map(|d| d.value))),
            ],
        }
    });
    let promises = since.promises.iter().map(|a| {
        let id = match &a.about {
            About::Pack(reference) => reference.value.to_string(),
            About::Earlier(promise) => promise.id.value.clone(),
        };
        let word = state(a.state.value);
        let (metric, name, _) = promised(side, a);
        Whole {
            id: format!("promise {id}"),
            name,
            told: word.to_owned(),
            metric: metric.unwrap_or_default(),
            path: side.path(a.span),
            attributes: vec![
                text("what became of the promise", word),
                text("answered on", ""),
                text("reply by", ""),
            ],
        }
    });
    decisions.chain(promises).collect()
}
