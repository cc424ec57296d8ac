//! Judgements to sentences: the patterns of the evidence classes. Nothing is typed by hand here
//! that the data could contradict.

use super::Ctx;
use crate::analyse::{Assessment, CountComparison, Honesty, QuarterAnalysis, Shift};
use crate::model::{Metric, Scope};

/// What happened to a metric, in the pattern of its evidence class.
pub(crate) fn movement(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
) -> String {
    let _ = (ctx, scope, judged);
    metric.name.value.clone()
}

/// Value against target: `6.1% against a target of 5.0%: missed.`; empty without a target.
pub(crate) fn target(ctx: &Ctx<'_>, metric: &Metric, judged: &Assessment) -> String {
    let _ = (ctx, metric, judged);
    String::new()
}

/// The verdict grid's advice for a pair of marks, `Leave it alone.`; empty where the grid has none.
pub(crate) fn advice(judged: &Assessment) -> String {
    let _ = judged;
    String::new()
}

/// `15 metrics, of which 10 could be tested: 4 moved …`.
pub(crate) fn honesty(ctx: &Ctx<'_>, honesty: &Honesty) -> String {
    let _ = (ctx, honesty);
    String::new()
}

/// `12 incidents, 14 last quarter. From 14, only 4 or fewer, or 28 or more, would be unlikely by luck.`
pub(crate) fn counts(ctx: &Ctx<'_>, metric: &Metric, counts: &CountComparison) -> String {
    let _ = (ctx, metric, counts);
    String::new()
}

/// The metric shift of a story, with its evidence grade.
pub(crate) fn shift(ctx: &Ctx<'_>, metric: &Metric, scope: Scope<'_>, shift: &Shift) -> String {
    let _ = (ctx, metric, scope, shift);
    String::new()
}

/// The one-line remainder of the exceptions page: `The other 12 metrics show routine variation only.`
pub(crate) fn remainder(ctx: &Ctx<'_>, quarter: &QuarterAnalysis, shown: usize) -> String {
    let _ = (ctx, quarter, shown);
    String::new()
}
