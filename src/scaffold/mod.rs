//! New files of a pack and entries of its lists: a pack and a wish to texts. What only a person can know
//! stands there as a mark ([`PLACEHOLDER`]), which `check` lists and no quarter is published with; what
//! the pack knows already is filled in. It is all written in the pack's
//! language, but for headings and keys.

mod begin;
mod entries;
mod indicators;
mod quarter;
mod reviews;
mod risks;
mod standard;
mod things;
mod yaml;

pub use begin::{begin, taken_on};
pub use indicators::indicators;
pub use standard::StandardMetric;

use crate::diag::{Diagnostic, Sources};
use crate::load::{self, Tree};
use crate::model::{Language, PLACEHOLDER, Pack, Period};
use crate::schema;
use crate::tongue::{label, speak, spoken};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The next quarter.
    Quarter(Period),
    /// A thing of a kind, by the name that readers will see.
    Thing(Thing, String),
    /// A metric by the name that readers will see, with a query that counts it.
    Standard(Box<StandardMetric>, String),
}

/// Kinds of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// `content/<period>/stories/<id>.md`, with its mark in `data/annotations.yaml`.
    Story,
    /// `content/<period>/decisions/<id>.md`.
    Decision,
    /// `content/metrics/<id>.md`, with its entry in the snapshot.
    Metric,
    /// An entry of `data/incidents/<period>.yaml`.
    Incident,
    /// `content/glossary/<id>.md`.
    Term,
    /// An entry of `data/risks.yaml`.
    Risk,
    /// An entry of `data/experiments.yaml`.
    Experiment,
}

/// Files to write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scaffold {
    /// New ones, by path. Nothing may stand there.
    pub made: BTreeMap<String, String>,
    /// Those that get an entry more, as they will be, by path. All that stood there stays.
    pub extended: BTreeMap<String, String>,
}

impl Scaffold {
    /// How many marks they hold that the pack did not hold before.
    pub fn placeholders(&self, tree: &Tree) -> usize {
        let marks = |text: &str| crate::model::placeholders(text).count();
        let made: usize = self.made.values().map(|text| marks(text)).sum();
        let more = self.extended.iter().map(|(path, text)| {
            let before = tree
                .files
                .get(path)
                .map(|bytes| String::from_utf8_lossy(bytes));
            marks(text).saturating_sub(before.map_or(0, |before| marks(&before)))
        });
        made + more.sum::<usize>()
    }
}

/// Why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn refuse<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal {
        message: message.into(),
        help: help.into(),
    })
}

/// What is to be written, as a text in quotes, in the language spoken.
fn todo(what: &str) -> String {
    yaml::quoted(&format!("{PLACEHOLDER} {}", label(what)))
}

/// What is to be corrected, as a comment behind a value, in the language spoken.
fn mark(what: &str) -> String {
    format!("  # {PLACEHOLDER} {}", label(what))
}

/// A day in a comment: as an English reader says it, and as files have it for all others.
fn day(day: NaiveDate) -> String {
    match spoken() {
        Language::English => day.format("%-d %B %Y").to_string(),
        Language::German | Language::French => day.to_string(),
    }
}

/// A pack whose files are the tree's, and the wish.
struct Ground<'a> {
    tree: &'a Tree,
    pack: &'a Pack,
    sources: &'a Sources,
}

impl Ground<'_> {
    /// The text of a file, if it is there.
    fn text(&self, path: &str) -> Option<String> {
        let bytes = self.tree.files.get(path)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// The latest quarter, which is still being written.
    fn draft(&self) -> Result<Period, Refusal> {
        let Some(latest) = self.pack.latest() else {
            return refuse(
                "the pack has no quarter yet",
                "add its first snapshot, `data/snapshots/2026-Q3.yaml`",
            );
        };
        match self.pack.published.contains_key(&latest) {
            false => Ok(latest),
            true => refuse(
                format!("{latest} is published, and no quarter is being written"),
                format!("begin the next one: `boardpack new {}`", latest.shifted(1)),
            ),
        }
    }
}

/// The pack of a tree and its texts.
///
/// # Errors
/// It cannot be read as a whole.
fn sound(tree: &Tree) -> Result<(Pack, Sources), Refusal> {
    let loaded = load::parse(tree);
    let sound = !loaded.diagnostics.iter().any(Diagnostic::is_error);
    match loaded.pack.filter(|_| sound) {
        Some(pack) => Ok((pack, loaded.sources)),
        None => refuse(
            "the pack cannot be read as a whole",
            "run `boardpack check` and mend its errors first",
        ),
    }
}

/// Makes what is wanted.
///
/// # Errors
/// The pack cannot be read, the wish does not fit it, or something of that name is there.
pub fn scaffold(tree: &Tree, wish: &Wish) -> Result<Scaffold, Refusal> {
    let (pack, sources) = sound(tree)?;
    let _speaking = speak(pack.settings.locale.language());
    let ground = Ground {
        tree,
        pack: &pack,
        sources: &sources,
    };
    let mut made = match wish {
        Wish::Quarter(period) => quarter::roll(&ground, *period)?,
        Wish::Thing(thing, name) => things::new(&ground, *thing, name)?,
        Wish::Standard(metric, name) => things::standard(&ground, metric, name)?,
    };
    for (path, text) in &mut made.made {
        *text = schema::with_modeline(path, text);
    }
    if let Some(path) = made.made.keys().find(|path| tree.files.contains_key(*path)) {
        return refuse(
            format!("`{path}` is there already; nothing was written"),
            "choose another name, or edit the file",
        );
    }
    prove(tree, &made)?;
    Ok(made)
}

/// Reads what was made as the next check will: nothing is written that cannot be read.
fn prove(tree: &Tree, made: &Scaffold) -> Result<(), Refusal> {
    let mut next = tree.clone();
    for (path, text) in made.made.iter().chain(&made.extended) {
        next.files.insert(path.clone(), text.clone().into_bytes());
    }
    let read = load::parse(&next);
    let fault = read.diagnostics.iter().find(|problem| problem.is_error());
    let Some(fault) = fault else {
        return Ok(());
    };
    let place = fault.primary.as_ref().map(|label| {
        let path = &read.sources.file(label.span.file).path;
        let (line, _) = read.sources.line_column(label.span);
        format!(" in `{path}`, line {line}")
    });
    refuse(
        format!(
            "what would be written does not fit the pack{}: {}; nothing was written",
            place.unwrap_or_default(),
            fault.message
        ),
        "write it by hand; `boardpack schema` helps an editor to complete it",
    )
}
