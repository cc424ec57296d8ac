//! `data/annotations.yaml` to dated marks.

use super::decode::{Field, conflict};
use super::names::{Names, repeated};
use crate::diag::Located;
use crate::model::{Annotation, AnnotationKind};

const KINDS: &[(&str, AnnotationKind)] = &[
    ("action", AnnotationKind::Action),
    ("event", AnnotationKind::Event),
    ("change-point", AnnotationKind::ChangePoint),
];

/// Reads the marks and gives them their names; by date, then name.
pub(super) fn read(
    root: Field<'_, '_, '_>,
    metrics: &Names,
    services: &Names,
    names: &mut Names,
) -> Vec<Annotation> {
    if root.is_null() {
        return Vec::new();
    }
    let Some(items) = root.items() else {
        names.not_all();
        return Vec::new();
    };
    let mut marks = Vec::new();
    for item in items {
        let Some((id, mark)) = one(item, metrics, services) else {
            names.not_all();
            continue;
        };
        if let Some(first) = names.give(&id.value, id.span, mark.is_some()) {
            repeated("annotation", &id, first, root.problems);
        } else {
            marks.extend(mark);
        }
    }
    marks.sort_by(|a, b| (a.date, &a.id.value).cmp(&(b.date, &b.id.value)));
    marks
}

/// A mark with its name; the name alone where the rest is wrong.
fn one(
    item: Field<'_, '_, '_>,
    metrics: &Names,
    services: &Names,
) -> Option<(Located<String>, Option<Annotation>)> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let kind = fields.required("kind").and_then(|field| field.word(KINDS));
    let date = fields.required("date").and_then(Field::date);
    let label = fields.text("label");
    let event = kind.is_none_or(|kind| kind.value == AnnotationKind::Event);
    let concerned = if event {
        fields.optional("metrics")
    } else {
        fields.required_because("metrics", "only an event can concern all metrics")
    };
    let change = kind.is_some_and(|kind| kind.value == AnnotationKind::ChangePoint);
    let cause = if change {
        fields.required_because("cause", "limits restart only for a known cause")
    } else {
        fields.optional("cause")
    };
    if let (Some(_), Some(cause), false) = (kind, cause, change) {
        conflict(cause, "is only for a change point", "remove it");
    }
    let place = fields.optional("services");
    let all = |field: Option<Field<'_, '_, '_>>, names: &Names, needed: bool| {
        let Some(field) = field else {
            return (!needed).then(Vec::new);
        };
        let texts = field.texts()?;
        if texts.is_empty() {
            return field.empty();
        }
        let count = texts.len();
        let known = |id| names.known(id, item.problems);
        let ids: Vec<Located<String>> = texts.into_iter().filter_map(known).collect();
        (ids.len() == count).then_some(ids)
    };
    let metrics = all(concerned, metrics, !event);
    let services = all(place, services, false);
    let cause = cause.map(Field::text);
    let audience = fields.audience();
    fields.finish();
    let id = id?;
    let mark = || {
        Some(Annotation {
            audience: audience?,
            id: id.clone(),
            kind: kind?.value,
            date: date?.value,
            label: label?.value,
            metrics: metrics?,
            services: services?,
            cause: match cause {
                Some(cause) => Some(cause?.value),
                None if change => return None,
                None => None,
            },
        })
    };
    let mark = mark();
    Some((id, mark))
}
