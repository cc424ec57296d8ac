//! One metric of several services to small multiples.

use super::quarterly::breaks;
use super::scales::{of_metric, tone};
use super::tell;
use super::{DataTable, Drawn};
use crate::analyse::{Assessment, MetricAnalysis, MovementClass};
use crate::model::{Metric, Period, Scope, Week};
use crate::render::Ctx;
use crate::render::charts::{Alternative, multiples};
use crate::tongue::{label, say};

const QUARTERS: i32 = 9;

/// Small multiples by service on a common scale (S1–S7); `None` where fewer than two services file it.
pub(crate) fn services(
    ctx: &Ctx<'_>,
    metric: &Metric,
    judged: &MetricAnalysis,
    id: &str,
) -> Option<Drawn> {
    // The order of the services' file, the same every quarter.
    let filed: Vec<(&str, &Assessment)> = ctx
        .pack
        .services
        .iter()
        .filter_map(|s| Some((s.name.as_str(), judged.services.get(&s.id.value)?)))
        .filter(|(_, a)| !a.history.is_empty())
        .take(multiples::MOST)
        .collect();
    let first = filed
        .iter()
        .filter_map(|(_, a)| a.history.keys().next().copied())
        .min()?;
    if filed.len() < 2 {
        return None;
    }
    let mut periods: Vec<Period> = (0..QUARTERS)
        .map(|back| ctx.period.shifted(-back))
        .take_while(|p| *p >= first)
        .collect();
    periods.reverse();
    // One quarter is no line.
    if periods.len() < 2 {
        return None;
    }
    let factor = ctx.words.scale(metric);
    let values: Vec<Vec<Option<f64>>> = filed
        .iter()
        .map(|(_, a)| {
            let value = |p: &Period| a.history.get(p).map(|f| f.exact.to_f64() * factor);
            periods.iter().map(value).collect()
        })
        .collect();
    let own = multiples::dwarfing(&values);
    let common = values.iter().enumerate().filter(|(i, _)| Some(*i) != own);
    let shown = common
        .flat_map(|(_, v)| v.iter().copied().flatten())
        .collect();
    let scaled = of_metric(ctx, metric, shown);
    let panels = filed.iter().zip(&values).enumerate();
    let panels = panels.map(|(i, ((name, a), values))| {
        let moved = (a.movement.class == MovementClass::StrongSignal)
            .then_some(a.movement.up)
            .flatten();
        multiples::Panel {
            name: (*name).to_owned(),
            values: values.clone(),
            part: Vec::new(),
            last: a
                .now
                .as_ref()
                .map_or_else(String::new, |f| ctx.words.exact_cell(metric, f.exact)),
            moved: moved.map(|up| (up, tone(metric, up))),
            own: (Some(i) == own)
                .then(|| of_metric(ctx, metric, values.iter().copied().flatten().collect()).axis),
        }
    });
    let panels: Vec<multiples::Panel> = panels.collect();
    let (from, to) = (periods.first().copied()?, periods.last().copied()?);
    let ends = (ctx.words.period_short(from), ctx.words.period_short(to));
    let span = say!(
        "{len} services by quarter, {x} to {x2}",
        filed.len(),
        ends.0,
        ends.1
    );
    let headline = headline(metric, &filed);
    let description = tell::alternative(
        label("Small multiples"),
        &metric.name.value,
        &span,
        &headline,
        "",
        "",
    );
    let mut scales = label("common scale").to_owned();
    if let Some((name, _)) = own.and_then(|i| filed.get(i)) {
        scales.push_str(&say!(", {name} on its own scale", name));
    }
    let breaks = breaks(ctx, metric, &periods);
    let mut notes = vec![
        say!("Source: {trim_end_matches}.", metric.definition.event_source.trim_end_matches('.')),
        label("The pale line is the median of these services. Every line is one service’s own figures of record.").to_owned(),
    ];
    let calendar = &ctx.pack.settings.calendar;
    if let (Some(first), Some(last)) = (periods.first(), periods.last()) {
        let days = (calendar.start(*first), calendar.last_day(*last));
        notes.extend(tell::broke(
            ctx,
            metric,
            (Week::of(days.0), Week::of(days.1)),
        ));
    }
    let svg = multiples::draw(&multiples::Multiples {
        alternative: Alternative {
            id,
            title: &headline,
            description: &description,
        },
        axis: scaled.axis,
        panels,
        part: String::new(),
        median: medians(&values, periods.len()),
        breaks: breaks.iter().map(|(at, _)| *at).collect(),
        ends,
    });
    Some(Drawn {
        svg,
        headline,
        subtitle: tell::subtitle(
            ctx,
            metric,
            Scope::All,
            &[&*span, &*scales].join(label("; ")),
            scaled.starts_at.as_deref(),
        ),
        notes,
        table: table(ctx, metric, &filed, &periods),
    })
}

/// Which services moved by a strong signal; otherwise that none did (L2).
fn headline(metric: &Metric, filed: &[(&str, &Assessment)]) -> String {
    let name = tell::lower_first(&metric.name.value);
    let strong = |better: Option<bool>| -> Vec<&str> {
        filed
            .iter()
            .filter(|(_, a)| {
                a.movement.class == MovementClass::StrongSignal && a.movement.better == better
            })
            .map(|(name, _)| *name)
            .collect()
    };
    let said = |names: &[&str], verb: &str| match names {
        [] => None,
        [one] => Some(say!("{one} {verb}", one, verb)),
        [one, two] => Some(say!("{one} and {two} {verb}", one, two, verb)),
        many => Some(say!("{len} services {verb}", many.len(), verb)),
    };
    let parts: Vec<String> = [
        said(&strong(Some(false)), label("worsened")),
        said(&strong(Some(true)), label("improved")),
        said(&strong(None), label("moved")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        say!(
            "No service’s figures for {name} show a strong signal of change this quarter",
            name
        )
    } else {
        say!("{join} on {name}", parts.join(", "), name)
    }
}

pub(super) fn medians(values: &[Vec<Option<f64>>], periods: usize) -> Vec<Option<f64>> {
    (0..periods)
        .map(|i| {
            let mut known: Vec<f64> = values.iter().filter_map(|v| *v.get(i)?).collect();
            known.sort_by(f64::total_cmp);
            let middle = known.len() / 2;
            let upper = *known.get(middle)?;
            match known.len() % 2 {
                1 => Some(upper),
                _ => known.get(middle - 1).map(|lower| (lower + upper) / 2.0),
            }
        })
        .collect()
}

fn table(
    ctx: &Ctx<'_>,
    metric: &Metric,
    filed: &[(&str, &Assessment)],
    periods: &[Period],
) -> DataTable {
    let columns: Vec<Vec<String>> = filed
        .iter()
        .map(|(_, a)| {
            let figures: Vec<_> = periods.iter().map(|p| a.history.get(p)).collect();
            ctx.words.column(metric, &figures)
        })
        .collect();
    let mut head = vec![label("Quarter").to_owned()];
    head.extend(filed.iter().map(|(name, _)| (*name).to_owned()));
    let rows = periods.iter().enumerate().map(|(i, period)| {
        let mut row = vec![ctx.words.period_short(*period)];
        row.extend(columns.iter().map(|column| column[i].clone()));
        row
    });
    DataTable {
        levels: Vec::new(),
        caption: say!(
            "{value}, {unit}, by service",
            metric.name.value,
            ctx.words.unit(metric)
        ),
        head,
        rows: rows.collect(),
    }
}
