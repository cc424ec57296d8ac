//! The main line of a history to the pull requests that were merged into it, as far as its commits name
//! them. When they were opened and who looked at them a history does not know, so nothing is said of that.
//!
//! After what forges write where they merge: GitHub "Merge pull request #7 from …", and "… (#7)" where
//! they squash; GitLab "See merge request group/project!7"; Bitbucket "Merged in … (pull request #7)" and
//! "Merge pull request #7 in …"; Azure DevOps "Merged PR 7: …"; Gitea "Merge pull request '…' (#7) from …".
//! A merge that moves the branch forward, or writes its commits anew, leaves no mark.

use super::history::{Commit, History};
use super::releases::Release;
use crate::adapters::{Adapted, Setting, Told};
use crate::events::Line;
use std::collections::BTreeSet;

/// What a message says of a pull request that it merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// Its number.
    number: u64,
    /// Whether the forge's own words say so, and not only a number behind the title.
    surely: bool,
}

/// The pull request that a message says it merged.
pub(super) fn named(message: &str) -> Option<Named> {
    let title = message.lines().next().unwrap_or_default().trim_end();
    let surely = |number| Named {
        number,
        surely: true,
    };
    if let Some(rest) = title.strip_prefix("Merge pull request #") {
        return leading(rest).map(surely);
    }
    if let Some(rest) = title.strip_prefix("Merged PR ") {
        let number = leading(rest)?;
        return rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(':')
            .then_some(surely(number));
    }
    if title.starts_with("Merged in ") {
        let (_, rest) = title.rsplit_once("(pull request #")?;
        return leading(rest).map(surely);
    }
    if title.starts_with("Merge pull request '") {
        let (_, rest) = title.rsplit_once("' (#")?;
        return leading(rest).map(surely);
    }
    let gitlab = message.lines().rev().find_map(|line| {
        let of = line.trim().strip_prefix("See merge request ")?;
        let (project, number) = of.rsplit_once('!')?;
        let whole = !project.contains(char::is_whitespace);
        whole.then(|| all(number)).flatten()
    });
    if let Some(number) = gitlab {
        return Some(surely(number));
    }
    let (_, rest) = title.strip_suffix(')')?.rsplit_once(" (#")?;
    all(rest).map(|number| Named {
        number,
        surely: false,
    })
}

/// The number that a text begins with, and nothing that could go on with it.
fn leading(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    all(text.get(..end.unwrap_or(text.len()))?)
}

/// A text that is a number.
fn all(text: &str) -> Option<u64> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .filter(|n| *n > 0)
}

/// What a merge brought to the main line.
#[derive(Default)]
struct Brought {
    commits: i64,
    /// When the first of them was written, by its author's clock.
    first: Option<i64>,
    /// Whether programs alone wrote them.
    bots: bool,
}

