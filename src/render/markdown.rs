//! Text to HTML. The only place besides `charts` whose output skips escaping, so it writes every
//! tag itself: what comes out is well-formed whatever goes in, has no raw HTML, no image, and no
//! link that `load::prose` refuses.

mod marked;

use crate::bind::Answers;
use crate::load::prose::{self, DEEPEST};
use crate::model::Text;
use marked::Marked;
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// HTML that is safe to print as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Html(String);

impl Html {
    /// With plain words behind it.
    pub(crate) fn held(mut self, words: &str) -> Self {
        self.0.push_str(" <em class=\"data\">");
        escape(words, &mut self.0);
        self.0.push_str("</em>");
        self
    }

    /// Somebody's words behind the text: who answers for it.
    pub(crate) fn noted(mut self, words: &str) -> Self {
        self.0.push_str(" <em>");
        escape(words, &mut self.0);
        self.0.push_str("</em>");
        self
    }
}

#[cfg(test)]
impl Html {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A section of prose as block HTML; headings inside start at `level` (2 to 6). `root` leads from
/// the page to the site's top (`""`, `"../"`): relative links in prose count from the top, because
/// the same words stand on pages at different depths.
pub(crate) fn blocks(root: &str, prose: &Text, level: u8) -> Html {
    written_blocks(root, prose, level, &Marked::plain(&prose.value))
}

/// A section of the narrative as block HTML, with what its expressions say.
pub(crate) fn told_blocks(root: &str, text: &Text, level: u8, answers: &Answers) -> Html {
    written_blocks(root, text, level, &Marked::new(root, text, answers))
}

fn written_blocks(root: &str, prose: &Text, level: u8, marked: &Marked<'_>) -> Html {
    let events: Vec<Event<'_>> = Parser::new_ext(&marked.text, prose::options()).collect();
    // Footnotes of two sections on one page must not share an anchor.
    let mark = format!("{}-{}", prose.span.file.0, prose.span.start);
    let writer = Writer::new(Some(root), mark, level, &events, marked);
    Html(writer.write(&events))
}

/// A text of the narrative as inline HTML, with what its expressions say.
pub(crate) fn told_inline(root: &str, text: &Text, answers: &Answers) -> Html {
    written_inline(&Marked::new(root, text, answers))
}

/// The first block of a section: a term's meaning in a list of terms.
pub(crate) fn opening(root: &str, prose: &Text) -> Html {
    let mut depth = 0_usize;
    let mut events = Vec::new();
    let marked = Marked::plain(&prose.value);
    for event in Parser::new_ext(&marked.text, prose::options()) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A note would be explained outside the first block.
        if !matches!(event, Event::FootnoteReference(_)) {
            events.push(event);
        }
        if depth == 0 {
            break;
        }
    }
    let writer = Writer::new(Some(root), String::new(), 6, &events, &marked);
    Html(writer.write(&events))
}

/// A front-matter string as inline HTML: emphasis, code and links to other sites; no blocks, and no
/// relative links, because a string does not know which page it stands on.
pub(crate) fn inline(text: &str) -> Html {
    written_inline(&Marked::plain(text))
}

fn written_inline(marked: &Marked<'_>) -> Html {
    let events: Vec<Event<'_>> = Parser::new_ext(&marked.text, prose::options())
        .filter(|event| match event {
            Event::Start(tag) => is_inline(&tag.to_end()),
            Event::End(end) => is_inline(end),
            Event::Rule | Event::FootnoteReference(_) => false,
            _ => true,
        })
        .collect();
    let writer = Writer::new(None, String::new(), 6, &events, marked);
    Html(writer.write(&events).trim().to_owned())
}

/// A text as it stands, in which nothing is Markdown.
pub(crate) fn literal(text: &str) -> Html {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    Html(out)
}

fn is_inline(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// Writes events; what it opened stands on `open`, so it closes exactly that.
struct Writer<'a> {
    /// `None` where relative links are only words.
    root: Option<&'a str>,
    mark: String,
    /// Heading level of the shallowest heading in the text, and where it goes.
    shallowest: u8,
    level: u8,
    last_heading: u8,
    open: Vec<Option<&'static str>>,
    /// Of the columns of the table being written.
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    footnotes: BTreeMap<String, usize>,
    marked: &'a Marked<'a>,
    /// How many links and code blocks are open: a figure inside one is only words.
    closed_to_links: usize,
    out: String,
}

