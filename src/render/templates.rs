//! Views to HTML through Tera. A pack's own template wins over the embedded default of its name;
//! `default/<name>` always names the embedded one. The only door in is one serialisable view.

mod reach;

pub use reach::Reach;

use crate::diag::{Diagnostic, FileId, Severity, Sources, Span, Topic};
use crate::load::Templates;
use crate::model::Language;
use crate::tongue::{self, markup};
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, ErrorKind, Tera};

/// Before the name of every embedded template.
const DEFAULT: &str = "default/";

/// A file of `templates/` by its name, embedded.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

/// Every default template, each on its own line.
#[rustfmt::skip]
const EMBEDDED: &[(&str, &str)] = embedded![
    "archive.html",
    "base.html",
    "capability.html",
    "cadence.html",
    "changes.html",
    "components.html",
    "experiments.html",
    "gallery.html",
    "glossary.html",
    "incidents.html",
    "ledger.html",
    "metric.html",
    "money.html",
    "objective.html",
    "pack.html",
    "quality.html",
    "risks.html",
    "role.html",
    "service.html",
    "sheets/appendix.html",
    "sheets/aftermath.html",
    "sheets/more-stories.html",
    "sheets/story.html",
    "sheets/at-a-glance.html",
    "sheets/cards.html",
    "sheets/contracts.html",
    "sheets/capability.html",
    "sheets/dashboard.html",
    "sheets/data-quality.html",
    "sheets/decisions.html",
    "sheets/experiments.html",
    "sheets/how-to-read.html",
    "sheets/incidents.html",
    "sheets/learning.html",
    "sheets/ledger.html",
    "sheets/moved.html",
    "sheets/promises.html",
    "sheets/risks.html",
    "sheets/pulse.html",
    "sheets/stories.html",
    "sheets/terms.html",
    "slides.html",
    "term.html",
];

/// The style sheets, in the order they are joined.
#[rustfmt::skip]
const STYLES: &[(&str, &str)] = embedded![
    "style.css",
    "charts.css",
    "promises.css",
    "capability.css",
    "reference.css",
];

/// What the forms beside the page have in addition: the paged pack, the slides.
#[rustfmt::skip]
const FORM_STYLES: &[(&str, &str)] = embedded![
    "paged.css",
    "slides.css",
];

/// What a pack that is not English has in addition.
#[rustfmt::skip]
const ABROAD: &[(&str, &str)] = embedded![
    "abroad.css",
];

/// Every template and style sheet that is built in, by its name: the texts that a pack's own replace.
pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = EMBEDDED
        .iter()
        .chain(STYLES)
        .chain(FORM_STYLES)
        .chain(ABROAD);
    all.copied()
}

const FAULT: &str = "template-fault";

/// What to do about a fault that Tera told.
const HELP: &str = "compare with the built-in template of that name, which \
                    `boardpack templates eject` writes; to change one part of it, extend `default/…` and fill one block";

/// What templates can do wrong.
pub(super) const TEMPLATE_FAULT: Topic = Topic {
    code: FAULT,
    severity: Severity::Error,
    promise: false,
    why: "A pack may bring its own templates. One that cannot be read, extends or includes \
          something that is not there, or asks a page for a value that the page does not have, \
          would leave a hole in the report, so nothing is built.",
    fix: "Compare with the built-in template of that name, which `boardpack templates eject` writes. \
          To change one part of it, extend `default/…` and fill one block.",
    bad: "=== templates/pack.html\n{% extends \"default/pack.html\" %}\n{% block title %}{{ frame.titel }}{% endblock title %}\n",
};

/// All templates, read and joined.
pub(crate) struct Engine {
    tera: Arc<Tera>,
    own: BTreeMap<String, FileId>,
}

/// Sound templates that were read before, by name and text: what has not changed is not read again.
#[derive(Default)]
pub struct TemplatesRead(Option<ReadTemplates>);

/// The language, the texts, and what came of them.
type ReadTemplates = (Language, BTreeMap<String, Arc<str>>, Arc<Tera>);

impl std::fmt::Debug for TemplatesRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.0.iter().flat_map(|(_, texts, _)| texts.keys());
        f.debug_set().entries(names).finish()
    }
}

