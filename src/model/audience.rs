//! Who may see what: whatever a pack marks `audience: internal` is for the company, everything else
//! for its Board as well.

/// Who an edition is made for, or who may see a part of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Audience {
    /// The Board: sees what is not marked.
    #[default]
    Board,
    /// The company: sees everything.
    Internal,
}

impl Audience {
    /// The name of the edition made for it, as the manifest gives it.
    pub fn edition(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Internal => "whole",
        }
    }

    /// The audience of an edition; the whole one where there is no such.
    pub fn of_edition(name: Option<&str>) -> Self {
        match name {
            Some("board") => Self::Board,
            _ => Self::Internal,
        }
    }

    /// Whether something marked for `self` is absent from an edition made for `reader`.
    pub fn is_hidden_from(self, reader: Self) -> bool {
        self > reader
    }
}
