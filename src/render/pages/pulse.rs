//! What people say of their own work, and the five dimensions of SPACE with the metrics that tell of
//! each. Never one number of the five, and never of fewer than five people.

use super::row::no_data;
use super::{Frame, Link, figure_path, metric_path};
use crate::analyse::{QuarterAnalysis, SpaceTable, is_perceptual};
use crate::model::{Metric, Missing, Space, Value};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// Questions shown: more would be a survey report.
const QUESTIONS: usize = 2;

/// The pulse and the five dimensions.
#[derive(Debug, Serialize)]
pub(crate) struct Pulse {
    pub(crate) questions: Vec<Question>,
    /// `1 more question is asked: see the metrics`; empty where all are shown.
    pub(crate) more: String,
    /// Empty where the pack gives no metric a dimension.
    pub(crate) dimensions: Vec<Dimension>,
    /// Names the dimensions that nothing tells of; empty where there is none.
    pub(crate) gap: String,
}

/// One question of the pulse.
#[derive(Debug, Serialize)]
pub(crate) struct Question {
    name: Link,
    /// Word for word; empty where the definition does not say.
    asked: String,
    now: String,
    now_href: String,
    previous: String,
    target: String,
    against: Mark,
    /// `81 of 112 answered (72%)`.
    answered: String,
    /// Groups that are not shown, and why; empty where all are.
    withheld: String,
}

/// One dimension of SPACE.
#[derive(Debug, Serialize)]
pub(crate) struct Dimension {
    name: &'static str,
    meaning: &'static str,
    metrics: Vec<Measure>,
}

#[derive(Debug, Serialize)]
struct Measure {
    name: Link,
    now: String,
    against: Mark,
    movement: Mark,
    /// Whether people said it of themselves.
    perceptual: bool,
}

impl Pulse {
    /// The pulse of a quarter.
    pub(crate) fn new(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Self {
        let asked = ctx.pack.metrics.values();
        let asked = asked.filter(|metric| is_perceptual(metric));
        let mut questions: Vec<Question> = asked
            .filter_map(|metric| question(ctx, frame, quarter, metric))
            .collect();
        let more = questions.len().saturating_sub(QUESTIONS);
        questions.truncate(QUESTIONS);
        let table = SpaceTable::of(ctx.pack);
        let dimensions = table.as_ref().map_or_else(Vec::new, |table| {
            let all = Space::ALL.into_iter();
            all.map(|dimension| Dimension {
                name: name(dimension),
                meaning: meaning(dimension),
                metrics: table
                    .metrics
                    .get(&dimension)
                    .into_iter()
                    .flatten()
                    .filter_map(|metric| measure(ctx, frame, quarter, metric))
                    .collect(),
            })
            .collect()
        });
        Self {
            questions,
            more: match more {
                0 => String::new(),
                1 => label("1 more question is asked; the glossary has its figure.").to_owned(),
                n => say!(
                    "{n} more questions are asked; the glossary has their figures.",
                    n
                ),
            },
            dimensions,
            gap: table.as_ref().map_or_else(String::new, gap),
        }
    }
}

fn gap(table: &SpaceTable<'_>) -> String {
    let gaps: Vec<String> = table
        .gaps()
        .into_iter()
        .map(|dimension| sentences::clause(name(dimension)))
        .collect();
    match gaps.len() {
        0 => String::new(),
        _ => say!("No metric tells of {listed}.", sentences::listed(&gaps)),
    }
}

fn question(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    metric: &Metric,
) -> Option<Question> {
    let judged = quarter.metrics.get(&metric.id.value)?;
    let whole = &judged.all;
    let now = whole.now.as_ref();
    let withheld: Vec<String> = ctx
        .pack
        .services
        .iter()
        .filter(|service| {
            let part = judged.services.get(&service.id.value);
            let missing = part.and_then(|part| part.missing.as_ref());
            missing.is_some_and(Missing::is_withheld)
        })
        .map(|service| service.name.clone())
        .collect();
    Some(Question {
        name: link(frame, metric),
        asked: metric
            .question
            .as_ref()
            .map_or_else(String::new, |asked| say!("“{asked}”", asked.value)),
        now: match (now, &whole.missing) {
            (Some(figure), _) => ctx.words.figure(metric, figure),
            (None, Some(missing)) if missing.is_withheld() => label("withheld").to_owned(),
            (None, _) => no_data().to_owned(),
        },
        now_href: now.map_or_else(String::new, |_| {
            frame.to(&figure_path(&metric.id.value, quarter.period))
        }),
        previous: match (&whole.broken, &whole.previous) {
            (Some(broken), _) => sentences::not_comparable(ctx.words, broken),
            (None, Some(figure)) => say!(
                "{figure} in {period_short}",
                ctx.words.figure(metric, figure),
                ctx.words.period_short(quarter.period.previous())
            ),
            (None, None) => String::new(),
        },
        target: whole
            .target
            .target
            .as_ref()
            .map_or_else(String::new, |t| ctx.words.exact(metric, t.value)),
        against: marks::target(whole.target.status),
        answered: now.map_or_else(String::new, |figure| answered(ctx, figure.value)),
        withheld: match withheld.len() {
            0 => String::new(),
            _ => say!(
                "Not shown, to protect small groups: {listed}.",
                sentences::listed(&withheld)
            ),
        },
    })
}

/// `81 of 112 answered (72%)`: a response rate is a share of enough people to be one.
fn answered(ctx: &Ctx<'_>, value: Value) -> String {
    match value {
        Value::Score {
            n,
            invited: Some(invited),
            ..
        } if invited > 0 => {
            // Rounded half up, in whole percent.
            let share = (n.saturating_mul(200) + invited) / (invited.saturating_mul(2));
            say!("{of} answered ({share}%)", ctx.words.of(n, invited), share)
        }
        Value::Score { n, .. } => say!(
            "{count} answered; how many were asked is not on record",
            ctx.words.count(n)
        ),
        _ => String::new(),
    }
}

fn measure(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    metric: &Metric,
) -> Option<Measure> {
    let judged = &quarter.metrics.get(&metric.id.value)?.all;
    let now = judged.now.as_ref();
    Some(Measure {
        name: link(frame, metric),
        now: now.map_or_else(|| no_data().to_owned(), |f| ctx.words.cell(metric, f)),
        against: marks::target(judged.target.status),
        movement: marks::movement(&judged.movement),
        perceptual: is_perceptual(metric),
    })
}

fn link(frame: &Frame, metric: &Metric) -> Link {
    Link {
        label: metric.name.value.clone(),
        href: frame.to(&metric_path(&metric.id.value)),
    }
}

/// The dimensions as readers see them.
fn name(dimension: Space) -> &'static str {
    match dimension {
        Space::Satisfaction => label("Satisfaction and well-being"),
        Space::Performance => label("Performance"),
        Space::Activity => label("Activity"),
        Space::Communication => label("Communication and collaboration"),
        Space::Efficiency => label("Efficiency and flow"),
    }
}

fn meaning(dimension: Space) -> &'static str {
    match dimension {
        Space::Satisfaction => label("how people find their work and what it does to them"),
        Space::Performance => label("what comes of the work, not how much is done"),
        Space::Activity => label("how much is done; never read alone"),
        Space::Communication => label("how well people work together"),
        Space::Efficiency => label("how far work goes on without waiting or interruption"),
    }
}
