//! Pack, judgements and answers to the lock of a quarter, and locks to what has changed since.
//!
//! Stands beside `bind` rather than in `render`: what the Board was shown is kept as figures, asks
//! and promises, not as pages, so that the next pack can be held to it.
//!
//! A published quarter's pages are made again at every build, and must come out as they were. What
//! they rest on, and what keeps each part from changing them:
//!
//! | part | kept as | changed later |
//! |---|---|---|
//! | figures, notes, dates, reviewer, targets, asks, promises | values in the lock | an error, until restated |
//! | files of the quarter alone: `content/<period>/`, `data/*/<period>.yaml` | digests | an error |
//! | files that quarters share: settings, services, marks, metrics, terms | whole texts, each lock what differs from the locks before it | free; its pages go by what was kept |
//! | rules that were softened or switched off | values in the lock | free; its sheet says what was |
//! | templates, this program | digests, a version, a digest of every page by edition | free; `verify` says which pages are made otherwise |
//!
//! A new kind of file needs nothing here: by where it lies it is the quarter's own
//! ([`is_own`](crate::model::is_own)) or shared ([`is_shared`](crate::model::is_shared)); whoever reads
//! a shared one reads it in `load`'s `Assembly::shared` as well and puts it back in `known`.
//!
//! Whole texts and not values, because a page may come to read more of a file than it does today.
//! Templates are not kept: a pack that could never mend its layout would be mended by hand. Who may
//! read is decided today: what was closed since is left out of old pages of the Board's edition too,
//! and what was internal on its day stays so when it is opened. `check` reads the
//! differences, and the command line writes what is made here; nothing here writes.

mod changes;
mod conditions;
mod figures;
mod lock;
mod records;
mod reported;
mod restate;

pub use changes::{Changed, Difference, differences, first_reported};
pub use conditions::{Refusal, refusal, restatable, unwritten};
pub use lock::{Publishing, lock};
pub use records::{
    ChangedRecord, RecordDifference, first_reported_of, record_differences, restatements_of,
};
pub use reported::reported;
pub use restate::{Reason, entries, entry, figure, record_entry, record_figure};
