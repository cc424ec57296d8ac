//! One metric across all quarters: its charts, its figures of record, its owner and playbook.

use super::restated;
use super::row::{Row, as_at, narrow, said};
use super::{Frame, Maker, Section, csv_path, glossary_path, metric_path};
use crate::analyse::{Assessment, MetricAnalysis, QuarterAnalysis};
use crate::diag::Diagnostic;
use crate::model::{AnnotationKind, Category, Metric, Polarity, Scope, Target};
use crate::render::figures::{self, Drawn, Size};
use crate::render::markdown::{self, Html};
use crate::render::marks::{self, Mark};
use crate::render::{Ctx, Page, sentences};
use crate::tongue::{label, label_of, say};
use serde::Serialize;
use std::cmp::Ordering;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    name: String,
    meaning_html: Html,
    now: Row,
    period: String,
    said: String,
    advice: String,
    counts: String,
    /// What a reader should know before trusting the figure.
    limits: Vec<String>,
    behaviour: Drawn,
    trend: Drawn,
    services: Option<Drawn>,
    difference: Option<Drawn>,
    /// By service this quarter; empty where none file it.
    by_service: Vec<Row>,
    previous_period: String,
    quarters: Vec<Quarter>,
    restated: Vec<restated::Line>,
    year_ago: String,
    /// Why that figure is not printed; empty where it is.
    year_apart: String,
    definition: Vec<Fact>,
    /// The query that counts it; empty where none is filed.
    query: String,
    definition_href: String,
    why_html: Html,
    /// The outcome that it stands in for; empty where none is named.
    outcome: &'static str,
    /// Its figure beside the estimates that count from it.
    stands: String,
    estimates: Vec<super::money_rows::Line>,
    /// Where repair time stands by team and repository; none for a metric of something else.
    repair_href: Option<String>,
    playbook_html: Html,
    targets: Vec<TargetLine>,
    no_target: Option<String>,
    benchmarks: Vec<String>,
    annotations: Vec<Noted>,
    csv_href: String,
}

#[derive(Debug, Serialize)]
struct Quarter {
    /// Where figures on other pages lead to: `2026-Q3`.
    anchor: String,
    source: Source,
    period: String,
    href: String,
    value: String,
    /// `first reported 10.8%`; empty where it stands as it was published.
    first_reported: String,
    behind: String,
    change: String,
    /// Whether a definition broke since the quarter before.
    apart: bool,
    uneased: String,
    target: String,
    against: Mark,
    movement: Mark,
    /// That the weeks signal another way than the difference; empty where they do not.
    at_odds: String,
}

/// Where a quarter's figure comes from.
#[derive(Debug, Serialize)]
struct Source {
    /// Path of the snapshot in the pack.
    snapshot: String,
    as_at: String,
    definition: String,
    build: String,
}

