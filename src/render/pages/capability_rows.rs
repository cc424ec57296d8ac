//! Levels, journeys and measures of one quarter to the rows that its sheet and its page print.

use crate::analyse::QuarterAnalysis;
use crate::analyse::budget::{Standing, answer, called, standing};
use crate::analyse::capability::{
    Aspect, JourneyCoverage, JourneyRow, LevelRow, Levels, required_level,
};
use crate::model::{CatalogueEntry, Cover, Exact, LevelTarget, Metric, Period};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, label_of, say, say_n, say_of};
use chrono::Datelike;
use serde::Serialize;

/// Steps of the ladder.
const STEPS: u8 = 5;

/// Four categories and the lowest of them, five steps each.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Ladder {
    /// Who assessed what, when.
    caption: String,
    head: Vec<Head>,
    rows: Vec<Rung>,
}

/// One step, as the head of its column.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Head {
    number: u8,
    name: &'static str,
    /// Whether the company's stage asks for it.
    needed: bool,
}

/// One category.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Rung {
    name: &'static str,
    steps: Vec<Step>,
    /// What shows the level.
    evidence: String,
    /// What is missing for the next.
    next: String,
    /// Whether it is the lowest of the others.
    lowest: bool,
}

/// One cell.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Step {
    reached: bool,
    today: bool,
    year_ago: bool,
    /// `by Jun 2027`, where it is the agreed target.
    target: String,
}

/// The matrix of critical journeys.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Matrix {
    caption: String,
    /// Head of the first column.
    first: &'static str,
    head: [&'static str; 5],
    rows: Vec<Crossing>,
    totals: Vec<String>,
    /// What revenue is covered, what is not shown: sentences.
    notes: Vec<String>,
}

/// One journey.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Crossing {
    name: String,
    /// Of revenue: `34%`.
    share: String,
    cells: Vec<Cell>,
}

/// One cell of the matrix.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Cell {
    word: &'static str,
    /// `yes`, `partly`, `no`, `not-needed`, `unknown`.
    class: &'static str,
    /// `was Partly`, where the quarter before said something else.
    was: String,
    /// The owner, or the day of the last test.
    note: String,
}

/// One of the six measures.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measure {
    pub(super) name: &'static str,
    pub(super) now: String,
    before: String,
    target: String,
    note: String,
}

/// The levels of a quarter.
pub(super) fn ladder(ctx: &Ctx<'_>, levels: &Levels) -> Ladder {
    let assessed = ctx.words.period_short(levels.assessed);
    let on = ctx.words.date(levels.on);
    let needed = required_level(ctx.pack.settings.stage);
    let mut rows: Vec<Rung> = levels.rows.iter().map(|row| rung(ctx, row)).collect();
    rows.push(Rung {
        name: label("Lowest of the four"),
        steps: steps(ctx, levels.overall, levels.year_ago, None),
        evidence: say!(
            "{level}, never an average.",
            sentences::level(levels.overall)
        ),
        next: say!(
            "A company at our stage needs {level}.",
            sentences::level(needed)
        ),
        lowest: true,
    });
    Ladder {
        caption: match levels.assessed == ctx.period {
            true => say!(
                "How we see and keep what we promise, assessed for {assessed} by {by} on {on}",
                assessed,
                levels.by,
                on
            ),
            false => say!(
                "How we see and keep what we promise, assessed for {assessed} by {by} on {on}; not assessed again since",
                assessed,
                levels.by,
                on
            ),
        },
        head: (1..=STEPS)
            .map(|number| Head {
                number,
                name: sentences::level(number),
                needed: number == needed,
            })
            .collect(),
        rows,
    }
}

