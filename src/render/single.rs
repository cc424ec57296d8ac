//! A page of the site to one that needs no other file: its style, fonts and pictures go inside, links
//! to what is inside lead there, and links to what is not are words again.
//!
//! Works on the finished page, so that it holds for a pack's own templates too. Here must never be: a
//! link to a file, or a policy that lets anything load.

use super::links;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What a page is put together with.
pub(super) struct Parts<'a> {
    /// The page's own path from the site's top.
    pub(super) path: &'a str,
    /// The style sheet.
    pub(super) style: &'a str,
    /// Files of the site by path: fonts and pictures.
    pub(super) files: &'a BTreeMap<String, Vec<u8>>,
    /// What stands inside: a path of the site, with or without a place on it, and the id inside. On
    /// paper also places of the page itself (`#panel`) that are not printed, and what stands for them.
    pub(super) inside: &'a BTreeMap<String, String>,
    /// Whether it is made for paper, on which panels stay closed.
    pub(super) paper: bool,
}

/// Puts a page together.
pub(super) fn whole(page: &[u8], parts: &Parts<'_>) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let style = embedded(parts.style, parts.files);
    // A style sheet ends at its end tag alone.
    let style = style.replace("</", "<\\/");
    let digest = base64(&Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; \
         base-uri 'none'; form-action 'none'"
    );
    let ids = ids(&page);
    let mut out = String::with_capacity(page.len() + style.len());
    let mut rest: &str = &page;
    let mut styled = false;
    // Whether the links that are open were kept.
    let mut open: Vec<bool> = Vec::new();
    // Where the paragraph began, whether a link in it was given up, and whether it says anything else.
    let mut paragraph: Option<(usize, bool, bool)> = None;
    while let Some(start) = rest.find('<') {
        let said = !rest[..start].trim().is_empty() && open.last() != Some(&false);
        if let Some((.., else_said)) = paragraph.as_mut() {
            *else_said |= said;
        }
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(length) = tag(rest) else { break };
        let (element, after) = rest.split_at(length);
        rest = after;
        match name(element) {
            // A link to anything else leads out of the one file: it is left out.
            "link" => {
                if is(element, "rel", "stylesheet") && !styled {
                    out.push_str("<style>");
                    out.push_str(&style);
                    out.push_str("</style>");
                    styled = true;
                }
            }
            "meta" if is(element, "http-equiv", "content-security-policy") => {
                out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"");
                out.push_str(&policy);
                out.push_str("\">");
            }
            "img" => {
                if let Some(data) = attribute(element, "src").and_then(|src| {
                    let (path, _) = links::from(parts.path, &src)?;
                    data(&path, parts.files.get(&path)?)
                }) {
                    out.push_str(&with(element, "src", &data));
                }
            }
            // A browser tags it as a picture, which it only surrounds: the drawing inside has the words.
            "figure" if parts.paper => {
                out.push_str(&element.replacen("<figure", "<figure role=\"group\"", 1))
            }
            "p" => {
                paragraph = Some((out.len(), false, false));
                out.push_str(element);
            }
            // A pointer to what is not here, and nothing else, is no use to anyone.
            "/p" => match paragraph.take() {
                Some((began, true, false)) => out.truncate(began),
                _ => out.push_str(element),
            },
            "a" => {
                let address = attribute(element, "href");
                let kept = match address.as_deref().map(|href| lead(href, parts, &ids)) {
                    None => Some(element.to_owned()),
                    Some(Some(href)) => Some(with(element, "href", &href)),
                    Some(None) => None,
                };
                if let Some((_, given_up, else_said)) = paragraph.as_mut() {
                    *given_up |= kept.is_none();
                    *else_said |= kept.is_some();
                }
                open.push(kept.is_some());
                out.push_str(&kept.unwrap_or_default());
            }
            "/a" => {
                if open.pop().unwrap_or(true) {
                    out.push_str(element);
                }
            }
            _ => out.push_str(element),
        }
    }
    out.push_str(rest);
    out.into_bytes()
}

/// Every place of a page.
fn ids(page: &str) -> BTreeSet<&str> {
    let starts = page
        .match_indices(" id=\"")
        .map(|(at, found)| at + found.len());
    starts
        .filter_map(|at| page[at..].split('"').next())
        .collect()
}

/// Where a link leads inside; `None` where it leads to what is not there.
fn lead(href: &str, parts: &Parts<'_>, ids: &BTreeSet<&str>) -> Option<String> {
    let there = |id: &&str| ids.contains(id);
    if let Some(place) = href.strip_prefix('#') {
        let instead = parts.inside.get(href).filter(|_| parts.paper);
        let instead = instead.map(String::as_str).filter(there);
        let id = instead.or_else(|| Some(place).filter(there))?;
        return Some(format!("#{id}"));
    }
    if href.starts_with("https:") || href.starts_with("mailto:") {
        return Some(href.to_owned());
    }
    let (path, place) = links::from(parts.path, href)?;
    let place = place.as_deref();
    let exact = place.and_then(|place| parts.inside.get(&format!("{path}#{place}")));
    let id = match (exact, parts.inside.get(&path)?.as_str()) {
        (Some(id), _) => id,
        // A place on the page that this one is stands here as well.
        (None, "") => place.unwrap_or("content"),
        (None, id) => id,
    };
    there(&id).then(|| format!("#{id}"))
}

/// How long the tag or comment is that begins here; `None` where it never ends.
fn tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(text.find("-->")? + 3);
    }
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// `a`, `/a`, `link`; empty for a comment.
fn name(element: &str) -> &str {
    let inside = element.trim_start_matches('<');
    let slash = usize::from(inside.starts_with('/'));
    let end = inside[slash..].find(|c: char| !c.is_ascii_alphanumeric());
    &inside[..end.map_or(inside.len(), |end| end + slash)]
}

