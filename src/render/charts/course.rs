//! The course of one incident on a straight time scale (I1–I7): when it began, when we knew, what
//! was done, when customers were restored. No names, hosts or commits: the words given have none.

use super::{Alternative, Fitted, Undrawn};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Milestone {
    /// Minutes since the fault began.
    pub(crate) at: f64,
    /// Local time, `09:08`; with the date where it is another day, `19 Aug 09:08`.
    pub(crate) time: String,
    /// Two to four words: `first alert`; `customers told us` where they did first (I5).
    pub(crate) words: String,
    /// Time since the milestone before in words, for a gap that is cut out of the scale (I6).
    pub(crate) since: String,
    /// Of the standard set: where there are more than eight, others are left to the table (I3).
    pub(crate) standard: bool,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    /// In order of time, the first is the beginning of the fault.
    pub(crate) milestones: Vec<Milestone>,
    /// Minutes until customers were restored; `None` while they are not.
    pub(crate) affected: Option<f64>,
    /// `1 hour 55 minutes`, or `open for 3 days`.
    pub(crate) lasted: String,
    /// Minutes until we stopped watching, or the record ends.
    pub(crate) until: f64,
    /// Minutes until we knew with `6 minutes until we knew` (I4).
    pub(crate) detected: Option<(f64, String)>,
    /// Round times of the clock on the way with their words, as close as they may be wanted; those
    /// that have no room are left out.
    pub(crate) ticks: Vec<(f64, String)>,
}

/// A round step between ticks, in minutes, for an incident that took so many.
pub(crate) fn tick_step(minutes: f64) -> u32 {
    let _ = minutes;
    60
}

/// Draws it, 640 units wide.
///
/// # Errors
/// `Empty` without milestones.
pub(crate) fn draw(input: &Course, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let _ = (input, alternative);
    Err(Undrawn::Empty)
}
