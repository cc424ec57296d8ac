//! Diagnostics to the list that the reload script lays over a page: what a terminal shows, in parts.

use crate::diag::{Diagnostic, Sources, emit};
use crate::load::ReadError;
use serde::Serialize;

/// Problems that are laid over a page; nobody reads more.
const SHOWN: usize = 50;

/// One problem.
#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    /// `path:line:column`; may be empty.
    place: String,
    message: &'a str,
    /// With source lines, carets and help.
    text: String,
}

/// Every error, with the number of all.
pub(super) fn problems(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|d| d.is_error()).collect();
    let shown = errors.iter().take(SHOWN);
    list(errors.len(), shown.map(|d| problem(d, sources)))
}

fn problem<'a>(d: &'a Diagnostic, sources: &Sources) -> Problem<'a> {
    let look = emit::Look::default();
    Problem {
        code: d.code,
        place: d.primary.as_ref().map_or_else(String::new, |label| {
            let (line, column) = sources.line_column(label.span);
            format!("{}:{line}:{column}", sources.file(label.span.file).path)
        }),
        message: &d.message,
        text: emit::human(std::slice::from_ref(d), sources, look)
            .trim_end()
            .to_owned(),
    }
}

/// The one problem of a folder that cannot be read.
pub(super) fn unreadable(fault: &ReadError) -> String {
    let message = fault.to_string();
    let help = fault.help.iter().map(|help| format!("\n  = help: {help}"));
    let problem = Problem {
        code: "",
        place: String::new(),
        text: format!("error: {message}{}", help.collect::<String>()),
        message: &message,
    };
    list(1, std::iter::once(problem))
}

fn list<'a>(all: usize, problems: impl Iterator<Item = Problem<'a>>) -> String {
    #[derive(Serialize)]
    struct List<'a> {
        all: usize,
        problems: Vec<Problem<'a>>,
    }
    let list = List {
        all,
        problems: problems.collect(),
    };
    serde_json::to_string(&list).expect("texts and numbers can be written as JSON")
}
