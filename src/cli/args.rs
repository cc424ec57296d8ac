//! What may be typed.

use boardpack::collect::{STANDARD, Standard};
use boardpack::model::{Locale, Period, RestatementCause};
use boardpack::scaffold::{Refusal, Thing, Wish};
use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

mod collect;
mod comfort;
mod events;
mod import;

pub(super) use collect::{AsOf, Collect, Git};
pub(super) use comfort::{Completions, Man, Templates, TemplatesWhat};
pub(super) use events::{Clone, Events, Into, Source, Unnamed, Upptime};
pub(super) use import::{Days, GitlabKpi, Import, ImportFrom, Sloth, Table};

/// Compiles a quarterly engineering and reliability report for the board
///
/// boardpack reads figures from `data/`, words from `content/` and looks from `templates/`, checks
/// every one against the others, and writes a static site: the pack of each quarter, a page per
/// metric and service, and a glossary that defines every number.
#[derive(Debug, Parser)]
#[command(
    name = "boardpack",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  boardpack init q3-pack     put a complete sample pack into q3-pack/
  boardpack check            say everything that is wrong with the pack in this folder
  boardpack build            write the site to public/
  boardpack serve            show it in the browser while you write
  boardpack diff 2026-Q2     say what changed since that quarter
  boardpack explain wrong-week

Exit codes: 0 fine, 1 the pack is wrong, 2 the command or the system is (unreadable, unwritable)"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Verb,
    #[command(flatten)]
    pub(super) global: Global,
}

/// What every verb takes.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Global {
    /// How problems are told: `human` and `short` on standard error, the others on standard output
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(super) format: Format,
    /// Treat warnings as errors
    #[arg(long, global = true, value_enum, value_name = "WHAT")]
    pub(super) deny: Option<Deny>,
    /// When to colour; `auto` asks whether a person watches, and heeds `NO_COLOR`
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Say only what is wrong
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Open no network connection: always so, said or not, but for the page that `serve` shows
    #[arg(long, global = true)]
    pub(super) offline: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With source lines, carets and help
    Human,
    /// One line each: `path:line:column: error[code]: message`
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of a GitHub workflow, at their lines
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// All of them
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// Only where a person watches
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    Init(Init),
    New(New),
    Check(Check),
    Build(Build),
    Serve(Serve),
    Publish(Publish),
    Restate(Restate),
    Verify(Verify),
    Diff(Diff),
    Import(Import),
    Events(Events),
    Collect(Collect),
    Schema(Schema),
    Explain(Explain),
    Templates(Templates),
    Completions(Completions),
    Man(Man),
}

/// Start a pack: the complete sample, the least that builds, or one that is counted from events
///
/// The sample is a made-up company's pack, with every kind of file. Nothing that exists is
/// replaced: where any of its files is in the way, none is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack init q3-pack
  boardpack init --empty --organisation \"Larkspur Market\" q3-pack
  boardpack init --empty --organisation \"Larkspur Markt\" --locale de-DE q3-pack
  boardpack init --events --organisation \"Larkspur Market\" --service shop q3-pack
  boardpack init --with github              the recipe alone, where there is a pack")]
pub(super) struct Init {
    /// Folder of the new pack; made if missing
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    /// Write the least that builds instead of the sample
    #[arg(long, requires = "organisation", group = "least")]
    pub(super) empty: bool,
    /// Write a pack whose metrics `collect` counts from events
    #[arg(long, requires = "organisation", group = "least")]
    pub(super) events: bool,
    /// Name of the company, for `--empty` and `--events`
    #[arg(long, value_name = "NAME", requires = "least")]
    pub(super) organisation: Option<String>,
    /// A service by its id, for `--events`; may be given several times
    #[arg(long = "service", value_name = "ID", requires = "events", default_values = ["shop"])]
    pub(super) services: Vec<String>,
    /// Write a recipe for continuous integration too; nothing else where DIR is a pack already
    #[arg(long, value_enum, value_name = "FORGE")]
    pub(super) with: Option<Forge>,
    /// First quarter of the pack, such as `2026-Q3`, for `--empty` and `--events` [default: the last that is over]
    #[arg(long, value_name = "QUARTER", requires = "least", value_parser = period)]
    pub(super) period: Option<Period>,
    /// Language of what is written, and how the pack writes numbers and dates, for `--empty` and `--events`
    #[arg(long, value_name = "LOCALE", requires = "least", default_value = "en-GB", value_parser = locales())]
    pub(super) locale: Locale,
}

