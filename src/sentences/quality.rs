//! What a reader should know before trusting a figure.

use crate::analyse::Assessment;
use crate::model::{Metric, RollUp, Scope};
use crate::sentences::Ctx;
use crate::tongue::{label, say};

/// One line for each circumstance; none where nothing limits the figure.
pub(crate) fn quality(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    judged: &Assessment,
) -> Vec<String> {
    let words = ctx.words;
    let calendar = &ctx.pack.settings.calendar;
    let period = words.period_short(ctx.period);
    let mut lines = Vec::new();
    match &judged.now {
        None => lines.push(super::movement::movement(ctx, metric, scope, judged)),
        Some(now) if now.estimated => {
            lines.push(say!("The figure for {period} is estimated.", period))
        }
        Some(_) => {}
    }
    if let Some(taken) = judged.now.as_ref().and_then(|f| f.as_of) {
        let taken = words.date(taken);
        lines.push(say!(
            "The figure for {period} was taken on {taken}.",
            period,
            taken
        ));
    }
    if judged.now.as_ref().is_some_and(|f| f.rolled_up) {
        let how = match metric.roll_up.value {
            RollUp::SumOfParts => {
                label("the sum of the services' parts over the sum of their wholes")
            }
            RollUp::Sum => label("the sum of the services"),
            RollUp::Worst => label("the worst service's figure"),
            RollUp::StatedOnly | RollUp::None => label("put together from the services"),
        };
        lines.push(say!("The figure for {period} is {how}.", period, how));
    }
    let weeks = calendar.weeks(ctx.period);
    let empty = judged
        .behaviour
        .points
        .iter()
        .filter(|p| p.value.is_none() && weeks.contains(&p.week))
        .count();
    if empty > 0 {
        let have = if empty == 1 { "has" } else { "have" };
        let (n, of) = (empty, weeks.len());
        lines.push(say!("{n} of {of} weeks {have} no data.", n, of, have));
    }
    if let Some(point) = judged.behaviour.points.iter().find(|p| p.partial) {
        let week = words.week(point.week);
        lines.push(say!("The {week} had not ended when the data was taken; it counts in no limit and no verdict.", week));
    }
    if judged.movement.provisional {
        lines.push(
            label("Limits are provisional: fewer than 20 points stand behind them.").to_owned(),
        );
    }
    for (changed, change) in ctx.pack.definition_changes(ctx.period) {
        if changed.id.value == metric.id.value {
            lines.push(super::definitions::changed(ctx.words, change));
        }
    }
    let observations = ctx.pack.observations.get(&metric.id.value);
    let note = observations
        .and_then(|o| o.circumstances.get(&ctx.period))
        .and_then(|circumstances| circumstances.note.as_deref());
    if let Some(note) = note {
        lines.push(format!(
            "{}.",
            super::grammar::upper_first(note.trim().trim_end_matches('.'))
        ));
    }
    lines
}