#[derive(Debug, Serialize)]
struct Fact {
    label: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct TargetLine {
    from: String,
    value: String,
    /// `first`, `tightened`, `eased`, `unchanged`.
    moved: &'static str,
    set_by: String,
    rationale: String,
}

#[derive(Debug, Serialize)]
struct Noted {
    date: String,
    kind: &'static str,
    label: String,
    cause: String,
}

/// Every metric's page.
pub(crate) fn metrics(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let Some(quarter) = maker.analysis.today().get(&maker.latest) else {
        return Vec::new();
    };
    let pages: Vec<(&Metric, &MetricAnalysis)> = maker
        .pack
        .metrics
        .values()
        .filter_map(|m| Some((m, &**quarter.metrics.get(&m.id.value)?)))
        .filter(|(m, _)| maker.wants(&metric_path(&m.id.value)))
        .collect();
    maker.each(&pages, |(metric, judged)| {
        page(maker, quarter, metric, judged)
    })
}

fn page(
    maker: &Maker<'_>,
    latest: &QuarterAnalysis,
    metric: &Metric,
    judged: &MetricAnalysis,
) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.today(latest.period);
    let id = metric.id.value.as_str();
    let path = metric_path(id);
    let frame = maker
        .frame(&path, &metric.name.value, Section::Metrics)
        .about(maker, latest.period)
        .under(label("Metrics"), "glossary/index.html#metrics");
    let all = &judged.all;
    let now = Row::new(&ctx, &frame, metric, Scope::All, all);
    let definition = &metric.definition;
    let fact = |label, text: &str| Fact {
        label,
        text: text.to_owned(),
    };
    let said = said(&ctx, metric, Scope::All, all);
    let counts = all.counts.as_ref();
    let counts = counts.map_or_else(String::new, |c| sentences::counts(&ctx, metric, c));
    let view = View {
        kicker: say!(
            "Metric · {value} · {unit_line}",
            metric.owner.value,
            now.unit_line
        ),
        name: metric.name.value.clone(),
        meaning_html: markdown::blocks(&frame.root, &metric.meaning, 2),
        period: ctx.words.period_short(latest.period),
        advice: sentences::advice(all),
        // Where movement can only compare counts, it has said so already.
        counts: if said.contains(&counts) {
            String::new()
        } else {
            counts
        },
        said,
        limits: sentences::quality(&ctx, metric, Scope::All, all),
        behaviour: figures::behaviour(&ctx, metric, Scope::All, all, Size::Full, "behaviour"),
        trend: figures::trend(&ctx, metric, Scope::All, all, "trend"),
        services: figures::services(&ctx, metric, judged, "services"),
        difference: figures::difference(&ctx, metric, judged, "difference"),
        by_service: by_service(&ctx, &frame, metric, judged),
        previous_period: ctx.words.period_short(latest.period.previous()),
        quarters: quarters(maker, &frame, metric),
        restated: restated::lines(&ctx, metric),
        year_apart: all.broken_year.map_or_else(String::new, |broken| {
            sentences::since(ctx.words, broken.version, broken.date)
        }),
        year_ago: match (&all.year_ago, &all.broken_year) {
            (_, Some(_)) => label(super::row::NOT_COMPARABLE).to_owned(),
            (Some(figure), None) => {
                let period = latest.period.year_ago();
                let said = ctx.words.figure(metric, figure);
                match &*restated::first_reported(&ctx, metric, Scope::All, period, Some(figure)) {
                    "" => said,
                    first => format!("{said} ({first})"),
                }
            }
            (None, None) => super::row::no_data().to_owned(),
        },
        definition: vec![
            fact(label("Formula"), &definition.formula),
            fact(label("Starts"), &definition.start_event),
            fact(label("Stops"), &definition.stop_event),
            fact(label("Source"), &definition.event_source),
            fact(label("Version"), &version(&ctx, metric)),
            fact(label("Fingerprint"), &metric.fingerprint()),
        ],
        query: metric
            .query
            .as_ref()
            .map_or_else(String::new, |query| query.value.clone()),
        definition_href: frame.to(&glossary_path(id)),
        why_html: markdown::blocks(&frame.root, &metric.why, 3),
        outcome: metric.outcome.map_or("", super::definition_words::outcome),
        stands: say!(
            "In {period_short} it was {now}, at the same time as these estimates; neither is the other's effect.",
            ctx.words.period_short(latest.period),
            now.now
        ),
        estimates: super::money::of_metric(&maker.ctx(latest.period), &frame, latest, id),
        repair_href: (maker.tells_quality()
            && matches!(metric.category, Category::Quality | Category::Security))
        .then(|| frame.to(super::quality_path())),
        playbook_html: markdown::blocks(&frame.root, &metric.playbook, 3),
        targets: metric
            .targets
            .iter()
            .rev()
            .map(|t| TargetLine {
                from: ctx.words.date(t.from),
                value: ctx.words.exact(metric, t.value),
                moved: moved(metric, t),
                set_by: t.set_by.clone(),
                rationale: t.rationale.clone(),
            })
            .collect(),
        no_target: metric.no_target.clone(),
        benchmarks: metric
            .benchmarks
            .iter()
            .map(|b| {
                format!(
                    "{} {}, {}{}{}. {}",
                    b.source,
                    b.year,
                    b.label,
                    label(": "),
                    ctx.words.range_exact(metric, b.low, b.high),
                    b.comparability
                )
            })
            .collect(),
        annotations: annotations(&ctx, metric),
        csv_href: frame.to(&csv_path(id)),
        now,
        frame,
    };
    maker.page(&path, "metric.html", &view)
}

fn by_service(ctx: &Ctx<'_>, frame: &Frame, metric: &Metric, judged: &MetricAnalysis) -> Vec<Row> {
    ctx.pack
        .services
        .iter()
        .filter_map(|service| {
            let id = service.id.value.as_str();
            let assessment = judged.services.get(id)?;
            let mut row = Row::new(ctx, frame, metric, Scope::Service(id), assessment);
            row.name.clone_from(&service.name);
            row.owner.clone_from(&service.owner);
            row.href = frame.to(&super::service_path(ctx.period, id));
            Some(row)
        })
        .collect()
}

