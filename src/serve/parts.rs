//! Two versions of a page to the elements that differ, so that a browser reads those alone: reading a
//! whole page takes it longer than judging the pack.
//!
//! A text is looked through for tags and not understood: where it is anything but elements that are closed
//! in the order in which they were opened, there is no answer and the browser reads the whole page. The browser
//! counts on its way to each element, since it may have put in what the text leaves out, a `tbody` for one, and
//! reads the whole page once nobody waits for it.

use serde::Serialize;

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements in which nothing is an element.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// How deep elements may lie in each other. A built-in page needs fifteen.
const DEPTH: usize = 100;

/// Elements that are told at most: a browser looks for each among all that stand beside it.
const PARTS: usize = 50;

/// What each step of a way adds to what is told, about.
const STEP: usize = 20;

/// An element that is another one now.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part<'t> {
    /// From the body down: the name of each element, which of its parent's it is, and how many these are.
    way: Vec<(&'t str, usize, usize)>,
    /// What it is now.
    html: &'t str,
}

/// The elements of a page's body that differ; `None` where more differs, or it is no shorter to tell.
pub(super) fn differing<'t>(old: &str, now: &'t str) -> Option<Vec<Part<'t>>> {
    let (head, old_body, end) = body(old)?;
    let (now_head, now_body, now_end) = body(now)?;
    if (head, end) != (now_head, now_end) {
        return None;
    }
    let (old, new) = (tree(old_body)?, tree(now_body)?);
    let mut parts = Vec::new();
    if !inside(&old, &new, &mut Vec::new(), &mut parts) {
        return None;
    }
    let told = parts
        .iter()
        .map(|part| part.html.len() + STEP * part.way.len());
    let told: usize = told.sum();
    (parts.len() <= PARTS && told < now.len() / 2).then_some(parts)
}

/// What stands before a page's body, its body, and what stands after.
fn body(page: &str) -> Option<(&str, &str, &str)> {
    let begin = page.find("<body")?;
    let end = page.rfind("</body>")? + "</body>".len();
    Some((&page[..begin], page.get(begin..end)?, &page[end..]))
}

#[derive(Debug)]
struct Element<'t> {
    name: &'t str,
    /// All of it.
    text: &'t str,
    /// Its own tag, and what stands between its elements.
    own: Vec<&'t str>,
    elements: Vec<Element<'t>>,
}

/// Collects what differs inside two elements; false where they themselves do.
fn inside<'t>(
    old: &Element<'_>,
    now: &Element<'t>,
    way: &mut Vec<(&'t str, usize, usize)>,
    parts: &mut Vec<Part<'t>>,
) -> bool {
    let all = now.elements.len();
    if old.own != now.own || old.elements.len() != all {
        return false;
    }
    let pairs = || old.elements.iter().zip(&now.elements);
    if pairs().any(|(old, now)| old.name != now.name) {
        return false;
    }
    for (at, (old, now)) in pairs().enumerate() {
        if old.text == now.text {
            continue;
        }
        way.push((now.name, at, all));
        if !inside(old, now, way, parts) {
            parts.push(Part {
                way: way.clone(),
                html: now.text,
            });
        }
        way.pop();
    }
    true
}

/// An element that is not closed yet: where it begins, and where what is its own begins that was not taken
/// in yet.
struct Open<'t> {
    name: &'t str,
    begin: usize,
    from: usize,
    own: Vec<&'t str>,
    elements: Vec<Element<'t>>,
}

impl<'t> Open<'t> {
    /// An element in it that begins and ends there.
    fn take(&mut self, text: &'t str, element: Element<'t>, begin: usize, end: usize) {
        self.own.push(&text[self.from..begin]);
        self.from = end;
        self.elements.push(element);
    }

    fn closed(mut self, text: &'t str, end: usize) -> Element<'t> {
        self.own.push(&text[self.from..end]);
        Element {
            name: self.name,
            text: &text[self.begin..end],
            own: self.own,
            elements: self.elements,
        }
    }
}

/// The one element of a text, with all elements in it.
fn tree(text: &str) -> Option<Element<'_>> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let begin = at + found;
        let rest = &text[begin..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = begin + "<!--".len() + comment.find("-->")? + "-->".len();
            continue;
        }
        let end = begin + tag_end(rest)?;
        at = end;
        let tag = &text[begin..end];
        if let Some(name) = tag.strip_prefix("</") {
            let closed = open.pop()?;
            if name[..name.len() - 1].trim_end() != closed.name {
                return None;
            }
            let begin = closed.begin;
            let element = closed.closed(text, end);
            match open.last_mut() {
                Some(parent) => parent.take(text, element, begin, end),
                None => return (end == text.len()).then_some(element),
            }
            continue;
        }
        let name = name_of(tag)?;
        let foreign = open.iter().any(|of| matches!(of.name, "svg" | "math"));
        let one = Open {
            name,
            begin,
            from: begin,
            own: Vec::new(),
            elements: Vec::new(),
        };
        let is_whole = VOID.contains(&name) && !foreign || tag.ends_with("/>") && foreign;
        let is_raw = RAW.contains(&name) && !foreign;
        if is_raw {
            let close = format!("</{name}");
            let close = at + text[at..].find(&close)?;
            at = close + tag_end(&text[close..])?;
        } else if !is_whole {
            if tag.ends_with("/>") || open.len() == DEPTH {
                return None;
            }
            open.push(one);
            continue;
        }
        let element = one.closed(text, at);
        open.last_mut()?.take(text, element, begin, at);
    }
    None
}

