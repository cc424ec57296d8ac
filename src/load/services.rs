//! `data/services.yaml` to areas, journeys and services.

use super::decode::Field;
use super::names::{Names, repeated};
use super::topics;
use crate::diag::Located;
use crate::model::{Area, Journey, Service};

/// What the file holds, as far as it could be read.
pub(super) struct Services {
    pub(super) areas: Vec<Area>,
    pub(super) journeys: Vec<Journey>,
    pub(super) services: Vec<Service>,
}

/// Reads the file, and gives the services and journeys their names.
pub(super) fn read(
    root: Field<'_, '_, '_>,
    names: &mut Names,
    journey_names: &mut Names,
) -> Option<Services> {
    let problems = root.problems;
    let Some(fields) = root.fields() else {
        names.not_all();
        journey_names.not_all();
        return None;
    };
    let mut area_names = Names::new("area", "`areas` in this file", &topics::UNKNOWN_AREA);
    let mut areas = Vec::new();
    match fields.required("areas").and_then(Field::items) {
        None => area_names.not_all(),
        Some(items) => {
            for item in items {
                let Some(fields) = item.fields() else {
                    area_names.not_all();
                    continue;
                };
                let id = fields.required("id").and_then(Field::id);
                let name = fields.text("name");
                fields.finish();
                match id {
                    None => area_names.not_all(),
                    Some(id) => {
                        if let Some(first) = area_names.give(&id.value, id.span, true) {
                            repeated("area", &id, first, problems);
                        }
                        areas.extend(name.map(|name| Area {
                            id,
                            name: name.value,
                        }));
                    }
                }
            }
        }
    }
    let mut services = Vec::new();
    match fields.required("services").and_then(filled) {
        None => names.not_all(),
        Some(items) => {
            for item in items {
                services.extend(service(item, names, &area_names));
            }
        }
    }
    let mut aliases: Vec<&Located<String>> = Vec::new();
    for service in &services {
        for alias in &service.aliases {
            let first = names.place(&alias.value).or_else(|| {
                let same = aliases.iter().find(|other| other.value == alias.value);
                same.map(|other| other.span)
            });
            if let Some(first) = first {
                repeated("service", alias, first, problems);
            }
            aliases.push(alias);
        }
    }
    for service in &services {
        for alias in &service.aliases {
            names.alias(&alias.value, &service.id.value);
        }
    }
    let mut journeys = Vec::new();
    for item in fields
        .optional("journeys")
        .and_then(Field::items)
        .unwrap_or_default()
    {
        let journey = journey(item, names);
        if journey.is_none() {
            journey_names.not_all();
        }
        if let Some(id) = journey.as_ref().map(|journey| &journey.id)
            && let Some(first) = journey_names.give(&id.value, id.span, true)
        {
            repeated("journey", id, first, problems);
        }
        journeys.extend(journey);
    }
    fields.finish();
    (!services.is_empty()).then_some(Services {
        areas,
        journeys,
        services,
    })
}

fn service(item: Field<'_, '_, '_>, names: &mut Names, areas: &Names) -> Option<Service> {
    let Some(fields) = item.fields() else {
        names.not_all();
        return None;
    };
    let id = fields.required("id").and_then(Field::id);
    let name = fields.text("name");
    let area = fields.text("area");
    let tier = fields.required("tier").and_then(|tier| tier.integer(1, 4));
    let owner = fields.text("owner");
    let summary = fields.text("summary");
    let aliases = match fields.optional("aliases") {
        Some(field) => field.texts(),
        None => Some(Vec::new()),
    };
    let audience = fields.audience();
    fields.finish();
    let area = area.and_then(|area| areas.known(area, item.problems));
    let Some(id) = id else {
        names.not_all();
        return None;
    };
    let place = id.clone();
    let read = || {
        Some(Service {
            audience: audience?,
            id,
            name: name?.value,
            area: area?,
            tier: u8::try_from(tier?.value).ok()?,
            owner: owner?.value,
            summary: summary?.value,
            aliases: aliases?,
        })
    };
    let service = read();
    if let Some(first) = names.give(&place.value, place.span, service.is_some()) {
        repeated("service", &place, first, item.problems);
        return None;
    }
    service
}

fn journey(item: Field<'_, '_, '_>, names: &Names) -> Option<Journey> {
    let fields = item.fields()?;
    let id = fields.required("id").and_then(Field::id);
    let name = fields.text("name");
    let services = fields.required("services").and_then(Field::texts);
    let critical = match fields.optional("critical") {
        Some(field) => field.flag(),
        None => Some(false),
    };
    fields.finish();
    let services = services.map(|services| {
        let known = |service| names.known(service, item.problems);
        services.into_iter().filter_map(known).collect()
    });
    Some(Journey {
        id: id?,
        name: name?.value,
        services: services?,
        critical: critical?,
    })
}

/// A list that holds something.
fn filled<'n, 't, 'p>(field: Field<'n, 't, 'p>) -> Option<Vec<Field<'n, 't, 'p>>> {
    let items = field.items()?;
    if items.is_empty() {
        return field.empty();
    }
    Some(items)
}
