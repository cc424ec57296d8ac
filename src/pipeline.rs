//! The stages, in order. Reads and writes nothing.

use crate::analyse::Analysis;
use crate::bind::Answers;
use crate::diag::{self, Diagnostic, Sources, Topic};
use crate::load::{self, Tree};
use crate::model::{Pack, Period};
use crate::render::Site;
use crate::words::Words;
use crate::{analyse, bind, check, render, words};
use std::collections::BTreeMap;

/// What a build gives.
#[derive(Debug)]
pub struct Build {
    /// The site; `None` where an error stands in the way.
    pub site: Option<Site>,
    /// Everything to say, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// All texts, for pointing.
    pub sources: Sources,
}

/// A pack with everything that can be said of it before it is checked or shown.
struct Judged<'p> {
    pack: &'p Pack,
    analysis: Analysis,
    words: BTreeMap<Period, Words>,
    answers: Answers,
}

impl<'p> Judged<'p> {
    fn new(pack: &'p Pack, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let analysis = analyse::analyse(pack);
        let words = words::by_quarter(pack, &analysis);
        let (answers, faults) = bind::bind(pack, &analysis, &words);
        diagnostics.extend(faults);
        Self {
            pack,
            analysis,
            words,
            answers,
        }
    }
}

/// Runs every stage once.
pub fn build(tree: &Tree) -> Build {
    let load::Loaded {
        pack,
        templates,
        sources,
        mut diagnostics,
    } = load::parse(tree);
    let judged = pack
        .as_ref()
        .map(|pack| Judged::new(pack, &mut diagnostics));
    if let Some(judged) = &judged {
        let whole = !diagnostics.iter().any(Diagnostic::is_error);
        let Judged { pack, .. } = judged;
        let found = check::check(
            pack,
            &judged.analysis,
            &judged.words,
            &judged.answers,
            &sources,
            whole,
        );
        let fixed: Vec<&'static str> = fixed_topics().iter().map(|t| t.code).collect();
        diagnostics.extend(check::apply_severities(&pack.settings, found, &fixed));
    }
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let made = match judged.filter(|_| sound) {
        Some(Judged {
            pack,
            analysis,
            words,
            answers,
        }) => render::render(pack, &analysis, &words, &answers, &templates, &sources).map(Some),
        // No page is made, but what is wrong with a template alone is told in the same run.
        None => render::read_templates(&templates, &sources).map(|()| None),
    };
    let site = made.unwrap_or_else(|faults| {
        diagnostics.extend(faults);
        None
    });
    diag::sort(&mut diagnostics);
    Build {
        site,
        diagnostics,
        sources,
    }
}

/// What checking gives.
#[derive(Debug)]
pub struct Checked {
    /// Everything to say, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// All texts, for pointing.
    pub sources: Sources,
}

/// Says everything that a build would say. It runs the whole build, because a fault in a template
/// shows only where a page is made; only the pages are thrown away.
pub fn check(tree: &Tree) -> Checked {
    let Build {
        diagnostics,
        sources,
        site: _,
    } = build(tree);
    Checked {
        diagnostics,
        sources,
    }
}

/// The manual of every problem that any stage can report, in the order of their codes.
pub fn topics() -> Vec<Topic> {
    let mut topics = check::topics();
    topics.extend(fixed_topics());
    topics.sort_by_key(|t| t.code);
    topics
}

/// Whether no pack can change the severity of a problem.
pub fn is_fixed(code: &str) -> bool {
    check::is_fixed(code) || fixed_topics().iter().any(|t| t.code == code)
}

/// Problems of the other stages, whose severity no pack can change.
fn fixed_topics() -> Vec<Topic> {
    [load::topics(), render::topics()].concat()
}
