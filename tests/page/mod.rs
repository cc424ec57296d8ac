//! Pieces of pages to what a reader reads there.
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
