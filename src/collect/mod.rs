//! Figures from events. A pack and a quarter to what is asked of `boardpack-engine`, and what it answers to
//! figures: the types of the lines that pass between the two programs, the texts of the views and of the
//! standard queries, and nothing that runs SQL or reads a disk.

mod answers;
mod faults;
mod fetch;
mod figures;
mod message;
mod observed;
mod parts;
mod plan;
mod reference;
mod request;
mod roll_up;
mod standard;
#[cfg(test)]
mod tests;
mod topics;
mod views;

pub use answers::Answers;
pub use faults::{faults, is_of_a_query, is_of_the_world};
pub use fetch::{Fetch, FetchLimits, FetchSource, source_faults};
pub use figures::{ends_early, figures, lies_ahead};
pub use plan::{Plan, Wanted, asks_for_a_period, is_events, is_plain_text, plan};
pub(crate) use topics::PUBLISHED;
pub use topics::{input_problem, source_problem, topics};

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
