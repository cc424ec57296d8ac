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
//! - a record of the pack bears every word of it, found by its words or named by its author;
//! - the text declares a claim for it; or
//! - the text is printed as somebody's judgement, or with the source of a fact kept elsewhere, and no
//!   metric and no record could tell.
//!
//! Everything else is unread. So the lists in `telling` err to the strict side: a word that is
//! missing there costs an author a mend, one too many would let a sentence pass.
//!
//! Sections and details below the first page are read as far as their words are understood. In a pack
//! that is not English no word is: see `abroad`.

mod abroad;
mod account;
mod clauses;
mod offers;
mod tied;
mod waits;

use super::kinship::Kinship;
use super::names::Names;
use super::placed;
use super::reading;
use super::records::{Record, Records};
use super::tokens;
use super::{Claimed, figures};
use crate::check::report::Facts;
use crate::check::text::Places;
use crate::diag::Span;
use crate::model::{Held, Language, Narrative, Period, Told, Voucher};
use crate::tongue;
use account::Fault;
use clauses::Sentence;
use offers::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tied::Borne;

/// A clause that nothing holds to the data.
#[derive(Debug, Clone)]
pub(in crate::check) struct Unread {
    pub(in crate::check) place: Span,
    /// Whether the record that it is tied to says otherwise.
    pub(in crate::check) against: bool,
    pub(in crate::check) message: String,
    pub(in crate::check) because: String,
    pub(in crate::check) help: String,
}

/// What became of the clauses of the texts that are held whole.
#[derive(Debug, Clone, Default)]
pub(in crate::check) struct Accounts {
    pub(in crate::check) unread: Vec<Unread>,
    /// The clauses that a record bears or a source answers for, in bytes of their text as written:
    /// their numbers are not typed figures.
    pub(in crate::check) borne: Vec<(Span, Range<usize>)>,
}

/// Whether a text is held to being read whole: the kind of text says so.
pub(in crate::check) fn is_held(told: &Told<'_>) -> bool {
    told.part.held() == Held::Whole
}

/// Every clause of every narrative that is being written.
pub(in crate::check) fn all(facts: &Facts<'_>) -> Accounts {
    let names = Names::new(facts.pack);
    let kinship = Kinship::new(facts.pack);
    let misplaced: Vec<Span> = placed::all(facts).into_iter().map(|m| m.place).collect();
    let mut claims: Claims<'_, '_> = BTreeMap::new();
    for claim in facts.claims() {
        claims.entry(claim.told.text.span).or_default().push(claim);
    }
    let mut found = Accounts::default();
    for (period, narrative) in facts.narratives() {
        let aids = Aids {
            names: &names,
            kinship: &kinship,
            misplaced: &misplaced,
            records: &Records::new(facts, period),
        };
        let each = tongue::in_order(&narrative.texts(), |told| {
            let told = *told;
            let mut found = Accounts::default();
            if tongue::spoken() != Language::English {
                untied(facts, &aids, (period, narrative), told, &mut found);
            } else if is_held(&told) {
                let here = claims.get(&told.text.span).map_or(&[][..], Vec::as_slice);
                one(facts, &aids, (period, narrative), (told, here), &mut found);
            }
            found
        });
        for text in each {
            found.unread.extend(text.unread);
            found.borne.extend(text.borne);
        }
    }
    found
}

/// What a text is read with.
struct Aids<'x> {
    names: &'x Names,
    kinship: &'x Kinship<'x>,
    misplaced: &'x [Span],
    records: &'x Records,
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

