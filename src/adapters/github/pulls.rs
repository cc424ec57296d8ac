//! Pull requests and their reviews to events.

use super::{Somebody, last, line, repository, somebody};
use crate::adapters::json::Object;
use crate::adapters::reading::{Reading, instant};
use std::collections::BTreeMap;

/// When a pull request was opened, merged or closed; of GraphQL and `gh` also its commits and reviews.
pub(super) fn pull(
    object: &Object<'_>,
    reading: &mut Reading<'_>,
    authors: &mut BTreeMap<(String, String), String>,
) {
    let place = object.node.span();
    let Some(number) = reading.needed(object, "number") else {
        return;
    };
    let repo = repository(object);
    let author = object.first_of(["user", "author"]);
    let login = object.text(&format!("{author}.login"));
    if let Some(login) = &login {
        let key = (repo.clone().unwrap_or_default(), number.to_string());
        authors.insert(key, login.to_string());
    }
    let author = somebody(object, author, reading);
    let opened = reading.needed_time(object, object.first_of(["created_at", "createdAt"]));
    let merged = reading.time(object, object.first_of(["merged_at", "mergedAt"]));
    let closed = reading.time(object, object.first_of(["closed_at", "closedAt"]));
    let by = somebody(object, object.first_of(["merged_by", "mergedBy"]), reading);
    let commit = ["merge_commit_sha", "mergeCommit.oid"];
    let commit = commit.iter().find_map(|path| object.text(path));
    let commits = ["commits.totalCount", "commits"].iter().find_map(|path| {
        let count = object.get(path)?.text()?.parse::<i64>().ok();
        count.filter(|count| *count >= 0)
    });
    let own = object.items("commits");
    let first = own.iter().filter_map(|commit| {
        let commit = commit.object()?;
        let date = ["commit.authoredDate", "authoredDate", "commit.author.date"];
        instant(&date.iter().find_map(|path| commit.text(path))?)
    });
    let first = first.min();
    // A list of commits that a page cut off has not the count in it.
    let commits = commits.or_else(|| i64::try_from(own.len()).ok().filter(|count| *count > 0));
    let event = |kind, ts, who: &Somebody, reading: &mut Reading<'_>| {
        let merge = kind == "pr_merged";
        let event = line(kind, ts, repo.as_deref(), reading.setting)
            .text("pr", &*number)
            .text("actor", who.actor.as_deref())
            .flag("bot", author.bot)
            .text("commit", commit.as_deref().filter(|_| merge))
            .whole("commits", commits.filter(|_| merge))
            .instant("first_commit_at", first.filter(|_| merge));
        reading.put(kind, event, place);
    };
    if let Some(ts) = opened {
        event("pr_opened", ts, &author, reading);
    }
    match (merged, closed) {
        (Some(ts), _) => event("pr_merged", ts, &by, reading),
        (None, Some(ts)) => {
            let nobody = Somebody {
                actor: None,
                bot: false,
            };
            event("pr_closed", ts, &nobody, reading);
        }
        (None, None) => {}
    }
    for review in object.items("reviews") {
        let Some(review) = review.object() else {
            continue;
        };
        let own = login.as_deref();
        told(&review, &number, repo.as_deref(), own, reading);
    }
}

/// A review that stands alone, or a comment on a line.
pub(super) fn review(
    object: &Object<'_>,
    authors: &BTreeMap<(String, String), String>,
    reading: &mut Reading<'_>,
) {
    let of = object.text("pull_request_url");
    let Some(number) = of.as_deref().and_then(last) else {
        reading.wrong(
            object.node.span(),
            "pull_request_url",
            "the address of a pull request",
        );
        return;
    };
    let repo = repository(object);
    let key = (repo.clone().unwrap_or_default(), number.to_owned());
    let author = authors.get(&key).map(String::as_str);
    told(object, number, repo.as_deref(), author, reading);
}

fn told(
    object: &Object<'_>,
    number: &str,
    repo: Option<&str>,
    author: Option<&str>,
    reading: &mut Reading<'_>,
) {
    let when = ["submitted_at", "submittedAt", "created_at"];
    let Some(when) = when.into_iter().find(|name| object.get(name).is_some()) else {
        reading.left_out("reviews that were begun and not submitted");
        return;
    };
    let Some(ts) = reading.time(object, when) else {
        return;
    };
    let field = object.first_of(["user", "author"]);
    let login = object.text(&format!("{field}.login"));
    let by = somebody(object, field, reading);
    let event = line("pr_reviewed", ts, repo, reading.setting)
        .text("pr", number)
        .text("actor", by.actor.as_deref())
        .flag("own", author.is_some() && author == login.as_deref())
        .flag("bot", by.bot);
    reading.put("pr_reviewed", event, object.node.span());
}
