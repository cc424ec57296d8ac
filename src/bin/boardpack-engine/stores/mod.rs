//! Addresses of objects to files in the folder of the request. The only place of boardpack that opens a
//! connection to a store: to the hosts that the store's vendor has, or that the environment names, and to
//! no other; credentials come from the environment, and no message holds an answer of a server.

mod credentials;
mod download;
mod guard;
mod list;
mod single;
mod trouble;

use crate::fault::Stop;
use crate::say::Say;
use boardpack::collect::{Fetch, FetchLimits, Message, codes};
use boardpack::model::{ObjectTag, ObjectUrl, Store};
use list::Wanted;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Objects that are fetched at a time.
const LANES: usize = 8;

/// A source of a request.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its place in the request.
    at: usize,
    url: ObjectUrl,
    typed: bool,
}

impl Source {
    /// What stops a run at this source.
    fn stop(&self, code: &str, what: &str, help: &str) -> Stop {
        let mut stop = Stop::new(code, format!("{}: {what}", self.url), help);
        for fault in &mut stop.0 {
            fault.source = Some(self.at);
        }
        stop
    }
}

/// What all downloads share.
#[derive(Debug)]
pub(super) struct Shared {
    folder: PathBuf,
    limits: FetchLimits,
    /// Bytes of all objects so far.
    bytes: AtomicU64,
    /// Bytes that listings told of.
    total: AtomicU64,
    files: AtomicU64,
    say: Arc<Say>,
}

impl Shared {
    /// Counts bytes that came; whether they are more than a run may fetch.
    fn count(&self, bytes: u64) -> bool {
        let before = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        before.saturating_add(bytes) > self.most()
    }

    fn most(&self) -> u64 {
        self.limits.disk_mb.saturating_mul(1 << 20)
    }

    fn progress(&self) {
        let done = self.bytes.load(Ordering::Relaxed);
        let total = self.total.load(Ordering::Relaxed);
        self.say.progress("fetch", done, total.max(done));
    }

    /// A new file of the run's folder, under a name that is only a number.
    fn file(&self) -> std::io::Result<(String, std::fs::File)> {
        let name = self.files.fetch_add(1, Ordering::Relaxed).to_string();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        let file = options.open(self.folder.join(&name))?;
        Ok((name, file))
    }

    fn too_much(&self, source: &Source) -> Stop {
        let what = format!("what is fetched takes more than {} MB", self.limits.disk_mb);
        source.stop(
            codes::OBJECT,
            &what,
            "name fewer objects, such as those of one quarter",
        )
    }
}

/// An object in a file.
#[derive(Debug)]
pub(super) struct Fetched {
    file: String,
    bytes: u64,
    etag: Option<String>,
    version: Option<String>,
}

/// Fetches all objects of a request, or none.
pub(crate) async fn run(request: Fetch, say: Arc<Say>) -> Result<(), Stop> {
    let mut sources = Vec::new();
    for (at, source) in request.fetch.iter().enumerate() {
        let url = ObjectUrl::parse(&source.url).map_err(|(message, help)| {
            let mut stop = Stop::new(codes::OBJECT, message.to_owned(), help);
            stop.0.iter_mut().for_each(|fault| fault.source = Some(at));
            stop
        })?;
        let typed = source.typed;
        sources.push(Source { at, url, typed });
    }
    let shared = Arc::new(Shared {
        folder: request.folder,
        limits: request.limits,
        bytes: AtomicU64::new(0),
        total: AtomicU64::new(0),
        files: AtomicU64::new(0),
        say,
    });
    shared.progress();
    // All sources are looked at before anything is fetched, and every one that is wrong is told.
    let mut wanted = Vec::new();
    let mut stops = Stop(Vec::new());
    for source in &sources {
        match found(source, &shared).await {
            Ok(found) => wanted.push((source, found)),
            Err(stop) => stops.0.extend(stop.0),
        }
    }
    if !stops.0.is_empty() {
        return Err(stops);
    }
    let mut objects = 0;
    let mut named = BTreeSet::new();
    for (source, mut wanted) in wanted {
        // What two sources name is fetched once.
        wanted.retain(|wanted| named.insert(source.url.label(&wanted.key)));
        objects += wanted.len() as u64;
        if objects > shared.limits.objects {
            let what = format!("these are more than {} objects", shared.limits.objects);
            let help = "name fewer, such as those of one quarter, or put events of many days into one object";
            return Err(source.stop(codes::OBJECT, &what, help));
        }
        if let Err(stop) = fetched(source, wanted, &shared).await {
            stops.0.extend(stop.0);
        }
    }
    if !stops.0.is_empty() {
        return Err(stops);
    }
    let bytes = shared.bytes.load(Ordering::Relaxed);
    shared.say.say(&Message::Fetched { objects, bytes });
    Ok(())
}

/// What there is to be fetched of a source.
async fn found(source: &Source, shared: &Shared) -> Result<Vec<Wanted>, Stop> {
    if source.url.store == Store::Https {
        return Ok(vec![Wanted::unseen(source.url.path.clone())]);
    }
    let opened = credentials::open(source, &shared.limits)?;
    let wanted = list::list(source, &opened, shared).await?;
    let bytes = wanted.iter().map(Wanted::size).fold(0, u64::saturating_add);
    let total = shared
        .total
        .fetch_add(bytes, Ordering::Relaxed)
        .saturating_add(bytes);
    if total > shared.most() {
        return Err(shared.too_much(source));
    }
    Ok(wanted)
}

/// Fetches the objects of a source, several at a time.
async fn fetched(
    source: &Source,
    mut wanted: Vec<Wanted>,
    shared: &Arc<Shared>,
) -> Result<(), Stop> {
    let lanes = wanted.len().min(LANES);
    wanted.reverse();
    let wanted = Arc::new(std::sync::Mutex::new(wanted));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..lanes {
        let (source, shared, wanted) = (source.clone(), Arc::clone(shared), Arc::clone(&wanted));
        running.spawn(async move { lane(&source, &wanted, &shared).await });
    }
    while let Some(ended) = running.join_next().await {
        // The others end with the set.
        ended.unwrap_or_else(|_| Err(Stop::broken("a thread that fetches objects stopped")))?;
    }
    Ok(())
}

/// Fetches one object after the other, over connections of its own.
async fn lane(
    source: &Source,
    wanted: &std::sync::Mutex<Vec<Wanted>>,
    shared: &Shared,
) -> Result<(), Stop> {
    let opened = match source.url.store {
        Store::Https => None,
        _ => Some(credentials::open(source, &shared.limits)?),
    };
    loop {
        let next = wanted.lock().map_or(None, |mut wanted| wanted.pop());
        let Some(wanted) = next else { return Ok(()) };
        let fetched = match &opened {
            Some(opened) => download::one(source, opened, &wanted, shared).await?,
            None => single::one(source, shared).await?,
        };
        let told = |tag: Option<String>| tag.filter(|tag| ObjectTag::is_one(tag));
        shared.say.say(&Message::Object {
            label: source.url.label(&wanted.key),
            file: fetched.file,
            bytes: fetched.bytes,
            etag: told(fetched.etag),
            version: told(fetched.version),
        });
        shared.progress();
    }
}

/// An entity tag without its quotes.
pub(super) fn bare(etag: Option<&str>) -> Option<String> {
    let etag = etag?.trim();
    let etag = etag.strip_prefix("W/").unwrap_or(etag);
    Some(etag.trim_matches('"').to_owned()).filter(|etag| !etag.is_empty())
}
