//! Narratives and locks to the ledger of a quarter: everything that the Board was asked and
//! everything that was promised up to then, with what has become of it. A row that is in a lock or a
//! file is here; none is ever left out because it is closed, old or embarrassing.

mod foresight;
mod rows;

pub use foresight::{Foresight, Held, Observed};

use super::Analysis;
use crate::diag::Span;
use crate::model::{
    About, AskAnswer, AskOutcome, DecisionVerb, Pack, Period, Prediction, PromiseAnswer,
    PromiseState, Reference, Text,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What a row says, in the words of whoever wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording<'a> {
    /// As it stands in a file, figures to be put in.
    Text(&'a Text),
    /// As it was published, its figures in it.
    Published(&'a str),
}

/// A decision that the Board was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct AskRow<'a> {
    /// Whose pack asked; of one older than the packs, whose pack told it first.
    pub period: Period,
    /// Its name within that pack.
    pub id: &'a str,
    /// Its number in that pack and what the Board was to do; `None` for one older than the packs.
    pub asked: Option<(u32, DecisionVerb)>,
    /// What was asked for.
    pub request: Wording<'a>,
    /// Role that asked.
    pub sponsor: &'a str,
    /// When an answer was first wanted; `None` for one older than the packs.
    pub reply_by: Option<NaiveDate>,
    /// When it went to the Board: the day of publication, or before that the day of its data. `None`
    /// for one older than the packs.
    pub since: Option<NaiveDate>,
    /// Whether its own sheet can be read.
    pub has_sheet: bool,
    /// Where it is written.
    pub span: Span,
    /// Answers by the quarter whose pack gives them, oldest first.
    pub answers: Vec<(Period, &'a AskAnswer)>,
    /// What was predicted, and what has been observed.
    pub foresight: Option<Foresight<'a>>,
}

/// Something that management promised.
#[derive(Debug, Clone, PartialEq)]
pub struct PromiseRow<'a> {
    /// Whose pack promised; of one older than the packs, whose pack told it first.
    pub period: Period,
    /// Its name within that pack.
    pub id: &'a str,
    /// What was promised.
    pub what: Wording<'a>,
    /// Role that promised.
    pub owner: &'a str,
    /// By when.
    pub by: NaiveDate,
    /// Where it is written.
    pub span: Span,
    /// Answers by the quarter whose pack gives them, oldest first.
    pub answers: Vec<(Period, &'a PromiseAnswer)>,
    /// What was predicted, and what has been observed.
    pub foresight: Option<Foresight<'a>>,
}

/// All that was asked and promised up to a quarter, as known in it, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger<'a> {
    /// The quarter.
    pub period: Period,
    /// Every decision that the Board was asked for.
    pub asks: Vec<AskRow<'a>>,
    /// Everything promised.
    pub promises: Vec<PromiseRow<'a>>,
}

impl<'a> AskRow<'a> {
    /// The last answer known, if there is any.
    pub fn answer(&self) -> Option<&'a AskAnswer> {
        self.answers.last().map(|(_, answer)| *answer)
    }

    /// Whether the Board has approved, changed or refused it.
    pub fn is_closed(&self) -> bool {
        self.answers.iter().any(|(_, answer)| closes_ask(answer))
    }

    /// Whether it is being done: only then does its prediction count.
    pub fn is_granted(&self) -> bool {
        let granted = [AskOutcome::Approved, AskOutcome::Amended];
        let mut answers = self.answers.iter();
        answers.any(|(_, answer)| granted.contains(&answer.outcome.value))
    }

    /// When an answer is wanted now.
    pub fn wanted_by(&self) -> Option<NaiveDate> {
        let put_off = self.answers.iter().rev().find_map(|(_, a)| a.reply_by);
        put_off.map(|date| date.value).or(self.reply_by)
    }

    /// Whether a pack before that of `period` left it without a final answer.
    pub fn is_owed_in(&self, period: Period) -> bool {
        let mut before = self.answers.iter().filter(|(told, _)| *told < period);
        self.period < period && !before.any(|(_, answer)| closes_ask(answer))
    }
}

impl<'a> PromiseRow<'a> {
    /// The last answer known, if there is any.
    pub fn answer(&self) -> Option<&'a PromiseAnswer> {
        self.answers.last().map(|(_, answer)| *answer)
    }

    /// Whether it has been kept, missed or withdrawn.
    pub fn is_closed(&self) -> bool {
        self.answers
            .iter()
            .any(|(_, answer)| closes_promise(answer))
    }

    /// Whether a pack before that of `period` left it open.
    pub fn is_owed_in(&self, period: Period) -> bool {
        let mut before = self.answers.iter().filter(|(told, _)| *told < period);
        self.period < period && !before.any(|(_, answer)| closes_promise(answer))
    }
}

/// Whether the Board has said what it has to say.
pub fn closes_ask(answer: &AskAnswer) -> bool {
    match answer.outcome.value {
        AskOutcome::Approved | AskOutcome::Amended | AskOutcome::Declined => true,
        AskOutcome::Deferred | AskOutcome::Open => false,
    }
}

/// Whether nothing more is to come of a promise.
pub fn closes_promise(answer: &PromiseAnswer) -> bool {
    answer.state.value != PromiseState::Open
}

