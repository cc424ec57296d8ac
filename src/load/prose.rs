//! Markdown of a pack to what it may not contain: raw HTML, images, links that lead to code. Also
//! the one place that says which Markdown we read; rendering reads the same.

use super::problems::Problems;
use super::topics;
use crate::diag::{Diagnostic, Span};
use crate::model::{Pack, Text};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Tables, footnotes and strikethrough of GitHub's Markdown. No smart punctuation: a `--` or `...`
/// that was typed is what is printed, and a quotation mark cannot change under a search.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// What prose may not contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProseFault {
    /// HTML tags or comments.
    RawHtml,
    /// A picture: nothing in a pack may load anything.
    Image,
    /// A link that is neither `https:`, `http:`, `mailto:` nor relative.
    UnsafeLink,
    /// Quotations or lists inside each other beyond reading.
    Depth,
}

/// Elements inside each other beyond this are flattened when shown, and reported here.
pub(crate) const DEEPEST: usize = 24;

/// Whether a link's address is one that a page may carry: a relative one, or one of three schemes.
/// Browsers drop tabs and line ends inside an address and read `\` as `/`, so both are refused.
pub(crate) fn is_safe_link(address: &str) -> bool {
    let strange = |c: char| c.is_control() || c == '\\';
    if address.contains(strange) || address.starts_with("//") || address.starts_with(' ') {
        return false;
    }
    scheme(address).is_none_or(|scheme| {
        let scheme = scheme.to_ascii_lowercase();
        matches!(scheme.as_str(), "https" | "http" | "mailto")
    })
}

/// What stands before the colon of an address; `None` where it is relative.
pub(crate) fn scheme(address: &str) -> Option<&str> {
    let at = address.find([':', '/', '?', '#'])?;
    address[at..].starts_with(':').then(|| &address[..at])
}

/// Every fault of one section, at its place in the file, in order.
pub(crate) fn faults(prose: &Text) -> Vec<(Span, ProseFault)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut told_depth = false;
    let mut told_html = false;
    for (event, range) in Parser::new_ext(&prose.value, options()).into_offset_iter() {
        let fault = match &event {
            // The end of an element that was told of where it begins.
            Event::InlineHtml(tag) if told_html && tag.starts_with("</") => None,
            Event::Html(_) | Event::InlineHtml(_) => {
                told_html = true;
                Some(ProseFault::RawHtml)
            }
            Event::Start(Tag::Image { .. }) => Some(ProseFault::Image),
            Event::Start(Tag::Link { dest_url, .. }) if !is_safe_link(dest_url) => {
                Some(ProseFault::UnsafeLink)
            }
            Event::Start(_) if depth >= DEEPEST && !told_depth => {
                told_depth = true;
                Some(ProseFault::Depth)
            }
            _ => None,
        };
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let offset = |at: usize| {
            prose
                .span
                .start
                .saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
        };
        let end = prose.value[..range.end].trim_end().len().max(range.start);
        let span = Span {
            file: prose.span.file,
            start: offset(range.start),
            end: offset(end),
        };
        match (fault, found.last_mut()) {
            // A block of HTML comes line by line; it is one fault.
            (Some(ProseFault::RawHtml), Some((last, ProseFault::RawHtml))) if matches!(prose_between(prose, *last, span), Some(between) if between.trim().is_empty()) =>
            {
                last.end = span.end;
            }
            (Some(fault), _) => found.push((span, fault)),
            (None, _) => {}
        }
    }
    found
}

/// Every link of one section that leads to a page of this site, with its place.
pub(crate) fn links_within(prose: &Text) -> Vec<(Span, String)> {
    let offset = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        prose.span.start.saturating_add(at)
    };
    Parser::new_ext(&prose.value, options())
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { dest_url, .. })
                if is_safe_link(&dest_url) && scheme(&dest_url).is_none() =>
            {
                let span = Span {
                    file: prose.span.file,
                    start: offset(range.start),
                    end: offset(range.end),
                };
                Some((span, dest_url.into_string()))
            }
            _ => None,
        })
        .collect()
}

