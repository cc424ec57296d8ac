//! What an adapter collects while it reads: lines of events, counts of what it left out or found odd,
//! and what is wrong.

use crate::diag::{Diagnostic, Severity, Sources};
use crate::events::{Fault, Line};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash as _, Hasher as _};

/// What became of a source.
#[derive(Debug, Default)]
pub struct Adapted {
    /// Each event with its time and kind, in the order in which they were found.
    lines: Vec<(i64, &'static str, String)>,
    kinds: BTreeMap<&'static str, u64>,
    told: Vec<(Told, &'static str, u64)>,
    /// Before which nothing is written.
    since: Option<i64>,
    /// How many problems there are beyond those that are told.
    untold: usize,
    /// The texts, for pointing.
    pub sources: Sources,
    /// What is wrong; unsorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is told of a source beside its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It is in no event.
    LeftOut,
    /// It is in the events as it is.
    Kept,
    /// What was concluded from something else.
    Inferred,
}

impl Told {
    /// How a line of the summary begins.
    pub fn word(self) -> &'static str {
        match self {
            Self::LeftOut => "left out",
            Self::Kept => "kept",
            Self::Inferred => "inferred",
        }
    }
}

/// Problems that are told one by one: an export of the wrong program has the same one at every thing.
const PROBLEMS: usize = 100;

impl Adapted {
    /// Nothing yet, and nothing before a time.
    pub(super) fn since(since: Option<i64>) -> Self {
        Self {
            since,
            ..Self::default()
        }
    }

    /// Takes what is wrong.
    pub(super) fn problem(&mut self, problem: Diagnostic) {
        if self.diagnostics.len() < PROBLEMS {
            self.diagnostics.push(problem);
        } else {
            self.untold += 1;
        }
    }

    /// How many problems there are beyond those that are told.
    pub fn untold(&self) -> usize {
        self.untold
    }

    /// Takes an event, or what the contract has against it.
    pub(super) fn put(&mut self, kind: &'static str, line: Line<'_>) -> Result<(), Fault> {
        let ts = line.ts();
        if self.since.is_some_and(|since| ts < since) {
            self.tell(Told::LeftOut, "events before `--since`");
            return Ok(());
        }
        self.lines.push((ts, kind, line.written()?));
        *self.kinds.entry(kind).or_default() += 1;
        Ok(())
    }

    /// Keeps what was told more than once, as pages are that changed while they were read, one time.
    pub(super) fn once(&mut self) {
        let mut there: HashSet<(i64, u64)> = HashSet::new();
        let (kinds, mut again) = (&mut self.kinds, 0);
        self.lines.retain(|(ts, kind, line)| {
            let mut hash = DefaultHasher::new();
            line.hash(&mut hash);
            let new = there.insert((*ts, hash.finish()));
            if !new {
                again += 1;
                if let Some(count) = kinds.get_mut(kind) {
                    *count -= 1;
                }
            }
            new
        });
        self.note(
            Told::LeftOut,
            "events of things that stand in the files again",
            again,
        );
    }

    /// Counts one of a sort.
    pub(super) fn tell(&mut self, how: Told, what: &'static str) {
        self.note(how, what, 1);
    }

    /// Counts some of a sort.
    pub fn note(&mut self, how: Told, what: &'static str, count: u64) {
        if count == 0 {
            return;
        }
        match self
            .told
            .iter_mut()
            .find(|(own, text, _)| *own == how && *text == what)
        {
            Some((_, _, there)) => *there += count,
            None => self.told.push((how, what, count)),
        }
    }

    /// Adds to what is told what was found before there were events.
    pub fn tell_first(&mut self, before: Self) {
        let later = std::mem::replace(&mut self.told, before.told);
        for (how, what, count) in later {
            self.note(how, what, count);
        }
        self.diagnostics.extend(before.diagnostics);
    }

    /// What the contract refuses of a thing that lies at no line of a file.
    pub(super) fn refuse(&mut self, thing: &str, fault: Fault) {
        let message = format!("{thing}: {}", fault.message);
        let problem = Diagnostic::nowhere(fault.code, Severity::Error, message);
        self.problem(problem.help(fault.help));
    }

    /// How many events there are of each kind, by name.
    pub fn kinds(&self) -> &BTreeMap<&'static str, u64> {
        &self.kinds
    }

    /// What is told beside them, with how many there were, in the order in which it was found.
    pub fn told(&self) -> &[(Told, &'static str, u64)] {
        &self.told
    }

    /// The events by time, those of one instant as they were found, one on each line.
    pub fn text(&self) -> String {
        let mut lines: Vec<&(i64, &str, String)> = self.lines.iter().collect();
        lines.sort_by_key(|(ts, ..)| *ts);
        let mut text = String::with_capacity(lines.iter().map(|(.., line)| line.len() + 1).sum());
        for (.., line) in lines {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// First and last time, in microseconds since 1970.
    pub fn span(&self) -> Option<(i64, i64)> {
        let times = || self.lines.iter().map(|(ts, ..)| *ts);
        times().min().zip(times().max())
    }
}
