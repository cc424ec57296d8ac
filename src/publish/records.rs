//! What locks keep of records against the records as they are: every printed figure that is another
//! one now than its lock and the restatements since can explain.

use super::reported::reported;
use crate::analyse::Analysis;
use crate::diag::Span;
use crate::in_order::in_order;
use crate::model::{
    Pack, Period, Publication, RecordKind, RecordName, RecordRestatement, ReportedRecord,
    ReportedValue,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A printed figure of a record that is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRecord<'a> {
    /// Of which quarter.
    pub period: Period,
    /// Of which record.
    pub record: RecordName,
    /// Which figure of it.
    pub figure: String,
    /// What was last said of it: published, or restated. `None` for nothing.
    pub said: Option<ReportedValue>,
    /// When that was said.
    pub said_on: NaiveDate,
    /// Whether it was restated since it was published.
    pub restated: bool,
    /// What it is now; `None` for nothing.
    pub now: Option<ReportedValue>,
    /// Whether the record is gone altogether, or is new altogether.
    pub whole: bool,
    /// Where the record is written now; otherwise where its quarter is.
    pub span: Span,
    /// The lock.
    pub lock: &'a Publication,
    /// Where the lock speaks of the record, or of its quarter.
    pub locked: Span,
}

/// What does not fit between what a lock keeps of records, the restatements and the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordDifference<'a> {
    /// A figure is another one, and nothing says why.
    Changed(ChangedRecord<'a>),
    /// A restatement does not begin with what was said before it.
    Loose {
        /// The restatement.
        entry: &'a RecordRestatement,
        /// What was said before it.
        said: Option<ReportedValue>,
        /// Where that was said.
        before: Span,
    },
}

impl RecordDifference<'_> {
    /// The published quarter.
    pub fn period(&self) -> Period {
        match self {
            Self::Changed(changed) => changed.period,
            Self::Loose { entry, .. } => entry.period.value,
        }
    }
}

/// Everything that does not fit, by quarter and record. Locks of the first format keep nothing of
/// records, and nothing is said of their quarters.
pub fn record_differences<'a>(pack: &'a Pack, analysis: &Analysis) -> Vec<RecordDifference<'a>> {
    let kept = pack.published.iter().filter(|(_, lock)| lock.format > 1);
    let kept: Vec<_> = kept.collect();
    let found = in_order(&kept, |(period, lock)| {
        let mut found = Vec::new();
        let Some(quarter) = analysis.today().get(period) else {
            return found;
        };
        let one = One {
            pack,
            period: **period,
            lock,
            now: reported(pack, quarter),
            kinds: lock.records.keys().map(|name| name.kind).collect(),
        };
        one.compare(&mut found);
        found
    });
    found.into_iter().flatten().collect()
}

/// What was first reported of a quarter's record, where it has been restated since, as a pack knows
/// it. `None` where it stands as it was published.
pub fn first_reported_of<'p>(
    pack: &'p Pack,
    record: &RecordName,
    figure: &str,
    period: Period,
) -> Option<Option<&'p ReportedValue>> {
    let mut entries = pack.restated_records.iter().filter(|entry| {
        entry.period.value == period
            && entry.record.value == *record
            && entry.figure.value == figure
    });
    let last = entries.next_back()?;
    let then = pack.published.get(&period)?.records.get(record);
    let then = then.and_then(|record| record.figures.get(figure));
    (then != last.to.as_ref()).then_some(then)
}

/// The restatements of a record as a pack knows them, newest first.
pub fn restatements_of<'p>(
    pack: &'p Pack,
    record: &RecordName,
) -> impl Iterator<Item = &'p RecordRestatement> {
    let known = pack.restated_records.iter().rev();
    known.filter(move |entry| entry.record.value == *record)
}

struct One<'a> {
    pack: &'a Pack,
    period: Period,
    lock: &'a Publication,
    now: BTreeMap<RecordName, ReportedRecord>,
    /// Kinds of which anything was printed.
    kinds: BTreeSet<RecordKind>,
}

impl<'a> One<'a> {
    fn compare(&self, found: &mut Vec<RecordDifference<'a>>) {
        let then = &self.lock.records;
        let entries = || {
            let all = self.pack.restated_records.iter();
            all.filter(|entry| entry.period.value == self.period)
        };
        let mut names: BTreeSet<&RecordName> = then.keys().collect();
        // A record that nobody kept then is no part of what was told.
        let kept = |name: &&RecordName| {
            !name.kind.may_come_later() && self.kinds.contains(&whole_of(name.kind))
        };
        names.extend(self.now.keys().filter(kept));
        names.extend(entries().map(|entry| &entry.record.value));
        for name in names {
            let own: Vec<&'a RecordRestatement> =
                entries().filter(|e| e.record.value == *name).collect();
            self.record(name, &own, found);
        }
    }

    fn record(
        &self,
        name: &RecordName,
        entries: &[&'a RecordRestatement],
        found: &mut Vec<RecordDifference<'a>>,
    ) {
        let (then, now) = (self.lock.records.get(name), self.now.get(name));
        let of = |record: Option<&ReportedRecord>, figure: &str| {
            record
                .and_then(|record| record.figures.get(figure))
                .cloned()
        };
        let own = |record: Option<&ReportedRecord>| -> Vec<String> {
            let names = record.map(|record| record.figures.keys().cloned());
            names.into_iter().flatten().collect()
        };
        let mut figures: BTreeSet<String> = own(then).into_iter().collect();
        figures.extend(own(now));
        figures.extend(entries.iter().map(|entry| entry.figure.value.clone()));
        let locked = then.map_or(self.lock.published.span, |record| record.span);
        for figure in figures {
            let mut said = (of(then, &figure), self.lock.published.value, false);
            let mut before = locked;
            for entry in entries.iter().filter(|e| e.figure.value == figure) {
                if entry.from != said.0 {
                    found.push(RecordDifference::Loose {
                        entry,
                        said: said.0,
                        before,
                    });
                }
                said = (entry.to.clone(), entry.date, true);
                before = entry.span;
            }
            let is = of(now, &figure);
            if said.0 != is {
                let (said, said_on, restated) = said;
                let snapshot = self.pack.snapshots.get(&self.period);
                let place = now.map(|record| record.span);
                found.push(RecordDifference::Changed(ChangedRecord {
                    period: self.period,
                    record: name.clone(),
                    figure,
                    said,
                    said_on,
                    restated,
                    now: is,
                    whole: then.is_none() || now.is_none(),
                    span: place.or(snapshot.map(|s| s.span)).unwrap_or(locked),
                    lock: self.lock,
                    locked,
                }));
            }
        }
    }
}

/// The kind by which a lock shows that rows of a kind were kept: incidents are counted where there
/// were none.
fn whole_of(kind: RecordKind) -> RecordKind {
    match kind {
        RecordKind::Incident => RecordKind::Incidents,
        other => other,
    }
}
