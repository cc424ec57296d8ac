//! What is counted: an SLI's specification to an indicator, with its queries as text. Queries are
//! shown and never run; credentials in them are told of and not kept.

use super::super::decode::{Field, Fields, conflict};
use super::super::problems::quoted;
use super::super::topics;
use super::super::yaml::{Node, NodeKind};
use super::envelope::{self, Metadata};
use super::register::Known;
use crate::diag::Span;
use crate::model::{Indicator, Measure, SourceQuery};

const RAW_TYPES: &[(&str, bool)] = &[("success", true), ("failure", false)];

/// Parts of a key under which credentials are written, in small letters.
const CREDENTIALS: &[&str] = &[
    "accesskey",
    "apikey",
    "credential",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "token",
];

/// The kind of system of a `DataSource`. How to connect to it is none of a report's business: it
/// must be there, and is not looked at.
pub(super) fn data_source(spec: Field<'_, '_, '_>) -> Option<String> {
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let system = fields.text("type");
    let details = fields.required("connectionDetails");
    fields.finish();
    description?;
    details?;
    Some(system?.value)
}

/// An indicator that is written where it is used: its metadata and its specification.
pub(super) fn inline(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Indicator> {
    let fields = field.fields()?;
    let metadata = fields
        .required("metadata")
        .and_then(envelope::inline_metadata);
    let spec = fields.required("spec");
    fields.finish();
    let read = spec.and_then(|spec| read(spec, metadata.as_ref(), known));
    metadata?;
    read
}

/// The specification of an indicator.
pub(super) fn read(
    spec: Field<'_, '_, '_>,
    metadata: Option<&Metadata>,
    known: &Known<'_>,
) -> Option<Indicator> {
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let threshold = fields.optional("thresholdMetric");
    let ratio = fields.optional("ratioMetric");
    let here = fields.here();
    fields.finish();
    let (measure, counter) = match (threshold, ratio) {
        (Some(metric), None) => (query(metric, known).map(Measure::Threshold), Some(None)),
        (None, Some(metric)) => self::ratio(metric, known),
        (Some(_), Some(ratio)) => {
            conflict(
                ratio,
                "stands beside `thresholdMetric`",
                "an indicator is one of the two: remove the other",
            );
            (None, None)
        }
        (None, None) => {
            spec.problems.add(
                topics::OBJECTIVE_INDICATOR
                    .at(here, "the indicator says nothing of what is counted")
                    .help(
                        "write `ratioMetric` (good events of all) or `thresholdMetric` (a value)",
                    ),
            );
            (None, None)
        }
    };
    Some(Indicator {
        id: metadata.map(|metadata| metadata.name.value.clone()),
        name: metadata.and_then(|metadata| metadata.display.clone()),
        description: description?,
        measure: measure?,
        counter: counter?,
    })
}

/// A share: good or bad events of all, or one that was computed before.
#[expect(clippy::option_option, reason = "not said, and not read, differ")]
fn ratio(metric: Field<'_, '_, '_>, known: &Known<'_>) -> (Option<Measure>, Option<Option<bool>>) {
    let Some(fields) = metric.fields() else {
        return (None, None);
    };
    let counter = match fields.optional("counter") {
        Some(field) => field.flag().map(Some),
        None => Some(None),
    };
    let [good, bad, total, raw] = ["good", "bad", "total", "raw"].map(|name| fields.optional(name));
    let raw_type = match raw {
        Some(_) => {
            fields.required_because("rawType", "`raw` alone may be of good or of bad events")
        }
        None => fields.optional("rawType"),
    };
    let here = fields.here();
    fields.finish();
    let read = |field: Option<Field<'_, '_, '_>>| field.map(|field| query(field, known));
    let (good_query, bad_query) = (read(good), read(bad));
    let (total_query, raw_query) = (read(total), read(raw));
    let success = raw_type.map(|field| field.word(RAW_TYPES));
    if let Some(raw) = raw {
        if let Some(other) = [good, bad, total].into_iter().flatten().next() {
            let help = format!("remove `{}`, or `raw` with its `rawType`", other.name);
            conflict(raw, "is computed already and takes no other query", &help);
            return (None, counter);
        }
        let measure = || {
            Some(Measure::Raw {
                query: raw_query??,
                success: success??.value,
            })
        };
        return (measure(), counter);
    }
    if let Some(raw_type) = raw_type {
        conflict(raw_type, "is only for `raw`", "remove it");
        return (None, counter);
    }
    let incomplete = |at: Span, message: &str, help: &str| {
        metric
            .problems
            .add(topics::OBJECTIVE_INDICATOR.at(at, message).help(help));
        None
    };
    let measure = match (good, bad, total) {
        (Some(_), Some(bad), _) => {
            conflict(
                bad,
                "stands beside `good`",
                "either follows from the other and `total`: keep one",
            );
            None
        }
        (Some(_), None, Some(_)) => (|| {
            Some(Measure::Good {
                good: good_query??,
                total: total_query??,
            })
        })(),
        (None, Some(_), Some(_)) => (|| {
            Some(Measure::Bad {
                bad: bad_query??,
                total: total_query??,
            })
        })(),
        (Some(part), None, None) | (None, Some(part), None) => {
            let message = format!("`{}` is a part of nothing: `total` is missing", part.name);
            incomplete(part.key, &message, "add `total`: everything that counts")
        }
        (None, None, Some(total)) => incomplete(
            total.key,
            "`total` has no part: `good` or `bad` is missing",
            "add `good` or `bad`",
        ),
        (None, None, None) => incomplete(
            here,
            "`ratioMetric` says nothing of what is counted",
            "write `good` or `bad` with `total`, or `raw` with `rawType`",
        ),
    };
    (measure, counter)
}

/// A query as text.
fn query(metric: Field<'_, '_, '_>, known: &Known<'_>) -> Option<SourceQuery> {
    let fields = metric.fields()?;
    let source = fields.required("metricSource");
    fields.finish();
    let source = source?.fields()?;
    let reference = source
        .optional("metricSourceRef")
        .map(|field| envelope::name(field).map(|name| (field, name)));
    let system = match reference {
        Some(_) => source.optional("type").map(Field::text),
        None => source
            .required_because("type", "without `metricSourceRef` nothing else says it")
            .map(Field::text),
    };
    let asked = source
        .required("spec")
        .and_then(|spec| asked(spec, &source));
    source.finish();
    let known_system = match &reference {
        Some(Some((field, name))) => known.sources.follow(name, field.problems).cloned(),
        _ => None,
    };
    Some(SourceQuery {
        system: match system {
            Some(system) => Some(system?.value),
            None => known_system,
        },
        source: match reference {
            Some(reference) => Some(reference?.1.value),
            None => None,
        },
        fields: asked?,
    })
}

/// The keys and texts of a query; any YAML may stand here.
fn asked(spec: Field<'_, '_, '_>, around: &Fields<'_, '_, '_>) -> Option<Vec<(String, String)>> {
    let entries = spec.entries()?;
    if entries.is_empty() {
        let message = "`spec` asks for nothing";
        spec.problems.add(
            topics::OBJECTIVE_INDICATOR
                .at(around.here(), message)
                .help("write the query as the monitoring system takes it"),
        );
        return None;
    }
    let mut fields = Vec::new();
    for (key, node) in entries {
        flatten(key.value.to_string(), key.span, node, spec, &mut fields);
    }
    Some(fields)
}

/// A value with everything in it as keys and texts. Depth is limited where YAML is read.
fn flatten(
    path: String,
    key: Span,
    node: &Node<'_>,
    spec: Field<'_, '_, '_>,
    to: &mut Vec<(String, String)>,
) {
    let plain: String = path
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if CREDENTIALS.iter().any(|word| plain.contains(word)) {
        let message = format!("{} looks like a credential", quoted(&path));
        spec.problems.add(
            topics::OPENSLO_CREDENTIAL
                .at(key, message)
                .help("keep it where the monitoring system keeps its secrets; it is not read here"),
        );
        return;
    }
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar(text) => {
            let text = text.trim();
            if text.chars().any(super::super::intake::is_refused) {
                spec.problems.add(
                    topics::CONTROL_CHARACTER
                        .at(node.span, "an escape makes an invisible character")
                        .help("remove it"),
                );
                return;
            }
            to.push((path, text.to_owned()));
        }
        NodeKind::Map(entries) => {
            for (key, node) in entries {
                flatten(format!("{path}.{}", key.value), key.span, node, spec, to);
            }
        }
        NodeKind::Seq(items) => {
            for (n, node) in items.iter().enumerate() {
                flatten(format!("{path}.{}", n + 1), node.span, node, spec, to);
            }
        }
    }
}
