//! Incidents and log entries as PagerDuty's REST API v2 answers them, to incidents.
//!
//! After developer.pagerduty.com, "List incidents" and "List log entries". An acknowledgement says that
//! somebody took it on, not that it was noticed, so it is no detection. An incident that was merged into
//! another repeats that one.

use super::json::Object;
use super::reading::{Reading, Source, read, texts};
use super::{Adapted, Setting, Told, words};
use crate::events::Line;
use std::collections::{BTreeMap, BTreeSet};

/// What log entries say of an incident.
#[derive(Default)]
struct Logged<'a> {
    triggered: Option<(i64, Object<'a>)>,
    resolved: Option<i64>,
}

/// Reads exports.
pub fn pagerduty(files: &[Source], setting: Setting<'_>) -> Adapted {
    let mut reading = Reading::new(setting);
    let (sources, ids) = texts(files, &mut reading.out);
    let mut incidents = Vec::new();
    let mut logged: BTreeMap<String, Logged<'_>> = BTreeMap::new();
    let within = ["incidents", "log_entries", "incident", "log_entry"];
    read(&sources, &ids, &within, &mut reading, |object, reading| {
        let sort = object.text("type").unwrap_or_default().into_owned();
        if object.has("created_at") && sort.contains("log_entry") {
            entry(object, &sort, &mut logged, reading);
            true
        } else if object.has("created_at") && object.has("status") {
            incidents.extend(object.node.object());
            true
        } else {
            false
        }
    });
    let mut seen = BTreeSet::new();
    for object in &incidents {
        let Some(id) = reading.needed(object, "id") else {
            continue;
        };
        if !seen.insert(id.to_string()) {
            reading.left_out("incidents that stand in the files again");
            continue;
        }
        let log = logged.get(&*id);
        let resolved = object.text("status").as_deref() == Some("resolved");
        let told = ["resolved_at", "last_status_change_at"];
        let told = told.into_iter().find(|name| object.get(name).is_some());
        let by_log = log.and_then(|log| log.resolved);
        let ended = match told.filter(|_| resolved) {
            Some("resolved_at") => reading.time(object, "resolved_at"),
            Some(name) => by_log.or_else(|| reading.time(object, name)),
            None => by_log.filter(|_| resolved),
        };
        let begun = reading.needed_time(object, "created_at");
        put(object, &id, begun, ended, &mut reading);
    }
    for (id, log) in &logged {
        match &log.triggered {
            _ if seen.contains(id) => {}
            Some((ts, entry)) => put(entry, id, Some(*ts), log.resolved, &mut reading),
            None => reading.left_out("log entries of incidents that are not in the files"),
        }
    }
    reading.done(sources)
}

fn entry<'a>(
    object: &Object<'a>,
    sort: &str,
    logged: &mut BTreeMap<String, Logged<'a>>,
    reading: &mut Reading<'_>,
) {
    let Some(id) = reading.needed(object, "incident.id") else {
        return;
    };
    let Some(ts) = reading.needed_time(object, "created_at") else {
        return;
    };
    let log = logged.entry(id.into_owned()).or_default();
    match sort {
        "trigger_log_entry" => {
            let earlier = log
                .triggered
                .as_ref()
                .is_some_and(|(there, _)| *there <= ts);
            if let Some(object) = object.node.object().filter(|_| !earlier) {
                log.triggered = Some((ts, object));
            }
        }
        // Of one that was opened again, the last.
        "resolve_log_entry" => log.resolved = log.resolved.max(Some(ts)),
        _ => reading.left_out("log entries that neither open nor resolve an incident"),
    }
}

fn put(
    object: &Object<'_>,
    id: &str,
    begun: Option<i64>,
    ended: Option<i64>,
    reading: &mut Reading<'_>,
) {
    let setting = reading.setting;
    let service = object
        .text("service.summary")
        .or_else(|| object.text("service.id"));
    let service = service.as_deref().or(setting.service);
    let priority = ["priority.summary", "priority.name"];
    let priority = priority
        .iter()
        .find_map(|path| words::severity(&object.text(path)?));
    let urgency = || object.text("urgency").as_deref().and_then(words::severity);
    let severity = priority.or_else(urgency);
    let merged = object.text("resolve_reason.type");
    let merged = merged.filter(|sort| sort.starts_with("merge_resolve_reason"));
    let repeats = merged.and_then(|_| object.text("resolve_reason.incident.id"));
    if begun.zip(ended).is_some_and(|(begun, ended)| ended < begun) {
        reading
            .out
            .tell(Told::Kept, "incidents that were resolved before they began");
    }
    for (kind, ts) in [("incident_opened", begun), ("incident_resolved", ended)] {
        let Some(ts) = ts else { continue };
        let event = Line::new(kind, ts)
            .text("service", service)
            .text("repo", setting.repo)
            .text("incident_id", id)
            .text("environment", setting.environment)
            .text("severity", severity.as_deref())
            .text("duplicate_of", repeats.as_deref());
        reading.put(kind, event, object.node.span());
    }
}
