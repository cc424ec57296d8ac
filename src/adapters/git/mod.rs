//! What `git log` and `git for-each-ref` say of a repository, to commits and deployments.
//!
//! A repository does not know what was deployed: one of three marks says it, and which is the user's
//! to name. A tag is put on what goes out; or every merge or commit on the main line goes out; or
//! merging to a branch deploys. From the mark follows by which deployment each commit went out first.
//!
//! After git's own pages: `git-log` (PRETTY FORMATS), `git-for-each-ref` (FIELD NAMES), `git-revert`
//! (the message that it writes).

mod history;
mod merges;
mod releases;
mod tags;

pub use history::{FORMAT, History};
pub use tags::{TAG_FORMAT, Tag, tags};

use super::{Adapted, Setting, Told};
use crate::events::{Line, instant};
use history::Commit;
use releases::Release;
use std::cmp::Reverse;

/// What marks a deployment.
#[derive(Debug, Clone, Copy)]
pub enum Deploys<'a> {
    /// Each of these tags.
    Tags(&'a [Tag]),
    /// Each merge, or commit, on the main line.
    Trunk,
    /// Each merge to the branch with this newest commit, and each commit that was made on it.
    Branch(&'a str),
}

/// A deployment mends what an earlier one broke if what takes the change back was made this soon after.
const REPAIR: i64 = 14 * 24 * 3600 * 1_000_000;

/// Commits and deployments of a history whose main line ends in the commit `head`; `hotfix` tells
/// whether the name of a tag says that it mends something. With `merges`, also the pull requests that
/// were merged into it.
pub fn read(
    history: &History,
    head: &str,
    deploys: Deploys<'_>,
    merges: bool,
    hotfix: &dyn Fn(&str) -> bool,
    setting: Setting<'_>,
) -> Adapted {
    let mut out = Adapted::default();
    let releases = releases::of(history, head, deploys, hotfix, &mut out);
    let mut order: Vec<&Release<'_>> = releases.iter().collect();
    // As they went out; of one instant the one that the other stands on first. On one line nothing
    // went out before what it stands on, whatever the clocks said.
    match deploys {
        Deploys::Tags(_) => order.sort_by(|a, b| (a.ts, b.at, &a.id).cmp(&(b.ts, a.at, &b.id))),
        Deploys::Trunk | Deploys::Branch(_) => order.sort_by_key(|release| Reverse(release.at)),
    }
    let shipped = releases::shipped(history, &order);
    releases::put(history, &order, &shipped, setting, &mut out);
    commits(history, &order, &shipped, setting, &mut out);
    if merges {
        merges::put(history, head, &order, &shipped, setting, &mut out);
    }
    out
}

fn commits(
    history: &History,
    order: &[&Release<'_>],
    shipped: &[Option<u32>],
    setting: Setting<'_>,
    out: &mut Adapted,
) {
    let release = |nth: &Option<u32>| order.get((*nth)? as usize);
    for (commit, nth) in history.commits.iter().zip(shipped) {
        let release = release(nth);
        if history.is_younger_than_child(commit) {
            out.tell(Told::Kept, "commits that say they are younger than a child");
        }
        let Some(ts) = commit.committed else {
            out.tell(
                Told::LeftOut,
                "commits whose time is none from 1970 to 2200",
            );
            continue;
        };
        let counts_at = release.map_or(ts, |release| release.ts);
        if setting.since.is_some_and(|since| counts_at < since) {
            out.tell(
                Told::LeftOut,
                "commits deployed, or made and not deployed, before `--since`",
            );
            continue;
        }
        if release.is_some_and(|release| release.ts < ts) {
            out.tell(
                Told::Kept,
                "commits that say they are younger than their deployment",
            );
        }
        if commit.authored.is_some_and(|authored| authored > ts) {
            out.tell(
                Told::Kept,
                "commits authored, by their clocks, after they were committed",
            );
        }
        if let Err(fault) = out.put("commit", line(history, commit, release, ts, setting)) {
            out.refuse(&format!("commit `{}`", commit.id), fault);
        }
    }
}

fn line<'a>(
    history: &'a History,
    commit: &'a Commit,
    release: Option<&&'a Release<'_>>,
    ts: i64,
    setting: Setting<'a>,
) -> Line<'a> {
    Line::new("commit", ts)
        .text("service", setting.service)
        .text("repo", setting.repo)
        .text("actor", history.actor(commit))
        .text("commit", &*commit.id)
        .instant("authored_at", commit.authored)
        .flag("merge", commit.parents.len() > 1)
        .text("reverts", commit.reverts.as_deref())
        .flag("bot", history.is_bot(commit))
        .text("deploy_id", release.map(|release| &*release.id))
}

/// Microseconds of seconds since 1970, where the contract has such a time.
fn micros(seconds: &str) -> Option<i64> {
    let micros = seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?;
    let (first, last) = (0, instant("2200-12-31T23:59:59Z")?);
    (first..=last).contains(&micros).then_some(micros)
}