/// Writes the pull requests that were merged into the line that ends in `head`.
pub(super) fn put(
    history: &History,
    head: &str,
    order: &[&Release<'_>],
    shipped: &[Option<u32>],
    setting: Setting<'_>,
    out: &mut Adapted,
) {
    let mut line: Vec<usize> = history.first_parents(head).collect();
    line.reverse();
    let mut there = vec![false; history.commits.len()];
    let mut known = BTreeSet::new();
    for at in line {
        let brought = brought(history, at, &mut there);
        let Some(commit) = history.commits.get(at) else {
            continue;
        };
        let merge = commit.parents.len() > 1;
        let Some(named) = commit.merged else {
            if merge {
                out.tell(Told::LeftOut, "merges that name no pull request");
            }
            continue;
        };
        if !known.insert(named.number) {
            let told = "commits that name a pull request that was merged already";
            out.tell(Told::LeftOut, told);
            continue;
        }
        let Some(ts) = commit.committed else {
            let told = "pull requests whose time is none from 1970 to 2200";
            out.tell(Told::LeftOut, told);
            continue;
        };
        let nth = shipped.get(at).copied().flatten();
        let release = nth.and_then(|nth| order.get(nth as usize));
        let counts_at = release.map_or(ts, |release| release.ts);
        if setting.since.is_some_and(|since| counts_at < since) {
            let told = "pull requests deployed, or merged and not deployed, before `--since`";
            out.tell(Told::LeftOut, told);
            continue;
        }
        out.tell(
            Told::Inferred,
            match named.surely {
                true => "pull requests from the words of a merge",
                false => "pull requests from a number behind a title, such as `(#7)`",
            },
        );
        let brought = brought.filter(|brought| brought.commits > 0);
        if let Err(fault) = event(history, commit, named, ts, brought, release, setting, out) {
            out.refuse(&format!("commit `{}`", commit.id), fault);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what one line is made of")]
fn event(
    history: &History,
    commit: &Commit,
    named: Named,
    ts: i64,
    brought: Option<Brought>,
    release: Option<&&Release<'_>>,
    setting: Setting<'_>,
    out: &mut Adapted,
) -> Result<(), crate::events::Fault> {
    let number = named.number.to_string();
    let bots = brought.as_ref().map(|brought| brought.bots);
    let event = Line::new("pr_merged", ts)
        .text("service", setting.service)
        .text("repo", setting.repo)
        .text("pr", &*number)
        .text("commit", &*commit.id)
        // Squashed into one, a program's commits bear its name.
        .flag("bot", bots.unwrap_or_else(|| history.is_bot(commit)))
        .whole("commits", brought.as_ref().map(|brought| brought.commits))
        .instant("first_commit_at", brought.and_then(|brought| brought.first))
        .text("deploy_id", release.map(|release| &*release.id));
    out.put("pr_merged", event)
}

/// What a commit on the main line brought there beside itself; `None` of one that joins nothing.
fn brought(history: &History, at: usize, there: &mut [bool]) -> Option<Brought> {
    let mut parents = history.parents(at);
    let first = parents.next();
    if let Some(first) = first.and_then(|first| there.get_mut(first)) {
        *first = true;
    }
    let mut left: Vec<usize> = parents.collect();
    if let Some(own) = there.get_mut(at) {
        *own = true;
    }
    if left.is_empty() {
        return None;
    }
    let mut brought = Brought {
        bots: true,
        ..Brought::default()
    };
    while let Some(at) = left.pop() {
        let Some(slot @ false) = there.get_mut(at) else {
            continue;
        };
        *slot = true;
        left.extend(history.parents(at));
        let Some(commit) = history.commits.get(at) else {
            continue;
        };
        brought.commits += 1;
        brought.bots &= history.is_bot(commit);
        let written = commit.authored.or(commit.committed);
        brought.first = match (brought.first, written) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }
    Some(brought)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forges_name_what_they_merge() {
        for (message, number, surely) in [
            ("Merge pull request #7 from ada/faster\n\nFaster", 7, true),
            (
                "Merge pull request #8 in SHOP/shop from ada to main",
                8,
                true,
            ),
            (
                "Merge pull request 'Faster (#2)' (#9) from ada/faster into main",
                9,
                true,
            ),
            (
                "Merged in ada/faster (pull request #10)\n\nFaster",
                10,
                true,
            ),
            ("Merged PR 11: Faster", 11, true),
            (
                "Merge branch 'a' into 'main'\n\nFaster\n\nSee merge request group/shop!12",
                12,
                true,
            ),
            (
                "Merge branch 'a' into 'main'\r\n\r\nFaster\r\n\r\nSee merge request !13\r\n",
                13,
                true,
            ),
            ("Faster (#14)\n\n* a\n* b", 14, false),
            ("Revert \"Faster (#14)\" (#15)", 15, false),
        ] {
            assert_eq!(named(message), Some(Named { number, surely }), "{message}");
        }
        for message in [
            "",
            "Faster",
            "Revert \"Faster (#14)\"",
            "Revert \"Merge pull request #7 from ada/faster\"",
            "Faster (#14) again",
            "Faster(#14)",
            "Faster (#0)",
            "Faster (#14a)",
            "Faster (#12345678901)",
            "Merge pull request # from ada",
            "Merged PR 11 Faster",
            "Merged in ada/faster",
            "Merge branch 'main' into ada/faster",
            "Faster\n\nThis reverts merge request !12",
            "Faster\n\nSee merge request of Ada !12",
            "Faster\n\nFixes (#14)",
        ] {
            assert_eq!(named(message), None, "{message}");
        }
    }
}
