//! Every text of the quarters that are told to what it claims of metrics: what its words say, and
//! what its author declares beside it. What a claim is held to stands in `judge`; who reports what is
//! wrong are the rules.
//!
//! # One story on page and in check
//!
//! A claim of movement about a metric at a scope is judged by the story of the quarter that tells it
//! (the weeks since its action against those before), otherwise by the quarter's own movement, and a
//! quarter that signals the other way takes a story's word from it: `analyse::Evidence` is that rule,
//! and the pages follow it too. What is wrong is answered by the page's own sentence.
//!
//! # How often a claim passes that is not true, and one that is
//!
//! Measured by `benches/false_alarm` through load, analysis and this check, on bell-shaped weeks,
//! 26 before and 13 judged, and held by `tests/claim_alarm.rs`; a quarter and the weeks after an
//! action alike. Percent of metrics of which the sentence passes:
//!
//! | better by so many weekly sd | `improved` | `worsened` | `may have improved` |
//! |---|---|---|---|
//! | 0 (nothing changed) | 1 | 1 | 9 |
//! | 0.5 | 10 | 0 | 34 |
//! | 1 | 39 | 0 | 72 |
//! | 1.5 | 76 | 0 | 95 |
//! | 2 | 95 | 0 | 99.6 |
//!
//! So of a hundred metrics in which nothing changed an author could say of one that it improved and of
//! nine that they may have. Weeks that resemble their neighbours raise all of these.

mod history;
mod judge;
mod kinship;
mod measuring;
mod names;
mod particles;
mod phrases;
mod placed;
mod quantity;
mod reading;
mod records;
mod telling;
mod ties;
mod tokens;
mod unread;
mod vague;
mod verbs;

pub(super) use judge::{Fault, judge};
pub(super) use names::Names;
pub(super) use placed::all as misplaced;
pub(super) use quantity::{Quantity, Repeat};
pub(super) use reading::About;
pub(super) use tokens::{Token, sentences};
pub(super) use unread::{Accounts, all as accounts, foreign, loose};
use verbs::Side;

use super::report::Facts;
use super::text::Places;
use crate::diag::Span;
use crate::model::{
    Claim, ClaimVerb, Facet, Held, Language, Narrative, Part, Period, Polarity, Told, Way, Weight,
};
use crate::tongue;
use std::ops::Range;

/// A claim with what it rests on.
#[derive(Debug, Clone)]
pub(super) struct Claimed<'a> {
    pub(super) period: Period,
    pub(super) narrative: &'a Narrative,
    /// The text that makes it.
    pub(super) told: Told<'a>,
    /// Of what; `None` where neither the words nor the author say.
    pub(super) about: Option<About>,
    pub(super) verb: ClaimVerb,
    /// Whether it compares two figures: `fewer … than last quarter`.
    pub(super) compares: bool,
    /// The verb as written, or the word it was declared by.
    pub(super) written: String,
    /// Where it stands.
    pub(super) place: Span,
    /// The bytes of the text as it reads that say it; `None` where it is declared.
    pub(super) at: Option<Range<usize>>,
    /// Of how many services it is said, where it is said of a number of them.
    pub(super) services: Option<Quantity>,
    /// How often it is said to have been so, and where that is said.
    pub(super) repeats: Vec<(Repeat, Span)>,
    /// Whether the text says since when: what a record needs.
    pub(super) since: bool,
}

/// Every claim of every narrative.
pub(super) fn all<'a>(facts: &Facts<'a>) -> Vec<Claimed<'a>> {
    let names = Names::new(facts.pack);
    let mut all = Vec::new();
    for (period, narrative) in facts.narratives() {
        for told in narrative.texts() {
            if told.part.held() != Held::Apart {
                one(facts, &names, period, narrative, told, &mut all);
            }
        }
    }
    // What records say of a quarter that is being written.
    for recorded in facts.recorded() {
        let narrative = recorded.quarter.and_then(|of| {
            let mut drafts = facts.narratives();
            drafts.find(|(period, _)| *period == of)
        });
        let Some((period, narrative)) = narrative else {
            continue;
        };
        let part = Part::Recorded(recorded.part);
        if part.held() != Held::Apart {
            let told = Told {
                part,
                what: part.name(),
                weight: part.weight(),
                text: recorded.text,
                of: None,
            };
            one(facts, &names, period, narrative, told, &mut all);
        }
    }
    all
}

