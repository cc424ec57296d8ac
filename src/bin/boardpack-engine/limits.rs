//! What a run may use, as walls that no query gets past.

use crate::fault::Stop;
use boardpack::collect::Limits;

/// Threads are held to this many, whatever the machine has.
const MOST_THREADS: usize = 8;

/// How many threads a run has.
pub(crate) fn threads(asked: usize) -> usize {
    let here = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match asked {
        0 => here.min(MOST_THREADS),
        asked => asked.min(64),
    }
}

/// Holds the whole process to an address space: the pool of the queries, as much again for what no
/// pool counts, and what threads reserve without using it. What asks for more ends the process.
#[cfg(unix)]
pub(crate) fn wall(limits: &Limits, threads: usize) -> Result<(), Stop> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    const MEBIBYTE: u64 = 1 << 20;
    // A stack, and what the allocator reserves for a thread; tokio may start as many again to write.
    let reserved = (threads as u64 * 2 + 4) * (32 + 64) * MEBIBYTE;
    let most = (limits.memory_mb.saturating_mul(2))
        .saturating_add(1024)
        .saturating_mul(MEBIBYTE)
        .saturating_add(reserved);
    let there = getrlimit(Resource::As);
    let most = there.maximum.map_or(most, |maximum| maximum.min(most));
    setrlimit(
        Resource::As,
        Rlimit {
            current: Some(most),
            maximum: Some(most),
        },
    )
    .map_err(|told| Stop::system("cannot limit the memory of this program", &told.into()))
}

/// Elsewhere the pool of the queries is the only wall.
#[cfg(not(unix))]
pub(crate) fn wall(_: &Limits, _: usize) -> Result<(), Stop> {
    Ok(())
}
