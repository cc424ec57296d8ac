//! Locks to the packs that they keep: what the files that quarters share said on each day.
//!
//! A lock keeps the texts themselves and not the values in them, so that whatever a page comes to read
//! of such a file is kept as well, and one reader serves today's file and the one of that day. Where
//! this program can no longer read a text that it keeps, that is told: a page made from today's file
//! instead would be another page under an old mark.

use super::again::State;
use super::assemble::{Assembly, Placed};
use super::kept::kept_text;
use super::names::Names;
use super::problems::Problems;
use super::trees::Trees;
use super::{again, blocks, place, topics};
use crate::diag::{Diagnostic, FileId, SourceFile, Sources};
use crate::in_order::in_order;
use crate::model::{
    Annotation, DashboardPane, Pack, Period, Publication, Settings, is_kept, is_shared, quarter_of,
};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The file without which there is no pack.
const SETTINGS: &str = "data/pack.yaml";

/// Texts that were those of some quarters, and are not those of today.
pub(super) struct Kept {
    /// The quarters.
    quarters: Vec<Period>,
    /// The files.
    files: Vec<FileId>,
    /// Paths that hold another text today, or none.
    moved: Vec<String>,
}

/// Takes the texts that locks keep in as numbered texts, once for all quarters that share them. Where a
/// lock keeps no settings, nobody published it: it is an example, and what it does not keep is as it is
/// today. So are records in the first format, which kept digests of them alone.
pub(super) fn take_in(
    published: &BTreeMap<Period, Publication>,
    sources: &mut Sources,
    again: again::Kept<'_>,
) -> Vec<Kept> {
    if published.is_empty() {
        return Vec::new();
    }
    let mut ids: BTreeMap<(String, String), FileId> = BTreeMap::new();
    let mut today: BTreeMap<String, String> = BTreeMap::new();
    for (id, file) in sources.numbered() {
        let Some(text) = text_of(id, file, sources, again) else {
            continue;
        };
        // What a lock keeps of a file that says the same today is read in its place.
        if let Cow::Borrowed(text) = text {
            ids.insert((file.path.clone(), text.to_owned()), id);
        }
        today.insert(file.path.clone(), text.into_owned());
    }
    // The latest first: an earlier quarter that knew the same of itself reads its records along.
    let mut states: Vec<(BTreeMap<&str, &str>, Vec<Period>)> = Vec::new();
    for (&period, lock) in published.iter().rev() {
        let mut texts = Pack::shared_by(published, period);
        if texts.is_empty() {
            continue;
        }
        if lock.format < 2 || !texts.contains_key(SETTINGS) {
            for (path, text) in &today {
                if quarter_of(path).is_some() && is_kept(path, period) {
                    texts.entry(path).or_insert(text);
                }
            }
        }
        let same = |other: &BTreeMap<&str, &str>| {
            let mut seen = other.iter().filter(|(path, _)| is_kept(path, period));
            texts.iter().all(|own| seen.next() == Some(own)) && seen.next().is_none()
        };
        match states.iter_mut().find(|(other, _)| same(other)) {
            Some((_, quarters)) => quarters.insert(0, period),
            None => states.push((texts, vec![period])),
        }
    }
    let mut kept = Vec::new();
    for (texts, quarters) in states.into_iter().rev() {
        let Some(&last) = quarters.last() else {
            continue;
        };
        let now = today.keys().map(String::as_str);
        let now = now.filter(|path| is_kept(path, last));
        let paths: BTreeSet<&str> = texts.keys().copied().chain(now).collect();
        let mut moved: Vec<String> = paths
            .into_iter()
            .filter(|path| texts.get(path).copied() != today.get(*path).map(|text| &**text))
            .map(str::to_owned)
            .collect();
        if moved.is_empty() {
            continue;
        }
        let mut files: Vec<FileId> = Vec::with_capacity(texts.len());
        if !texts.contains_key(SETTINGS) {
            let rest = sources.numbered().filter(|(_, file)| {
                is_shared(&file.path)
                    && quarter_of(&file.path).is_none()
                    && !texts.contains_key(file.path.as_str())
            });
            files.extend(rest.map(|(id, _)| id));
            moved.retain(|path| texts.contains_key(path.as_str()));
        }
        for (path, text) in texts {
            let text = (path.to_owned(), text.to_owned());
            files.push(match ids.get(&text) {
                Some(id) => *id,
                None => {
                    let id = sources.record(text.0.as_str(), text.1.as_str());
                    ids.insert(text, id);
                    id
                }
            });
        }
        kept.push(Kept {
            quarters,
            files,
            moved,
        });
    }
    kept
}