fn one<'a>(
    facts: &Facts<'a>,
    names: &Names,
    period: Period,
    narrative: &'a Narrative,
    told: Told<'a>,
    all: &mut Vec<Claimed<'a>>,
) {
    let read = facts.answers.read(told.text);
    let figures = figures(facts, told);
    let places = Places::new(told.text, facts.answers);
    let declared: Vec<_> = narrative.claims(told.text).collect();
    let default = default(narrative, told);
    let since = read.contains("since");
    let claim = |about, verb, place| Claimed {
        period,
        narrative,
        told,
        about,
        verb,
        compares: false,
        written: String::new(),
        place,
        at: None,
        services: None,
        repeats: Vec::new(),
        since,
    };
    for declared in &declared {
        let about = About {
            metric: declared.metric.value.clone(),
            service: declared.service.as_ref().map(|s| s.value.clone()),
        };
        all.push(Claimed {
            written: declared.verb.value.word().to_owned(),
            ..claim(Some(about), declared.verb.value, declared.verb.span)
        });
    }
    if tongue::spoken() != Language::English {
        // `rose` is a flower in two languages, and `met` puts things in one.
        return;
    }
    for sentence in tokens::sentences(&read) {
        let said = reading::claims(&sentence, names, &figures);
        let services = quantity::services(&sentence);
        let quantified = services.and_then(|(_, at)| {
            let after = said.iter().position(|s| s.at.start > at);
            after.or_else(|| said.len().checked_sub(1))
        });
        let mut repeats = vec![Vec::new(); said.len()];
        for (repeat, range) in quantity::repeats(&sentence) {
            let near = said
                .iter()
                .rposition(|s| s.at.start < range.start)
                .or(if said.is_empty() { None } else { Some(0) });
            if let Some(list) = near.and_then(|i| repeats.get_mut(i)) {
                list.push((repeat, places.at(facts.sources, range)));
            }
        }
        for ((i, said), repeats) in said.into_iter().enumerate().zip(repeats) {
            let place = places.at(facts.sources, said.at.clone());
            let written = read[said.at.clone()].to_owned();
            let services = services.filter(|_| quantified == Some(i)).map(|(q, _)| q);
            let mut about: Vec<About> = said.about.clone();
            if about.is_empty() {
                about.extend(elsewhere(&said, told, default.as_ref()));
            }
            if about.is_empty() {
                // What the author declares of the same kind answers for the words.
                let same = declared
                    .iter()
                    .filter(|d| kind(d.verb.value) == kind(said.verb));
                let same: Vec<_> = same.collect();
                if let (Some(first), true) =
                    (same.first(), services.is_some() || !repeats.is_empty())
                {
                    about.push(About {
                        metric: first.metric.value.clone(),
                        service: first.service.as_ref().map(|s| s.value.clone()),
                    });
                } else if same.iter().any(|d| bears(facts, d, said.verb)) {
                    continue;
                } else if let Some(first) = same.first() {
                    // Words that say another thing than is declared are held to the data themselves.
                    about.push(About {
                        metric: first.metric.value.clone(),
                        service: first.service.as_ref().map(|s| s.value.clone()),
                    });
                }
            }
            if about.is_empty() && said.vague {
                continue;
            }
            let (of, narrative) = if said.before {
                let of = period.previous();
                (of, facts.pack.narratives.get(&of).unwrap_or(narrative))
            } else {
                (period, narrative)
            };
            let whole = Claimed {
                period: of,
                narrative,
                at: Some(said.at.clone()),
                compares: said.compares,
                written,
                services,
                repeats,
                ..claim(None, said.verb, place)
            };
            if about.is_empty() {
                all.push(whole);
            } else {
                all.extend(about.into_iter().map(|about| Claimed {
                    verb: sided(facts, &about, said.verb, said.side),
                    about: Some(about),
                    ..whole.clone()
                }));
            }
        }
    }
}

/// What a sentence without a metric of its own speaks of, where its place says so: a story's title
/// of the story's metric, an explanation of the metric that it explains.
fn elsewhere(said: &reading::Said, told: Told<'_>, default: Option<&About>) -> Option<About> {
    let default = default?;
    let title = told.weight == Weight::Headline;
    match &said.service {
        Some(service) if default.service.is_none() => Some(About {
            metric: default.metric.clone(),
            service: Some(service.clone()),
        }),
        Some(service) if default.service.as_ref() == Some(service) => Some(default.clone()),
        Some(_) => None,
        None if title || !said.own => Some(default.clone()),
        None => None,
    }
}

fn default(narrative: &Narrative, told: Told<'_>) -> Option<About> {
    let about = |metric: &str, service: Option<&crate::diag::Located<String>>| About {
        metric: metric.to_owned(),
        service: service.map(|s| s.value.clone()),
    };
    let story = narrative.stories.iter();
    let story = story.filter(|s| told.of == Some(s.id.value.as_str()));
    let mut story = story.map(|s| about(&s.metric.value, s.service.as_ref()));
    let of = narrative.overview.explanations.iter();
    let of = of.filter(|e| e.why.span == told.text.span);
    let mut of = of.map(|e| about(&e.metric.value, None));
    story.next().or_else(|| of.next())
}

