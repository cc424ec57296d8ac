//! Issues of Jira to work and incidents: the answer of a search with its changelog, or a CSV export.
//!
//! After developer.atlassian.com, Jira REST API v2 and v3, "Search for issues using JQL" with
//! `expand=changelog` and fields `*navigable`, "Get changelogs" and "Bulk fetch changelogs", which tell what
//! the search cuts off, and "Get all statuses", of which the categories are the same in every language; and
//! after support.atlassian.com, "Export search results"
//! (CSV, all or current fields). The CSV writes times as its reader's profile has them, without a zone, and
//! knows nothing of when work began.

mod changes;
mod table;

use super::json::{Node, Object};
use super::reading::{Reading, Source, read, texts};
use super::{Adapted, Setting, Told, topics, words};
use crate::diag::{FileId, Span};
use crate::events::Line;
use changes::{Begun, Logs, Means, Statuses};

/// What of a project's workflow means what.
#[derive(Debug, Clone, Copy)]
pub struct Jira<'a> {
    /// Statuses in which work has begun.
    pub started: &'a [String],
    /// Statuses in which it is finished.
    pub done: &'a [String],
    /// Zone in which a CSV writes its times.
    pub zone: Option<chrono_tz::Tz>,
}

/// Under which names an answer holds its things.
const WITHIN: [&str; 3] = ["issues", "values", "issueChangeLogs"];

/// Resolutions that finish nothing.
const DROPPED: [&str; 10] = [
    "won't do",
    "won't fix",
    "wont fix",
    "duplicate",
    "cannot reproduce",
    "declined",
    "invalid",
    "incomplete",
    "not a bug",
    "abandoned",
];

/// Reads exports; those that end in `.csv` are CSV.
pub fn jira(files: &[Source], how: Jira<'_>, setting: Setting<'_>) -> Adapted {
    let mut reading = Reading::new(setting);
    let (sources, ids) = texts(files, &mut reading.out);
    let is_table = |id: &FileId| sources.file(*id).path.to_lowercase().ends_with(".csv");
    let (tables, answers): (Vec<FileId>, Vec<FileId>) = ids.into_iter().partition(is_table);
    let (mut issues, mut logs, mut statuses) = (Vec::new(), Logs::default(), Statuses::default());
    read(
        &sources,
        &answers,
        &WITHIN,
        &mut reading,
        |object, reading| {
            if object.has("key") && object.has("fields") {
                issues.extend(object.node.object());
                return true;
            }
            if statuses.take(object) || logs.keep(object) {
                return true;
            }
            if object.has_only(&["id", "key", "self", "expand"]) {
                // The search of Jira Cloud tells nothing else where no fields are asked for.
                let problem = topics::SHAPE.at(object.node.span(), "this ticket has no fields");
                let help = "ask for them: `fields=created,creator,issuetype,priority,resolution,resolutiondate,status`";
                reading.out.problem(problem.help(help));
                return true;
            }
            false
        },
    );
    let means = Means { how, statuses };
    logs.read(&means, &mut reading);
    for object in &issues {
        issue(object, &logs, &means, &mut reading);
    }
    logs.done(&mut reading);
    for id in tables {
        table::read(&sources, id, how, &mut reading);
    }
    reading.done(sources)
}

/// A ticket, however it was written.
struct Ticket<'t> {
    key: &'t str,
    /// The name of its type.
    sort: &'t str,
    priority: Option<&'t str>,
    /// Hash of who wrote it.
    actor: Option<&'t str>,
    opened: Option<i64>,
    started: Option<i64>,
    done: Option<i64>,
    /// How it ended, if it says so.
    resolution: Option<&'t str>,
    place: Span,
}

fn put(ticket: &Ticket<'_>, reading: &mut Reading<'_>) {
    let setting = reading.setting;
    let line = |kind, ts| {
        Line::new(kind, ts)
            .text("service", setting.service)
            .text("repo", setting.repo)
    };
    if ticket.sort.to_lowercase().contains("incident") {
        let severity = ticket.priority.and_then(words::severity);
        for (kind, ts) in [
            ("incident_opened", ticket.opened),
            ("incident_resolved", ticket.done),
        ] {
            let Some(ts) = ts else { continue };
            let event = line(kind, ts)
                .text("incident_id", ticket.key)
                .text("environment", setting.environment)
                .text("severity", severity.as_deref());
            reading.put(kind, event, ticket.place);
        }
        return;
    }
    let dropped = ticket
        .resolution
        .is_some_and(|how| DROPPED.contains(&&*how.to_lowercase()));
    let done = ticket.done.filter(|_| !dropped);
    if dropped {
        reading.left_out("endings of tickets that were not done");
    }
    let kinds = [
        ("work_item_opened", ticket.opened, ticket.actor),
        ("work_item_started", ticket.started, None),
        ("work_item_done", done, None),
    ];
    for (kind, ts, actor) in kinds {
        let Some(ts) = ts else { continue };
        let event = line(kind, ts)
            .text("work_item", ticket.key)
            .text("actor", actor)
            .text("type", words::work(ticket.sort));
        reading.put(kind, event, ticket.place);
    }
}

fn issue(object: &Object<'_>, logs: &Logs<'_>, means: &Means<'_>, reading: &mut Reading<'_>) {
    let Some(key) = reading.needed(object, "key") else {
        return;
    };
    let opened = reading.needed_time(object, "fields.created");
    let mut begun = Begun::default();
    if let Some(log) = object.get("changelog").and_then(Node::object) {
        let entries = log.items("histories");
        let total = log
            .text("total")
            .and_then(|total| total.parse::<usize>().ok());
        let whole = logs.has(object);
        if total.is_some_and(|total| total > entries.len()) && !whole {
            reading
                .out
                .tell(Told::LeftOut, "changes of tickets that the export cut off");
        }
        begun.take(entries, means, reading);
    } else if !logs.has(object) {
        reading.out.tell(
            Told::LeftOut,
            "beginnings of work: tickets without their changelog",
        );
    }
    begun.join(logs.of(object));
    let (started, done) = (begun.started, begun.done);
    let status = object.text("fields.status.name").unwrap_or_default();
    let category = object.text("fields.status.statusCategory.key");
    let finished = match category.as_deref() {
        Some(category) => category == "done",
        None => means
            .how
            .done
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&status)),
    };
    let resolved = reading.time(object, "fields.resolutiondate");
    let person = ["accountId", "name", "key", "emailAddress"];
    let person = person
        .iter()
        .find_map(|name| object.text(&format!("fields.creator.{name}")));
    let actor = reading.actor(person.as_deref());
    let priority = object.text("fields.priority.name");
    let resolution = object.text("fields.resolution.name");
    let ticket = Ticket {
        key: &key,
        sort: &object.text("fields.issuetype.name").unwrap_or_default(),
        priority: priority.as_deref(),
        actor: actor.as_deref(),
        opened,
        started,
        // One that was opened again is not done, whatever was resolved before.
        done: resolved.or(done).filter(|_| finished),
        resolution: resolution.as_deref(),
        place: object.node.span(),
    };
    put(&ticket, reading);
}
