//! Pack and judgements to diagnostics. A page never depends on a rule: a warning cannot change the
//! report.

mod claims;
mod dates;
mod figures;
mod report;
mod rules;
mod severity;
mod strays;
mod text;
mod unwritten;

pub use severity::{apply as apply_severities, is_fixed};

pub use report::Reads;

use report::{Facts, Report, Rule};

use crate::analyse::Analysis;
use crate::bind::Answers;
use crate::diag::{Diagnostic, Sources, Topic};
use crate::model::{Pack, Period};
use crate::tongue;
use crate::words::Words;
use std::collections::BTreeMap;

/// What some rules found already, by their codes.
#[derive(Debug, Default)]
pub struct Early(BTreeMap<&'static str, Vec<Diagnostic>>);

impl Early {
    /// Runs those rules that no judgement is needed for and that take long: meanwhile the pack is judged.
    pub fn of(pack: &Pack, sources: &Sources) -> Self {
        let found = tongue::in_order(&rules::OF_PACKS, |(code, run)| {
            let rule = rules::ALL.iter().find(|rule| rule.code == *code)?;
            let mut report = Report::new(rule);
            run(pack, sources, &mut report);
            Some((rule.code, report.into_found()))
        });
        Self(found.into_iter().flatten().collect())
    }
}

/// Runs every rule, each at its own severity; what the pack's settings say of severities is
/// [`apply_severities`]'s. Where the pack has holes, because something in it could not be read or
/// answered, only those rules run that need no more than there is.
pub fn check(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    sources: &Sources,
    there_is: Reads,
) -> Vec<Diagnostic> {
    let early = Early::default();
    check_rest(pack, analysis, words, answers, sources, there_is, &early)
}

/// The same; what was found `early` of this very pack is not looked for again.
pub fn check_rest(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    sources: &Sources,
    there_is: Reads,
    early: &Early,
) -> Vec<Diagnostic> {
    let rules = rules::ALL.iter().filter(|rule| rule.reads <= there_is);
    let facts = Facts::new(pack, analysis, words, answers, sources);
    found(&facts, &rules.collect::<Vec<_>>(), early)
}

/// Whether the texts of files that no pack is read from, templates, break a rule: all that can differ
/// between two checks of one pack.
pub fn is_broken_by_files(
    pack: &Pack,
    analysis: &Analysis,
    words: &BTreeMap<Period, Words>,
    answers: &Answers,
    sources: &Sources,
) -> bool {
    let rules = rules::ALL.iter();
    let rules = rules.filter(|rule| rules::OF_FILES.contains(&rule.code));
    let facts = Facts::new(pack, analysis, words, answers, sources);
    !found(&facts, &rules.collect::<Vec<_>>(), &Early::default()).is_empty()
}

fn found(facts: &Facts<'_>, rules: &[&Rule], early: &Early) -> Vec<Diagnostic> {
    let marks = unwritten::places(facts.sources);
    let mut turns: Vec<usize> = (0..rules.len()).collect();
    turns.sort_by_key(|at| rules::turn(rules[*at].code));
    let found = tongue::in_order(&turns, |at| {
        let rule = rules[*at];
        let own = early.0.get(rule.code).cloned().unwrap_or_else(|| {
            let mut report = Report::new(rule);
            (rule.run)(facts, &mut report);
            report.into_found()
        });
        let own = match rule.code {
            // What nobody has written yet is told of once.
            "placeholder" => own,
            _ => unwritten::without(own, &marks),
        };
        (*at, own)
    });
    let found: BTreeMap<usize, Vec<Diagnostic>> = found.into_iter().collect();
    found.into_values().flatten().collect()
}

/// The manual of every rule, in the order of their codes.
pub fn topics() -> Vec<Topic> {
    let own = severity::OWN.iter();
    let mut topics: Vec<Topic> = rules::ALL.iter().chain(own).map(Rule::topic).collect();
    topics.sort_by_key(|t| t.code);
    topics
}
