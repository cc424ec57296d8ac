//! Incidents, alerts and log entries as PagerDuty's REST API v2 answers them, to incidents.
//!
//! After developer.pagerduty.com, "List incidents", "List alerts for an incident", "List log entries" and
//! "Get raw data - multiple incidents" of the analytics. An incident that was merged into another repeats
//! that one.
//!
//! No event tells of a detection. PagerDuty begins when something or somebody calls it, so an incident is
//! noticed at the latest when it is made, and when it began to hurt nobody wrote down: from the one to the
//! other would be zero every time. An acknowledgement says that somebody took it on, not that it was
//! noticed.

use super::json::Object;
use super::reading::{Reading, Source, instant, read, texts};
use super::{Adapted, Setting, Told, words};
use crate::events::Line;
use chrono::{NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Under which names an answer holds its things.
const WITHIN: [&str; 7] = [
    "incidents",
    "log_entries",
    "alerts",
    "incident",
    "log_entry",
    "alert",
    "data",
];

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
    let mut counted = Vec::new();
    let mut logged: BTreeMap<String, Logged<'_>> = BTreeMap::new();
    let mut alerts: BTreeMap<String, i64> = BTreeMap::new();
    let mut zone = Tz::UTC;
    read(&sources, &ids, &WITHIN, &mut reading, |object, reading| {
        let sort = object.text("type").unwrap_or_default().into_owned();
        if object.has("data") && object.has("time_zone") {
            // The zone that the question named; the times in the answer have none of their own.
            let named = reading.text(object, "time_zone").unwrap_or_default();
            match named.parse() {
                Ok(named) => zone = named,
                Err(_) => {
                    let place = object
                        .get("time_zone")
                        .map_or(object.node.span(), |n| n.span());
                    reading.wrong(place, "time_zone", "a zone such as Europe/Berlin");
                }
            }
            return false;
        }
        if object.has("created_at") && sort.contains("log_entry") {
            entry(object, &sort, &mut logged, reading);
            true
        } else if object.has("created_at") && sort == "alert" {
            alert(object, &mut alerts, reading);
            true
        } else if object.has("created_at") && object.has("seconds_to_resolve") {
            counted.extend(object.node.object().map(|object| (object, zone)));
            true
        } else if object.has("created_at") && object.has("status") && object.has("service") {
            incidents.extend(object.node.object());
            true
        } else {
            false
        }
    });
    let mut seen = BTreeSet::new();
    for (object, zone) in &counted {
        let Some(id) = reading.needed(object, "id") else {
            continue;
        };
        if !seen.insert(id.to_string()) {
            reading.left_out("incidents that stand in the files again");
            continue;
        }
        let begun = local(object, "created_at", *zone, &mut reading);
        let ended = local(object, "resolved_at", *zone, &mut reading);
        let begun = begun.map(|begun| earlier(begun, alerts.get(&*id), &mut reading));
        put(object, &id, begun, ended, &mut reading);
    }
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
        let begun = begun.map(|begun| earlier(begun, alerts.get(&*id), &mut reading));
        put(object, &id, begun, ended, &mut reading);
    }
    let none = |id: &&String| !seen.contains(*id) && !logged.contains_key(*id);
    for _ in alerts.keys().filter(none) {
        reading.left_out("incidents of which only alerts are in the files");
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

/// Of the alerts of an incident, the first.
fn alert(object: &Object<'_>, alerts: &mut BTreeMap<String, i64>, reading: &mut Reading<'_>) {
    let Some(id) = object.text("incident.id") else {
        return reading.left_out("alerts that belong to no incident");
    };
    if let Some(ts) = reading.needed_time(object, "created_at") {
        let first = alerts.entry(id.into_owned()).or_insert(ts);
        *first = ts.min(*first);
    }
}

/// When an incident began: when it was made, or when the first of its alerts came, which was before that
/// where it was held back or belonged to another incident at first.
fn earlier(made: i64, alert: Option<&i64>, reading: &mut Reading<'_>) -> i64 {
    match alert {
        Some(alert) if *alert < made => {
            let told = "beginnings from an alert that came before its incident was made";
            reading.out.tell(Told::Inferred, told);
            *alert
        }
        _ => made,
    }
}

/// A time of the analytics, which say it without an offset.
fn local(object: &Object<'_>, name: &str, zone: Tz, reading: &mut Reading<'_>) -> Option<i64> {
    let node = object.get(name)?;
    let text = node.text().unwrap_or_default();
    let told = instant(&text).or_else(|| {
        let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
        // In the hour that is there twice, the first.
        let time = zone.from_local_datetime(&local).earliest()?;
        instant(&time.to_rfc3339())
    });
    if told.is_none() {
        reading.wrong(node.span(), name, "a time");
    }
    told
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
    let service = [
        "service.summary",
        "service_name",
        "service.id",
        "service_id",
    ];
    let service = service.iter().find_map(|path| object.text(path));
    let service = service.as_deref().or(setting.service);
    let priority = ["priority.summary", "priority.name", "priority_name"];
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
