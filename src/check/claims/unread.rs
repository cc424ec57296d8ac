//! The texts that a Board believes first (headline, titles, summary, verdicts) to their clauses that
//! nothing holds to the data.
//!
//! The readers beside this one speak where they understand. This one asks the other way round: what of
//! a sentence was not understood? A clause is accounted for where
//!
//! - a claim in it was read, and so judged;
//! - every figure in it is bound and told in agreed words: by its metric's name or one of its
//!   wordings, with nothing beside it but words that say of when and whose it is;
//! - it tells an annotated event by the words of its label, or asks the Board for something;
//! - the text declares a claim for it; or
//! - the text is printed as somebody's judgement and the clause speaks of no metric.
//!
//! Everything else is unread. So the lists in `telling` err to the strict side: a word that is
//! missing there costs an author a mend, one too many would let a sentence pass.
//!
//! Sections and details below the first page are read as far as their words are understood.

mod account;
mod clauses;

use super::kinship::Kinship;
use super::names::Names;
use super::placed;
use super::reading;
use super::tokens;
use super::{Claimed, figures};
use crate::check::report::Facts;
use crate::check::text::Places;
use crate::diag::Span;
use crate::model::{Narrative, Told};
use account::{Fault, wordings};
use clauses::Sentence;
use std::collections::{BTreeMap, BTreeSet};

/// A clause that nothing holds to the data.
#[derive(Debug, Clone)]
pub(in crate::check) struct Unread {
    pub(in crate::check) place: Span,
    pub(in crate::check) message: String,
    pub(in crate::check) because: String,
    pub(in crate::check) help: String,
}

/// Whether a text is held to being read whole.
pub(in crate::check) fn is_held(told: &Told<'_>) -> bool {
    matches!(
        told.what,
        "headline" | "summary sentence" | "verdict" | "story title" | "decision title"
    )
}

/// Every unread clause of every narrative that is being written.
pub(in crate::check) fn all(facts: &Facts<'_>) -> Vec<Unread> {
    let names = Names::new(facts.pack);
    let kinship = Kinship::new(facts.pack);
    let misplaced: Vec<Span> = placed::all(facts).into_iter().map(|m| m.place).collect();
    let mut found = Vec::new();
    let mut claims: Claims<'_, '_> = BTreeMap::new();
    for claim in facts.claims() {
        claims.entry(claim.told.text.span).or_default().push(claim);
    }
    for (_, narrative) in facts.narratives() {
        for told in narrative.texts().into_iter().filter(is_held) {
            let aids = (&names, &kinship, &misplaced[..]);
            let here = claims.get(&told.text.span).map_or(&[][..], Vec::as_slice);
            one(facts, aids, narrative, (told, here), &mut found);
        }
    }
    found
}

/// What every text claims, by its place.
type Claims<'c, 'a> = BTreeMap<Span, Vec<&'c Claimed<'a>>>;

/// A declared claim of a metric that no word of its text is about.
pub(in crate::check) fn foreign(facts: &Facts<'_>) -> Vec<(Span, String, String)> {
    let (names, kinship) = (Names::new(facts.pack), Kinship::new(facts.pack));
    let mut found = Vec::new();
    for (_, narrative) in facts.narratives() {
        for told in narrative.texts() {
            let read = facts.answers.read(told.text);
            for claim in narrative.claims(told.text) {
                let id = &claim.metric.value;
                let bound = facts.answers.of(told.text).iter();
                let bound = bound.filter(|a| a.metric == *id).count() > 0;
                let named = bound || names.names(&read, id) || kinship.related(&read, id);
                let owner = default(narrative, &told) == Some(id);
                if !(named || owner) {
                    let name = facts.pack.metrics.get(id).map_or("", |m| &m.name.value);
                    found.push((claim.metric.span, id.clone(), name.to_owned()));
                }
            }
        }
    }
    found
}

/// The metric of the story that a title stands over.
fn default<'a>(narrative: &'a Narrative, told: &Told<'_>) -> Option<&'a String> {
    let stories = narrative.stories.iter().map(|s| (&s.id, &s.metric));
    let decisions = narrative.decisions.iter().map(|d| (&d.id, &d.metric));
    let mut of = stories
        .chain(decisions)
        .filter(|(id, _)| told.of == Some(id.value.as_str()));
    of.next().map(|(_, metric)| &metric.value)
}

