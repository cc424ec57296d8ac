//! A service in a quarter: every metric filed for it, with value, target, movement and a chart.

use super::row::{Row, said};
use super::{Frame, Maker, Section, pack_path, service_path};
use crate::analyse::QuarterAnalysis;
use crate::diag::Diagnostic;
use crate::model::{Scope, Service};
use crate::render::charts::Svg;
use crate::render::figures::{self, Drawn, Size};
use crate::render::markdown::{self, Html};
use crate::render::{Ctx, Page};
use crate::tongue::{label, label_of, say};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    kicker: String,
    name: String,
    summary_html: Html,
    facts: Vec<Fact>,
    /// Counts the marks of the table below it.
    standing: String,
    now: String,
    previous: String,
    rows: Vec<Row>,
    charts: Vec<Charted>,
    /// Metrics without weekly figures: there is nothing to draw.
    quarterly: Vec<Charted>,
    /// The same service in earlier quarters, newest first. Never later ones: a quarter's pages do
    /// not change when the next is filed.
    earlier: Vec<super::Link>,
}

#[derive(Debug, Serialize)]
struct Fact {
    label: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct Charted {
    id: String,
    name: String,
    figure: Drawn,
    said: String,
}

/// Every service's page in every quarter.
pub(crate) fn services(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let pages: Vec<(&QuarterAnalysis, &Service)> = maker
        .quarters()
        .flat_map(|quarter| {
            let services = &maker.known.to(quarter.period).services;
            services.iter().map(move |s| (quarter, s))
        })
        .filter(|(quarter, s)| maker.wants(&service_path(quarter.period, &s.id.value)))
        .collect();
    maker.each(&pages, |(quarter, service)| page(maker, quarter, service))
}

fn page(
    maker: &Maker<'_>,
    quarter: &QuarterAnalysis,
    service: &Service,
) -> Result<Page, Box<Diagnostic>> {
    let ctx = maker.ctx(quarter.period);
    let id = service.id.value.as_str();
    let path = service_path(quarter.period, id);
    let period = ctx.words.period_short(quarter.period);
    let frame = maker
        .frame(
            &path,
            &format!("{}, {period}", service.name),
            Section::Elsewhere,
        )
        .about(maker, quarter.period)
        .under(say!("Pack {period}", period), &pack_path(quarter.period));
    let filed = || {
        ctx.pack.metrics.values().filter_map(|metric| {
            let judged = quarter.metrics.get(&metric.id.value)?.services.get(id)?;
            Some((metric, judged))
        })
    };
    let scope = Scope::Service(id);
    let rows: Vec<Row> = filed()
        .map(|(metric, judged)| {
            let mut row = Row::new(&ctx, &frame, metric, scope, judged);
            row.name.clone_from(&metric.name.value);
            row
        })
        .collect();
    let (charts, quarterly) = filed()
        .map(|(metric, judged)| {
            let chart = format!("chart-{}", metric.id.value);
            Charted {
                figure: figures::behaviour(&ctx, metric, scope, judged, Size::Half, &chart),
                said: said(&ctx, metric, scope, judged),
                id: metric.id.value.clone(),
                name: metric.name.value.clone(),
            }
        })
        .partition(|c: &Charted| c.figure.svg != Svg::default());
    let view = View {
        kicker: say!("Service · {period}", period),
        name: service.name.clone(),
        summary_html: markdown::inline(&service.summary),
        facts: facts(&ctx, service),
        standing: standing(&rows),
        now: period,
        previous: ctx.words.period_short(quarter.period.previous()),
        charts,
        quarterly,
        rows,
        earlier: maker
            .quarters()
            .rev()
            .filter(|other| other.period < quarter.period)
            .filter(|other| maker.known.to(other.period).service(id).is_some())
            .map(|other| super::Link {
                label: ctx.words.period_short(other.period),
                href: frame.to(&service_path(other.period, id)),
            })
            .collect(),
        frame,
    };
    maker.page(&path, "service.html", &view)
}

fn facts(ctx: &Ctx<'_>, service: &Service) -> Vec<Fact> {
    let area = ctx
        .pack
        .areas
        .iter()
        .find(|a| a.id.value == service.area.value)
        .map_or_else(|| service.area.value.clone(), |a| a.name.clone());
    let journeys: Vec<&str> = ctx
        .pack
        .journeys
        .iter()
        .filter(|j| j.services.iter().any(|s| s.value == service.id.value))
        .map(|j| j.name.as_str())
        .collect();
    vec![
        Fact {
            label: label("Owner"),
            text: service.owner.clone(),
        },
        Fact {
            label: label("Product area"),
            text: area,
        },
        Fact {
            label: label("Tier"),
            text: say!("{tier} of 4; 1 matters most to customers", service.tier),
        },
        Fact {
            label: label("Customer journeys"),
            text: if journeys.is_empty() {
                label("none").to_owned()
            } else {
                journeys.join(label("; "))
            },
        },
    ]
}

fn standing(rows: &[Row]) -> String {
    let against = |word: &str| rows.iter().filter(|r| r.against.word == word).count();
    let moved = |word: &str| rows.iter().filter(|r| r.movement.word == word).count();
    if rows.is_empty() {
        return label("No metric is filed for this service.").to_owned();
    }
    let some = |n: usize| match n {
        0 => label_of("none", "none, of so many").to_owned(),
        n => n.to_string(),
    };
    let flattered = rows.iter().filter(|r| !r.uneased.is_empty()).count();
    let eased = match flattered {
        0 => String::new(),
        n => say!(" ({n} against an eased target)", n),
    };
    say!(
        "{n} {metrics}: {some} met{eased}, {some2} marginal, {some3} missed; {some4} better and {some5} worse by a strong signal",
        rows.len(),
        label(if rows.len() == 1 { "metric" } else { "metrics" }),
        some(against(label("Met"))),
        eased,
        some(against(label("Marginal"))),
        some(against(label("Missed"))),
        some(moved(label("Better"))),
        some(moved(label("Worse")))
    )
}
