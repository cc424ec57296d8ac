//! Diagnostics to text: one file per way of telling. Knows no stream and no terminal; whoever
//! prints says whether colour is wanted and how wide the lines may be.

mod forge;
mod human;
mod json;
mod plain;
mod short;

pub use forge::{github, gitlab};
pub use human::{Look, human};
pub use json::json;
pub use plain::plain;
pub use short::short;

use super::{Diagnostic, Severity};

/// How a severity is written in every format.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Where a reader can learn more.
fn manual(diagnostic: &Diagnostic) -> String {
    format!("run `boardpack explain {}`", diagnostic.code)
}

#[cfg(test)]
mod tests;
