//! Quarterly figures of record to a trend with its targets and what others report (T1–T8).

use super::canvas::{Alternative, Canvas, Done, Plot, TEXT, room_for, sheet};
use super::frame::{Axis, Time, index};
use super::ink::Ink;
use super::invented::invented;
use super::lines::{self, Obstacles, end_label};
use super::marks::Marks;
use super::series::{End, Mark, Standing, Step};
use super::{Chart, Svg, advance};
use crate::tongue::label;
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// One quarter.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Quarter {
    /// `None` is a gap.
    pub(crate) value: Option<f64>,
    /// Whether it may be read like the others.
    pub(crate) standing: Standing,
}

/// What others report (G19).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Band {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Source, year and how far it compares.
    pub(crate) words: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trend<'a> {
    pub(crate) alternative: Alternative<'a>,
    pub(crate) axis: Axis,
    pub(crate) quarters: Vec<Quarter>,
    /// Targets as they were set, oldest first.
    pub(crate) target: Vec<Step>,
    pub(crate) benchmark: Option<Band>,
    /// A quarter with words beside it, ringed: the same quarter last year (T4).
    pub(crate) ringed: Option<(usize, String)>,
    /// Words over the first value (G20).
    pub(crate) first: Option<(usize, String)>,
    pub(crate) ends: Vec<End>,
    pub(crate) marks: Vec<Mark>,
    /// First quarters after the definition changed, with the words in the gap.
    pub(crate) breaks: Vec<(usize, String)>,
    pub(crate) ticks: Vec<(usize, String)>,
}

/// Draws it.
pub(crate) fn draw(input: &Trend<'_>) -> Svg {
    let (width, height) = (640.0, 270.0);
    sheet("trend", width, height, Some(input.alternative), |canvas| {
        let rough: Vec<_> = input.ends.iter().map(|e| end_label(e, 0.0)).collect();
        let right = room_for(&rough, width * 0.36) + 12.0;
        let left = input.axis.room();
        let gaps: Vec<usize> = input.breaks.iter().map(|(at, _)| *at).collect();
        let time = Time::new(input.quarters.len(), &gaps, left, width - right);
        let marks = Marks::place(&input.marks, &time, width);
        let named = if input.breaks.is_empty() { 0.0 } else { 15.0 };
        let (top, foot) = (8.0 + marks.room() + named, height - 36.0);
        let room = [top, right, height - foot, left];
        let mut plot = canvas.plot(room, time.range(), input.axis.range())?;
        let band = input.benchmark.as_ref().filter(|b| visible(b, &input.axis));
        if let Some(band) = band {
            plot.block(Ink::Benchmark, time.range(), band.low..band.high)?;
        }
        input.axis.grid(canvas, &plot, time.range())?;
        if let Some(band) = band {
            let edge = |y| [(time.range().start, y), (time.range().end, y)];
            for y in [band.low, band.high] {
                if input.axis.range().contains(&y) {
                    plot.line(Ink::BenchmarkEdge, &edge(y))?;
                }
            }
        }
        targets(&mut plot, &time, &input.target)?;
        marks.draw(canvas, top - named, foot)?;
        time.breaks(canvas, &input.breaks, top - 8.0)?;
        data(&mut plot, &time, input)?;
        words(canvas, &plot, &time, input, band, top..foot)?;
        input.axis.words(canvas, &plot, time.range().start)?;
        time.words(canvas, &input.ticks, height - 23.0)?;
        let room = lines::below(top, marks.room() + named)..foot - 2.0;
        lines::ends(canvas, &plot, &input.ends, width - right, room)
    })
}

fn visible(band: &Band, axis: &Axis) -> bool {
    let range = axis.range();
    band.low < range.end && band.high > range.start && band.low <= band.high
}

