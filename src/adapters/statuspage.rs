//! What a status page says of its incidents, to incidents: as Statuspage's API answers it, or as the
//! pages of cState have it in their front matter.
//!
//! After the "Incidents" of a Statuspage's own API (`/api/v2/incidents.json`, also `summary.json` and
//! `incidents/unresolved.json`) and of the manage API (`GET /pages/{id}/incidents`); and after cState's documentation, "Creating issues":
//! `date`, `resolved`, `resolvedWhen`, `severity`, `affected`. Hugo, which makes those pages, takes a time
//! without its offset as UTC.

use super::json::Object;
use super::reading::{Reading, Source, instant, read, texts};
use super::{Adapted, Setting, Told, topics, words};
use crate::diag::{FileId, Sources, Span};
use crate::events::Line;
use crate::load::{PlainField, front_matter};

/// Reads exports, and pages: those end in `.md`.
pub fn statuspage(files: &[Source], setting: Setting<'_>) -> Adapted {
    let mut reading = Reading::new(setting);
    let (sources, ids) = texts(files, &mut reading.out);
    let is_page = |id: &FileId| {
        let name = sources.file(*id).path.to_lowercase();
        name.ends_with(".md") || name.ends_with(".markdown")
    };
    let (pages, answers): (Vec<FileId>, Vec<FileId>) = ids.into_iter().partition(is_page);
    read(
        &sources,
        &answers,
        &["incidents", "incident", "scheduled_maintenances"],
        &mut reading,
        |object, reading| {
            let is = object.has("impact") && object.has("created_at");
            if object.has("page") && object.items("incidents").len() >= LAST {
                reading.left_out("incidents before the last 50, which a page tells no more");
            }
            if is {
                answer(object, reading);
            }
            is
        },
    );
    for id in pages {
        page(&sources, id, &mut reading);
    }
    reading.done(sources)
}

/// Incidents that a page's own API tells, the last ones.
const LAST: usize = 50;

/// An incident, whatever told of it.
struct Incident<'a> {
    id: &'a str,
    begun: i64,
    ended: Option<i64>,
    severity: Option<String>,
    affected: Vec<String>,
    place: Span,
}

fn put(incident: &Incident<'_>, reading: &mut Reading<'_>) {
    let setting = reading.setting;
    let ended = incident.ended;
    if ended.is_some_and(|ended| ended < incident.begun) {
        reading
            .out
            .tell(Told::Kept, "incidents that were resolved before they began");
    }
    let affected = incident.affected.iter().map(String::as_str);
    let service = setting.service.or(affected.clone().next());
    // One alone is the service.
    let more = affected
        .clone()
        .filter(|_| incident.affected.len() > 1 || setting.service.is_some());
    for (kind, ts) in [
        ("incident_opened", Some(incident.begun)),
        ("incident_resolved", ended),
    ] {
        let Some(ts) = ts else { continue };
        let event = Line::new(kind, ts)
            .text("service", service)
            .text("repo", setting.repo)
            .text("environment", setting.environment)
            .text("incident_id", incident.id)
            .text("severity", incident.severity.as_deref())
            .texts("affected", more.clone());
        reading.put(kind, event, incident.place);
    }
}

fn answer(object: &Object<'_>, reading: &mut Reading<'_>) {
    let Some(id) = reading.needed(object, "id") else {
        return;
    };
    if object.get("scheduled_for").is_some()
        || object.text("impact").as_deref() == Some("maintenance")
    {
        return reading.left_out("maintenance that was announced");
    }
    let begun = object.first_of(["started_at", "created_at"]);
    let Some(begun) = reading.needed_time(object, begun) else {
        return;
    };
    let ended = reading
        .time(object, "resolved_at")
        .or_else(|| resolution(object, reading));
    let named = |object: &Object<'_>, list: &str| -> Vec<String> {
        let items = object
            .items(list)
            .into_iter()
            .filter_map(super::json::Node::object);
        let names = items.filter_map(|item| item.text("name"));
        names.map(std::borrow::Cow::into_owned).collect()
    };
    let mut affected = named(object, "components");
    for update in object.items("incident_updates") {
        let update = update.object();
        for name in update
            .map(|update| named(&update, "affected_components"))
            .unwrap_or_default()
        {
            if !affected.contains(&name) {
                affected.push(name);
            }
        }
    }
    let incident = Incident {
        id: &id,
        begun,
        ended,
        severity: object.text("impact").as_deref().and_then(words::severity),
        affected,
        place: object.node.span(),
    };
    put(&incident, reading);
}

/// When the last update said that it was over, of one that is over and says no time of that itself.
fn resolution(object: &Object<'_>, reading: &mut Reading<'_>) -> Option<i64> {
    let over = |text: Option<std::borrow::Cow<'_, str>>| {
        text.is_some_and(|text| ["resolved", "postmortem"].contains(&&*text))
    };
    if !over(object.text("status")) {
        return None;
    }
    let mut last = None;
    for update in object.items("incident_updates") {
        let Some(update) = update.object() else {
            continue;
        };
        if update.text("status").as_deref() == Some("resolved") {
            let when = ["display_at", "created_at"];
            let when = when.into_iter().find(|name| update.get(name).is_some());
            last = last.max(when.and_then(|name| reading.time(&update, name)));
        }
    }
    if last.is_none() {
        reading.left_out("resolutions that say no time");
    }
    last
}

fn page(sources: &Sources, file: FileId, reading: &mut Reading<'_>) {
    let (fields, problems) = front_matter(sources, file);
    for problem in problems {
        reading.out.problem(problem);
    }
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    let text = |name: &str| field(name)?.texts.first().map(String::as_str);
    let Some(date) = field("date") else {
        if !fields.is_empty() {
            let place = Span {
                file,
                start: 0,
                end: 3,
            };
            let problem = topics::VALUE.at(place, "this has no `date`");
            reading
                .out
                .problem(problem.help("give it the time at which the incident began"));
        }
        return;
    };
    let Some(begun) = time(date, "date", reading) else {
        return;
    };
    let ended = field("resolvedWhen").filter(|field| !field.texts.concat().trim().is_empty());
    let ended = ended.and_then(|field| time(field, "resolvedWhen", reading));
    match (text("resolved"), ended) {
        (Some("true"), None) => reading
            .out
            .tell(Told::LeftOut, "resolutions that say no time"),
        (Some("false"), Some(_)) => {
            reading.out.tell(
                Told::Kept,
                "resolutions of incidents that are marked as open",
            );
        }
        _ => {}
    }
    let name = &sources.file(file).path;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let id = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let incident = Incident {
        id,
        begun,
        ended,
        severity: text("severity").and_then(words::severity),
        affected: field("affected")
            .map(|field| field.texts.clone())
            .unwrap_or_default(),
        place: date.span,
    };
    put(&incident, reading);
}

/// A time of front matter; without an offset it is UTC.
fn time(field: &PlainField, name: &str, reading: &mut Reading<'_>) -> Option<i64> {
    let text = field.texts.first().map_or("", |text| text.trim());
    let joined = match text.rsplit_once(' ') {
        Some((head, offset)) if offset.starts_with(['+', '-']) => format!("{head}{offset}"),
        _ => text.to_owned(),
    };
    if let Some(time) = instant(&joined) {
        return Some(time);
    }
    let rest = ["Z", ":00Z", "T00:00:00Z"];
    let time = rest
        .iter()
        .find_map(|rest| instant(&format!("{text}{rest}")));
    match time {
        Some(_) => reading
            .out
            .tell(Told::Inferred, "times without an offset: UTC"),
        None => reading.wrong(field.span, name, "a time"),
    }
    time
}
