//! A drawing with what did not fit in it, or why there is none: the counts that words and drawing must share, and inputs that a chart
//! of the kind cannot show. A fault is told, never drawn around.

use super::Svg;
use std::fmt;

/// A drawing, and the labels that found no room in it: they go under it, so that nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fitted {
    pub(crate) svg: Svg,
    pub(crate) left_out: Vec<String>,
}

/// Why there is no drawing. Whoever asked for it says so in words, or lists the things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Undrawn {
    /// Nothing to draw.
    Empty,
    /// Fewer than the kind needs (D4, L1): a list in words says more.
    TooFew { things: usize, least: usize },
    /// More than can be told apart on the sheet (L1, Q5): a table shows them all.
    TooMany { things: usize, most: usize },
    /// The words tell one count, the drawing would show another (Q7).
    Differs { told: usize, drawn: usize },
    /// The steps do not lead from the start to the end (W5).
    DoesNotAdd,
    /// What would be drawn together as "Other" outweighs what is named (W4).
    OtherTooLarge,
    /// An amount is too large to be reckoned with exactly.
    TooLarge,
}

impl Undrawn {
    /// Whether a drawing shows all that the words tell, and at least as many as its kind needs.
    pub(super) fn unless_whole(told: usize, drawn: usize, least: usize) -> Result<(), Self> {
        if drawn != told {
            return Err(Self::Differs { told, drawn });
        }
        if drawn < least {
            let things = drawn;
            return Err(Self::TooFew { things, least });
        }
        Ok(())
    }
}

impl fmt::Display for Undrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is nothing to draw"),
            Self::TooFew { things, least } => {
                write!(f, "{things} are too few to draw: it needs {least}")
            }
            Self::TooMany { things, most } => {
                write!(f, "{things} are too many to tell apart: it holds {most}")
            }
            Self::Differs { told, drawn } => {
                write!(f, "the words tell {told} and the drawing shows {drawn}")
            }
            Self::DoesNotAdd => write!(f, "the steps do not add up from the start to the end"),
            Self::OtherTooLarge => {
                write!(f, "`Other` would be larger than the third largest step")
            }
            Self::TooLarge => write!(f, "an amount is too large to reckon with exactly"),
        }
    }
}
