//! Diagnostics as people read them: the line, a caret, the reason, what to do.

use super::plain::stand_in;
use super::{manual, plain};
use crate::diag::{Diagnostic, FileId, Label, Severity, Sources};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

/// Marks of one file that lie at most this many bytes apart share a view.
const VIEW_LIMIT: usize = 4_000;

/// Problems of one code told in full in one file. The rest are counted: whoever read so many knows
/// the fault, and the first lines of a long list are the ones that are read.
const SHOWN: usize = 20;

/// Problems of which a file may hold many and whose words say all there is to say: several in one file
/// are told as a list, line by line. With what each of them begins with.
const LISTED: [(&str, &str); 1] = [("placeholder", "still to be written")];

/// Problems of which the line itself may hold what nobody else is to see: told by their place alone, since
/// what is said here is kept in the logs of machines. An address that is refused need not look like one: what
/// [`secrets`] hides in every line misses a password with spaces or escapes, and what follows `#`.
const UNSEEN: [&str; 1] = ["bad-event-source"];

/// Lines of such a list.
const LINES: usize = 60;

/// How the text is to look; decided by whoever knows the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour with ANSI sequences.
    pub colour: bool,
    /// Columns that a source line may take before it is cut on both sides of its mark.
    pub width: usize,
}

impl Default for Look {
    /// No colour, 100 columns.
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
        }
    }
}

/// Tells every diagnostic with its source lines, a blank line after each; of many of one code in one
/// file the first, and how many there are beside them.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, look: Look) -> String {
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(look.width.clamp(40, 400));
    let mut out = String::new();
    let mut left = BTreeMap::new();
    for d in diagnostics {
        *left.entry(group(d)).or_insert(0_usize) += 1;
    }
    let mut told = BTreeMap::new();
    for d in diagnostics {
        let group = group(d);
        let many = left.get(&group).is_some_and(|many| *many > 1);
        if let Some((_, begins)) = LISTED.iter().find(|(code, _)| many && *code == d.code) {
            if told.insert(group, 1).is_none() {
                let all = diagnostics
                    .iter()
                    .filter(|other| self::group(other) == group);
                out.push_str(&listed(
                    &all.collect::<Vec<_>>(),
                    begins,
                    sources,
                    &renderer,
                ));
                out.push_str("\n\n");
            }
            continue;
        }
        let told: &mut usize = told.entry(group).or_default();
        *told += 1;
        if *told <= SHOWN {
            out.push_str(&one(d, sources, &renderer));
            out.push_str("\n\n");
        }
        let left = left.get(&group).copied().unwrap_or(0);
        if *told == SHOWN && left > SHOWN {
            out.push_str(&rest(d, left - SHOWN, sources, &renderer));
            out.push_str("\n\n");
        }
    }
    out
}

/// What is told together: the same in one file.
fn group(d: &Diagnostic) -> (Option<FileId>, &'static str, bool) {
    let file = d.primary.as_ref().map(|label| label.span.file);
    (file, d.code, d.severity == Severity::Error)
}

/// Several problems of one file, each in a line.
fn listed(all: &[&Diagnostic], begins: &str, sources: &Sources, renderer: &Renderer) -> String {
    let Some(first) = all.first() else {
        return String::new();
    };
    let path = first.primary.as_ref().map_or("", |label| {
        let file = sources.file(label.span.file);
        file.path.as_str()
    });
    let mut lines: Vec<String> = all
        .iter()
        .take(LINES)
        .map(|d| {
            let said = d.message.strip_prefix(begins).unwrap_or(&d.message);
            let said = said.trim_start_matches([':', ' ']).trim_matches('`');
            let line = d
                .primary
                .as_ref()
                .map_or(0, |l| sources.line_column(l.span).0);
            format!("{line:>5}  {}", plain(said))
        })
        .collect();
    if all.len() > LINES {
        let more = all.len() - LINES;
        lines.push(format!(
            "and {more} more; `--format short` tells all of them"
        ));
    }
    let title = level(first.severity)
        .primary_title(format!(
            "{begins}, in {} places of {}",
            all.len(),
            plain(path)
        ))
        .id(first.code);
    let help = first.help.as_deref().unwrap_or_default();
    let notes: [Element<'_>; 2] = [
        Level::HELP.message(plain(help)).into(),
        Level::NOTE.message(manual(first)).into(),
    ];
    let told = renderer.render(&[title.elements(notes)]);
    match told.split_once('\n') {
        Some((title, rest)) => {
            // The bar that leads to a source line leads nowhere here.
            let rest = rest.lines().filter(|line| line.trim() != "|");
            let rest: Vec<&str> = rest.collect();
            format!("{title}\n{}\n{}", lines.join("\n"), rest.join("\n"))
        }
        None => told,
    }
}

