//! A pack to the lock of one of its quarters, and to the restatements that its figures ask for.

use super::{Build, Judged, Stages, is_data};
use crate::diag::{self, Diagnostic, Sources};
use crate::load::{self, Tree};
use crate::model::{Audience, Origin, Pack, Period, RestatementCause, notation};
use crate::publish::{self, Difference, Publishing, Reason, RecordDifference, Refusal};
use crate::tongue;
use crate::{analyse, collect, provenance, render};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Where the restatements of a pack stand.
const RESTATEMENTS: &str = "data/restatements.yaml";

/// On which day something is said.
#[derive(Debug, Clone, Copy)]
pub enum Day {
    /// On this one.
    On(NaiveDate),
    /// On the one that this instant falls on where the pack is at home.
    At(DateTime<Utc>),
}

impl Day {
    /// The day where a pack is at home.
    pub fn of(self, pack: &Pack) -> NaiveDate {
        match self {
            Self::On(day) => day,
            Self::At(instant) => instant
                .with_timezone(&pack.settings.calendar.zone)
                .date_naive(),
        }
    }
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Relative to the pack's root, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// How many entries of it are new; one for a lock.
    pub entries: usize,
    /// The day it says.
    pub day: NaiveDate,
}

/// What publishing or restating gives.
#[derive(Debug)]
pub struct Published {
    /// The file; `None` where something stands in the way.
    pub file: Option<Written>,
    /// What stands in the way, beside the problems.
    pub refusal: Option<Refusal>,
    /// What a build would say, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// All texts, for pointing.
    pub sources: Sources,
}

impl Published {
    fn of(
        made: Result<Option<Written>, Refusal>,
        diagnostics: Vec<Diagnostic>,
        sources: Sources,
    ) -> Self {
        let (file, refusal) = match made {
            Ok(file) => (file, None),
            Err(refusal) => (None, Some(refusal)),
        };
        Self {
            file,
            refusal,
            diagnostics,
            sources,
        }
    }
}

/// A pack whose figures and locks can be read, and all that is wrong with it, sorted: words may be wrong
/// meanwhile.
fn readable(tree: &Tree) -> (Option<Pack>, Sources, Vec<Diagnostic>) {
    let load::Loaded {
        pack,
        sources,
        mut diagnostics,
        ..
    } = load::parse(tree);
    diag::sort(&mut diagnostics);
    let lost = |d: &Diagnostic| d.is_error() && is_data(d, &sources);
    let whole = !diagnostics.iter().any(lost);
    (pack.filter(|_| whole), sources, diagnostics)
}

/// What stands in the file of restatements.
fn restatements(sources: &Sources) -> &str {
    let file = sources.files().find(|file| file.path == RESTATEMENTS);
    file.map_or("", |file| &*file.text)
}

/// Makes the lock of a quarter. Whether the problems found forbid it is for the caller: a person may
/// hold warnings against it.
pub fn publish(tree: &Tree, period: Period, day: Day, origin: &Origin) -> Published {
    let Stages {
        build: Build {
            diagnostics,
            sources,
            ..
        },
        silenced,
        ..
    } = super::stages(tree, origin, Audience::Internal, &render::Forms::default());
    let loaded = load::parse(tree);
    let mut known = loaded.diagnostics;
    let whole = !known.iter().any(Diagnostic::is_error);
    let made = loaded.pack.filter(|_| whole).map(|pack| {
        let _speaking = tongue::speak(super::spoken_by(Some(&pack)));
        let on = day.of(&pack);
        if let Some(refusal) = publish::refusal(&pack, period, on) {
            return Err(refusal);
        }
        if let Some(refusal) = publish::unwritten(&sources, period) {
            return Err(refusal);
        }
        let judged = Judged::new(&pack, &sources, &mut known);
        let Some(quarter) = judged.analysis.quarters.get(&period) else {
            return Ok(None);
        };
        let commit = origin.commit.clone().map(|commit| match origin.clean {
            Some(false) => format!("{commit} with uncommitted changes"),
            _ => commit,
        });
        let own = format!("content/{period}/");
        let edits = origin
            .edits
            .iter()
            .filter(|(path, _)| path.starts_with(&own));
        let marks = render::marks(&pack, &sources);
        let nothing = BTreeMap::new();
        let mut publishing = Publishing {
            pack: &pack,
            quarter,
            answers: &judged.answers,
            sources: &sources,
            on,
            commit,
            edits: edits.map(|(path, edit)| (path.as_str(), edit)).collect(),
            mark: marks.get(&period).cloned().unwrap_or_default(),
            silenced: silenced.get(&period).map_or(&[], Vec::as_slice),
            pages: &nothing,
        };
        let path = format!("data/published/{period}.yaml");
        // The pages are made as they will be from then on: published, and by what the lock keeps.
        let pages = pages(tree, period, (&path, &publish::lock(&publishing)));
        publishing.pages = &pages;
        let text = publish::lock(&publishing);
        let file = Written {
            path,
            text,
            entries: 1,
            day: on,
        };
        prove(tree, &file, period).map(|()| Some(file))
    });
    Published::of(made.unwrap_or(Ok(None)), diagnostics, sources)
}

