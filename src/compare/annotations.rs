//! The dated marks of two packs to what differs in them. A change point restarts limits, so it
//! decides what counts as a movement; the others only stand on charts.

use super::Side;
use super::difference::{Difference, Matter};
use crate::model::{Annotation, AnnotationKind};
use std::collections::BTreeSet;

/// Every mark that came, went or is another.
pub(super) fn between(base: &Side<'_>, head: &Side<'_>) -> Vec<Difference> {
    let of = |side: &Side<'_>, id: &str| {
        let mut marks = side.pack.annotations.iter();
        marks.find(|a| a.id.value == id).cloned()
    };
    let ids: BTreeSet<&str> = [base, head]
        .iter()
        .flat_map(|side| side.pack.annotations.iter().map(|a| a.id.value.as_str()))
        .collect();
    ids.into_iter()
        .filter_map(|id| {
            let (a, b) = (of(base, id), of(head, id));
            let (was, is) = (
                a.as_ref().map(|m| told(base, m)),
                b.as_ref().map(|m| told(head, m)),
            );
            if was == is {
                return None;
            }
            let judges = |mark: &Option<Annotation>| {
                mark.as_ref()
                    .is_some_and(|m| m.kind == AnnotationKind::ChangePoint)
            };
            let (matter, kind) = if judges(&a) || judges(&b) {
                (Matter::Judging, "change point: limits restart there")
            } else {
                (Matter::Mark, "mark on the charts")
            };
            let one = b.as_ref().or(a.as_ref())?;
            let side = if b.is_some() { head } else { base };
            let how = match (&was, &is) {
                (None, _) => "is new",
                (_, None) => "was removed",
                _ => "changed",
            };
            let what = match matter {
                Matter::Judging => "change point",
                _ => "mark",
            };
            let said = format!("the {what} `{}` {how}", one.label);
            let found = Difference::new(matter, &one.label, kind).from(was).to(is);
            Some(found.at(side.path(one.id.span)).saying(said))
        })
        .collect()
}

fn told(side: &Side<'_>, mark: &Annotation) -> String {
    let kind = match mark.kind {
        AnnotationKind::Action => "action",
        AnnotationKind::Event => "event",
        AnnotationKind::ChangePoint => "change point",
    };
    let ids = |what: &str, ids: &[crate::diag::Located<String>]| {
        let ids: Vec<&str> = ids.iter().map(|m| m.value.as_str()).collect();
        match ids.as_slice() {
            [] => String::new(),
            ids => format!(", {what} {}", ids.join(", ")),
        }
    };
    let cause = mark
        .cause
        .as_deref()
        .map_or_else(String::new, |c| format!(": {c}"));
    format!(
        "{kind} on {}, {}{}{}{cause}",
        side.date(mark.date),
        mark.label,
        ids("metrics", &mark.metrics),
        ids("services", &mark.services),
    )
}