/// The locales that a pack may have, by their names.
fn locales() -> impl TypedValueParser<Value = Locale> {
    let names = Locale::NAMES.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).map(|name| {
        let found = Locale::NAMES.iter().find(|(own, _)| *own == name);
        found.map_or(Locale::EnGb, |(_, locale)| *locale)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Forge {
    /// A workflow of GitHub Actions
    Github,
    /// A pipeline of GitLab CI
    Gitlab,
}

fn period(text: &str) -> Result<Period, &'static str> {
    text.parse()
        .map_err(|()| "write year and quarter, such as `2026-Q3`")
}

/// Begin the next quarter, or a story, decision, metric, incident, term, risk or experiment
///
/// The next quarter gets a snapshot with every metric and service due, an overview in which every open
/// ask and promise waits for its answer, and an empty record of incidents. What only a person can know
/// stands as `TODO(boardpack): …`: `check` lists each, and no quarter is published with one. Nothing
/// that exists is replaced; a file that holds a list gets one entry more, and all else in it stays as
/// it was written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack new 2026-Q4
  boardpack new story \"Faster reviews\"
  boardpack new incident \"Search down\"
  boardpack new metric \"Lead time\" --standard lead-time
  boardpack new 2026-Q4 --dry-run

Exit codes: 0 written, or shown by `--dry-run`; 1 it does not fit the pack or something is in the way; 2 the system refused")]
pub(super) struct New {
    /// A quarter, such as `2026-Q4`, or `story`, `decision`, `metric`, `incident`, `term`, `risk`,
    /// `experiment`
    #[arg(value_name = "WHAT")]
    pub(super) what: String,
    /// What readers call it; not for a quarter
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// For a metric: the standard query that counts it from events, such as `lead-time`
    #[arg(long, value_name = "ID", value_parser = standard)]
    pub(super) standard: Option<&'static Standard>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) root: Root,
}

/// A standard query by its id.
fn standard(id: &str) -> Result<&'static Standard, String> {
    Standard::of(id).ok_or_else(|| {
        let ids: Vec<&str> = STANDARD.iter().map(|query| query.id).collect();
        format!("there is none of that id; write one of {}", ids.join(", "))
    })
}

impl New {
    /// What is wanted; otherwise what is wrong with it.
    pub(super) fn wish(&self) -> Result<Wish, Refusal> {
        let things = [
            ("story", Thing::Story),
            ("decision", Thing::Decision),
            ("metric", Thing::Metric),
            ("incident", Thing::Incident),
            ("term", Thing::Term),
            ("risk", Thing::Risk),
            ("experiment", Thing::Experiment),
        ];
        let refuse = |message: String, help: String| Err(Refusal { message, help });
        let thing = things.iter().find(|(word, _)| *word == self.what);
        if let Some(query) = self.standard {
            let metric = super::new::standard(query);
            return match (thing, &self.name) {
                (Some((_, Thing::Metric)), name) => {
                    let name = name.as_deref().unwrap_or(metric.name()).to_owned();
                    Ok(Wish::Standard(Box::new(metric), name))
                }
                _ => refuse(
                    format!("no query counts `{}`", self.what),
                    "leave `--standard` out, or write `boardpack new metric NAME --standard ID`"
                        .to_owned(),
                ),
            };
        }
        match (self.what.parse(), thing, &self.name) {
            (Ok(period), _, None) => Ok(Wish::Quarter(period)),
            (_, Some((_, thing)), Some(name)) => Ok(Wish::Thing(*thing, name.clone())),
            (Ok(_), _, Some(_)) => refuse(
                "a quarter has no other name".to_owned(),
                format!("write `boardpack new {}`", self.what),
            ),
            (_, Some((word, _)), None) => refuse(
                format!("the {word} has no name"),
                format!("write what readers call it: `boardpack new {word} \"Faster reviews\"`"),
            ),
            (Err(()), None, _) => refuse(
                format!("`{}` is nothing that a pack holds", self.what),
                "name a quarter, such as `2026-Q4`, or `story`, `decision`, `metric`, `incident`, \
                 `term`, `risk`, `experiment`"
                    .to_owned(),
            ),
        }
    }
}

/// Say everything that is wrong with a pack, and write nothing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack check
  boardpack check --deny warnings           for continuous integration
  boardpack check --format json | jq .code  for programs")]
pub(super) struct Check {
    /// Folder of the pack
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
}

/// Write a pack's site
///
/// The site is made beside the output folder and swapped in whole: a build that fails or is killed
/// leaves the last good one. Files in the folder that boardpack did not make stay; a folder that
/// holds files and is not boardpack's is refused.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack build
  boardpack build q3-pack --output /srv/www/board
  boardpack build --audience board --output board
  boardpack build --pdf --slides                  the pack and its slides as PDF too
  boardpack build --pdf-only --output q3.pdf      one file, and no site

