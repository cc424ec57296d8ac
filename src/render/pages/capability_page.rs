//! Everything about how able the organisation was in one quarter: each level with its evidence and
//! with what the pack itself shows, all critical journeys, golden signals by service, the six
//! measures over the quarters, how budgets were used by month, and the set of metrics of the stage.

use super::capability_rows::{Matrix, matrix};
use super::capability_tables::{Table, by_month, over_quarters};
use super::{Frame, Link, Maker, Section, metric_path, pack_path};
use crate::analyse::QuarterAnalysis;
use crate::analyse::capability::{Capability, LevelRow, SignalCoverage};
use crate::diag::Diagnostic;
use crate::model::{CategoryLevel, GoldenSignal, Period};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    headline: String,
    /// Stage, who declared the facts, which level it needs.
    stage: Vec<String>,
    /// Who assessed, when.
    assessed: String,
    categories: Vec<Category>,
    matrix: Option<Matrix>,
    signals: Option<Signals>,
    measures: Table,
    months: Table,
    set_said: String,
    set: Vec<Wanted>,
    tables: Vec<Link>,
}

/// One category with its levels up to the one above.
#[derive(Debug, Serialize)]
struct Category {
    name: &'static str,
    level: String,
    levels: Vec<Level>,
}

#[derive(Debug, Serialize)]
struct Level {
    name: String,
    /// What someone wrote, or why nothing is there.
    evidence: String,
    /// What the pack could test, a sentence each; says so where it is nothing.
    shown: String,
    state: &'static str,
}

/// Golden signals by service.
#[derive(Debug, Serialize)]
struct Signals {
    head: [&'static str; 4],
    rows: Vec<Watched>,
    total: String,
}

#[derive(Debug, Serialize)]
struct Watched {
    name: String,
    cells: Vec<bool>,
    total: String,
}

/// A row of the set of metrics.
#[derive(Debug, Serialize)]
struct Wanted {
    name: &'static str,
    metrics: Vec<Link>,
    lacks: String,
}

/// Where a quarter's page stands.
pub(super) fn path(period: Period) -> String {
    format!("{period}/capability.html")
}

/// One page for each quarter that has anything to tell.
pub(crate) fn capability_pages(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let quarters: Vec<(&QuarterAnalysis, &Capability)> = maker
        .quarters()
        .filter(|quarter| maker.wants(&path(quarter.period)))
        .filter_map(|quarter| Some((quarter, quarter.capability.as_ref()?)))
        .collect();
    maker.each(&quarters, |(quarter, capability)| {
        page(maker, quarter, capability)
    })
}

fn page(
    maker: &Maker<'_>,
    quarter: &QuarterAnalysis,
    capability: &Capability,
) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.ctx(quarter.period);
    let period = ctx.words.period_short(quarter.period);
    let path = path(quarter.period);
    let frame = maker
        .frame(
            &path,
            &say!("Capability, {period}", period),
            Section::Elsewhere,
        )
        .about(maker, quarter.period)
        .under(
            &*period,
            &format!("{}#capability", pack_path(quarter.period)),
        );
    let known = maker.analysis.seen_from(quarter.period);
    let quarters: Vec<&QuarterAnalysis> = known.range(..=quarter.period).map(|(_, q)| q).collect();
    let view = View {
        kicker: say!("Capability and learning · {period}", period),
        headline: sentences::capability(&ctx, capability),
        stage: stage(&ctx, capability),
        assessed: assessed(&ctx, capability),
        categories: categories(&ctx, capability),
        matrix: capability
            .journeys
            .as_ref()
            .map(|journeys| matrix(&ctx, journeys, usize::MAX)),
        signals: capability.signals.as_ref().map(|s| signals(&ctx, s)),
        measures: over_quarters(&ctx, &quarters),
        months: by_month(&ctx, quarter),
        set_said: sentences::set(&ctx, capability),
        set: set(&ctx, &frame, capability),
        tables: super::capability_tables::links()
            .map(|(path, label)| Link {
                label: label.to_owned(),
                href: frame.to(path),
            })
            .into_iter()
            .chain(super::told::links(
                maker,
                quarter.period,
                "capability/",
                &frame.root,
            ))
            .collect(),
        frame,
    };
    maker.page(&path, "capability.html", &view)
}

