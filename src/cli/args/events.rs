//! What may be typed of `events`.

use super::date;
use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turn histories and exports of other programs into events
///
/// Figures are counted from events: one JSON object a line, as `boardpack schema event` has it. No name, address, title or message of
/// a person goes along: who did something is a hash made with a key that stays in `.key` beside the
/// events, and that no repository may hold. What was left out, concluded or odd is said on standard
/// error. Nothing is written where something could not be read.
#[derive(Debug, Args)]
#[command(after_help = "\
How to export what each reads, page by page, is in `src/adapters/exports.md`.

Exit codes: 0 written; 1 something in the source is wrong; 2 it cannot be read, or the system refused")]
pub(in crate::cli) struct Events {
    #[command(subcommand)]
    pub(in crate::cli) source: Source,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Source {
    Git(Clone),
    Github(Github),
    Gitlab(Gitlab),
    Jira(Jira),
    Pagerduty(Pagerduty),
    Prometheus(Prometheus),
    Statuspage(Statuspage),
    Upptime(Upptime),
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
  boardpack events git ../checkout --trunk --pull-requests -o data/events/checkout.jsonl

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
    /// Take what merges and squashes on the main line name as pull requests: when they were merged, and of a
    /// merge also its first commit. Not together with an export of the same pull requests, which would be
    /// counted twice
    #[arg(long)]
    pub(in crate::cli) pull_requests: bool,
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
/// Files are answers of the REST or GraphQL API, or of `gh … list --json`, whole pages one behind the other
/// or in a list. Deployments need their statuses too, for only these say how they ended; a release that was
/// published is a deployment. An issue is work, and one with the label of an incident is an incident.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples, in the folder of a clone:
  fields=url,number,createdAt,mergedAt,closedAt,author,mergedBy,mergeCommit,reviews
  gh pr list --state all --limit 5000 --json $fields > pulls.json
  when=created=2026-07-01..2026-07-31   # of one question GitHub tells 1,000 runs
  gh api --paginate \"repos/{owner}/{repo}/actions/runs?per_page=100&$when\" > runs-07.json
  gh api --paginate 'repos/{owner}/{repo}/issues?state=all&per_page=100' > issues.json
  gh api --paginate 'repos/{owner}/{repo}/releases?per_page=100' > releases.json
  boardpack events github pulls.json runs-07.json -o data/events/shop-github.jsonl

Deployments with their statuses are one question of GraphQL: it is in
`src/adapters/exports.md`, with one for pull requests that tells their first commits too.")]
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

/// Read exports of GitLab: merge requests, notes, deployments, pipelines, issues and incidents
///
/// Files are answers of the REST API, whole pages one behind the other or in a list. An issue is work,
/// and one of the type `incident` is an incident. Notes of merge requests are reviews. When a pipeline started and ended only the answer about
/// that one pipeline says; of a list the time of its last change is taken.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples, in the folder of a clone:
  since='per_page=100&updated_after=2026-07-01T00:00:00Z'
  glab api --paginate \"projects/:id/merge_requests?state=all&$since\" > merges.json
  glab api --paginate \"projects/:id/deployments?order_by=updated_at&$since\" > deployments.json
  glab api --paginate \"projects/:id/pipelines?$since\" > pipelines.json
  glab api --paginate \"projects/:id/issues?$since\" > issues.json
  for mr in $(jq -r '.[].iid' merges.json); do
    glab api --paginate projects/:id/merge_requests/$mr/notes; done > notes.json
  boardpack events gitlab merges.json notes.json deployments.json -o data/events/shop-gitlab.jsonl")]
pub(in crate::cli) struct Gitlab {
    /// Exports
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}

/// Read exports of Jira: the answer of a search with its changelog, or CSV
///
/// The answer of the API says when work began, the CSV does not. With the list of statuses work begins in
/// the first of the category In Progress, in whatever language the site is; without it `--started` and
/// `--done` name them. A ticket is work; one whose type has the word incident in it is an incident. What was
/// closed as a duplicate, or not to be done, is not done.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples, of Jira Cloud (again with the `nextPageToken` of each answer, while it has one):
  site=https://SITE.atlassian.net/rest/api/3 me=me@example.org:TOKEN
  fields=created,creator,issuetype,priority,resolution,resolutiondate,status
  curl -sSfG -u $me $site/search/jql -d maxResults=100 -d expand=changelog -d fields=$fields \\
    --data-urlencode 'jql=project = SHOP AND updated >= 2026-07-01' >> shop.json
  curl -sSf -u $me $site/status > status.json
  boardpack events jira shop.json status.json --service shop -o data/events/shop-jira.jsonl
Of Jira Data Center (again with startAt=100, 200, …), and of a CSV:
  curl -sSfG -H 'Authorization: Bearer TOKEN' https://jira.example.org/rest/api/2/search \\
    -d startAt=0 -d maxResults=100 -d expand=changelog -d 'jql=project=SHOP' >> shop.json
  boardpack events jira export.csv --zone Europe/Berlin -o data/events/shop-jira.jsonl")]
pub(in crate::cli) struct Jira {
    /// Exports; those that end in `.csv` are CSV
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Status in which work has begun; may be given several times
    #[arg(long, value_name = "STATUS", default_values = ["In Progress"])]
    pub(in crate::cli) started: Vec<String>,
    /// Status in which it is finished; may be given several times
    #[arg(long, value_name = "STATUS", default_values = ["Done", "Closed", "Resolved"])]
    pub(in crate::cli) done: Vec<String>,
    /// Zone in which a CSV has its times, such as `Europe/Berlin`
    #[arg(long, value_name = "ZONE")]
    pub(in crate::cli) zone: Option<chrono_tz::Tz>,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}

/// Read exports of PagerDuty: incidents with their alerts, log entries, or the analytics
///
/// Files are answers of the REST API. An incident begins when it was made, or with the first of its alerts
/// where that came earlier; one that was merged into another repeats it. There is no time to detect: what
/// PagerDuty knows begins when it was called, and that somebody acknowledged an incident does not say when
/// it was noticed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples (again with offset=100, 200, … while `more` is true):
  api=https://api.pagerduty.com key='Authorization: Token token=TOKEN'
  when='since=2026-07-01T00:00:00Z&until=2026-10-01T00:00:00Z'   # else the last 30 days
  curl -sSf -H \"$key\" \"$api/incidents?$when&limit=100&offset=0\" >> incidents.json
  curl -sSf -H \"$key\" $api/incidents/ID/alerts >> alerts.json   # for each of them
  boardpack events pagerduty incidents.json alerts.json -o data/events/incidents.jsonl")]
pub(in crate::cli) struct Pagerduty {
    /// Exports
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}

/// Read answers of Prometheus: `up` or `probe_success`, and times to answer
///
/// Files are answers of `query_range`. Every metric that ends in `_seconds` or `_milliseconds` is a time to
/// answer. Of several instances the service is up where all are, down where none is, degraded between.
/// Only changes are written, and values that were measured; where two steps are missing nobody looked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples (again for each week: of a series Prometheus tells 11,000 points at once):
  curl -sSfG http://prometheus:9090/api/v1/query_range -d query=probe_success -d step=60 \\
    -d start=2026-07-01T00:00:00Z -d end=2026-07-08T00:00:00Z >> up.json
  boardpack events prometheus up.json --label job -o data/events/probes.jsonl
  boardpack events prometheus p95.json --unnamed seconds -o data/events/latency.jsonl")]
pub(in crate::cli) struct Prometheus {
    /// Answers
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Label that names the service; of an address only its host is taken
    #[arg(long, value_name = "LABEL", default_value = "job")]
    pub(in crate::cli) label: String,
    /// What series without a name are, as PromQL answers where it combines others
    #[arg(long, value_name = "WHAT")]
    pub(in crate::cli) unnamed: Option<Unnamed>,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}

/// What a series without a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Unnamed {
    /// 1 where the service is up, 0 where it is down, between them where a part of it is
    Up,
    /// Seconds to answer
    Seconds,
    /// Milliseconds to answer
    Milliseconds,
}

/// Read incidents of a status page: Statuspage's answers, or the pages of cState
///
/// Files are answers such as `/api/v2/incidents.json`, or Markdown with front matter as cState has it
/// (`content/issues/*.md`). Maintenance that was announced is no incident. A time without its offset is
/// UTC, as Hugo takes it. A public page tells its last 50 incidents; its owner is told all of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples (the second is its owner's, again with page=2, 3, …):
  curl -sSf https://status.example.org/api/v2/incidents.json > incidents.json
  curl -sSf -H 'Authorization: OAuth KEY' \\
    'https://api.statuspage.io/v1/pages/PAGE/incidents?limit=100&page=1' >> incidents.json
  boardpack events statuspage incidents.json -o data/events/incidents.jsonl
  boardpack events statuspage ../status/content/issues/*.md -o data/events/incidents.jsonl")]
pub(in crate::cli) struct Statuspage {
    /// Answers, and pages that end in `.md`
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}

/// Read probes and incidents from a clone of an Upptime page
///
/// Upptime commits a file for each site where its state changes, and once a day. Of a folder without
/// history only the last state of each is known. Incidents that Upptime wrote as issues are those of
/// `boardpack events github … --incident-label status`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  git clone --bare https://github.com/larkspur/status ../status
  boardpack events upptime ../status -o data/events/probes.jsonl")]
pub(in crate::cli) struct Upptime {
    /// Folder of the clone, bare or not
    #[arg(value_name = "CLONE")]
    pub(in crate::cli) dir: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) into: Into,
}