/// Where the value of an attribute stands in a tag, without its quotes.
fn value(element: &str, wanted: &str) -> Option<(usize, usize)> {
    let opening = format!(" {wanted}=\"");
    let start = element.find(&opening)? + opening.len();
    let end = element[start..].find('"')? + start;
    Some((start, end))
}

fn attribute(element: &str, wanted: &str) -> Option<String> {
    let (start, end) = value(element, wanted)?;
    Some(
        element[start..end]
            .replace("&amp;", "&")
            .replace("&#x2F;", "/"),
    )
}

fn is(element: &str, wanted: &str, expected: &str) -> bool {
    attribute(element, wanted).is_some_and(|found| found.eq_ignore_ascii_case(expected))
}

/// The tag with another value.
fn with(element: &str, attribute: &str, new: &str) -> String {
    match value(element, attribute) {
        Some((start, end)) => {
            let new = new.replace('&', "&amp;").replace('"', "&quot;");
            format!("{}{new}{}", &element[..start], &element[end..])
        }
        None => element.to_owned(),
    }
}

/// A style sheet with its files inside.
fn embedded(style: &str, files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(at) = rest.find("url(\"") {
        let start = at + "url(\"".len();
        let Some(end) = rest[start..].find('"').map(|end| end + start) else {
            break;
        };
        out.push_str(&rest[..start]);
        let path = &rest[start..end];
        match files.get(path).and_then(|bytes| data(path, bytes)) {
            Some(data) => out.push_str(&data),
            None => out.push_str(path),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A file as an address that holds it.
fn data(path: &str, bytes: &[u8]) -> Option<String> {
    let kind = match path.rsplit_once('.')?.1 {
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        _ => return None,
    };
    Some(format!("data:{kind};base64,{}", base64(bytes)))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let part = |at: usize| u32::from(*three.get(at).unwrap_or(&0));
        let word = part(0) << 16 | part(1) << 8 | part(2);
        for digit in 0..4_usize {
            if digit <= three.len() {
                let at = word >> (18 - 6 * digit) & 63;
                out.push(char::from(DIGITS[at as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(page: &str) -> String {
        let files = BTreeMap::from([("fonts/a.woff2".to_owned(), b"font".to_vec())]);
        let inside = BTreeMap::from([
            ("2026-Q3/index.html".to_owned(), String::new()),
            (
                "metrics/lead-time.html".to_owned(),
                "card-lead-time".to_owned(),
            ),
        ]);
        let parts = Parts {
            path: "2026-Q3/pack-single.html",
            style: "@font-face { src: url(\"fonts/a.woff2\") } a::after { content: \"</style>\" }",
            files: &files,
            inside: &inside,
            paper: true,
        };
        String::from_utf8(whole(page.as_bytes(), &parts)).expect("text")
    }

    #[test]
    fn links_lead_inside_or_are_words() {
        let places = "<i id=\"x\"></i><i id=\"y\"></i><i id=\"content\"></i><i id=\"risks\"></i>\
                      <i id=\"card-lead-time\"></i>";
        for (from, to) in [
            ("<a href=\"#nowhere\">a</a>", "a"),
            ("<a href=\"#x\">a</a>", "<a href=\"#x\">a</a>"),
            ("<a href=\"index.html\">a</a>", "<a href=\"#content\">a</a>"),
            (
                "<a href=\"index.html#risks\">a</a>",
                "<a href=\"#risks\">a</a>",
            ),
            (
                "<a class=\"f\" href=\"../metrics/lead-time.html#2026-Q3\">a</a>",
                "<a class=\"f\" href=\"#card-lead-time\">a</a>",
            ),
            ("<b><a href=\"../archive.html\">a</a></b>", "<b>a</b>"),
            (
                "<a href=\"https://x.y/?a=1&amp;b\">a</a>",
                "<a href=\"https://x.y/?a=1&amp;b\">a</a>",
            ),
            (
                "<a href=\"../../etc\">a</a><a id=\"x\">b</a>",
                "a<a id=\"x\">b</a>",
            ),
            (
                "a < b <abbr title=\"a>b\">c</abbr>",
                "a < b <abbr title=\"a>b\">c</abbr>",
            ),
            ("<!-- <a href=\"x\"> -->", "<!-- <a href=\"x\"> -->"),
            ("<a href=\"x", "<a href=\"x"),
            ("a<p class=\"note\"><a href=\"x\">All of it</a></p>b", "ab"),
            ("<p>See <a href=\"x\">it</a>.</p>", "<p>See it.</p>"),
            (
                "<p><a href=\"x\">x</a><a href=\"#y\">y</a></p>",
                "<p>x<a href=\"#y\">y</a></p>",
            ),
        ] {
            assert_eq!(put(&format!("{places}{from}")), format!("{places}{to}"));
        }
    }

    #[test]
    fn style_and_fonts_go_inside_under_a_policy_that_names_them() {
        let page = put(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"x\">\
             <link rel=\"stylesheet\" href=\"../style.css\">",
        );
        assert!(
            page.contains("url(\"data:font/woff2;base64,Zm9udA==\")"),
            "{page}"
        );
        assert_eq!(page.matches("</style>").count(), 1);
        let (_, style) = page.split_once("<style>").expect("a style");
        let (style, _) = style.split_once("</style>").expect("its end");
        let digest = base64(&Sha256::digest(style.as_bytes()));
        assert!(
            page.contains(&format!("style-src 'sha256-{digest}';")),
            "{page}"
        );
        assert!(!page.contains("unsafe"));
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, code) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(base64(text.as_bytes()), code);
        }
    }
}