fn rung(ctx: &Ctx<'_>, row: &LevelRow) -> Rung {
    let assessed = ctx.pack.maturity.as_ref();
    let assessed = assessed.and_then(|record| record.assessed(ctx.period));
    let found = assessed.and_then(|a| a.each().find(|(category, _)| *category == row.category));
    let evidence = found.and_then(|(_, found)| found.evidence.get(&row.level));
    Rung {
        name: sentences::category(row.category),
        steps: steps(ctx, row.level, row.year_ago, row.target),
        evidence: evidence.map_or_else(
            || label("Nothing above the first step is shown.").to_owned(),
            |text| text.value.clone(),
        ),
        next: sentences::contradiction(ctx.words, row)
            .or_else(|| sentences::next_step(ctx.words, row))
            .unwrap_or_default(),
        lowest: false,
    }
}

fn steps(ctx: &Ctx<'_>, level: u8, year_ago: Option<u8>, target: Option<LevelTarget>) -> Vec<Step> {
    let step = |number: u8| Step {
        reached: number <= level,
        today: number == level,
        year_ago: year_ago == Some(number),
        target: target
            .filter(|target| target.level == number)
            .map(|target| {
                say!(
                    "by {month} {year}",
                    ctx.words.month_short(target.by),
                    target.by.year()
                )
            })
            .unwrap_or_default(),
    };
    (1..=STEPS).map(step).collect()
}

fn aspect(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Objective => label("Objective"),
        Aspect::Measured => label("Measured"),
        Aspect::Alerting => label("Alerting"),
        Aspect::Owner => label("Owner"),
        Aspect::Tested => label("Tested this quarter"),
    }
}

fn cover(cover: Cover) -> (&'static str, &'static str) {
    match cover {
        Cover::Yes => (label("Yes"), "yes"),
        Cover::Partly => (label("Partly"), "partly"),
        Cover::No => (label("No"), "no"),
        Cover::NotNeeded => (label("Not needed"), "not-needed"),
    }
}

/// The matrix, the first so many journeys of it.
pub(super) fn matrix(ctx: &Ctx<'_>, journeys: &JourneyCoverage, most: usize) -> Matrix {
    let mut notes = Vec::new();
    if let Some((covered, all)) = journeys.revenue {
        let by = ctx.pack.maturity.as_ref();
        let by = by.and_then(|record| record.coverage(ctx.period)?.revenue_by.clone());
        let carried = ctx.words.of_whole(covered);
        let put_down = (all != Exact::integer(1)).then(|| ctx.words.of_whole(all));
        notes.push(match (put_down, by) {
            (None, None) => say!("Journeys with an objective, a working measure and an owner carry {carried} of revenue.", carried),
            (None, Some(by)) => say!("Journeys with an objective, a working measure and an owner carry {carried} of revenue, by the {by}'s count.", carried, by),
            (Some(of), None) => say!("Journeys with an objective, a working measure and an owner carry {carried} of revenue of the {of} that is put down to journeys.", carried, of),
            (Some(of), Some(by)) => say!("Journeys with an objective, a working measure and an owner carry {carried} of revenue of the {of} that is put down to journeys, by the {by}'s count.", carried, of, by),
        });
    }
    let count = |n: usize| ctx.words.count(u64::try_from(n).unwrap_or(u64::MAX));
    if journeys.rows.len() > most {
        let more = journeys.rows.len() - most;
        notes.push(say_n!(
            u64::try_from(more).unwrap_or(u64::MAX),
            "{count} more stand on the page of the quarter.",
            "{count} more stand on the page of the quarter.",
            count(more)
        ));
    }
    match journeys.hidden {
        0 => {}
        1 => notes.push(label("One journey is counted and not shown in this edition.").to_owned()),
        n => notes.push(say!(
            "{count} journeys are counted and not shown in this edition.",
            ctx.words.count(n)
        )),
    }
    let total = |total: Option<(u64, u64)>| match total {
        Some((part, whole)) => ctx.words.of(part, whole),
        None => label("not recorded").to_owned(),
    };
    Matrix {
        caption: if journeys.revenue.is_some() {
            label("Critical journeys at the end of the quarter, those with most revenue at stake first").to_owned()
        } else {
            label("Critical journeys at the end of the quarter").to_owned()
        },
        first: if journeys.revenue.is_some() {
            label("Journey, share of revenue")
        } else {
            label("Journey")
        },
        head: Aspect::ALL.map(aspect),
        rows: journeys
            .rows
            .iter()
            .take(most)
            .map(|row| crossing(ctx, row))
            .collect(),
        totals: journeys.totals.into_iter().map(total).collect(),
        notes,
    }
}

