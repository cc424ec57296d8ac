//! Stories: context, action, metric shift, business proxy. The shift is drawn and worded from the
//! data; the author writes only what stands around it.

use super::row::{capital, scope, scoped_name, spelled};
use super::{Frame, figure_path, last_edits};
use crate::analyse::QuarterAnalysis;
use crate::model::{Grade, Narrative, Story, StoryOutcome, Text};
use crate::render::figures::{self, Drawn};
use crate::render::markdown::Html;
use crate::render::{Ctx, Edition, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// Stories on the sheet: as many as one page of paper holds. Others stand in the appendix.
const SHOWN: usize = 2;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Stories {
    kicker: String,
    headline: String,
    stories: Vec<Told>,
    /// Links to those of the appendix.
    more: Vec<Put>,
    /// Whether at least one change that did not work is among them.
    failure_told: bool,
}

/// A story of the appendix, named on the sheet.
#[derive(Debug, Clone, Serialize)]
struct Put {
    id: String,
    /// What it is told of: `API latency, Search`.
    name: String,
    outcome: String,
}

/// A story as it is told.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Told {
    id: String,
    title_html: Html,
    outcome: &'static str,
    metric: String,
    href: String,
    context_html: Html,
    action_html: Html,
    /// Date live, cost, owner.
    action_facts: String,
    shift: String,
    other_html: Html,
    /// What the pack itself knows of the same weeks.
    same_weeks: Vec<String>,
    /// Why the dashboard grades it otherwise; empty where it does not.
    differing: &'static str,
    proxy_html: Html,
    grade: &'static str,
    range: String,
    method_html: Html,
    agreed: String,
    /// What was compared with what, where more than time was.
    comparison_html: Option<Html>,
    next_check: String,
    /// What the check will tell, by the outcome.
    next_words: &'static str,
    /// The commit that last changed it; empty where no repository knows.
    edited: String,
    figure: Option<Drawn>,
}

impl Stories {
    /// The sheet, and the stories of the appendix.
    pub(crate) fn sheets(
        ctx: &Ctx<'_>,
        frame: &Frame,
        quarter: &QuarterAnalysis,
        narrative: Option<&Narrative>,
        edition: &Edition,
    ) -> (Self, Vec<Told>) {
        let stories = narrative.map_or(&[][..], |n| n.stories.as_slice());
        let with = |outcome| stories.iter().filter(|s| s.outcome == outcome).count();
        let changes = match stories.len() {
            1 => label("One change").to_owned(),
            n => capital(&say!("{spelled} changes", spelled(n))),
        };
        let parts: Vec<String> = [
            (with(StoryOutcome::Worked), label("worked")),
            (with(StoryOutcome::DidNotWork), label("did not")),
            (with(StoryOutcome::TooEarly), label("too early to tell")),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{} {word}", spelled(n)))
        .collect();
        // What did not work is never what is put off.
        let mut order: Vec<&Story> = stories.iter().collect();
        if !order.iter().take(SHOWN).any(|s| failed(s))
            && let Some(at) = order.iter().position(|s| failed(s))
        {
            let story = order.remove(at);
            order.insert(SHOWN - 1, story);
        }
        let (shown, more) = order.split_at(SHOWN.min(order.len()));
        let all = |part: &[&Story]| -> Vec<Told> {
            let each = part.iter();
            each.map(|s| Told {
                edited: last_edits::of_story(ctx, edition, quarter.period, &s.id.value),
                ..told(ctx, frame, quarter, narrative, s)
            })
            .collect()
        };
        let sheet = Self {
            kicker: say!(
                "What we did about it · {period_short}",
                ctx.words.period_short(quarter.period)
            ),
            headline: if stories.is_empty() {
                label("No change is told this quarter").to_owned()
            } else {
                format!("{changes}{}{}", label(": "), parts.join(", "))
            },
            failure_told: with(StoryOutcome::DidNotWork) > 0,
            stories: all(shown),
            more: more
                .iter()
                .map(|story| Put {
                    id: story.id.value.clone(),
                    name: named(ctx, story),
                    outcome: outcome(story).to_lowercase(),
                })
                .collect(),
        };
        (sheet, all(more))
    }
}

/// The metric that a story is about, as it is named on pages.
fn named(ctx: &Ctx<'_>, story: &Story) -> String {
    let scope = scope(story.service.as_ref().map(|s| s.value.as_str()));
    let metric = ctx.pack.metrics.get(&story.metric.value);
    metric.map_or_else(String::new, |m| scoped_name(ctx, m, scope))
}

fn outcome(story: &Story) -> &'static str {
    match story.outcome {
        StoryOutcome::Worked => label("Worked"),
        StoryOutcome::DidNotWork => label("Did not work"),
        StoryOutcome::TooEarly => label("Too early to tell"),
    }
}

