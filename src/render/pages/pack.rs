//! A quarter's judgements and narrative to the pack page: the sheets, in the order a director asks.

use super::{Frame, Maker, Section, pack_path};
use crate::analyse::QuarterAnalysis;
use crate::diag::Diagnostic;
use crate::render::Page;
use serde::Serialize;

/// The pack page.
#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    headline: String,
}

/// Every quarter's pack page at its permanent address, and the latest at the site's top.
pub(crate) fn packs(maker: &Maker<'_>) -> Vec<Result<Page, Diagnostic>> {
    let quarters: Vec<(String, &QuarterAnalysis)> = maker
        .quarters()
        .map(|quarter| (pack_path(quarter.period), quarter))
        .chain(
            maker
                .analysis
                .quarters
                .get(&maker.latest)
                .map(|quarter| ("index.html".to_owned(), quarter)),
        )
        .collect();
    crate::render::in_order::in_order(&quarters, |(path, quarter)| page(maker, path, quarter))
}

fn page(maker: &Maker<'_>, path: &str, quarter: &QuarterAnalysis) -> Result<Page, Diagnostic> {
    let ctx = maker.ctx(quarter.period);
    let period = ctx
        .words
        .period(&ctx.pack.settings.calendar, quarter.period);
    let headline = ctx
        .pack
        .narratives
        .get(&quarter.period)
        .map_or_else(|| period.clone(), |n| n.overview.headline.value.clone());
    let view = View {
        frame: maker.frame(path, &period, Section::Pack),
        headline,
    };
    maker.page(path, "pack.html", &view)
}
