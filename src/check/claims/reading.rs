//! A sentence to the claims that its words make. It understands plain sentences and owns up to the
//! rest: a verb whose metric it cannot find is given back without one, for its author to declare.

use super::Bound;
use super::names::{Name, Names};
use super::particles::{AGAINST, BOUNDARIES, DONE, HYPOTHETICAL, LIGHT, OTHER_TIME};
use super::tokens::Token;
use super::verbs::{self, Takes, Verb};
use crate::model::{ClaimVerb, Way};
use std::fmt;

/// A metric, or one service's part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) struct About {
    pub(in crate::check) metric: String,
    pub(in crate::check) service: Option<String>,
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.service {
            Some(service) => write!(f, "{}@{service}", self.metric),
            None => f.write_str(&self.metric),
        }
    }
}

/// A claim as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Said {
    /// Of what; empty where the sentence does not say.
    pub(in crate::check) about: Vec<About>,
    pub(in crate::check) verb: ClaimVerb,
    /// The bytes of the text that the verb is.
    pub(in crate::check) at: std::ops::Range<usize>,
    /// The one service that its clause names beside no metric.
    pub(in crate::check) service: Option<String>,
    /// Whether its clause has a subject of its own that is no metric.
    pub(in crate::check) own: bool,
    /// Whether it compares two figures: `fewer … than last quarter`.
    pub(in crate::check) compares: bool,
    /// The side of its target that `met` or `missed` stands for.
    pub(in crate::check) side: Option<verbs::Side>,
    /// Whether it is said of the quarter before.
    pub(in crate::check) before: bool,
    /// Whether its words claim something only where they are said of a metric.
    pub(in crate::check) vague: bool,
}

/// What stands in a sentence, names joined.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Metric(About),
    Service(String),
    Verb(Verb, bool),
    /// Parts two clauses.
    Boundary,
    /// Carries the subject on: a pronoun, an adverb, an auxiliary.
    Light,
    Word,
}

