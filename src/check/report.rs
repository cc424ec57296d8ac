//! What a rule is, what it may look at and how it says what it found.

use super::claims::{self, Claimed};
use super::text::Places;
use super::unwritten;
use crate::analyse::{Analysis, Assessment, Ledger, QuarterAnalysis, RiskRow};
use crate::bind::Answers;
use crate::diag::{Diagnostic, Located, Severity, Sources, Span, Topic};
use crate::model::{
    DashboardEntry, Metric, Narrative, Pack, Period, Recorded, Risk, Snapshot, Text,
};
use crate::publish::{self, Difference, RecordDifference};
use crate::words::Words;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a rule has to see to be right, and what there is to see. Each holds what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reads {
    /// One text or date at a time: right also where other files could not be read.
    Words,
    /// Figures, definitions and what was published of them: right also where a figure that a sentence
    /// asks for has no answer.
    Data,
    /// The pack and its judgements: over a pack with holes it would report the holes.
    Everything,
}

/// A rule with its manual. One file of `rules/` each.
pub(super) struct Rule {
    /// Name, kebab-case, named after the problem.
    pub(super) code: &'static str,
    /// Severity unless the pack's settings say otherwise. An error is what would mislead a board.
    pub(super) severity: Severity,
    /// What it has to see.
    pub(super) reads: Reads,
    /// Whether it is part of the promise that no sentence can contradict the data: what it finds
    /// would let a reader believe something that the figures, definitions, targets or published
    /// quarters do not say. A pack that softens or silences such a rule gives a reason, which is
    /// printed on its data-quality sheet. Rules of form and taste are not part of it.
    pub(super) promise: bool,
    /// Why it is a problem, in a sentence or three.
    pub(super) why: &'static str,
    /// What to do about it, in a sentence or three.
    pub(super) fix: &'static str,
    /// The smallest change to a good pack that provokes this code and no other.
    pub(super) bad: &'static str,
    /// Looks, and reports.
    pub(super) run: fn(&Facts<'_>, &mut Report),
}

impl Rule {
    /// The part that `explain` prints.
    pub(super) fn topic(&self) -> Topic {
        Topic {
            code: self.code,
            severity: self.severity,
            promise: self.promise,
            why: self.why,
            fix: self.fix,
            bad: self.bad,
        }
    }
}

/// Everything a rule may look at.
pub(super) struct Facts<'a> {
    /// The pack.
    pub(super) pack: &'a Pack,
    /// The judgements.
    pub(super) analysis: &'a Analysis,
    /// How each quarter writes numbers.
    pub(super) words: &'a BTreeMap<Period, Words>,
    /// What the figures in sentences say.
    pub(super) answers: &'a Answers,
    /// The texts, for counting in what was written.
    pub(super) sources: &'a Sources,
    claims: OnceLock<Vec<Claimed<'a>>>,
    accounts: OnceLock<claims::Accounts>,
    ledgers: OnceLock<BTreeMap<Period, Ledger<'a>>>,
    differences: OnceLock<Vec<Difference<'a>>>,
    record_differences: OnceLock<Vec<RecordDifference<'a>>>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        pack: &'a Pack,
        analysis: &'a Analysis,
        words: &'a BTreeMap<Period, Words>,
        answers: &'a Answers,
        sources: &'a Sources,
    ) -> Self {
        Self {
            pack,
            analysis,
            words,
            answers,
            sources,
            claims: OnceLock::new(),
            accounts: OnceLock::new(),
            ledgers: OnceLock::new(),
            differences: OnceLock::new(),
            record_differences: OnceLock::new(),
        }
    }

    /// The quarter that is told, if there is any.
    pub(super) fn latest(&self) -> Option<Period> {
        self.pack.latest()
    }

    /// The judgements of the quarter that is told, with everything that is known.
    pub(super) fn quarter(&self) -> Option<&'a QuarterAnalysis> {
        self.analysis.today().get(&self.latest()?)
    }

    /// Every row of the dashboard in printed order, with its metric.
    pub(super) fn dashboard(&self) -> impl Iterator<Item = (&'a DashboardEntry, &'a Metric)> {
        let pack = self.pack;
        pack.settings
            .dashboard
            .iter()
            .flat_map(|pane| pane.entries())
            .filter_map(move |entry| Some((entry, pack.metrics.get(&entry.metric.value)?)))
    }

    /// How a dashboard row was judged in the quarter that is told.
    pub(super) fn row(&self, entry: &DashboardEntry) -> Option<&'a Assessment> {
        let metric = self.quarter()?.metrics.get(&entry.metric.value)?;
        match &entry.service {
            None => Some(&metric.all),
            Some(service) => metric.services.get(&service.value),
        }
    }

    /// Every figure of a quarter not yet published that says when it was taken, with its snapshot and
    /// its metric's id. What was published is history.
    pub(super) fn own_dates(
        &self,
    ) -> impl Iterator<Item = (Period, &'a Snapshot, &'a str, Located<NaiveDate>)> {
        let pack = self.pack;
        pack.observations.iter().flat_map(move |(metric, filed)| {
            let series = std::iter::once(&filed.all).chain(filed.services.values());
            series
                .flat_map(|s| &s.quarters)
                .filter_map(move |(period, reading)| {
                    let snapshot = pack.snapshots.get(period)?;
                    let open = !pack.published.contains_key(period);
                    let taken = reading.as_of.filter(|_| open)?;
                    Some((*period, snapshot, metric.as_str(), taken))
                })
        })
    }

    /// What was asked and promised, as known in the pack of a quarter that is being written or is the
    /// latest; `None` for any other.
    pub(super) fn ledger(&self, period: Period) -> Option<&Ledger<'a>> {
        let ledgers = self.ledgers.get_or_init(|| {
            let periods = self.narratives().map(|(period, _)| period);
            let of = |period| (period, Ledger::new(self.pack, self.analysis, period));
            periods.chain(self.latest()).map(of).collect()
        });
        ledgers.get(&period)
    }

    /// What is being written, with what was asked and promised before it.
    pub(super) fn ledgers(&self) -> impl Iterator<Item = (Period, &'a Narrative, &Ledger<'a>)> {
        let drafts = self.narratives();
        drafts.filter_map(|(period, narrative)| Some((period, narrative, self.ledger(period)?)))
    }

    /// Everything of published figures that does not fit their locks.
    pub(super) fn differences(&self) -> &[Difference<'a>] {
        let found = || publish::differences(self.pack, self.analysis);
        self.differences.get_or_init(found)
    }

    /// The same of records.
    pub(super) fn record_differences(&self) -> &[RecordDifference<'a>] {
        let found = || publish::record_differences(self.pack, self.analysis);
        self.record_differences.get_or_init(found)
    }

    /// Every claim about a metric, in the order of the texts.
    pub(super) fn claims(&self) -> &[Claimed<'a>] {
        self.claims.get_or_init(|| claims::all(self))
    }

    /// The judgements of the quarter that is told, while it is being written. A published quarter is
    /// history, and nothing that is done now mends it.
    pub(super) fn draft(&self) -> Option<&'a QuarterAnalysis> {
        let quarter = self.quarter()?;
        let published = self.pack.published.contains_key(&quarter.period);
        (!published).then_some(quarter)
    }

    /// Whether it is not known yet on which day that quarter's data was taken: `new` wrote a day, and its
    /// mark still stands behind it. What is late by that day is late by nobody's word. It is told once the
    /// mark is gone, and no quarter is published with one.
    pub(super) fn is_only_begun(&self) -> bool {
        let quarter = self.draft();
        let snapshot = quarter.and_then(|quarter| self.pack.snapshots.get(&quarter.period));
        snapshot
            .is_some_and(|snapshot| unwritten::is_key_asked(self.sources, snapshot.span, "as_of"))
    }

    /// The open risks of that quarter, each with what was held of it.
    pub(super) fn risks(&self) -> impl Iterator<Item = (&'a Risk, &'a RiskRow)> {
        let held = self.draft().and_then(|quarter| quarter.risks.as_ref());
        self.told_of(held.map_or(&[][..], |held| &held.rows))
    }

    /// Those that are closed in it.
    pub(super) fn closed_risks(&self) -> impl Iterator<Item = (&'a Risk, &'a RiskRow)> {
        let held = self.draft().and_then(|quarter| quarter.risks.as_ref());
        self.told_of(held.map_or(&[][..], |held| &held.closed))
    }

    fn told_of(&self, rows: &'a [RiskRow]) -> impl Iterator<Item = (&'a Risk, &'a RiskRow)> {
        let pack = self.pack;
        rows.iter().filter_map(move |row| {
            let mut risks = pack.risks.iter().flatten();
            Some((risks.find(|risk| risk.id.value == row.id)?, row))
        })
    }

    /// What became of every clause of the texts that are held whole.
    pub(super) fn accounts(&self) -> &claims::Accounts {
        self.accounts.get_or_init(|| claims::accounts(self))
    }

    /// See [`recorded`].
    pub(super) fn recorded(&self) -> impl Iterator<Item = Recorded<'a>> {
        recorded(self.pack)
    }

    /// The place of a phrase in a text that holds no figures: the first time it stands there.
    pub(super) fn place_in(&self, text: &Text, part: &str) -> Span {
        let places = Places::new(text, self.answers);
        match text.value.find(part) {
            Some(at) => places.at(self.sources, at..at + part.len()),
            None => text.span,
        }
    }

    /// What is being written, quarter by quarter. What was published is history and no longer held
    /// to the rules of writing: its words may not change, and the data that it was held to then is in
    /// its lock. A rule about what earlier packs said reads `pack.narratives` or the locks.
    pub(super) fn narratives(&self) -> impl Iterator<Item = (Period, &'a Narrative)> {
        let drafts = self.pack.narratives.iter();
        drafts
            .filter(|(period, _)| !self.pack.published.contains_key(period))
            .map(|(period, narrative)| (*period, narrative))
    }
}

