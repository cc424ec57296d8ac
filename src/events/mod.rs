//! Events of delivery and reliability: bytes of JSON lines or CSV in, one checked [`Event`] at a time
//! out. Knows the contract and nothing of packs, quarters or SQL.
//!
//! Everything that is said of an event stands once, in [`contract`]: the reader, the JSON Schema and
//! the reference are made of its tables.
//!
//! What comes from outside is held to stated limits ([`LINE_BYTES`], [`DEPTH`], [`FIELDS`],
//! [`TEXT_BYTES`]), so that no file can ask for more memory than a line of it may have.

mod blocks;
mod cells;
pub mod contract;
mod decimal;
mod draft;
mod event;
mod fault;
mod instant;
mod json;
mod lines;
mod plain;
mod reader;
mod records;
mod reference;
mod schema;
mod tally;
#[cfg(test)]
mod tests;
mod writer;

pub use blocks::{Block, Blocks};
pub use cells::{Cell, assemble};
pub use decimal::millionths;
pub use event::{Event, KindName, Value};
pub use fault::{Fault, topics};
pub use instant::{instant, rfc3339, span, written};
pub use reader::{Format, Next, Reader};
pub use reference::reference;
pub use schema::schema;
pub use tally::{Seen, Tally};
pub use writer::Line;

/// Bytes of one line, its end not counted; of CSV, of one record. The longest line of any public data
/// set that was looked at has 3,000.
pub const LINE_BYTES: usize = 1 << 20;

/// Lists and objects in each other in the value of a field.
pub const DEPTH: usize = 16;

/// Fields of one event, known or not; columns of a CSV.
pub const FIELDS: usize = 256;

/// Bytes of one text of the contract.
pub const TEXT_BYTES: usize = 1024;

/// Texts in one list of the contract.
pub const LIST_TEXTS: usize = 256;
