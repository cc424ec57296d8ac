//! Lists as GitLab's REST API answers them, to events.
//!
//! After docs.gitlab.com, API v4: "Merge requests", "Deployments", "Pipelines" (list and single, of which
//! only the single one tells when it started and ended), "Issues" (`issue_type: incident` is an
//! incident), and "Notes" of merge requests, which are reviews: what somebody wrote, and approvals, which
//! GitLab notes by itself.

use super::json::Object;
use super::reading::{Reading, Source, read, texts};
use super::{Adapted, Setting, actor, words};
use crate::events::Line;
use std::collections::HashMap;

/// A merge request, for those who looked at it.
struct Merge {
    project: Option<String>,
    number: String,
    author: Option<String>,
}

/// Reads exports.
pub fn gitlab(files: &[Source], setting: Setting<'_>) -> Adapted {
    let mut reading = Reading::new(setting);
    let (sources, ids) = texts(files, &mut reading.out);
    let mut merges: HashMap<String, Merge> = HashMap::new();
    let mut notes = Vec::new();
    read(
        &sources,
        &ids,
        &["items"],
        &mut reading,
        |object, reading| {
            let has = |names: &[&str]| names.iter().all(|name| object.has(name));
            if has(&["iid", "source_branch", "created_at"]) {
                merge_request(object, reading);
                let number = object.text("iid").unwrap_or_default().into_owned();
                let merge = Merge {
                    project: project(object),
                    number,
                    author: reading.actor(object.text("author.username").as_deref()),
                };
                merges.extend(object.text("id").map(|id| (id.into_owned(), merge)));
            } else if has(&["noteable_id", "noteable_type", "created_at"]) {
                notes.extend(object.node.object());
            } else if is_short(object) {
                reading.left_out("merge requests in their short form, which says no merge");
            } else if has(&["environment", "sha", "status"]) {
                deployment(object, reading);
            } else if has(&["id", "sha", "ref", "status"]) {
                pipeline(object, reading);
            } else if has(&["iid", "state", "created_at"]) {
                issue(object, reading);
            } else {
                return false;
            }
            true
        },
    );
    for object in &notes {
        note(object, &merges, &mut reading);
    }
    reading.done(sources)
}

/// A note on a merge request: a review, where somebody wrote it or approved.
fn note(object: &Object<'_>, merges: &HashMap<String, Merge>, reading: &mut Reading<'_>) {
    if object.text("noteable_type").as_deref() != Some("MergeRequest") {
        return reading.left_out("notes on other things than merge requests");
    }
    let approved = object.text("body").as_deref() == Some("approved this merge request");
    if object.is("system") && !approved {
        return reading.left_out("notes that GitLab made by itself");
    }
    let of = object.text("noteable_id");
    let Some(merge) = of.and_then(|id| merges.get(&*id)) else {
        return reading.left_out("notes on merge requests that are not in the files");
    };
    let Some(ts) = reading.needed_time(object, "created_at") else {
        return;
    };
    let (by, bot) = somebody(object, "author", reading);
    let event = line("pr_reviewed", ts, merge.project.as_deref(), reading.setting)
        .text("pr", &*merge.number)
        .text("actor", by.as_deref())
        .flag("own", by.is_some() && by == merge.author)
        .flag("bot", bot);
    reading.put("pr_reviewed", event, object.node.span());
}

/// Whether this is a merge request as other things hold it: it has the fields of an issue alone.
fn is_short(object: &Object<'_>) -> bool {
    let address = object.text("web_url");
    object.has("iid") && address.is_some_and(|url| url.contains("/merge_requests/"))
}

/// The project that a thing names: by its full reference, or by the address of its page.
fn project(object: &Object<'_>) -> Option<String> {
    if let Some(full) = object.text("references.full") {
        return full.split(['!', '#']).next().map(str::to_owned);
    }
    let address = object
        .text("web_url")
        .or_else(|| object.text("deployable.web_url"))?;
    let (_, rest) = address.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    Some(path.split_once("/-/")?.0.to_owned())
}