/// The hashes of a quarter's pages, by edition, as its lock makes them.
fn pages(
    tree: &Tree,
    period: Period,
    (path, lock): (&str, &str),
) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut next = tree.clone();
    let bytes = lock.to_owned().into_bytes();
    next.files.insert(path.to_owned(), bytes);
    let own = format!("{period}/");
    let editions = [Audience::Internal, Audience::Board].into_iter();
    editions
        .filter_map(|audience| {
            let site = super::build_from(&next, &Origin::default(), audience).site?;
            let mut pages = provenance::outputs(&site);
            pages.retain(|path, _| path.starts_with(&own));
            Some((audience.edition().to_owned(), pages))
        })
        .collect()
}

/// Reads what was made as the next build will: nothing is written that cannot be read, or that
/// another figure would be read from.
fn prove(tree: &Tree, file: &Written, period: Period) -> Result<(), Refusal> {
    let mut next = tree.clone();
    let bytes = file.text.clone().into_bytes();
    next.files.insert(file.path.clone(), bytes);
    let loaded = load::parse(&next);
    let fault = loaded.diagnostics.iter().find(|d| d.is_error());
    let fault = fault.map(|fault| fault.message.clone());
    let left = loaded.pack.filter(|_| fault.is_none()).map(|pack| {
        let analysis = analyse::analyse(&pack);
        let left = publish::differences(&pack, &analysis).into_iter();
        left.filter(|difference| difference.period() == period)
            .count()
            + publish::record_differences(&pack, &analysis)
                .into_iter()
                .filter(|difference| difference.period() == period)
                .count()
    });
    if left == Some(0) {
        return Ok(());
    }
    Err(Refusal {
        message: format!("`{}` would not be read as it is meant", file.path),
        help: match fault {
            Some(fault) => format!("reading it back gives: {fault}"),
            None => "please report this, with the pack if you can".to_owned(),
        },
    })
}

/// Makes the entries that say what became of the published figures of a quarter. Needs a pack that
/// can be read; what else is wrong with it does not matter here.
pub fn restate(
    tree: &Tree,
    period: Period,
    cause: RestatementCause,
    why: &str,
    day: Day,
) -> Published {
    let (pack, sources, diagnostics) = readable(tree);
    let made = pack.map(|pack| {
        let date = day.of(&pack);
        let reason = Reason { cause, date, why };
        let (text, entries) = restated(&pack, period, &reason, restatements(&sources))?;
        let file = Written {
            path: RESTATEMENTS.to_owned(),
            text,
            entries,
            day: date,
        };
        prove(tree, &file, period).map(|()| file)
    });
    Published::of(made.transpose(), diagnostics, sources)
}

