//! Every kind of chart with its purpose: at full size, and as it
//! stands beside text where it has a layout for that. What a
//! pack's author looks at before writing, and a reviewer before trusting.

use super::{Frame, Maker, Section};
use crate::diag::Diagnostic;
use crate::render::Page;
use crate::render::charts::{CHARTS, Svg};
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
        .frame(PATH, "Chart gallery", Section::Elsewhere)
        .under("Glossary", "glossary/index.html");
    let charts = CHARTS
        .iter()
        .map(|chart| Kind {
            name: title(chart.kind),
            anchor: chart.kind,
            purpose: chart.purpose,
            large_svg: (chart.example)(),
            half_svg: chart.half.map(|draw| draw()),
            edges: (chart.edges.iter())
                .map(|edge| Edge {
                    anchor: format!("{}-{}", chart.kind, edge.name),
                    shows: edge.shows,
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
        "xmr" => "process behaviour (XmR)".to_owned(),
        "burn-down" => "error-budget burn-down".to_owned(),
        "strip" => "incidents of a quarter".to_owned(),
        "restore" => "times to restore".to_owned(),
        "course" => "course of an incident".to_owned(),
        other => other.replace('-', " "),
    };
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