fn heading(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Whether no link can stand inside: HTML has no link in a link, and code is not read as prose.
fn bars_links(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Link | TagEnd::CodeBlock)
}

/// Text, safe inside elements and quoted attributes. Control characters have no meaning in HTML.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

impl<'a> Writer<'a> {
    fn new(
        root: Option<&'a str>,
        mark: String,
        level: u8,
        events: &[Event<'_>],
        marked: &'a Marked<'a>,
    ) -> Self {
        let headings = events.iter().filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(heading(*level)),
            _ => None,
        });
        let level = level.clamp(2, 6);
        let mut footnotes = BTreeMap::new();
        for event in events {
            if let Event::FootnoteReference(name) | Event::Start(Tag::FootnoteDefinition(name)) =
                event
            {
                let next = footnotes.len() + 1;
                footnotes.entry(name.to_string()).or_insert(next);
            }
        }
        Self {
            root,
            mark,
            shallowest: headings.min().unwrap_or(1),
            level,
            last_heading: level - 1,
            open: Vec::new(),
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            footnotes,
            marked,
            closed_to_links: 0,
            out: String::new(),
        }
    }

    fn write(mut self, events: &[Event<'_>]) -> String {
        for (index, event) in events.iter().enumerate() {
            match event {
                Event::Start(tag) => {
                    let close = self.start(tag, &events[index..]);
                    self.open.push(close);
                    self.closed_to_links += usize::from(bars_links(&tag.to_end()));
                }
                Event::End(end) => {
                    self.closed_to_links -= usize::from(bars_links(end)).min(self.closed_to_links);
                    if let Some(Some(close)) = self.open.pop() {
                        self.out.push_str(close);
                    }
                    self.ended(*end);
                }
                Event::Code(code) => {
                    self.out.push_str("<code>");
                    self.marked.write_words(code, &mut self.out);
                    self.out.push_str("</code>");
                }
                // Refused when loading; were it to come here, it would be text.
                Event::Html(text)
                | Event::InlineHtml(text)
                | Event::Text(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => {
                    if self.closed_to_links > 0 {
                        self.marked.write_words(text, &mut self.out);
                    } else {
                        self.marked.write(text, &mut self.out);
                    }
                }
                Event::SoftBreak => self.out.push('\n'),
                Event::HardBreak => self.out.push_str("<br>\n"),
                Event::Rule => self.out.push_str("<hr>\n"),
                Event::FootnoteReference(name) => self.footnote_reference(name),
                Event::TaskListMarker(done) => {
                    self.out.push_str(if *done { "(done) " } else { "(open) " });
                }
            }
        }
        while let Some(close) = self.open.pop() {
            self.out.push_str(close.unwrap_or_default());
        }
        self.out
    }

    /// Opens an element and says what closes it; `None` where nothing was opened.
    fn start(&mut self, tag: &Tag<'_>, ahead: &[Event<'_>]) -> Option<&'static str> {
        let part = matches!(
            tag,
            Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell
        );
        let parent_open = self.open.last().is_none_or(Option::is_some);
        if (part && !parent_open) || (!part && self.open.len() >= DEEPEST) {
            return None;
        }
        match tag {
            Tag::Paragraph => self.plain("<p>", "</p>\n"),
            Tag::Heading { level, .. } => {
                let wanted = self.level + (heading(*level) - self.shallowest);
                // No level is skipped: a reader by headings must not miss a step.
                self.last_heading = wanted.min(self.last_heading + 1).min(6);
                let (open, close) = HEADINGS[usize::from(self.last_heading.clamp(2, 6) - 2)];
                self.plain(open, close)
            }
            Tag::BlockQuote(_) => self.plain("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.split_whitespace().next(),
                    CodeBlockKind::Indented => None,
                };
                match language {
                    Some(language) => {
                        self.out
                            .push_str("<pre tabindex=\"0\"><code class=\"language-");
                        self.marked.write_words(language, &mut self.out);
                        self.out.push_str("\">");
                    }
                    None => self.out.push_str("<pre tabindex=\"0\"><code>"),
                }
                Some("</code></pre>\n")
            }
            Tag::List(None) => self.plain("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.plain("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
                Some("</ol>\n")
            }
            Tag::Item => self.plain("<li>", "</li>\n"),
            Tag::FootnoteDefinition(name) => {
                let number = self.footnotes.get(name.as_ref()).copied().unwrap_or(0);
                let mark = &self.mark;
                let _ = write!(
                    self.out,
                    "<div class=\"footnote\" id=\"note-{mark}-{number}\" role=\"note\"><span class=\"footnote-number\">{number}.</span> "
                );
                Some("</div>\n")
            }
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.out
                    .push_str("<div class=\"region\" role=\"region\" tabindex=\"0\" aria-label=\"");
                let label = format!("Table: {}", head_of(ahead));
                self.marked.write_words(&label, &mut self.out);
                self.out.push_str("\"><table>\n");
                Some("</tbody></table></div>\n")
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.plain("<thead><tr>", "</tr></thead>\n<tbody>\n")
            }
            Tag::TableRow => {
                self.column = 0;
                self.plain("<tr>", "</tr>\n")
            }
            Tag::TableCell => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Right) => " class=\"num\"",
                    _ => "",
                };
                self.column += 1;
                let (open, close) = if self.in_head {
                    ("<th scope=\"col\"", "</th>")
                } else {
                    ("<td", "</td>")
                };
                let _ = write!(self.out, "{open}{class}>");
                Some(close)
            }
            Tag::Emphasis => self.plain("<em>", "</em>"),
            Tag::Strong => self.plain("<strong>", "</strong>"),
            Tag::Strikethrough => self.plain("<del>", "</del>"),
            Tag::Link { dest_url, .. } => self.link(dest_url),
            // An image's description stands for it; the rest would only be markup we do not read.
            Tag::Image { .. }
            | Tag::HtmlBlock
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => None,
        }
    }

    fn plain(&mut self, open: &str, close: &'static str) -> Option<&'static str> {
        self.out.push_str(open);
        Some(close)
    }

    fn ended(&mut self, end: TagEnd) {
        match end {
            TagEnd::TableHead => self.in_head = false,
            // Text of a flattened block must not run into the next.
            TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock if !self.out.ends_with('\n') => {
                self.out.push('\n');
            }
            _ => {}
        }
    }

    fn link(&mut self, address: &CowStr<'_>) -> Option<&'static str> {
        // An address is not a sentence: a figure in it leads nowhere.
        if !prose::is_safe_link(address) || marked::holds_mark(address) {
            return None;
        }
        let relative = prose::scheme(address).is_none();
        let root = match self.root {
            None if relative => return None,
            root => root.unwrap_or_default(),
        };
        self.out.push_str("<a href=\"");
        // An anchor alone stays on its page; `/x` would leave a site that lies in a subfolder.
        if relative && !address.starts_with('#') {
            escape(root, &mut self.out);
            escape(address.trim_start_matches('/'), &mut self.out);
        } else {
            escape(address, &mut self.out);
        }
        self.out.push_str("\">");
        Some("</a>")
    }

    fn footnote_reference(&mut self, name: &CowStr<'_>) {
        let number = self.footnotes.get(name.as_ref()).copied().unwrap_or(0);
        let mark = &self.mark;
        let _ = write!(
            self.out,
            "<sup class=\"footnote-reference\"><a href=\"#note-{mark}-{number}\" aria-label=\"Note {number}\">{number}</a></sup>"
        );
    }
}

const HEADINGS: [(&str, &str); 5] = [
    ("<h2>", "</h2>\n"),
    ("<h3>", "</h3>\n"),
    ("<h4>", "</h4>\n"),
    ("<h5>", "</h5>\n"),
    ("<h6>", "</h6>\n"),
];

/// A table's head cells in words: the name of the region around it.
fn head_of(ahead: &[Event<'_>]) -> String {
    let mut cells: Vec<String> = Vec::new();
    for event in ahead {
        match event {
            Event::Start(Tag::TableCell) => cells.push(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = cells.last_mut() {
                    cell.push_str(text);
                }
            }
            Event::End(TagEnd::TableHead) => break,
            _ => {}
        }
    }
    cells.join(", ")
}

#[cfg(test)]
mod tests;
