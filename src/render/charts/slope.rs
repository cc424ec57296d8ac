//! One measure of several services in two quarters, a line for each (L1–L4). Where weekly values
//! exist, the process behaviour chart tells more.

use super::{Alternative, Fitted, Tone, Undrawn};

/// One service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Value then and now, each with its words.
    pub(crate) before: (f64, String),
    pub(crate) after: (f64, String),
    /// Set where a change passed a test, and which way it counts (L2).
    pub(crate) moved: Option<Tone>,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slope {
    /// `Q2 2026`, `Q3 2026`.
    pub(crate) periods: (String, String),
    /// Three to ten (L1).
    pub(crate) items: Vec<Item>,
}

/// Draws it, 640 × 270 units or a little higher.
///
/// # Errors
/// `TooFew` under three items, `TooMany` over ten.
pub(crate) fn draw(input: &Slope, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let _ = (input, alternative);
    Err(Undrawn::Empty)
}
