//! Sloth's two spellings of a service level, `prometheus/v1` and the Kubernetes resource, to the same
//! values.

use super::super::decode::{Field, Fields, conflict};
use super::super::like_id;
use super::super::problems::{Problems, quoted};
use super::super::scalars::decimal;
use super::super::topics;
use super::super::yaml::Node;
use super::{Alert, Indicator, Service, Slo, Urgency, left};
use crate::diag::Located;
use crate::model::Exact;
use std::collections::BTreeMap;

/// How one of the two formats spells its keys.
struct Spelling {
    error_query: &'static str,
    total_query: &'static str,
    error_ratio_query: &'static str,
    page_alert: &'static str,
    ticket_alert: &'static str,
    plugins: &'static str,
}

const PROMETHEUS: Spelling = Spelling {
    error_query: "error_query",
    total_query: "total_query",
    error_ratio_query: "error_ratio_query",
    page_alert: "page_alert",
    ticket_alert: "ticket_alert",
    plugins: "slo_plugins",
};

const KUBERNETES: Spelling = Spelling {
    error_query: "errorQuery",
    total_query: "totalQuery",
    error_ratio_query: "errorRatioQuery",
    page_alert: "pageAlert",
    ticket_alert: "ticketAlert",
    plugins: "sloPlugins",
};

/// Characters that OpenSLO allows in a description and in a name.
const DESCRIPTION: usize = 1_050;
const NAME: usize = 63;

/// Reads one document of either format.
pub(super) fn document(
    root: &Node<'_>,
    services: &mut BTreeMap<String, Service>,
    problems: &Problems,
) {
    let root = Field::root("document", root, problems);
    if root.is_null() {
        return;
    }
    let Some(fields) = root.fields() else { return };
    if let Some(version) = fields.optional("version") {
        if version.word(&[("prometheus/v1", ())]).is_some() {
            levels(fields, &PROMETHEUS, services);
        }
        return;
    }
    let Some(version) = fields.optional("apiVersion") else {
        problems.add(
            topics::OPENSLO_VERSION
                .at(
                    fields.here(),
                    "this is no file of Sloth: it has no `version`",
                )
                .help(
                    "service levels of Sloth begin with `version: prometheus/v1`, or are a \
                       Kubernetes resource of `sloth.slok.dev/v1`",
                ),
        );
        return;
    };
    let Some(text) = version.raw() else { return };
    if text.value != "sloth.slok.dev/v1" {
        let help = if text.value.starts_with("openslo/") {
            "it is OpenSLO already: put it into `data/objectives/` as it is"
        } else {
            "service levels of Sloth are `prometheus/v1` or `sloth.slok.dev/v1`"
        };
        let message = format!("{} is no format of Sloth's own", quoted(text.value));
        problems.add(topics::OPENSLO_VERSION.at(text.span, message).help(help));
        return;
    }
    let kind = fields.required("kind").and_then(Field::raw);
    if let Some(kind) = kind.filter(|kind| kind.value != "PrometheusServiceLevel") {
        let help = match kind.value {
            "AlertWindows" => "name it by `--windows` beside a file of service levels",
            _ => "only `PrometheusServiceLevel` holds objectives",
        };
        let message = format!(
            "a document of kind {} holds no objectives",
            quoted(kind.value)
        );
        problems.add(topics::OPENSLO_KIND.at(kind.span, message).help(help));
        return;
    }
    if let Some(metadata) = fields.required("metadata") {
        left(
            metadata.key,
            "`metadata` of the Kubernetes resource is not carried over",
            "it says where the resource lies, not what is promised",
            problems,
        );
    }
    let spec = fields.required("spec");
    let _ = fields.optional("status");
    fields.finish();
    if let Some(spec) = spec.and_then(Field::fields) {
        levels(spec, &KUBERNETES, services);
    }
}

/// Reads the service, its labels and its objectives.
fn levels(
    fields: Fields<'_, '_, '_>,
    spelling: &Spelling,
    services: &mut BTreeMap<String, Service>,
) {
    let problems = fields.problems();
    let service = fields.required("service").and_then(|field| {
        let text = field.raw()?;
        named(text.map(str::to_owned), problems)
    });
    let labels = texts(fields.optional("labels"));
    plugins(fields.optional(spelling.plugins));
    let items = fields.required("slos").and_then(Field::items);
    fields.finish();
    let (Some(service), Some(labels), Some(items)) = (service, labels, items) else {
        return;
    };
    if items.is_empty() {
        problems.add(
            topics::OBJECTIVE_TARGET
                .at(service.span, "the service has no objectives")
                .help("write at least one under `slos`"),
        );
    }
    let read = items
        .into_iter()
        .filter_map(|item| slo(item, &service.value, &labels, spelling));
    let of = services.entry(service.value.clone()).or_default();
    of.slos.extend(read);
}

