//! Where a pack's files come from, as far as they do not say it themselves.

/// The state of the repository that a pack lies in. A value like any other: the command line asks
/// for it, and the library never does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The commit that is checked out, in full; `None` outside a repository.
    pub commit: Option<String>,
    /// Whether every file of the pack is as that commit holds it; `None` outside a repository.
    pub clean: Option<bool>,
}
