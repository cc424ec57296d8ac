//! Views to HTML through Tera. A pack's own template wins over the embedded default of its name;
//! `default/<name>` always names the embedded one. The only door in is one serialisable view.

use crate::diag::{Diagnostic, FileId, Severity, Sources, Span, Topic};
use crate::load::Templates;
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error as _;
use tera::{Context, ErrorKind, Tera};

/// Before the name of every embedded template.
const DEFAULT: &str = "default/";

/// A file of `templates/` by its name, embedded.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

/// Every default template. One line for each, so that two changes do not meet.
const EMBEDDED: &[(&str, &str)] = embedded!["base.html", "components.html", "pack.html",];

/// The style sheets, in the order they are joined.
const STYLES: &[(&str, &str)] = embedded!["style.css",];

const FAULT: &str = "template-fault";

/// What templates can do wrong.
pub(crate) const TOPICS: &[Topic] = &[Topic {
    code: FAULT,
    severity: Severity::Error,
    why: "A pack may bring its own templates. One that cannot be read, extends or includes \
          something that is not there, or asks a page for a value that the page does not have, \
          would leave a hole in the report, so nothing is built.",
    bad: "=== templates/pack.html\n{% extends \"default/pack.html\" %}\n{% block title %}{{ frame.titel }}{% endblock title %}\n",
}];

/// All templates, read and joined.
pub(crate) struct Engine {
    tera: Tera,
    own: BTreeMap<String, FileId>,
}

impl Engine {
    /// Reads the defaults and the pack's own templates.
    ///
    /// # Errors
    /// Every fault in the pack's own templates that can be seen without a page.
    pub(crate) fn new(templates: &Templates, sources: &Sources) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::default();
        // Every name escapes, whatever its ending; only `safe` lets a finished fragment through.
        tera.autoescape_on(vec![""]);
        tera.set_fallback_prefixes([DEFAULT])
            .expect("nothing has been added yet");
        tera.add_raw_templates(
            EMBEDDED
                .iter()
                .map(|(name, text)| (format!("{DEFAULT}{name}"), *text)),
        )
        .expect("tested: the embedded templates are sound");
        let own: BTreeMap<String, FileId> = templates
            .0
            .iter()
            .filter(|(name, _)| !is_style(name))
            .map(|(name, file)| (name.clone(), *file))
            .collect();
        let mut engine = Self { tera, own };
        let faults = engine.read_own(sources);
        if faults.is_empty() {
            Ok(engine)
        } else {
            Err(faults)
        }
    }

    fn read_own(&mut self, sources: &Sources) -> Vec<Diagnostic> {
        let text = |file: FileId| sources.file(file).text.as_str();
        let reserved = self
            .own
            .iter()
            .filter(|(name, _)| name.starts_with(DEFAULT));
        let mut faults: Vec<Diagnostic> = reserved
            .map(|(name, file)| {
                Diagnostic::error(FAULT, start_of(*file), format!("`{name}` stands in the folder of the built-in templates"))
                    .help("a template in `templates/` replaces the built-in one of its name; `default/…` only names it")
            })
            .collect();
        // Alone, a template shows its own faults of grammar, so that one does not hide another.
        for (name, file) in &self.own {
            if let Err(error) = Tera::default().add_raw_template(name, text(*file))
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                faults.push(self.fault(name, &error));
            }
        }
        if faults.is_empty() {
            let all = self.own.iter().map(|(name, file)| (name, text(*file)));
            if let Err(error) = self.tera.add_raw_templates(all) {
                let first = self.own.keys().next().cloned().unwrap_or_default();
                faults.push(self.fault(&first, &error));
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
    ) -> Result<Vec<u8>, Diagnostic> {
        let filled =
            Context::from_serialize(view).and_then(|context| self.tera.render(template, &context));
        match filled {
            Ok(html) => Ok(html.into_bytes()),
            Err(error) => Err(self.fault(template, &error)),
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
            ),
            // A built-in can fail only through what a pack's own template left out or put in.
            None => {
                let told = format!(
                    "built-in template `{}`: {message}",
                    name.trim_start_matches(DEFAULT)
                );
                match self.own.values().next() {
                    Some(file) => Diagnostic::error(FAULT, start_of(*file), told),
                    None => Diagnostic::nowhere(FAULT, Severity::Error, told),
                }
            }
        }
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

fn start_of(file: FileId) -> Span {
    Span {
        file,
        start: 0,
        end: 0,
    }
}

fn is_style(name: &str) -> bool {
    STYLES.iter().any(|(style, _)| *style == name)
}

/// The one style sheet: each part the pack's own or the default, then what only this pack knows.
pub(crate) fn style(templates: &Templates, sources: &Sources, of_this_pack: &str) -> Vec<u8> {
    let mut sheet = String::new();
    for (name, default) in STYLES {
        let own = templates
            .0
            .get(*name)
            .map(|file| sources.file(*file).text.as_str());
        sheet.push_str(own.unwrap_or(default));
        sheet.push('\n');
    }
    sheet.push_str(of_this_pack);
    sheet.into_bytes()
}

/// Files that are copied as they are.
pub(crate) const ASSETS: &[(&str, &[u8])] = &[
    (
        "fonts/SourceSans3VF-Upright.ttf.woff2",
        include_bytes!("../../templates/fonts/SourceSans3VF-Upright.ttf.woff2"),
    ),
    (
        "fonts/OFL.md",
        include_bytes!("../../templates/fonts/OFL.md"),
    ),
];
