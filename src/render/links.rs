//! The links of the pack's prose against the site they stand in: one that leads nowhere is found
//! here, because only here every page is known.

use crate::diag::{Diagnostic, Severity, Topic};
use crate::load::prose;
use crate::model::Pack;

/// A link within the site that no page answers.
pub(super) const DEAD_LINK: Topic = Topic {
    code: "dead-link",
    severity: Severity::Error,
    promise: false,
    why: "A director who follows a link and finds nothing doubts the rest. Links without `https:` \
          lead from the top of the site, which knows all its pages.",
    fix: "Correct the address, which begins at the top of the site, such as \
          `metrics/lead-time.html`; or link to the outside with `https:`.",
    bad: "\
~~~ content/glossary/error-budget.md
-The failures that a target leaves room for.
+The failures that a [target](metrics/eror-budget-left.html) leaves room for.
",
};

/// Every link that leads to nothing of the site.
pub(super) fn dead(pack: &Pack, has: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let links = prose::sections(pack).flat_map(prose::links_within);
    links
        .filter(|(_, address)| target(address).is_none_or(|path| !path.is_empty() && !has(&path)))
        .map(|(span, address)| {
            let shown: String = address.chars().take(80).collect();
            DEAD_LINK
                .at(span, format!("the site has no `{shown}`"))
                .help("write the path from the top, such as `glossary/index.html`")
        })
        .collect()
}

/// The file that an address means, from the top; empty for a place on the same page, `None` for one
/// outside the site.
fn target(address: &str) -> Option<String> {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return Some(String::new());
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    if path.ends_with('/') {
        parts.push("index.html");
    }
    Some(parts.join("/"))
}

/// The file and the place on it that a link on a page means, from the top; `None` for a link to
/// somewhere else.
pub(super) fn from(page: &str, href: &str) -> Option<(String, Option<String>)> {
    let (path, place) = match href.split_once('#') {
        Some((path, place)) => (path, Some(place.to_owned())),
        None => (href, None),
    };
    if path.is_empty() {
        return Some((page.to_owned(), place));
    }
    let scheme = path
        .split('/')
        .next()
        .is_some_and(|part| part.contains(':'));
    if scheme || path.starts_with('/') {
        return None;
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some((target(&format!("{folder}/{path}"))?, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_mean_files() {
        for (address, file) in [
            ("#here", Some("")),
            ("metrics/a.html#trend", Some("metrics/a.html")),
            ("/metrics/./a.html", Some("metrics/a.html")),
            ("glossary/../archive.html?x", Some("archive.html")),
            ("glossary/", Some("glossary/index.html")),
            ("../outside.html", None),
        ] {
            assert_eq!(target(address).as_deref(), file, "{address}");
        }
    }
}
