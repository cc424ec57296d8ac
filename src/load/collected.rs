//! `collected` of a snapshot and of its observations, as `collect` wrote it, and `collect` of
//! `data/pack.yaml`.

use super::decode::{Field, Fields, conflict, or_wrong};
use super::problems::quoted;
use super::scalars::{bad_id, is_digest};
use super::topics;
use super::yaml::Key;
use crate::diag::{Located, Topic};
use crate::model::{
    CollectSettings, Collected, CollectedInput, CollectedMetric, CollectedQuality, EventSource,
    EventTreatment, FINGERPRINT_DIGITS, ObjectTag,
};
use chrono::{DateTime, Datelike, Utc};
use std::collections::BTreeMap;

/// A year: what lies further back is no cause of anything.
const HORIZON_HOURS: u32 = 8784;

/// Hex digits of a SHA-256.
const SHA256_DIGITS: usize = 64;

/// What the pack says of collecting.
pub(super) fn settings(field: Field<'_, '_, '_>) -> Option<CollectSettings> {
    let fields = field.fields()?;
    let given = CollectSettings::default();
    let horizon_hours = match fields.optional("horizon_hours") {
        Some(field) => field.integer(1, HORIZON_HOURS).map(|hours| hours.value),
        None => Some(given.horizon_hours),
    };
    let environments = match fields.optional("environments") {
        Some(field) if field.items().is_some_and(|items| items.is_empty()) => field.empty(),
        Some(field) => texts(field),
        None => Some(given.environments),
    };
    let bots = match fields.optional("bots") {
        Some(field) => texts(field),
        None => Some(given.bots),
    };
    let events = match fields.optional("events") {
        Some(field) if field.items().is_some_and(|items| items.is_empty()) => field.empty(),
        Some(field) => field.each(source),
        None => Some(given.events),
    };
    let watched = match fields.optional("watched") {
        Some(field) => field.texts(),
        None => Some(given.watched),
    };
    fields.finish();
    Some(CollectSettings {
        horizon_hours: horizon_hours?,
        environments: environments?,
        bots: bots?,
        events: events?,
        watched: watched?,
    })
}

/// Where events lie; an address is read by `collect` alone.
fn source(field: Field<'_, '_, '_>) -> Option<Located<EventSource>> {
    let text = field.raw()?;
    match EventSource::parse(text.value) {
        Ok(source) => Some(Located::new(source, text.span)),
        Err((message, help)) => {
            let problem = topics::BAD_SOURCE.at(text.span, message);
            field.problems.add(problem.help(help));
            None
        }
    }
}

fn texts(field: Field<'_, '_, '_>) -> Option<Vec<String>> {
    let texts = field.texts()?;
    Some(texts.into_iter().map(|text| text.value).collect())
}

/// How the collected figures of a snapshot were counted.
pub(super) fn snapshot(field: Field<'_, '_, '_>) -> Option<Collected> {
    let fields = field.fields()?;
    let as_of = fields.required("as_of").and_then(instant);
    let engine = fields.text("engine");
    let views = fields.required("views");
    let views = views.and_then(|field| digest(field, FINGERPRINT_DIGITS));
    let horizon_hours = fields.required("horizon_hours");
    let horizon_hours = horizon_hours.and_then(|field| field.integer(1, HORIZON_HOURS));
    let environments = fields.required("environments").and_then(texts);
    let inputs = fields.required("inputs");
    let inputs = inputs.and_then(|field| match field.entries() {
        Some([]) => field.empty(),
        _ => map(field, |_, fields| input(fields)),
    });
    let quality = match fields.optional("quality") {
        Some(field) => map(field, |key, fields| {
            let wrong = bad_id(&key.value, key.span);
            let named = wrong.is_none();
            wrong
                .into_iter()
                .for_each(|problem| fields.problems().add(problem));
            quality(fields).filter(|_| named)
        }),
        None => Some(BTreeMap::new()),
    };
    fields.finish();
    Some(Collected {
        as_of: as_of?,
        engine: engine?.value,
        views: views?.value,
        horizon_hours: horizon_hours?.value,
        environments: environments?,
        inputs: inputs?,
        quality: quality?,
        span: field.key,
    })
}