/// `above its target` is met where higher is better, and missed where lower is.
fn sided(facts: &Facts<'_>, about: &About, verb: ClaimVerb, side: Option<Side>) -> ClaimVerb {
    let metric = facts.pack.metrics.get(&about.metric);
    let (Some(side), Some(metric)) = (side, metric) else {
        return verb;
    };
    let bad = match metric.polarity.value {
        Polarity::HigherIsBetter => side == Side::Below,
        Polarity::LowerIsBetter => side == Side::Above,
        Polarity::Neutral => return verb,
    };
    match (bad, verb) {
        (true, ClaimVerb::Met) => ClaimVerb::Missed,
        (true, ClaimVerb::Missed) => ClaimVerb::Met,
        _ => verb,
    }
}

/// Whether words may stand for what their author declares: `rose` for no fall, `got worse` for no
/// improvement, `met` for no miss, and `halved` for no fall of any size.
fn bears(facts: &Facts<'_>, declared: &Claim, said: ClaimVerb) -> bool {
    stands_for(facts, &declared.metric.value, declared.verb.value, said)
}

fn stands_for(facts: &Facts<'_>, metric: &str, verb: ClaimVerb, said: ClaimVerb) -> bool {
    use ClaimVerb::{MayHave, Missed, Moved, NotMoved, Routine, Twofold};
    let lower = facts
        .pack
        .metrics
        .get(metric)
        .is_some_and(|m| m.polarity.value == Polarity::LowerIsBetter);
    let way = |verb: ClaimVerb| match verb {
        Moved(way) | MayHave(way) | Twofold(way) => Some(way),
        _ => None,
    };
    match (verb, said) {
        (verb, said) if verb.is_target() && said.is_target() => {
            (verb == Missed) == (said == Missed)
        }
        // `did not improve` says nothing of a fall or a rise.
        (NotMoved(declared), NotMoved(said)) => {
            declared == said || {
                let good = |way| match way {
                    Way::Up => !lower,
                    Way::Down => lower,
                    Way::Better => true,
                    Way::Worse => false,
                };
                good(declared) == good(said)
            }
        }
        (Routine | NotMoved(_), Moved(_) | Twofold(_) | MayHave(_)) => false,
        (MayHave(_), Moved(_) | Twofold(_)) | (Moved(_), Twofold(_)) => false,
        (verb, said) => match (way(verb), way(said)) {
            (Some(Way::Up), Some(Way::Down)) | (Some(Way::Down), Some(Way::Up)) => false,
            (Some(Way::Better), Some(Way::Worse)) | (Some(Way::Worse), Some(Way::Better)) => false,
            (Some(Way::Up), Some(said @ (Way::Better | Way::Worse))) => {
                (said == Way::Worse) == lower
            }
            (Some(Way::Down), Some(said @ (Way::Better | Way::Worse))) => {
                (said == Way::Better) == lower
            }
            _ => true,
        },
    }
}

/// Whether a declared claim of a metric is of the kind of what words say, and not less than it.
fn answers_for(facts: &Facts<'_>, metric: &str, declared: ClaimVerb, said: ClaimVerb) -> bool {
    kind(declared) == kind(said) && stands_for(facts, metric, declared, said)
}

/// Movement, target or record.
fn kind(verb: ClaimVerb) -> u8 {
    match verb {
        verb if verb.is_movement() => 0,
        verb if verb.is_target() => 1,
        _ => 2,
    }
}

/// A bound figure as it stands in a text as it reads.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) at: Range<usize>,
    pub(super) about: About,
    pub(super) facet: Facet,
    pub(super) period: Period,
}

impl Bound {
    /// Whether it is a quarter's figure itself.
    pub(super) fn is_level(&self) -> bool {
        matches!(self.facet, Facet::Now | Facet::Previous | Facet::YearAgo)
    }

    /// Whether it says how far the metric moved.
    pub(super) fn is_move(&self) -> bool {
        matches!(
            self.facet,
            Facet::Change
                | Facet::ChangeYear
                | Facet::Rise
                | Facet::Fall
                | Facet::RiseYear
                | Facet::FallYear
        )
    }
}

/// The figures in a text as it reads.
fn figures(facts: &Facts<'_>, told: Told<'_>) -> Vec<Bound> {
    let Some(written) = facts.pack.expressions.get(&told.text.span) else {
        return Vec::new();
    };
    let mut figures = Vec::new();
    let mut shift = 0_isize;
    for answer in facts.answers.of(told.text) {
        let start = answer.at.start.saturating_add_signed(shift);
        shift += answer.text.len().cast_signed() - answer.at.len().cast_signed();
        let Some(asked) = written.iter().find(|e| e.at == answer.at) else {
            continue;
        };
        figures.push(Bound {
            at: start..start + answer.text.len(),
            about: About {
                metric: answer.metric.clone(),
                service: asked.service.as_ref().map(|s| s.value.clone()),
            },
            facet: asked.facet.value,
            period: answer.period,
        });
    }
    figures
}