fn crossing(ctx: &Ctx<'_>, row: &JourneyRow) -> Crossing {
    let journey = ctx.pack.journeys.iter().find(|j| j.id.value == row.id);
    let cell = |at: usize| {
        let now = row.cells.get(at).copied().flatten();
        let before = row.before.get(at).copied().flatten();
        let (word, class) = now.map_or((label("Not known"), "unknown"), cover);
        let is = Aspect::ALL.get(at).copied();
        let changed = before.filter(|before| now.is_some_and(|now| now != *before));
        Cell {
            word,
            class,
            // Whether it was tested is asked anew each quarter: that is no change.
            was: changed
                .filter(|_| is != Some(Aspect::Tested))
                .map(|before| say!("was {x}", cover(before).0))
                .unwrap_or_default(),
            note: match (is, row.tested) {
                (Some(Aspect::Tested), Some(day)) if now == Some(Cover::Yes) => {
                    ctx.words.date_short(day)
                }
                (Some(Aspect::Tested), Some(day)) => {
                    say!(
                        "last {date_short}~{year}",
                        ctx.words.date_short(day),
                        day.year()
                    )
                }
                (Some(Aspect::Tested), None) if now.is_some() => label("never").to_owned(),
                _ => String::new(),
            },
        }
    };
    Crossing {
        name: journey.map_or_else(|| row.id.clone(), |journey| journey.name.clone()),
        share: row
            .revenue_share
            .map_or_else(String::new, |share| ctx.words.of_whole(share)),
        cells: (0..Aspect::ALL.len()).map(cell).collect(),
    }
}

/// The six measures of a quarter, beside the quarter before and their targets.
pub(super) fn measures(
    ctx: &Ctx<'_>,
    quarter: &QuarterAnalysis,
    before: Option<&QuarterAnalysis>,
) -> Vec<Measure> {
    let told = |tell: &dyn Fn(&QuarterAnalysis) -> Option<String>| {
        let none = || label("not recorded").to_owned();
        (
            tell(quarter).unwrap_or_else(none),
            before.and_then(tell).unwrap_or_else(none),
        )
    };
    let measure = |name, entry, (now, before): (String, String), note: Option<String>| Measure {
        name,
        now,
        before,
        target: target(ctx, quarter.period, entry),
        note: note.unwrap_or_else(|| label("no record of the quarter").to_owned()),
    };
    let of = |(part, whole): (u64, u64)| ctx.words.of(part, whole);
    vec![
        measure(
            label("Critical journeys covered"),
            Some(CatalogueEntry::JourneyCoverage),
            told(&|q| Some(of(q.capability.as_ref()?.journeys.as_ref()?.covered))),
            revenue(ctx, quarter),
        ),
        measure(
            label("Error budgets overspent"),
            None,
            told(&|q| overspent(ctx, q)),
            formal(ctx, quarter),
        ),
        measure(
            label("Median time to detect"),
            Some(CatalogueEntry::TimeToDetect),
            told(&|q| {
                let minutes = q.incidents.as_ref()?.detect?;
                Some(say!("{tally}~min", ctx.words.tally(minutes)))
            }),
            quarter.incidents.as_ref().map(|incidents| {
                let n = incidents.count();
                say_n!(
                    n,
                    "{count} incident",
                    "{count} incidents",
                    ctx.words.count(n)
                )
            }),
        ),
        measure(
            label("Incidents that customers reported first"),
            Some(CatalogueEntry::CustomerReported),
            told(&|q| {
                let incidents = q.incidents.as_ref()?;
                Some(of(incidents.found_by_customers()))
            }),
            quarter.incidents.as_ref().map(|incidents| {
                let [us, _, others, unknown] = incidents.found;
                let mut said = say!("{count} found by us", ctx.words.count(us));
                if others > 0 {
                    said.push_str(&say!(", {count} by others", ctx.words.count(others)));
                }
                if unknown > 0 {
                    said.push_str(&say!("; not known of {count}", ctx.words.count(unknown)));
                }
                said
            }),
        ),
        measure(
            label("Reviews that name a monitoring gap"),
            Some(CatalogueEntry::ReviewsNamingGap),
            told(&|q| {
                let reviews = &q.incidents.as_ref()?.reviews;
                Some(of((reviews.naming_gap, reviews.held)))
            }),
            quarter.incidents.as_ref().map(|incidents| {
                let reviews = &incidents.reviews;
                say_of!(
                    reviews.held,
                    reviews.required,
                    "{part}~of~{whole} reviews held; no direction is good",
                    "{part}~of~{whole} reviews held; no direction is good",
                    ctx.words.count(reviews.held),
                    ctx.words.count(reviews.required)
                )
            }),
        ),
        measure(
            label("Golden signals in use"),
            Some(CatalogueEntry::GoldenSignals),
            told(&|q| Some(of(q.capability.as_ref()?.signals.as_ref()?.present))),
            quarter.capability.as_ref().and_then(|capability| {
                let (part, whole) = capability.signals.as_ref()?.whole;
                Some(say_of!(
                    part,
                    whole,
                    "{part}~of~{whole} services have all four",
                    "{part}~of~{whole} services have all four",
                    ctx.words.count(part),
                    ctx.words.count(whole)
                ))
            }),
        ),
    ]
}