/// Every quarter, newest first; one unit and the same decimals down the column.
fn quarters(maker: &Maker<'_>, frame: &Frame, metric: &Metric) -> Vec<Quarter> {
    let judged: Vec<(&QuarterAnalysis, &Assessment)> = maker
        .quarters_today()
        .rev()
        .filter_map(|quarter| Some((quarter, &quarter.metrics.get(&metric.id.value)?.all)))
        .collect();
    let figures: Vec<_> = judged.iter().map(|(_, a)| a.now.as_ref()).collect();
    let values = maker.words.column(metric, &figures);
    let rows = judged.into_iter().zip(values);
    rows.map(|((quarter, judged), value)| Quarter {
        anchor: quarter.period.to_string(),
        source: source(maker, quarter, metric, judged),
        period: maker.words.period_short(quarter.period),
        href: frame.to(&super::pack_path(quarter.period)),
        value,
        first_reported: restated::first_reported(
            &maker.today(quarter.period),
            metric,
            Scope::All,
            quarter.period,
            judged.now.as_ref(),
        ),
        behind: judged
            .now
            .as_ref()
            .and_then(|f| maker.words.basis(f.value))
            .unwrap_or_else(|| label("n/a").to_owned()),
        change: match (&judged.now, &judged.previous, &judged.broken) {
            (_, _, Some(broken)) => narrow(&sentences::not_comparable(maker.words, broken)),
            (Some(now), Some(then), None) => maker.words.change(metric, now, then),
            _ => label("n/a").to_owned(),
        },
        apart: judged.broken.is_some(),
        uneased: narrow(&sentences::uneased(
            &maker.today(quarter.period),
            metric,
            judged,
        )),
        target: judged.target.target.as_ref().map_or_else(
            || label_of("none", "none, of a target").to_owned(),
            |t| maker.words.exact_cell(metric, t.value),
        ),
        against: marks::target(judged.target.status),
        movement: marks::movement(&judged.movement),
        at_odds: narrow(&sentences::by_weeks(
            &maker.today(quarter.period),
            metric,
            judged,
        )),
    })
    .collect()
}

fn source(
    maker: &Maker<'_>,
    quarter: &QuarterAnalysis,
    metric: &Metric,
    judged: &Assessment,
) -> Source {
    let ctx = maker.today(quarter.period);
    let snapshot = maker.pack.snapshots.get(&quarter.period);
    let all = snapshot.map_or_else(String::new, |s| ctx.words.date(s.as_of));
    let own = as_at(&ctx, judged.now.as_ref());
    Source {
        snapshot: snapshot.map_or_else(String::new, |s| s.path.clone()),
        as_at: if own.is_empty() || own == all {
            all
        } else {
            say!("{own}, the rest at {all}", own, all)
        },
        definition: maker.pack.version_told(metric, quarter.period).to_string(),
        build: maker.build(quarter.period),
    }
}

/// What a target did to the one before it.
fn moved(metric: &Metric, target: &Target) -> &'static str {
    let earlier = metric.targets.iter().rev();
    let mut earlier = earlier.filter(|t| t.from < target.from);
    match earlier.next().map(|before| target.value.cmp(&before.value)) {
        None => label("first"),
        Some(Ordering::Equal) => label("unchanged"),
        Some(way)
            if (way == Ordering::Greater)
                == (metric.polarity.value == Polarity::HigherIsBetter) =>
        {
            label("tightened")
        }
        Some(_) => label("eased"),
    }
}

fn version(ctx: &Ctx<'_>, metric: &Metric) -> String {
    let definition = &metric.definition;
    let since = definition
        .changes
        .iter()
        .find(|c| c.version.value == definition.version.value)
        .map_or_else(String::new, |c| {
            say!(", since {date}: {what}", ctx.words.date(c.date), c.what)
        });
    format!("{}{since}", definition.version.value)
}

fn annotations(ctx: &Ctx<'_>, metric: &Metric) -> Vec<Noted> {
    ctx.pack
        .annotations
        .iter()
        .rev()
        .filter(|a| a.concerns(&metric.id.value, Scope::All))
        .map(|a| Noted {
            date: ctx.words.date(a.date),
            kind: match a.kind {
                AnnotationKind::Action => label("Action"),
                AnnotationKind::Event => label("Event"),
                AnnotationKind::ChangePoint => label("Change point"),
            },
            label: a.label.clone(),
            cause: a.cause.clone().unwrap_or_default(),
        })
        .collect()
}
