//! Deployments with their statuses, and releases, to events.

use super::{line, repository, somebody};
use crate::adapters::json::Object;
use crate::adapters::reading::Reading;
use std::collections::BTreeMap;

/// What became of deployments: GitHub tells it by statuses, each with its time.
pub(super) fn deployments(
    deployments: &[Object<'_>],
    statuses: &BTreeMap<String, Vec<Object<'_>>>,
    reading: &mut Reading<'_>,
) {
    for deployment in deployments {
        let Some(id) = reading.needed(deployment, deployment.first_of(["databaseId", "id"])) else {
            continue;
        };
        let inner = deployment.items("statuses");
        let inner: Vec<Object<'_>> = inner.into_iter().filter_map(|node| node.object()).collect();
        let apart = statuses.get(&*id).map(Vec::as_slice).unwrap_or_default();
        one(deployment, &id, inner.iter().chain(apart), reading);
    }
    for id in statuses.keys() {
        let known = |d: &Object<'_>| {
            ["id", "databaseId"]
                .iter()
                .any(|name| d.text(name).as_deref() == Some(id))
        };
        if !deployments.iter().any(known) {
            reading.left_out("statuses of deployments that are not in the files");
        }
    }
}

fn one<'s, 'a: 's>(
    deployment: &Object<'_>,
    id: &str,
    statuses: impl Iterator<Item = &'s Object<'a>>,
    reading: &mut Reading<'_>,
) {
    let begun = reading.needed_time(deployment, deployment.first_of(["created_at", "createdAt"]));
    let mut ends = Vec::new();
    for status in statuses {
        let state = status.text("state").unwrap_or_default().to_lowercase();
        let outcome = match &*state {
            "success" => "success",
            "failure" | "error" => "failed",
            // Under way, or the place was taken by a later one.
            "pending" | "queued" | "in_progress" | "waiting" | "inactive" => continue,
            _ => {
                reading.wrong(status.node.span(), "state", "a state of a deployment");
                continue;
            }
        };
        let when = status.first_of(["created_at", "createdAt"]);
        ends.extend(reading.needed_time(status, when).map(|ts| (ts, outcome)));
    }
    if ends.is_empty() {
        reading.left_out("deployments without a status that ended them");
        return;
    }
    ends.sort_unstable();
    // What is told of a success after it, such as its address, is no second one.
    let mut told: Vec<&str> = Vec::new();
    let repo = repository(deployment);
    let by = somebody(deployment, "creator", reading);
    let commit = ["sha", "commitOid", "commit.oid"];
    let commit = commit.iter().find_map(|path| deployment.text(path));
    let environment = deployment.text("environment");
    for (ts, outcome) in ends {
        if told.contains(&outcome) {
            continue;
        }
        told.push(outcome);
        let event = line("deploy", ts, repo.as_deref(), reading.setting)
            .text("deploy_id", id)
            .text("actor", by.actor.as_deref())
            .text(
                "environment",
                environment.as_deref().or(Some(reading.setting.environment)),
            )
            .text("outcome", outcome)
            .text("commit", commit.as_deref())
            .instant("started_at", begun);
        reading.put("deploy", event, deployment.node.span());
    }
}

/// A release that was published; its tag names it.
pub(super) fn release(object: &Object<'_>, reading: &mut Reading<'_>) {
    let draft = object.is("draft") || object.is("isDraft");
    let before = object.is("prerelease") || object.is("isPrerelease");
    if draft {
        return reading.left_out("drafts of releases");
    }
    if before {
        return reading.left_out("releases that are marked as early ones");
    }
    let tag = reading.needed(object, object.first_of(["tag_name", "tagName"]));
    let ts = reading.needed_time(object, object.first_of(["published_at", "publishedAt"]));
    let (Some(tag), Some(ts)) = (tag, ts) else {
        return;
    };
    let repo = repository(object);
    let by = somebody(object, "author", reading);
    // Mostly a branch; a release made of one commit names that.
    let commit = ["tagCommit.oid", "target_commitish"];
    let commit = commit.iter().find_map(|path| object.text(path));
    let commit = commit.filter(|id| id.len() == 40 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    let event = line("deploy", ts, repo.as_deref(), reading.setting)
        .text("deploy_id", &*tag)
        .text("actor", by.actor.as_deref())
        .text("environment", reading.setting.environment)
        .text("outcome", "success")
        .text("commit", commit.as_deref())
        .text("version", &*tag);
    reading.put("deploy", event, object.node.span());
}
