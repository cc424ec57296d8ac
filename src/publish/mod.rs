//! Pack, judgements and answers to the lock of a quarter, and locks to what has changed since.
//!
//! Stands beside `bind` rather than in `render`: what the Board was shown is kept as figures, asks
//! and promises, not as pages, so that the next pack can be held to it. `check` reads the
//! differences, and the command line writes what is made here; nothing here writes.

mod changes;
mod conditions;
mod figures;
mod lock;
mod restate;

pub use changes::{Changed, Difference, differences, first_reported};
pub use conditions::{Refusal, refusal, restatable};
pub use lock::{Publishing, lock};
pub use restate::{Reason, entries, entry, figure};
