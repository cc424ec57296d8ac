//! Figures from events. What is asked of `boardpack-engine`, and what it answers: the types of the
//! lines that pass between the two programs, and nothing that runs SQL or reads a disk.

mod message;
mod request;

pub use message::{EngineFault, Message, Place, codes};
pub use request::{
    Alias, Compression, Input, InputFormat, Interval, Limits, Query, Request, Scope, kind_of,
};

/// Version of what passes between the two programs; each refuses another one.
pub const PROTOCOL: u32 = 1;

/// Name of the other program.
pub const ENGINE: &str = "boardpack-engine";
