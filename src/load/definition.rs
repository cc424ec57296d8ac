//! The `definition` of a metric.

use super::decode::Field;
use super::topics;
use crate::model::{Definition, DefinitionChange, DefinitionEffect};

const EFFECTS: &[(&str, DefinitionEffect)] = &[
    ("none", DefinitionEffect::None),
    ("unchanged", DefinitionEffect::Unchanged),
    ("restated", DefinitionEffect::Restated),
    ("break", DefinitionEffect::Break),
];

/// Reads a definition; the last of its changes must be the version that holds.
pub(super) fn read(field: Field<'_, '_, '_>) -> Option<Definition> {
    let fields = field.fields()?;
    let version = fields
        .required("version")
        .and_then(|field| field.integer(1, u32::MAX));
    let formula = fields.text("formula");
    let start_event = fields.text("start_event");
    let stop_event = fields.text("stop_event");
    let event_source = fields.text("event_source");
    let query_owner = fields.text("query_owner");
    let inclusion = fields.text("inclusion");
    let exclusion = fields.text("exclusion");
    let refresh = fields.text("refresh");
    let weaknesses = fields.text("weaknesses");
    let changes = fields.required("changes").and_then(changes);
    fields.finish();
    let (version, changes) = (version?, changes?);
    let last = changes.last()?;
    if last.version.value != version.value {
        let message = format!(
            "the definition is version {}, its last change made version {}",
            version.value, last.version.value
        );
        field.problems.add(
            topics::DEFINITION_VERSION
                .at(version.span, message)
                .see(last.version.span, "the last change")
                .help("add the change that made this version, or correct the number"),
        );
        return None;
    }
    Some(Definition {
        version,
        formula: formula?,
        start_event: start_event?,
        stop_event: stop_event?,
        event_source: event_source?,
        query_owner: query_owner?.value,
        inclusion: inclusion?,
        exclusion: exclusion?,
        refresh: refresh?.value,
        weaknesses: weaknesses?.value,
        changes,
    })
}

/// Changes, each later and of a higher version than the one before.
fn changes(field: Field<'_, '_, '_>) -> Option<Vec<DefinitionChange>> {
    let items = field.items()?;
    if items.is_empty() {
        return field.empty();
    }
    let count = items.len();
    let mut changes: Vec<DefinitionChange> = Vec::with_capacity(count);
    for item in items {
        let Some(fields) = item.fields() else {
            continue;
        };
        let version = fields
            .required("version")
            .and_then(|field| field.integer(1, u32::MAX));
        let date = fields.required("date").and_then(Field::date);
        let what = fields.text("what");
        let effect = fields
            .required("effect")
            .and_then(|field| field.word(EFFECTS));
        fields.finish();
        if let (Some(version), Some(date), Some(what), Some(effect)) = (version, date, what, effect)
        {
            let before = changes.last().map_or(0, |last| last.version.value);
            if let Some(last) = changes.last()
                && (version.value <= before || date.value <= last.date)
            {
                item.problems.add(
                    topics::OUT_OF_ORDER
                        .at(
                            version.span,
                            "changes of a definition go from oldest to newest",
                        )
                        .see(last.version.span, "stands before it")
                        .help("put the newest last, with the highest version and a day of its own"),
                );
                return None;
            }
            if version.value != before.saturating_add(1) {
                let message = format!(
                    "version {} of the definition follows {}",
                    version.value,
                    match before {
                        0 => "on none".to_owned(),
                        before => format!("version {before}"),
                    }
                );
                item.problems
                    .add(topics::VERSION_GAP.at(version.span, message).help(format!(
                        "write `version: {}`, or add the changes that are missing",
                        before.saturating_add(1)
                    )));
                return None;
            }
            changes.push(DefinitionChange {
                version,
                date: date.value,
                what: what.value,
                effect,
            });
        }
    }
    (changes.len() == count).then_some(changes)
}
