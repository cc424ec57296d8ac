//! Times to restore to a strip of dots, one per incident, this quarter under the last, on a log
//! scale (D1–D8). No mean and no box: a dozen incidents have neither.

use super::{Alternative, Fitted, Undrawn};

/// One incident.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dot {
    /// Minutes until customers were restored; until the record ends where it is open.
    pub(crate) minutes: f64,
    /// Whether it is still open (D6).
    pub(crate) open: bool,
    /// `18 Aug`, and three words: the label of the longest (D5).
    pub(crate) date: String,
    pub(crate) name: String,
    /// `1 hour 55 minutes`.
    pub(crate) lasted: String,
}

/// The incidents of one quarter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// `Q3 2026`.
    pub(crate) name: String,
    pub(crate) dots: Vec<Dot>,
    /// Median of them all in minutes, open ones censored, with `half restored within 48 minutes`
    /// (D2); `None` where fewer than half are restored.
    pub(crate) median: Option<(f64, String)>,
    /// How many were restored within the promise: `8 of 12` (D3).
    pub(crate) kept: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Restore {
    /// The quarter before; `None` in the first quarter of the record.
    pub(crate) before: Option<Row>,
    pub(crate) now: Row,
    /// Promised time in minutes with `promise: 1 hour` (D3).
    pub(crate) promise: Option<(f64, String)>,
    /// How many incidents the words tell of this quarter.
    pub(crate) told: usize,
}

/// Fewer incidents of a quarter than this are listed in words (D4).
pub(crate) const LEAST: usize = 5;
/// More than this are drawn as twenty quantiles (D4).
pub(crate) const MOST: usize = 60;

impl Restore {
    /// Whether a dot is a twentieth of the incidents and not one of them (D4).
    pub(crate) fn quantiles(&self) -> bool {
        let before = self.before.as_ref().map_or(0, |row| row.dots.len());
        self.now.dots.len().max(before) > MOST
    }
}

/// Draws it, 640 × 150 units or a little higher.
///
/// # Errors
/// `TooFew` under five incidents this quarter: they are listed instead; `Differs` where the dots are
/// not as many as told.
pub(crate) fn draw(input: &Restore, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let _ = (input, alternative);
    Err(Undrawn::Empty)
}
