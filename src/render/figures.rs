//! Judgements to charts: picks points, labels and marks, and writes the table that goes with each
//! drawing. Charts below it know no metric; pages above it know no coordinates.

use super::Ctx;
use super::charts::Svg;
use crate::analyse::{Assessment, MetricAnalysis, Shift};
use crate::model::{Metric, Scope};
use serde::Serialize;

/// How large a drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// 640 × 270 units, 180 mm wide.
    Full,
    /// 310 × 196 units, 87 mm wide.
    Half,
}

/// The numbers of a chart as a table, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DataTable {
    pub(crate) caption: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A chart with everything that must stand beside it (G1, G21).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Drawn {
    pub(crate) svg: Svg,
    /// The message: a sentence that would be false if the data were different.
    pub(crate) headline: String,
    /// Measure, unit, scope, period, cropped scale, direction that is better.
    pub(crate) subtitle: String,
    /// Source, then notes.
    pub(crate) notes: Vec<String>,
    pub(crate) table: DataTable,
}

/// A sparkline of 26 weeks for a table row; `aria-hidden`, the words stand beside it (SP1–SP8).
pub(crate) fn sparkline(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> Svg {
    let _ = (ctx, metric, judged);
    Svg::default()
}

/// Process behaviour chart of up to 52 weeks (X1–X12). `id` is unique on the page.
pub(crate) fn behaviour(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
    size: Size,
    id: &str,
) -> Drawn {
    let _ = (ctx, metric, scope, judged, size, id);
    Drawn::default()
}

/// Quarterly trend with target steps and benchmark band (T1–T8).
pub(crate) fn trend(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
    id: &str,
) -> Drawn {
    let _ = (ctx, metric, scope, judged, id);
    Drawn::default()
}

/// Small multiples by service on a common scale (S1–S7); `None` where fewer than two services file it.
pub(crate) fn services(
    ctx: &Ctx<'_>,
    metric: &Metric,
    judged: &MetricAnalysis,
    id: &str,
) -> Option<Drawn> {
    let _ = (ctx, metric, judged, id);
    None
}

/// A story's chart: limits from before the action, the action marked.
pub(crate) fn shift(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    shift: &Shift,
    id: &str,
) -> Drawn {
    let _ = (ctx, metric, scope, shift, id);
    Drawn::default()
}
