//! `boardpack events`.

mod clone;
mod key;
mod output;
mod repository;
mod sources;
mod upptime;

use super::Outcome;
use super::args::{self, Events, Into, Source};
use super::new::refuse;
use super::term::{Term, count};
use boardpack::adapters::{self, Adapted, Key, Setting};
use boardpack::diag::{self, Diagnostic, emit};
use boardpack::events;
use boardpack::load::ReadError;
use boardpack::scaffold::Refusal;
use boardpack::write::WriteError;
use chrono::NaiveTime;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &Events, term: &mut Term) -> Outcome {
    let done = match &args.source {
        Source::Git(args) => adapt(&args.into, Some(&args.dir), term, &|setting| {
            clone::read(args, setting)
        }),
        Source::Github(args) => files(&args.into, &args.files, term, &|files, setting| {
            let how = adapters::Github {
                incident_label: &args.incident_label,
            };
            adapters::github(files, how, setting)
        }),
        Source::Gitlab(args) => files(&args.into, &args.files, term, &adapters::gitlab),
        Source::Jira(args) => files(&args.into, &args.files, term, &|files, setting| {
            let how = adapters::Jira {
                started: &args.started,
                done: &args.done,
                zone: args.zone,
            };
            adapters::jira(files, how, setting)
        }),
        Source::Pagerduty(args) => files(&args.into, &args.files, term, &adapters::pagerduty),
        Source::Prometheus(args) => files(&args.into, &args.files, term, &|files, setting| {
            let how = adapters::Prometheus {
                label: &args.label,
                unnamed: args.unnamed.map(|unnamed| match unnamed {
                    args::Unnamed::Up => adapters::Unnamed::Up,
                    args::Unnamed::Seconds => adapters::Unnamed::Seconds,
                    args::Unnamed::Milliseconds => adapters::Unnamed::Milliseconds,
                }),
            };
            adapters::prometheus(files, how, setting)
        }),
        Source::Statuspage(args) => files(&args.into, &args.files, term, &adapters::statuspage),
        Source::Upptime(args) => adapt(&args.into, Some(&args.dir), term, &|setting| {
            upptime::read(args, setting)
        }),
    };
    match done {
        Ok(outcome) => outcome,
        Err(Stop::Input(refusal)) => refuse(&refusal, term),
        Err(Stop::World(fault, help)) => term.fail(fault, help.as_deref()),
    }
}

/// The events of a clone, with its name and the commit that its main line ends with. People are hashed with
/// the key in a folder of events, else with one that anybody could make, so that the same clone always gives
/// the same events: they are to be read and thrown away.
pub(super) fn of_clone(
    args: &args::Clone,
    folder: &Path,
    term: &Term,
) -> Result<(Adapted, String, String), Stop> {
    let key = key::kept_in(folder)?;
    let name = named(&args.dir).unwrap_or_default();
    let head = clone::head(args)?;
    let setting = Setting {
        service: args.into.service.as_deref(),
        repo: Some(&name),
        environment: &args.into.environment,
        since: None,
        key: &key,
    };
    let adapted = term.watch("reading the clone", || clone::read(args, setting))?;
    Ok((adapted, name, head))
}

/// Why nothing is written.
pub(super) enum Stop {
    /// What was asked cannot be.
    Input(Refusal),
    /// What the system said, and what to do.
    World(String, Option<String>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Input(refusal)
    }
}

impl From<WriteError> for Stop {
    fn from(fault: WriteError) -> Self {
        Self::World(fault.to_string(), fault.help.map(str::to_owned))
    }
}

impl From<ReadError> for Stop {
    fn from(fault: ReadError) -> Self {
        Self::World(fault.to_string(), fault.help)
    }
}

/// Reads a source with the key that belongs to the output, and writes what came of it.
fn adapt(
    into: &Into,
    folder: Option<&Path>,
    term: &Term,
    read: &dyn Fn(Setting<'_>) -> Result<Adapted, Stop>,
) -> Result<Outcome, Stop> {
    if let Some(path) = &into.output {
        output::may_be(path)?;
    }
    let key = key::of(into)?;
    let since = into.since.map(|day| {
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        midnight.timestamp_micros()
    });
    let named = folder.and_then(named);
    let setting = Setting {
        service: into.service.as_deref(),
        repo: into.repo.as_deref().or(named.as_deref()),
        environment: &into.environment,
        since,
        key: &key.key,
    };
    let adapted = term.watch("reading", || read(setting))?;
    finish(into, &key, adapted, term)
}

/// Reads files, and makes events of them.
fn files(
    into: &Into,
    paths: &[PathBuf],
    term: &Term,
    read: &dyn Fn(&[adapters::Source], Setting<'_>) -> Adapted,
) -> Result<Outcome, Stop> {
    adapt(into, None, term, &|setting| {
        Ok(read(&sources::read(paths)?, setting))
    })
}

/// What a folder is called, without the ending of a bare clone.
pub(super) fn named(folder: &Path) -> Option<String> {
    let full = folder.canonicalize().ok()?;
    let name = full.file_name()?.to_str()?;
    Some(name.strip_suffix(".git").unwrap_or(name).to_owned())
}

fn finish(
    into: &Into,
    key: &key::Kept,
    mut adapted: Adapted,
    term: &Term,
) -> Result<Outcome, Stop> {
    diag::sort(&mut adapted.diagnostics);
    term.deny(&mut adapted.diagnostics);
    // Standard output is the events' where they are not sent to a file.
    term.tell_aside(&adapted.diagnostics, &adapted.sources);
    if adapted.diagnostics.iter().any(Diagnostic::is_error) {
        let told = super::term::tally(&adapted.diagnostics);
        let more = match adapted.untold() {
            0 => String::new(),
            more => format!(", and {more} more that are not told"),
        };
        term.err(&format!("{told}{more}; nothing was written\n"));
        return Ok(Outcome::WrongInput);
    }
    key::keep(key)?;
    let text = adapted.text();
    match &into.output {
        Some(path) => output::write(path, &text)?,
        None => term.out(&text),
    }
    if term.is_loud() {
        term.err(&summary(into.output.as_deref(), key, &adapted));
    }
    Ok(Outcome::Fine)
}

/// What was written, what was not, and what was concluded.
fn summary(path: Option<&Path>, key: &key::Kept, adapted: &Adapted) -> String {
    let all: u64 = adapted.kinds().values().sum();
    let events = count(
        usize::try_from(all).unwrap_or(usize::MAX),
        "event",
        "events",
    );
    let mut text = match path {
        Some(path) => format!(
            "wrote {events} to {}",
            emit::plain(&path.display().to_string())
        ),
        None => events,
    };
    if let Some((first, last)) = adapted.span() {
        let day = |micros| events::written(micros).chars().take(10).collect::<String>();
        text.push_str(&format!(", {} to {}", day(first), day(last)));
    }
    text.push('\n');
    let kinds = adapted.kinds().iter();
    let kinds = kinds.map(|(kind, n)| ("events", *n, *kind));
    let told = adapted.told().iter();
    let told = told.map(|(how, what, n)| (how.word(), *n, *what));
    for (word, n, what) in kinds.chain(told) {
        text.push_str(&format!("  {word:<9}{n:>9}  {what}\n"));
    }
    for note in &key.notes {
        text.push_str(&format!("  {}\n", emit::plain(note)));
    }
    text
}
