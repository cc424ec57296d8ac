//! Inputs to the table `events`: Parquet files of normalised events in the temporary folder, written
//! by several threads, in the order of the inputs whatever thread was first.

mod checked;
mod parquet;
mod part;
mod text;

use crate::fault::Stop;
use crate::open::Hash;
use crate::say::Say;
use boardpack::collect::{Request, codes};
use boardpack::events::{Seen, Tally};
pub(crate) use part::empty;
use part::{Job, Part, Worker};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Faults that are told of one input; somebody who mends these will find the others.
const FAULTS: usize = 20;

/// Faults that are told of all inputs together.
const ALL_FAULTS: usize = 100;

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Ingested {
    /// Of each input, in their order: hash and counts.
    pub(crate) inputs: Vec<(String, Tally)>,
    /// Events later than `as_of`, left out: how many, and the first as `file:line`.
    pub(crate) future: Option<(u64, String)>,
    /// Latest event that was not left out.
    pub(crate) latest: Option<i64>,
    /// Events that were not left out.
    pub(crate) events: u64,
}

/// What the reading thread and the workers share.
struct Shared<'a> {
    worker: Worker<'a>,
    parts: Mutex<Vec<Part>>,
    /// Whether the disk is full of them.
    full: AtomicBool,
    /// Inputs in which something is wrong.
    failed: Vec<AtomicBool>,
    written: AtomicU64,
}

/// Hands jobs to the workers: of each input until something is found wrong in it.
struct Dispatch<'a> {
    jobs: SyncSender<Job>,
    full: &'a AtomicBool,
    failed: &'a [AtomicBool],
}

impl Dispatch<'_> {
    /// Whether the reading of this input may go on.
    fn send(&self, job: Job) -> bool {
        let failed = self.failed.get(job.input);
        let failed = failed.is_none_or(|failed| failed.load(Ordering::Relaxed));
        !failed && !self.full.load(Ordering::Relaxed) && self.jobs.send(job).is_ok()
    }
}

/// Reads every input into Parquet files below `folder`.
pub(crate) fn ingest(
    request: &Request,
    as_of: Option<i64>,
    threads: usize,
    folder: &Path,
    say: &Say,
) -> Result<Ingested, Stop> {
    let shared = Shared {
        worker: Worker::new(request, as_of, folder),
        parts: Mutex::default(),
        full: AtomicBool::new(false),
        failed: request
            .inputs
            .iter()
            .map(|_| AtomicBool::new(false))
            .collect(),
        written: AtomicU64::new(0),
    };
    let most = request.limits.disk_mb.saturating_mul(1 << 20);
    let (sender, receiver) = sync_channel(threads);
    let receiver = Mutex::new(receiver);
    let (hashes, mut stops) = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| work(&shared, &receiver, most)))
            .collect();
        let dispatch = Dispatch {
            jobs: sender,
            full: &shared.full,
            failed: &shared.failed,
        };
        let mut read = read(request, &dispatch, say);
        drop(dispatch);
        for worker in workers {
            if worker.join().is_err() {
                read.1 = BTreeMap::from([(0, Stop::broken("a thread that reads events stopped"))]);
            }
        }
        read
    });
    let mut parts = shared
        .parts
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    parts.sort_by_key(|part| (part.input, part.number));
    // What is wrong in the first part of an input that has anything, whichever thread was first; what
    // ended its reading lies behind that.
    let of_parts = parts.iter_mut().rev();
    stops.extend(of_parts.filter_map(|part| Some((part.input, part.stop.take()?))));
    if !stops.is_empty() {
        let mut faults: Vec<_> = stops.into_values().flat_map(|stop| stop.0).collect();
        faults.truncate(ALL_FAULTS);
        return Err(Stop(faults));
    }
    if shared.full.load(Ordering::Relaxed) {
        return Err(too_much(request.limits.disk_mb));
    }
    Ok(sum(request, &hashes, &parts))
}

fn too_much(disk_mb: u64) -> Stop {
    Stop::new(
        codes::MEMORY,
        format!("these events take more than {disk_mb} MB on disk"),
        "collect fewer files at once, or raise the limit of the disk",
    )
}

fn work(shared: &Shared<'_>, jobs: &Mutex<Receiver<Job>>, most: u64) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        let part = shared.worker.part(job);
        let written = shared.written.fetch_add(part.written, Ordering::Relaxed) + part.written;
        if let Some(failed) = shared
            .failed
            .get(part.input)
            .filter(|_| part.stop.is_some())
        {
            failed.store(true, Ordering::Relaxed);
        }
        if written > most {
            shared.full.store(true, Ordering::Relaxed);
        }
        shared
            .parts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(part);
    }
}

/// Cuts every input into jobs, in their order; their hashes, and by input what ended its reading.
fn read(
    request: &Request,
    dispatch: &Dispatch<'_>,
    say: &Say,
) -> (Vec<Hash>, BTreeMap<usize, Stop>) {
    let (mut hashes, mut stops) = (Vec::new(), BTreeMap::new());
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
    let total = request.inputs.iter().map(|input| size(&input.path)).sum();
    let mut before = 0;
    for (at, input) in request.inputs.iter().enumerate() {
        if dispatch.full.load(Ordering::Relaxed) {
            break;
        }
        let progress = |done: u64| say.progress("read", before + done, total);
        let cut = match input.format {
            boardpack::collect::InputFormat::Parquet => parquet::cut(at, input, dispatch),
            _ => text::cut(at, input, dispatch, &progress),
        };
        match cut {
            Ok(hash) => hashes.push(hash),
            Err(stop) => {
                stops.insert(at, stop);
            }
        }
        before += size(&input.path);
        say.progress("read", before, total);
    }
    (hashes, stops)
}

fn sum(request: &Request, hashes: &[Hash], parts: &[Part]) -> Ingested {
    let mut found = Ingested::default();
    let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
    let mut future: Option<(usize, Seen)> = None;
    for part in parts {
        tallies.entry(part.input).or_default().merge(&part.tally);
        found.events += part.kept;
        found.latest = found.latest.max(part.latest);
        if let Some(seen) = part.future {
            let (input, mut all) = future.unwrap_or((
                part.input,
                Seen {
                    count: 0,
                    line: seen.line,
                },
            ));
            all.count += seen.count;
            future = Some((input, all));
        }
    }
    let label = |at: usize| {
        request
            .inputs
            .get(at)
            .map_or("", |input| input.label.as_str())
    };
    found.future =
        future.map(|(input, seen)| (seen.count, format!("{}:{}", label(input), seen.line)));
    let inputs = hashes.iter().enumerate();
    found.inputs = inputs
        .map(|(at, hash)| (hash.hex(), tallies.remove(&at).unwrap_or_default()))
        .collect();
    found
}
