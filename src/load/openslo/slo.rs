//! The specification of an SLO to one objective, or to several where it promises several things.

use super::super::decode::{Field, Fields, conflict};
use super::super::names::{Names, repeated};
use super::super::problems::{Problems, quoted};
use super::super::topics;
use super::envelope::{self, Metadata};
use super::part::{self, Around, HOW};
use super::register::Known;
use super::{alert, indicator, window};
use crate::diag::{Located, Span};
use crate::model::{
    AlertPolicy, BudgetWindow, Exact, Indicator, Measure, Objective, ObjectivePart, Text,
};
use std::collections::BTreeMap;

/// What an SLO says, before its objectives have their names.
pub(super) struct Slo {
    pub(super) metadata: Metadata,
    pub(super) description: Option<Text>,
    pub(super) service: Located<String>,
    pub(super) service_id: Option<String>,
    pub(super) window: BudgetWindow,
    pub(super) parts: Vec<(Span, ObjectivePart)>,
    /// Whether the parts are of one objective.
    pub(super) composite: bool,
    pub(super) alerts: Vec<AlertPolicy>,
}

/// Reads the specification as `openslo/v1` has it.
pub(super) fn read(
    spec: Field<'_, '_, '_>,
    metadata: Option<&Metadata>,
    known: &Known<'_>,
) -> Option<Slo> {
    let problems = spec.problems;
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let service = fields.text("service");
    let how = fields
        .required("budgetingMethod")
        .and_then(|field| field.word(HOW));
    let window = fields
        .required_because("timeWindow", "a target holds over a time")
        .and_then(window::one_of);
    let list = fields.required("objectives");
    let items = list.and_then(|list| filled(list, problems));
    let composite = items.as_ref().is_some_and(|items| {
        let own = |item: &Field<'_, '_, '_>| has(*item, "indicator") || has(*item, "indicatorRef");
        items.iter().any(own)
    });
    let (shared, one_level) = shared_indicator(&fields, composite, items.is_some(), known);
    let around = Around { how, window };
    let count = items.as_ref().map(Vec::len);
    let parts: Option<Vec<_>> = items.map(|items| {
        let read = |item| one(item, &around, composite, shared.as_ref(), known);
        items.into_iter().filter_map(read).collect()
    });
    let alerts = match fields.optional("alertPolicies") {
        Some(field) => alert::policies(field, known),
        None => Some(Vec::new()),
    };
    fields.finish();
    let (service, service_id) = link(service?, known, problems);
    let parts = parts.filter(|parts| Some(parts.len()) == count)?;
    one_threshold(&parts, composite, problems)?;
    if !one_level {
        return None;
    }
    Some(Slo {
        metadata: metadata?.clone(),
        description: description?,
        service,
        service_id,
        window: window?.value,
        parts,
        composite,
        alerts: alerts?,
    })
}

/// The items of a list that must hold one.
pub(super) fn filled<'n, 't, 'p>(
    list: Field<'n, 't, 'p>,
    problems: &Problems,
) -> Option<Vec<Field<'n, 't, 'p>>> {
    let items = list.items()?;
    if items.is_empty() {
        problems.add(
            topics::OBJECTIVE_TARGET
                .at(list.key, "`objectives` promises nothing")
                .help("write at least one item with a `target`"),
        );
        return None;
    }
    Some(items)
}

/// Whether a mapping has a key.
fn has(item: Field<'_, '_, '_>, name: &str) -> bool {
    item.is_map()
        && item
            .entries()
            .is_some_and(|entries| entries.iter().any(|(key, _)| key.value == name))
}

/// The indicator that every objective is over, none for a composite; and whether it stands on one
/// level only.
fn shared_indicator(
    fields: &Fields<'_, '_, '_>,
    composite: bool,
    certain: bool,
    known: &Known<'_>,
) -> (Option<Indicator>, bool) {
    let inline = fields.optional("indicator");
    let reference = fields.optional("indicatorRef");
    let clash = inline.or(reference).filter(|_| composite);
    if let Some(field) = clash {
        conflict(
            field,
            "stands beside the indicators of single objectives",
            "write one indicator for all, or one in each objective",
        );
    }
    if !composite && certain && inline.is_none() && reference.is_none() {
        inline_missing(fields, fields.here());
    }
    (either(inline, reference, known), clash.is_none())
}

fn inline_missing(fields: &Fields<'_, '_, '_>, here: Span) {
    fields.problems().add(
        topics::OBJECTIVE_INDICATOR
            .at(
                here,
                "nothing says what is counted: no `indicator` and no `indicatorRef`",
            )
            .help(
                "write `indicatorRef` with the name of an SLI, or the SLI itself under `indicator`",
            ),
    );
}

/// An indicator that is written here or elsewhere, not both.
fn either(
    inline: Option<Field<'_, '_, '_>>,
    reference: Option<Field<'_, '_, '_>>,
    known: &Known<'_>,
) -> Option<Indicator> {
    match (inline, reference) {
        (Some(inline), Some(reference)) => {
            let _ = indicator::inline(inline, known);
            conflict(
                reference,
                "stands beside `indicator`",
                "keep one of the two",
            );
            None
        }
        (Some(inline), None) => indicator::inline(inline, known),
        (None, Some(field)) => {
            let name = envelope::name(field)?;
            known.indicators.follow(&name, field.problems).cloned()
        }
        (None, None) => None,
    }
}

