//! Days of a quarter to the error budget that was left of it: a step line from 100% down (E1–E10).
//! One objective of one service in a chart; what its window is and how large the budget, the
//! subtitle says. The line is never smoothed and never clipped at zero.

use super::{Alternative, Axis, Svg, Undrawn};

/// One day of the quarter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Day {
    /// `18 August 2026`, for the table.
    pub(crate) date: String,
    /// Budget left when the day ended, percent of the quarter's budget (100 at the start, below 0 when
    /// overspent) and the same in words; `None` where it was not observed or has not come yet.
    pub(crate) left: Option<(f64, String)>,
}

/// What an incident took of the budget (E4). Those of 5 points or more are labelled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drop {
    /// Index of the day.
    pub(crate) day: usize,
    /// Percentage points of the quarter's budget, positive.
    pub(crate) cost: f64,
    /// `18 Aug: Payment provider down`.
    pub(crate) what: String,
    /// `43 points`.
    pub(crate) points: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BurnDown {
    /// Every day of the quarter, 90 to 92 of them.
    pub(crate) days: Vec<Day>,
    /// From `axis`.
    pub(crate) axis: Axis,
    /// `4% overspent` or `38% left`, never `−4%` (E5).
    pub(crate) end: String,
    /// Whether the quarter is still running: the end is drawn hollow (G16).
    pub(crate) provisional: bool,
    pub(crate) drops: Vec<Drop>,
    /// The day on which the budget was overspent, with `overspent since 11 Sep` (E6).
    pub(crate) overspent: Option<(usize, String)>,
    /// First days under another objective or other exclusions, with `objective changed` (E9).
    pub(crate) breaks: Vec<(usize, String)>,
    /// First day of each month with its name.
    pub(crate) months: Vec<(usize, String)>,
}

/// An incident that took less of the budget than this has no label, percentage points (E4).
const LABELLED: f64 = 5.0;

impl BurnDown {
    /// The incidents that are labelled.
    pub(crate) fn labelled(&self) -> impl Iterator<Item = &Drop> {
        self.drops.iter().filter(|drop| drop.cost >= LABELLED)
    }
}

/// The axis for budgets that fell as low as `lowest` percent: 100% at the top, room to −40% at
/// least (E1). `words` writes a percentage without its sign for the unit: `-40.0` as `−40`.
pub(crate) fn axis(lowest: f64, words: impl Fn(f64) -> String) -> Axis {
    let _ = (lowest, &words);
    Axis::default()
}

/// Draws it; 640 × 270 units.
///
/// # Errors
/// `Empty` without a single observed day.
pub(crate) fn draw(input: &BurnDown, alternative: Alternative<'_>) -> Result<Svg, Undrawn> {
    let _ = (input, alternative);
    Err(Undrawn::Empty)
}
