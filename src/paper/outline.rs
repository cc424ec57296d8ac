//! The headings of a page to the titles of a PDF's outline, as they were written: a browser leaves out
//! the space at which a heading was broken into lines.

use super::pdf::{Pdf, find};
use super::text;
use std::collections::BTreeMap;

/// Puts the spaces back.
pub(super) fn mend(pdf: &mut Pdf, page: &str) {
    let headings = headings(page);
    for object in pdf.texts() {
        let item = find(object, b"/Dest").is_some() && find(object, b"/Parent").is_some();
        let Some(at) = find(object, b"/Title ").filter(|_| item) else {
            continue;
        };
        let at = at + b"/Title ".len();
        let Some((title, length)) = text::read(&object[at..]) else {
            continue;
        };
        if let Some(whole) = headings.get(&squeezed(&title)) {
            let whole = text::string(whole);
            object.splice(at..at + length, whole.into_bytes());
        }
    }
}

/// Without any space, soft hyphens included: the same however lines are broken.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{ad}')
        .collect()
}

/// Every heading of a page, by what is left of it without spaces.
fn headings(page: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (at, _) in page.match_indices("<h") {
        let rest = &page[at + 2..];
        let level = rest.chars().next().filter(|c| ('1'..='6').contains(c));
        let Some(level) = level else { continue };
        let close = format!("</h{level}>");
        let inside = rest.find('>').zip(rest.find(&close));
        if let Some((open, close)) = inside.filter(|(open, close)| open < close) {
            let text = plain(&rest[open + 1..close]);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            found.insert(squeezed(&text), text);
        }
    }
    found
}

/// What a reader sees of a piece of a page.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut tag = false;
    for letter in html.chars() {
        match letter {
            '<' => tag = true,
            '>' if tag => tag = false,
            letter if !tag => text.push(letter),
            _ => {}
        }
    }
    for (written, meant) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&#x2f;", "/"),
        ("&nbsp;", "\u{a0}"),
        ("&shy;", ""),
        ("&amp;", "&"),
    ] {
        text = text.replace(written, meant);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_however_they_are_broken() {
        let page = "<h1 class=\"a\">5.8% of releases fail, <a href=\"#x\">down</a> from\n 8.7%</h1>\
                    <h2>R&amp;D &lt;b&gt;</h2><hr><header>no</header>";
        let found = headings(page);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            found[&squeezed("5.8% of releases fail, down from8.7%")],
            "5.8% of releases fail, down from 8.7%"
        );
        assert_eq!(found["R&D<b>"], "R&D <b>");
    }
}
