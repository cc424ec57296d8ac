//! "What went wrong": how many incidents, when, how long, found by whom; the worst of them in fixed
//! fields; the oldest follow-up overdue. In the appendix the course of the worst, and what reviews
//! asked for.

use super::incident_charts as charts;
use super::incident_facts::{self as facts, Asked, Fact};
use super::incidents::incidents_path;
use super::{Frame, Link, money_rows};
use crate::analyse::QuarterAnalysis;
use crate::analyse::incidents::{Case, Incidents};
use crate::model::Incident;
use crate::render::figures::Drawn;
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use chrono::NaiveDate;
use serde::Serialize;

/// Open follow-ups on the sheet; the page of incidents has them all.
const ROWS: usize = 6;
/// Follow-ups told of the worst incident.
const ASKED: usize = 2;

/// The sheet.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct WentWrong {
    kicker: String,
    headline: String,
    /// Said in place of everything else where there is no record.
    none: String,
    /// What is not shown in this edition; may be empty.
    hidden: String,
    counted: Vec<String>,
    strip: Drawn,
    dots: Drawn,
    /// Under five incidents: each in words, in place of the dots.
    listed: Vec<String>,
    known: Vec<String>,
    worst: Option<Worst>,
    oldest: String,
    href: String,
}

/// The sheet of the appendix.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Aftermath {
    kicker: String,
    headline: String,
    figure: Option<Drawn>,
    oldest: String,
    rows: Vec<Asked>,
    /// `12 more on the page of incidents`, or empty.
    more: String,
    href: String,
    /// What was counted or estimated in money.
    costs: Vec<money_rows::Line>,
}

#[derive(Debug, Clone, Serialize)]
struct Worst {
    /// What it was, and what it took.
    headline: String,
    href: String,
    facts: Vec<Fact>,
}

impl WentWrong {
    /// The sheet, and that of the appendix where there is something to show.
    pub(crate) fn sheets(
        ctx: &Ctx<'_>,
        frame: &Frame,
        quarter: &QuarterAnalysis,
        before: Option<&QuarterAnalysis>,
    ) -> (Self, Option<Aftermath>) {
        let words = ctx.words;
        let kicker = say!(
            "What went wrong · {period_short}",
            words.period_short(quarter.period)
        );
        let Some(shown) = &quarter.incidents else {
            let sheet = Self {
                kicker,
                headline: sentences::no_record(ctx.pack, words, quarter.period),
                none: label(
                    "Nothing is told here of incidents. That is not to say that there were none.",
                )
                .to_owned(),
                ..Self::default()
            };
            return (sheet, None);
        };
        let zone = ctx.pack.settings.calendar.zone;
        let day = shown.as_of.with_timezone(&zone).date_naive();
        let before = before.and_then(|before| before.incidents.as_ref());
        let promise = charts::promise(ctx.pack);
        let href = frame.to(&incidents_path(quarter.period));
        let dots = charts::dots(ctx, quarter, before, shown);
        let listed = match &dots {
            Err(_) => listed(ctx, shown),
            Ok(_) => Vec::new(),
        };
        let told = shown.count() > 0;
        let known = [
            told.then(|| sentences::found(words, shown)),
            sentences::detected(words, shown),
            told.then(|| sentences::reviews(words, &shown.reviews)),
        ];
        let open = |row: &&crate::analyse::incidents::Owed| row.done.is_none();
        let open_rows: Vec<_> = shown.follow_ups.rows.iter().filter(open).collect();
        let rows: Vec<Asked> = open_rows
            .iter()
            .take(ROWS)
            .filter_map(|row| {
                let incident = ctx.pack.incident(row.period, &row.incident)?;
                let of = Link {
                    label: incident.title.value.clone(),
                    href: frame.to(&super::incidents::incident_path(row.period, &row.incident)),
                };
                facts::one(ctx, incident, &row.id, of, day)
            })
            .collect();
        let more = open_rows.len().saturating_sub(rows.len());
        let oldest = sentences::follow_ups(words, &shown.follow_ups);
        let worst = facts::worst(shown).and_then(|case| {
            let incident = ctx.pack.incident(case.period, &case.id)?;
            Some((case, incident))
        });
        let appendix = (worst.is_some() || !rows.is_empty()).then(|| Aftermath {
            kicker: kicker.clone(),
            headline: sentences::follow_ups_headline(&shown.follow_ups),
            figure: worst.and_then(|(case, incident)| {
                charts::course(ctx, shown, case, incident, "worst-incident-course").ok()
            }),
            oldest: oldest.clone(),
            more: match more {
                0 => String::new(),
                n => say!("{n} more that are not done", n),
            },
            costs: money_rows::lines(ctx, frame, quarter, money_rows::is_of_incidents),
            rows,
            href: href.clone(),
        });
        let sheet = Self {
            kicker,
            headline: sentences::incidents_headline(words, shown, promise),
            none: String::new(),
            hidden: match shown.hidden {
                0 => String::new(),
                1 => label("1 of them is not shown in this edition.").to_owned(),
                n => say!("{n} of them are not shown in this edition.", n),
            },
            counted: [
                sentences::incidents_counted(words, shown),
                sentences::severities(words, shown),
                sentences::lost(words, shown),
            ]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect(),
            strip: charts::strip(ctx, quarter, shown).unwrap_or_default(),
            dots: dots.unwrap_or_default(),
            listed,
            known: known.into_iter().flatten().collect(),
            worst: worst
                .map(|(case, incident)| self::worst(ctx, frame, shown, case, incident, day)),
            oldest,
            href,
        };
        (sheet, appendix)
    }
}

