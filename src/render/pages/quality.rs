//! Where repair time goes: shares of working days by team and repository over quarters, changes that
//! brought and that mended defects, and the figures of the code itself. Teams and repositories stand
//! in the order of their record, never by size; what small teams do is told together.

use super::row::Row;
use super::{Frame, Link, Maker, Section, pack_path, quality_path, told};
use crate::analyse::{
    Assessment, Days, QualityQuarter, QuarterAnalysis, RepositoryRow, TEAM_TOLD_ALONE, TeamDays,
};
use crate::diag::Diagnostic;
use crate::model::{Category, Exact, Metric, Period, RecordFigure, Scope};
use crate::render::figures::repair::{self, Kind, Over};
use crate::render::figures::{self, Drawn};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say, say_n};
use serde::Serialize;

/// Quarters that stand beside each other.
const SHOWN: usize = 8;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    /// Measures against their targets.
    standing: Option<Drawn>,
    by_team: Vec<Drawn>,
    by_repository: Vec<Drawn>,
    /// The share of changes that brought a defect, beside the quarter before.
    slope: Option<Drawn>,
    /// Metrics of the code by service.
    by_service: Vec<Drawn>,
    /// How long vulnerabilities waited.
    waits: Option<Drawn>,
    /// The same in words, where they are too few to draw or too many to tell apart.
    waited: Vec<String>,
    /// Where each vulnerability's severity is told in full.
    risks: Link,
    /// Where its metrics are defined.
    defined: Vec<Link>,
    /// Head of the columns of quarters, oldest first.
    heads: Vec<Link>,
    teams: Vec<Line>,
    repositories: Vec<Line>,
    all: Vec<Line>,
    /// By quarter, newest first.
    changes: Vec<Changes>,
    /// By repository, in the latest quarter that records them.
    of: String,
    brought: Vec<Brought>,
    period: String,
    previous: String,
    metrics: Vec<Row>,
    alone: u32,
    withheld: bool,
    withheld_repositories: bool,
    /// The same as tables for programs.
    tables: Vec<Link>,
}

/// Shares of one team or repository over quarters.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    /// People or service.
    unit: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    rework: String,
    bug_fix: String,
    days: String,
}

#[derive(Debug, Serialize)]
struct Changes {
    period: Link,
    merged: String,
    introducing: Share,
    fixing: Share,
    confirmed: String,
    unknown: Share,
    days_to_fix: String,
    open: String,
    oldest: String,
}

#[derive(Debug, Serialize)]
struct Brought {
    name: String,
    service: String,
    merged: String,
    introducing: Share,
    fixing: Share,
    confirmed: String,
    open: String,
}

/// A share, and the counts that it is made of.
#[derive(Debug, Serialize)]
struct Share {
    percent: String,
    counts: String,
}

fn share(ctx: &Ctx<'_>, part: Option<u64>, whole: Option<u64>) -> Share {
    let none = || label("no data").to_owned();
    let (Some(part), Some(whole)) = (part, whole) else {
        return Share {
            percent: none(),
            counts: String::new(),
        };
    };
    let percent = Exact::ratio(part, whole).and_then(|share| ctx.words.share_of_days(share));
    Share {
        percent: percent.unwrap_or_else(none),
        counts: say!(
            "{count} of {count2}",
            ctx.words.count(part),
            ctx.words.count(whole)
        ),
    }
}

type Told<'a> = (&'a QuarterAnalysis, &'a QualityQuarter);

