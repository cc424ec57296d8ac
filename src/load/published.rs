//! `data/published/<period>.yaml` to what was published. A lock is read by its own words alone:
//! its kinds and units are those of its day, whatever the metrics say now.

use super::decode::{Field, or_wrong};
use super::problems::{Problems, quoted};
use super::topics;
use super::values;
use super::yaml::{NodeKind, Stretch};
use crate::diag::{Located, Severity};
use crate::model::{
    Edit, Kind, Missing, Period, Prediction, Publication, PublishedAsk, PublishedFigure,
    PublishedMetric, PublishedPromise, PublishedTarget, RecordName, ReportedRecord, ReportedValue,
    Silenced, Unit, Value, Week, seals,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The formats that can be read, oldest first: the first kept no figures of records.
const FORMATS: [&str; 2] = ["1", "2"];

/// Whether a lock is one that this program understands, as `publish` left it. Told where it is not.
pub(super) fn is_whole(lock: Stretch<'_>, problems: &Problems) -> bool {
    let line = |key: &str| lock.text.lines().find_map(|line| line.strip_prefix(key));
    let place = |text: &str| {
        let start = text.as_ptr() as usize - lock.text.as_ptr() as usize;
        lock.span(start, start + text.len())
    };
    if let Some(format) = line("format:").map(str::trim)
        && !FORMATS.contains(&format)
        && format.bytes().all(|b| b.is_ascii_digit())
    {
        problems.add(
            topics::LOCK_FORMAT
                .at(
                    place(format),
                    format!("format {} is not known", quoted(format)),
                )
                .help(format!(
                    "this boardpack reads formats {}: use the one that wrote the lock, or a later \
                     one",
                    FORMATS.join(" and ")
                )),
        );
        return false;
    }
    let (seal, written) = seals(lock.text);
    if written.as_deref() == Some(&*seal) {
        return true;
    }
    let last = lock.text.trim_end().lines().next_back().unwrap_or("");
    let (at, message) = match written {
        Some(_) => (place(last), "the lock was changed after it was published"),
        None => (lock.first_line(), "the lock has lost its seal"),
    };
    problems.add(topics::BROKEN_LOCK.at(at, message).help(
        "bring the file back as it was, from version control; what changed since then belongs in \
         `data/restatements.yaml`",
    ));
    false
}

/// How the figures of one metric of the lock are written.
struct Measure {
    kind: Option<Kind>,
    unit: Option<Unit>,
}

impl Measure {
    fn of(meaning: &[(String, String)]) -> Self {
        let field = |key: &str| {
            let found = meaning.iter().find(|(name, _)| name == key);
            found.map(|(_, text)| text.as_str())
        };
        let kind = Kind::WORDS
            .iter()
            .find(|(word, _)| Some(*word) == field("kind"));
        Self {
            kind: kind.map(|(_, kind)| *kind),
            // Only a percentage is kept as another number than the one written.
            unit: field("unit")
                .filter(|unit| *unit == "percent")
                .map(|_| Unit::Percent),
        }
    }

    /// A value, or none where nothing stands.
    fn value(&self, field: Field<'_, '_, '_>) -> Option<Option<Value>> {
        if field.is_null() {
            return Some(None);
        }
        let text = field.raw()?;
        let kind = self.kind?;
        match values::written(text.value, kind, self.unit.as_ref()) {
            Ok(value) => Some(Some(value)),
            Err(cause) => {
                let message = format!("{} is not a value: {cause}", quoted(text.value));
                let problem = topics::BAD_VALUE.at(text.span, message);
                field.problems.add(problem.help(values::form(kind)));
                None
            }
        }
    }
}

/// Reads a lock; `None` where any part of it is wrong.
pub(super) fn read(root: Field<'_, '_, '_>, named: Period) -> Option<Publication> {
    let fields = root.fields()?;
    let format = fields.required("format").and_then(|field| {
        let most = u32::try_from(FORMATS.len()).unwrap_or(u32::MAX);
        field.integer(1, most)
    });
    let period = fields.required("period").and_then(Field::period);
    if let Some(period) = period
        && period.value != named
    {
        let message = format!(
            "the file is named after {named}, but is the lock of {}",
            period.value
        );
        root.problems.add(
            topics::PERIOD_MISMATCH
                .at(period.span, message)
                .help(format!("rename the file `{}.yaml`", period.value)),
        );
        return None;
    }
    let published = fields.required("published").and_then(Field::date);
    let tool = fields.text("tool");
    let commit = fields.optional("commit").map(Field::text);
    let mark = fields.text("build");
    let data = fields.optional("data").map(data);
    let before = fields.optional("before").map(before);
    let restatements = fields
        .optional("restatements")
        .map(|field| field.integer(0, u32::MAX));
    let silenced = fields.optional("checks").map(|field| field.each(silenced));
    let metrics = fields.required("metrics").and_then(metrics);
    let records = match format {
        Some(format) if format.value > 1 => fields.required("records").and_then(records),
        _ => Some(BTreeMap::new()),
    };
    let known = metrics.as_ref();
    let asks = fields
        .required("asks")
        .and_then(|field| field.each(|item| ask(item, known)));
    let promises = fields
        .required("promises")
        .and_then(|field| field.each(|item| promise(item, known)));
    let shared = match fields.optional("shared") {
        Some(field) => shared(field),
        None => {
            let message = "the lock keeps none of the files that quarters share";
            root.problems
                .add(topics::LOCK_FORMAT.at(root.key, message).help(format!(
                    "it was written before locks did, and its pages could not be made again: bring \
                     back its files of that day, remove the lock and run `boardpack publish {named} \
                     --on` with the day that it went to the Board"
                )));
            None
        }
    };
    let texts = fields.required("texts").and_then(texts);
    let edits = fields
        .optional("edits")
        .map(|field| keyed(field, |path, field| Some((path.value, edit(field)?))));
    let templates = fields.optional("templates").map(hashes);
    let pages = fields.optional("pages").map(|field| {
        keyed(field, |edition, field| {
            Some((edition.value, hashes(field)?))
        })
    });
    let seal = fields.text("seal");
    fields.finish();
    period?;
    Some(Publication {
        span: root.key,
        format: format?.value,
        published: published?,
        tool: tool?.value,
        commit: or_wrong(commit)?.map(|commit| commit.value),
        mark: mark?.value,
        data: or_wrong(data)?,
        before: or_wrong(before)?,
        restatements: match restatements {
            Some(known) => usize::try_from(known?.value).unwrap_or(usize::MAX),
            None => 0,
        },
        silenced: silenced.unwrap_or_else(|| Some(Vec::new()))?,
        seal: seal?.value,
        metrics: metrics?,
        records: records?.into(),
        asks: asks?,
        promises: promises?,
        shared: shared?.into(),
        texts: texts?.into(),
        edits: edits.unwrap_or_else(|| Some(BTreeMap::new()))?,
        templates: templates.unwrap_or_else(|| Some(BTreeMap::new()))?,
        pages: pages.unwrap_or_else(|| Some(BTreeMap::new()))?.into(),
    })
}

/// When the data was taken, and who had reviewed it.
fn data(field: Field<'_, '_, '_>) -> Option<(NaiveDate, String)> {
    let fields = field.fields()?;
    let as_of = fields.required("as_of").and_then(Field::date);
    let reviewed_by = fields.text("reviewed_by");
    fields.finish();
    Some((as_of?.value, reviewed_by?.value))
}

/// The quarter published before, with the seal of its lock.
fn before(field: Field<'_, '_, '_>) -> Option<(Period, Located<String>)> {
    let fields = field.fields()?;
    let period = fields.required("period").and_then(Field::period);
    let seal = fields.text("seal");
    fields.finish();
    Some((period?.value, seal?))
}

/// A rule that was softened or switched off.
fn silenced(field: Field<'_, '_, '_>) -> Option<Silenced> {
    let fields = field.fields()?;
    let code = fields.text("rule");
    let now = fields.required("severity").and_then(|field| {
        field.word(&[
            ("off", None),
            ("warning", Some(Severity::Warning)),
            ("error", Some(Severity::Error)),
        ])
    });
    let promise = fields.required("promise").and_then(Field::flag);
    let reason = fields.optional("reason").map(Field::text);
    let findings = fields
        .required("findings")
        .and_then(|field| field.integer(0, u32::MAX));
    fields.finish();
    Some(Silenced {
        code: code?.value,
        promise: promise?,
        now: now?.value,
        reason: or_wrong(reason)?.map(|reason| reason.value),
        findings: usize::try_from(findings?.value).unwrap_or(usize::MAX),
    })
}

/// The figures of records, each record in one line.
fn records(field: Field<'_, '_, '_>) -> Option<BTreeMap<RecordName, ReportedRecord>> {
    keyed(field, |name, field| {
        let Ok(record) = name.value.parse::<RecordName>() else {
            let message = format!("{} is not a record", quoted(&name.value));
            let problem = topics::LOCK_FORMAT.at(name.span, message);
            field.problems.add(problem);
            return None;
        };
        let figures = keyed(field, |figure, field| {
            let text = field.raw()?;
            Some((figure.value, ReportedValue::from(text.value)))
        })?;
        let span = name.span;
        Some((record, ReportedRecord { span, figures }))
    })
}

fn metrics(field: Field<'_, '_, '_>) -> Option<BTreeMap<String, PublishedMetric>> {
    keyed(field, |id, field| Some((id.value, metric(field)?)))
}

fn metric(field: Field<'_, '_, '_>) -> Option<PublishedMetric> {
    let fields = field.fields()?;
    let version = fields
        .required("version")
        .and_then(|field| field.integer(1, u32::MAX));
    let fingerprint = fields.optional("fingerprint").map(Field::text);
    let meaning = fields.required("meaning").and_then(meaning);
    let measure = Measure::of(meaning.as_deref().unwrap_or_default());
    let note = fields.optional("note").map(Field::text);
    let target = fields
        .optional("target")
        .map(|field| target(field, &measure));
    let all = fields.optional("all").map(|field| figure(field, &measure));
    let services = fields.optional("services").map(|field| {
        keyed(field, |id, field| {
            Some((id.value, figure(field, &measure)?))
        })
    });
    fields.finish();
    Some(PublishedMetric {
        span: field.key,
        version: version?.value,
        fingerprint: match fingerprint {
            Some(fingerprint) => fingerprint?.value,
            None => String::new(),
        },
        meaning: meaning?,
        note: or_wrong(note)?.map(|note| note.value),
        target: or_wrong(target)?,
        all: or_wrong(all)?,
        services: services.unwrap_or_else(|| Some(BTreeMap::new()))?,
    })
}

fn meaning(field: Field<'_, '_, '_>) -> Option<Vec<(String, String)>> {
    let mut meaning = Vec::new();
    for (key, text) in field.pairs()? {
        // A field of a definition may say nothing at all.
        let text = match &text.node.kind {
            NodeKind::Scalar(text) if text.is_empty() => String::new(),
            _ => text.text()?.value,
        };
        meaning.push((key.value.to_string(), text));
    }
    Some(meaning)
}

fn target(field: Field<'_, '_, '_>, measure: &Measure) -> Option<PublishedTarget> {
    let fields = field.fields()?;
    let value = fields
        .required("value")
        .and_then(|field| field.decimal(measure.unit.as_ref()));
    let from = fields.required("from").and_then(Field::date);
    let set_by = fields.text("set_by");
    fields.finish();
    Some(PublishedTarget {
        value: value?.value,
        from: from?.value,
        set_by: set_by?.value,
    })
}

fn figure(field: Field<'_, '_, '_>, measure: &Measure) -> Option<PublishedFigure> {
    let fields = field.fields()?;
    let value = fields
        .required("quarter")
        .and_then(|field| measure.value(field));
    let status = fields.text("status");
    let estimated = fields.optional("estimated").map(Field::flag);
    let as_of = fields.optional("as_of").map(Field::date);
    let missing = fields.optional("missing").map(missing);
    let weeks = fields.optional("weeks").map(|field| {
        keyed(field, |week, field| {
            let Ok(week) = week.value.parse::<Week>() else {
                let message = format!("{} is not a week", quoted(&week.value));
                field.problems.add(topics::BAD_WEEK.at(week.span, message));
                return None;
            };
            Some((week, measure.value(field)?))
        })
    });
    fields.finish();
    Some(PublishedFigure {
        span: field.key,
        value: value?,
        estimated: estimated.unwrap_or(Some(false))?,
        as_of: or_wrong(as_of)?.map(|day| day.value),
        missing: or_wrong(missing)?,
        status: status?.value,
        weeks: weeks.unwrap_or_else(|| Some(BTreeMap::new()))?,
    })
}

fn missing(field: Field<'_, '_, '_>) -> Option<Missing> {
    let fields = field.fields()?;
    let reason = fields.text("reason");
    let expected = fields.optional("expected").map(Field::date);
    let owner = fields.optional_text("owner");
    fields.finish();
    Some(Missing {
        reason: reason?.value,
        expected: or_wrong(expected)?.map(|date| date.value),
        owner,
    })
}

fn ask(
    field: Field<'_, '_, '_>,
    metrics: Option<&BTreeMap<String, PublishedMetric>>,
) -> Option<PublishedAsk> {
    let fields = field.fields()?;
    let id = fields.text("id");
    let number = fields
        .required("number")
        .and_then(|field| field.integer(1, u32::MAX));
    let verb = fields.text("verb");
    let title = fields.text("title");
    let request = fields.text("request");
    let sponsor = fields.text("sponsor");
    let reply_by = fields.required("reply_by").and_then(Field::date);
    let predicted = fields
        .optional("predicted")
        .map(|field| prediction(field, metrics));
    fields.finish();
    Some(PublishedAsk {
        id: id?,
        number: number?.value,
        verb: verb?.value,
        title: title?.value,
        request: request?.value,
        sponsor: sponsor?.value,
        reply_by: reply_by?.value,
        predicted: or_wrong(predicted)?,
    })
}

fn promise(
    field: Field<'_, '_, '_>,
    metrics: Option<&BTreeMap<String, PublishedMetric>>,
) -> Option<PublishedPromise> {
    let fields = field.fields()?;
    let id = fields.text("id");
    let what = fields.text("what");
    let owner = fields.text("owner");
    let by = fields.required("by").and_then(Field::date);
    let predicted = fields
        .optional("predicted")
        .map(|field| prediction(field, metrics));
    fields.finish();
    Some(PublishedPromise {
        id: id?,
        what: what?.value,
        owner: owner?.value,
        by: by?.value,
        predicted: or_wrong(predicted)?,
    })
}

/// A prediction in the unit that its metric had when it was made.
fn prediction(
    field: Field<'_, '_, '_>,
    metrics: Option<&BTreeMap<String, PublishedMetric>>,
) -> Option<Prediction> {
    let fields = field.fields()?;
    let metric = fields.text("metric");
    let of = metrics.zip(metric.as_ref());
    let of = of.and_then(|(metrics, id)| metrics.get(&id.value));
    let measure = Measure::of(of.map_or(&[], |metric| metric.meaning.as_slice()));
    let service = fields.optional_text("service");
    let end = |key| {
        let field = fields.optional(key);
        field.map(|field| field.decimal(measure.unit.as_ref()))
    };
    let (low, high) = (end("low"), end("high"));
    let by = fields.required("by").and_then(Field::date);
    fields.finish();
    Some(Prediction {
        metric: metric?.value,
        service,
        low: or_wrong(low)?.map(|low| low.value),
        high: or_wrong(high)?.map(|high| high.value),
        by: by?.value,
    })
}

fn shared(field: Field<'_, '_, '_>) -> Option<BTreeMap<String, Option<Located<String>>>> {
    keyed(field, |path, field| {
        let text = match &field.node.kind {
            NodeKind::Null => None,
            // Whatever the file held, an empty one included.
            NodeKind::Scalar(text) => Some(Located::new(text.to_string(), field.node.span)),
            _ => Some(field.text()?),
        };
        Some((path.value, text))
    })
}

/// SHA-256 by path.
fn hashes(field: Field<'_, '_, '_>) -> Option<BTreeMap<String, String>> {
    keyed(field, |path, field| Some((path.value, field.text()?.value)))
}

fn texts(field: Field<'_, '_, '_>) -> Option<BTreeMap<String, Located<String>>> {
    keyed(field, |path, field| Some((path.value, field.text()?)))
}

/// The last edit of a text.
fn edit(field: Field<'_, '_, '_>) -> Option<Edit> {
    let fields = field.fields()?;
    let commit = fields.text("commit");
    let on = fields.required("on").and_then(Field::date);
    let since = fields.optional("changed_since").map(Field::flag);
    fields.finish();
    Some(Edit {
        commit: commit?.value,
        on: on?.value,
        changed_since: since.unwrap_or(Some(false))?,
    })
}

/// A mapping whose keys are names; `None` where one of its values is wrong.
fn keyed<K: Ord, V>(
    field: Field<'_, '_, '_>,
    one: impl Fn(Located<String>, Field<'_, '_, '_>) -> Option<(K, V)>,
) -> Option<BTreeMap<K, V>> {
    let entries = field.pairs()?;
    let count = entries.len();
    let mut read = BTreeMap::new();
    for (key, field) in entries {
        let id = Located::new(key.value.to_string(), key.span);
        read.extend(one(id, field));
    }
    (read.len() == count).then_some(read)
}