fn stage(ctx: &Ctx<'_>, capability: &Capability) -> Vec<String> {
    let facts = ctx.pack.maturity.as_ref().and_then(|m| m.stage.as_ref());
    let declared = facts.map(|facts| {
        say!(
            "The facts were declared by the {declared_by}.",
            facts.declared_by
        )
    });
    let check = capability.stage.as_ref().map(sentences::staged);
    check.into_iter().chain(declared).collect()
}

fn assessed(ctx: &Ctx<'_>, capability: &Capability) -> String {
    capability.levels.as_ref().map_or_else(
        || label("Nobody has assessed the levels yet.").to_owned(),
        |levels| {
            say!("Assessed for {period_short} by {by} on {date}. A level counts where it and every one below it is shown by evidence, and where nothing that the pack itself knows speaks against it; the lowest of the four is the organisation's.", ctx.words.period_short(levels.assessed), levels.by, ctx.words.date(levels.on))
        },
    )
}

fn categories(ctx: &Ctx<'_>, capability: &Capability) -> Vec<Category> {
    let assessed = ctx.pack.maturity.as_ref();
    let assessed = assessed.and_then(|record| record.assessed(ctx.period));
    let rows = capability.levels.iter().flat_map(|levels| &levels.rows);
    let found = assessed.into_iter().flat_map(|a| a.each());
    rows.zip(found)
        .map(|(row, (_, found))| Category {
            name: sentences::category(row.category),
            level: say!(
                "step {level}, {level2}",
                row.level,
                sentences::level(row.level)
            ),
            levels: (2..=5)
                .filter(|level| {
                    *level <= row.level + 1 || row.target.is_some_and(|t| t.level >= *level)
                })
                .map(|level| one_level(ctx, row, found, level))
                .collect(),
        })
        .collect()
}

fn one_level(ctx: &Ctx<'_>, row: &LevelRow, found: &CategoryLevel, level: u8) -> Level {
    let tested: Vec<String> = row
        .conditions
        .iter()
        .filter(|condition| condition.level == level)
        .map(|condition| sentences::condition(ctx.words, condition))
        .collect();
    let broken = row
        .conditions
        .iter()
        .any(|condition| condition.level == level && !condition.holds());
    Level {
        name: format!("{level} {}", sentences::level(level)),
        evidence: found.evidence.get(&level).map_or_else(
            || label("not claimed").to_owned(),
            |text| text.value.clone(),
        ),
        shown: if tested.is_empty() {
            label("the pack cannot tell").to_owned()
        } else {
            tested.join(label("; "))
        },
        state: if level <= row.level {
            label("reached")
        } else if broken {
            label("not reached")
        } else {
            label("not claimed")
        },
    }
}

fn signals(ctx: &Ctx<'_>, signals: &SignalCoverage) -> Signals {
    let row = |id: &String, there: &Vec<GoldenSignal>| {
        let cells = GoldenSignal::ALL.map(|signal| there.contains(&signal));
        let count = u64::try_from(there.len()).unwrap_or(u64::MAX);
        Watched {
            name: ctx
                .pack
                .service(id)
                .map_or_else(|| id.clone(), |s| s.name.clone()),
            cells: cells.to_vec(),
            total: ctx.words.of(count, 4),
        }
    };
    // In the pack's order; a service that is gone comes after.
    let known = ctx.pack.services.iter().map(|service| &service.id.value);
    let gone = signals
        .services
        .keys()
        .filter(|id| ctx.pack.service(id).is_none());
    let rows = known.chain(gone);
    let rows = rows.filter_map(|id| Some(row(id, signals.services.get(id)?)));
    let (part, whole) = signals.present;
    Signals {
        head: [
            label("Latency"),
            label("Traffic"),
            label("Errors"),
            label("Saturation"),
        ],
        rows: rows.collect(),
        total: ctx.words.of(part, whole),
    }
}

fn set(ctx: &Ctx<'_>, frame: &Frame, capability: &Capability) -> Vec<Wanted> {
    let rows = capability.set.iter();
    rows.map(|row| Wanted {
        name: sentences::topic(row.topic),
        metrics: row
            .metrics
            .iter()
            .filter_map(|id| ctx.pack.metrics.get(id))
            .map(|metric| Link {
                label: metric.name.value.clone(),
                href: frame.to(&metric_path(&metric.id.value)),
            })
            .collect(),
        lacks: row
            .lacks
            .iter()
            .map(|lack| sentences::lack(ctx.words, *lack))
            .collect::<Vec<_>>()
            .join(label("; ")),
    })
    .collect()
}
