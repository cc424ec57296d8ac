//! One line per diagnostic, for editors and `grep`:
//! `path:line:col: error[code]: message`, or `error[code]: message` for what lies in no file.

use super::{plain, word};
use crate::diag::{Diagnostic, Sources};
use std::fmt::Write as _;

/// Tells every diagnostic in one line each. Line and column count from 1; the column counts
/// characters. Help is left out: `explain` has it.
pub fn short(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for d in diagnostics {
        if let Some(label) = &d.primary {
            let (line, column) = sources.line_column(label.span);
            let path = plain(&sources.file(label.span.file).path);
            let _ = write!(out, "{path}:{line}:{column}: ");
        }
        let _ = writeln!(
            out,
            "{}[{}]: {}",
            word(d.severity),
            d.code,
            plain(&d.message)
        );
    }
    out
}
