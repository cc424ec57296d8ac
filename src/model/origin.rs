//! Where a pack's files come from, as far as they do not say it themselves.

use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The state of the repository that a pack lies in. A value like any other: the command line asks
/// for it, and the library never does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The commit that is checked out, in full; `None` outside a repository.
    pub commit: Option<String>,
    /// Whether every file of the pack is as that commit holds it; `None` outside a repository.
    pub clean: Option<bool>,
    /// The last edit of each text of a quarter that is being written, by path; without those that no
    /// commit holds. Empty outside a repository, and where its history is not at hand as a whole.
    pub edits: BTreeMap<String, Edit>,
}

/// The last edit of a text. Whose it was the repository knows, and no page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The commit, in full.
    pub commit: String,
    /// Its author's day, in the zone that the author was in.
    pub on: NaiveDate,
    /// Whether the text is another one by now, which no commit holds.
    pub changed_since: bool,
}