/// What a reader reads of a text, each character at the byte where it is written: markup and
/// addresses are blank, and each expression is a run of `\u{1a}`, which no text can hold.
pub(crate) fn spoken(value: &str, expressions: &[std::ops::Range<usize>]) -> String {
    let fill = |bytes: &mut [u8], with: u8| {
        for at in expressions {
            if let Some(hole) = bytes.get_mut(at.clone()) {
                hole.fill(with);
            }
        }
    };
    // A figure stands in its sentence as a word does, whatever its expression is made of.
    let mut raw = value.as_bytes().to_vec();
    fill(&mut raw, b'x');
    let raw = String::from_utf8(raw).unwrap_or_else(|_| value.to_owned());
    let mut out = vec![b' '; value.len()];
    for (event, range) in Parser::new_ext(&raw, options()).into_offset_iter() {
        let said = match &event {
            Event::Text(text) | Event::Code(text) => text.as_bytes(),
            _ => continue,
        };
        // Code stands between its marks, and an entity is longer than what it says.
        let written = raw.as_bytes().get(range.clone()).unwrap_or_default();
        let inside = written.windows(said.len().max(1)).rposition(|w| w == said);
        let start = match inside {
            Some(at) => range.start + at,
            None => range.end.saturating_sub(said.len()).max(range.start),
        };
        let length = said.len().min(range.end - start);
        if let (Some(place), Some(said)) = (out.get_mut(start..start + length), said.get(..length))
        {
            place.copy_from_slice(said);
        }
    }
    fill(&mut out, 0x1a);
    String::from_utf8(out).unwrap_or_else(|_| value.to_owned())
}

fn prose_between(prose: &Text, first: Span, second: Span) -> Option<&str> {
    let start = first.end.checked_sub(prose.span.start)?;
    let end = second.start.checked_sub(prose.span.start)?;
    prose.value.get(start as usize..end as usize)
}

/// Says where a pack's prose holds what it may not.
pub(super) fn check(pack: &Pack, problems: &Problems) {
    for (span, fault) in sections(pack).flat_map(faults) {
        problems.add(diagnostic(span, fault));
    }
    for recorded in pack.recorded() {
        let html = faults(recorded.text).into_iter();
        for (span, _) in html.filter(|(_, fault)| *fault == ProseFault::RawHtml) {
            problems.add(
                topics::RAW_HTML
                    .at(span, "raw HTML in a record")
                    .help("write plain words: a record is shown as it is written"),
            );
        }
    }
}

/// Every piece of prose of a pack.
pub(crate) fn sections(pack: &Pack) -> impl Iterator<Item = &Text> {
    let metrics = pack
        .metrics
        .values()
        .flat_map(|m| [&m.meaning, &m.why, &m.drivers, &m.playbook, &m.questions]);
    let terms = pack.terms.values().map(|t| &t.meaning);
    let told = pack.narratives.values().flat_map(|n| {
        let stories = n
            .stories
            .iter()
            .flat_map(|s| [&s.context, &s.action, &s.business_proxy]);
        let decisions = n.decisions.iter().map(|d| &d.why_now);
        std::iter::once(&n.overview.prose)
            .chain(stories)
            .chain(decisions)
    });
    metrics.chain(terms).chain(told)
}

