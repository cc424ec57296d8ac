//! `boardpack-engine`: one request on standard input, messages on standard output, exit code out.
//!
//! It reads events, makes the views of them and asks every metric's query, within limits of memory and
//! disk; whoever started it holds it to a limit of time. It opens the inputs that the request names,
//! writes into the request's temporary folder alone, and no query can name a file or an address. Where the
//! request names a cluster, queries run there; events are read and checked here all the same.

mod cluster;
mod columns;
mod fault;
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
mod views;

use boardpack::collect::{PROTOCOL, Request, codes};
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
    let ended = request().and_then(|request| {
        let threads = limits::threads(request.limits.threads);
        limits::wall(&request.limits, threads)?;
        let work = {
            let say = Arc::clone(&say);
            move || start(request, threads, &say)
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

fn request() -> Result<Request, Stop> {
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
    let version = serde_json::from_slice::<serde_json::Value>(&bytes)
        .map_err(|told| wrong(format!("standard input holds no request: {told}")))?;
    let version = version.get("protocol").and_then(serde_json::Value::as_u64);
    if version != Some(u64::from(PROTOCOL)) {
        let other = version.map_or("none".to_owned(), |version| version.to_string());
        return Err(wrong(format!(
            "the request is of protocol {other}, and this program of {PROTOCOL}: install both in one version"
        )));
    }
    serde_json::from_slice(&bytes).map_err(|told| wrong(format!("the request is not one: {told}")))
}

fn start(request: Request, threads: usize, say: &Arc<Say>) -> Result<(), Stop> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(threads)
        .thread_stack_size(STACK_BYTES);
    if request.engine_url.is_some() {
        runtime.enable_all();
    }
    let runtime = runtime
        .build()
        .map_err(|told| Stop::system("cannot start threads", &told))?;
    runtime.block_on(run::run(&Arc::new(request), threads, say))
}