/// What locks keep of a file. Finding it in a snapshot means reading it.
fn text_of<'f>(
    id: FileId,
    file: &'f SourceFile,
    sources: &Sources,
    again: again::Kept<'_>,
) -> Option<Cow<'f, str>> {
    if !file.path.starts_with("data/snapshots/") {
        return kept_text(file);
    }
    let read = || Some(kept_text(file).map(Cow::into_owned));
    let texts = (sources, &Problems::default());
    again
        .read(|memory| &mut memory.counts, id, texts, read)?
        .map(Cow::Owned)
}

/// The texts that were taken in.
pub(super) fn files(kept: &[Kept]) -> impl Iterator<Item = FileId> {
    kept.iter().flat_map(|kept| kept.files.iter().copied())
}

/// Gives the names of services and journeys that were published and that no file of today has:
/// snapshots, records and texts of their time name them.
pub(super) fn give(kept: &[(Kept, Arc<Pack>)], services: &mut Names, journeys: &mut Names) {
    for (_, pack) in kept {
        for service in &pack.services {
            services.give(&service.id.value, service.id.span, true);
        }
        for journey in &pack.journeys {
            journeys.give(&journey.id.value, journey.id.span, true);
        }
    }
}

/// The same of objectives.
pub(super) fn give_objectives(kept: &[(Kept, Arc<Pack>)], names: &mut Names) {
    for id in kept.iter().flat_map(|(_, pack)| pack.objectives.values()) {
        names.give(&id.id.value, id.id.span, true);
    }
}

/// Reads what was taken in.
pub(super) fn read<'s>(
    kept: Vec<Kept>,
    published: &BTreeMap<Period, Publication>,
    (sources, trees): (&'s Sources, &Trees<'s>),
    problems: &Problems,
    again: again::Kept<'_>,
) -> Vec<(Kept, Arc<Pack>)> {
    let mut packs = Vec::with_capacity(kept.len());
    let mut before = again.0.map_or_else(Vec::new, |memory| {
        std::mem::take(&mut memory.borrow_mut().past)
    });
    let mut after = Vec::new();
    let mut states: Vec<(Kept, Option<State>)> = Vec::with_capacity(kept.len());
    for kept in kept {
        let same = |(files, _): &State| {
            let texts = kept.files.iter().map(|file| (*file, sources.file(*file)));
            let mut both = files.iter().zip(texts);
            files.len() == kept.files.len() && both.all(|((file, text), now)| (*file, text) == now)
        };
        let at = before.iter().position(same);
        let state = at.map(|at| before.swap_remove(at));
        states.push((kept, state));
    }
    // Each state is read by itself: none names what another says.
    let new = states.iter().filter(|(_, state)| state.is_none());
    let new: Vec<&Kept> = new.map(|(kept, _)| kept).collect();
    let mut read = in_order(&new, |kept| {
        let own = Problems::default();
        let placed = |file: &FileId| {
            let path = &sources.file(*file).path;
            let (place, readable) = place::of(path, *file, &own, &mut BTreeSet::new())?;
            Some(Placed {
                file: *file,
                place,
                readable,
            })
        };
        let files = kept.files.iter().filter_map(placed).collect();
        let assembly = Assembly {
            files,
            sources,
            trees,
            problems: &own,
            kept: again::Kept(None),
        };
        let mut pack = assembly.shared();
        if let Some(pack) = &mut pack {
            blocks::take(pack, &own);
        }
        (
            pack,
            own.into_inner().into_iter().find(Diagnostic::is_error),
        )
    })
    .into_iter();
    for (kept, state) in states {
        if let Some(state) = state {
            packs.push((kept, Arc::clone(&state.1)));
            after.push(state);
            continue;
        }
        let (pack, fault) = read.next().unwrap_or_default();
        let last = kept
            .quarters
            .last()
            .and_then(|period| published.get(period));
        if let (Some(fault), Some(lock)) = (&fault, last) {
            problems.add(unreadable(fault, lock, sources));
        }
        if let Some(pack) = pack.filter(|_| fault.is_none()).map(Arc::new) {
            if again.0.is_some() {
                let texts = kept.files.iter();
                let texts = texts.map(|file| (*file, sources.file(*file).clone()));
                after.push((texts.collect(), Arc::clone(&pack)));
            }
            packs.push((kept, pack));
        }
    }
    if let Some(memory) = again.0 {
        memory.borrow_mut().past = after;
    }
    packs
}

