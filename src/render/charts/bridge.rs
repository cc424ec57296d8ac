//! An amount of one quarter to that of the next by what changed it (W1–W5). For amounts that add
//! up only, minutes, money, counts: never for rates or percentages, which have no steps.

use super::{Alternative, Fitted, Undrawn};
use crate::model::Exact;

/// What changed the amount.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) label: String,
    /// Signed.
    pub(crate) by: Exact,
}

/// How the steps follow one another (W4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Largest worsening first, then improvements.
    BySize,
    /// As given, in the order of a process that the subtitle names.
    AsGiven,
}

/// What the chart shows.
pub(crate) struct Bridge<'a> {
    /// `Q2 2026` and its amount.
    pub(crate) start: (String, Exact),
    pub(crate) changes: Vec<Change>,
    /// `Q3 2026` and its amount.
    pub(crate) end: (String, Exact),
    pub(crate) order: Order,
    /// Whether a smaller amount is better.
    pub(crate) lower_is_better: bool,
    /// What amounts are rounded to when printed: `1`, `0.1`, `1000`.
    pub(crate) grain: Exact,
    /// Writes a rounded amount without its sign: `1,234`.
    pub(crate) words: &'a dyn Fn(Exact) -> String,
}

/// The drawing, and what must stand under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bridged {
    pub(crate) drawing: Fitted,
    /// Where the rounded figures do not add up as printed: the note that says so (W5).
    pub(crate) note: Option<&'static str>,
    /// Label and printed figure of every row, in the order drawn.
    pub(crate) rows: Vec<(String, String)>,
}

/// Draws it, 640 units wide, 36 a row.
///
/// # Errors
/// `DoesNotAdd` where start and changes do not make the end exactly; `OtherTooLarge` where more than
/// six steps leave an "Other" that is larger than the third largest.
pub(crate) fn draw(input: &Bridge<'_>, alternative: Alternative<'_>) -> Result<Bridged, Undrawn> {
    let _ = (input, alternative);
    Err(Undrawn::Empty)
}
