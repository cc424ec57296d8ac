//! How figures were counted, as a snapshot writes it.

use crate::events::rfc3339;
use crate::load::edit::{self, Form, Put};
use crate::model::Collected;

/// How figures were counted, as it is written.
pub(super) fn how(how: &Collected) -> edit::Tree {
    let mut tree = edit::Tree::default();
    tree.text("as_of", rfc3339(how.as_of));
    tree.text("engine", one_line(&how.engine));
    tree.text("views", quoted_digits(&how.views));
    tree.text("horizon_hours", how.horizon_hours.to_string());
    let environments = Put::List(how.environments.clone());
    tree.put.push(("environments".to_owned(), environments));
    let mut inputs = edit::Tree::default();
    for (label, input) in &how.inputs {
        let mut told = edit::Tree::default();
        told.text("sha256", quoted_digits(&input.sha256));
        told.text("events", input.events.to_string());
        let object = &input.object;
        for (key, tag) in [("etag", &object.etag), ("version", &object.version)] {
            if let Some(tag) = tag {
                told.text(key, serde_json::Value::from(tag.as_str()).to_string());
            }
        }
        inputs.whole(label, told, Form::Braces);
    }
    tree.whole("inputs", inputs, Form::Lines);
    if how.quality.is_empty() {
        return tree;
    }
    let mut quality = edit::Tree::default();
    for (what, counted) in &how.quality {
        let mut told = edit::Tree::default();
        told.text("treatment", counted.treatment.word());
        told.text("count", counted.count.to_string());
        if let Some(first) = &counted.first {
            told.text("first", edit::quoted(first));
        }
        quality.whole(what, told, Form::Braces);
    }
    tree.whole("quality", quality, Form::Lines);
    tree
}

/// A text as a scalar: as it is where nothing else could be read.
fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split(' ').map(edit::plain).collect();
    let first = words
        .first()
        .is_some_and(|word| word.starts_with(|c: char| c.is_alphabetic()));
    match first && words.iter().all(|word| !word.starts_with('"')) {
        true => text.to_owned(),
        false => edit::quoted(text),
    }
}

/// Hex digits as a text: some would be read as a number.
pub(super) fn quoted_digits(digits: &str) -> String {
    match digits.contains(|c: char| c.is_ascii_lowercase() && c != 'e') {
        true => digits.to_owned(),
        false => format!("\"{digits}\""),
    }
}