/// The texts of records that may still be written: those of no quarter, and of quarters that are not
/// published.
pub(super) fn recorded(pack: &Pack) -> impl Iterator<Item = Recorded<'_>> {
    let open = move |period| !pack.published.contains_key(&period);
    let all = pack.recorded().into_iter();
    all.filter(move |recorded| recorded.period.is_none_or(open))
}

/// Takes in what one rule finds.
pub(super) struct Report {
    code: &'static str,
    severity: Severity,
    found: Vec<Diagnostic>,
}

impl Report {
    pub(super) fn new(rule: &Rule) -> Self {
        Self {
            code: rule.code,
            severity: rule.severity,
            found: Vec::new(),
        }
    }

    /// Says what is, at a place.
    pub(super) fn at(&mut self, span: Span, message: impl Into<String>) -> Finding<'_> {
        let index = self.found.len();
        self.found
            .push(Diagnostic::at(self.code, self.severity, span, message));
        Finding(&mut self.found[index])
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// A finding that can be told more fully.
pub(super) struct Finding<'a>(&'a mut Diagnostic);

impl Finding<'_> {
    /// Says beside the caret why the place is wrong.
    pub(super) fn because(self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.0.primary {
            primary.text = text.into();
        }
        self
    }

    /// Points at a second place.
    pub(super) fn see(self, span: Span, text: impl Into<String>) -> Self {
        self.0.related.push(crate::diag::Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    pub(super) fn help(self, text: impl Into<String>) -> Self {
        self.0.help = Some(text.into());
        self
    }
}
