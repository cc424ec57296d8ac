//! The views and the standard queries to a reference in Markdown, for people.

use super::standard::STANDARD;
use super::views::VIEWS;
use std::fmt::Write as _;

/// Text that may stand in the cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A sentence that begins as one.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// Every view with its columns, then every standard query, as Markdown.
pub fn reference() -> String {
    let mut out = String::new();
    for view in VIEWS.iter().filter(|view| !view.internal) {
        let _ = writeln!(out, "## `{}`\n\n{}\n", view.name, sentence(&view.about()));
        out.push_str("| column | type | meaning |\n| --- | --- | --- |\n");
        for column in view.columns() {
            let meaning = cell(&column.meaning);
            let _ = writeln!(out, "| `{}` | {} | {meaning} |", column.name, column.kind);
        }
        let sorts = view.sorts();
        if !sorts.is_empty() {
            out.push_str("\n| treatment | what | counted |\n| --- | --- | --- |\n");
        }
        for [treatment, sort, meaning] in sorts {
            let _ = writeln!(out, "| {treatment} | `{sort}` | {} |", cell(&meaning));
        }
        out.push('\n');
    }
    out.push_str(
        "## Standard queries\n\n| id | kind | unit | what | from | to | left out |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for query in STANDARD {
        let told = |key: &str| cell(query.told(key).unwrap_or_default());
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} | {} | {} |",
            query.id,
            told("kind"),
            told("unit").trim_matches(['{', '}']),
            told("formula"),
            told("start_event"),
            told("stop_event"),
            told("exclusion")
        );
    }
    out
}