/// Incidents too few to draw, each in words.
fn listed(ctx: &Ctx<'_>, shown: &Incidents) -> Vec<String> {
    shown
        .cases
        .iter()
        .filter_map(|case| {
            let incident = ctx.pack.incident(case.period, &case.id)?;
            Some(format!(
                "{}{}{}",
                incident.title.value,
                label(": "),
                facts::lasted(ctx, case)
            ))
        })
        .collect()
}

/// The worst incident in its fixed fields.
fn worst(
    ctx: &Ctx<'_>,
    frame: &Frame,
    shown: &Incidents,
    case: &Case,
    incident: &Incident,
    day: NaiveDate,
) -> Worst {
    let path = super::incidents::incident_path(case.period, &case.id);
    let asked = facts::asked(ctx, incident, day);
    let stops: Vec<String> = asked
        .iter()
        .take(ASKED)
        .map(|a| {
            let what = a.what.trim_end_matches('.');
            match a.state.as_str() {
                state if state == label("not yet due") => say!(
                    "{what} ({owner}, by {due}, not yet done)",
                    what,
                    a.owner,
                    a.due
                ),
                state => format!("{what} ({}, {state})", a.owner),
            }
        })
        .collect();
    let next = incident
        .follow_ups
        .iter()
        .filter(|f| f.done.is_none_or(|done| done.value > day) && f.due.value >= day)
        .map(|f| f.due.value)
        .chain(
            incident
                .review
                .iter()
                .filter(|r| r.held.is_none_or(|held| held.value > day))
                .map(|r| r.due.value),
        )
        .min();
    let fact = |label, text: String| Fact {
        label,
        lines: vec![text],
    };
    Worst {
        headline: sentences::worst_headline(ctx.words, shown, case, &incident.title.value),
        href: frame.to(&path),
        facts: vec![
            fact(
                label("What customers experienced"),
                incident.experienced.value.clone(),
            ),
            Fact {
                label: label("How many, for how long"),
                lines: vec![
                    facts::affected(ctx, case, incident),
                    facts::lasted(ctx, case),
                ],
            },
            fact(label("What it cost"), facts::cost(ctx, incident)),
            fact(label("Cause"), facts::cause(incident)),
            fact(label("Found first by"), facts::found(ctx, case)),
            Fact {
                label: label("What stops a repeat"),
                lines: if stops.is_empty() {
                    vec![label("nothing on record").to_owned()]
                } else {
                    stops
                },
            },
            fact(
                label("Next update"),
                next.map_or_else(
                    || label("none promised").to_owned(),
                    |day| ctx.words.date(day),
                ),
            ),
        ],
    }
}
