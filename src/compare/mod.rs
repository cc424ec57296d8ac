//! Two quarters, or two packs, to what differs between them: values and words in, values and words
//! out, most material first.
//!
//! The page "What changed since the last pack" and `boardpack diff` tell the same [`Differences`],
//! so neither can leave out what the other says. Nothing here judges anew: statuses, movements and
//! verdicts are the analysis's own, and each quarter is read as its own pack told it.

mod annotations;
mod carried;
mod definitions;
mod difference;
pub mod emit;
mod figures;
mod narratives;
mod packs;
mod phrase;
mod published;
mod quarters;
mod records;
mod settings;
mod summary;

pub use difference::{Difference, Differences, EvidenceClass, Matter, Numbers};
pub use packs::packs;
pub use quarters::quarters;
pub use summary::{Summary, summary};

use crate::analyse::{Analysis, Assessment};
use crate::bind::Answers;
use crate::diag::{Sources, Span};
use crate::model::{Metric, Pack, Period, Scope, Settings, Text};
use crate::words::Words;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Which part of a pane differs where its verdict does: a key, so printed in the language spoken.
pub(crate) const VERDICT: &str = "verdict";

/// A pack with what is said of it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// Its judgements.
    pub analysis: &'a Analysis,
    /// How each quarter writes numbers.
    pub words: &'a BTreeMap<Period, Words>,
    /// What the figures in its sentences say.
    pub answers: &'a Answers,
    /// Its texts.
    pub sources: &'a Sources,
}

impl<'a> Side<'a> {
    /// How a quarter writes numbers; as the nearest does where it has no snapshot.
    fn words(&self, period: Period) -> Option<&'a Words> {
        let upto = self.words.range(..=period).next_back();
        upto.or_else(|| self.words.iter().next())
            .map(|(_, words)| words)
    }

    /// A text as it reads, its figures in it.
    fn read(&self, text: &Text) -> String {
        let read = self.answers.read(text);
        read.replace("\\{{", "{{").replace("\\}}", "}}")
    }

    /// A day in words; how it is written does not depend on the quarter.
    fn date(&self, day: NaiveDate) -> String {
        let words = self.words.values().next();
        words.map_or_else(|| day.to_string(), |words| words.date(day))
    }

    /// The file that a place is in.
    fn path(&self, span: Span) -> String {
        self.sources.file(span.file).path.clone()
    }

    /// A figure's judgement.
    fn judged(&self, period: Period, metric: &str, scope: Scope<'_>) -> Option<&'a Assessment> {
        let judged = self.analysis.quarters.get(&period)?.metrics.get(metric)?;
        match scope {
            Scope::All => Some(&judged.all),
            Scope::Service(id) => judged.services.get(id),
        }
    }

    /// `API latency`, or `API latency, Search`.
    fn named(&self, metric: &Metric, scope: Scope<'_>) -> String {
        match scope {
            Scope::All => metric.name.value.clone(),
            Scope::Service(id) => {
                let service = self.pack.service(id).map_or(id, |s| s.name.as_str());
                format!("{}, {service}", metric.name.value)
            }
        }
    }
}

/// Rank of an organisation's figure that is no row of the dashboard.
const WHOLE: usize = 1_000;
/// Rank of a service's figure that is no row of the dashboard.
const SERVICE: usize = 2_000;

/// Where a figure stands among its equals: rows of the dashboard in their order, then the
/// organisation's figures, then the services'.
fn rank(settings: &Settings, metric: &str, scope: Scope<'_>) -> usize {
    let rows = settings.dashboard.iter().flat_map(|pane| pane.entries());
    let at = rows.into_iter().position(|row| {
        let service = row.service.as_ref().map(|s| s.value.as_str());
        let own = service.map_or(Scope::All, Scope::Service);
        row.metric.value == metric && own == scope
    });
    match (at, scope) {
        (Some(at), _) => at + 1,
        (None, Scope::All) => WHOLE,
        (None, Scope::Service(_)) => SERVICE,
    }
}
