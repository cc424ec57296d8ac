//! Days between rare events to a process behaviour chart of gaps (X5).

use super::scales::tone;
use super::tell;
use super::weekly::Told;
use super::{DataTable, Drawn, Size};
use crate::analyse::Gaps;
use crate::model::{Exact, Metric, Scope};
use crate::render::Ctx;
use crate::render::charts::{Alternative, Axis, End, Standing, Steps, Stretch, scale, xmr};
use crate::tongue::{label, label_of, say};

/// Days as a reader sees them. Only zero reads as zero.
fn days(ctx: &Ctx<'_>, value: f64) -> String {
    if value > 0.0 && value < 0.5 {
        return label("under 1\u{a0}day").to_owned();
    }
    let whole = value.round().clamp(0.0, 1e9);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between 0 and a thousand million"
    )]
    let whole = whole as u64;
    ctx.words
        .days(Exact::integer(i64::try_from(whole).unwrap_or(i64::MAX)))
}

pub(super) fn chart(
    ctx: &Ctx<'_>,
    metric: &Metric,
    scope: Scope<'_>,
    gaps: &Gaps,
    told: &Told<'_>,
) -> Drawn {
    let name = tell::named(ctx, metric, scope);
    let points = &gaps.points[gaps.points.len().saturating_sub(52)..];
    let span = say!("days between events, the last {len} gaps", points.len());
    let subtitle = tell::subtitle(ctx, metric, scope, &span, None);
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Drawn {
            headline: told.headline.clone(),
            subtitle,
            ..Drawn::default()
        };
    };
    let levels = [gaps.upper, Some(gaps.average), gaps.lower];
    let shown = points.iter().map(|p| p.days);
    let made = scale(
        shown.chain(levels.into_iter().flatten()).chain([0.0]),
        Steps::Whole,
        None,
    );
    let top = made.ticks.len().saturating_sub(1);
    let ticks = made.ticks.iter().enumerate().map(|(i, tick)| {
        let words = days(ctx, *tick);
        let bare = words.split('\u{a0}').next().unwrap_or_default().to_owned();
        (*tick, if i == top { words } else { bare })
    });
    let axis = Axis {
        low: made.low,
        high: made.high,
        ticks: ticks.collect(),
        baseline: true,
    };
    let marked = tell::marked(ctx, metric, scope, (first.week, last.week), |day| {
        let before = points.iter().filter(|p| p.week.sunday() < day).count();
        f64::from(u32::try_from(before).unwrap_or(0)) - 0.5
    });
    let description = tell::alternative(
        label("Chart of days between events"),
        &name,
        &say!("the last {len} gaps", points.len()),
        &told.headline,
        &told.target,
        &marked.sentence,
    );
    let names = match told.size {
        Size::Full => [label("Upper limit"), label("Average"), label("Lower limit")],
        Size::Half => [
            label("Upper"),
            label("Average"),
            label_of("Lower", "Lower limit, cut short"),
        ],
    };
    let ends = names.into_iter().zip(levels).filter_map(|(name, value)| {
        let value = value?;
        Some(End {
            value,
            words: format!("{name} {}", days(ctx, value)),
            bold: name == label("Average"),
        })
    });
    let mut ticks = Vec::new();
    let mut year = None;
    for (i, point) in points.iter().enumerate() {
        use chrono::Datelike;
        let day = point.week.monday();
        let mut words = ctx.words.date_short(day);
        if year != Some(day.year()) {
            words.push_str(&format!("\u{a0}{}", day.year()));
            year = Some(day.year());
        }
        ticks.push((i, words));
    }
    let svg = xmr::draw(&xmr::Xmr {
        alternative: Alternative {
            id: told.id,
            title: &told.headline,
            description: &description,
        },
        half: told.size == Size::Half,
        axis,
        weeks: points
            .iter()
            .map(|p| xmr::Week {
                value: Some(p.days),
                standing: Standing::Whole,
                signal: p.hits.first().map(|(_, up)| tone(metric, *up)),
                rules: tell::bits(&p.hits),
            })
            .collect(),
        stretches: vec![Stretch {
            from: 0,
            to: points.len() - 1,
            average: gaps.average,
            upper: gaps.upper,
            lower: gaps.lower,
        }],
        target: Vec::new(),
        ends: ends.collect(),
        marks: marked.marks,
        breaks: Vec::new(),
        ticks,
    });
    let mut notes = vec![say!(
        "Source: {source}. Each point is the time since the event before, by the week of the event that ended it: the longer, the rarer.",
        metric.definition.event_source.trim_end_matches('.')
    )];
    notes.extend(marked.notes);
    if gaps.provisional {
        notes.push(say!(
            "Limits are provisional: they rest on {baseline} gaps.",
            gaps.baseline
        ));
    }
    let fired = points.iter().fold(0, |bits, p| bits | tell::bits(&p.hits));
    notes.extend(tell::rules_note(fired));
    let rows = points.iter().map(|p| {
        vec![
            ctx.words.date(p.week.monday()),
            days(ctx, p.days),
            tell::signal_words(&p.hits),
        ]
    });
    Drawn {
        svg,
        headline: told.headline.clone(),
        subtitle,
        notes,
        table: DataTable {
            caption: format!("{name}, {span}"),
            levels: Vec::new(),
            head: [
                label("Event in the week from"),
                label("Since the event before"),
                label("Signal"),
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: rows.collect(),
        },
    }
}
