//! What may be typed of `import`.

use super::Root;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turn files of other programs into files of a pack
#[derive(Debug, Args)]
pub(in crate::cli) struct Import {
    #[command(subcommand)]
    pub(in crate::cli) from: ImportFrom,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ImportFrom {
    #[command(about = "Put the figures of a CSV table into the snapshots of the pack")]
    Csv(Table),
    #[command(about = "Put the figures of a JSON table into the snapshots of the pack")]
    Json(Table),
    GitlabKpi(GitlabKpi),
    Sloth(Sloth),
}

/// Begin a metric for each performance indicator of GitLab's handbook files
///
/// Reads lists as `data/performance_indicators/*.yml` has them. Name, definition and organisation are
/// taken as they are; a target that is a number becomes a target, one in words stays words, and none
/// stays none. What the files cannot say stands as `TODO(boardpack): …`, which blocks publishing. No
/// metric that exists is replaced: where one is in the way, nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack import gitlab-kpi infrastructure_department.yml --dry-run
  boardpack import gitlab-kpi infrastructure_department.yml

Exit codes: 0 written, or shown by `--dry-run`; 1 a file is wrong or something is in the way; 2 the system refused")]
pub(in crate::cli) struct GitlabKpi {
    /// Files of indicators
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) root: Root,
}

/// Put the figures of a table into the snapshots of the pack
///
/// A mapping says which column is what, and how its numbers and days are written: see "Figures from
/// other programs" in the README. Numbers are taken as they are written, never rounded; what is missing
/// stays missing. Where any cell is wrong, all are told and nothing is written. A published quarter is
/// compared and never changed. All else in a snapshot, comments too, stays as it was written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack import csv export.csv --map imports/delivery.yaml --dry-run
  boardpack import json metrics.json --map imports/metrics.yaml

Exit codes: 0 written, or shown by `--dry-run`; 1 something is wrong; 2 the system refused")]
pub(in crate::cli) struct Table {
    /// Tables
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// File that says which column is what
    #[arg(long, value_name = "MAP")]
    pub(in crate::cli) map: PathBuf,
    /// Say what would change, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) root: Root,
}

/// Turn Sloth's service levels into OpenSLO files
///
/// Reads `prometheus/v1` files and Kubernetes resources of `sloth.slok.dev/v1`, and writes a file of
/// OpenSLO documents for each service. What OpenSLO has no place for is told, line by line. Nothing
/// that exists is replaced: where any of the files is in the way, none is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack import sloth slos/checkout.yml
  boardpack import sloth slos/*.yml --windows windows/7d.yaml --out data/objectives

Exit codes: 0 written, 1 a file is wrong or something is in the way, 2 the system refused")]
pub(in crate::cli) struct Sloth {
    /// Files of service levels
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Folder of the OpenSLO files; made if missing
    #[arg(long, value_name = "DIR", default_value = "data/objectives")]
    pub(in crate::cli) out: PathBuf,
    /// File of alert windows (`kind: AlertWindows`), which also says how long the period is
    #[arg(long, value_name = "FILE", conflicts_with = "period")]
    pub(in crate::cli) windows: Option<PathBuf>,
    /// Period over which targets hold, where no windows are named
    #[arg(long, value_enum, default_value_t = Days::D30, value_name = "PERIOD")]
    pub(in crate::cli) period: Days,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Days {
    /// Four weeks
    #[value(name = "28d")]
    D28,
    /// What Sloth takes where nothing is said
    #[value(name = "30d")]
    D30,
}