/// What a text is tied to that is no record of the pack or could be several, with what to write.
pub(in crate::check) fn loose(facts: &Facts<'_>) -> Vec<(Span, String, String)> {
    let mut found = Vec::new();
    for (period, narrative) in facts.narratives() {
        let mut all = narrative.texts().into_iter();
        let mut tied = all.by_ref().flat_map(|t| narrative.ties(t.text)).peekable();
        if tied.peek().is_none() {
            continue;
        }
        let records = Records::new(facts, period);
        for tie in tied {
            let written = tie.record.value.as_str();
            let named = records.named(written);
            let paths = || named.iter().map(|r| format!("`{}`", r.path()));
            match named.len() {
                1 => {}
                0 => found.push((
                    tie.record.span,
                    format!("the pack has no record `{written}`"),
                    records.meant(written),
                )),
                _ => found.push((
                    tie.record.span,
                    format!("`{written}` could be {} records", named.len()),
                    format!("write {}", paths().collect::<Vec<_>>().join(" or ")),
                )),
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

/// Sentences of a language that is not read, which their author has not tied to the data.
fn untied(
    facts: &Facts<'_>,
    aids: &Aids<'_>,
    (period, narrative): (Period, &Narrative),
    told: Told<'_>,
    found: &mut Accounts,
) {
    if told.part.held() == Held::Apart {
        return;
    }
    let whole = is_held(&told);
    let read = facts.answers.read(told.text);
    let bound = figures(facts, told);
    let places = Places::new(told.text, facts.answers);
    let mut declared: Vec<_> = narrative.claims(told.text).collect();
    let vouched = narrative.judgement(told.text);
    let sentences = tokens::sentences(&read);
    let alone = sentences.len() == 1;
    for tokens in &sentences {
        let sentence = Sentence {
            facts,
            tokens,
            items: &reading::items(tokens, aids.names, &bound),
            bound: &bound,
        };
        let Some(fault) = sentence.fault_abroad(whole) else {
            continue;
        };
        let measured = match sentence.waits() {
            true => match waits::first_figure(facts.pack, period, narrative, told) {
                None => continue,
                measured => measured,
            },
            false => None,
        };
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            continue;
        };
        let range = first.at..last.at + last.text.len();
        let names = |metric: &str| sentence.metrics().any(|about| about.metric == metric);
        let answer = declared.iter().position(|claim| {
            let metric = claim.metric.value.as_str();
            let own = default(narrative, &told).is_some_and(|id| id == metric);
            alone || own || names(metric)
        });
        if let Some(at) = answer {
            declared.remove(at);
            // One sentence may be declared to say several things.
            declared.retain(|claim| !(alone || names(&claim.metric.value)));
            continue;
        }
        if let Some(by) = vouched
            && sentence.metrics().next().is_none()
        {
            if matches!(by.by, Voucher::Source(_)) {
                let written = facts.answers.written(told.text, range);
                found.borne.push((told.text.span, written));
            }
            continue;
        }
        let words = read.get(range.clone()).unwrap_or_default();
        let help = match whole {
            true => {
                "write it as `text:` with `claims:` that say what it claims of which metric; or, in \
                     the summary and the verdicts, with `judgement:` or `source:`"
            }
            false => {
                "leave the metric, the service and the figure to the page, which tells them \
                      itself; or write nothing but the metric’s name and its bound figure"
            }
        };
        found.unread.push(Unread {
            place: places.at(facts.sources, range),
            against: false,
            message: format!("nothing holds `{words}` to the data"),
            because: match measured {
                Some(metric) => waits::against(metric, period),
                None => format!(
                    "words of a pack in `{}` are not read; {}",
                    tongue::spoken().tag(),
                    fault.because(told.what)
                ),
            },
            help: help.to_owned(),
        });
    }
}

fn one<'a>(
    facts: &Facts<'a>,
    aids: &Aids<'_>,
    (period, narrative): (Period, &'a Narrative),
    (told, claims): (Told<'a>, &[&Claimed<'_>]),
    found: &mut Accounts,
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
    let elsewhere = |clause: Span| aids.misplaced.iter().any(|at| within(*at, clause));
    let literals: Vec<&str> = literals(narrative).collect();
    let mut declared: Vec<_> = narrative.claims(told.text).collect();
    let declares = !declared.is_empty();
    let ties = narrative.ties(told.text);
    let ties: Vec<&Record> = ties
        .flat_map(|tie| aids.records.named(&tie.record.value))
        .collect();
    let vouched = narrative.judgement(told.text);
    let case = Case {
        facts,
        kinship: aids.kinship,
        records: aids.records,
        narrative,
        period,
        told,
    };
    for tokens in tokens::sentences(&read) {
        let sentence = Sentence {
            facts,
            tokens: &tokens,
            items: &reading::items(&tokens, aids.names, &bound),
            bound: &bound,
        };
        if sentence.waits()
            && waits::is_of_the_quarter(told.part)
            && let (Some(first), Some(last)) = (tokens.first(), tokens.last())
            && let Some(metric) = waits::first_figure(facts.pack, period, narrative, told)
        {
            let range = first.at..last.at + last.text.len();
            let words = read.get(range.clone()).unwrap_or_default();
            found.unread.push(Unread {
                place: places.at(facts.sources, range),
                against: false,
                message: format!("nothing holds `{words}` to the data"),
                because: waits::against(metric, period),
                help: "say what the figures say".to_owned(),
            });
            continue;
        }
        for clause in sentence.clauses() {
            let Some(mut fault) = sentence.fault(&clause, &judged) else {
                continue;
            };
            let Some(range) = sentence.range(&clause) else {
                continue;
            };
            let borne = |found: &mut Accounts| {
                let written = facts.answers.written(told.text, range.clone());
                found.borne.push((told.text.span, written));
            };
            if matches!(fault, Fault::Typed) {
                // Told of as an unbound figure, unless a literal takes it out of the data's hands.
                let words = sentence.words(&read, &clause);
                if !literals.iter().any(|l| words.contains(l)) {
                    continue;
                }
            }
            if declares && matches!(fault, Fault::Nothing | Fault::Named(_)) {
                // A typed figure is told of by a rule of its own.
                let words = sentence.words(&read, &clause);
                if sentence.types(&clause) && !literals.iter().any(|l| words.contains(l)) {
                    continue;
                }
            }
            // What is in words of a metric, its figures tell, and no other record.
            let measured = aids.kinship.names_one(sentence.words(&read, &clause));
            if matches!(fault, Fault::Nothing | Fault::Named(_)) && !measured {
                match sentence.borne(&clause, aids.records, &ties) {
                    Borne::Held => {
                        borne(found);
                        continue;
                    }
                    Borne::Against {
                        record,
                        word,
                        because,
                    } => {
                        fault = Fault::Against {
                            record,
                            word,
                            because,
                        }
                    }
                    Borne::Silent { record, word } => fault = Fault::Silent { record, word },
                    Borne::Not => {}
                }
            }
            if vouched.is_some()
                && !sentence.is_tellable(&clause, (aids.kinship, aids.records), &read)
            {
                // A number in a judgement has no source.
                if matches!(vouched.map(|by| &by.by), Some(Voucher::Source(_))) {
                    borne(found);
                }
                continue;
            }
            let words = read.get(range.clone()).unwrap_or_default();
            let place = places.at(facts.sources, range.clone());
            if elsewhere(place) {
                continue;
            }
            // Each declared claim answers for one clause.
            let answers = |claim: &&&crate::model::Claim| {
                let of = (claim.metric.value.as_str(), claim.verb.value);
                // One that is about something else has a rule of its own.
                let foreign = !aids.kinship.related(&read, of.0) && !aids.names.names(&read, of.0);
                foreign || sentence.answers(&clause, aids.kinship, of)
            };
            let answer = declared.iter().find(answers).copied();
            let universal = sentence.universal(&clause).filter(|word| {
                // `nothing made reviews quicker` is no more than `did not improve`.
                let denies = matches!(*word, "nothing" | "nobody" | "none");
                let denied = |c: &&crate::model::Claim| {
                    matches!(c.verb.value, crate::model::ClaimVerb::NotMoved(_))
                };
                !(denies && answer.as_ref().is_some_and(denied))
            });
            if let (Some(answer), None, true) = (answer, universal, fault.may_be_declared())
                && !adrift.iter().any(|at| range.contains(at))
            {
                declared.retain(|claim| !std::ptr::eq(*claim, answer));
                continue;
            }
            let help = match universal {
                Some(word) if declares => format!(
                    "`{word}` says more than a declared claim can bear: say of which metric it is so"
                ),
                _ => case.help(&sentence, &clause, &fault, &read),
            };
            let help = match aids
                .names
                .unclear(words)
                .filter(|_| fault.may_be_declared())
            {
                Some((shared, ids)) => {
                    let metrics = ids.iter().filter_map(|id| facts.pack.metrics.get(id));
                    let metrics = metrics.map(|metric| metric.name.value.as_str());
                    let metrics = metrics.collect::<Vec<_>>().join(" or ");
                    format!("`{shared}` could be {metrics}: name the one that is meant; or {help}")
                }
                None => help,
            };
            found.unread.push(Unread {
                place,
                against: matches!(fault, Fault::Against { .. }),
                message: format!("nothing holds `{words}` to the data"),
                because: fault.because(told.what),
                help,
            });
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
