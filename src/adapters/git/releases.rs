//! Marks of deployments in a history to deployments: when each was, which commits it brought first,
//! and whether it went back or mended something.

use super::history::{Commit, History};
use super::{Deploys, REPAIR};
use crate::adapters::{Adapted, Setting, Told};
use crate::events::Line;
use std::borrow::Cow;
use std::collections::HashSet;

/// Digits of a commit that name a deployment where no tag does.
const SHORT: usize = 12;

/// A deployment.
#[derive(Debug)]
pub(super) struct Release<'a> {
    pub(super) id: Cow<'a, str>,
    /// Place of the commit that was deployed.
    pub(super) at: usize,
    pub(super) ts: i64,
    /// Whether its own name says that it mends something.
    hotfix: bool,
}

/// The deployments that the marks tell of, in no order.
pub(super) fn of<'a>(
    history: &'a History,
    head: &str,
    deploys: Deploys<'a>,
    hotfix: &dyn Fn(&str) -> bool,
    out: &mut Adapted,
) -> Vec<Release<'a>> {
    let mut releases = Vec::new();
    match deploys {
        Deploys::Tags(tags) => {
            for tag in tags {
                let at = history.place(&tag.commit);
                let Some((at, commit)) = at.and_then(|at| Some((at, history.commits.get(at)?)))
                else {
                    out.tell(Told::LeftOut, "tags of commits that this clone has not");
                    continue;
                };
                let Some(ts) = tag.made.or(commit.committed) else {
                    out.tell(Told::LeftOut, "tags whose time is none from 1970 to 2200");
                    continue;
                };
                if tag.made.is_none() {
                    out.tell(
                        Told::Inferred,
                        "times of deployments from their commits: lightweight tags",
                    );
                }
                releases.push(Release {
                    id: Cow::Borrowed(&tag.name),
                    at,
                    ts,
                    hotfix: hotfix(&tag.name),
                });
            }
        }
        Deploys::Trunk => {
            for at in history.first_parents(head) {
                commit(history, at, &mut releases, out);
            }
        }
        Deploys::Branch(tip) => {
            let trunk: HashSet<usize> = history.first_parents(head).collect();
            // What lies behind the fork was on the main line before there was such a branch.
            let own = history
                .first_parents(tip)
                .take_while(|at| !trunk.contains(at));
            for at in own {
                commit(history, at, &mut releases, out);
            }
        }
    }
    releases
}

/// A commit that was deployed when it was made.
fn commit<'a>(history: &'a History, at: usize, releases: &mut Vec<Release<'a>>, out: &mut Adapted) {
    let Some(commit) = history.commits.get(at) else {
        return;
    };
    let Some(ts) = commit.committed else {
        out.tell(
            Told::LeftOut,
            "deployments whose time is none from 1970 to 2200",
        );
        return;
    };
    releases.push(Release {
        id: Cow::Borrowed(commit.id.get(..SHORT).unwrap_or(&commit.id)),
        at,
        ts,
        hotfix: false,
    });
}

/// By the place of each commit, the first deployment that it was in.
pub(super) fn shipped(history: &History, order: &[&Release<'_>]) -> Vec<Option<u32>> {
    let mut shipped = vec![None; history.commits.len()];
    let mut left = Vec::new();
    for (nth, release) in (0_u32..).zip(order) {
        left.push(release.at);
        while let Some(at) = left.pop() {
            if let Some(slot @ None) = shipped.get_mut(at) {
                *slot = Some(nth);
                left.extend(history.parents(at));
            }
        }
    }
    shipped
}

/// Writes the deployments, in the order in which they went out.
pub(super) fn put(
    history: &History,
    order: &[&Release<'_>],
    shipped: &[Option<u32>],
    setting: Setting<'_>,
    out: &mut Adapted,
) {
    let mut brought = vec![(0_i64, false, false); order.len()];
    for (commit, nth) in history.commits.iter().zip(shipped) {
        let Some(of) = nth.and_then(|nth| brought.get_mut(nth as usize)) else {
            continue;
        };
        of.0 += 1;
        of.1 |= commit.hotfix;
        of.2 |= nth.is_some_and(|nth| repairs(history, commit, nth, order, shipped));
    }
    let mut live = None;
    for (release, (commits, called, repairs)) in order.iter().zip(brought) {
        let before = live.replace(release.at);
        let redeploy = before == Some(release.at);
        let rollback = commits == 0 && !redeploy;
        if setting.since.is_some_and(|since| release.ts < since) {
            out.tell(Told::LeftOut, "deployments before `--since`");
            continue;
        }
        let unplanned = release.hotfix || called || repairs;
        if redeploy {
            out.tell(
                Told::Inferred,
                "redeployments: the commit that was live already",
            );
        }
        if rollback {
            out.tell(
                Told::Inferred,
                "rollbacks: a commit that was deployed before, and nothing new",
            );
        }
        if unplanned && (release.hotfix || called) {
            out.tell(Told::Inferred, "unplanned deployments: `--hotfix` matches");
        } else if unplanned {
            out.tell(
                Told::Inferred,
                "unplanned deployments: a revert, within 14 days, of what was deployed",
            );
        }
        let commit = history.commits.get(release.at).map(|commit| &*commit.id);
        let line = Line::new("deploy", release.ts)
            .text("service", setting.service)
            .text("repo", setting.repo)
            .text("environment", setting.environment)
            .text("outcome", "success")
            .text("deploy_id", &*release.id)
            .text("commit", commit)
            .whole("commits", commits)
            .flag("redeploy", redeploy)
            .flag("rollback", rollback)
            .flag("unplanned", unplanned);
        if let Err(fault) = out.put("deploy", line) {
            out.refuse(&format!("deployment `{}`", release.id), fault);
        }
    }
}

/// Whether a commit takes back what an earlier deployment brought, and was made not long after that.
/// Taking back what took something back puts it in again, which mends nothing.
fn repairs(
    history: &History,
    commit: &Commit,
    nth: u32,
    order: &[&Release<'_>],
    shipped: &[Option<u32>],
) -> bool {
    let broken = commit.reverts.as_deref().and_then(|id| history.place(id));
    let Some((broken, Some(before))) =
        broken.and_then(|at| Some((history.commits.get(at)?, *shipped.get(at)?)))
    else {
        return false;
    };
    let then = order.get(before as usize).map(|release| release.ts);
    let soon = commit.committed.zip(then);
    before < nth
        && broken.reverts.is_none()
        && soon.is_some_and(|(made, then)| made - then <= REPAIR)
}