/// Targets change in steps, and the steps show (T2).
fn targets(plot: &mut Plot<'_, '_>, time: &Time, steps: &[Step]) -> Done {
    let mut line: Vec<(f64, f64)> = Vec::new();
    let mut until = None;
    for step in steps {
        if until != Some(step.from) {
            plot_line(plot, &line)?;
            line.clear();
        }
        let x = time.steps(step.from, step.to);
        line.extend([(x.start, step.value), (x.end, step.value)]);
        until = Some(step.to + 1);
    }
    plot_line(plot, &line)
}

fn plot_line(plot: &mut Plot<'_, '_>, line: &[(f64, f64)]) -> Done {
    if line.is_empty() {
        return Ok(());
    }
    plot.line(Ink::Target, line)
}

fn data(plot: &mut Plot<'_, '_>, time: &Time, input: &Trend<'_>) -> Done {
    let values: Vec<Option<f64>> = input.quarters.iter().map(|q| q.value).collect();
    let open_end = input
        .quarters
        .last()
        .is_some_and(|q| q.standing == Standing::Partial);
    lines::data(plot, time, &values, open_end)?;
    let chosen = |keep: &dyn Fn(usize, &Quarter) -> bool| -> Vec<(f64, f64)> {
        let quarters = input.quarters.iter().enumerate();
        quarters
            .filter(|(i, q)| keep(*i, q))
            .filter_map(|(i, q)| {
                let value = q.value.filter(|v| v.is_finite())?;
                Some((time.at(index(i)), value))
            })
            .collect()
    };
    let last = input.quarters.len().saturating_sub(1);
    let ringed = input.ringed.as_ref().map(|(at, _)| *at);
    plot.dots(Ink::Dot, 2.6, &chosen(&|i, _| i != last))?;
    plot.dots(Ink::PriorDot, 5.2, &chosen(&|i, _| Some(i) == ringed))?;
    plot.dots(Ink::Hole, 3.6, &chosen(&|i, _| Some(i) == ringed))?;
    plot.dots(Ink::Dot, 4.0, &chosen(&|i, _| i == last))?;
    plot.dots(
        Ink::Hole,
        1.5,
        &chosen(&|i, q| q.standing != Standing::Whole && i != last),
    )?;
    plot.dots(
        Ink::Hole,
        2.4,
        &chosen(&|i, q| q.standing != Standing::Whole && i == last),
    )
}

fn words(
    canvas: &Canvas<'_>,
    plot: &Plot<'_, '_>,
    time: &Time,
    input: &Trend<'_>,
    band: Option<&Band>,
    room: Range<f64>,
) -> Done {
    let place = |i: usize| {
        let value = input.quarters.get(i)?.value.filter(|v| v.is_finite())?;
        Some(plot.at(time.at(index(i)), value))
    };
    let mut obstacles = Obstacles::default();
    let places: Vec<_> = (0..input.quarters.len()).map(place).collect();
    obstacles.line(&places, 5.0);
    for s in &input.target {
        obstacles.level(time, plot, s.from, s.to, s.value);
    }
    let estimated = input.quarters.iter().enumerate();
    for (i, _) in estimated.filter(|(_, q)| q.standing == Standing::Estimated) {
        if let Some((x, y)) = place(i) {
            canvas.text(
                Ink::Text,
                label("e"),
                (x, (y - 12.0).max(room.start)),
                HPos::Center,
            )?;
        }
    }
    for (at, text) in input.first.iter().chain(&input.ringed) {
        let Some((x, y)) = place(*at) else { continue };
        let half = advance::width(text, TEXT) / 2.0;
        // Within the plot at the left, or it would lie over the words of the axis.
        let least = plot.at(time.range().start, 0.0).0 + half + 3.0;
        let x = x.clamp(least, (canvas.width() - half).max(least));
        let height = [-14.0, 16.0, -20.0, 22.0, -28.0, 30.0, -36.0, 38.0]
            .into_iter()
            .map(|dy| y + dy)
            .find(|h| {
                (room.start + 6.0..=room.end - 6.0).contains(h)
                    && obstacles.leave_clear(x - half..x + half, h - 6.0..h + 6.0)
            })
            .unwrap_or((y - 16.0).clamp(room.start + 6.0, room.end - 6.0));
        canvas.text(Ink::Label, text, (x, height), HPos::Center)?;
        // The next words keep clear of these.
        obstacles.line(&[Some((x - half, height)), Some((x + half, height))], 7.0);
    }
    if let Some(band) = band {
        let inside = [plot.at(0.0, band.high).1, plot.at(0.0, band.low).1];
        let whole = advance::width(&band.words, TEXT);
        let (left, right) = (
            plot.at(time.range().start, 0.0).0,
            plot.at(time.range().end, 0.0).0,
        );
        let text = advance::fitted(&band.words, TEXT, right - left - 12.0);
        let width = whole.min(right - left - 12.0);
        let heights = [
            inside[0] + 9.0,
            inside[1] - 9.0,
            (inside[0] + inside[1]) / 2.0,
        ];
        let (x, y) = heights
            .into_iter()
            .flat_map(|y| {
                [
                    left + 6.0,
                    (left + right - width) / 2.0,
                    right - 6.0 - width,
                ]
                .map(|x| (x, y))
            })
            .find(|(x, y)| obstacles.leave_clear(*x..x + width, y - 6.0..y + 6.0))
            .unwrap_or((left + 6.0, heights[0]));
        canvas.text(Ink::BandText, &text, (x, y), HPos::Left)?;
    }
    Ok(())
}