A PDF is printed by an installed Chromium or Chrome, which is given no network. Where there is none,
nothing is written. The same pack through the same version of it gives the same bytes.")]
pub(super) struct Build {
    /// Folder of the pack
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    /// Folder of the site [default: `public` in the folder of the pack]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// For whom: `board` leaves out everything that the pack marks `internal`
    #[arg(long, value_enum, default_value_t = Reader::Internal, value_name = "WHO")]
    pub(super) audience: Reader,
    /// Make `<QUARTER>/pack.pdf` too, and with `--slides` `<QUARTER>/slides.pdf`
    #[arg(long)]
    pub(super) pdf: bool,
    /// Make the PDF and nothing else; `--output` names the file [default: `<QUARTER>.pdf`]
    #[arg(long, conflicts_with_all = ["pdf", "slides", "single_file"])]
    pub(super) pdf_only: bool,
    /// Paper of the PDF [default: `paper:` of the pack, or by its locale]
    #[arg(long, value_enum, value_name = "SIZE")]
    pub(super) paper: Option<Size>,
    /// Make `<QUARTER>/slides.html` too: at a glance, dashboard and decisions in 16:9
    #[arg(long)]
    pub(super) slides: bool,
    /// Make `<QUARTER>/pack-single.html` too: the pack and what it refers to in one file
    #[arg(long)]
    pub(super) single_file: bool,
    /// Quarter that these are made of; may be given several times [default: the latest]
    #[arg(long = "quarter", value_name = "QUARTER", value_parser = period)]
    pub(super) quarters: Vec<Period>,
    /// Browser that prints [default: BOARDPACK_BROWSER, or the first of chromium, google-chrome, chrome]
    #[arg(long, value_name = "PROGRAM")]
    pub(super) browser: Option<OsString>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Size {
    /// 210 by 297 mm
    A4,
    /// 8½ by 11 inches
    Letter,
}

/// Show a pack in the browser while it is written
///
/// Serves the pages to this machine only, makes them anew after every save, and shows them in every
/// browser that has one open, where it was scrolled to. While the pack has errors the last good page
/// stays, with the errors over it. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack serve
  boardpack serve q3-pack --port 8000 --next-port
  boardpack serve --audience board

It prints the address to open; Ctrl-C ends it.")]
pub(super) struct Serve {
    /// Folder of the pack
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    /// Port on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = 4400, value_name = "PORT")]
    pub(super) port: u16,
    /// Take the next free port where that one is taken
    #[arg(long)]
    pub(super) next_port: bool,
    /// For whom: `board` leaves out everything that the pack marks `internal`
    #[arg(long, value_enum, default_value_t = Reader::Internal, value_name = "WHO")]
    pub(super) audience: Reader,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Reader {
    /// The Board
    Board,
    /// The company, which sees everything
    Internal,
}

/// Say whether a folder is what its pack gives, and what differs
///
/// The folder's files are held against its `manifest.json`. Where the pack is at hand it is built
/// again in memory, and every file is held against that: a report that was edited, or made from other
/// figures than those on file, is found. Exit codes: 0 all is as built, 1 something differs, 2 the
/// folder cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack verify public
  boardpack verify /srv/www/board --root q3-pack
  boardpack verify public --format json | jq .match")]
pub(super) struct Verify {
    /// Folder that `build` wrote, or a copy of it
    pub(super) dir: PathBuf,
    /// Folder of the pack [default: where a pack is at hand, the folder around DIR or this one]
    #[arg(long, value_name = "PACK")]
    pub(super) root: Option<PathBuf>,
    /// Print PDFs again, where the browser is the one that printed them
    #[arg(long)]
    pub(super) reprint: bool,
    /// Browser that prints [default: BOARDPACK_BROWSER, or the first that is found]
    #[arg(long, value_name = "PROGRAM", requires = "reprint")]
    pub(super) browser: Option<OsString>,
}

/// Say what changed between two quarters, or between two packs
///
/// A and B are quarters of the pack in this folder (`2026-Q2`), folders of packs, or revisions of git
/// (`HEAD~1`, a tag), each of the last two with a quarter if one is meant (`HEAD~1:2026-Q2`). Without B,
/// a quarter is held against the latest, and anything else against the pack as it lies in the folder.
///
/// The most material comes first: what was published and now reads differently, rules and targets made
/// easier, definitions, misses, and so on down to texts; figures that moved within their routine range
/// are counted. Parts that an audience does not see are told too. JSON has every difference with exact numbers; Markdown is for the comment on a pull
/// request, in at most 60 KB. Exit codes: 0 compared, whether or not anything differs; 1 a pack has
/// files that cannot be read (the rest is compared) or no such quarter; 2 there is no such pack.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack diff 2026-Q2 2026-Q3
  boardpack diff HEAD~1                          what the last commit and the folder change
  boardpack diff main HEAD --as markdown         for the comment on a pull request
  boardpack diff v2026-Q2:2026-Q2 HEAD:2026-Q2   whether a published quarter still says the same")]
pub(super) struct Diff {
    /// What stands before: a quarter, a folder or a revision
    #[arg(value_name = "A")]
    pub(super) before: String,
    /// What stands after [default: the folder as it is; for a quarter, the latest]
    #[arg(value_name = "B")]
    pub(super) after: Option<String>,
    /// Folder of the pack that quarters and revisions are looked up in
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// How differences are told, on standard output
    #[arg(long = "as", value_enum, default_value_t = As::Text, value_name = "HOW")]
    pub(super) tell: As,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum As {
    /// For a person at a terminal
    Text,
    /// One JSON object, for programs
    Json,
    /// For the comment on a pull request
    Markdown,
}

/// Folder of the pack, where another argument stands first.
#[derive(Debug, Args)]
pub(super) struct Root {
    /// Folder of the pack
    #[arg(long, value_name = "PACK", default_value = ".")]
    pub(super) root: PathBuf,
}

/// Lock a quarter as the Board was shown it
///
/// Writes `data/published/<QUARTER>.yaml`: every figure, target, definition, ask and promise, and a
/// hash of every text. From then on a build refuses a pack that says otherwise without a
/// restatement, and the quarter's pages stay as they were. Quarters are published in order; one with
/// errors, one that is not over and one whose data is older than 60 days are refused.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack publish 2026-Q3
  boardpack publish 2026-Q2 --on 2026-07-21      for a pack that went out before")]
pub(super) struct Publish {
    /// The quarter, such as `2026-Q3`
    #[arg(value_name = "QUARTER", value_parser = period)]
    pub(super) period: Period,
    /// Day it goes to the Board [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) on: Option<NaiveDate>,
    #[command(flatten)]
    pub(super) root: Root,
}

/// Write down what became of published figures
///
/// Compares the snapshot of a published quarter with its lock and adds an entry to
/// `data/restatements.yaml` for every figure that is another one now. What stands in the file stays
/// as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack restate 2026-Q2 --cause late-data --why \"Two incidents were closed in August.\"")]
pub(super) struct Restate {
    /// The quarter, such as `2026-Q3`
    #[arg(value_name = "QUARTER", value_parser = period)]
    pub(super) period: Period,
    /// Which kind of reason
    #[arg(long, value_enum)]
    pub(super) cause: Cause,
    /// The reason, in a sentence that the Board will read
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) why: String,
    /// Day of the restatement [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) on: Option<NaiveDate>,
    #[command(flatten)]
    pub(super) root: Root,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Cause {
    /// The figure was wrong
    Correction,
    /// Something was filed later
    LateData,
    /// It was counted again by a new definition
    Definition,
}

impl From<Cause> for RestatementCause {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Correction => Self::Correction,
            Cause::LateData => Self::LateData,
            Cause::Definition => Self::Definition,
        }
    }
}

fn date(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse()
        .map_err(|_| "write year, month and day, such as `2026-10-20`")
}

/// Write JSON Schemas of the pack's files, by which editors check and complete them
///
/// They hold the names of the pack's metrics, services, terms and other things: write them anew when
/// one is added. They say what the reader of the pack says; what lies between files, such as whether a
/// date comes before another, only `check` can tell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack schema                      write all of them into .boardpack/schema
  boardpack schema snapshot             print one
  boardpack schema --output ../schemas")]
pub(super) struct Schema {
    /// One schema to print, such as `snapshot`, `report` for that of report.json, or `snippets` for those of `.vscode/`; all are written if left out
    #[arg(value_name = "NAME", conflicts_with = "output")]
    pub(super) kind: Option<String>,
    /// Folder to write into [default: `.boardpack/schema` in the pack]
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) root: Root,
}

/// Say why a problem is one, what to do about it, and show the smallest example
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  boardpack explain                  every code, with one line each
  boardpack explain wrong-week")]
pub(super) struct Explain {
    /// Code of the problem, as it stands in brackets; all of them if left out
    pub(super) code: Option<String>,
}
