//! A built page to the served one: the reload script and the leave to run it, and nothing else.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Folder of what the preview itself needs. No page of a site begins with a dot.
pub(super) const RESERVED: &str = ".boardpack-preview/";

/// What a page forbids first, and what is allowed beside it so that the script runs and hears.
const FORBIDS: &str = "content=\"default-src 'none'; ";
const ALLOWS: &str = "script-src 'self'; connect-src 'self'; ";

/// The script and its style sheet, by their names in the reserved folder.
pub(super) const PARTS: [(&str, &str, &str); 2] = [
    (
        "reload.js",
        "text/javascript; charset=utf-8",
        include_str!("reload.js"),
    ),
    (
        "overlay.css",
        "text/css; charset=utf-8",
        include_str!("overlay.css"),
    ),
];

/// A mark of some bytes: the same for the same.
pub(super) fn mark(bytes: &[u8]) -> String {
    let mut mark = String::with_capacity(16);
    for byte in Sha256::digest(bytes).iter().take(8) {
        let _ = write!(mark, "{byte:02x}");
    }
    mark
}

/// A page with the script in it.
pub(super) fn page(built: &[u8], sheet: &[u8]) -> Vec<u8> {
    with_script(built, &mark(built), &mark(sheet))
}

fn with_script(built: &[u8], page: &str, sheet: &str) -> Vec<u8> {
    let script = format!(
        "<script defer src=\"/{RESERVED}reload.js\" data-page=\"{page}\" data-sheet=\"{sheet}\"></script>"
    );
    let mut served = Vec::with_capacity(built.len() + script.len() + ALLOWS.len());
    let mut rest = built;
    // Only in the head: what stands further down is text.
    let head = find(built, b"</head>");
    if let Some(at) = find(&built[..head.unwrap_or(0)], FORBIDS.as_bytes()) {
        let (before, after) = built.split_at(at + FORBIDS.len());
        served.extend_from_slice(before);
        served.extend_from_slice(ALLOWS.as_bytes());
        rest = after;
    }
    let (before, after) = match find(rest, b"</head>") {
        Some(at) => rest.split_at(at),
        // A template of the pack's own may have none: a browser takes a script at the end as well.
        None => (rest, &[][..]),
    };
    served.extend_from_slice(before);
    served.extend_from_slice(script.as_bytes());
    served.extend_from_slice(after);
    served
}

/// What stands where there is no page, until there is one.
pub(super) fn no_page(title: &str, text: &str) -> Vec<u8> {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" {FORBIDS}style-src 'self'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/{RESERVED}overlay.css\">\n</head>\n\
         <body class=\"empty\">\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
    );
    with_script(page.as_bytes(), "none", "")
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|here| here == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_the_addition_is_the_built_one() {
        let built = b"<head><meta content=\"default-src 'none'; style-src 'self'\"></head><body>content=\"default-src 'none'; </head>";
        let served = String::from_utf8(page(built, b"")).expect("text");
        let script = served.find("<script").expect("there");
        let end = served.find("</script>").expect("there") + "</script>".len();
        let without = format!("{}{}", &served[..script], &served[end..]).replacen(ALLOWS, "", 1);
        assert_eq!(without.as_bytes(), built);
        assert_eq!(served.matches(ALLOWS).count(), 1);
    }

    #[test]
    fn a_page_without_a_head_has_the_script_at_its_end() {
        let served = String::from_utf8(page(b"<p>a", b"")).expect("text");
        assert!(served.starts_with("<p>a<script defer "), "{served}");
    }
}