/// A hash of somebody's name, and whether it is a program's.
fn somebody(object: &Object<'_>, field: &str, reading: &Reading<'_>) -> (Option<String>, bool) {
    let name = object.text(&format!("{field}.username"));
    let token = |name: &str| {
        let rest = name
            .strip_prefix("project_")
            .or_else(|| name.strip_prefix("group_"));
        rest.is_some_and(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with("_bot")
        })
    };
    let bot = object.is(&format!("{field}.bot"))
        || name
            .as_deref()
            .is_some_and(|name| actor::is_bot(name) || token(name));
    (reading.actor(name.as_deref()), bot)
}

fn line<'a>(
    kind: &'static str,
    ts: i64,
    project: Option<&'a str>,
    setting: Setting<'a>,
) -> Line<'a> {
    Line::new(kind, ts)
        .text("service", setting.service)
        .text("repo", project.or(setting.repo))
}

fn merge_request(object: &Object<'_>, reading: &mut Reading<'_>) {
    let (place, setting, project) = (object.node.span(), reading.setting, project(object));
    let Some(number) = reading.needed(object, "iid") else {
        return;
    };
    let (author, bot) = somebody(object, "author", reading);
    let opened = reading.needed_time(object, "created_at");
    let merged = reading.time(object, "merged_at");
    let closed = reading.time(object, "closed_at");
    let event = |kind, ts| {
        line(kind, ts, project.as_deref(), setting)
            .text("pr", &*number)
            .flag("bot", bot)
    };
    if let Some(ts) = opened {
        let event = event("pr_opened", ts).text("actor", author.as_deref());
        reading.put("pr_opened", event, place);
    }
    if let Some(ts) = merged {
        let by = if object.get("merge_user").is_some() {
            "merge_user"
        } else {
            "merged_by"
        };
        let (by, _) = somebody(object, by, reading);
        let commit = ["merge_commit_sha", "squash_commit_sha", "sha"];
        let commit = commit.iter().find_map(|name| object.text(name));
        let event = event("pr_merged", ts)
            .text("actor", by.as_deref())
            .text("commit", commit.as_deref());
        reading.put("pr_merged", event, place);
    } else if let Some(ts) = closed {
        reading.put("pr_closed", event("pr_closed", ts), place);
    }
}

fn outcome(
    object: &Object<'_>,
    what: &'static str,
    reading: &mut Reading<'_>,
) -> Option<&'static str> {
    match &*reading.needed(object, "status")? {
        "success" => Some("success"),
        "failed" => Some("failed"),
        "canceled" | "cancelled" => Some("cancelled"),
        "created"
        | "waiting_for_resource"
        | "preparing"
        | "pending"
        | "running"
        | "blocked"
        | "manual"
        | "scheduled"
        | "skipped"
        | "canceling" => {
            reading.left_out(what);
            None
        }
        _ => {
            let node = object.get("status").unwrap_or(object.node);
            reading.wrong(node.span(), "status", "a status of GitLab's");
            None
        }
    }
}

fn deployment(object: &Object<'_>, reading: &mut Reading<'_>) {
    let (setting, project) = (reading.setting, project(object));
    let Some(outcome) = outcome(object, "deployments that did not end", reading) else {
        return;
    };
    let Some(id) = reading.needed(object, "id") else {
        return;
    };
    let ended = object.first_of(["finished_at", "deployable.finished_at", "updated_at"]);
    let ended = reading.needed_time(object, ended);
    let Some(ended) = ended else { return };
    let begun = object.first_of(["deployable.started_at", "created_at"]);
    let begun = reading.time(object, begun);
    // GitLab may write a deployment down after its job.
    let begun = begun.filter(|begun| *begun <= ended);
    let (by, _) = somebody(object, "user", reading);
    let environment = object
        .text("environment.name")
        .or_else(|| object.text("environment"));
    let commit = object.text("sha");
    let event = line("deploy", ended, project.as_deref(), setting)
        .text("deploy_id", &*id)
        .text("actor", by.as_deref())
        .text(
            "environment",
            environment.as_deref().or(Some(setting.environment)),
        )
        .text("outcome", outcome)
        .text("commit", commit.as_deref())
        .instant("started_at", begun);
    reading.put("deploy", event, object.node.span());
}