pub(super) const CHART: Chart = Chart {
    kind: "trend",
    purpose: "The figures of record over quarters, beside the targets as they were set and the band \
              that others report.",
    half: None,
    edges: &[],
    example: || {
        let values = [
            11.8, 10.9, 12.2, 10.4, 9.7, 10.1, 9.4, 9.0, 9.6, 9.1, 9.3, 6.1,
        ];
        let names = [
            "Q4\n2023", "Q1\n2024", "Q2", "Q3", "Q4", "Q1\n2025", "Q2", "Q3", "Q4", "Q1\n2026",
            "Q2", "Q3",
        ];
        let mut quarters: Vec<Quarter> = values
            .into_iter()
            .map(|value| Quarter {
                value: Some(value),
                standing: Standing::Whole,
            })
            .collect();
        quarters[4].standing = Standing::Estimated;
        let step = |from, to, value| Step { from, to, value };
        let end = |value, words: String, bold| End { value, words, bold };
        draw(&Trend {
            alternative: Alternative {
                id: "example-trend",
                title: &invented(
                    "Example: late parcels stood at 6.1% in Q3 2026, missing their 5.0% target",
                ),
                description: &invented(
                    "An example, not a metric of this pack: trend of the share of late \
                              parcels, Q4 2023 to Q3 2026. It was 6.1% in the last quarter and \
                              9.0% in the same quarter a year before. Target 5.0%, missed.",
                ),
            },
            axis: Axis {
                low: 0.0,
                high: 16.0,
                ticks: [(0.0, "0"), (5.0, "5"), (10.0, "10"), (15.0, "15%")]
                    .map(|(value, words)| (value, invented(words)))
                    .to_vec(),
                baseline: true,
            },
            quarters,
            target: vec![step(1, 5, 8.0), step(6, 11, 5.0)],
            benchmark: Some(Band {
                low: 5.0,
                high: 15.0,
                words: invented("Couriers' survey 2024; different method"),
            }),
            ringed: Some((7, invented("Q3 2025: 9.0%"))),
            first: Some((0, invented("11.8%"))),
            ends: vec![
                end(6.1, invented("6.1%"), true),
                end(5.0, invented("Target 5.0% (set 1\u{a0}Apr 2025)"), false),
            ],
            marks: Vec::new(),
            breaks: Vec::new(),
            ticks: names.into_iter().map(invented).enumerate().collect(),
        })
    },
};
