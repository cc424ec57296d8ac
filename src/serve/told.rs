//! What the reload script hears: pages, and diagnostics as the list that it lays over a page, what a
//! terminal shows, in parts.

use super::added;
use super::parts::{self, Part};
use super::shown::News;
use crate::diag::{Diagnostic, Sources, emit};
use crate::load::ReadError;
use serde::Serialize;
use std::borrow::Cow;

/// Problems that are laid over a page; nobody reads more.
const SHOWN: usize = 50;

/// News as an event of a stream, for a browser that was told of a page before.
pub(super) fn event(news: &News, had: Option<&[u8]>) -> String {
    let marked = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(added::mark);
    match news {
        News::Now { wrong, page, sheet } => {
            let wrong = wrong.as_deref().unwrap_or("null");
            let page = json(&marked(page));
            let sheet = json(&marked(sheet).unwrap_or_default());
            format!("data: {{\"page\":{page},\"sheet\":{sheet},\"wrong\":{wrong}}}\n\n")
        }
        News::Ahead(page) => {
            let parts = had.and_then(|had| {
                let [had, page] = [had, page].map(|bytes| std::str::from_utf8(bytes));
                parts::differing(had.ok()?, page.ok()?)
            });
            let ahead = Ahead {
                from: had.map(added::mark),
                page: added::mark(page),
                whole: parts.is_none().then(|| String::from_utf8_lossy(page)),
                parts,
            };
            format!("event: ahead\ndata: {}\n\n", json(&ahead))
        }
    }
}

/// A page as it may soon be.
#[derive(Serialize)]
struct Ahead<'a> {
    /// The mark of the page that parts of it differ from.
    from: Option<String>,
    /// Its mark.
    page: String,
    /// What differs.
    parts: Option<Vec<Part<'a>>>,
    /// All of it, where that is not known.
    whole: Option<Cow<'a, str>>,
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers can be written as JSON")
}

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
    json(&list)
}
