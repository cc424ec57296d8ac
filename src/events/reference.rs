//! The contract to a reference in Markdown, for people.

use super::contract::{CAUSES, FIELDS, KINDS, NEEDED, Sort, UNIFORM};
use super::{DEPTH, FIELDS as MOST, LINE_BYTES, LIST_TEXTS, TEXT_BYTES};
use std::fmt::Write as _;

fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Text => "text",
        Sort::Instant => "time",
        Sort::Flag => "`true`, `false`",
        Sort::Whole => "whole number",
        Sort::Number => "number",
        Sort::Texts => "list of texts",
    }
}

fn ticked(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// Kinds, fields and limits as Markdown tables.
pub fn reference() -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "Every event needs {} and may have {}.\n\n| kind | what happened | its own fields | `outcome` |\n|---|---|---|---|",
        ticked(NEEDED),
        ticked(UNIFORM.get(NEEDED.len()..).unwrap_or_default()),
    );
    for kind in KINDS {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            kind.name,
            kind.says,
            ticked(kind.fields),
            ticked(kind.outcomes)
        );
    }
    out.push_str("\n| field | what it holds | meaning |\n|---|---|---|\n");
    for field in FIELDS {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            field.name,
            word(field.sort),
            field.says
        );
    }
    let _ = write!(
        out,
        "\nTimes are RFC 3339 with their offset, from 1970 to 2200. A number stands for a text where \
         ids are numbers. `null` and the empty text say nothing, as if the field were left out. Numbers are \
         kept exactly, to 6 digits behind the point and 12 before it. `cause` is one of {}. In CSV the \
         head names the fields, an empty cell says nothing, and texts of a list are parted by `;`.\n\n\
         Limits: {} bytes a line or record, {DEPTH} lists and objects in each other, {MOST} fields or \
         columns, {TEXT_BYTES} bytes a text, {LIST_TEXTS} texts a list.\n",
        ticked(CAUSES),
        LINE_BYTES,
    );
    out
}
