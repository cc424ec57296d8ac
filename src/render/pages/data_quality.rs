//! Data quality: what was filed, what is missing or estimated, what changed its meaning, and what
//! could not be tested.

use super::at_a_glance::{Sentence, estimated, present};
use super::collected::{FromEvents, is_collected};
use super::last_edits::{LastEdit, last_edits};
use super::restated;
use super::row::no_data;
use super::switched_off::SwitchedOff;
use super::typed::{Typed, typed};
use super::vouched::{Vouched, vouched};
use super::{Frame, metric_path};
use crate::analyse::{MetricAnalysis, MovementClass, NotTested, QuarterAnalysis};
use crate::model::{Metric, Missing, Series, Week};
use crate::render::{Ctx, Edition, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DataQuality {
    kicker: String,
    headline: String,
    rows: Vec<Completeness>,
    missing: Vec<Said>,
    estimated: Vec<Said>,
    /// Figures with a date of their own.
    dated: Vec<Said>,
    definitions: Vec<Said>,
    /// How figures were counted from events; absent where none were.
    collected: Option<FromEvents>,
    untested: Vec<Said>,
    restatements: Vec<Sentence>,
    typed: Vec<Typed>,
    /// Sentences that rest on a declared claim, a record, a judgement or a source.
    vouched: Vec<Vouched>,
    /// Which commits last changed the texts; empty where no repository knows.
    edits: Vec<LastEdit>,
    switched_off: Vec<SwitchedOff>,
    /// What this edition says of itself; may be empty.
    edition: &'static str,
    zone: String,
    services: usize,
}

/// One metric's row.
#[derive(Debug, Clone, Serialize)]
struct Completeness {
    name: String,
    href: String,
    /// `filed`, `collected`, `computed from services`, `no data`.
    quarter: &'static str,
    /// `13 of 13`, `quarterly only`.
    weeks: String,
    services: String,
    version: String,
}

/// A metric and what is to be said about it.
#[derive(Debug, Clone, Serialize)]
struct Said {
    name: String,
    href: String,
    said: String,
}

impl DataQuality {
    pub(crate) fn new(
        ctx: &Ctx<'_>,
        frame: &Frame,
        quarter: &QuarterAnalysis,
        edition: &Edition,
    ) -> Self {
        let weeks = ctx.pack.settings.calendar.weeks(quarter.period);
        let metrics = || {
            ctx.pack
                .metrics
                .values()
                .filter_map(|m| Some((m, quarter.metrics.get(&m.id.value)?)))
        };
        let collect = |of: &dyn Fn(&Metric, &MetricAnalysis) -> Option<String>| -> Vec<Said> {
            metrics()
                .filter_map(|(metric, judged)| {
                    Some(Said {
                        name: metric.name.value.clone(),
                        href: frame.to(&metric_path(&metric.id.value)),
                        said: of(metric, judged)?,
                    })
                })
                .collect()
        };
        let missing = collect(&|metric, judged| missing(ctx, metric, judged));
        let total = metrics().count();
        let there = metrics().filter(|(_, judged)| present(judged)).count();
        Self {
            kicker: say!(
                "Data quality · {period_short}",
                ctx.words.period_short(quarter.period)
            ),
            headline: if there == total {
                match total {
                    1 => label("The one metric has a figure this quarter").to_owned(),
                    _ => say!("All {total} metrics have a figure this quarter", total),
                }
            } else {
                say!(
                    "{there} of {total} metrics have a figure this quarter",
                    there,
                    total
                )
            },
            rows: metrics()
                .map(|(metric, judged)| completeness(ctx, frame, quarter, &weeks, metric, judged))
                .collect(),
            missing,
            estimated: collect(&|metric, judged| guessed(ctx, quarter, metric, judged)),
            dated: collect(&|_, judged| dated(ctx, judged)),
            definitions: collect(&|metric, _| changed(ctx, quarter, metric)),
            collected: FromEvents::new(ctx, frame, quarter),
            untested: collect(&|_, judged| untested(ctx, judged)),
            restatements: restated::every(ctx, quarter),
            switched_off: SwitchedOff::rows(edition.silenced(quarter.period)),
            edition: edition.honest_line(quarter.period),
            typed: ctx
                .pack
                .narratives
                .get(&quarter.period)
                .map_or_else(Vec::new, |narrative| typed(ctx, narrative)),
            vouched: ctx
                .pack
                .narratives
                .get(&quarter.period)
                .map_or_else(Vec::new, |narrative| vouched(ctx, narrative)),
            edits: ctx
                .pack
                .narratives
                .get(&quarter.period)
                .map_or_else(Vec::new, |narrative| {
                    last_edits(ctx, edition, quarter.period, narrative)
                }),
            zone: ctx.pack.settings.calendar.zone.name().to_owned(),
            services: ctx.pack.services.len(),
        }
    }
}

fn completeness(
    ctx: &Ctx<'_>,
    frame: &Frame,
    quarter: &QuarterAnalysis,
    weeks: &[Week],
    metric: &Metric,
    judged: &MetricAnalysis,
) -> Completeness {
    let observed = ctx.pack.observations.get(&metric.id.value);
    // A week counts as filed where any scope filed it with a value.
    let filed = weeks
        .iter()
        .filter(|week| {
            let has = |series: &Series| matches!(series.weeks.get(week), Some((Some(_), _)));
            observed.is_some_and(|o| has(&o.all) || o.services.values().any(has))
        })
        .count();
    let weekly = observed.is_some_and(|o| {
        !o.all.weeks.is_empty() || o.services.values().any(|s| !s.weeks.is_empty())
    });
    let services = judged.services.len();
    let with_figure = judged.services.values().filter(|s| s.now.is_some()).count();
    Completeness {
        name: metric.name.value.clone(),
        href: frame.to(&metric_path(&metric.id.value)),
        quarter: match &judged.all.now {
            Some(figure) if figure.rolled_up => label("from services"),
            Some(_) if is_collected(ctx, quarter, metric) => label("collected"),
            Some(_) => label("filed"),
            None if with_figure > 0 => label("by service only"),
            None => no_data(),
        },
        weeks: if weekly {
            say!("{filed} of {len}", filed, weeks.len())
        } else {
            label("quarterly").to_owned()
        },
        services: if services == 0 {
            label("none").to_owned()
        } else {
            say!("{with_figure} of {services}", with_figure, services)
        },
        version: ctx.pack.version_told(metric, quarter.period).to_string(),
    }
}

fn missing(ctx: &Ctx<'_>, metric: &Metric, judged: &MetricAnalysis) -> Option<String> {
    let told = |missing: &Missing| {
        let mut said = format!("{}.", sentences::why_missing(missing).trim_end_matches('.'));
        if missing.is_withheld() {
            return said;
        }
        match missing.expected {
            Some(date) => said.push_str(&say!(" Expected {date}.", ctx.words.date(date))),
            None => said.push_str(label(" No date promised.")),
        }
        let owner = missing.owner.as_deref().unwrap_or(&metric.owner.value);
        said.push_str(&say!(" Owner {owner}.", owner));
        said
    };
    let mut parts = Vec::new();
    if let Some(missing) = &judged.all.missing {
        parts.push(told(missing));
    } else if !present(judged) {
        parts.push(say!(
            "Nothing was filed. Owner {value}.",
            metric.owner.value
        ));
    }
    for (id, service) in &judged.services {
        if let Some(missing) = &service.missing {
            let name = ctx
                .pack
                .service(id)
                .map_or(id.as_str(), |s| s.name.as_str());
            parts.push(format!("{name}{}{}", label(": "), told(missing)));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Which figures were taken on another day than the rest, and when.
fn dated(ctx: &Ctx<'_>, judged: &MetricAnalysis) -> Option<String> {
    let services = judged.services.iter().map(|(id, judged)| {
        let name = ctx.pack.service(id).map_or(id.as_str(), |s| &s.name);
        (name, judged)
    });
    let told: Vec<String> = std::iter::once((label("The whole"), &judged.all))
        .chain(services)
        .filter_map(|(name, judged)| {
            let taken = judged.now.as_ref()?.as_of?;
            Some(say!(
                "{name}: taken on {date}.",
                name,
                ctx.words.date(taken)
            ))
        })
        .collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn guessed(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    metric: &Metric,
    judged: &MetricAnalysis,
) -> Option<String> {
    estimated(judged).then(|| {
        let note = ctx
            .pack
            .observations
            .get(&metric.id.value)
            .and_then(|o| o.circumstances.get(&quarter.period))
            .and_then(|circumstances| circumstances.note.clone());
        note.unwrap_or_else(|| label("Estimated; no note on how.").to_owned())
    })
}

pub(super) fn changed(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, metric: &Metric) -> Option<String> {
    let told: Vec<String> = ctx
        .pack
        .definition_changes(quarter.period)
        .into_iter()
        .filter(|(changed, _)| changed.id.value == metric.id.value)
        .map(|(_, change)| sentences::changed(ctx.words, change))
        .collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn untested(ctx: &Ctx<'_>, judged: &MetricAnalysis) -> Option<String> {
    match &judged.all.movement.class {
        MovementClass::NotTested(NotTested::Declared(reason)) => Some(reason.clone()),
        MovementClass::NotTested(NotTested::DefinitionChanged(date)) => Some(say!(
            "the definition changed on {date}",
            ctx.words.date(*date)
        )),
        MovementClass::NotTested(NotTested::NoWeeklyData) => {
            Some(label("no weekly figures are filed").to_owned())
        }
        MovementClass::TooFew { have, need } => Some(say!(
            "too few points: {have} of the {need} needed",
            have,
            need
        )),
        _ => None,
    }
}
