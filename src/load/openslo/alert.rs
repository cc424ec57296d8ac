//! Who is told when a budget burns: alert policies with their conditions and targets.

use super::super::decode::{Field, Fields, conflict};
use super::super::problems::quoted;
use super::super::topics;
use super::envelope::{self, Kind, Metadata};
use super::length::{self, Least};
use super::part::COMPARISONS;
use super::register::Known;
use crate::diag::Located;
use crate::model::{AlertPolicy, AlertWhen, Comparison, Exact, Length};

/// The one condition that OpenSLO knows.
const CONDITIONS: &[(&str, ())] = &[("burnrate", ())];

/// When a budget burns too fast.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    severity: String,
    compared: Comparison,
    threshold: Exact,
    lookback: Length,
    after: Option<Length>,
}

/// The specification of an `AlertNotificationTarget`: who is told.
pub(super) fn target(spec: Field<'_, '_, '_>) -> Option<String> {
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let target = fields.text("target");
    fields.finish();
    description?;
    Some(target?.value)
}

/// The specification of an `AlertCondition`.
pub(super) fn condition(spec: Field<'_, '_, '_>) -> Option<Condition> {
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let severity = fields.text("severity");
    let condition = fields.required("condition");
    fields.finish();
    let burn = condition.and_then(burn);
    description?;
    Some(Condition {
        severity: severity?.value,
        ..burn?
    })
}

/// The burn rate at which someone is told; its severity stands around it.
fn burn(field: Field<'_, '_, '_>) -> Option<Condition> {
    let fields = field.fields()?;
    let kind = fields
        .required("kind")
        .and_then(|field| field.word(CONDITIONS));
    let compared = fields
        .required("op")
        .and_then(|field| field.word(COMPARISONS));
    let threshold = fields
        .required("threshold")
        .and_then(|field| field.decimal(None));
    let lookback = fields
        .required("lookbackWindow")
        .and_then(|field| length::read(field, Least::One));
    let after = fields
        .optional("alertAfter")
        .map(|field| length::read(field, Least::Nothing));
    fields.finish();
    let after = match after {
        Some(after) => Some(after?.value),
        None => None,
    };
    let (compared, threshold) = (compared?, threshold?);
    kind?;
    if matches!(compared.value, Comparison::Less | Comparison::AtMost) {
        let message =
            "the alert is raised while the budget burns slowly, and not when it burns fast";
        field.problems.add(
            topics::OBJECTIVE_ODD
                .at(compared.span, message)
                .help("write `gte` or `gt`"),
        );
    }
    if threshold.value == Exact::ZERO || threshold.value.is_negative() {
        field.problems.add(
            topics::BAD_NUMBER
                .at(threshold.span, "a burn rate of nothing is always reached")
                .help("write how many times too fast the budget burns, such as `14.4`"),
        );
        return None;
    }
    Some(Condition {
        severity: String::new(),
        compared: compared.value,
        threshold: threshold.value,
        lookback: lookback?.value,
        after,
    })
}

/// The specification of an `AlertPolicy`.
pub(super) fn policy(
    spec: Field<'_, '_, '_>,
    metadata: Option<&Metadata>,
    known: &Known<'_>,
) -> Option<AlertPolicy> {
    let fields = spec.fields()?;
    let description = envelope::description(&fields);
    let flag = |name| match fields.optional(name) {
        Some(field) => field.flag(),
        None => Some(false),
    };
    let breaching = flag("alertWhenBreaching");
    let resolved = flag("alertWhenResolved");
    let no_data = flag("alertWhenNoData");
    let conditions = fields.required("conditions");
    let conditions = conditions.and_then(|field| only_condition(field, known));
    let targets = fields.required("notificationTargets");
    let targets = targets.and_then(|field| targets_of(field, known));
    fields.finish();
    description?;
    let Condition {
        severity,
        compared,
        threshold,
        lookback,
        after,
    } = conditions?;
    let metadata = metadata?;
    Some(AlertPolicy {
        id: metadata.name.value.clone(),
        name: metadata.display.clone(),
        severity,
        compared,
        threshold,
        lookback,
        after,
        when: AlertWhen {
            breaching: breaching?,
            resolved: resolved?,
            no_data: no_data?,
        },
        targets: targets?,
    })
}