fn pipeline(object: &Object<'_>, reading: &mut Reading<'_>) {
    let (place, setting, project) = (object.node.span(), reading.setting, project(object));
    let Some(id) = reading.needed(object, "id") else {
        return;
    };
    let begun = object.first_of(["started_at", "created_at"]);
    let Some(begun) = reading.needed_time(object, begun) else {
        return;
    };
    let (commit, branch) = (object.text("sha"), object.text("ref"));
    let (by, _) = somebody(object, "user", reading);
    let event = |kind, ts| {
        line(kind, ts, project.as_deref(), setting)
            .text("build_id", &*id)
            .text("actor", by.as_deref())
            .text("commit", commit.as_deref())
            .text("branch", branch.as_deref().and_then(words::branch))
    };
    let Some(outcome) = outcome(object, "pipelines that did not end", reading) else {
        return;
    };
    let ended = if object.get("finished_at").is_some() {
        "finished_at"
    } else {
        "updated_at"
    };
    if object.get(ended).is_none() {
        // A program outside told how it went, and nobody when.
        reading.left_out("ends of pipelines that say no time");
        return reading.put("build_started", event("build_started", begun), place);
    }
    let Some(ended) = reading.time(object, ended) else {
        return;
    };
    // Of what ran elsewhere GitLab says 0, for it counts its own jobs alone.
    let seconds = object.text("duration").filter(|seconds| seconds != "0");
    let seconds = seconds.map(std::borrow::Cow::into_owned);
    let seconds = seconds.or_else(|| words::seconds(ended - begun));
    reading.put("build_started", event("build_started", begun), place);
    let event = event("build_finished", ended)
        .text("outcome", outcome)
        .number("duration_s", seconds.as_deref());
    reading.put("build_finished", event, place);
}

fn issue(object: &Object<'_>, reading: &mut Reading<'_>) {
    let (place, setting, project) = (object.node.span(), reading.setting, project(object));
    let Some(number) = reading.needed(object, "iid") else {
        return;
    };
    let opened = reading.needed_time(object, "created_at");
    let closed = reading.time(object, "closed_at");
    if closed.is_none() && object.text("state").as_deref() == Some("closed") {
        reading.left_out("closings of issues that say no time");
    }
    let labels: Vec<String> = object
        .items("labels")
        .into_iter()
        .filter_map(|label| label.text().map(std::borrow::Cow::into_owned))
        .collect();
    let is = |name| {
        object
            .text(name)
            .is_some_and(|sort| sort.eq_ignore_ascii_case("incident"))
    };
    if is("issue_type") || is("type") {
        let severity = object.text("severity").as_deref().and_then(words::severity);
        let severity = severity.or_else(|| labels.iter().find_map(|label| words::severity(label)));
        let id = format!("issue-{number}");
        for (kind, ts) in [("incident_opened", opened), ("incident_resolved", closed)] {
            let Some(ts) = ts else { continue };
            let event = line(kind, ts, project.as_deref(), setting)
                .text("incident_id", &*id)
                .text("environment", setting.environment)
                .text("severity", severity.as_deref());
            reading.put(kind, event, place);
        }
        return;
    }
    let sort = labels.iter().find_map(|label| words::work(label));
    for (kind, ts) in [("work_item_opened", opened), ("work_item_done", closed)] {
        let Some(ts) = ts else { continue };
        let event = line(kind, ts, project.as_deref(), setting)
            .text("work_item", &*number)
            .text("type", sort);
        reading.put(kind, event, place);
    }
}
