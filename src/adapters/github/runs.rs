//! Runs of workflows to builds, issues to work and incidents.

use super::{Github, line, repository, somebody};
use crate::adapters::json::Object;
use crate::adapters::reading::Reading;
use crate::adapters::words;

/// A run of a workflow. Of several attempts the API tells the last.
pub(super) fn run(object: &Object<'_>, reading: &mut Reading<'_>) {
    let Some(id) = reading.needed(object, object.first_of(["id", "databaseId"])) else {
        return;
    };
    let attempt = object.text(object.first_of(["run_attempt", "attempt"]));
    let attempt = attempt.filter(|attempt| attempt != "1");
    let id = match attempt {
        Some(attempt) => format!("{id}/{attempt}"),
        None => id.into_owned(),
    };
    let repo = repository(object);
    let begun = ["run_started_at", "startedAt"];
    let begun = begun.iter().find_map(|name| reading.time(object, name));
    let created = object.first_of(["created_at", "createdAt"]);
    let begun = begun.or_else(|| reading.needed_time(object, created));
    let place = object.node.span();
    let commit = object.text(object.first_of(["head_sha", "headSha"]));
    let branch = object.text(object.first_of(["head_branch", "headBranch"]));
    let actor = somebody(object, "actor", reading).actor;
    let setting = reading.setting;
    let event = |kind, ts| {
        line(kind, ts, repo.as_deref(), setting)
            .text("build_id", &*id)
            .text("actor", actor.as_deref())
            .text("commit", commit.as_deref())
            .text("branch", branch.as_deref().and_then(words::branch))
    };
    let Some(begun) = begun else { return };
    let outcome = match object.text("conclusion").as_deref() {
        Some("success") => "success",
        Some("failure" | "timed_out" | "startup_failure") => "failed",
        Some("cancelled") => "cancelled",
        Some("skipped" | "neutral" | "stale" | "action_required") => {
            return reading.left_out("runs that were skipped or decided nothing");
        }
        None => {
            reading.left_out("ends of runs that go on");
            return reading.put("build_started", event("build_started", begun), place);
        }
        Some(_) => {
            let node = object.get("conclusion").unwrap_or(object.node);
            return reading.wrong(node.span(), "conclusion", "an end of a run");
        }
    };
    let started = event("build_started", begun);
    reading.put("build_started", started, place);
    let updated = object.first_of(["updated_at", "updatedAt"]);
    let Some(ended) = reading.needed_time(object, updated) else {
        return;
    };
    let seconds = words::seconds(ended - begun);
    let ended = event("build_finished", ended)
        .text("outcome", outcome)
        .number("duration_s", seconds.as_deref());
    reading.put("build_finished", ended, place);
}

/// An issue: an incident where it has the label of one, otherwise work.
pub(super) fn issue(object: &Object<'_>, how: Github<'_>, reading: &mut Reading<'_>) {
    if object.has("pull_request") {
        return reading.left_out("issues that are pull requests");
    }
    let Some(number) = reading.needed(object, "number") else {
        return;
    };
    let opened = reading.needed_time(object, object.first_of(["created_at", "createdAt"]));
    let closed = reading.time(object, object.first_of(["closed_at", "closedAt"]));
    let labels: Vec<String> = object
        .items("labels")
        .into_iter()
        .filter_map(|label| {
            let named = label.object().and_then(|label| label.text("name"));
            named.or_else(|| label.text()).map(|name| name.into_owned())
        })
        .collect();
    let repo = repository(object);
    let place = object.node.span();
    if labels
        .iter()
        .any(|label| label.eq_ignore_ascii_case(how.incident_label))
    {
        let severity = labels.iter().find_map(|label| words::severity(label));
        let id = format!("issue-{number}");
        for (kind, ts) in [("incident_opened", opened), ("incident_resolved", closed)] {
            let Some(ts) = ts else { continue };
            let event = line(kind, ts, repo.as_deref(), reading.setting)
                .text("incident_id", &*id)
                .text("environment", reading.setting.environment)
                .text("severity", severity.as_deref());
            reading.put(kind, event, place);
        }
        return;
    }
    let sort = object
        .text("type.name")
        .or_else(|| object.text("issueType.name"));
    let labels = labels.iter().map(String::as_str);
    let sort = sort
        .as_deref()
        .into_iter()
        .chain(labels)
        .find_map(words::work);
    let reason = object.text(object.first_of(["state_reason", "stateReason"]));
    let dropped = reason.is_some_and(|reason| !reason.eq_ignore_ascii_case("completed"));
    let closed = closed.filter(|_| {
        if dropped {
            reading.left_out("closings of issues that were not done");
        }
        !dropped
    });
    for (kind, ts) in [("work_item_opened", opened), ("work_item_done", closed)] {
        let Some(ts) = ts else { continue };
        let event = line(kind, ts, repo.as_deref(), reading.setting)
            .text("work_item", &*number)
            .text("type", sort);
        reading.put(kind, event, place);
    }
}