fn revenue(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Option<String> {
    let (covered, _) = quarter.capability.as_ref()?.journeys.as_ref()?.revenue?;
    Some(say!(
        "{of_whole} of revenue is at stake in them",
        ctx.words.of_whole(covered)
    ))
}

/// Budgets overspent, of those counted.
fn overspent(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Option<String> {
    let kept: Vec<bool> = quarter
        .budgets
        .values()
        .filter_map(|account| account.is_kept())
        .collect();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let broken = kept.iter().filter(|kept| !**kept).count();
    (!kept.is_empty()).then(|| ctx.words.of(count(broken), count(kept.len())))
}

/// The budget that was used most, and how the formal reviews stand that breaches called for.
fn formal(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Option<String> {
    let worst = quarter
        .budgets
        .values()
        .filter_map(|account| Some((account.spend.used()?, account)))
        .max_by(|(a, _), (b, _)| a.cmp(b));
    let (used, worst) = worst?;
    let calls = quarter
        .budgets
        .values()
        .flat_map(|account| called(ctx.pack, quarter.period, account));
    let as_of = ctx.pack.snapshots.get(&quarter.period)?.as_of;
    let (held, all) = calls.fold((0, 0), |(held, all), call| {
        let review = answer(ctx.pack, quarter.period, &call);
        let is = review.is_some_and(|review| standing(review, as_of) == Standing::Held);
        (held + u64::from(is), all + 1)
    });
    let used = say!(
        "{named} used {of_budget}",
        sentences::named(ctx, worst),
        ctx.words.of_budget(used)
    );
    Some(match all {
        0 => used,
        _ => say_of!(
            held,
            all,
            "{used}; {part}~of~{whole} formal reviews held",
            "{used}; {part}~of~{whole} formal reviews held",
            used,
            ctx.words.count(held),
            ctx.words.count(all)
        ),
    })
}

/// The target of the metric that says it is a measure.
fn target(ctx: &Ctx<'_>, period: Period, entry: Option<CatalogueEntry>) -> String {
    let metric: Option<&Metric> = entry.and_then(|entry| {
        ctx.pack
            .metrics
            .values()
            .find(|m| m.catalogue == Some(entry))
    });
    let day = ctx.pack.settings.calendar.last_day(period);
    let set = metric.and_then(|metric| Some((metric, metric.target_on(day)?)));
    match set {
        Some((metric, target)) => ctx.words.exact_cell(metric, target.value),
        // No budget is meant to be overspent.
        None if entry.is_none() => "0".to_owned(),
        None => label_of("none", "none, of a target").to_owned(),
    }
}
