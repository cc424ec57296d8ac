//! `data/cadence.yaml` to rhythms: what comes round, and how often it was held where no other record
//! says so.

use super::decode::{Field, Fields, conflict};
use super::names::once;
use super::story::Known;
use crate::diag::Located;
use crate::model::{Beat, Period, Rhythm};
use std::collections::BTreeMap;

const BEATS: &[(&str, Beat)] = &[
    (Beat::Weekly.word(), Beat::Weekly),
    (Beat::Monthly.word(), Beat::Monthly),
    (Beat::Quarterly.word(), Beat::Quarterly),
    (Beat::AfterIncident.word(), Beat::AfterIncident),
];

/// More than a quarter has days.
const HELD_AT_MOST: u32 = 99;

/// Reads the rhythms in file order.
pub(super) fn read(root: Field<'_, '_, '_>, known: &Known<'_>) -> Vec<Rhythm> {
    if root.is_null() {
        return Vec::new();
    }
    let items = root.items().unwrap_or_default().into_iter();
    let read: Vec<_> = items.filter_map(|item| one(item, known)).collect();
    once("rhythm", read.iter().map(|(id, _)| id), root.problems);
    read.into_iter().filter_map(|(_, rhythm)| rhythm).collect()
}

/// A rhythm with its name; the name alone where the rest is wrong.
fn one(item: Field<'_, '_, '_>, known: &Known<'_>) -> Option<(Located<String>, Option<Rhythm>)> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.plain("name");
    let beat = fields.required("rhythm");
    let beat = beat.and_then(|field| field.word(BEATS));
    let owner = fields.text("owner");
    let does = fields.plain("does");
    let looks_at = match fields.optional("looks_at") {
        None => Some(Vec::new()),
        Some(field) => field.each(|item| known.metrics.known(item.text()?, item.problems)),
    };
    let since = fields.required_because("since", "nothing is planned before its first day");
    let since = since.and_then(Field::date);
    let held = held(&fields, beat.map(|beat| beat.value));
    let audience = fields.audience();
    fields.finish();
    let id = id?;
    let rhythm = || {
        Some(Rhythm {
            id: id.clone(),
            name: name?,
            beat: beat?,
            owner: owner?,
            does: does?,
            looks_at: looks_at?,
            since: since?,
            held: held?,
            audience: audience?,
        })
    };
    let rhythm = rhythm();
    Some((id, rhythm))
}

/// How often it was held, by quarter; refused where the pack records that itself.
fn held(fields: &Fields<'_, '_, '_>, beat: Option<Beat>) -> Option<BTreeMap<Period, Located<u32>>> {
    let beat = match (beat, fields.optional("held")) {
        (Some(beat), Some(field)) if beat.is_recorded() => {
            conflict(
                field,
                "is written by hand, and the pack records it",
                "remove it: what was held is counted from the locks, or from the record of incidents",
            );
            return None;
        }
        (None, _) => return None,
        (Some(beat), _) => beat,
    };
    let field = match fields.optional("held") {
        None if beat.is_recorded() => return Some(BTreeMap::new()),
        None => {
            let why = "no other record says how often it was held: write `{}` at first";
            fields.required_because("held", why)?
        }
        Some(field) => field,
    };
    let mut held = BTreeMap::new();
    let mut whole = true;
    for (key, value) in field.pairs()? {
        let period = super::scalars::period(&key.value, key.span, field.problems);
        let count = value.integer(0, HELD_AT_MOST);
        match period.zip(count) {
            Some((period, count)) => {
                held.insert(period, count);
            }
            None => whole = false,
        }
    }
    whole.then_some(held)
}