/// A name in the letters that OpenSLO takes; one that had to be changed is told of.
fn named(text: Located<String>, problems: &Problems) -> Option<Located<String>> {
    let like = like_id(&text.value);
    if like.is_empty() || like.len() > NAME {
        let message = format!("{} cannot be a name in OpenSLO", quoted(&text.value));
        problems.add(
            topics::OPENSLO_NAME
                .at(text.span, message)
                .help("a name has at most 63 lower-case letters, digits and `-`"),
        );
        return None;
    }
    if like != text.value {
        left(
            text.span,
            format!("{} is written as `{like}`", quoted(&text.value)),
            "names in OpenSLO are lower-case letters, digits and `-`; the queries keep their own words",
            problems,
        );
    }
    Some(Located::new(like, text.span))
}

fn slo(
    item: Field<'_, '_, '_>,
    service: &str,
    common: &BTreeMap<String, Located<String>>,
    spelling: &Spelling,
) -> Option<Slo> {
    let problems = item.problems;
    let fields = item.fields()?;
    let name = fields.required("name").and_then(Field::raw);
    let target = fields.required("objective").and_then(promised);
    let description = description(fields.optional("description"));
    let own = texts(fields.optional("labels"));
    let indicator = fields.required("sli");
    let alerting = fields.optional("alerting");
    plugins(fields.optional("plugins"));
    let here = fields.here();
    fields.finish();
    let indicator = indicator.map(|field| self::indicator(field, spelling));
    let alerts = match alerting {
        Some(field) => self::alerts(field, spelling),
        None => {
            left(
                here,
                "the objective says nothing of alerts, and is written without any",
                "add `alertPolicies` to the file that is written",
                problems,
            );
            Some(Vec::new())
        }
    };
    // The service's part of the name has been told of already.
    let name = name?;
    let name = named(name.map(str::to_owned), problems)?;
    let id = Located::new(format!("{service}-{}", name.value), name.span);
    if id.value.len() > NAME {
        let message = format!("{} is longer than 63 letters", quoted(&id.value));
        problems.add(
            topics::OPENSLO_NAME
                .at(id.span, message)
                .help("shorten the name of the service or of the objective"),
        );
        return None;
    }
    let mut labels = common.clone();
    labels.extend(own?);
    Some(Slo {
        id,
        description: description?,
        target: target?,
        labels: keys(labels, problems),
        indicator: indicator??,
        alerts: alerts?,
    })
}

/// A target in percent, as it was written.
fn promised(field: Field<'_, '_, '_>) -> Option<String> {
    let value = field.decimal(None)?;
    let written = field.raw()?.value;
    let rest = Exact::integer(100).minus(value.value);
    if value.value.is_negative()
        || rest.is_none_or(|rest| rest.is_negative() || rest == Exact::ZERO)
    {
        let message = format!("{} percent cannot be promised", quoted(written));
        field.problems.add(
            topics::OBJECTIVE_TARGET
                .at(value.span, message)
                .help("a target is less than 100, so that an error budget is left"),
        );
        return None;
    }
    // Every digit counts, and a percentage may have more of them than its share.
    decimal(written, None).ok().map(|_| written.to_owned())
}

/// A description as OpenSLO allows it; one that it does not is told of.
#[expect(clippy::option_option, reason = "not said, and not read, differ")]
fn description(field: Option<Field<'_, '_, '_>>) -> Option<Option<String>> {
    let Some(field) = field.filter(|field| !field.is_null()) else {
        return Some(None);
    };
    let text = field.raw()?;
    if text.value.chars().count() > DESCRIPTION || text.value.contains("{{") {
        left(
            text.span,
            "the description is not carried over: it is too long, or holds `{{`",
            "OpenSLO allows 1,050 characters; write a shorter one into the file that is written",
            field.problems,
        );
        return Some(None);
    }
    Some(Some(text.value.to_owned()))
}