/// The defaults in the language spoken, read once for each.
fn defaults() -> Arc<Tera> {
    static READ: Mutex<Vec<(Language, Arc<Tera>)>> = Mutex::new(Vec::new());
    let language = tongue::spoken();
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, tera)) = read.iter().find(|(of, _)| *of == language) {
        return Arc::clone(tera);
    }
    let mut tera = Tera::default();
    // Every name escapes, whatever its ending; only `safe` lets a finished fragment through.
    tera.autoescape_on(vec![""]);
    tera.set_fallback_prefixes([DEFAULT])
        .expect("nothing has been added yet");
    let all = EMBEDDED.iter();
    tera.add_raw_templates(
        all.map(|(name, text)| (format!("{DEFAULT}{name}"), markup::translated(text))),
    )
    .expect("tested: the embedded templates are sound");
    let tera = Arc::new(tera);
    read.push((language, Arc::clone(&tera)));
    tera
}

impl Engine {
    /// Reads the defaults and the pack's own templates.
    ///
    /// # Errors
    /// Every fault in the pack's own templates that can be seen without a page.
    pub(crate) fn new(templates: &Templates, sources: &Sources) -> Result<Self, Vec<Diagnostic>> {
        Self::reading(templates, sources, defaults(), |_| true)
    }

    /// The same, where only what has changed since is read.
    ///
    /// # Errors
    /// Every fault in the pack's own templates that can be seen without a page.
    pub(crate) fn again(
        templates: &Templates,
        sources: &Sources,
        read: &mut TemplatesRead,
    ) -> Result<Self, Vec<Diagnostic>> {
        let now: BTreeMap<String, Arc<str>> = own(templates)
            .map(|(name, file)| (name.clone(), sources.file(file).text.clone()))
            .collect();
        // One that went away would stay: then all are read.
        let stay =
            |texts: &BTreeMap<String, Arc<str>>| texts.keys().all(|name| now.contains_key(name));
        let language = tongue::spoken();
        let before = read.0.as_ref();
        let before = before.filter(|(of, texts, _)| *of == language && stay(texts));
        let again = before.and_then(|(_, texts, tera)| {
            let changed = |name: &str| texts.get(name) != now.get(name);
            // What a fault hides is found where all are read.
            Self::reading(templates, sources, Arc::clone(tera), changed).ok()
        });
        let engine = again.map_or_else(|| Self::new(templates, sources), Ok)?;
        read.0 = Some((language, now, Arc::clone(&engine.tera)));
        Ok(engine)
    }

    fn reading(
        templates: &Templates,
        sources: &Sources,
        tera: Arc<Tera>,
        reads: impl Fn(&str) -> bool,
    ) -> Result<Self, Vec<Diagnostic>> {
        let own = own(templates).map(|(name, file)| (name.clone(), file));
        let mut engine = Self {
            tera,
            own: own.collect(),
        };
        let faults = engine.read_own(sources, reads);
        if faults.is_empty() {
            Ok(engine)
        } else {
            Err(faults)
        }
    }

