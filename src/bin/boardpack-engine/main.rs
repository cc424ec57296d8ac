//! `boardpack-engine`: one request on standard input, messages on standard output, exit code out.
//!
//! It reads events, makes the views of them and asks every metric's query, within limits of memory and
//! disk; whoever started it holds it to a limit of time. It opens the inputs that the request names,
//! writes into the request's temporary folder alone, and no query can name a file or an address. Where the
//! request names a cluster, queries run there; events are read and checked here all the same.

mod cluster;
mod columns;
mod fault;
mod fingerprint;
mod ingest;
mod limits;
mod metrics;
mod open;
mod portable;
mod results;
mod run;
mod say;
mod session;
mod sql;
#[cfg(feature = "stores")]
mod stores;
mod views;

use boardpack::collect::{Fetch, Limits, PROTOCOL, Request, codes};
use fault::Stop;
use say::Say;
use std::io::Read as _;
use std::process::ExitCode;
use std::sync::Arc;

/// Bytes of a request. The queries of a catalogue take a hundredth of it.
const REQUEST_BYTES: u64 = 64 << 20;

/// Plans are trees that are walked by recursion.
const STACK_BYTES: usize = 32 << 20;

fn main() -> ExitCode {
    let say = Arc::new(Say::new());
    let ended = request().and_then(|asked| {
        let given = match &asked {
            Asked::Figures(request) => request.limits,
            Asked::Objects(_) => Limits::default(),
        };
        let threads = limits::threads(given.threads);
        limits::wall(&given, threads)?;
        let work = {
            let say = Arc::clone(&say);
            move || match asked {
                Asked::Figures(request) => start(*request, threads, &say),
                Asked::Objects(request) => fetch(request, threads, say),
            }
        };
        // The first thread's stack is the system's choice.
        let own = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(work);
        let own = own.map_err(|told| Stop::system("cannot start a thread", &told))?;
        own.join()
            .unwrap_or_else(|_| Err(Stop::broken("a thread of the engine stopped")))
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            stop.say(&say);
            ExitCode::FAILURE
        }
    }
}

/// What may be asked of this program.
enum Asked {
    Figures(Box<Request>),
    Objects(Fetch),
}

fn request() -> Result<Asked, Stop> {
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(REQUEST_BYTES)
        .read_to_end(&mut bytes);
    read.map_err(|told| Stop::system("cannot read the request", &told))?;
    let wrong = |what: String| {
        Stop::new(
            codes::REQUEST,
            what,
            "`boardpack collect` starts this program with what it needs",
        )
    };
    let asked = serde_json::from_slice::<serde_json::Value>(&bytes)
        .map_err(|told| wrong(format!("standard input holds no request: {told}")))?;
    let version = asked.get("protocol").and_then(serde_json::Value::as_u64);
    if version != Some(u64::from(PROTOCOL)) {
        let other = version.map_or("none".to_owned(), |version| version.to_string());
        return Err(wrong(format!(
            "the request is of protocol {other}, and this program of {PROTOCOL}: install both in one version"
        )));
    }
    let read = match asked.get("fetch") {
        Some(_) => serde_json::from_slice(&bytes).map(Asked::Objects),
        None => serde_json::from_slice(&bytes).map(|request| Asked::Figures(Box::new(request))),
    };
    read.map_err(|told| wrong(format!("the request is not one: {told}")))
}

#[cfg(feature = "stores")]
fn fetch(request: Fetch, threads: usize, say: Arc<Say>) -> Result<(), Stop> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(threads).enable_all();
    let runtime = runtime
        .build()
        .map_err(|told| Stop::system("cannot start threads", &told))?;
    let ended = runtime.block_on(stores::run(request, say));
    // A name that is still being looked up is nobody's business any more.
    runtime.shutdown_background();
    ended
}

#[cfg(not(feature = "stores"))]
fn fetch(request: Fetch, _: usize, _: Arc<Say>) -> Result<(), Stop> {
    let one = |(at, _)| {
        let mut stop = Stop::new(
            codes::STORES,
            "this `boardpack-engine` was built without what reads object stores".to_owned(),
            "install it with `cargo install boardpack --features stores`, or copy the objects to files and name those",
        );
        stop.0.iter_mut().for_each(|fault| fault.source = Some(at));
        stop.0
    };
    Err(Stop(
        request.fetch.iter().enumerate().flat_map(one).collect(),
    ))
}

fn start(request: Request, threads: usize, say: &Arc<Say>) -> Result<(), Stop> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(threads)
        // Each has a stack and what the allocator reserves for it, which the wall counts.
        .max_blocking_threads(threads + 2)
        .thread_stack_size(STACK_BYTES);
    if request.engine_url.is_some() {
        runtime.enable_all();
    }
    let runtime = runtime
        .build()
        .map_err(|told| Stop::system("cannot start threads", &told))?;
    runtime.block_on(run::run(&Arc::new(request), threads, say))
}
