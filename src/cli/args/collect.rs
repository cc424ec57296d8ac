//! What may be typed of collecting.

use super::{Cause, date, period};
use boardpack::model::Period;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// Count a quarter's figures from events, and write them into its snapshot
///
/// Runs the query of every metric that has one between `$start` and `$end`, for the quarter and each of
/// its weeks, over files of events: JSON lines, CSV or Parquet. Figures of these metrics are replaced, with
/// how they were counted; all else in the snapshot stays, comments too. A quarter without a snapshot gets
/// one. Where anything is wrong, all is told
/// and nothing is written. Null is never zero: without a word of a service there is no figure.
///
/// A published quarter is restated where a definition has a new version, or for the reason that `--cause`
/// and `--why` give. The queries are run by `boardpack-engine`, which only this verb needs.
///
/// Events may lie in object stores, `s3://`, `gs://`, `az://` or `abfss://`, or at an address of `https://`: named here or
/// in `data/pack.yaml` (`collect: {events: […]}`). Then the engine fetches them, where it was built with the feature
/// `stores`, with credentials of the environment alone (`AWS_…`, `GOOGLE_…`, `AZURE_…`).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack collect 2026-Q3                               from data/events/
  boardpack collect 2026-Q3 --events 'exports/*.jsonl' --dry-run
  boardpack collect 2026-Q3 --events 's3://larkspur-events/2026-Q3/*.jsonl.gz'
  boardpack collect 2026-Q3 --as-of 2026-10-05            what was known when that day began
  boardpack collect 2026-Q3 --git ../checkout --trunk     from the history of a clone
  boardpack collect 2026-Q2 --cause late-data --why \"Two incidents were closed in August.\"

Exit codes: 0 written, or shown by `--dry-run`; 1 something is wrong; 2 the system refused, or there is
no engine")]
pub(in crate::cli) struct Collect {
    /// The quarter, such as `2026-Q3`
    #[arg(value_name = "QUARTER", value_parser = period)]
    pub(in crate::cli) period: Period,
    /// Folder of the pack
    #[arg(default_value = ".", value_name = "PACK")]
    pub(in crate::cli) dir: PathBuf,
    /// File or folder of events, address of objects, or a pattern in quotes; may be given several times
    /// [default: what the pack names, else data/events/]
    #[arg(long, value_name = "PATH|URL")]
    pub(in crate::cli) events: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) git: Git,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Leave out what happened later: a day, at its beginning, or an instant [default: latest event]
    #[arg(long, value_name = "DATE", value_parser = as_of)]
    pub(in crate::cli) as_of: Option<AsOf>,
    /// Seconds that the queries may take altogether, and that fetching objects may take before them
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    pub(in crate::cli) time_limit: Duration,
    /// Memory that the queries may use, in mebibytes; more is put on disk
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub(in crate::cli) memory_limit: u64,
    /// Scheduler of a cluster of Ballista, `df://HOST:PORT`, whose machines share this one's `TMPDIR`
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) engine: Option<String>,
    /// Restate a published quarter for this kind of reason
    #[arg(long, value_enum, requires = "why")]
    pub(in crate::cli) cause: Option<Cause>,
    /// The reason, in a sentence that the Board will read
    #[arg(long, value_name = "TEXT", requires = "cause", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(in crate::cli) why: Option<String>,
    /// Day of the restatement [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) on: Option<NaiveDate>,
}

/// Clones whose history is read as events, as `events git` does.
#[derive(Debug, Args)]
pub(in crate::cli) struct Git {
    /// Clone of a git repository to read commits and deployments from; may be given several times
    #[arg(long = "git", value_name = "CLONE", requires = "deploys")]
    pub(in crate::cli) clones: Vec<PathBuf>,
    /// Tags of the clones that mark deployments; with `!` before those that do not
    #[arg(long, value_name = "GLOB", group = "deploys", requires = "clones")]
    pub(in crate::cli) deploy_tags: Vec<String>,
    /// Every merge and commit on the main line of the clones is a deployment
    #[arg(long, group = "deploys", requires = "clones")]
    pub(in crate::cli) trunk: bool,
    /// Every merge to this branch of the clones is a deployment, and every commit made on it
    #[arg(long, value_name = "BRANCH", group = "deploys", requires = "clones")]
    pub(in crate::cli) deploy_branch: Option<String>,
    /// The main line of the clones
    #[arg(
        long,
        value_name = "BRANCH",
        default_value = "HEAD",
        requires = "clones"
    )]
    pub(in crate::cli) main: String,
    /// Regular expression for the tags and messages of what mends something in a hurry
    #[arg(long, value_name = "REGEX", requires = "clones", value_parser = regex::Regex::new)]
    pub(in crate::cli) hotfix: Option<regex::Regex>,
    /// Take what merges and squashes on the main line name as pull requests; not beside an export of them
    #[arg(long, requires = "clones")]
    pub(in crate::cli) pull_requests: bool,
}

/// Until when events count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum AsOf {
    /// Until this day begins where the pack is at home.
    Day(NaiveDate),
    /// Until this instant.
    At(DateTime<Utc>),
}

fn as_of(text: &str) -> Result<AsOf, &'static str> {
    if let Ok(day) = date(text) {
        return Ok(AsOf::Day(day));
    }
    let instant = DateTime::parse_from_rfc3339(text);
    instant
        .map(|at| AsOf::At(at.to_utc()))
        .map_err(|_| "write a day, such as `2026-10-05`, or an instant, `2026-10-05T09:00:00Z`")
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text
        .parse()
        .ok()
        .filter(|seconds| (0.1..=864_000.0).contains(seconds));
    let seconds = seconds.map(Duration::from_secs_f64);
    seconds.ok_or("write seconds, from 0.1 to 864000")
}
