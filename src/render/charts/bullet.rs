//! One measure beside its target, its thresholds and the quarter before, on a horizontal track
//! (B1–B7): a row that sits in a table cell, or rows with labels that stand alone.

use super::{Alternative, Svg, Undrawn};

/// One measure. Growth is from left to right whichever way is better (B5).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bullet {
    /// `Checkout`, at the left of a row that stands alone.
    pub(crate) label: String,
    /// `% of payments`, with `lower is better` where it is.
    pub(crate) unit: String,
    /// Both ends of the track with their words (B6). Where it holds no zero, the measure is a dot and
    /// not a bar (B4).
    pub(crate) low: (f64, String),
    pub(crate) high: (f64, String),
    /// The measure with its words; `None` is no data.
    pub(crate) value: Option<(f64, String)>,
    pub(crate) target: Option<(f64, String)>,
    pub(crate) previous: Option<(f64, String)>,
    /// Where a policy changes, at most three, with its words (B2).
    pub(crate) thresholds: Vec<(f64, String)>,
    /// Whether the measure is an amount left, so that what lies below zero is overspent (B7).
    pub(crate) left: bool,
}

/// Draws the track alone, 160 × 30 units, for a table cell beside the words; hidden from readers of
/// text, because the row says it all. Empty where there is neither a value nor a target.
pub(crate) fn row(input: &Bullet) -> Svg {
    let _ = input;
    Svg::default()
}

/// Draws rows with labels and values, 640 units wide.
///
/// # Errors
/// `Empty` without rows.
pub(crate) fn draw(rows: &[Bullet], alternative: Alternative<'_>) -> Result<Svg, Undrawn> {
    let _ = (rows, alternative);
    Err(Undrawn::Empty)
}
