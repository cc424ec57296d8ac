//! What may be typed of `events`.

use super::date;
use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// Turn histories and exports of other programs into events
///
/// Figures are counted from events: one JSON object a line, as `boardpack schema event` has it. No name, address, title or message of
/// a person goes along: who did something is a hash made with a key that stays in `.key` beside the
/// events, and that no repository may hold. What was left out, concluded or odd is said on standard
/// error. Nothing is written where something could not be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 written; 1 something in the source is wrong; 2 it cannot be read, or the system refused")]
pub(in crate::cli) struct Events {
    #[command(subcommand)]
    pub(in crate::cli) source: Source,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Source {
    Git(Clone),
    Github(Github),
}

/// Where the events go, and what they say of themselves.
#[derive(Debug, Args)]
pub(in crate::cli) struct Into {
    /// Service that the events are of, by its id in `services.yaml`, where the source names none
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) service: Option<String>,
    /// Repository that they are of
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) repo: Option<String>,
    /// Where it was deployed, probed or failed, where the source does not say
    #[arg(long, value_name = "NAME", default_value = "production")]
    pub(in crate::cli) environment: String,
    /// Leave out what was before this day, in UTC
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) since: Option<NaiveDate>,
    /// File to write, such as `data/events/checkout.jsonl` [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// File of the key that people are hashed with [default: `.key` beside the output, else in `data/events`]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) key: Option<PathBuf>,
}

/// Read commits and deployments from a local clone of a git repository
///
/// A repository does not know what was deployed: name the mark. A tag is put on what goes out
/// (`--deploy-tags`), everything that reaches the main line goes out (`--trunk`), or merging to a
/// branch deploys (`--deploy-branch`). Annotated tags have their own time, lightweight ones that of
/// their commit. Each commit is given the first deployment that it was in. A deployment is unplanned
/// where `--hotfix` matches its tag or the message of a commit that it brought, or where it brings a
/// revert that was made within 14 days after the change was deployed. No hook, alias or filter of the clone runs.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("deploys").required(true),
    after_help = "\
Examples:
  boardpack events git ../checkout --trunk -o data/events/checkout.jsonl
  boardpack events git ../checkout --deploy-tags 'v*' --deploy-tags '!*-rc*' --since 2026-01-01
  boardpack events git ../checkout --deploy-branch production --hotfix '(?i)^hotfix'

Exit codes: 0 written; 1 something in the source is wrong; 2 it cannot be read, or the system refused"
)]
pub(in crate::cli) struct Clone {
    /// Folder of the clone, bare or not
    #[arg(value_name = "CLONE")]
    pub(in crate::cli) dir: PathBuf,
    /// Tags that mark deployments; may be given several times, with `!` before those that do not
    #[arg(long, value_name = "GLOB", group = "deploys")]
    pub(in crate::cli) deploy_tags: Vec<String>,
    /// Every merge and commit on the main line is a deployment
    #[arg(long, group = "deploys")]
    pub(in crate::cli) trunk: bool,
    /// Every merge to this branch is a deployment, and every commit made on it
    #[arg(long, value_name = "BRANCH", group = "deploys")]
    pub(in crate::cli) deploy_branch: Option<String>,
    /// The main line
    #[arg(long, value_name = "BRANCH", default_value = "HEAD")]
    pub(in crate::cli) main: String,
    /// Regular expression for the tags and messages of what mends something in a hurry
    #[arg(long, value_name = "REGEX", value_parser = regex::Regex::new)]
    pub(in crate::cli) hotfix: Option<regex::Regex>,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}

/// Read exports of GitHub: pull requests, reviews, deployments, workflow runs, releases, issues
///
/// Files are answers of the REST or GraphQL API, or of `gh … --json`, whole pages one behind the other or
/// in a list. Deployments need their statuses too, for only these say how they ended; a release that was
/// published is a deployment. An issue is work, and one with the label of an incident is an incident.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gh api --paginate 'repos/larkspur/shop/pulls?state=all&per_page=100' > pulls.json
  gh api --paginate repos/larkspur/shop/actions/runs > runs.json
  boardpack events github pulls.json runs.json --service shop -o data/events/shop-github.jsonl")]
pub(in crate::cli) struct Github {
    /// Exports
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Label of issues that are incidents
    #[arg(long, value_name = "LABEL", default_value = "incident")]
    pub(in crate::cli) incident_label: String,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}
