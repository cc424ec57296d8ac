//! Where events lie, by what was typed or else by the pack: files at once, objects by way of the engine, which
//! puts them into a folder that lasts as long as the run.

use super::progress::Progress;
use crate::cli::Outcome;
use crate::cli::args::Collect;
use crate::cli::term::Term;
use boardpack::collect::{
    self, Answers, EngineFault, Fetch, FetchLimits, FetchSource, Message, PROTOCOL,
};
use boardpack::diag::{Diagnostic, Span};
use boardpack::engine_process::{Engine, Folder, Hold};
use boardpack::load::{self, EventFile, EventFiles};
use boardpack::model::{EventSource, ObjectUrl, Pack};
use std::path::PathBuf;

/// What was named.
#[derive(Default)]
pub(super) struct Named {
    /// Files, and what is wrong with where they were looked for.
    pub(super) found: EventFiles,
    pub(super) problems: Vec<Diagnostic>,
    objects: Vec<FetchSource>,
    /// Where the pack names each of the objects' addresses; none of what was typed.
    places: Vec<Option<Span>>,
}

/// Objects in files, and the folder that they lie in.
#[derive(Default)]
pub(super) struct Objects {
    pub(super) files: Vec<EventFile>,
    pub(super) passed: Vec<String>,
    _folder: Option<Folder>,
}

impl Named {
    /// What was typed, else what the pack names, else the pack's own folder of events; nothing of the
    /// pack where clones were typed alone.
    pub(super) fn of(args: &Collect, pack: &Pack, has_clones: bool) -> Self {
        let mut named = Self::default();
        let own = &pack.settings.collect.events;
        if !args.events.is_empty() {
            named.typed(args);
        } else if has_clones {
            return named;
        } else if own.is_empty() {
            named.found = load::event_files(&args.dir, &[], &collect::is_events);
        } else {
            named.own(args, pack);
        }
        let problems = named.found.problems.iter().map(collect::input_problem);
        named.problems.extend(problems);
        named
    }

    fn typed(&mut self, args: &Collect) {
        let mut files: Vec<PathBuf> = Vec::new();
        for path in &args.events {
            let text = path.to_string_lossy();
            if !EventSource::is_address(&text) {
                files.push(path.clone());
                continue;
            }
            match ObjectUrl::parse(&text) {
                Ok(url) => self.object(&url, None),
                Err((message, help)) => {
                    let problem = (message.to_owned(), help.to_owned());
                    self.problems.push(collect::input_problem(&problem));
                }
            }
        }
        if !files.is_empty() {
            self.found = load::event_files(&args.dir, &files, &collect::is_events);
        }
    }

    fn own(&mut self, args: &Collect, pack: &Pack) {
        for source in &pack.settings.collect.events {
            match &source.value {
                EventSource::Objects(url) => self.object(url, Some(source.span)),
                EventSource::Files(path) => {
                    let found = load::own_event_files(&args.dir, path, &collect::is_events);
                    let told = found.problems.iter();
                    let told = told.map(|problem| collect::source_problem(source.span, problem));
                    self.problems.extend(told);
                    self.found.files.extend(found.files);
                    self.found.passed.extend(found.passed);
                }
            }
        }
    }

    fn object(&mut self, url: &ObjectUrl, place: Option<Span>) {
        let typed = place.is_none();
        let name = url.path.rsplit('/').next().unwrap_or_default();
        if url.store == boardpack::model::Store::Https && !collect::is_events(name) {
            let problem = (
                format!("the name of {url} does not tell how its events are written"),
                "name a file that ends in `.jsonl`, `.csv` or `.parquet`".to_owned(),
            );
            self.problems.push(match place {
                Some(span) => collect::source_problem(span, &problem),
                None => collect::input_problem(&problem),
            });
            return;
        }
        let url = url.to_string();
        self.objects.push(FetchSource { url, typed });
        self.places.push(place);
    }

    /// Whether anything of it is read over the network, where nothing may be.
    pub(super) fn refused_offline(&self, term: &Term) -> Option<Outcome> {
        let first = self.objects.first().filter(|_| term.is_offline())?;
        let help =
            "copy the objects to files and name those by `--events`, or leave `--offline` out";
        let message = format!(
            "{} is read over the network, and `--offline` forbids it",
            first.url
        );
        Some(term.fail(message, Some(help)))
    }

    /// Whether there is anything to be fetched.
    pub(super) fn has_objects(&self) -> bool {
        !self.objects.is_empty()
    }

    /// Fetches the objects; what stores said of them is kept with the answers.
    pub(super) fn fetch(
        &self,
        engine: &Engine,
        hold: Hold<'_>,
        answers: &mut Answers,
        term: &Term,
    ) -> Result<Objects, Vec<EngineFault>> {
        let folder = Folder::make(hold.temp).map_err(|fault| vec![*fault])?;
        let request = Fetch {
            protocol: PROTOCOL,
            fetch: self.objects.clone(),
            folder: folder.path().to_owned(),
            limits: FetchLimits::default(),
        };
        let progress = Progress::new(term);
        let mut objects = Objects::default();
        let ended = engine.fetch(&request, hold, &mut |message| {
            progress.tell(&message);
            match &message {
                // What the engine wrote lies in the folder, whatever it says.
                Message::Object { label, file, .. } if file.bytes().all(|b| b.is_ascii_digit()) => {
                    objects.files.push(EventFile {
                        path: folder.path().join(file),
                        label: label.clone(),
                    });
                }
                Message::Passed { label } => objects.passed.push(label.clone()),
                _ => {}
            }
            answers.hear(message);
        });
        progress.end();
        ended?;
        objects._folder = Some(folder);
        Ok(objects)
    }

    /// What stopped the fetching, where the pack names it.
    pub(super) fn told(&self, faults: &[EngineFault]) -> Vec<Diagnostic> {
        collect::source_faults(faults, &self.places)
    }
}
