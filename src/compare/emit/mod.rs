//! Differences to text: one file per way of telling. Knows no stream and no terminal. Whatever a
//! pack holds, its bytes never act: not on a terminal, not as Markdown, not as HTML.

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::{MARKDOWN_BYTES, markdown};
pub use text::{Piece, Tone, text};

use super::difference::{Difference, Differences, Matter};

/// The differences of a list by matter, in order, without the empty.
fn groups(differences: &Differences) -> impl Iterator<Item = (Matter, Vec<&Difference>)> {
    Matter::ALL.into_iter().filter_map(|matter| {
        let own = differences.all.iter().filter(|d| d.matter == matter);
        let own: Vec<&Difference> = own.collect();
        (!own.is_empty()).then_some((matter, own))
    })
}