    fn read_own(&mut self, sources: &Sources, reads: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let text = |file: FileId| &*sources.file(file).text;
        let reserved = self
            .own
            .iter()
            .filter(|(name, _)| name.starts_with(DEFAULT));
        let mut faults: Vec<Diagnostic> = reserved
            .map(|(name, file)| {
                Diagnostic::error(FAULT, Span::start_of(*file), format!("`{name}` stands in the folder of the built-in templates"))
                    .help("a template in `templates/` replaces the built-in one of its name; `default/…` only names it")
            })
            .collect();
        let empty = self
            .own
            .iter()
            .filter(|(_, file)| text(**file).trim().is_empty());
        faults.extend(empty.map(|(name, file)| {
            Diagnostic::error(FAULT, Span::start_of(*file), format!("`{name}` is empty"))
                .help("write it, or remove it: then the built-in template of that name is used")
        }));
        faults.extend(self.unused(&text));
        // Alone, a template shows its own faults of grammar, so that one does not hide another.
        let read = self.own.iter().filter(|(name, _)| reads(name));
        for (name, file) in read.clone() {
            if let Err(error) = Tera::default().add_raw_template(name, text(*file))
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                faults.push(self.fault(name, &error));
            }
        }
        if faults.is_empty() {
            let all: Vec<_> = read
                .map(|(name, file)| (name, markup::translated(text(*file))))
                .collect();
            if !all.is_empty()
                && let Err(error) = Arc::make_mut(&mut self.tera).add_raw_templates(all)
            {
                let first = self.own.keys().next().cloned().unwrap_or_default();
                faults.push(self.fault(&first, &error));
                if let ErrorKind::Msg(told) = error.kind() {
                    let found = self.reported(told, sources);
                    if !found.is_empty() {
                        faults = found;
                    }
                }
            }
        }
        faults
    }

    /// Templates that replace no built-in one, and that none of the pack's own names.
    fn unused<'s>(&self, text: &impl Fn(FileId) -> &'s str) -> Vec<Diagnostic> {
        let built_in = |name: &str| EMBEDDED.iter().any(|(own, _)| *own == name);
        let named = |name: &str| {
            let by = |quote: char| format!("{quote}{name}{quote}");
            let names = [by('"'), by('\''), by('`')];
            let mut texts = self.own.values().map(|file| text(*file));
            texts.any(|text| names.iter().any(|name| text.contains(name)))
        };
        // Components are called by their own names.
        let component = |file: FileId| text(file).contains("component");
        self.own
            .iter()
            .filter(|(name, _)| !name.starts_with(DEFAULT) && !built_in(name) && !named(name))
            .filter(|(_, file)| !component(**file))
            .map(|(name, file)| {
                let message = format!("no page is made from the template `{name}`");
                let names: Vec<_> = EMBEDDED
                    .iter()
                    .map(|(name, _)| format!("`{name}`"))
                    .collect();
                Diagnostic::error(FAULT, Span::start_of(*file), message).help(format!(
                    "give it the name of the template it replaces, or include it in one: {}",
                    names.join(", ")
                ))
            })
            .collect()
    }

    /// Tera tells several faults of names (an include, a filter, a component that is not there) in
    /// one text: `error: what` and `--> template:line:column` in turns.
    fn reported(&self, told: &str, sources: &Sources) -> Vec<Diagnostic> {
        let mut what = "";
        let mut faults = Vec::new();
        for line in told.lines() {
            if let Some(message) = line.strip_prefix("error: ") {
                what = message;
            } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
                let mut parts = place.rsplitn(3, ':');
                let column = parts.next().and_then(|n| n.parse().ok());
                let line = parts.next().and_then(|n| n.parse().ok());
                let file = parts.next().and_then(|name| self.own.get(name));
                if let (Some(column), Some(line), Some(file)) = (column, line, file) {
                    let at = offset(&sources.file(*file).text, line, column);
                    let span = Span {
                        file: *file,
                        start: at,
                        end: at,
                    };
                    faults.push(Diagnostic::error(FAULT, span, tidy(what)).help(HELP));
                }
            }
        }
        faults
    }

    /// Fills a template.
    ///
    /// # Errors
    /// A fault in one of the pack's own templates.
    pub(crate) fn fill(
        &self,
        template: &str,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut page = Page::default();
        let filled = Context::from_serialize(view)
            .and_then(|context| self.tera.render_to(template, &context, &mut page));
        match filled {
            Ok(()) => Ok(page.bytes),
            Err(error) => Err(Box::new(self.fault(template, &error))),
        }
    }

    /// Tera's error at the place in the pack's own file. `asked` is what was read or rendered, for
    /// errors that name no place.
    fn fault(&self, asked: &str, error: &tera::Error) -> Diagnostic {
        let (name, range, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => (
                report.filename(),
                report.span().range.clone(),
                report.message().to_owned(),
            ),
            ErrorKind::CircularExtend { tpl, .. } => {
                (tpl.as_str(), 0..0, format!("`{tpl}` extends itself"))
            }
            ErrorKind::CircularInclude { tpl, .. } => {
                (tpl.as_str(), 0..0, format!("`{tpl}` includes itself"))
            }
            ErrorKind::MissingParent { current, parent } => (
                current.as_str(),
                0..0,
                format!("`{current}` extends `{parent}`, which is not there"),
            ),
            other => (asked, 0..0, other.to_string()),
        };
        let mut message = message;
        if let Some(cause) = error.source() {
            message = format!("{message}: {cause}");
        }
        let message = tidy(&message);
        let help = match error.kind() {
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                format!("`default/{tpl}` names the built-in template, if that was meant")
            }
            ErrorKind::MissingParent { .. } => {
                "it must lie in `templates/`; `default/…` names a built-in one".to_owned()
            }
            _ => HELP.to_owned(),
        };
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match self.own.get(name) {
            Some(file) => Diagnostic::error(
                FAULT,
                Span {
                    file: *file,
                    start: number(range.start),
                    end: number(range.end),
                },
                message,
            )
            .help(help),
            // A built-in can fail only through what a pack's own template left out or put in.
            None => {
                let told = format!(
                    "built-in template `{}`: {message}",
                    name.trim_start_matches(DEFAULT)
                );
                match self.own.values().next() {
                    Some(file) => Diagnostic::error(FAULT, Span::start_of(*file), told).help(HELP),
                    None => Diagnostic::nowhere(FAULT, Severity::Error, told),
                }
            }
        }
    }
}