fn indicator(field: Field<'_, '_, '_>, spelling: &Spelling) -> Option<Indicator> {
    let fields = field.fields()?;
    let events = fields.optional("events");
    let raw = fields.optional("raw");
    let plugin = fields.optional("plugin");
    let here = fields.here();
    fields.finish();
    match (events, raw, plugin) {
        (Some(events), None, None) => {
            let fields = events.fields()?;
            let bad = fields.required(spelling.error_query).and_then(Field::raw);
            let total = fields.required(spelling.total_query).and_then(Field::raw);
            fields.finish();
            Some(Indicator::Events {
                bad: bad?.value.to_owned(),
                total: total?.value.to_owned(),
            })
        }
        (None, Some(raw), None) => {
            let fields = raw.fields()?;
            let bad = fields
                .required(spelling.error_ratio_query)
                .and_then(Field::raw);
            fields.finish();
            Some(Indicator::Ratio {
                bad: bad?.value.to_owned(),
            })
        }
        (None, None, Some(plugin)) => {
            left(
                plugin.key,
                "the objective is not carried over: its queries are made by a plugin",
                "run Sloth, and write the queries that it makes into `events`",
                field.problems,
            );
            None
        }
        (None, None, None) => {
            field.problems.add(
                topics::OBJECTIVE_INDICATOR
                    .at(here, "nothing says what is counted")
                    .help("write `events` or `raw`"),
            );
            None
        }
        (Some(_), Some(other), _) | (_, Some(_), Some(other)) | (Some(_), None, Some(other)) => {
            conflict(other, "stands beside another kind of query", "keep one");
            None
        }
    }
}

/// The alerts that are not switched off.
fn alerts(field: Field<'_, '_, '_>, spelling: &Spelling) -> Option<Vec<Alert>> {
    let fields = field.fields()?;
    let title = fields.optional("name").map(Field::raw);
    let labels = texts(fields.optional("labels"));
    let annotations = texts(fields.optional("annotations"));
    let page = one(fields.optional(spelling.page_alert), Urgency::Page);
    let ticket = one(fields.optional(spelling.ticket_alert), Urgency::Ticket);
    fields.finish();
    let title = match title {
        Some(title) => Some(title?.value.to_owned()),
        None => None,
    };
    let (labels, annotations) = (labels?, annotations?);
    let of = |(urgency, own)| {
        let (own_labels, own_annotations): (Texts, Texts) = own;
        let (mut labels, mut annotations) = (labels.clone(), annotations.clone());
        labels.extend(own_labels);
        annotations.extend(own_annotations);
        Alert {
            urgency,
            title: title.clone(),
            labels: keys(labels, field.problems),
            annotations: keys(annotations, field.problems),
        }
    };
    let (page, ticket) = (page?, ticket?);
    let on = [(Urgency::Page, page), (Urgency::Ticket, ticket)];
    let on = on.into_iter();
    Some(
        on.filter_map(|(urgency, own)| Some(of((urgency, own?))))
            .collect(),
    )
}

type Texts = BTreeMap<String, Located<String>>;

/// The labels and annotations of an alert; nothing where it is switched off.
#[expect(clippy::option_option, reason = "switched off, and not read, differ")]
fn one(field: Option<Field<'_, '_, '_>>, _: Urgency) -> Option<Option<(Texts, Texts)>> {
    let Some(field) = field.filter(|field| !field.is_null()) else {
        return Some(Some((Texts::new(), Texts::new())));
    };
    let fields = field.fields()?;
    let disabled = match fields.optional("disable") {
        Some(field) => field.flag(),
        None => Some(false),
    };
    let labels = texts(fields.optional("labels"));
    let annotations = texts(fields.optional("annotations"));
    fields.finish();
    let read = (labels?, annotations?);
    Some((!disabled?).then_some(read))
}

/// Keys and texts of the user's own; each once.
fn texts(field: Option<Field<'_, '_, '_>>) -> Option<Texts> {
    let Some(field) = field.filter(|field| !field.is_null()) else {
        return Some(Texts::new());
    };
    let mut texts = Texts::new();
    for (key, value) in field.pairs()? {
        let text = value.raw()?.value.to_owned();
        texts.insert(key.value.to_string(), Located::new(text, key.span));
    }
    Some(texts)
}

/// Those of them whose key OpenSLO takes; the others are told of.
fn keys(texts: Texts, problems: &Problems) -> BTreeMap<String, String> {
    let is_good = |key: &str| super::super::openslo::envelope::is_key(key);
    let mut kept = BTreeMap::new();
    for (key, text) in texts {
        if is_good(&key) {
            kept.insert(key, text.value);
        } else {
            let message = format!(
                "{} is not carried over: OpenSLO takes no such key",
                quoted(&key)
            );
            let help = "a key begins and ends with a letter or digit";
            left(text.span, message, help, problems);
        }
    }
    kept
}

/// Plugins change what Sloth makes of an objective, not what is promised.
fn plugins(field: Option<Field<'_, '_, '_>>) {
    if let Some(field) = field {
        left(
            field.key,
            format!("`{}` is not carried over", field.name),
            "OpenSLO has no plugins; what they change in Sloth's rules holds there only",
            field.problems,
        );
    }
}
