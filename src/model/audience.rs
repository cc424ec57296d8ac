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
    /// Whether something marked for `self` is absent from an edition made for `reader`.
    pub fn is_hidden_from(self, reader: Self) -> bool {
        self > reader
    }
}