fn failed(story: &Story) -> bool {
    story.outcome == StoryOutcome::DidNotWork
}

/// A title, and behind one whose words are not read what the data say.
pub(super) fn titled(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    narrative: Option<&Narrative>,
    title: &Text,
) -> Html {
    let html = ctx.inline(&frame.root, title);
    match narrative.and_then(|n| sentences::declared(ctx, quarter, n, title)) {
        Some(words) => html.held(&words),
        None => html,
    }
}

fn told(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    narrative: Option<&Narrative>,
    story: &Story,
) -> Told {
    let id = &story.id.value;
    let scope = scope(story.service.as_ref().map(|s| s.value.as_str()));
    let metric = ctx.pack.metrics.get(&story.metric.value);
    let shift = quarter.shifts.get(id);
    let drawn = metric.zip(shift);
    let live = ctx
        .pack
        .annotations
        .iter()
        .find(|a| a.id.value == story.action_mark.value)
        .map(|a| say!("Live {date}", ctx.words.date(a.date)));
    let facts: Vec<String> = live
        .into_iter()
        .chain([ctx.plain(&story.cost), story.owner.clone()])
        .filter(|fact| !fact.is_empty())
        .collect();
    Told {
        id: id.clone(),
        title_html: titled(ctx, frame, quarter, narrative, &story.title),
        outcome: outcome(story),
        metric: named(ctx, story),
        href: frame.to(&figure_path(&story.metric.value, quarter.period)),
        context_html: ctx.blocks(&frame.root, &story.context, 4),
        action_html: ctx.blocks(&frame.root, &story.action, 4),
        action_facts: facts.join(" · "),
        shift: drawn.map_or_else(String::new, |(metric, shift)| {
            sentences::shift(ctx, metric, scope, shift)
        }),
        same_weeks: drawn.map_or_else(Vec::new, |(metric, shift)| {
            sentences::same_weeks(ctx, metric, scope, story, shift)
        }),
        differing: narrative
            .and_then(|n| {
                let service = story.service.as_ref().map(|s| s.value.as_str());
                quarter.evidence(n, &story.metric.value, service)
            })
            .filter(|e| e.told.is_some_and(|(told, _)| told.id == story.id))
            .and_then(|e| sentences::differing(&e))
            .unwrap_or(""),
        other_html: ctx.inline(&frame.root, &story.other_changes),
        proxy_html: ctx.blocks(&frame.root, &story.business_proxy, 4),
        grade: match story.proxy.grade {
            Grade::Measured => label("Measured"),
            Grade::Modelled => label("Modelled"),
            Grade::Assumed => label("Assumed"),
        },
        range: match (&story.proxy.low, &story.proxy.high) {
            (Some(low), Some(high)) => say!("{plain} to {plain2}", ctx.plain(low), ctx.plain(high)),
            (Some(low), None) => say!("at least {plain}", ctx.plain(low)),
            (None, Some(high)) => say!("at most {plain}", ctx.plain(high)),
            (None, None) => String::new(),
        },
        method_html: ctx.inline(&frame.root, &closed(&story.proxy.method)),
        agreed: format!(
            "{}, {}",
            story.proxy.agreed_with,
            ctx.words.date(story.proxy.agreed_on.value)
        ),
        comparison_html: story
            .comparison
            .as_ref()
            .map(|text| ctx.inline(&frame.root, text)),
        next_check: ctx.words.date(story.next_check.value),
        next_words: match story.outcome {
            StoryOutcome::Worked => label("If the shift is gone we will say so here."),
            StoryOutcome::DidNotWork => label("If a shift has come after all we will say so here."),
            StoryOutcome::TooEarly => label("Whether there is a shift we will say here."),
        },
        edited: String::new(),
        figure: drawn.map(|(metric, shift)| {
            figures::shift(ctx, metric, scope, shift, &format!("story-{id}"))
        }),
    }
}

/// A text that ends with a full stop, whether or not it was written with one.
fn closed(text: &Text) -> Text {
    Text {
        value: format!("{}.", text.value.trim_end_matches('.')),
        span: text.span,
    }
}