fn one(
    facts: &Facts<'_>,
    (names, kinship, misplaced): (&Names, &Kinship<'_>, &[Span]),
    narrative: &Narrative,
    (told, claims): (Told<'_>, &[&Claimed<'_>]),
    found: &mut Vec<Unread>,
) {
    let read = facts.answers.read(told.text);
    let bound = figures(facts, told);
    let places = Places::new(told.text, facts.answers);
    let (mut judged, mut adrift) = (BTreeSet::new(), BTreeSet::new());
    for claim in claims {
        let Some(at) = &claim.at else { continue };
        let all = if claim.about.is_some() {
            &mut judged
        } else {
            // Its verb was understood, and nothing declared is of its kind.
            &mut adrift
        };
        all.insert(at.start);
    }
    // A figure of another metric is told of by a rule of its own.
    let elsewhere = |clause: Span| misplaced.iter().any(|at| within(*at, clause));
    let literals: Vec<&str> = literals(narrative).collect();
    let declared = narrative.claims(told.text).count();
    let judgement = narrative.judgement(told.text).is_some();
    let mut unread: Vec<(Unread, bool)> = Vec::new();
    for tokens in tokens::sentences(&read) {
        let sentence = Sentence {
            facts,
            tokens: &tokens,
            items: &reading::items(&tokens, names, &bound),
            bound: &bound,
        };
        for clause in sentence.clauses() {
            let Some(fault) = sentence.fault(&clause, &judged) else {
                continue;
            };
            if matches!(fault, Fault::Typed) {
                // Told of as an unbound figure, unless a literal takes it out of the data's hands.
                let words = sentence.words(&read, &clause);
                if !literals.iter().any(|l| words.contains(l)) {
                    continue;
                }
            }
            if judgement && !sentence.speaks_of_a_metric(&clause) {
                continue;
            }
            let Some(range) = sentence.range(&clause) else {
                continue;
            };
            let words = read.get(range.clone()).unwrap_or_default();
            let place = places.at(facts.sources, range.clone());
            if elsewhere(place) {
                continue;
            }
            let universal = sentence.universal(&clause);
            let help = match universal {
                Some(word) if declared > 0 => format!(
                    "`{word}` says more than a declared claim can bear: say of which metric it is so"
                ),
                _ => help(facts, &fault, kinship, words, &told),
            };
            let one = Unread {
                place,
                message: format!("nothing holds `{words}` to the data"),
                because: fault.because(told.what),
                help,
            };
            let may_be_declared = universal.is_none()
                && fault.may_be_declared()
                && !adrift.iter().any(|at| range.contains(at));
            unread.push((one, may_be_declared));
        }
    }
    // Each declared claim answers for one clause.
    let mut left = declared;
    for (one, may_be_declared) in unread {
        if may_be_declared && left > 0 {
            left -= 1;
        } else {
            found.push(one);
        }
    }
}

/// The literals of every file of a quarter.
fn literals(narrative: &Narrative) -> impl Iterator<Item = &str> {
    let stories = narrative.stories.iter().flat_map(|s| &s.literals);
    let decisions = narrative.decisions.iter().flat_map(|d| &d.literals);
    let all = narrative.overview.literals.iter();
    all.chain(stories)
        .chain(decisions)
        .map(|literal| literal.text.value.as_str())
}

/// Whether a place lies inside another.
fn within(place: Span, other: Span) -> bool {
    place.file == other.file && other.start <= place.start && place.end <= other.end
}

/// What would mend it, with the metrics that its words are nearest to.
fn help(
    facts: &Facts<'_>,
    fault: &Fault,
    kinship: &Kinship<'_>,
    words: &str,
    told: &Told<'_>,
) -> String {
    let metrics = &facts.pack.metrics;
    let name = |id: &str| metrics.get(id).map_or("", |m| m.name.value.as_str());
    let judgement = matches!(told.what, "summary sentence" | "verdict");
    match fault {
        Fault::Unnamed(figure) => {
            let id = &figure.about.metric;
            let near = match metrics.get(id).map(|m| wordings(m, figure).collect::<Vec<_>>()) {
                Some(agreed) if !agreed.is_empty() => {
                    format!("; agreed words are `{}`", agreed.join("`, `"))
                }
                _ => format!("; or agree on the words: `wordings` of content/metrics/{id}.md"),
            };
            format!("name {} beside its figure{near}", name(id))
        }
        Fault::Beside(_) => {
            "tell the figure alone, and what is claimed of it in a verb: `fell`, `missed its target`; or declare that beside the text in `claims:`"
                .to_owned()
        }
        Fault::Size(size) => {
            format!("bind how far it moved instead of `{size}`: `by {{{{ metric.fall }}}}`")
        }
        Fault::Named(about) => format!(
            "say what the data can bear of {}: `fell`, `missed its target`, `was {{{{ {about} }}}}`; or declare it: `claims: [{about} missed]`",
            name(&about.metric)
        ),
        Fault::Typed => "bind the metric’s own figure".to_owned(),
        Fault::Aside => "leave it out, or claim it of a metric".to_owned(),
        Fault::Nothing => {
            let near = kinship.nearest(words);
            let named = match near.as_slice() {
                [] => "name the metric that it speaks of".to_owned(),
                [one] => format!("if it speaks of {}, name it or declare `claims: [{one} …]`", name(one)),
                [one, two, ..] => format!(
                    "if it speaks of {} or {}, name it or declare `claims: [{one} …]`",
                    name(one),
                    name(two)
                ),
            };
            if judgement {
                format!("{named}; if no metric can tell, write `text:` with `judgement:` and the role whose judgement it is")
            } else {
                format!("{named}; what no metric can tell belongs in the summary, as a judgement")
            }
        }
    }
}