/// How many there are of one code in one file beside those told in full.
fn rest(last: &Diagnostic, more: usize, sources: &Sources, renderer: &Renderer) -> String {
    let place = last.primary.as_ref().map_or(String::new(), |label| {
        format!(" in {}", plain(&sources.file(label.span.file).path))
    });
    let title = level(last.severity)
        .primary_title(format!("and {more} more of these{place}"))
        .id(last.code);
    let all = "`--format short` and `--format json` tell all of them";
    renderer.render(&[title.elements([Element::from(Level::NOTE.message(all))])])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

fn one(d: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let mut elements: Vec<Element<'_>> = Vec::new();
    let unseen = UNSEEN.contains(&d.code);
    if let Some(label) = d.primary.as_ref().filter(|_| unseen) {
        let (line, column) = sources.line_column(label.span);
        let path = plain(&sources.file(label.span.file).path);
        let origin = Origin::path(path).line(line).char_column(column);
        elements.push(origin.into());
    }
    for (file, marks) in by_file(d).into_iter().filter(|_| !unseen) {
        elements.extend(views(file, &marks, sources).into_iter().map(Element::from));
    }
    if let Some(help) = &d.help {
        elements.push(Level::HELP.message(plain(help)).into());
    }
    elements.push(Level::NOTE.message(manual(d)).into());
    let title = level(d.severity)
        .primary_title(plain(&d.message))
        .id(d.code);
    renderer.render(&[title.elements(elements)])
}

/// A label and whether it is the place to edit.
type Mark<'a> = (&'a Label, bool);

/// Labels file by file: the primary one's file first, then in order of mention.
fn by_file(d: &Diagnostic) -> Vec<(FileId, Vec<Mark<'_>>)> {
    let mut files: Vec<(FileId, Vec<Mark<'_>>)> = Vec::new();
    let primary = d.primary.iter().map(|l| (l, true));
    for (label, is_primary) in primary.chain(d.related.iter().map(|l| (l, false))) {
        match files.iter_mut().find(|(file, _)| *file == label.span.file) {
            Some((_, marks)) => marks.push((label, is_primary)),
            None => files.push((label.span.file, vec![(label, is_primary)])),
        }
    }
    files
}

/// One view of all marks of a file where they lie close together, else one view each.
fn views<'a>(
    file: FileId,
    marks: &[Mark<'a>],
    sources: &'a Sources,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let text = &sources.file(file).text;
    let ranges: Vec<Range<usize>> = marks.iter().map(|(l, _)| marked(text, l)).collect();
    let start = ranges.iter().map(|r| r.start).min().unwrap_or(0);
    let end = ranges.iter().map(|r| r.end).max().unwrap_or(0);
    let pairs: Vec<(Mark<'a>, Range<usize>)> = marks.iter().copied().zip(ranges).collect();
    if end - start <= VIEW_LIMIT {
        vec![view(file, &pairs, sources)]
    } else {
        pairs
            .chunks(1)
            .map(|pair| view(file, pair, sources))
            .collect()
    }
}

/// The bytes to underline: the label's place on its first line, on character boundaries. Several
/// lines of underlining hide more than they show.
fn marked(text: &str, label: &Label) -> Range<usize> {
    let mut start = (label.span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line_end = text[start..]
        .find(['\n', '\r'])
        .map_or(text.len(), |i| start + i);
    let mut end = (label.span.end as usize).clamp(start, line_end);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Shows only the lines from the first to the last mark, so that the cost of a diagnostic does not
/// grow with its file.
fn view<'a>(
    file: FileId,
    pairs: &[(Mark<'a>, Range<usize>)],
    sources: &'a Sources,
) -> Snippet<'a, Annotation<'a>> {
    let source = sources.file(file);
    let text = &source.text;
    let first = pairs.iter().map(|(_, r)| r.start).min().unwrap_or(0);
    let last = pairs.iter().map(|(_, r)| r.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |i| i + 1);
    let end = text[last..].find('\n').map_or(text.len(), |i| last + i);
    let mut seen = String::with_capacity(end - start);
    let secrets: Vec<_> = secrets(&text[start..end]).collect();
    let shown = |(at, c): (usize, char)| {
        let secret = secrets.iter().any(|secret| secret.contains(&at));
        if secret { '*' } else { shown(c) }
    };
    // Where each marked byte went when characters were replaced by their stand-ins.
    let moved = |at: usize| -> usize {
        let before = text[start..at].char_indices();
        before.map(|c| shown(c).len_utf8()).sum()
    };
    seen.extend(text[start..end].char_indices().map(shown));
    Snippet::source(seen)
        .path(plain(&source.path).into_owned())
        .line_start(sources.before(file) + text[..start].matches('\n').count() + 1)
        .annotations(pairs.iter().map(|((label, is_primary), range)| {
            let kind = if *is_primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let annotation = kind.span(moved(range.start)..moved(range.end));
            if label.text.is_empty() {
                annotation
            } else {
                annotation.label(plain(&label.text))
            }
        }))
}

/// What may give somebody access: in an address who asks and by which password, and what stands behind its
/// question mark, where stores take their signatures. Nobody means to write it into a pack, and what is said
/// here is kept in the logs of machines.
fn secrets(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").flat_map(|(at, sign)| {
        let begin = at + sign.len();
        let word = text[begin..].split(char::is_whitespace).next();
        let word = word.unwrap_or_default();
        // `/@name` names a page.
        let user = word.rfind('@').filter(|end| !word[..*end].ends_with('/'));
        let asked = word.find('?');
        [
            user.map(|end| begin..begin + end),
            asked.map(|from| begin + from + 1..begin + word.len()),
        ]
        .into_iter()
        .flatten()
    })
}

/// A source character as shown: line ends stay, and tabs are left to the renderer, which widens
/// them; all that would act is replaced.
fn shown(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\r' => ' ',
        c => stand_in(c),
    }
}