impl<'a> Ledger<'a> {
    /// The ledger as known in `period`'s pack: what was written in it and before it, and figures as
    /// they were known then.
    pub fn new(pack: &'a Pack, analysis: &'a Analysis, period: Period) -> Self {
        let told = pack.narratives.range(..=period).map(|(p, _)| *p);
        let locked = pack.published.range(..=period).map(|(p, _)| *p);
        let periods: BTreeSet<Period> = told.chain(locked).collect();
        let mut ledger = Self {
            period,
            asks: Vec::new(),
            promises: Vec::new(),
        };
        let seen = |asked, prediction| Foresight::new(pack, analysis, period, asked, prediction);
        for asked in periods {
            ledger.read(pack, asked, |prediction| seen(asked, prediction));
        }
        ledger.answer(pack);
        ledger
    }

    /// What packs before this quarter's asked, by quarter and name, and where.
    pub fn earlier_asks(&self) -> impl Iterator<Item = (Period, &'a str, Span)> {
        let earlier = self.asks.iter().filter(|row| row.period < self.period);
        earlier.map(|row| (row.period, row.id, row.span))
    }

    /// What packs before this quarter's promised, by quarter and name, and where.
    pub fn earlier_promises(&self) -> impl Iterator<Item = (Period, &'a str, Span)> {
        let earlier = self.promises.iter().filter(|row| row.period < self.period);
        earlier.map(|row| (row.period, row.id, row.span))
    }

    /// Takes in what one quarter asked and promised: what its lock holds as the Board saw it, and
    /// what only its files hold.
    fn read(
        &mut self,
        pack: &'a Pack,
        period: Period,
        seen: impl Fn(&'a Prediction) -> Foresight<'a>,
    ) {
        let narrative = pack.narratives.get(&period);
        let decisions = narrative.map_or(&[][..], |n| &n.decisions);
        let lock = pack.published.get(&period);
        let since = match lock {
            Some(lock) => Some(lock.published.value),
            None => pack.snapshots.get(&period).map(|s| s.as_of),
        };
        let (asks, promises) = lock.map_or((&[][..], &[][..]), |lock| {
            (lock.asks.as_slice(), lock.promises.as_slice())
        });
        let files: BTreeSet<&str> = decisions.iter().map(|d| d.id.value.as_str()).collect();
        let mut rows: Vec<AskRow<'a>> = Vec::new();
        for ask in asks {
            let has_file = files.contains(ask.id.value.as_str());
            rows.push(AskRow::published(period, ask, has_file, since, &seen));
        }
        let known: BTreeSet<&str> = rows.iter().map(|row| row.id).collect();
        for decision in decisions {
            if !known.contains(decision.id.value.as_str()) {
                rows.push(AskRow::written(period, decision, since, &seen));
            }
        }
        rows.sort_by_key(|row| row.asked.map(|(number, _)| number));
        let mut promised: Vec<PromiseRow<'a>> = Vec::new();
        for promise in promises {
            promised.push(PromiseRow::published(period, promise, &seen));
        }
        if let Some(narrative) = narrative {
            let overview = &narrative.overview;
            let written = PromiseRow::all(period, overview, &seen);
            let known: BTreeSet<&str> = promised.iter().map(|row| row.id).collect();
            let new = written.into_iter().filter(|row| !known.contains(row.id));
            promised.extend(new);
            for answer in &overview.since_last_meeting.decisions {
                if let About::Earlier(ask) = &answer.about {
                    rows.push(AskRow::earlier(period, ask, answer, &seen));
                }
            }
            for answer in &overview.since_last_meeting.promises {
                if let About::Earlier(promise) = &answer.about {
                    let mut row = PromiseRow::promised(period, promise, &seen);
                    row.answers.push((period, answer));
                    promised.push(row);
                }
            }
        }
        self.asks.extend(rows);
        self.promises.extend(promised);
    }

    /// Gives every answer to the row that it answers.
    fn answer(&mut self, pack: &'a Pack) {
        let key = |period: Period, id: &str| (period, id.to_owned());
        let named = |about: &Reference| (about.period, about.id.clone());
        let asks = self.asks.iter().enumerate();
        let asks: BTreeMap<_, usize> = asks.map(|(n, row)| (key(row.period, row.id), n)).collect();
        let rows = self.promises.iter().enumerate();
        let rows: BTreeMap<_, usize> = rows.map(|(n, row)| (key(row.period, row.id), n)).collect();
        for (told, narrative) in pack.narratives.range(..=self.period) {
            let since = &narrative.overview.since_last_meeting;
            for answer in &since.decisions {
                if let About::Pack(about) = &answer.about
                    && about.value.period < *told
                    && let Some(row) = asks.get(&named(&about.value))
                    && let Some(row) = self.asks.get_mut(*row)
                {
                    row.answers.push((*told, answer));
                }
            }
            for answer in &since.promises {
                if let About::Pack(about) = &answer.about
                    && about.value.period < *told
                    && let Some(row) = rows.get(&named(&about.value))
                    && let Some(row) = self.promises.get_mut(*row)
                {
                    row.answers.push((*told, answer));
                }
            }
        }
    }
}