/// The page; none where no quarter has a record.
pub(crate) fn quality(maker: &Maker<'_>) -> Option<Result<Page, Box<Diagnostic>>> {
    let quarters = maker.quarters();
    let mut told: Vec<Told<'_>> = quarters
        .filter_map(|quarter| Some((quarter, quarter.quality.as_ref()?)))
        .collect();
    told.drain(..told.len().saturating_sub(SHOWN));
    let (last, shown) = *told.last()?;
    let ctx = maker.ctx(last.period);
    let path = quality_path();
    let frame = maker.frame(path, label("Where repair time goes"), Section::Elsewhere);
    let recorded = told.iter().rev().filter(|(_, q)| q.defects.is_some());
    let periods: Vec<Period> = told.iter().map(|(quarter, _)| quarter.period).collect();
    let earlier = told
        .iter()
        .rev()
        .find(|(q, _)| q.period == last.period.previous());
    let judged = judged(&ctx, last);
    let waits = waits(&ctx, last);
    let newest = recorded.clone().next();
    let view = View {
        kicker: say!(
            "Quality · {period_short}",
            ctx.words.period_short(last.period)
        ),
        headline: sentences::repair_headline(&ctx, shown),
        heads: told
            .iter()
            .map(|(quarter, _)| Link {
                label: ctx.words.period_short(quarter.period),
                href: frame.to(&pack_path(quarter.period)),
            })
            .collect(),
        standing: figures::standing(&ctx, label("Quality and security"), &judged, "standing"),
        by_team: repair::shares(&ctx, TEAM, &over_teams(&told, shown), &periods),
        by_repository: repair::shares(&ctx, REPOSITORY, &over_repositories(&told, shown), &periods),
        slope: earlier.and_then(|(_, before)| repair::brought(&ctx, shown, before)),
        by_service: by_service(&ctx, last),
        waited: match &waits {
            Some(_) => Vec::new(),
            None => waited(&ctx, last),
        },
        waits,
        risks: Link {
            label: say!(
                "risks of {period_short}",
                ctx.words.period_short(last.period)
            ),
            href: frame.to(&super::risks_path(last.period)),
        },
        defined: judged
            .iter()
            .map(|(metric, _)| Link {
                label: metric.name.value.clone(),
                href: frame.to(&super::metric_path(&metric.id.value)),
            })
            .collect(),
        teams: teams(&ctx, &told, shown),
        repositories: repositories(&ctx, &told, shown),
        all: vec![Line {
            name: label("All teams").to_owned(),
            unit: String::new(),
            cells: told.iter().map(|(_, q)| cell(&ctx, Some(q.all))).collect(),
        }],
        changes: recorded.map(|told| changes(&ctx, &frame, told)).collect(),
        of: newest.map_or_else(String::new, |(q, _)| ctx.words.period_short(q.period)),
        brought: newest.map_or_else(Vec::new, |(_, shown)| brought(&ctx, shown)),
        period: ctx.words.period_short(last.period),
        previous: ctx.words.period_short(last.period.previous()),
        metrics: metrics(&ctx, &frame, &judged),
        alone: TEAM_TOLD_ALONE,
        withheld: told
            .iter()
            .any(|(_, q)| q.teams.iter().any(|team| team.id.is_none())),
        withheld_repositories: told.iter().any(|(_, q)| {
            let mut rows = q.repositories.iter();
            rows.any(|row| row.days.is_none())
        }),
        tables: told::links(maker, last.period, "quality/", &frame.root),
        frame,
    };
    Some(maker.page(path, "quality.html", &view))
}

fn cell(ctx: &Ctx<'_>, days: Option<Days>) -> Cell {
    let share = |share: Option<Exact>| {
        let text = share.and_then(|share| ctx.words.share_of_days(share));
        text.unwrap_or_else(|| label("no data").to_owned())
    };
    match days {
        Some(days) => Cell {
            rework: share(days.rework_share()),
            bug_fix: share(days.bug_fix_share()),
            days: say!(
                "{count} of {count2}",
                ctx.words.count(days.rework),
                ctx.words.count(days.total)
            ),
        },
        None => Cell {
            rework: label("withheld").to_owned(),
            bug_fix: label("withheld").to_owned(),
            days: String::new(),
        },
    }
}

const TEAM: Kind = Kind {
    one: "team",
    many: "teams",
};
const REPOSITORY: Kind = Kind {
    one: "repository",
    many: "repositories",
};

/// A team's days in a quarter: its own wherever it was told alone.
fn of_team(quarter: &QualityQuarter, own: &TeamDays) -> Option<Days> {
    let then = quarter.teams.iter().find(|team| match &own.id {
        Some(id) => team.id.as_ref() == Some(id),
        // Small teams together compare only with the same teams together.
        None => team.id.is_none() && team.names == own.names,
    });
    then.map(|team| team.days)
}

fn over_teams(told: &[Told<'_>], shown: &QualityQuarter) -> Vec<Over> {
    let over = |own: &TeamDays| Over {
        name: own.names.join(label(" and ")),
        days: told.iter().map(|(_, q)| of_team(q, own)).collect(),
    };
    shown.teams.iter().map(over).collect()
}

fn over_repositories(told: &[Told<'_>], shown: &QualityQuarter) -> Vec<Over> {
    let days = |quarter: &QualityQuarter, id: &str| {
        let mut rows = quarter.repositories.iter();
        rows.find(|row| row.id == id)?.days
    };
    let over = |own: &RepositoryRow| Over {
        name: own.id.clone(),
        days: told.iter().map(|(_, q)| days(q, &own.id)).collect(),
    };
    shown.repositories.iter().map(over).collect()
}

fn teams(ctx: &Ctx<'_>, told: &[Told<'_>], shown: &QualityQuarter) -> Vec<Line> {
    let line = |own: &TeamDays| {
        let days = |quarter| Some(of_team(quarter, own).unwrap_or_default());
        let people = ctx.words.count(own.people);
        Line {
            name: own.names.join(label(" and ")),
            unit: match own.id {
                Some(_) => say_n!(own.people, "{people} people", "{people} people", people),
                None => say_n!(
                    own.people,
                    "{people} people together",
                    "{people} people together",
                    people
                ),
            },
            cells: told.iter().map(|(_, q)| cell(ctx, days(q))).collect(),
        }
    };
    shown.teams.iter().map(line).collect()
}

fn repositories(ctx: &Ctx<'_>, told: &[Told<'_>], shown: &QualityQuarter) -> Vec<Line> {
    let line = |own: &RepositoryRow| {
        let cells = told.iter().map(|(_, quarter)| {
            let then = quarter.repositories.iter().find(|row| row.id == own.id);
            cell(ctx, then.map_or(Some(Days::default()), |row| row.days))
        });
        Line {
            name: own.id.clone(),
            unit: service(ctx, &own.service),
            cells: cells.collect(),
        }
    };
    shown.repositories.iter().map(line).collect()
}

