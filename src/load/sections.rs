//! The body of a Markdown file to its `## ` sections. Nothing here reads the Markdown further.

use super::problems::{Problems, meant, quoted};
use super::topics;
use super::yaml::Stretch;
use crate::diag::{Located, Span};
use crate::model::Text;

/// One `## ` heading and what stands under it.
struct Section<'t> {
    title: Located<&'t str>,
    from: usize,
    to: usize,
}

/// The sections named, in the order named. `None` after a problem: one missing, empty, unknown or
/// repeated, or text that stands above the first and so would be shown nowhere. `missing` is where
/// to point if a section is not there.
pub(super) fn read<const N: usize>(
    body: Stretch<'_>,
    names: [&'static str; N],
    missing: Span,
    problems: &Problems,
) -> Option<[Text; N]> {
    Some(sort(body, names, None, missing, problems)?.0)
}

/// As [`read`], with one more section that may be left out.
pub(super) fn read_with<const N: usize>(
    body: Stretch<'_>,
    names: [&'static str; N],
    optional: &'static str,
    missing: Span,
    problems: &Problems,
) -> Option<([Text; N], Option<Text>)> {
    sort(body, names, Some(optional), missing, problems)
}

fn sort<const N: usize>(
    body: Stretch<'_>,
    names: [&'static str; N],
    optional: Option<&'static str>,
    missing: Span,
    problems: &Problems,
) -> Option<([Text; N], Option<Text>)> {
    let (before, sections) = scan(body);
    let mut good = true;
    let stray = prose(body, 0, before);
    if !stray.value.is_empty() {
        let line = stray.value.lines().next().unwrap_or("").len();
        let span = Span {
            end: stray.span.start + u32::try_from(line).unwrap_or(0),
            ..stray.span
        };
        good = false;
        problems.add(
            topics::STRAY_TEXT
                .at(
                    span,
                    "text stands above the first section, where no page shows it",
                )
                .help(format!("move it under `## {}`", names[0])),
        );
    }
    let mut found: [Option<(Text, Span)>; N] = [const { None }; N];
    let mut beside: Option<(Text, Span)> = None;
    let mut strangers = Vec::new();
    for section in &sections {
        let at = names.iter().position(|name| *name == *section.title);
        let (name, place) = match (at, optional) {
            (Some(at), _) => (names[at], &mut found[at]),
            (None, Some(name)) if name == *section.title => (name, &mut beside),
            (None, _) => {
                strangers.push(section.title);
                continue;
            }
        };
        let text = prose(body, section.from, section.to);
        if let Some((_, first)) = place {
            good = false;
            problems.add(
                topics::DUPLICATE_SECTION
                    .at(
                        section.title.span,
                        format!("the section `{name}` is repeated"),
                    )
                    .see(*first, "first written here")
                    .help("join the two"),
            );
        } else {
            if text.value.is_empty() {
                good = false;
                problems.add(
                    topics::EMPTY_SECTION
                        .at(section.title.span, format!("the section `{name}` is empty"))
                        .help("write it: a page prints it as it stands here"),
                );
            }
            *place = Some((text, section.title.span));
        }
    }
    // A misspelt heading is one problem, not an unknown section and a missing one.
    let absent: Vec<&str> = names
        .iter()
        .zip(&found)
        .filter(|(_, section)| section.is_none())
        .map(|(name, _)| *name)
        .collect();
    let mut explained: Vec<&str> = Vec::new();
    for title in strangers {
        good = false;
        let free = optional.filter(|_| beside.is_none());
        let near = super::problems::nearest(title.value, absent.iter().copied().chain(free)).or(
            if absent.len() == 1 {
                absent.first().copied()
            } else {
                None
            },
        );
        explained.extend(near);
        let drawn = title.value.to_lowercase().contains("shift");
        let help = match near {
            _ if drawn && names.contains(&"Business proxy") => {
                "remove it: the page draws the metric shift from the data".to_owned()
            }
            Some(near) => format!("did you mean `## {near}`?"),
            None => meant(
                title.value,
                names.into_iter().chain(optional),
                "use `###` for a heading inside a section",
            ),
        };
        let message = format!("no page shows a section {}", quoted(title.value));
        problems.add(topics::UNKNOWN_SECTION.at(title.span, message).help(help));
    }
    for name in absent {
        good = false;
        if !explained.contains(&name) {
            problems.add(
                topics::MISSING_SECTION
                    .at(missing, format!("the section `{name}` is missing"))
                    .help(format!("add `## {name}` and what it says")),
            );
        }
    }
    let found = found.map(|section| section.map(|(text, _)| text));
    if !good || found.iter().any(Option::is_none) {
        return None;
    }
    let found = found.map(|section| section.unwrap_or_else(|| prose(body, 0, 0)));
    Some((found, beside.map(|(text, _)| text)))
}

/// The sections named, as [`read`] gives them, where they tell one story and so stand in one order.
pub(super) fn in_order<const N: usize>(
    body: Stretch<'_>,
    names: [&'static str; N],
    missing: Span,
    problems: &Problems,
) -> Option<[Text; N]> {
    let found = read(body, names, missing, problems)?;
    let (_, sections) = scan(body);
    let place = |section: &Section<'_>| names.iter().position(|n| *n == *section.title);
    for pair in sections.windows(2) {
        let [first, second] = pair else { continue };
        if place(second) < place(first) {
            problems.add(
                topics::SECTION_ORDER
                    .at(
                        second.title.span,
                        format!(
                            "the section `{}` stands after `{}`",
                            second.title.value, first.title.value
                        ),
                    )
                    .see(first.title.span, "this one comes later in the story")
                    .help(format!("put them in this order: {}", names.join(", "))),
            );
            return None;
        }
    }
    Some(found)
}

/// The whole body as one piece of prose; may be empty.
pub(super) fn whole(body: Stretch<'_>) -> Text {
    prose(body, 0, body.text.len())
}

/// Where the first section begins, and the sections.
fn scan(body: Stretch<'_>) -> (usize, Vec<Section<'_>>) {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut offset = 0;
    let mut before = body.text.len();
    let mut fence: Option<(char, usize)> = None;
    for line in body.text.split_inclusive('\n') {
        let content = line.trim_end();
        let indent = content.len() - content.trim_start_matches(' ').len();
        let inner = &content[indent..];
        if let Some(mark) = inner.chars().next().filter(|c| matches!(c, '`' | '~')) {
            let run = inner.chars().take_while(|c| *c == mark).count();
            let bare = inner[run..].trim().is_empty();
            match fence {
                // A code fence may hold lines that look like headings.
                None if run >= 3 && indent < 4 => fence = Some((mark, run)),
                Some((open, length)) if open == mark && run >= length && bare => fence = None,
                _ => {}
            }
        } else if fence.is_none() && indent < 4 && is_heading(inner) {
            let title = inner[2..].trim().trim_end_matches('#').trim_end();
            let at = offset + content.len() - inner[2..].trim_start().len();
            if let Some(last) = sections.last_mut() {
                last.to = offset;
            } else {
                before = offset;
            }
            let span = if title.is_empty() {
                body.span(offset, offset + content.len())
            } else {
                body.span(at, at + title.len())
            };
            sections.push(Section {
                title: Located::new(title, span),
                from: offset + line.len(),
                to: body.text.len(),
            });
        }
        offset += line.len();
    }
    (before, sections)
}

fn is_heading(line: &str) -> bool {
    line == "##" || line.starts_with("## ") || line.starts_with("##\t")
}

/// A stretch of the body without the blank lines around it.
fn prose(body: Stretch<'_>, from: usize, to: usize) -> Text {
    let text = &body.text[from..to];
    let start = from + text.len() - text.trim_start().len();
    let text = text.trim();
    Text {
        value: text.to_owned(),
        span: body.span(start, start + text.len()),
    }
}
