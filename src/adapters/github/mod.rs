//! Lists as GitHub's REST and GraphQL APIs and `gh … --json` answer them, to events.
//!
//! After docs.github.com: REST "Pulls" (list, reviews), "Deployments" (list, statuses), "Actions /
//! Workflow runs", "Releases", "Issues", each of version 2022-11-28; GraphQL `PullRequest`,
//! `Deployment`; `gh pr|run|issue|release list --json`. Several pages may stand in one file, one behind the other or in
//! a list, as `gh api --paginate` writes them.

mod pulls;
mod releases;
mod runs;

use super::json::Object;
use super::reading::{Reading, Source, read, texts};
use super::{Adapted, Setting};
use crate::events::Line;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What of a repository's things means what.
#[derive(Debug, Clone, Copy)]
pub struct Github<'a> {
    /// Label of issues that are incidents.
    pub incident_label: &'a str,
}

/// Under which names an answer holds its lists.
const WITHIN: [&str; 17] = [
    "items",
    "workflow_runs",
    "data",
    "repository",
    "organization",
    "viewer",
    "node",
    "nodes",
    "edges",
    "pullRequests",
    "deployments",
    "releases",
    "issues",
    "search",
    "user",
    "repositories",
    "commits",
];

/// What is known of other things when all are read.
#[derive(Default)]
struct Seen<'a> {
    deployments: Vec<Object<'a>>,
    /// By the id of a deployment.
    statuses: BTreeMap<String, Vec<Object<'a>>>,
    reviews: Vec<Object<'a>>,
    /// By repository and number of a pull request, who opened it.
    authors: BTreeMap<(String, String), String>,
}

/// Reads exports.
pub fn github(files: &[Source], how: Github<'_>, setting: Setting<'_>) -> Adapted {
    let mut reading = Reading::new(setting);
    let (sources, ids) = texts(files, &mut reading.out);
    let mut seen = Seen::default();
    read(&sources, &ids, &WITHIN, &mut reading, |object, reading| {
        take(object, how, reading, &mut seen)
    });
    for review in &seen.reviews {
        pulls::review(review, &seen.authors, &mut reading);
    }
    releases::deployments(&seen.deployments, &seen.statuses, &mut reading);
    reading.done(sources)
}

/// Tells things apart by the fields that only they have.
fn take<'a>(
    object: &Object<'a>,
    how: Github<'_>,
    reading: &mut Reading<'_>,
    seen: &mut Seen<'a>,
) -> bool {
    let has = |names: &[&str]| names.iter().all(|name| object.has(name));
    let again = || object.node.object();
    if has(&["run_number", "head_sha"]) || has(&["databaseId", "headSha"]) {
        runs::run(object, reading);
    } else if has(&["tag_name", "draft"]) || has(&["tagName", "publishedAt"]) {
        releases::release(object, reading);
    } else if has(&["number", "merged_at", "head"]) || has(&["number", "mergedAt"]) {
        pulls::pull(object, reading, &mut seen.authors);
    } else if has(&["pull_request_url", "user"]) {
        seen.reviews.extend(again());
    } else if has(&["state", "deployment_url"]) {
        let of = object.text("deployment_url");
        let of = of.as_deref().and_then(last).unwrap_or_default().to_owned();
        seen.statuses.entry(of).or_default().extend(again());
    } else if has(&["sha", "environment", "created_at"]) || has(&["databaseId", "environment"]) {
        seen.deployments.extend(again());
    } else if has(&["number", "state", "closed_at"]) || has(&["number", "state", "closedAt"]) {
        runs::issue(object, how, reading);
    } else {
        return false;
    }
    true
}

/// What stands behind the last slash.
fn last(url: &str) -> Option<&str> {
    url.rsplit('/').next().filter(|part| !part.is_empty())
}

/// The repository that a thing names: by a field that says so, or by the address of its API.
fn repository(object: &Object<'_>) -> Option<String> {
    let named = [
        "base.repo.full_name",
        "repository.full_name",
        "repository.nameWithOwner",
        "baseRepository.nameWithOwner",
    ];
    let told = named.iter().find_map(|path| object.text(path));
    let address = || {
        let addresses = [
            "repository_url",
            "pull_request_url",
            "deployment_url",
            "url",
        ];
        addresses.iter().find_map(|name| {
            let text = object.text(name)?;
            let named = |rest: &str, least: usize| {
                let parts: Vec<&str> = rest.split('/').take(least).collect();
                let [owner, name, ..] = *parts else {
                    return None;
                };
                (parts.len() == least).then(|| format!("{owner}/{name}"))
            };
            if let Some((_, rest)) = text.split_once("/repos/") {
                return named(rest, 2);
            }
            // The address of a page, which is all that `gh … --json` tells.
            named(text.split_once("://")?.1.split_once('/')?.1, 3)
        })
    };
    told.map(Cow::into_owned).or_else(address)
}

/// Somebody: a hash of the login, and whether it is a program's.
struct Somebody {
    actor: Option<String>,
    bot: bool,
}

fn somebody(object: &Object<'_>, field: &str, reading: &Reading<'_>) -> Somebody {
    let login = object.text(&format!("{field}.login"));
    let sort = ["type", "__typename"].map(|name| object.text(&format!("{field}.{name}")));
    let bot = sort.iter().flatten().any(|sort| sort == "Bot")
        || object.is(&format!("{field}.is_bot"))
        || login.as_deref().is_some_and(super::actor::is_bot);
    Somebody {
        actor: reading.actor(login.as_deref()),
        bot,
    }
}

/// An event of a repository's thing.
fn line<'a>(kind: &'static str, ts: i64, repo: Option<&'a str>, setting: Setting<'a>) -> Line<'a> {
    Line::new(kind, ts)
        .text("service", setting.service)
        .text("repo", repo.or(setting.repo))
}