/// Where a tag ends that a text begins with: an attribute may hold anything.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The name in a tag that opens an element.
fn name_of(tag: &str) -> Option<&str> {
    let name = &tag[1..];
    let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
    let name = &name[..end];
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{Part, body, differing, tree};

    /// A page with that in its body, and enough that stays.
    fn page(inside: &str) -> String {
        let rest = "<p>what stays</p>".repeat(20);
        format!(
            "<!doctype html><head><title>a</title></head><body><main>{rest}</main>{inside}</body>\n"
        )
    }

    /// What differs, each as its way and itself.
    fn told(old: &str, now: &str) -> Option<Vec<String>> {
        let (old, now) = (page(old), page(now));
        let parts = differing(&old, &now)?;
        let shown = |Part { way, html }: &Part<'_>| {
            let way = way.iter();
            let way = way.map(|(name, at, all)| format!("{name} {at}/{all} "));
            way.collect::<String>() + html
        };
        Some(parts.iter().map(shown).collect())
    }

    #[test]
    fn the_smallest_elements_are_told_that_hold_all_that_differs() {
        for (old, now, parts) in [
            ("<p>a</p>", "<p>a</p>", &[][..]),
            ("<p>a</p>", "<p>b</p>", &["p 1/2 <p>b</p>"]),
            (
                "<div>x<p>a</p><br><p>c</p></div>",
                "<div>x<p>b</p><br><p>d</p></div>",
                &["div 1/2 p 0/3 <p>b</p>", "div 1/2 p 2/3 <p>d</p>"],
            ),
            // The element's own text, a tag, or how many there are.
            (
                "<div>x<p>a</p></div>",
                "<div>y<p>b</p></div>",
                &["div 1/2 <div>y<p>b</p></div>"],
            ),
            (
                "<div id=a><p>a</p></div>",
                "<div id=b><p>a</p></div>",
                &["div 1/2 <div id=b><p>a</p></div>"],
            ),
            (
                "<div><p>a</p></div>",
                "<div><p>a</p><p>b</p></div>",
                &["div 1/2 <div><p>a</p><p>b</p></div>"],
            ),
            (
                "<div><p>a</p></div>",
                "<div><q>a</q></div>",
                &["div 1/2 <div><q>a</q></div>"],
            ),
            // Drawings close their elements themselves; attributes hold anything.
            (
                "<svg a='>'><path d=\"1\"/><g/></svg>",
                "<svg a='>'><path d=\"2\"/><g/></svg>",
                &["svg 1/2 path 0/2 <path d=\"2\"/>"],
            ),
            (
                "<p>a<!-- <b> -->c</p>",
                "<p>a<!-- <i> -->c</p>",
                &["p 1/2 <p>a<!-- <i> -->c</p>"],
            ),
            (
                "<style>a<b</style>",
                "<style>a<c</style>",
                &["style 1/2 <style>a<c</style>"],
            ),
        ] {
            assert_eq!(
                told(old, now).as_deref(),
                Some(&parts.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>()[..]),
                "{now}"
            );
        }
    }

    #[test]
    fn what_is_not_plainly_elements_is_read_whole() {
        for odd in [
            "<p>a",
            "a</p>",
            "<p><b></p></b>",
            "<p/>",
            "<p>a < b</p>",
            "<p a='>",
            "<!-- a",
            "<script>a",
            "</body><body>",
        ] {
            assert_eq!(told(odd, "<p>b</p>"), None, "{odd}");
            assert_eq!(told("<p>b</p>", odd), None, "{odd}");
        }
        let deep = "<i>".repeat(200) + &"</i>".repeat(200);
        assert_eq!(told(&deep, &deep.replace("<i></i>", "<i>a</i>")), None);
        // So much differs, here and there, that a browser reads the whole page sooner.
        let rows = |cell: &str| format!("<table>{}</table>", cell.repeat(60));
        assert_eq!(
            told(
                &rows("<tr><td>a</td><td>long enough</td></tr>"),
                &rows("<tr><td>b</td><td>long enough</td></tr>")
            ),
            None
        );
        // Nearly all of it differs, or what a browser keeps of a page does.
        let long = "b".repeat(1000);
        assert_eq!(told("", &format!("<p>{long}</p>")), None);
        assert_eq!(
            differing(&page("").replace("title>a", "title>b"), &page("")),
            None
        );
        assert_eq!(differing("", &page("")), None);
    }

    #[test]
    fn nothing_of_a_text_is_lost_in_its_tree() {
        let page = page("<div>a<p class='b'>c<br>d</p> e<!-- f --></div>\n");
        let (_, body, _) = body(&page).expect("there");
        let tree = tree(body).expect("elements");
        fn text(of: &super::Element<'_>) -> String {
            let mut all = String::new();
            for (at, own) in of.own.iter().enumerate() {
                all += own;
                all += &of.elements.get(at).map(text).unwrap_or_default();
            }
            assert_eq!(all, of.text);
            all
        }
        assert_eq!(text(&tree), body);
    }
}
