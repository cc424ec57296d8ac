//! The table of rules: a new one is a file here and two lines.

use super::report::Rule;

/// Every rule.
pub(super) const ALL: &[Rule] = &[];
