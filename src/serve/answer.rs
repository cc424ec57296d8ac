//! A request to its answer. Paths are looked up in the site in memory, never on the disk.

use super::added;
use super::http::{Answer, Request};
use super::shown::Shown;

/// Answers everything but the stream of news.
pub(super) fn answer(request: &Request, port: u16, shown: &Shown) -> Answer {
    if !is_here(request.host.as_deref(), port) {
        // A name that another site made to mean this machine: its pages must read nothing.
        return Answer::text(
            421,
            "this preview answers to 127.0.0.1 and localhost only\n",
        );
    }
    if request.method != "GET" && request.method != "HEAD" {
        return Answer::text(405, "only GET and HEAD\n").with("Allow", "GET, HEAD");
    }
    let Some(path) = decoded(&request.path) else {
        return Answer::text(400, "the address cannot be read\n");
    };
    if let Some(name) = path.strip_prefix(added::RESERVED) {
        let part = added::PARTS.iter().find(|(own, ..)| *own == name);
        return part.map_or_else(missing, |(_, kind, text)| {
            Answer::file(kind, text.as_bytes().to_vec())
        });
    }
    let file = file_of(&path);
    let Some(built) = shown.file(&file) else {
        if !path.is_empty() && shown.file(&format!("{path}/index.html")).is_some() {
            return Answer::text(308, "").with("Location", &format!("{}/", request.path));
        }
        if file == "favicon.ico" {
            // Browsers ask unasked; nothing is missing.
            return Answer::text(204, "");
        }
        if !file.ends_with(".html") {
            return missing();
        }
        let (status, title, text) = if shown.is_empty() {
            let text = "The pack has not been without errors since the preview began. The page \
                        appears here once it is.";
            (503, "No page yet", text)
        } else {
            let text = "The site has no such page. It appears here once it has one; \
                        <a href=\"/\">the pack</a> is there.";
            (404, "No such page", text)
        };
        let page = added::no_page(title, text);
        return Answer::file("text/html; charset=utf-8", page).status(status);
    };
    let mark = added::mark(&built);
    if request.known.as_deref() == Some(&format!("\"{mark}\"")) {
        return Answer::text(304, "").with("ETag", &format!("\"{mark}\""));
    }
    let kind = kind_of(&file);
    let bytes = if kind.starts_with("text/html") {
        let sheet = shown.file("style.css").unwrap_or_default();
        added::page(&built, &sheet)
    } else {
        built
    };
    Answer::file(kind, bytes).with("ETag", &format!("\"{mark}\""))
}

fn missing() -> Answer {
    Answer::text(404, "the site has no such page\n")
}

/// Whether a browser that names this host means this server.
pub(super) fn is_here(host: Option<&str>, port: u16) -> bool {
    let Some(host) = host else { return false };
    let (name, named) = match host.rsplit_once(':') {
        Some((name, port)) => (name, port.parse().ok()),
        None => (host, Some(80)),
    };
    named == Some(port) && (name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost"))
}

/// The path of an address below the site's top, its escapes read; `None` where they cannot be.
pub(super) fn decoded(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?.strip_prefix('/')?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let [high, low] = digits.map(digit);
            bytes.push(u8::try_from(high? * 16 + low?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|path| !path.contains('\0'))
}

/// The file that a path means: a folder is its `index.html`.
pub(super) fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("md" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_meant() {
        for (host, here) in [
            ("127.0.0.1:4400", true),
            ("localhost:4400", true),
            ("LOCALHOST:4400", true),
            ("localhost:4401", false),
            ("localhost", false),
            ("evil.example:4400", false),
            ("127.0.0.1.evil.example:4400", false),
            ("localhost.:4400", false),
            ("[::1]:4400", false),
            ("", false),
        ] {
            assert_eq!(is_here(Some(host), 4400), here, "{host}");
        }
        assert!(!is_here(None, 4400));
        assert!(is_here(Some("localhost"), 80));
    }

    #[test]
    fn addresses_are_read_or_refused() {
        assert_eq!(decoded("/a%20b/%C3%A4?x#y").as_deref(), Some("a b/ä"));
        for wrong in ["a", "/%", "/%4", "/%zz", "/%ff", "/%00"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
        assert_eq!(file_of(""), "index.html");
        assert_eq!(file_of("2026-Q3/"), "2026-Q3/index.html");
        assert_eq!(file_of("../etc/passwd"), "../etc/passwd");
    }
}