/// What became of the published figures of a quarter that were collected anew. A metric whose definition has
/// another version than its lock is restated for that, with what the definition says has changed; any other
/// figure that differs is a problem, unless a reason is given.
pub fn recollect(
    tree: &Tree,
    period: Period,
    given: Option<(RestatementCause, &str)>,
    day: Day,
) -> Published {
    let (pack, sources, mut diagnostics) = readable(tree);
    let Some(pack) = pack else {
        return Published::of(Ok(None), diagnostics, sources);
    };
    // Words that are wrong meanwhile are for `check` to tell.
    diagnostics.clear();
    let date = day.of(&pack);
    let mut entries = Vec::new();
    let analysis = analyse::analyse(&pack);
    let mut refusal = None;
    for difference in publish::differences(&pack, &analysis) {
        let changed = match difference {
            Difference::Changed(changed) if changed.period == period => changed,
            other if other.period() == period => {
                refusal = Some(Refusal {
                    message: format!("{period} differs from its lock in more than figures"),
                    help: "run `boardpack check` and mend that first".to_owned(),
                });
                continue;
            }
            _ => continue,
        };
        let since = changes_since(&pack, &changed);
        let (cause, why) = match (given, &since) {
            (Some(given), _) => given,
            (None, Some(what)) => (RestatementCause::Definition, what.as_str()),
            (None, None) => {
                diagnostics.push(differs(&changed));
                continue;
            }
        };
        entries.push(publish::entry(&changed, &Reason { cause, date, why }));
    }
    if !entries.is_empty() && diagnostics.is_empty() && refusal.is_none() {
        refusal = publish::restatable(&pack, period, date);
    }
    let text = restatements(&sources);
    let mut file = Written {
        path: RESTATEMENTS.to_owned(),
        text: publish::entries(text, &entries),
        entries: entries.len(),
        day: date,
    };
    if entries.is_empty() {
        text.clone_into(&mut file.text);
    } else if diagnostics.is_empty() && refusal.is_none() {
        refusal = prove(tree, &file, period).err();
    }
    diag::sort(&mut diagnostics);
    Published {
        file: (diagnostics.is_empty() && refusal.is_none()).then_some(file),
        refusal,
        diagnostics,
        sources,
    }
}

/// What changed in a definition since a figure of it was published; `None` where it is the same version.
fn changes_since(pack: &Pack, changed: &publish::Changed<'_>) -> Option<String> {
    let lock = pack.published.get(&changed.period)?;
    let then = lock.metrics.get(&changed.metric.id.value)?.version;
    let changes = changed.metric.definition.changes.iter();
    let since = changes.filter(|change| change.version.value > then);
    let since: Vec<&str> = since.map(|change| change.what.as_str()).collect();
    (!since.is_empty()).then(|| since.join(" "))
}

fn differs(changed: &publish::Changed<'_>) -> Diagnostic {
    let unit = &changed.metric.unit.value;
    let period = changed.period;
    let when = changed
        .week
        .map_or_else(|| period.to_string(), |week| week.to_string());
    let message = format!(
        "`{}` of `{}` in {when} was {} as `{}`, and the events say `{}`",
        changed.metric.id.value,
        changed.service.unwrap_or("all"),
        if changed.restated {
            "restated"
        } else {
            "published"
        },
        notation(changed.said, unit),
        notation(changed.now, unit)
    );
    collect::PUBLISHED.at(changed.lock, message).help(format!(
        "where it counts otherwise by intent, give the definition a new version; else restate it: \
         `boardpack collect {period} --cause late-data --why \"…\"`, or correct the snapshot and run \
         `boardpack restate {period}`"
    ))
}

/// The file with the entries that are missing in it, and how many these are.
fn restated(
    pack: &Pack,
    period: Period,
    reason: &Reason<'_>,
    file: &str,
) -> Result<(String, usize), Refusal> {
    if let Some(refusal) = publish::restatable(pack, period, reason.date) {
        return Err(refusal);
    }
    let analysis = analyse::analyse(pack);
    let mut entries = Vec::new();
    for difference in publish::differences(pack, &analysis) {
        match difference {
            Difference::Changed(changed) if changed.period == period => {
                entries.push(publish::entry(&changed, reason));
            }
            other if other.period() == period => {
                return Err(Refusal {
                    message: format!("{period} differs from its lock in more than figures"),
                    help: "run `boardpack check` and mend that first".to_owned(),
                });
            }
            _ => {}
        }
    }
    for difference in publish::record_differences(pack, &analysis) {
        match difference {
            RecordDifference::Changed(changed) if changed.period == period => {
                entries.push(publish::record_entry(&changed, reason));
            }
            other if other.period() == period => {
                return Err(Refusal {
                    message: format!("{period} has a restatement that begins elsewhere"),
                    help: "run `boardpack check` and mend that first".to_owned(),
                });
            }
            _ => {}
        }
    }
    if entries.is_empty() {
        return Err(Refusal {
            message: format!("every figure of {period} is as it was published or restated"),
            help: format!(
                "change the figures in `data/snapshots/{period}.yaml` or the records first; this \
                 verb writes down what became of them"
            ),
        });
    }
    Ok((publish::entries(file, &entries), entries.len()))
}
