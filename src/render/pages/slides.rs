//! What is shown in the meeting: at a glance, the dashboard and the decisions of a quarter, each on
//! slides of its own.

use super::Maker;
use super::pack::{self, View as Pack};
use crate::diag::Diagnostic;
use crate::model::Period;
use crate::render::{Page, forms};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct View {
    #[serde(flatten)]
    pack: Pack,
    period: String,
    build: String,
}

/// A quarter's slides before their style goes inside; `None` for a quarter without figures.
pub(crate) fn slides(maker: &Maker<'_>, period: Period) -> Option<Result<Page, Box<Diagnostic>>> {
    let quarter = maker.analysis.quarters.get(&period)?;
    let path = format!("{period}/{}", forms::SLIDES);
    let mut pack = pack::view(maker, &path, quarter);
    // Slides have a foot of their own.
    "deck".clone_into(&mut pack.frame.sheet);
    let view = View {
        period: maker.ctx(period).words.period_short(period),
        build: maker.build(period),
        pack,
    };
    Some(maker.page(&path, "slides.html", &view))
}
