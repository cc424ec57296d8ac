//! One JSON object per line and diagnostic, for programs.
//!
//! | field | meaning |
//! |---|---|
//! | `code` | name of the rule, as `boardpack explain` takes it |
//! | `severity` | `error` or `warning` |
//! | `message` | what is wrong, one sentence |
//! | `path` | file, relative to the pack's root, with `/`; null for what lies in no file |
//! | `line`, `column` | where it begins, from 1; the column counts characters; null without a path |
//! | `end_line`, `end_column` | one past where it ends |
//! | `labels` | places: the first is the primary one; each has `path`, the four positions, `text` and `primary` |
//! | `help` | what to do, or null |
//!
//! Fields are never removed or renamed; new ones may be added.

use super::{plain::acts, word};
use crate::diag::{Diagnostic, Label, Sources, Span};
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    labels: Vec<Place<'a>>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
    primary: bool,
}

impl<'a> Place<'a> {
    fn new(label: &'a Label, primary: bool, sources: &'a Sources) -> Self {
        let Span { file, end, .. } = label.span;
        let (line, column) = sources.line_column(label.span);
        let (end_line, end_column) = sources.line_column(Span {
            file,
            start: end,
            end,
        });
        Self {
            path: &sources.file(file).path,
            line,
            column,
            end_line,
            end_column,
            text: &label.text,
            primary,
        }
    }
}

/// Tells every diagnostic as one line of JSON, in the order given; nothing for none. What would
/// act on a terminal is written as an escape, so the lines can be looked at as they are.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let first = d.primary.as_ref().map(|l| Place::new(l, true, sources));
        let row = Row {
            code: d.code,
            severity: word(d.severity),
            message: &d.message,
            path: first.as_ref().map(|p| p.path),
            line: first.as_ref().map(|p| p.line),
            column: first.as_ref().map(|p| p.column),
            end_line: first.as_ref().map(|p| p.end_line),
            end_column: first.as_ref().map(|p| p.end_column),
            labels: first
                .into_iter()
                .chain(d.related.iter().map(|l| Place::new(l, false, sources)))
                .collect(),
            help: d.help.as_deref(),
        };
        let line = serde_json::to_string(&row).expect("strings and numbers always serialise");
        for c in line.chars() {
            if acts(c) {
                // All of them lie in the basic plane, where one escape is one character.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            } else {
                out.push(c);
            }
        }
        out.push('\n');
    }
    out
}
