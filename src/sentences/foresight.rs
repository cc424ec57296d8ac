//! What was predicted, and what the data says of it: `predicted change failure rate at most 5.0% by
//! 30 September 2026; observed 6.1%: not reached`. The second half is never typed by anyone.

use super::definitions::not_comparable;
use super::grammar::{Subject, lower_first, names_what_it_counts};
use crate::analyse::{Foresight, Held, Observed};
use crate::model::{Exact, Metric, Prediction, Scope, Unit};
use crate::sentences::Ctx;
use crate::tongue::{label, say};

/// `change failure rate at most 5.0% by 30 September 2026`.
pub(crate) fn predicted(ctx: &Ctx<'_>, prediction: &Prediction) -> String {
    let by = ctx.words.date(prediction.by);
    let Some(metric) = ctx.pack.metrics.get(&prediction.metric) else {
        return say!("{metric} by {by}", prediction.metric, by);
    };
    let scope = prediction.service.as_deref();
    let scope = scope.map_or(Scope::All, Scope::Service);
    let subject = Subject::new(ctx.pack, metric, scope).inside;
    if names_what_it_counts(metric) && prediction.high == Some(Exact::ZERO) {
        return say!("no {subject} by {by}", subject, by);
    }
    say!(
        "{subject} {range} by {by}",
        subject,
        range(ctx, metric, prediction),
        by
    )
}

/// `at most 5.0%`, `at least 98.8%`, `98.8% to 99.0%`.
fn range(ctx: &Ctx<'_>, metric: &Metric, prediction: &Prediction) -> String {
    let end = |value| match &metric.unit.value {
        // Nobody says that incidents were 12 incidents.
        Unit::Things { many, .. } if lower_first(&metric.name.value).ends_with(many.as_str()) => {
            ctx.words.exact_cell(metric, value)
        }
        _ => ctx.words.exact(metric, value),
    };
    match (prediction.low, prediction.high) {
        (Some(low), Some(high)) if low == high => end(low),
        (Some(low), Some(high)) => ctx.words.range_exact(metric, low, high),
        (Some(low), None) => say!("at least {end}", end(low)),
        (None, Some(high)) => say!("at most {end}", end(high)),
        (None, None) => String::new(),
    }
}

/// `observed 6.1%: not reached`, `not yet due`, `no figure for Q3 2026`.
fn observed(ctx: &Ctx<'_>, foresight: &Foresight<'_>) -> String {
    let seen = seen(ctx, foresight);
    match foresight.held() {
        Some(held) => say!("observed {seen}: {verdict}", seen, verdict(held)),
        None => seen,
    }
}

/// What the data says without the verdict: `6.1%`, `not yet due`, `no figure for Q3 2026`.
pub(crate) fn seen(ctx: &Ctx<'_>, foresight: &Foresight<'_>) -> String {
    let prediction = foresight.predicted;
    let metric = ctx.pack.metrics.get(&prediction.metric);
    match (&foresight.observed, metric) {
        (Observed::NotYetDue, _) => label("not yet due").to_owned(),
        (Observed::NotComparable(broken), _) => not_comparable(ctx.words, broken),
        (Observed::Figure(figure, _), Some(metric)) => {
            let ends = [prediction.low, prediction.high].into_iter().flatten();
            let ends: Vec<Exact> = ends.collect();
            let seen = ctx.words.beside(metric, figure, &ends);
            let estimated = if figure.estimated {
                label(" (estimated)")
            } else {
                ""
            };
            format!("{seen}{estimated}")
        }
        (Observed::NoFigure | Observed::Figure(..), _) => {
            say!(
                "no figure for {period_short}",
                ctx.words.period_short(foresight.due)
            )
        }
    }
}

/// `as predicted`, `better than predicted`, `not reached`.
fn verdict(held: Held) -> &'static str {
    match held {
        Held::AsPredicted => label("as predicted"),
        Held::Better => label("better than predicted"),
        Held::NotReached => label("not reached"),
    }
}

/// Both halves in one clause, without a full stop.
pub(crate) fn foresight(ctx: &Ctx<'_>, foresight: &Foresight<'_>) -> String {
    say!(
        "predicted {predicted}; {observed}",
        predicted(ctx, foresight.predicted),
        observed(ctx, foresight)
    )
}
