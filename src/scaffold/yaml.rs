//! Entries into YAML texts: the text with an entry more, and all else as its author wrote it.

use crate::load::like_id;

/// A text in quotes, whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The name of a thing in files, of the words that readers see; empty where there is none.
pub(super) fn id(name: &str) -> String {
    like_id(name)
        .chars()
        .take(64)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

/// Lines with as many spaces before each as are wanted.
fn indented(lines: &str, spaces: usize) -> String {
    let lines = lines.lines().map(|line| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("{}{line}\n", " ".repeat(spaces)),
    });
    lines.collect()
}

/// Spaces before the text of a line.
fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line says something: no blank one, no comment.
fn says(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

/// A list that is a whole file, with an entry more: lines of which the first begins with `- `. `None`
/// where the list is written in brackets.
pub(super) fn with_item(text: &str, item: &str) -> Option<String> {
    let mut told = text.lines().filter(|line| says(line));
    let Some(first) = told.next() else {
        return Some(format!("{}{item}", ended(text)));
    };
    if first.trim_end() == "[]" && told.next().is_none() {
        return Some(ended(&text.replacen("[]\n", "", 1)) + item);
    }
    if !first.trim_start().starts_with("- ") {
        return None;
    }
    let apart = text.contains("\n\n") && text.matches("\n- ").count() > 0;
    let gap = if apart { "\n" } else { "" };
    Some(format!(
        "{}{gap}{}",
        ended(text),
        indented(item, spaces(first))
    ))
}

/// A mapping with an entry more under one of its keys: lines of a list item or of a key with its value.
/// `None` where the key is not there, or what it holds is written in brackets.
pub(super) fn with_entry(text: &str, key: &str, entry: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let head = format!("{key}:");
    let at = lines.iter().position(|line| line.starts_with(&head))?;
    let value = lines[at][head.len()..].trim_start();
    let empty = ["[]", "{}"].iter().find(|empty| value.starts_with(**empty));
    if let Some(empty) = empty {
        let rest = value[empty.len()..].trim();
        if !(rest.is_empty() || rest.starts_with('#')) {
            return None;
        }
    } else if !(value.is_empty() || value.starts_with('#')) {
        return None;
    }
    let rest = &lines[at + 1..];
    let own = |line: &&str| !says(line) || line.starts_with([' ', '-']);
    let own = rest.iter().take_while(|line| own(line)).count();
    // What stands behind the last entry and is no part of it stays behind the new one.
    let block = &rest[..own];
    let last = block
        .iter()
        .rposition(|line| says(line) || spaces(line) > 0 && !line.trim().is_empty());
    let end = at + 1 + last.map_or(0, |last| last + 1);
    let told = block.iter().find(|line| says(line));
    let deep = told.map_or(2, |line| spaces(line));
    let mut out = String::with_capacity(text.len() + entry.len());
    for (n, line) in lines.iter().enumerate() {
        if n == at && empty.is_some() {
            out.push_str(&head);
        } else {
            out.push_str(line);
        }
        out.push('\n');
        if n + 1 == end {
            out.push_str(&indented(entry, deep));
        }
    }
    Some(out)
}

/// A text that ends with its last line.
fn ended(text: &str) -> String {
    match text.is_empty() || text.ends_with('\n') {
        true => text.to_owned(),
        false => format!("{text}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_what_its_author_wrote() {
        let text = "# mine\n- id: a   # first\n\n- id: b\n# end\n";
        let more = with_item(text, "- id: c\n  x: 1\n");
        assert_eq!(more, Some(format!("{text}\n- id: c\n  x: 1\n")));
        assert_eq!(
            with_item("  - id: a", "- id: c\n"),
            Some("  - id: a\n  - id: c\n".to_owned())
        );
        assert_eq!(
            with_item("# none\n[]\n", "- id: c\n"),
            Some("# none\n- id: c\n".to_owned())
        );
        assert_eq!(with_item("", "- id: c\n"), Some("- id: c\n".to_owned()));
        assert_eq!(with_item("[{id: a}]\n", "- id: c\n"), None);
    }

    #[test]
    fn a_key_in_the_middle_gets_its_entry_at_its_end() {
        let text = "a: 1\nlist:   # mine\n  - id: x\n    y: 1\n  # of the last\n\n# of b\nb: 2\n";
        let more = with_entry(text, "list", "- id: z\n");
        let there = "a: 1\nlist:   # mine\n  - id: x\n    y: 1\n  # of the last\n  - id: z\n\n# of b\nb: 2\n";
        assert_eq!(more.as_deref(), Some(there));
        assert_eq!(
            with_entry("list: []  # none\n", "list", "- id: z\n").as_deref(),
            Some("list:\n  - id: z\n")
        );
        assert_eq!(
            with_entry("list:\n- id: a\nb: 1\n", "list", "- id: z\n").as_deref(),
            Some("list:\n- id: a\n- id: z\nb: 1\n")
        );
        assert_eq!(with_entry("list: [{id: a}]\n", "list", "- id: z\n"), None);
        assert_eq!(with_entry("b: 1\n", "list", "- id: z\n"), None);
    }

    #[test]
    fn a_name_is_made_of_words() {
        assert_eq!(
            id("Second payment provider, at last!"),
            "second-payment-provider-at-last"
        );
        assert_eq!(id("…"), "");
        assert_eq!(quoted("a \"b\" \\ c"), "\"a \\\"b\\\" \\\\ c\"");
    }
}