/// A metric's part of it; what `standing` is, whoever read the figures knows.
pub(super) fn metric(field: Field<'_, '_, '_>) -> Option<CollectedMetric> {
    let fields = field.fields()?;
    let hash = |field| digest(field, FINGERPRINT_DIGITS);
    let query = fields.required("query").and_then(hash);
    let rows = fields.required("rows").and_then(count);
    let unattributed = fields.optional("unattributed").map(count);
    let figures = fields.required("figures").and_then(hash);
    fields.finish();
    Some(CollectedMetric {
        query: query?,
        rows: rows?,
        unattributed: or_wrong(unattributed)?,
        figures: figures?,
        standing: String::new(),
    })
}

/// Tells of metrics that say they were collected in a snapshot that does not say how.
pub(super) fn unexplained(field: Field<'_, '_, '_>) {
    conflict(
        field,
        "stands in a snapshot that does not say how it was collected",
        "run `boardpack collect` again, or remove it where the figures are typed",
    );
}

fn map<T>(
    field: Field<'_, '_, '_>,
    one: impl Fn(&Key<'_>, &Fields<'_, '_, '_>) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let mut read = BTreeMap::new();
    let mut whole = true;
    for (key, field) in field.pairs()? {
        let fields = field.fields();
        let entry = fields.and_then(|fields| {
            let entry = one(key, &fields);
            fields.finish();
            entry
        });
        match entry {
            Some(entry) => {
                read.insert(key.value.to_string(), entry);
            }
            None => whole = false,
        }
    }
    whole.then_some(read)
}

fn input(fields: &Fields<'_, '_, '_>) -> Option<CollectedInput> {
    let sha256 = fields.required("sha256");
    let sha256 = sha256.and_then(|field| digest(field, SHA256_DIGITS));
    let events = fields.required("events").and_then(count);
    let object = ObjectTag {
        etag: tag(fields, "etag")?,
        version: tag(fields, "version")?,
    };
    Some(CollectedInput {
        sha256: sha256?.value,
        events: events?,
        object,
    })
}

/// What a store said of an object; the outer `None` where it is wrong.
fn tag(fields: &Fields<'_, '_, '_>, name: &'static str) -> Option<Option<String>> {
    let Some(field) = fields.optional(name) else {
        return Some(None);
    };
    let text = field.raw()?;
    if ObjectTag::is_one(text.value) {
        return Some(Some(text.value.to_owned()));
    }
    refuse(
        field,
        topics::BAD_PROVENANCE,
        text,
        "what a store calls a state of an object",
    );
    None
}

fn quality(fields: &Fields<'_, '_, '_>) -> Option<CollectedQuality> {
    let treatment = fields.required("treatment");
    let treatment = treatment.and_then(|field| field.word(EventTreatment::WORDS));
    let count = fields.required("count").and_then(count);
    let first = fields.optional("first").map(Field::text);
    Some(CollectedQuality {
        treatment: treatment?.value,
        count: count?,
        first: or_wrong(first)?.map(|text| text.value),
    })
}

fn count(field: Field<'_, '_, '_>) -> Option<u32> {
    Some(field.integer(0, u32::MAX)?.value)
}

/// An instant as `collect` writes it: in UTC, to the second or finer.
fn instant(field: Field<'_, '_, '_>) -> Option<DateTime<Utc>> {
    let text = field.raw()?;
    let shaped = text.value.ends_with('Z') && text.value.contains('T');
    let read = DateTime::parse_from_rfc3339(text.value).ok();
    let read = read.filter(|at| shaped && (1970..=2200).contains(&at.year()));
    if read.is_none() {
        let what = "an instant in UTC such as `2026-10-05T00:00:00Z`";
        refuse(field, topics::BAD_PROVENANCE, text, what);
    }
    Some(read?.to_utc())
}

/// So many lower-case hexadecimal digits.
fn digest(field: Field<'_, '_, '_>, digits: usize) -> Option<Located<String>> {
    let text = field.raw()?;
    if is_digest(text.value, digits) {
        return Some(text.map(str::to_owned));
    }
    let topic = match digits {
        FINGERPRINT_DIGITS => topics::BAD_FINGERPRINT,
        _ => topics::BAD_PROVENANCE,
    };
    let what = format!("{digits} digits and letters up to `f`");
    refuse(field, topic, text, &what);
    None
}

fn refuse(field: Field<'_, '_, '_>, topic: Topic, text: Located<&str>, what: &str) {
    let message = format!("{} is not {what}", quoted(text.value));
    let help = "leave what `boardpack collect` wrote as it is, or run it again";
    field.problems.add(topic.at(text.span, message).help(help));
}
