//! Figures from events. What is asked of `boardpack-engine`, and what it answers: the types of the
//! lines that pass between the two programs, the texts of the views and of the standard queries, and
//! nothing that runs SQL or reads a disk.

mod message;
mod reference;
mod request;
mod standard;
mod views;

pub use message::{EngineFault, Message, Place, codes};
pub use reference::reference;
pub use request::{
    Alias, Compression, Input, InputFormat, Interval, Limits, Query, Request, Scope, kind_of,
};
pub use standard::{STANDARD, Standard, TOLD};
pub use views::{Column, VIEWS, View};

/// Version of what passes between the two programs; each refuses another one.
pub const PROTOCOL: u32 = 1;

/// Name of the other program.
pub const ENGINE: &str = "boardpack-engine";