/// The same, to be blanked in part. Whoever adds a section adds it in both.
pub(crate) fn sections_mut(pack: &mut Pack) -> impl Iterator<Item = &mut Text> {
    let metrics = pack.metrics.values_mut().flat_map(|m| {
        [
            &mut m.meaning,
            &mut m.why,
            &mut m.drivers,
            &mut m.playbook,
            &mut m.questions,
        ]
    });
    let terms = pack.terms.values_mut().map(|t| &mut t.meaning);
    let told = pack.narratives.values_mut().flat_map(|n| {
        let stories = n
            .stories
            .iter_mut()
            .flat_map(|s| [&mut s.context, &mut s.action, &mut s.business_proxy]);
        let decisions = n.decisions.iter_mut().map(|d| &mut d.why_now);
        std::iter::once(&mut n.overview.prose)
            .chain(stories)
            .chain(decisions)
    });
    metrics.chain(terms).chain(told)
}

fn diagnostic(span: Span, fault: ProseFault) -> Diagnostic {
    match fault {
        ProseFault::RawHtml => topics::RAW_HTML
            .at(span, "raw HTML in Markdown")
            .help("write it in Markdown, or write `&lt;` for a `<` that is meant"),
        ProseFault::Image => topics::IMAGE
            .at(span, "an image in Markdown")
            .help("say it in words, or file the numbers and let a chart show them"),
        ProseFault::UnsafeLink => topics::UNSAFE_LINK
            .at(
                span,
                "a link that is neither `https:`, `http:`, `mailto:` nor relative",
            )
            .help(
                "link to an `https:` address, or to a page of this site by its path from the top",
            ),
        ProseFault::Depth => topics::DEEP_NESTING
            .at(
                span,
                format!("more than {DEEPEST} elements inside each other"),
            )
            .help("take quotations, lists or emphasis out of each other"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::FileId;

    fn found(text: &str) -> Vec<(&str, ProseFault)> {
        let prose = Text {
            value: text.to_owned(),
            span: Span {
                file: FileId(3),
                start: 1000,
                end: 1000 + u32::try_from(text.len()).expect("short"),
            },
        };
        faults(&prose)
            .into_iter()
            .map(|(span, fault)| {
                let (start, end) = (span.start as usize - 1000, span.end as usize - 1000);
                (&text[start..end], fault)
            })
            .collect()
    }

    #[test]
    fn faults_are_found_where_they_stand() {
        use ProseFault::{Image, RawHtml, UnsafeLink};
        for (text, expected) in [
            ("plain *text* & [a](b.html)", vec![]),
            ("`<b>` and &lt;b&gt; and 3 < 4", vec![]),
            ("a <b>c</b>", vec![("<b>", RawHtml)]),
            (
                "one\n\n<div>\n<p>x\n</div>\n\ntwo",
                vec![("<div>\n<p>x\n</div>", RawHtml)],
            ),
            ("é <!-- x -->", vec![("<!-- x -->", RawHtml)]),
            ("![x](y.png)", vec![("![x](y.png)", Image)]),
            (
                "[x](javascript:alert(1))",
                vec![("[x](javascript:alert(1))", UnsafeLink)],
            ),
            (
                "[x](JaVa&#x73;cript:y)",
                vec![("[x](JaVa&#x73;cript:y)", UnsafeLink)],
            ),
            (
                "<data:text/html,x>",
                vec![("<data:text/html,x>", UnsafeLink)],
            ),
            ("[x]\n\n[x]: vbscript:y", vec![("[x]", UnsafeLink)]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses() {
        for good in [
            "https://example.org/a:b",
            "http://x",
            "mailto:a@b",
            "../x.html#y",
            "#a",
            "",
            "a/b:c",
            "?q=javascript:x",
        ] {
            assert!(is_safe_link(good), "{good}");
        }
        for bad in [
            "javascript:x",
            "java\tscript:x",
            " javascript:x",
            "\u{1}javascript:x",
            "data:x",
            "//host/x",
            "\\\\host",
            "/\\host",
            "file:///etc",
            "x:y",
        ] {
            assert!(!is_safe_link(bad), "{bad}");
        }
    }

    #[test]
    fn nesting_is_told_once() {
        let deep = format!("{} a", ">".repeat(10_000));
        let faults = found(&deep);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].1, ProseFault::Depth);
    }
}
