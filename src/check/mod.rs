//! Pack and judgements to diagnostics. A page never depends on a rule: a warning cannot change the
//! report.

mod claims;
mod dates;
mod figures;
mod report;
mod rules;
mod severity;
mod text;

pub use severity::{apply as apply_severities, is_fixed};

use report::{Facts, Reads, Report, Rule};

use crate::analyse::Analysis;
use crate::bind::Answers;
use crate::diag::{Diagnostic, Sources, Topic};
use crate::model::{Pack, Period};
use crate::words::Words;
use std::collections::BTreeMap;

/// Runs every rule, each at its own severity; what the pack's settings say of severities is
/// [`apply_severities`]'s. Where the pack is not `whole`, because something in it could not be read,
/// only those rules run that holes cannot mislead.
pub fn check(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    sources: &Sources,
    whole: bool,
) -> Vec<Diagnostic> {
    let facts = Facts::new(pack, analysis, words, answers, sources);
    let mut found = Vec::new();
    for rule in rules::ALL
        .iter()
        .filter(|r| whole || r.reads == Reads::Words)
    {
        let mut report = Report::new(rule);
        (rule.run)(&facts, &mut report);
        found.extend(report.into_found());
    }
    found
}

/// The manual of every rule, in the order of their codes.
pub fn topics() -> Vec<Topic> {
    let own = severity::OWN.iter();
    let mut topics: Vec<Topic> = rules::ALL.iter().chain(own).map(Rule::topic).collect();
    topics.sort_by_key(|t| t.code);
    topics
}
