//! What was written for a quarter to what differs in it: in two packs every text, between two
//! quarters what the later pack asks, tells and answers anew.

use super::difference::{Difference, Matter};
use super::settings::{Attribute, attributes};
use super::{Side, carried};
use crate::diag::Span;
use crate::model::{
    Decision, DecisionVerb, Narrative, Pane, Period, Story, StoryOutcome, Text, Told, Weight,
};
use crate::tongue::{label, say};

/// Texts of a decision that are what the Board is asked, not how it is told.
const ASKED: [&str; 6] = [
    "`request`",
    "`amount`",
    "`one_off`",
    "`running`",
    "`stop_rule`",
    "`resolution`",
];

/// `Approve`, `Decide`, …
pub(super) fn verb(verb: DecisionVerb) -> &'static str {
    match verb {
        DecisionVerb::Decide => label("Decide"),
        DecisionVerb::Approve => label("Approve"),
        DecisionVerb::Note => label("Note"),
        DecisionVerb::Endorse => label("Endorse"),
        DecisionVerb::Advise => label("Advise"),
    }
}

fn outcome(outcome: StoryOutcome) -> &'static str {
    match outcome {
        StoryOutcome::Worked => label("worked"),
        StoryOutcome::DidNotWork => label("did not work"),
        StoryOutcome::TooEarly => label("too early to tell"),
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
            let title = later.read(&story.title);
            match before.iter().find(|s| s.id.value == story.id.value) {
                None => found.push(
                    Difference::new(Matter::Story, &title, label("new story"))
                        .of(&story.metric.value)
                        .to(outcome(story.outcome).to_owned())
                        .saying(say!("the story “{title}” is new", title)),
                ),
                Some(old) if old.outcome != story.outcome => found.push(
                    Difference::new(Matter::Story, &title, label("outcome"))
                        .of(&story.metric.value)
                        .from(outcome(old.outcome).to_owned())
                        .to(outcome(story.outcome).to_owned())
                        .saying(say!("the story “{title}” has another outcome", title)),
                ),
                Some(_) => {}
            }
        }
        for story in before {
            if !now.stories.iter().any(|s| s.id.value == story.id.value) {
                let title = earlier.read(&story.title);
                found.push(
                    Difference::new(Matter::Story, &title, label("no longer told"))
                        .of(&story.metric.value)
                        .from(outcome(story.outcome).to_owned())
                        .noting(say!(
                            "next check was set for {date}",
                            earlier.date(story.next_check.value)
                        ))
                        .saying(say!("the story “{title}” is no longer told", title)),
                );
            }
        }
        found.extend(carried::between_quarters((earlier, from), (later, to)));
        found.extend(first_page((earlier, then), (later, now)));
    }
    found.into_iter().map(|d| d.during(to)).collect()
}

/// A text as it is printed, with whose judgement it is.
fn told(side: &Side<'_>, narrative: &Narrative, text: &Text) -> String {
    let read = side.read(text);
    match crate::sentences::judged(narrative, text) {
        Some(words) => format!("{read} {words}"),
        None => read,
    }
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
    let verdicts = then.overview.verdicts.iter().zip(&now.overview.verdicts);
    let verdicts = Pane::ALL.into_iter().zip(verdicts).map(|(pane, texts)| {
        let within = super::phrase::pane_within(pane);
        let said = say!(
            "sentence of the verdict of {pane} reads differently",
            within
        );
        let what = label("sentence of the verdict");
        (super::phrase::pane(pane), what, said, texts)
    });
    std::iter::once((
        label("The quarter"),
        label("headline"),
        label("headline of the quarter reads differently").to_owned(),
        (&then.overview.headline, &now.overview.headline),
    ))
    .chain(verdicts)
    .enumerate()
    .filter_map(|(at, (name, what, said, (a, b)))| {
        let (a, b) = (told(earlier, then, a), told(later, now, b));
        (a != b).then(|| {
            Difference::new(Matter::Headline, name, what)
                .from(a)
                .to(b)
                .ranked(at)
                .saying(said)
        })
    })
    .collect()
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
            let old = base.read(&old.overview.headline);
            let item = Difference::new(matter, short, "narrative").from(old);
            return vec![item.at(path).during(period).saying(said)];
        }
        (None, Some(new)) => {
            let path = head.path(new.overview.headline.span);
            let said = format!("{short} has a narrative now");
            let new = head.read(&new.overview.headline);
            let item = Difference::new(Matter::New, short, "narrative").to(new);
            return vec![item.at(path).during(period).saying(said)];
        }
        (Some(then), Some(now)) => (then, now),
    };
    let mut found = texts((base, then), (head, now), &short);
    found.extend(stories((base, then), (head, now)));
    found.extend(decisions((base, then), (head, now)));
    found.extend(carried::between_packs((base, then), (head, now)));
    found.extend(purpose(then, (head, now), &short));
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
        let read = |side: &Side<'_>,
                    from: &Narrative,
                    texts: &[Told<'_>]|
         -> Vec<(String, Weight, Span)> {
            let own = texts.iter().filter(|t| (t.what, t.of) == (what, of));
            own.map(|t| (told(side, from, t.text), t.weight, t.text.span))
                .collect()
        };
        let (mut a, mut b) = (read(base, then, &old), read(head, now, &new));
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
                _ if ASKED.contains(&what) => Matter::Ask,
                Weight::Headline | Weight::Sentence => Matter::Headline,
                Weight::Section | Weight::Detail => Matter::Wording,
            };
            let path = match (y, x) {
                (Some((.., span)), _) => head.path(*span),
                (None, Some((.., span))) => base.path(*span),
                (None, None) => continue,
            };
            let name = of
                .and_then(|id| title(now, id))
                .map_or_else(|| short.to_owned(), |text| head.read(text));
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
    let about = |side: &Side<'_>, s: &Story| {
        let text = |what, text: &str| Attribute::new(Matter::Story, what, text);
        vec![
            text("outcome", outcome(s.outcome)),
            text("metric", &s.metric.value),
            text("service", s.service.as_ref().map_or("", |x| &x.value)),
            text("action", &s.action_mark.value),
            text("owner", &s.owner),
            text("next check", &side.date(s.next_check.value)),
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
                name: side.read(&s.title),
                told: outcome(s.outcome).to_owned(),
                metric: s.metric.value.clone(),
                path: side.path(s.id.span),
                attributes: about(side, s),
            })
            .collect()
    };
    wholes(named(base, then), named(head, now), Matter::Story, "story")
}

