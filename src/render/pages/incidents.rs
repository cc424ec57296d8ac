//! Every incident of a quarter on one page, with what reviews asked for since.

use super::incident_charts as charts;
use super::incident_facts::{self as facts, Asked, Fact};
use super::{Frame, Link, Maker, Section, pack_path};
use crate::analyse::QuarterAnalysis;
use crate::analyse::incidents::{Case, Incidents};
use crate::diag::Diagnostic;
use crate::model::{Incident, Period};
use crate::render::figures::Drawn;
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    counted: Vec<String>,
    hidden: String,
    journeys: Vec<Impaired>,
    incidents: Vec<Told>,
    oldest: String,
    rows: Vec<Asked>,
    record_href: String,
    follow_ups_href: String,
    tables: Vec<Link>,
    as_of: String,
}

/// A journey and for how long it was impaired.
#[derive(Debug, Serialize)]
struct Impaired {
    name: String,
    critical: bool,
    lasted: String,
}

#[derive(Debug, Serialize)]
struct Told {
    id: String,
    title: String,
    /// `Severity 1: Most customers …`.
    severity: String,
    figure: Drawn,
    services: Vec<Link>,
    facts: Vec<Fact>,
    follow_ups: Vec<Asked>,
}

/// Where a quarter's incidents stand.
pub(crate) fn incidents_path(period: Period) -> String {
    format!("{period}/incidents.html")
}

/// Where one of them stands.
pub(crate) fn incident_path(period: Period, id: &str) -> String {
    format!("{}#{id}", incidents_path(period))
}

/// The page of every quarter that has a record.
pub(crate) fn incidents(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let quarters: Vec<&QuarterAnalysis> = maker
        .quarters()
        .filter(|quarter| quarter.incidents.is_some())
        .filter(|quarter| maker.wants(&incidents_path(quarter.period)))
        .collect();
    maker
        .each(&quarters, |quarter| {
            quarter
                .incidents
                .as_ref()
                .map(|shown| page(maker, quarter, shown))
        })
        .into_iter()
        .flatten()
        .collect()
}

fn page(
    maker: &Maker<'_>,
    quarter: &QuarterAnalysis,
    shown: &Incidents,
) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.ctx(quarter.period);
    let path = incidents_path(quarter.period);
    let period = ctx.words.period_short(quarter.period);
    let frame = maker
        .frame(
            &path,
            &say!("Incidents, {period}", period),
            Section::Elsewhere,
        )
        .about(maker, quarter.period)
        .under(say!("Pack {period}", period), &pack_path(quarter.period));
    let zone = ctx.pack.settings.calendar.zone;
    let day = shown.as_of.with_timezone(&zone).date_naive();
    let told = shown.cases.iter().filter_map(|case| {
        let incident = ctx.pack.incident(case.period, &case.id)?;
        Some(self::told(&ctx, &frame, shown, case, incident, day))
    });
    let view = View {
        kicker: say!("Incidents · {period}", period),
        headline: sentences::incidents_headline(ctx.words, shown, charts::promise(ctx.pack)),
        counted: [
            sentences::incidents_counted(ctx.words, shown),
            sentences::severities(ctx.words, shown),
            sentences::lost(ctx.words, shown),
            sentences::found(ctx.words, shown),
            sentences::reviews(ctx.words, &shown.reviews),
        ]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect(),
        hidden: match shown.hidden {
            0 => String::new(),
            1 => label("1 of them is not shown in this edition.").to_owned(),
            n => say!("{n} of them are not shown in this edition.", n),
        },
        journeys: journeys(&ctx, shown),
        incidents: told.collect(),
        oldest: sentences::follow_ups(ctx.words, &shown.follow_ups),
        rows: rows(&ctx, &frame, shown, day),
        record_href: frame.to(super::incident_tables::RECORD),
        follow_ups_href: frame.to(super::incident_tables::FOLLOW_UPS),
        // The record leads to its table itself, also where nothing happened.
        tables: super::told::links(maker, quarter.period, "incidents/", &frame.root)
            .into_iter()
            .filter(|table| !table.href.ends_with(super::incident_tables::RECORD))
            .collect(),
        as_of: ctx.words.date(day),
        frame,
    };
    maker.page(&path, "incidents.html", &view)
}

/// Journeys by how long they were impaired, the longest first.
fn journeys(ctx: &Ctx<'_>, shown: &Incidents) -> Vec<Impaired> {
    let mut journeys: Vec<_> = ctx
        .pack
        .journeys
        .iter()
        .map(|journey| (journey, shown.impaired.get(&journey.id.value)))
        .collect();
    journeys.sort_by(|(_, a), (_, b)| b.cmp(a));
    journeys
        .into_iter()
        .map(|(journey, minutes)| Impaired {
            name: journey.name.clone(),
            critical: journey.critical,
            lasted: minutes.map_or_else(
                || label("none").to_owned(),
                |minutes| ctx.words.minutes(*minutes),
            ),
        })
        .collect()
}

fn told(
    ctx: &Ctx<'_>,
    frame: &Frame,
    shown: &Incidents,
    case: &Case,
    incident: &Incident,
    day: NaiveDate,
) -> Told {
    let record = ctx.pack.incidents.get(&case.period);
    let at = usize::from(case.severity.max(1)) - 1;
    let word = record.and_then(|record| record.severities.get(at));
    let id = format!("course-{}", case.id);
    let fact = |label, text: String| Fact {
        label,
        lines: vec![text],
    };
    Told {
        id: case.id.clone(),
        title: incident.title.value.clone(),
        severity: say!(
            "Severity {severity}: {map_or}",
            case.severity,
            word.map_or("", |word| word.as_str())
        ),
        // The course of the worst; of the others the facts say enough.
        figure: if case.severity == 1 {
            charts::course(ctx, shown, case, incident, &id).unwrap_or_default()
        } else {
            Drawn::default()
        },
        services: facts::services(ctx, frame, case, incident),
        facts: vec![
            fact(
                label("What customers experienced"),
                incident.experienced.value.clone(),
            ),
            fact(label("How long"), facts::lasted(ctx, case)),
            fact(label("How many"), facts::affected(ctx, case, incident)),
            fact(label("Journeys"), facts::journeys(ctx, incident)),
            fact(label("Found first by"), facts::found(ctx, case)),
            fact(label("Cause"), facts::cause(incident)),
            fact(label("What had changed"), facts::change(ctx, incident)),
            fact(label("What it cost"), facts::cost(ctx, incident)),
            fact(label("Review"), facts::review(ctx, incident, day)),
        ],
        follow_ups: facts::asked(ctx, incident, day),
    }
}

/// Every follow-up of the ledger, the longest overdue first.
fn rows(ctx: &Ctx<'_>, frame: &Frame, shown: &Incidents, day: NaiveDate) -> Vec<Asked> {
    let rows = shown.follow_ups.rows.iter();
    rows.filter_map(|row| {
        let incident = ctx.pack.incident(row.period, &row.incident)?;
        let of = Link {
            label: incident.title.value.clone(),
            href: frame.to(&incident_path(row.period, &row.incident)),
        };
        facts::one(ctx, incident, &row.id, of, day)
    })
    .collect()
}
