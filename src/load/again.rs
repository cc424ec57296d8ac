//! What was read before to what need not be read again: values of whole files, each by its text and by
//! everything else that its reader was given. Only a file that nothing was told of is kept, so that what
//! is told is always told anew.

use super::intake::Taken;
use super::names::Names;
use super::problems::Problems;
use super::{Templates, brand};
use crate::diag::{FileId, SourceFile, Sources};
use crate::model::{
    Calendar, IncidentRecord, Metric, ObjectiveCounts, Observations, Pack, Period, Publication,
    QualityRecord, ServiceLevels, Shared, Snapshot,
};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one snapshot says: itself, its figures by metric, what it counted by objective.
pub(super) type OneSnapshot = (
    Option<Snapshot>,
    BTreeMap<String, Observations>,
    BTreeMap<String, BTreeMap<Period, ObjectiveCounts>>,
);

/// What each snapshot says.
pub(super) type Snapshots = Vec<(Period, Arc<OneSnapshot>)>;

/// What all snapshots say together.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    pub(super) snapshots: Shared<BTreeMap<Period, Snapshot>>,
    pub(super) observations: BTreeMap<String, Shared<Observations>>,
    pub(super) objective_counts: Shared<BTreeMap<String, BTreeMap<Period, ObjectiveCounts>>>,
}

/// What figures refer to: metrics and their names, services, objectives and their levels, calendar.
pub(super) type OfFigures = (
    BTreeMap<String, Metric>,
    [Names; 3],
    ServiceLevels,
    Option<Calendar>,
);

/// Every lock.
pub(super) type Published = Shared<BTreeMap<Period, Publication>>;

/// What records of a quarter refer to.
pub(super) type OfRecords = (Vec<Names>, Option<Calendar>);

/// What was read of the files that locks keep of one day.
pub(super) type State = (Vec<(FileId, SourceFile)>, Arc<Pack>);

/// What a parse keeps for the next one.
#[derive(Debug, Default)]
pub struct Memory {
    /// The files as they were taken in.
    pub(super) taken: Taken,
    /// The last parse, where it had nothing to tell.
    pub(super) whole: Option<Whole>,
    pub(super) locks: Again<(), Publication>,
    pub(super) metrics: Again<(), Metric>,
    pub(super) snapshots: Again<OfFigures, Arc<OneSnapshot>>,
    /// What came of the snapshots: the very ones that were read, of the very metrics, by which calendar.
    pub(super) figures: Option<(Snapshots, Option<Calendar>, Figures)>,
    /// What came of the locks, and of which.
    pub(super) published: Option<(Vec<(FileId, SourceFile)>, Published)>,
    pub(super) incidents: Again<OfRecords, IncidentRecord>,
    pub(super) quality: Again<OfRecords, QualityRecord>,
    /// What locks keep of snapshots.
    pub(super) counts: Again<(), Option<String>>,
    /// What locks keep, each state by its files.
    pub(super) past: Vec<State>,
}

/// A parse that had nothing to tell.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) sources: Sources,
    pub(super) templates: Templates,
    pub(super) pack: Pack,
}

impl Whole {
    /// Whether files that can all be read differ from these in the texts of templates alone, which no
    /// pack is read from.
    pub(super) fn is(&self, now: &Sources) -> bool {
        let (then, now) = (self.sources.files(), now.files());
        let is_template =
            |path: &str| path.starts_with("templates/") && !path.starts_with(brand::FOLDER);
        let same = |(a, b): (&SourceFile, &SourceFile)| {
            a.path == b.path && (is_template(&a.path) || a.text == b.text)
        };
        then.clone().count() == now.clone().count() && then.zip(now).all(same)
    }
}

/// Values of one kind of file.
#[derive(Debug)]
pub(super) struct Again<G, T> {
    /// What they refer to.
    ground: Option<G>,
    read: BTreeMap<FileId, (SourceFile, T)>,
}

impl<G, T> Default for Again<G, T> {
    fn default() -> Self {
        Self {
            ground: None,
            read: BTreeMap::new(),
        }
    }
}

impl<G: PartialEq, T: Clone> Again<G, T> {
    fn knows(&self, file: FileId, text: &SourceFile) -> bool {
        self.read
            .get(&file)
            .is_some_and(|(before, _)| before == text)
    }

    /// Forgets what was read on other ground.
    pub(super) fn on(&mut self, ground: G) {
        if self.ground.as_ref() != Some(&ground) {
            self.read.clear();
            self.ground = Some(ground);
        }
    }

    /// The value of a file that stands there as it did; otherwise what `read` gives.
    pub(super) fn read(
        &mut self,
        file: FileId,
        sources: &Sources,
        problems: &Problems,
        read: impl FnOnce() -> Option<T>,
    ) -> Option<T> {
        let text = sources.file(file);
        if let Some((_, value)) = self.read.get(&file).filter(|(before, _)| before == text) {
            return Some(value.clone());
        }
        self.read.remove(&file);
        let told = problems.count();
        let value = read()?;
        if problems.count() == told {
            self.read.insert(file, (text.clone(), value.clone()));
        }
        Some(value)
    }
}

/// What is kept between parses, where anything is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'m>(pub(super) Option<&'m RefCell<Memory>>);

impl Kept<'_> {
    /// Whether something was read of a file that stands there as it did.
    pub(super) fn knows(self, file: FileId, text: &SourceFile) -> bool {
        let Some(memory) = self.0 else { return false };
        let memory = memory.borrow();
        let past = memory.past.iter().flat_map(|(files, _)| files);
        memory.locks.knows(file, text)
            || memory.metrics.knows(file, text)
            || memory.snapshots.knows(file, text)
            || memory.incidents.knows(file, text)
            || memory.quality.knows(file, text)
            || past
                .into_iter()
                .any(|(one, before)| *one == file && before == text)
    }

    /// Sets the ground of one kind of file. It is not made where nothing is kept.
    pub(super) fn on<G: PartialEq, T: Clone>(
        self,
        kind: impl Fn(&mut Memory) -> &mut Again<G, T>,
        ground: impl FnOnce() -> G,
    ) {
        if let Some(memory) = self.0 {
            kind(&mut memory.borrow_mut()).on(ground());
        }
    }

    /// Reads a file of one kind, or takes what was read.
    pub(super) fn read<G: PartialEq, T: Clone>(
        self,
        kind: impl Fn(&mut Memory) -> &mut Again<G, T>,
        file: FileId,
        (sources, problems): (&Sources, &Problems),
        read: impl FnOnce() -> Option<T>,
    ) -> Option<T> {
        match self.0 {
            Some(memory) => kind(&mut memory.borrow_mut()).read(file, sources, problems, read),
            None => read(),
        }
    }
}