/// The claims of one sentence.
pub(in crate::check) fn claims(
    tokens: &[Token<'_>],
    names: &Names,
    figures: &[Bound],
) -> Vec<Said> {
    // A condition governs all that follows it.
    if tokens
        .first()
        .is_some_and(|t| matches!(t.lower.as_str(), "if" | "unless"))
        && tokens.get(1).is_none_or(|t| t.lower != "anything")
    {
        return Vec::new();
    }
    let items = items(tokens, names, figures);
    let mut said: Vec<Said> = Vec::new();
    let mut last_subject: Vec<About> = Vec::new();
    for (i, (item, from, to)) in items.iter().enumerate() {
        let Item::Verb(verb, negated) = item else {
            continue;
        };
        let clause = clause(&items, i);
        let words = |range: std::ops::Range<usize>| {
            let first = items.get(range.start).map_or(tokens.len(), |x| x.1);
            let last = range.end.checked_sub(1).and_then(|e| items.get(e));
            &tokens[first..last.map_or(first, |x| x.2).max(first)]
        };
        let may = may_have(&tokens[..*from]);
        if !may && supposes(words(clause.start..i)) || to_infinitive(&tokens[..*from]) {
            continue;
        }
        let than = match verb.side {
            Some(_) => Than::Nothing,
            None if verb.compares => Than::Earlier,
            None => comparison(words(i + 1..clause.end)),
        };
        let past = than == Than::Nothing && elsewhere(words(clause.clone()));
        // What is said of the quarter before is held to that quarter where one figure can tell.
        let told = verb.said.is_target()
            || matches!(verb.said, ClaimVerb::Moved(_) | ClaimVerb::Twofold(_));
        let before = past && told && quarter_before(words(clause.clone()));
        if than == Than::Plan && verb.takes != Takes::Subject || past && !before {
            continue;
        }
        let Some(verb_said) = settled(verb.said, may, *negated) else {
            continue;
        };
        let subject = || subject(&items, i, clause.start, &last_subject);
        let mut about = match verb.takes {
            Takes::Subject => subject().or_else(|| target_of(tokens, &items, i, clause.end)),
            // `kept within theirs`: the same of others.
            Takes::Object if words(i + 1..i + 2).iter().any(|t| t.lower == "theirs") => {
                let same = last_subject.iter().map(|about| About {
                    metric: about.metric.clone(),
                    service: None,
                });
                Some(same.collect()).filter(|all: &Vec<About>| !all.is_empty())
            }
            Takes::Object => object(&items, i, clause.end, 9).or_else(subject),
            Takes::ObjectOnly => {
                let article = words(i + 1..i + 2).first();
                let article = article.is_some_and(|t| {
                    matches!(t.lower.as_str(), "the" | "our" | "its" | "their" | "this")
                });
                object(&items, i, clause.end, 1 + usize::from(article))
            }
        };
        if verb.takes == Takes::ObjectOnly && about.is_none() {
            continue;
        }
        let mut clause_so_far = items[clause.start..i].iter();
        let own = clause_so_far.any(|x| matches!(x.0, Item::Word | Item::Service(_)));
        let lone = lone_service(&items[clause.start..i]).map(str::to_owned);
        // `Checkout overspent its error budget`: the service stands where the metric does not.
        if let (Takes::Object, Some(about)) = (verb.takes, &mut about)
            && lone.is_some()
        {
            for one in about.iter_mut().filter(|a| a.service.is_none()) {
                one.service.clone_from(&lone);
            }
        }
        let about = about.unwrap_or_default();
        last_subject.clone_from(&about);
        let end = tokens
            .get(to.saturating_sub(1))
            .map_or(0, |t| t.at + t.text.len());
        said.push(Said {
            about,
            verb: verb_said,
            at: tokens[*from].at..end,
            service: lone,
            own,
            compares: than == Than::Earlier && verb.side.is_none(),
            side: verb.side,
            before,
            vague: verbs::is_vague(
                from.checked_sub(1).and_then(|j| tokens.get(j)),
                tokens.get(*from..*to).unwrap_or_default(),
            ),
        });
    }
    said
}

/// Tokens to items with the tokens that each covers.
pub(super) fn items(
    tokens: &[Token<'_>],
    names: &Names,
    figures: &[Bound],
) -> Vec<(Item, usize, usize)> {
    let mut items: Vec<(Item, usize, usize)> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let token = &tokens[i];
        if let Some(figure) = figures.iter().find(|f| f.at.contains(&token.at)) {
            let inside = tokens[i..]
                .iter()
                .take_while(|t| figure.at.contains(&t.at))
                .count();
            items.push((Item::Metric(figure.about.clone()), i, i + inside));
            i += inside;
            continue;
        }
        if let Some((name, n)) = names.at(&tokens[i..]) {
            let end = i + n;
            match name {
                Name::Metric(metric) => {
                    let (service, end) = service_after(tokens, end, names);
                    let mut about = About { metric, service };
                    if about.service.is_none()
                        && let Some(owner) = owner(&items, tokens, i, names)
                    {
                        about.service = Some(owner);
                        items.pop();
                    }
                    items.push((Item::Metric(about), i, end));
                    i = end;
                }
                Name::Service(id) => {
                    items.push((Item::Service(id), i, end));
                    i = end;
                }
            }
            continue;
        }
        let figure = |n: usize| {
            let at = tokens.get(i + n)?.at;
            Some(figures.iter().find(|f| f.at.contains(&at))?.facet)
        };
        let verb = verbs::against(&tokens[i..], figure).or_else(|| verbs::at(&tokens[i..]));
        if let Some(verb) = verb {
            let negated = is_negated(&tokens[..i]);
            items.push((Item::Verb(verb, negated), i, i + verb.len));
            i += verb.len;
            continue;
        }
        let lower = token.lower.as_str();
        let item = if BOUNDARIES.contains(&lower) {
            Item::Boundary
        } else if LIGHT.contains(&lower) {
            Item::Light
        } else {
            Item::Word
        };
        items.push((item, i, i + 1));
        i += 1;
    }
    items
}

/// `… for Checkout`, `… of the checkout`, after a metric's name.
fn service_after(tokens: &[Token<'_>], end: usize, names: &Names) -> (Option<String>, usize) {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    if !matches!(word(end), "for" | "of" | "in" | "at" | "on") {
        return (None, end);
    }
    let at = end + 1 + usize::from(word(end + 1) == "the");
    if let Some((Name::Service(id), n)) = tokens.get(at..).and_then(|t| names.at(t)) {
        return (Some(id), at + n);
    }
    match names.service(word(at)) {
        Some(id) => (Some(id.to_owned()), at + 1),
        None => (None, end),
    }
}

/// The service right before a metric's name: `Checkout’s error budget`, `checkout error budget`.
fn owner(
    items: &[(Item, usize, usize)],
    tokens: &[Token<'_>],
    at: usize,
    names: &Names,
) -> Option<String> {
    let (item, _, end) = items.last()?;
    match item {
        Item::Service(id) if *end == at => Some(id.clone()),
        Item::Word if *end == at => {
            let token = tokens.get(at.checked_sub(1)?)?;
            names.service(&token.lower).map(str::to_owned)
        }
        _ => None,
    }
}

/// The items of the clause around one.
fn clause(items: &[(Item, usize, usize)], at: usize) -> std::ops::Range<usize> {
    let parts = |i: usize| {
        let metric = |j: Option<usize>| {
            j.and_then(|j| items.get(j))
                .is_some_and(|x| matches!(x.0, Item::Metric(_)))
        };
        // What stands between two metrics joins them.
        matches!(items[i].0, Item::Boundary) && !(metric(i.checked_sub(1)) && metric(Some(i + 1)))
    };
    let start = (0..at).rev().find(|i| parts(*i)).map_or(0, |i| i + 1);
    let end = (at + 1..items.len())
        .find(|i| parts(*i))
        .unwrap_or(items.len());
    start..end
}

/// The metrics that a verb is about, looking back: in its own clause, or those of the verb before
/// where the clause brings no subject of its own. `None` where it brings one that is no metric.
fn subject(
    items: &[(Item, usize, usize)],
    verb: usize,
    start: usize,
    last: &[About],
) -> Option<Vec<About>> {
    let mut group = Vec::new();
    let mut own = false;
    for (item, ..) in items[start..verb].iter().rev() {
        match item {
            Item::Metric(about) => group.push(about.clone()),
            Item::Boundary => {}
            Item::Word if group.is_empty() => own = true,
            Item::Service(_) if group.is_empty() => own = true,
            // A verb before it in its clause: `fell and missed` has `and`, this has none.
            Item::Verb(..) if group.is_empty() && !last.is_empty() => return Some(last.to_vec()),
            _ if !group.is_empty() => break,
            _ => {}
        }
    }
    group.reverse();
    if !group.is_empty() {
        return Some(group);
    }
    if own {
        return None;
    }
    if let Some(about) = before_aside(items, start) {
        return Some(vec![about]);
    }
    if last.is_empty() {
        return only_one(&items[..start]);
    }
    Some(last.to_vec())
}

/// What stands before an aside between commas: `escalations, at eight, went past their target`.
fn before_aside(items: &[(Item, usize, usize)], start: usize) -> Option<About> {
    let boundary = |i: usize| matches!(items.get(i), Some((Item::Boundary, ..)));
    let closes = start.checked_sub(1).filter(|i| boundary(*i))?;
    let opens = (closes.saturating_sub(6)..closes)
        .rev()
        .find(|i| boundary(*i))?;
    let mut aside = items.get(opens + 1..closes)?.iter();
    let plain = aside.all(|x| !matches!(x.0, Item::Verb(..)));
    match items.get(opens.checked_sub(1)?) {
        Some((Item::Metric(about), ..)) if plain => Some(about.clone()),
        _ => None,
    }
}

/// The one metric that a sentence has named so far: `lead time was 47 hours, and met its target`.
fn only_one(items: &[(Item, usize, usize)]) -> Option<Vec<About>> {
    let mut named = items.iter().filter_map(|x| match &x.0 {
        Item::Metric(about) => Some(about),
        _ => None,
    });
    let first = named.next()?;
    named
        .all(|other| other.metric == first.metric)
        .then(|| vec![first.clone()])
}

/// `missed the target for lead time`, `missed its 98.5% target for …`.
fn target_of(
    tokens: &[Token<'_>],
    items: &[(Item, usize, usize)],
    verb: usize,
    end: usize,
) -> Option<Vec<About>> {
    let after = items.get(verb + 1..end)?;
    let at = after
        .iter()
        .position(|x| !matches!(x.0, Item::Word | Item::Light))?;
    // `we missed the hour in seven incidents` is no miss of what the figure counts.
    let aim = after.get(..at)?.iter().any(|x| {
        tokens
            .get(x.1)
            .is_some_and(|t| matches!(t.lower.as_str(), "target" | "targets" | "goal" | "promise"))
    });
    match after.get(at)? {
        (Item::Metric(about), ..) if aim => Some(vec![about.clone()]),
        _ => None,
    }
}

/// The metrics that follow a verb within so many items.
fn object(
    items: &[(Item, usize, usize)],
    verb: usize,
    end: usize,
    within: usize,
) -> Option<Vec<About>> {
    let after = items.get(verb + 1..end)?;
    let first = after
        .iter()
        .take(within)
        .position(|x| matches!(x.0, Item::Metric(_) | Item::Verb(..)))?;
    let group: Vec<About> = after[first..]
        .iter()
        .take_while(|x| matches!(x.0, Item::Metric(_) | Item::Boundary))
        .filter_map(|x| match &x.0 {
            Item::Metric(about) => Some(about.clone()),
            _ => None,
        })
        .collect();
    (!group.is_empty()).then_some(group)
}

fn lone_service(items: &[(Item, usize, usize)]) -> Option<&str> {
    items.iter().rev().find_map(|x| match &x.0 {
        Item::Service(id) => Some(id.as_str()),
        _ => None,
    })
}

fn before<'a>(tokens: &'a [Token<'_>], n: usize) -> impl Iterator<Item = &'a str> {
    tokens.iter().rev().take(n).map(|t| t.lower.as_str())
}

/// `did not`, `has never`, `no longer`, `no evidence that …` before a verb.
fn is_negated(tokens: &[Token<'_>]) -> bool {
    let near = before(tokens, 3)
        .take_while(|w| !BOUNDARIES.contains(w))
        .any(|w| {
            matches!(
                w,
                "not"
                    | "never"
                    | "neither"
                    | "nor"
                    | "nobody"
                    | "nothing"
                    | "no"
                    | "stopped"
                    | "ceased"
                    | "avoided"
            ) || w.ends_with("n't")
                || w.ends_with("n’t")
        });
    let evidence = before(tokens, 12).take_while(|w| !matches!(*w, "," | ";" | "but"));
    let words: Vec<&str> = evidence.collect();
    // `nothing we did made reviews quicker`.
    let made = before(tokens, 3).any(|w| matches!(w, "made" | "makes"));
    let denied = words.last().is_some_and(|w| *w == "nothing") && !words.contains(&"but");
    near || made && denied
        || words
            .windows(2)
            .any(|w| w[1] == "no" && matches!(w[0], "evidence" | "sign" | "proof"))
}

/// Whether words before a verb make a wish, a forecast or a condition of it; `as expected` and
/// `if anything` do not.
fn supposes(words: &[Token<'_>]) -> bool {
    words.iter().enumerate().any(|(i, token)| {
        let next = words.get(i + 1).map_or("", |t| t.lower.as_str());
        let before = i.checked_sub(1).and_then(|j| words.get(j));
        HYPOTHETICAL.contains(&token.lower.as_str())
            && before.is_none_or(|t| t.lower != "as")
            && next != "anything"
    })
}

/// `may have`, `might have` before a verb.
fn may_have(tokens: &[Token<'_>]) -> bool {
    let words: Vec<&str> = before(tokens, 4).collect();
    matches!(
        words.as_slice(),
        ["have" | "be", "may" | "might", ..]
            | [_, "have", "may" | "might", ..]
            | ["may" | "might", ..]
    )
}

/// `to fall`: a purpose, not a fact.
fn to_infinitive(tokens: &[Token<'_>]) -> bool {
    let mut before = before(tokens, 2);
    before.next() == Some("to") && !before.next().is_some_and(|w| DONE.contains(&w))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Than {
    Nothing,
    /// `than last quarter`.
    Earlier,
    /// `than planned`: no figure of another quarter.
    Plan,
}

fn comparison(after: &[Token<'_>]) -> Than {
    let Some(at) = after.iter().position(|t| t.lower == "than") else {
        return Than::Nothing;
    };
    let rest = || after[at + 1..].iter().take(4).map(|t| t.lower.as_str());
    if rest().any(|w| {
        matches!(
            w,
            "last" | "previous" | "before" | "ago" | "year" | "quarter"
        )
    }) {
        Than::Earlier
    } else if rest().any(|w| {
        matches!(
            w,
            "intended" | "planned" | "expected" | "promised" | "half" | "allowed"
        )
    }) {
        Than::Plan
    } else {
        Than::Nothing
    }
}

/// Whether a clause speaks of another time than the quarter, not only compares with one.
fn elsewhere(words: &[Token<'_>]) -> bool {
    words.iter().enumerate().any(|(i, token)| {
        OTHER_TIME.contains(&token.lower.as_str())
            && words.get(i + 1).is_none_or(|next| {
                matches!(
                    next.lower.as_str(),
                    "quarter"
                        | "quarters"
                        | "year"
                        | "years"
                        | "month"
                        | "week"
                        | "spring"
                        | "time"
                )
            })
            && !compared(&words[..i])
    })
}

/// `last quarter`, and no other time beside it.
fn quarter_before(words: &[Token<'_>]) -> bool {
    let times = |t: &Token<'_>| OTHER_TIME.contains(&t.lower.as_str());
    words.iter().filter(|t| times(t)).count() == 1
        && words.windows(2).any(|w| {
            matches!(w[0].lower.as_str(), "last" | "previous")
                && w[1].lower == "quarter"
                && w[1].stem() == w[1].text
        })
}

/// Whether words end in what a figure is compared with: `since`, `from 8.7%`, `than the 8.7% of`.
fn compared(words: &[Token<'_>]) -> bool {
    let mut back = words.iter().rev().map(|t| t.lower.as_str());
    let near = back.next().is_some_and(|w| AGAINST.contains(&w));
    let figure = words
        .iter()
        .rev()
        .take_while(|t| {
            let lower = t.lower.as_str();
            t.text.starts_with(|c: char| c.is_ascii_digit() || c == '%')
                || matches!(
                    lower,
                    "the" | "of" | "in" | "hours" | "minutes" | "days" | "points"
                )
        })
        .count();
    let before = words.len().checked_sub(figure + 1);
    let before = before.and_then(|i| words.get(i));
    near || figure > 0
        && before.is_some_and(|t| matches!(t.lower.as_str(), "from" | "than" | "against"))
}

/// What is said once `may` and `not` are heard; `None` where that claims nothing.
fn settled(verb: ClaimVerb, may: bool, negated: bool) -> Option<ClaimVerb> {
    use ClaimVerb::{
        Best, ComfortablyMet, MarginallyMet, MayHave, Met, Missed, Moved, NotMoved, Record,
        Routine, Twofold, Worst,
    };
    Some(match (verb, may, negated) {
        (verb, false, false) => verb,
        (Moved(way) | Twofold(way), true, false) => MayHave(way),
        (Moved(way), false, true) => NotMoved(way),
        (Routine, _, _) => Routine,
        (Met | ComfortablyMet | MarginallyMet, false, true) => Missed,
        (Missed, false, true) => Met,
        (MayHave(Way::Up | Way::Down | Way::Better | Way::Worse) | NotMoved(_), _, _) => verb,
        (
            Twofold(_) | Best | Worst | Record | Met | Missed | ComfortablyMet | MarginallyMet,
            _,
            _,
        )
        | (Moved(_), true, true) => return None,
    })
}