fn decisions(
    (base, then): (&Side<'_>, &Narrative),
    (head, now): (&Side<'_>, &Narrative),
) -> Vec<Difference> {
    let about = |side: &Side<'_>, d: &Decision| {
        let text = |what, text: &str| Attribute::new(Matter::Ask, what, text);
        vec![
            text("number", &d.number.value.to_string()),
            text("what the Board is to do", verb(d.verb)),
            text("reply by", &side.date(d.reply_by.value)),
            text("sponsor", &d.sponsor),
            text("metric", &d.metric.value),
            text("service", d.service.as_ref().map_or("", |x| &x.value)),
            text("owner of the baseline", &d.baseline.owner),
            text("owner of the investment", &d.investment.owner),
            text(
                "go live",
                &d.investment
                    .go_live
                    .map_or_else(String::new, |x| side.date(x)),
            ),
            text("review date", &side.date(d.review_date.value)),
        ]
    };
    let named = |side: &Side<'_>, n: &Narrative| -> Vec<Whole> {
        n.decisions
            .iter()
            .map(|d| Whole {
                id: d.id.value.clone(),
                name: side.read(&d.title),
                told: format!("{} {}", verb(d.verb), side.read(&d.request)),
                metric: d.metric.value.clone(),
                path: side.path(d.id.span),
                attributes: about(side, d),
            })
            .collect()
    };
    wholes(named(base, then), named(head, now), Matter::Ask, "decision")
}

/// What the Board is to do with the pack.
fn purpose(then: &Narrative, (head, now): (&Side<'_>, &Narrative), short: &str) -> Vec<Difference> {
    let purpose = |n: &Narrative| {
        let text = format!("for {:?}", n.overview.purpose).to_lowercase();
        [Attribute::new(Matter::Ask, "what the pack is for", &text)]
    };
    let path = head.path(now.overview.headline.span);
    attributes(&purpose(then), &purpose(now), |a| {
        Difference::new(a.matter, short, a.what).at(path.clone())
    })
}

/// A story, a decision or a promise.
pub(super) struct Whole {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) told: String,
    pub(super) metric: String,
    pub(super) path: String,
    pub(super) attributes: Vec<Attribute>,
}

pub(super) fn wholes(
    old: Vec<Whole>,
    new: Vec<Whole>,
    matter: Matter,
    kind: &str,
) -> Vec<Difference> {
    // Two of one name, where a pack is wrong, are held against each other in their order.
    let numbered = |mut all: Vec<Whole>| {
        let ids: Vec<String> = all.iter().map(|w| w.id.clone()).collect();
        for (at, whole) in all.iter_mut().enumerate() {
            let earlier = ids[..at].iter().filter(|id| **id == whole.id).count();
            if earlier > 0 {
                whole.id = format!("{} {}", whole.id, earlier + 1);
            }
        }
        all
    };
    let (old, new) = (numbered(old), numbered(new));
    let mut found = Vec::new();
    for now in &new {
        match old.iter().find(|o| o.id == now.id) {
            None => found.push(
                Difference::new(matter, &now.name, kind)
                    .of_any(&now.metric)
                    .to(now.told.clone())
                    .at(now.path.clone())
                    .saying(format!("the {kind} “{}” is new", now.name)),
            ),
            Some(then) => found.extend(attributes(&then.attributes, &now.attributes, |a| {
                Difference::new(a.matter, &now.name, a.what)
                    .of_any(&now.metric)
                    .at(now.path.clone())
            })),
        }
    }
    for then in old.iter().filter(|o| !new.iter().any(|n| n.id == o.id)) {
        found.push(
            Difference::new(matter, &then.name, kind)
                .of_any(&then.metric)
                .from(then.told.clone())
                .at(then.path.clone())
                .saying(format!("the {kind} “{}” is gone", then.name)),
        );
    }
    found
}
