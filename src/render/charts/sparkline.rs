//! Up to 26 weekly values to a line without words (SP1–SP8): the number, the target and the
//! movement stand beside it in the same row.

use super::canvas::{Done, Plot, sheet};
use super::ink::Ink;
use super::series::{Tone, runs};
use super::{Chart, Svg};

const WIDTH: f64 = 128.0;
const HEIGHT: f64 = 28.0;
/// Room for the largest dot at either end.
const MARGIN: f64 = 3.6;

/// A routine range that held from one week to another, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Range {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) average: f64,
    pub(crate) lower: Option<f64>,
    pub(crate) upper: Option<f64>,
}

/// What a sparkline shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sparkline {
    /// One per week; `None` is a gap.
    pub(crate) values: Vec<Option<f64>>,
    /// Weeks whose value lies outside its limits, and on which side that is.
    pub(crate) outside: Vec<(usize, Tone)>,
    /// Routine ranges; none where a band would mislead (SP7).
    pub(crate) ranges: Vec<Range>,
    /// First week of the reported quarter.
    pub(crate) quarter: Option<usize>,
    /// First weeks after the definition changed so that the two sides do not compare: the line is
    /// cut before them.
    pub(crate) breaks: Vec<usize>,
}

/// Draws it; empty without a single value.
pub(crate) fn draw(input: &Sparkline) -> Svg {
    let weeks = input.values.len();
    let values = input.values.iter().flatten().copied();
    let limits = input
        .ranges
        .iter()
        .flat_map(|r| [Some(r.average), r.lower, r.upper])
        .flatten();
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.clone().chain(limits).filter(|v| v.is_finite()) {
        (low, high) = (low.min(value), high.max(value));
    }
    if !values.clone().any(f64::is_finite) {
        return Svg::default();
    }
    if high - low <= high.abs().max(low.abs()) * 1e-9 {
        // One height for all: in the middle.
        let room = if high == 0.0 { 1.0 } else { high.abs() };
        (low, high) = (low - room, high + room);
    }
    sheet("spark", WIDTH, HEIGHT, None, |canvas| {
        #[expect(clippy::cast_precision_loss, reason = "weeks are few")]
        let last = weeks.saturating_sub(1).max(1) as f64;
        let mut plot = canvas.plot([MARGIN; 4], 0.0..last, low..high)?;
        bands(&mut plot, input, low, high)?;
        if let Some(quarter) = input.quarter.filter(|q| (1..weeks).contains(q)) {
            let x = plot.at(position(quarter) - 0.5, low).0;
            canvas.line(Ink::Quarter, &[(x, 0.0), (x, HEIGHT)])?;
        }
        let points: Vec<Option<(f64, f64)>> = input
            .values
            .iter()
            .enumerate()
            .map(|(i, v)| v.filter(|v| v.is_finite()).map(|v| (position(i), v)))
            .collect();
        let mut lone = Vec::new();
        let mut cuts = vec![0];
        cuts.extend(input.breaks.iter().copied().filter(|cut| *cut < weeks));
        cuts.push(weeks);
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            for run in runs(points.get(*from..*to).unwrap_or(&[])) {
                match run.as_slice() {
                    // A point between two gaps has no line to stand on.
                    [point] => lone.push(*point),
                    _ => plot.line(Ink::Actual, &run)?,
                }
            }
        }
        plot.dots(Ink::Dot, 0.9, &lone)?;
        if let Some(point) = points.last().copied().flatten() {
            plot.dots(Ink::Dot, 2.6, &[point])?;
        }
        for tone in [Tone::Good, Tone::Bad, Tone::Neutral] {
            let dots: Vec<_> = input
                .outside
                .iter()
                .filter(|(_, t)| *t == tone)
                .filter_map(|(i, _)| points.get(*i).copied().flatten())
                .collect();
            plot.dots(tone.dot(), 3.0, &dots)?;
        }
        Ok(())
    })
}

fn bands(plot: &mut Plot<'_, '_>, input: &Sparkline, low: f64, high: f64) -> Done {
    let ends = |r: &Range| {
        let left = position(r.from) - if r.from == 0 { 0.0 } else { 0.5 };
        let right = position(r.to)
            + if r.to + 1 >= input.values.len() {
                0.0
            } else {
                0.5
            };
        (left, right)
    };
    for range in &input.ranges {
        if range.lower.is_some() || range.upper.is_some() {
            let (left, right) = ends(range);
            plot.block(
                Ink::Band,
                left..right,
                range.lower.unwrap_or(low)..range.upper.unwrap_or(high),
            )?;
        }
    }
    for range in &input.ranges {
        let (left, right) = ends(range);
        plot.line(
            Ink::Average,
            &[(left, range.average), (right, range.average)],
        )?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "weeks are few")]
fn position(index: usize) -> f64 {
    index as f64
}

pub(super) const CHART: Chart = Chart {
    kind: "sparkline",
    purpose: "Half a year of weeks in a table row: the routine range, where the quarter begins, the \
              last value and any value outside the range.",
    half: None,
    edges: &[],
    example: || {
        let values = [
            9.1, 8.7, 9.8, 9.4, 8.9, 10.1, 9.0, 9.6, 8.8, 9.3, 9.9, 9.2, 9.4, 7.1, 6.2, 6.6, 5.8,
            6.4, 6.0, 6.9, 5.7, 6.3, 6.1, 5.9, 6.5, 6.1,
        ];
        draw(&Sparkline {
            values: values.into_iter().map(Some).collect(),
            outside: [14, 16, 18, 20, 23]
                .into_iter()
                .map(|i| (i, Tone::Good))
                .collect(),
            ranges: vec![Range {
                from: 0,
                to: 25,
                average: 9.25,
                lower: Some(6.3),
                upper: Some(11.2),
            }],
            quarter: Some(13),
            breaks: Vec::new(),
        })
    },
};