/// The metrics of quality and security with what the quarter says of them.
fn judged<'a>(ctx: &Ctx<'a>, quarter: &'a QuarterAnalysis) -> Vec<(&'a Metric, &'a Assessment)> {
    let own = ctx.pack.metrics.values();
    let own = own.filter(|m| matches!(m.category, Category::Quality | Category::Security));
    own.filter_map(|metric| Some((metric, &quarter.metrics.get(&metric.id.value)?.all)))
        .collect()
}

/// Metrics of the code by service; rework stands above by team and repository.
fn by_service(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<Drawn> {
    let own = ctx.pack.metrics.values();
    let own = own.filter(|metric| {
        let rework = metric.record.as_ref().map(|record| record.value);
        metric.category == Category::Quality && rework != Some(RecordFigure::ReworkShare)
    });
    own.filter_map(|metric| {
        let judged = quarter.metrics.get(&metric.id.value)?;
        figures::services(ctx, metric, judged, &format!("service-{}", metric.id.value))
    })
    .collect()
}

fn waits(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Option<Drawn> {
    let security = quarter.compliance.as_ref()?.security.as_ref()?;
    let register = ctx.pack.compliance.as_ref()?.vulnerabilities.as_ref()?;
    figures::waits(ctx, security, &register.source.value)
}

fn service(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.pack
        .service(id)
        .map_or_else(|| id.to_owned(), |s| s.name.clone())
}

fn changes(ctx: &Ctx<'_>, frame: &Frame, (quarter, shown): &Told<'_>) -> Changes {
    let none = || label("none").to_owned();
    let defects = shown.defects.as_ref();
    let of = |part: Option<u64>, whole: Option<u64>| share(ctx, part, whole);
    let merged = defects.map(|d| d.changes);
    let count = |n: Option<u64>| n.map_or_else(none, |n| ctx.words.count(n));
    Changes {
        period: Link {
            label: ctx.words.period_short(quarter.period),
            href: frame.to(&pack_path(quarter.period)),
        },
        merged: count(merged),
        introducing: of(defects.map(|d| d.introducing), merged),
        fixing: of(defects.map(|d| d.fixing), merged),
        confirmed: count(defects.map(|d| d.confirmed)),
        unknown: of(
            defects.map(|d| d.unknown_origin),
            defects.map(|d| d.confirmed),
        ),
        days_to_fix: match defects {
            Some(d) => match d.days_to_fix {
                Some(days) => ctx.words.days_median(days),
                None => label("fewer than half mended").to_owned(),
            },
            None => none(),
        },
        open: count(defects.map(|d| d.open)),
        oldest: match defects.and_then(|d| d.oldest_open) {
            Some(1) => label("1 day").to_owned(),
            Some(days) => say!("{count} days", ctx.words.count(days.unsigned_abs())),
            None => none(),
        },
    }
}

fn brought(ctx: &Ctx<'_>, shown: &QualityQuarter) -> Vec<Brought> {
    let rows = shown.repositories.iter().map(|row| {
        let of = |part: Option<u64>| share(ctx, part, Some(row.changes));
        let count =
            |n: Option<u64>| n.map_or_else(|| label("no data").to_owned(), |n| ctx.words.count(n));
        Brought {
            name: row.id.clone(),
            service: service(ctx, &row.service),
            merged: ctx.words.count(row.changes),
            introducing: of(row.introducing),
            fixing: of(row.fixing),
            confirmed: count(row.confirmed),
            open: count(row.open),
        }
    });
    rows.collect()
}

/// `Critical: …`, each severity that has any.
fn waited(ctx: &Ctx<'_>, quarter: &QuarterAnalysis) -> Vec<String> {
    let security = quarter.compliance.as_ref();
    let security = security.and_then(|asked| asked.security.as_ref());
    let rows = security.iter().flat_map(|security| &security.severities);
    rows.filter(|row| row.counted > 0)
        .map(|row| {
            let severity = sentences::upper_first(label(row.severity.word()));
            say!(
                "{severity}, promised within {promise}. {open_vulnerabilities} {response}",
                severity,
                ctx.words.days(Exact::integer(i64::from(row.promise))),
                sentences::open_vulnerabilities(row),
                sentences::response(ctx, row)
            )
        })
        .collect()
}

/// Metrics of the code itself, and of its weak points.
fn metrics(ctx: &Ctx<'_>, frame: &Frame, own: &[(&Metric, &Assessment)]) -> Vec<Row> {
    let row = |(metric, judged): &(&Metric, &Assessment)| {
        Row::new(ctx, frame, metric, Scope::All, judged)
    };
    own.iter().map(row).collect()
}