/// The policies of an SLO.
pub(super) fn policies(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Vec<AlertPolicy>> {
    if field.is_null() {
        field.problems.add(
            topics::OBJECTIVE_KEY_IGNORED
                .at(
                    field.key,
                    "`alertPolicies` is empty: nobody is told when the budget burns",
                )
                .help("name a policy, or remove the key"),
        );
        return Some(Vec::new());
    }
    field.each(|item| {
        let refer = |name: Located<String>| known.policies.follow(&name, item.problems).cloned();
        let own = |spec, metadata: Option<&Metadata>| policy(spec, metadata, known);
        here_or_there(item, "alertPolicyRef", Kind::AlertPolicy, refer, own)
    })
}

/// The one condition of a policy: OpenSLO allows no more.
fn only_condition(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Condition> {
    let items = field.items()?;
    let [item] = items.as_slice() else {
        let place = items.get(1).map_or(field.key, |item| item.key);
        let message = match items.len() {
            0 => "the policy has no condition: it never tells".to_owned(),
            n => format!("the policy has {n} conditions; OpenSLO allows one"),
        };
        field.problems.add(
            topics::OBJECTIVE_ALERT
                .at(place, message)
                .help("write one condition; another condition is another policy"),
        );
        return None;
    };
    let refer = |name: Located<String>| known.conditions.follow(&name, item.problems).cloned();
    let own = |spec, _: Option<&Metadata>| condition(spec);
    here_or_there(*item, "conditionRef", Kind::AlertCondition, refer, own)
}

/// Who is told; at least one.
fn targets_of(field: Field<'_, '_, '_>, known: &Known<'_>) -> Option<Vec<String>> {
    if field.items()?.is_empty() {
        field.problems.add(
            topics::OBJECTIVE_ALERT
                .at(field.key, "the policy tells nobody")
                .help("name at least one `AlertNotificationTarget`"),
        );
        return None;
    }
    field.each(|item| {
        let refer = |name: Located<String>| known.targets.follow(&name, item.problems).cloned();
        let own = |spec, _: Option<&Metadata>| target(spec);
        here_or_there(item, "targetRef", Kind::AlertNotificationTarget, refer, own)
    })
}

/// A thing that is written where it is used, or named there.
fn here_or_there<'n, 't, 'p, T>(
    item: Field<'n, 't, 'p>,
    reference: &'static str,
    kind: Kind,
    refer: impl FnOnce(Located<String>) -> Option<T>,
    own: impl FnOnce(Field<'n, 't, 'p>, Option<&Metadata>) -> Option<T>,
) -> Option<T> {
    let fields: Fields<'n, 't, 'p> = item.fields()?;
    let Some(name) = fields.optional(reference) else {
        if item.entries()?.is_empty() {
            let message = format!("neither `{reference}` nor the thing itself");
            let help =
                format!("name it by `{reference}`, or write it here: `kind`, `metadata`, `spec`");
            item.problems.add(
                topics::OBJECTIVE_ALERT
                    .at(item.node.span, message)
                    .help(help),
            );
            return None;
        }
        let own_keys = ["kind", "metadata", "spec"];
        if own_keys
            .map(|key| fields.optional(key))
            .iter()
            .all(Option::is_none)
        {
            // None of its keys belongs here, and each is told of.
            fields.finish();
            return None;
        }
        let right = envelope::inline_kind(&fields, kind);
        let metadata = fields
            .required("metadata")
            .and_then(envelope::inline_metadata);
        let spec = fields.required("spec");
        fields.finish();
        let read = spec.and_then(|spec| own(spec, metadata.as_ref()));
        right?;
        metadata?;
        return read;
    };
    let others = ["kind", "metadata", "spec"].map(|key| fields.optional(key));
    fields.finish();
    if let Some(other) = others.into_iter().flatten().next() {
        let why = format!("stands beside {}", quoted(reference));
        conflict(other, &why, "name the thing or write it here, not both");
        return None;
    }
    refer(envelope::name(name)?)
}
