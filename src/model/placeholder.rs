//! What is still to be written: the mark that `new` leaves where a person must decide, in texts and
//! in comments.

use super::Language;
use std::ops::Range;

/// The mark. What is to be written stands after it.
pub const PLACEHOLDER: &str = "TODO(boardpack):";

/// Why there is no figure yet, in a snapshot that was only begun, in the pack's language. True for as long
/// as it stands: what is still to be written is told by the mark behind the metric's name.
pub fn not_filed(language: Language) -> &'static str {
    match language {
        Language::English => "not filed yet",
        Language::German => "noch nicht gemeldet",
        Language::French => "pas encore saisi",
    }
}

/// Every mark of a text: from the mark to the end of what it asks for, which is at the end of the line
/// or before the quotation mark that ends the text.
pub fn placeholders(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(PLACEHOLDER).map(|(at, _)| {
        let quoted = text[..at].ends_with('"');
        let rest = text[at..].lines().next().unwrap_or("");
        let ends = |(at, _): &(usize, &str)| !rest[..*at].ends_with('\\');
        let end = rest.match_indices('"').find(ends).map(|(at, _)| at);
        let end = end.filter(|_| quoted).unwrap_or(rest.len());
        at..at + rest[..end].trim_end().len()
    })
}

/// Whether the reason why a figure is missing only says that it is still to be filed.
pub fn is_waiting(reason: &str) -> bool {
    let filed_later = [Language::English, Language::German, Language::French].map(not_filed);
    filed_later.contains(&reason) || placeholders(reason).next().is_some()
}

/// What a mark asks for, which stands behind it.
pub fn asked(mark: &str) -> &str {
    mark.strip_prefix(PLACEHOLDER).unwrap_or(mark).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_ends_with_what_it_asks_for() {
        let text = "a: \"TODO(boardpack): why\", b: 1\nc: 2  # TODO(boardpack): the \"day\" \n";
        let found: Vec<&str> = placeholders(text).map(|range| &text[range]).collect();
        assert_eq!(
            found,
            ["TODO(boardpack): why", "TODO(boardpack): the \"day\""]
        );
        let text = r#"a: "TODO(boardpack): \"new\" one""#;
        let found: Vec<&str> = placeholders(text).map(|range| &text[range]).collect();
        assert_eq!(found, [r#"TODO(boardpack): \"new\" one"#]);
    }
}
