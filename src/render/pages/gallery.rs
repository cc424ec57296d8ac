//! Every kind of chart with its purpose: at full size, and as it
//! stands beside text where it has a layout for that. What a
//! pack's author looks at before writing, and a reviewer before trusting.

use super::{Frame, Maker, Section};
use crate::diag::Diagnostic;
use crate::render::Page;
use crate::render::charts::{CHARTS, Svg};
use crate::tongue::label;
use serde::Serialize;

pub(super) const PATH: &str = "gallery.html";

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    charts: Vec<Kind>,
}

#[derive(Debug, Serialize)]
struct Kind {
    name: String,
    anchor: &'static str,
    purpose: &'static str,
    large_svg: Svg,
    half_svg: Option<Svg>,
    edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
struct Edge {
    anchor: String,
    shows: &'static str,
    large_svg: Svg,
}

/// The page.
pub(crate) fn gallery(maker: &Maker<'_>) -> Result<Page, Box<Diagnostic>> {
    let frame = maker
        .frame(PATH, label("Chart gallery"), Section::Elsewhere)
        .under(label("Glossary"), "glossary/index.html");
    let charts = CHARTS
        .iter()
        .map(|chart| Kind {
            name: title(chart.kind),
            anchor: chart.kind,
            purpose: label(chart.purpose),
            large_svg: (chart.example)(),
            half_svg: chart.half.map(|draw| draw()),
            edges: (chart.edges.iter())
                .map(|edge| Edge {
                    anchor: format!("{}-{}", chart.kind, edge.name),
                    shows: label(edge.shows),
                    large_svg: (edge.draw)(),
                })
                .collect(),
        })
        .collect();
    maker.page(PATH, "gallery.html", &View { frame, charts })
}

/// `process-behaviour` as a heading.
fn title(kind: &str) -> String {
    let words = match kind {
        "xmr" => label("Process behaviour (XmR)"),
        "burn-down" => label("Error-budget burn-down"),
        "strip" => label("Incidents of a quarter"),
        "restore" => label("Times to restore"),
        "course" => label("Course of an incident"),
        "sparkline" => label("Sparkline"),
        "trend" => label("Trend"),
        "multiples" => label("Multiples"),
        "bullet" => label("Bullet"),
        "ageing" => label("Ageing"),
        "bridge" => label("Bridge"),
        "slope" => label("Slope"),
        other => other,
    };
    words.to_owned()
}
