//! What git says of a clone, to commits and deployments: `boardpack events git`.

use super::repository::{Repository, refusal};
use super::{Adapted, Setting, Stop};
use crate::cli::args::Clone;
use boardpack::adapters::{Globs, Told, git};
use boardpack::scaffold::Refusal;

pub(super) fn read(args: &Clone, setting: Setting<'_>) -> Result<Adapted, Stop> {
    let globs = Globs::read(args.deploy_tags.iter().map(String::as_str));
    let globs = globs
        .map_err(|message| refusal(message, "use `*`, `?` and `[0-9]`, at most 1000 characters"))?;
    let clone = Repository::at(&args.dir)?;
    let head = clone.commit(&args.main)?;
    let mut ends = vec![head.clone()];
    let mut found = Adapted::default();
    let mut tags = Vec::new();
    let mut tip = String::new();
    if let Some(branch) = &args.deploy_branch {
        tip = clone.commit(branch)?;
        ends.push(tip.clone());
    } else if !args.trunk {
        let format = format!("--format={}", git::TAG_FORMAT);
        let answer = clone.ask(&["for-each-ref", &format, "refs/tags"])?;
        tags = git::tags(&answer, &globs, &mut found);
        ends.extend(tags.iter().map(|tag| tag.commit.clone()));
    }
    let deploys = match (&args.deploy_branch, args.trunk) {
        (Some(_), _) => git::Deploys::Branch(&tip),
        (None, true) => git::Deploys::Trunk,
        (None, false) => git::Deploys::Tags(&tags),
    };
    let hotfix = |text: &str| {
        args.hotfix
            .as_ref()
            .is_some_and(|hotfix| hotfix.is_match(text))
    };
    let history = clone.history(&ends, |answer| {
        git::History::read(answer, setting.key, &hotfix)
    })?;
    let merges = args.pull_requests;
    let mut adapted = git::read(&history, &head, deploys, merges, &hotfix, setting);
    adapted.tell_first(found);
    if clone.is_shallow() {
        adapted.note(
            Told::LeftOut,
            "shallow clone: nothing before its oldest commits",
            1,
        );
    }
    let none = adapted.kinds().get("deploy").is_none() && setting.since.is_none();
    match none {
        true => Err(Stop::Input(no_deployments(args))),
        false => Ok(adapted),
    }
}

/// The commit that the main line ends with.
pub(super) fn head(args: &Clone) -> Result<String, Stop> {
    Repository::at(&args.dir)?.commit(&args.main)
}

fn no_deployments(args: &Clone) -> Refusal {
    let (message, help) = match &args.deploy_branch {
        Some(branch) => (
            format!("`{branch}` has no commit of its own beside `{}`", args.main),
            "a branch that is only moved forward leaves no mark of when: use tags, or `--trunk`",
        ),
        None => (
            "there is no deployment".to_owned(),
            "see to the patterns of `--deploy-tags`: `*` is any text, and they mean whole names",
        ),
    };
    Refusal {
        message,
        help: help.to_owned(),
    }
}