/// Bytes of one page at most; the longest of a large company's is a fiftieth of it.
const PAGE_BYTES: usize = 32 << 20;

/// A page while it is filled. A template that writes without end is stopped before memory is.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
}

impl std::io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > PAGE_BYTES {
            let cause = format!("the page is larger than {} MiB", PAGE_BYTES >> 20);
            return Err(std::io::Error::other(cause));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Tera writes many short pieces: each is taken whole, without a loop around it.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.write(bytes).map(|_| ())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// House style: lower case, one line, no full stop.
fn tidy(message: &str) -> String {
    let line = message
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    let line = line.trim_end_matches('.');
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// The byte at a line and column, both from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> u32 {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let inside: usize = text[before..]
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    u32::try_from(before + inside).unwrap_or(u32::MAX)
}

/// The pack's own templates that fill pages.
fn own(templates: &Templates) -> impl Iterator<Item = (&String, FileId)> {
    let all = templates.0.iter().map(|(name, file)| (name, *file));
    all.filter(|(name, _)| !is_style(name))
}

fn is_style(name: &str) -> bool {
    let mut styles = STYLES.iter().chain(FORM_STYLES).chain(ABROAD);
    styles.any(|(style, _)| *style == name)
}

/// A style sheet that only one form has: the pack's own or the default.
pub(crate) fn form_style<'a>(
    templates: &Templates,
    sources: &'a Sources,
    wanted: &'static str,
) -> &'a str {
    let own = templates.0.get(wanted);
    let default = FORM_STYLES.iter().find(|(name, _)| *name == wanted);
    own.map_or_else(
        || default.map_or("", |(_, text)| *text),
        |file| &*sources.file(*file).text,
    )
}

/// The one style sheet: each part the pack's own or the default, then what only this pack knows.
pub(crate) fn style(templates: &Templates, sources: &Sources, of_this_pack: &str) -> Vec<u8> {
    let mut sheet = String::new();
    let abroad = match tongue::spoken() {
        Language::English => &[][..],
        _ => ABROAD,
    };
    for (name, default) in STYLES.iter().chain(abroad) {
        let own = templates
            .0
            .get(*name)
            .map(|file| &*sources.file(*file).text);
        sheet.push_str(own.unwrap_or(default));
        sheet.push('\n');
    }
    sheet.push_str(of_this_pack);
    sheet.into_bytes()
}

/// A font file by its name, whole, as its licence asks.
macro_rules! font {
    ($name:literal) => {
        (
            concat!("fonts/", $name),
            include_bytes!(concat!("../../templates/fonts/", $name)),
        )
    };
}

/// Files that are copied as they are. Static weights: a variable font prints as outlines without
/// hints.
pub(crate) const ASSETS: &[(&str, &[u8])] = &[
    font!("SourceSans3-Regular.ttf.woff2"),
    font!("SourceSans3-Semibold.ttf.woff2"),
    font!("SourceSans3-Bold.ttf.woff2"),
    font!("OFL.md"),
    // A report for a board is for no search engine, wherever it is put.
    ("robots.txt", b"User-agent: *\nDisallow: /\n"),
];

#[cfg(test)]
mod tests;
