//! Pieces of pages to what a reader reads there, and of their tables for programs to what those read.
#![allow(dead_code, reason = "each test takes what it asks for")]

/// What is read: no tags, and what entities stand for. Spaces stay what they are.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    for (entity, letter) in [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        // Last: what it makes is no entity.
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, letter);
    }
    text
}

/// What is read, with plain spaces.
pub(crate) fn seen(html: &str) -> String {
    text(html).replace('\u{a0}', " ")
}

/// What is read, on one line: one plain space between two words.
pub(crate) fn line(html: &str) -> String {
    let text = text(html);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same where a tag ends a word.
pub(crate) fn words(html: &str) -> String {
    line(&html.replace('<', " <"))
}

/// A table of a page: what stands over it and over its columns, and its rows, word by word.
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) html: String,
    pub(crate) cells: Vec<String>,
}

/// The tables of a page.
pub(crate) fn tables(html: &str) -> Vec<Table> {
    let tables = html.split("<table").skip(1);
    let tables = tables.filter_map(|rest| rest.split("</table>").next());
    let read = |table: &str| {
        let rows = table.split("<tr").skip(1);
        let rows = rows.map(|row| Row {
            html: row.to_owned(),
            cells: cells(row),
        });
        let mut rows: Vec<Row> = rows.collect();
        let head = match rows.is_empty() {
            true => Vec::new(),
            false => rows.remove(0).cells,
        };
        let caption = table.split_once("<caption").and_then(|(_, rest)| {
            let (_, rest) = rest.split_once('>')?;
            Some(words(rest.split_once("</caption>")?.0))
        });
        Table {
            caption: caption.unwrap_or_default(),
            head,
            rows,
        }
    };
    tables.map(read).collect()
}

fn cells(row: &str) -> Vec<String> {
    let parts = row.split("<t").skip(1);
    let parts = parts.filter(|part| part.starts_with(['d', 'h']));
    parts.map(|cell| words(&format!("<t{cell}"))).collect()
}

/// A table for programs by RFC 4180: its head, and its rows.
pub(crate) fn csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let (mut rows, mut row, mut field, mut quoted) = (vec![], vec![], String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                field.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            other => field.push(other),
        }
    }
    let head = rows.remove(0);
    (head, rows)
}
