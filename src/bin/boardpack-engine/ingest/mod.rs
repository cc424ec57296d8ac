//! Inputs to the table `events`: Parquet files of normalised events in the temporary folder, written
//! by several threads, in the order of the inputs whatever thread was first.

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

/// Faults that are told of events; somebody who mends these will find the others.
const FAULTS: usize = 20;

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
    failed: AtomicBool,
    written: AtomicU64,
}

/// Hands jobs to the workers until one of them found a fault.
struct Dispatch<'a> {
    jobs: SyncSender<Job>,
    failed: &'a AtomicBool,
}

impl Dispatch<'_> {
    /// Whether the reading may go on.
    fn send(&self, job: Job) -> bool {
        !self.failed.load(Ordering::Relaxed) && self.jobs.send(job).is_ok()
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
        failed: AtomicBool::new(false),
        written: AtomicU64::new(0),
    };
    let most = request.limits.disk_mb.saturating_mul(1 << 20);
    let (sender, receiver) = sync_channel(threads);
    let receiver = Mutex::new(receiver);
    let (read, hashes) = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| work(&shared, &receiver, most)))
            .collect();
        let dispatch = Dispatch {
            jobs: sender,
            failed: &shared.failed,
        };
        let mut hashes = Vec::new();
        let read = read(request, &dispatch, &mut hashes, say);
        drop(dispatch);
        for worker in workers {
            if worker.join().is_err() {
                return (
                    Err(Stop::broken("a thread that reads events stopped")),
                    hashes,
                );
            }
        }
        (read, hashes)
    });
    let mut parts = shared
        .parts
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    parts.sort_by_key(|part| (part.input, part.number));
    if let Some(part) = parts.iter_mut().find(|part| part.stop.is_some()) {
        return Err(part.stop.take().unwrap_or(Stop(Vec::new())));
    }
    read?;
    if shared.written.load(Ordering::Relaxed) > most {
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
        if part.stop.is_some() || written > most {
            shared.failed.store(true, Ordering::Relaxed);
        }
        shared
            .parts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(part);
    }
}

/// Cuts every input into jobs, in their order.
fn read(
    request: &Request,
    dispatch: &Dispatch<'_>,
    hashes: &mut Vec<Hash>,
    say: &Say,
) -> Result<(), Stop> {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
    let total = request.inputs.iter().map(|input| size(&input.path)).sum();
    let mut before = 0;
    for (at, input) in request.inputs.iter().enumerate() {
        let progress = |done: u64| say.progress("read", before + done, total);
        let (hash, more) = match input.format {
            boardpack::collect::InputFormat::Parquet => parquet::cut(at, input, dispatch)?,
            _ => text::cut(at, input, dispatch, &progress)?,
        };
        before += hash.bytes();
        say.progress("read", before, total);
        hashes.push(hash);
        if !more {
            return Ok(());
        }
    }
    Ok(())
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
