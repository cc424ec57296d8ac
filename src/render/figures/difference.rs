//! What made a counted amount differ from the quarter before, service by service, to a bridge.

use super::Drawn;
use super::records::{self, Around};
use super::tell;
use crate::analyse::MetricAnalysis;
use crate::model::{Exact, Kind, Metric, Polarity, Scope};
use crate::render::Ctx;
use crate::render::charts::bridge::{Bridge, Change, Order};
use crate::tongue::say;

/// The bridge from the quarter before (W1–W5). `None` for what does not add up: other kinds than
/// counts, definitions that broke in between, services that do not make the whole, and a quarter in
/// which no service differed.
pub(crate) fn difference(
    ctx: &Ctx<'_>,
    metric: &Metric,
    judged: &MetricAnalysis,
    id: &str,
) -> Option<Drawn> {
    let all = &judged.all;
    if metric.kind.value != Kind::Count || all.broken.is_some() {
        return None;
    }
    let (now, before) = (all.now.as_ref()?.exact, all.previous.as_ref()?.exact);
    let one = Exact::integer(1);
    let mut changes = Vec::new();
    for service in &ctx.pack.services {
        let Some(filed) = judged.services.get(&service.id.value) else {
            continue;
        };
        // A service without a figure of either quarter leaves a hole that no step can fill.
        let by = filed
            .now
            .as_ref()?
            .exact
            .minus(filed.previous.as_ref()?.exact)?;
        changes.push(Change {
            label: service.name.clone(),
            by,
        });
    }
    changes.retain(|change| change.by != Exact::ZERO);
    // One service is no breakdown, and parts of things are no counts.
    if changes.len() < 2 || changes.iter().any(|c| c.by.rounded_to(one) != Some(c.by)) {
        return None;
    }
    let span = ctx.words.period_short(ctx.period);
    let last = ctx.words.period_short(ctx.period.previous());
    let name = &metric.name.value;
    let [said, was] = [now, before].map(|amount| ctx.words.exact(metric, amount));
    let largest = changes.iter().max_by_key(|change| change.by.magnitude())?;
    let same_way = now != before && largest.by.is_negative() == now.minus(before)?.is_negative();
    let plain = say!(
        "{name} stood at {said}, and {was} a quarter before",
        name,
        said,
        was
    );
    let headline = if same_way {
        let wordings = [
            say!(
                "{plain}, with the largest difference at {label}",
                plain,
                largest.label
            ),
            say!("{plain}; {label} differed most", plain, largest.label),
            plain,
        ];
        tell::shortest_fit(&wordings)
    } else {
        plain
    };
    let words = |amount: Exact| ctx.words.exact_cell(metric, amount);
    let around = Around {
        id,
        name,
        span: &say!("{last} to {span}", last, span),
        headline: &headline,
        target: "",
        subtitle: &tell::subtitle(
            ctx,
            metric,
            Scope::All,
            &say!("{last} to {span} by service", last, span),
            None,
        ),
        notes: vec![say!(
            "Source: {source}. A difference between two counts is no evidence of a change by itself.",
            metric.definition.event_source.trim_end_matches('.')
        )],
    };
    records::bridge(
        &around,
        &Bridge {
            start: (last.clone(), before),
            changes,
            end: (span.clone(), now),
            order: Order::BySize,
            lower_is_better: metric.polarity.value == Polarity::LowerIsBetter,
            grain: one,
            words: &words,
        },
    )
    .ok()
}
