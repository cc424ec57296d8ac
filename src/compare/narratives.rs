//! What was written for a quarter to what differs in it: in two packs every text, between two
//! quarters what the later pack asks, tells and answers anew.

use super::Side;
use super::difference::{Difference, Matter};
use super::settings::{Attribute, attributes};
use crate::diag::Span;
use crate::model::{
    Decision, DecisionVerb, Explanation, Narrative, Period, Story, StoryOutcome, Told, Weight,
};

/// `Approve`, `Decide`, …
fn verb(verb: DecisionVerb) -> &'static str {
    match verb {
        DecisionVerb::Decide => "Decide",
        DecisionVerb::Approve => "Approve",
        DecisionVerb::Note => "Note",
        DecisionVerb::Endorse => "Endorse",
        DecisionVerb::Advise => "Advise",
    }
}

fn outcome(outcome: StoryOutcome) -> &'static str {
    match outcome {
        StoryOutcome::Worked => "worked",
        StoryOutcome::DidNotWork => "did not work",
        StoryOutcome::TooEarly => "too early to tell",
    }
}

/// Between two quarters: what is told and asked, new and no longer.
pub(super) fn between_quarters(
    (earlier, from): (&Side<'_>, Period),
    (later, to): (&Side<'_>, Period),
) -> Vec<Difference> {
    let (then, now) = (
        earlier.pack.narratives.get(&from),
        later.pack.narratives.get(&to),
    );
    let mut found = Vec::new();
    if let Some(now) = now {
        let before = then.map_or(&[][..], |n| &n.stories);
        for story in &now.stories {
            let title = later.answers.read(&story.title).into_owned();
            match before.iter().find(|s| s.id.value == story.id.value) {
                None => found.push(
                    Difference::new(Matter::Story, &title, "new story")
                        .of(&story.metric.value)
                        .to(outcome(story.outcome).to_owned())
                        .saying(format!("the story “{title}” is new")),
                ),
                Some(old) if old.outcome != story.outcome => found.push(
                    Difference::new(Matter::Story, &title, "outcome")
                        .of(&story.metric.value)
                        .from(outcome(old.outcome).to_owned())
                        .to(outcome(story.outcome).to_owned())
                        .saying(format!("the story “{title}” has another outcome")),
                ),
                Some(_) => {}
            }
        }
        for story in before {
            if !now.stories.iter().any(|s| s.id.value == story.id.value) {
                let title = earlier.answers.read(&story.title).into_owned();
                found.push(
                    Difference::new(Matter::Story, &title, "no longer told")
                        .of(&story.metric.value)
                        .from(outcome(story.outcome).to_owned())
                        .noting(format!("next check was set for {}", story.next_check.value))
                        .saying(format!("the story “{title}” is no longer told")),
                );
            }
        }
        found.extend(asks((earlier, then), (later, now)));
        found.extend(first_page((earlier, then), (later, now)));
    }
    found.into_iter().map(|d| d.during(to)).collect()
}

fn asks(
    (earlier, then): (&Side<'_>, Option<&Narrative>),
    (later, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let mut found = Vec::new();
    let before = then.map_or(&[][..], |n| &n.decisions);
    let request = |side: &Side<'_>, d: &Decision| {
        let amount = d
            .amount
            .as_ref()
            .map_or_else(String::new, |a| format!(", {}", side.answers.read(a)));
        format!("{} {}{amount}", verb(d.verb), side.answers.read(&d.request))
    };
    for decision in &now.decisions {
        if before.iter().any(|d| d.id.value == decision.id.value) {
            continue;
        }
        let name = later.answers.read(&decision.title).into_owned();
        let asked = request(later, decision);
        let said = format!("the Board is asked to {}", lower(&asked));
        found.push(
            Difference::new(Matter::Ask, name, "new question to the Board")
                .of(&decision.metric.value)
                .to(asked)
                .noting(format!("reply by {}", decision.reply_by.value))
                .saying(said),
        );
    }
    for decision in before {
        if now
            .decisions
            .iter()
            .any(|d| d.id.value == decision.id.value)
        {
            continue;
        }
        let name = earlier.answers.read(&decision.title).into_owned();
        let said = format!("“{name}” is no longer asked");
        found.push(
            Difference::new(Matter::Ask, name, "question to the Board")
                .of(&decision.metric.value)
                .from(request(earlier, decision))
                .noting("not asked again")
                .saying(said),
        );
    }
    found.extend(promises((earlier, then), (later, now)));
    found
}

/// Answers to exceptions, each a promise with an owner and a day.
fn promises(
    (earlier, then): (&Side<'_>, Option<&Narrative>),
    (later, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let before = then.map_or(&[][..], |n| n.overview.explanations.as_slice());
    let told = |side: &Side<'_>, e: &Explanation| {
        format!("{} ({}, by {})", side.answers.read(&e.doing), e.owner, e.by)
    };
    let name = |side: &Side<'_>, e: &Explanation| {
        let metric = side.pack.metrics.get(&e.metric.value);
        metric.map_or_else(|| e.metric.value.clone(), |m| m.name.value.clone())
    };
    let mut found = Vec::new();
    for promise in &now.overview.explanations {
        let old = before
            .iter()
            .find(|e| e.metric.value == promise.metric.value);
        let was = old.map(|e| told(earlier, e));
        let is = told(later, promise);
        if was.as_ref() == Some(&is) {
            continue;
        }
        let name = name(later, promise);
        let said = format!("management promises about {name}: {is}");
        found.push(
            Difference::new(Matter::Ask, name, "promise")
                .of(&promise.metric.value)
                .from(was)
                .to(is)
                .saying(said),
        );
    }
    for promise in before {
        let kept = &now.overview.explanations;
        if !kept.iter().any(|e| e.metric.value == promise.metric.value) {
            let name = name(earlier, promise);
            let said = format!("the promise about {name} is not repeated");
            found.push(
                Difference::new(Matter::Ask, name, "promise")
                    .of(&promise.metric.value)
                    .from(told(earlier, promise))
                    .noting("not repeated")
                    .saying(said),
            );
        }
    }
    found
}

/// The headline and the sentences of the verdicts: every pack writes them anew, so they are set
/// side by side.
fn first_page(
    (earlier, then): (&Side<'_>, Option<&Narrative>),
    (later, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let Some(then) = then else {
        return Vec::new();
    };
    let panes = crate::model::Pane::ALL.map(super::phrase::pane);
    let verdicts = then.overview.verdicts.iter().zip(&now.overview.verdicts);
    let verdicts = panes.into_iter().zip(verdicts);
    std::iter::once((
        "The quarter",
        "headline",
        (&then.overview.headline, &now.overview.headline),
    ))
    .chain(verdicts.map(|(pane, texts)| (pane, "sentence of the verdict", texts)))
    .enumerate()
    .filter_map(|(at, (name, what, (a, b)))| {
        let (a, b) = (earlier.answers.read(a), later.answers.read(b));
        (a != b).then(|| {
            Difference::new(Matter::Headline, name, what)
                .from(a.into_owned())
                .to(b.into_owned())
                .ranked(at)
                .saying(format!(
                    "{what} of {} reads differently",
                    name.to_lowercase()
                ))
        })
    })
    .collect()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// In two packs: everything written for one quarter.
pub(super) fn between_packs(base: &Side<'_>, head: &Side<'_>, period: Period) -> Vec<Difference> {
    let short = head.words(period).or_else(|| base.words(period));
    let short = short.map_or_else(|| period.to_string(), |w| w.period_short(period));
    let lost = base.pack.published.contains_key(&period);
    let (then, now) = match (
        base.pack.narratives.get(&period),
        head.pack.narratives.get(&period),
    ) {
        (None, None) => return Vec::new(),
        (Some(old), None) => {
            let matter = if lost {
                Matter::PublishedText
            } else {
                Matter::Gone
            };
            let path = base.path(old.overview.headline.span);
            let said = format!("what was written for {short} is no longer there");
            let old = base.answers.read(&old.overview.headline).into_owned();
            let item = Difference::new(matter, short, "everything written").from(old);
            return vec![item.at(path).during(period).saying(said)];
        }
        (None, Some(new)) => {
            let path = head.path(new.overview.headline.span);
            let said = format!("{short} has a narrative now");
            let new = head.answers.read(&new.overview.headline).into_owned();
            let item = Difference::new(Matter::New, short, "narrative").to(new);
            return vec![item.at(path).during(period).saying(said)];
        }
        (Some(then), Some(now)) => (then, now),
    };
    let mut found = texts((base, then), (head, now), &short);
    found.extend(stories((base, then), (head, now)));
    found.extend(decisions((base, then), (head, now)));
    found.extend(answers((base, then), (head, now), &short));
    for item in &mut found {
        item.period = Some(period);
        if lost {
            item.matter = Matter::PublishedText;
        }
    }
    found
}

/// Texts by what they are and what they belong to; those that both have are dropped, the rest are
/// set side by side in order.
fn texts(
    (base, then): (&Side<'_>, &Narrative),
    (head, now): (&Side<'_>, &Narrative),
    short: &str,
) -> Vec<Difference> {
    let (old, new) = (then.texts(), now.texts());
    let mut kinds: Vec<(&str, Option<&str>)> = Vec::new();
    for told in new.iter().chain(&old) {
        let kind = (told.what, told.of);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let mut found = Vec::new();
    for (what, of) in kinds {
        let stays = |n: &Narrative| of.is_none_or(|id| title(n, id).is_some());
        // A story or decision that came or went is told as a whole.
        if !stays(then) || !stays(now) {
            continue;
        }
        let read = |side: &Side<'_>, texts: &[Told<'_>]| -> Vec<(String, Weight, Span)> {
            let own = texts.iter().filter(|t| (t.what, t.of) == (what, of));
            own.map(|t| {
                (
                    side.answers.read(t.text).into_owned(),
                    t.weight,
                    t.text.span,
                )
            })
            .collect()
        };
        let (mut a, mut b) = (read(base, &old), read(head, &new));
        a.retain(
            |(text, ..)| match b.iter().position(|(other, ..)| other == text) {
                Some(at) => {
                    b.remove(at);
                    false
                }
                None => true,
            },
        );
        for at in 0..a.len().max(b.len()) {
            let (x, y) = (a.get(at), b.get(at));
            let Some((_, weight, _)) = y.or(x) else {
                continue;
            };
            let matter = match weight {
                Weight::Headline | Weight::Sentence => Matter::Headline,
                Weight::Section | Weight::Detail => Matter::Wording,
            };
            let path = match (y, x) {
                (Some((.., span)), _) => head.path(*span),
                (None, Some((.., span))) => base.path(*span),
                (None, None) => continue,
            };
            let name = of.and_then(|id| title(now, id)).map_or_else(
                || short.to_owned(),
                |text| head.answers.read(text).into_owned(),
            );
            let what = what.replace('`', "").replace('_', " ");
            let how = match (x, y) {
                (None, _) => "is new",
                (_, None) => "is gone",
                _ => "reads differently",
            };
            let said = format!("{what} of “{name}” {how}");
            let some = |text: Option<&(String, Weight, Span)>| {
                text.map(|(text, ..)| text.clone())
                    .filter(|t| !t.is_empty())
            };
            let item = Difference::new(matter, name, what)
                .from(some(x))
                .to(some(y));
            found.push(item.at(path).saying(said));
        }
    }
    found
}

fn title<'n>(narrative: &'n Narrative, id: &str) -> Option<&'n crate::model::Text> {
    let story = narrative
        .stories
        .iter()
        .find(|s| s.id.value == id)
        .map(|s| &s.title);
    let decisions = || narrative.decisions.iter().find(|d| d.id.value == id);
    story.or_else(|| decisions().map(|d| &d.title))
}

fn stories(
    (base, then): (&Side<'_>, &Narrative),
    (head, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let about = |s: &Story| {
        let text = |what, text: &str| Attribute::new(Matter::Story, what, text);
        vec![
            text("outcome", outcome(s.outcome)),
            text("metric", &s.metric.value),
            text("service", s.service.as_ref().map_or("", |x| &x.value)),
            text("action", &s.action_mark.value),
            text("owner", &s.owner),
            text("next check", &s.next_check.value.to_string()),
            text(
                "grade of the business proxy",
                &format!("{:?}", s.proxy.grade).to_lowercase(),
            ),
            text("agreed with", &s.proxy.agreed_with),
        ]
    };
    let named = |side: &Side<'_>, n: &Narrative| -> Vec<Whole> {
        n.stories
            .iter()
            .map(|s| Whole {
                id: s.id.value.clone(),
                name: side.answers.read(&s.title).into_owned(),
                told: outcome(s.outcome).to_owned(),
                metric: s.metric.value.clone(),
                path: side.path(s.id.span),
                attributes: about(s),
            })
            .collect()
    };
    wholes(named(base, then), named(head, now), Matter::Story, "story")
}

fn decisions(
    (base, then): (&Side<'_>, &Narrative),
    (head, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let about = |d: &Decision| {
        let text = |what, text: &str| Attribute::new(Matter::Ask, what, text);
        vec![
            text("number", &d.number.value.to_string()),
            text("what the Board is to do", verb(d.verb)),
            text("reply by", &d.reply_by.value.to_string()),
            text("sponsor", &d.sponsor),
            text("metric", &d.metric.value),
            text("service", d.service.as_ref().map_or("", |x| &x.value)),
            text("owner of the baseline", &d.baseline.owner),
            text("owner of the investment", &d.investment.owner),
            text(
                "go live",
                &d.investment
                    .go_live
                    .map_or_else(String::new, |x| x.to_string()),
            ),
            text("review date", &d.review_date.value.to_string()),
        ]
    };
    let named = |side: &Side<'_>, n: &Narrative| -> Vec<Whole> {
        n.decisions
            .iter()
            .map(|d| Whole {
                id: d.id.value.clone(),
                name: side.answers.read(&d.title).into_owned(),
                told: format!("{} {}", verb(d.verb), side.answers.read(&d.request)),
                metric: d.metric.value.clone(),
                path: side.path(d.id.span),
                attributes: about(d),
            })
            .collect()
    };
    wholes(named(base, then), named(head, now), Matter::Ask, "decision")
}

/// The answers for exceptions without their texts, and what the Board is to do with the pack.
fn answers(
    (base, then): (&Side<'_>, &Narrative),
    (head, now): (&Side<'_>, &Narrative),
    short: &str,
) -> Vec<Difference> {
    let named = |side: &Side<'_>, n: &Narrative| -> Vec<Whole> {
        n.overview
            .explanations
            .iter()
            .map(|e| {
                let metric = side.pack.metrics.get(&e.metric.value);
                let text = |what, text: &str| Attribute::new(Matter::Ask, what, text);
                Whole {
                    id: e.metric.value.clone(),
                    name: metric.map_or_else(|| e.metric.value.clone(), |m| m.name.value.clone()),
                    told: side.answers.read(&e.doing).into_owned(),
                    metric: e.metric.value.clone(),
                    path: side.path(e.metric.span),
                    attributes: vec![
                        text("owner", &e.owner),
                        text("by", &e.by.to_string()),
                        text("how sure we are of the cause", &format!("{:?}", e.grade)),
                    ],
                }
            })
            .collect()
    };
    let mut found = wholes(named(base, then), named(head, now), Matter::Ask, "promise");
    let purpose = |n: &Narrative| {
        let text = format!("for {:?}", n.overview.purpose).to_lowercase();
        [Attribute::new(Matter::Ask, "what the pack is for", &text)]
    };
    let path = head.path(now.overview.headline.span);
    found.extend(attributes(&purpose(then), &purpose(now), |a| {
        Difference::new(a.matter, short, a.what).at(path.clone())
    }));
    found
}

/// A story, a decision or a promise.
struct Whole {
    id: String,
    name: String,
    told: String,
    metric: String,
    path: String,
    attributes: Vec<Attribute>,
}

fn wholes(old: Vec<Whole>, new: Vec<Whole>, matter: Matter, kind: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    for now in &new {
        match old.iter().find(|o| o.id == now.id) {
            None => found.push(
                Difference::new(matter, &now.name, kind)
                    .of(&now.metric)
                    .to(now.told.clone())
                    .at(now.path.clone())
                    .saying(format!("the {kind} “{}” is new", now.name)),
            ),
            Some(then) => found.extend(attributes(&then.attributes, &now.attributes, |a| {
                Difference::new(a.matter, &now.name, a.what)
                    .of(&now.metric)
                    .at(now.path.clone())
            })),
        }
    }
    for then in old.iter().filter(|o| !new.iter().any(|n| n.id == o.id)) {
        found.push(
            Difference::new(matter, &then.name, kind)
                .of(&then.metric)
                .from(then.told.clone())
                .at(then.path.clone())
                .saying(format!("the {kind} “{}” is gone", then.name)),
        );
    }
    found
}