fn unreadable(fault: &Diagnostic, lock: &Publication, sources: &Sources) -> Diagnostic {
    let path = fault
        .primary
        .as_ref()
        .map(|label| &sources.file(label.span.file).path);
    let of = path.map_or_else(String::new, |path| format!(" of `{path}`"));
    topics::LOCK_FORMAT
        .at(
            lock.span,
            format!("what the lock keeps{of} cannot be read: {}", fault.message),
        )
        .help(format!(
            "build published quarters with boardpack {}, which wrote the lock",
            lock.tool
        ))
}

/// By quarter, what was kept where it says another thing than today's files do of what such a quarter
/// reads: neither the severities of rules nor a mark of a later day is among that.
pub(super) fn of_quarters(
    kept: Vec<(Kept, Arc<Pack>)>,
    published: &BTreeMap<Period, Publication>,
    today: &Pack,
) -> BTreeMap<Period, Arc<Pack>> {
    let mut past = BTreeMap::new();
    for (kept, pack) in kept {
        for period in kept.quarters {
            let Some(lock) = published.get(&period) else {
                continue;
            };
            let texts = Pack::shared_by(published, period);
            let own = kept.moved.iter().filter(|path| is_kept(path, period));
            let same = own.into_iter().all(|path| match path.as_str() {
                SETTINGS => same_settings(&pack.settings, &today.settings),
                "data/annotations.yaml" => {
                    same_marks(&pack.annotations, &today.annotations, lock.published.value)
                }
                // A metric or a term that is new: no page of an earlier quarter speaks of it.
                path => path.starts_with("content/") && !texts.contains_key(path),
            });
            if !same {
                past.insert(period, Arc::clone(&pack));
            }
        }
    }
    past
}

fn same_settings(a: &Settings, b: &Settings) -> bool {
    type Row<'a> = (&'a str, Option<&'a str>);
    fn rows(panes: &[DashboardPane]) -> Vec<(crate::model::Pane, Vec<Row<'_>>)> {
        panes
            .iter()
            .map(|one| {
                let rows = one.entries().map(|entry| {
                    let service = entry.service.as_ref().map(|s| s.value.as_str());
                    (entry.metric.value.as_str(), service)
                });
                (one.pane, rows.collect())
            })
            .collect()
    }
    a.organisation == b.organisation
        && a.report == b.report
        && a.classification == b.classification
        && a.calendar == b.calendar
        && a.currency.value == b.currency.value
        && a.locale == b.locale
        && a.paper == b.paper
        && a.stage == b.stage
        && rows(&a.dashboard) == rows(&b.dashboard)
}

fn same_marks(then: &[Annotation], today: &[Annotation], published: NaiveDate) -> bool {
    let known = |mark: &&Annotation| {
        mark.date <= published || then.iter().any(|old| old.id.value == mark.id.value)
    };
    let now: Vec<&Annotation> = today.iter().filter(known).collect();
    now.len() == then.len() && then.iter().zip(now).all(|(a, b)| a.says_the_same_as(b))
}