/// Reads one objective with the place it begins at.
fn one(
    item: Field<'_, '_, '_>,
    around: &Around,
    composite: bool,
    shared: Option<&Indicator>,
    known: &Known<'_>,
) -> Option<(Span, ObjectivePart)> {
    let fields = item.fields()?;
    let inline = fields.optional("indicator");
    let reference = fields.optional("indicatorRef");
    let weight = fields.optional("compositeWeight");
    let own;
    let (indicator, weight) = if composite {
        if inline.is_none() && reference.is_none() {
            inline_missing(&fields, item.key);
        }
        own = either(inline, reference, known);
        (own, self::weight(weight))
    } else {
        if let Some(weight) = weight {
            let message = "`compositeWeight` has no effect: there is nothing to weigh it against";
            weight.problems.add(
                topics::OBJECTIVE_KEY_IGNORED
                    .at(weight.key, message)
                    .help("remove it; only objectives with indicators of their own are weighed"),
            );
        }
        (shared.cloned(), Some(Exact::integer(1)))
    };
    let read = part::read(&fields, item, around, indicator, weight);
    fields.finish();
    read.map(|part| (item.key, part))
}

/// How much a part of a composite weighs; one where nothing is said.
fn weight(field: Option<Field<'_, '_, '_>>) -> Option<Exact> {
    let Some(field) = field else {
        return Some(Exact::integer(1));
    };
    let weight = field.decimal(None)?;
    if weight.value == Exact::ZERO || weight.value.is_negative() {
        field.problems.add(
            topics::BAD_NUMBER
                .at(weight.span, "a part that weighs nothing is no part")
                .help("write a number above nothing, or remove the part"),
        );
        return None;
    }
    Some(weight.value)
}

/// OpenSLO lets a value be held against one threshold only.
fn one_threshold(
    parts: &[(Span, ObjectivePart)],
    composite: bool,
    problems: &Problems,
) -> Option<()> {
    let is_value = |part: &ObjectivePart| matches!(part.indicator.measure, Measure::Threshold(_));
    match parts {
        [(first, part), (second, _), ..] if !composite && is_value(part) => {
            problems.add(
                topics::OBJECTIVE_INDICATOR
                    .at(*second, "a second threshold over one `thresholdMetric`")
                    .see(*first, "the first one")
                    .help("OpenSLO allows one: write another SLO for each further threshold"),
            );
            None
        }
        _ => Some(()),
    }
}

/// The service of the pack; one that neither the pack nor a document knows is told of.
pub(super) fn link(
    service: Located<String>,
    known: &Known<'_>,
    problems: &Problems,
) -> (Located<String>, Option<String>) {
    let id = known.pack.called(&service.value).map(str::to_owned);
    if id.is_none() && known.pack.are_all() && !known.services.may_have(&service.value) {
        let message = format!(
            "no service of this pack is called {}",
            quoted(&service.value)
        );
        let help = match known.pack.near(&service.value) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "give a service of `data/services.yaml` that name as an alias; if it is none of \
                     the pack's, add a document of kind `Service` with that name"
                    .to_owned()
            }
        };
        problems.add(
            topics::OBJECTIVE_SERVICE
                .at(service.span, message)
                .help(help),
        );
    }
    (service, id)
}

/// Gives the objectives of an SLO their names, and takes them in.
pub(super) fn give(
    slo: Option<Slo>,
    name: &Located<String>,
    names: &mut Names,
    objectives: &mut BTreeMap<String, Objective>,
    problems: &Problems,
) {
    let Some(slo) = slo else {
        // How many objectives it would have had nobody knows.
        names.give(&name.value, name.span, false);
        names.not_all();
        return;
    };
    let whole = slo.composite || slo.parts.len() == 1;
    let groups: Vec<(String, Span, Vec<ObjectivePart>)> = if whole {
        let parts = slo.parts.into_iter().map(|(_, part)| part).collect();
        vec![(name.value.clone(), name.span, parts)]
    } else {
        let one = |(n, (span, part)): (usize, (Span, ObjectivePart))| {
            (format!("{}-{}", name.value, n + 1), span, vec![part])
        };
        slo.parts.into_iter().enumerate().map(one).collect()
    };
    for (id, span, parts) in groups {
        let id = Located::new(id, span);
        if let Some(first) = names.give(&id.value, span, true) {
            repeated("objective", &id, first, problems);
            continue;
        }
        let title = slo.metadata.display.clone();
        let title = title.unwrap_or_else(|| name.value.clone());
        // Several objectives of one SLO differ by what each is called.
        let own = parts.first().and_then(|part| part.name.clone());
        let title = match own.filter(|_| !whole) {
            Some(own) => format!("{title}: {own}"),
            None => title,
        };
        objectives.insert(
            id.value.clone(),
            Objective {
                id,
                name: title,
                description: slo.description.clone(),
                service: slo.service.clone(),
                service_id: slo.service_id.clone(),
                window: slo.window,
                parts,
                alerts: slo.alerts.clone(),
                labels: slo.metadata.labels.clone(),
                annotations: slo.metadata.annotations.clone(),
                audience: slo.metadata.audience,
            },
        );
    }
}
