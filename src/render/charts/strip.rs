//! The incidents of a quarter, a lane per service (Q1–Q7).

use super::{Alternative, Fitted, Undrawn};

/// One incident.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// Days since the quarter began, fractions included; below zero where it began earlier.
    pub(crate) from: f64,
    /// The same for its end, or for the end of the record while it is open.
    pub(crate) to: f64,
    /// Whether it is still open: its bar ends in an arrow.
    pub(crate) open: bool,
    /// 1 is the worst, 4 the least.
    pub(crate) severity: u8,
    /// `18 Aug`, and three words: the label of the two worst severities (Q3).
    pub(crate) date: String,
    pub(crate) name: String,
    /// `1 hour 55 minutes`, for the table.
    pub(crate) lasted: String,
}

/// One service; a lane without bars prints "none" (Q4).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) bars: Vec<Bar>,
}

/// Days on which nothing was released, or the like (Q6).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Freeze {
    /// First day, and the day after the last.
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// `release freeze`.
    pub(crate) words: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Strip {
    /// Days of the quarter, 90 to 92.
    pub(crate) days: usize,
    /// Every service, in the pack's order.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) freezes: Vec<Freeze>,
    /// First day of each month with its name.
    pub(crate) months: Vec<(usize, String)>,
    /// How many incidents the headline tells (Q7).
    pub(crate) told: usize,
    /// What each severity is called in the key, worst first; only those drawn are shown.
    pub(crate) severities: Vec<(u8, String)>,
}

/// Draws it, 640 units wide, as high as its lanes.
///
/// # Errors
/// `Empty` without lanes; `Differs` where the bars are not as many as told; `TooMany` where so many
/// overlap that bars would have to be hidden.
pub(crate) fn draw(input: &Strip, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let _ = (input, alternative);
    Err(Undrawn::Empty)
}
