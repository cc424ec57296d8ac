//! Every output file by path, in path order.

use super::Sheets;
use std::collections::BTreeMap;

/// A whole site in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// Bytes by path relative to the output folder, with `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Pages that are still to be printed, by the path of their PDF.
    pub sheets: BTreeMap<String, Sheets>,
    /// Of each page, the template that it was filled from.
    pub filled: BTreeMap<String, &'static str>,
}
