//! A view to the number of words a director reads in it.

use serde::Serialize;
use serde_json::Value;

/// Words in every text of a view: not in drawings, addresses or names of drawings, and not in the
/// tables behind charts, which stay folded.
pub(crate) fn words_to_read(view: &impl Serialize) -> usize {
    serde_json::to_value(view).map_or(0, |value| count(&value))
}

fn count(value: &Value) -> usize {
    match value {
        Value::String(text) => words(text),
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| is_read(name))
            .map(|(_, value)| count(value))
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn is_read(name: &str) -> bool {
    let folded = matches!(
        name,
        "href" | "id" | "shape" | "tone" | "table" | "entries" | "svg" | "halves"
    );
    !folded && !name.ends_with("_svg") && !name.ends_with("_href")
}

/// Words outside tags.
fn words(text: &str) -> usize {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => {
                inside = true;
                plain.push(' ');
            }
            '>' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

#[cfg(test)]
mod tests {
    use super::words_to_read;
    use std::collections::BTreeMap;

    #[test]
    fn only_what_is_read_counts() {
        let view = BTreeMap::from([
            ("headline", "Two words"),
            ("text_html", "<p>and <b>four</b> more · here</p>"),
            ("svg", "<svg><text>not these</text></svg>"),
            ("spark_svg", "nor this"),
            ("href", "nor/this"),
        ]);
        assert_eq!(words_to_read(&view), 6);
    }
}
