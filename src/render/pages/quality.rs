//! Where repair time goes: shares of working days by team and repository over quarters, changes that
//! brought and that mended defects, and the figures of the code itself. Teams and repositories stand
//! in the order of their record, never by size; what small teams do is told together.

use super::row::Row;
use super::{Frame, Link, Maker, Section, pack_path, quality_path};
use crate::analyse::{Days, QualityQuarter, QuarterAnalysis, TEAM_TOLD_ALONE};
use crate::diag::Diagnostic;
use crate::model::{Category, Exact, Scope};
use crate::render::{Ctx, Page, sentences};
use serde::Serialize;

/// Quarters that stand beside each other.
const SHOWN: usize = 8;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
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
    let none = || "no data".to_owned();
    let (Some(part), Some(whole)) = (part, whole) else {
        return Share {
            percent: none(),
            counts: String::new(),
        };
    };
    let percent = Exact::ratio(part, whole).and_then(|share| ctx.words.share_of_days(share));
    Share {
        percent: percent.unwrap_or_else(none),
        counts: format!("{} of {}", ctx.words.count(part), ctx.words.count(whole)),
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
    let frame = maker.frame(path, "Where repair time goes", Section::Elsewhere);
    let recorded = told.iter().rev().filter(|(_, q)| q.defects.is_some());
    let newest = recorded.clone().next();
    let view = View {
        kicker: format!("Quality · {}", ctx.words.period_short(last.period)),
        headline: sentences::repair_headline(&ctx, shown),
        heads: told
            .iter()
            .map(|(quarter, _)| Link {
                label: ctx.words.period_short(quarter.period),
                href: frame.to(&pack_path(quarter.period)),
            })
            .collect(),
        teams: teams(&ctx, &told, shown),
        repositories: repositories(&ctx, &told, shown),
        all: vec![Line {
            name: "All teams".to_owned(),
            unit: String::new(),
            cells: told.iter().map(|(_, q)| cell(&ctx, Some(q.all))).collect(),
        }],
        changes: recorded.map(|told| changes(&ctx, &frame, told)).collect(),
        of: newest.map_or_else(String::new, |(q, _)| ctx.words.period_short(q.period)),
        brought: newest.map_or_else(Vec::new, |(_, shown)| brought(&ctx, shown)),
        period: ctx.words.period_short(last.period),
        previous: ctx.words.period_short(last.period.previous()),
        metrics: metrics(&ctx, &frame, last),
        alone: TEAM_TOLD_ALONE,
        withheld: told
            .iter()
            .any(|(_, q)| q.teams.iter().any(|team| team.id.is_none())),
        frame,
    };
    Some(maker.page(path, "quality.html", &view))
}

fn cell(ctx: &Ctx<'_>, days: Option<Days>) -> Cell {
    let share = |share: Option<Exact>| {
        let text = share.and_then(|share| ctx.words.share_of_days(share));
        text.unwrap_or_else(|| "no data".to_owned())
    };
    match days {
        Some(days) => Cell {
            rework: share(days.rework_share()),
            bug_fix: share(days.bug_fix_share()),
            days: format!(
                "{} of {}",
                ctx.words.count(days.rework),
                ctx.words.count(days.total)
            ),
        },
        None => Cell {
            rework: "withheld".to_owned(),
            bug_fix: "withheld".to_owned(),
            days: String::new(),
        },
    }
}

/// A team over quarters: its own figure wherever it was told alone.
fn teams(ctx: &Ctx<'_>, told: &[Told<'_>], shown: &QualityQuarter) -> Vec<Line> {
    let line = |own: &crate::analyse::TeamDays| {
        let cells = told.iter().map(|(_, quarter)| {
            let then = quarter.teams.iter().find(|team| match &own.id {
                Some(id) => team.id.as_ref() == Some(id),
                // Small teams together compare only with the same teams together.
                None => team.id.is_none() && team.names == own.names,
            });
            match then {
                Some(team) => cell(ctx, Some(team.days)),
                None => cell(ctx, Some(Days::default())),
            }
        });
        let people = ctx.words.count(own.people);
        Line {
            name: own.names.join(" and "),
            unit: match own.id {
                Some(_) => format!("{people} people"),
                None => format!("{people} people together"),
            },
            cells: cells.collect(),
        }
    };
    shown.teams.iter().map(line).collect()
}

fn repositories(ctx: &Ctx<'_>, told: &[Told<'_>], shown: &QualityQuarter) -> Vec<Line> {
    let line = |own: &crate::analyse::RepositoryRow| {
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

fn service(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.pack
        .service(id)
        .map_or_else(|| id.to_owned(), |s| s.name.clone())
}

fn changes(ctx: &Ctx<'_>, frame: &Frame, (quarter, shown): &Told<'_>) -> Changes {
    let none = || "none".to_owned();
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
                None => "fewer than half mended".to_owned(),
            },
            None => none(),
        },
        open: count(defects.map(|d| d.open)),
        oldest: match defects.and_then(|d| d.oldest_open) {
            Some(1) => "1 day".to_owned(),
            Some(days) => format!("{} days", ctx.words.count(days.unsigned_abs())),
            None => none(),
        },
    }
}

fn brought(ctx: &Ctx<'_>, shown: &QualityQuarter) -> Vec<Brought> {
    let rows = shown.repositories.iter().map(|row| {
        let of = |part: Option<u64>| share(ctx, part, Some(row.changes));
        let count = |n: Option<u64>| n.map_or_else(|| "no data".to_owned(), |n| ctx.words.count(n));
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

/// Metrics of the code itself, and of its weak points.
fn metrics(ctx: &Ctx<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Vec<Row> {
    let own = ctx.pack.metrics.values();
    let own = own.filter(|m| matches!(m.category, Category::Quality | Category::Security));
    own.filter_map(|metric| {
        let judged = &quarter.metrics.get(&metric.id.value)?.all;
        Some(Row::new(ctx, frame, metric, Scope::All, judged))
    })
    .collect()
}
