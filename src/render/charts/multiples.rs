//! One measure of several services, teams or repositories to small panels on one scale (S1–S7), with a
//! part of it where it has one.

use super::canvas::{Alternative, Canvas, Done, TEXT, sheet};
use super::frame::{Axis, Time, index};
use super::ink::Ink;
use super::invented::invented;
use super::lines;
use super::series::Tone;
use super::{Chart, Svg, advance};
use crate::tongue::label;
use plotters::style::text_anchor::HPos;

/// More panels than this are no longer compared at a glance (S2).
pub(crate) const MOST: usize = 9;
const PER_ROW: usize = 5;
const WIDTH: f64 = 640.0;
const ROW: f64 = 112.0;

/// One service.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Panel {
    pub(crate) name: String,
    /// One per period, the same periods in every panel.
    pub(crate) values: Vec<Option<f64>>,
    /// What of them is the part that the chart names; empty where it names none.
    pub(crate) part: Vec<Option<f64>>,
    /// Last value in words, at the line's end.
    pub(crate) last: String,
    /// Set after a strong signal: whether the numbers went up, and which way that counts (S5).
    pub(crate) moved: Option<(bool, Tone)>,
    /// Its own scale, where it would dwarf the others (S6).
    pub(crate) own: Option<Axis>,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Multiples<'a> {
    pub(crate) alternative: Alternative<'a>,
    /// The common scale.
    pub(crate) axis: Axis,
    /// In the order of the services, the same every quarter.
    pub(crate) panels: Vec<Panel>,
    /// Median of all services by period, pale in every panel (S4).
    pub(crate) median: Vec<Option<f64>>,
    /// What the dashed line is, labelled once; empty without parts.
    pub(crate) part: String,
    /// First periods after the definition changed so that the two sides do not compare.
    pub(crate) breaks: Vec<usize>,
    /// Words under the first and the last period.
    pub(crate) ends: (String, String),
}

/// Draws it.
pub(crate) fn draw(input: &Multiples<'_>) -> Svg {
    let common: Vec<&Panel> = input.panels.iter().filter(|p| p.own.is_none()).collect();
    let own = input.panels.iter().filter(|p| p.own.is_some());
    let count = common.len().max(1);
    let rows = count.div_ceil(PER_ROW);
    let columns = count.div_ceil(rows);
    let height = ROW * index(rows + own.clone().count());
    sheet(
        "multiples",
        WIDTH,
        height,
        Some(input.alternative),
        |canvas| {
            let left = input.axis.room();
            let cell = (WIDTH - left) / index(columns);
            for (i, panel) in common.iter().enumerate() {
                let (column, row) = (i % columns, i / columns);
                let corner = (left + cell * index(column), ROW * index(row));
                draw_panel(
                    canvas,
                    input,
                    panel,
                    &input.axis,
                    (corner, cell),
                    (column == 0, i == 0),
                )?;
            }
            for (i, panel) in own.enumerate() {
                let Some(axis) = &panel.own else { continue };
                let corner = (axis.room(), ROW * index(rows + i));
                draw_panel(canvas, input, panel, axis, (corner, cell), (true, false))?;
            }
            Ok(())
        },
    )
}

fn draw_panel(
    canvas: &Canvas<'_>,
    input: &Multiples<'_>,
    panel: &Panel,
    axis: &Axis,
    ((x, y), cell): ((f64, f64), f64),
    (first_in_row, very_first): (bool, bool),
) -> Done {
    let widest = input
        .panels
        .iter()
        .map(|p| advance::width(&p.last, TEXT))
        .fold(0.0, f64::max);
    let ends = widest.min(cell * 0.4) + 8.0;
    let (left, right) = (x + 2.0, x + cell - ends - 6.0);
    let (top, foot) = (y + 30.0, y + ROW - 24.0);
    let time = Time::new(panel.values.len(), &input.breaks, left, right);
    let height = ROW * (canvas_rows(input));
    let room = [top, WIDTH - right, height - foot, left];
    let mut plot = canvas.plot(room, time.range(), axis.range())?;
    axis.grid(canvas, &plot, time.range())?;
    if panel.own.is_none() {
        lines::broken(&mut plot, Ink::Median, &time, &input.median, false)?;
    }
    lines::broken(&mut plot, Ink::Part, &time, &panel.part, false)?;
    lines::data(&mut plot, &time, &panel.values, false)?;
    let lone = (0..panel.values.len()).filter(|i| {
        let neighbour = |j: Option<usize>, cut: usize| {
            let value = j.and_then(|j| panel.values.get(j).copied().flatten());
            value.is_some() && !input.breaks.contains(&cut)
        };
        !neighbour(i.checked_sub(1), *i) && !neighbour(i.checked_add(1), i + 1)
    });
    let points: Vec<(f64, f64)> = lone
        .chain(panel.values.len().checked_sub(1))
        .filter_map(|i| {
            let value = panel.values.get(i).copied().flatten()?;
            value.is_finite().then(|| (time.at(index(i)), value))
        })
        .collect();
    plot.dots(Ink::Dot, 2.4, &points)?;
    if let Some((_, value)) = points.last() {
        let (_, height) = plot.at(0.0, *value);
        let last = advance::fitted(&panel.last, TEXT, x + cell - right - 6.0);
        canvas.text(
            Ink::Bold,
            &last,
            (right + 4.0, height.clamp(top, foot)),
            HPos::Left,
        )?;
    }
    heading(canvas, panel, (x + 2.0, y + 12.0), cell - 6.0)?;
    if first_in_row {
        axis.words(canvas, &plot, time.range().start)?;
    }
    if very_first {
        labels(canvas, &plot, &time, input, panel, top..foot)?;
    }
    let words = y + ROW - 11.0;
    canvas.text(Ink::Text, &input.ends.0, (left, words), HPos::Left)?;
    let both = advance::width(&input.ends.0, TEXT) + advance::width(&input.ends.1, TEXT) + 6.0;
    if both <= x + cell - 6.0 - left {
        let at = (right.max(left + both)).min(x + cell - 6.0);
        canvas.text(Ink::Text, &input.ends.1, (at, words), HPos::Right)?;
    }
    Ok(())
}

fn canvas_rows(input: &Multiples<'_>) -> f64 {
    let own = input.panels.iter().filter(|p| p.own.is_some()).count();
    let common = (input.panels.len() - own).max(1);
    index(common.div_ceil(PER_ROW) + own)
}

/// The service's name, with an arrow after a strong signal and a word where the scale is its own.
fn heading(canvas: &Canvas<'_>, panel: &Panel, (x, y): (f64, f64), room: f64) -> Done {
    let arrow = if panel.moved.is_some() { 14.0 } else { 0.0 };
    let name = advance::fitted(&panel.name, TEXT, room - arrow);
    canvas.text(Ink::Bold, &name, (x, y), HPos::Left)?;
    let mut end = x + advance::width(&name, TEXT);
    if let Some((up, tone)) = panel.moved {
        let ink = match tone {
            Tone::Bad => Ink::ActMark,
            Tone::Good | Tone::Neutral => Ink::GoodMark,
        };
        let way = if up { -1.0 } else { 1.0 };
        let middle = end + 9.0;
        canvas.shape(
            ink,
            &[
                (middle - 4.0, y - way * 3.0),
                (middle + 4.0, y - way * 3.0),
                (middle, y + way * 4.0),
            ],
        )?;
        end += 16.0;
    }
    if panel.own.is_some() {
        canvas.text(Ink::Text, label("own scale"), (end + 8.0, y), HPos::Left)?;
    }
    Ok(())
}

/// Says once what the pale line and the dashed line are, where the data leaves room.
fn labels(
    canvas: &Canvas<'_>,
    plot: &super::canvas::Plot<'_, '_>,
    time: &Time,
    input: &Multiples<'_>,
    panel: &Panel,
    room: std::ops::Range<f64>,
) -> Done {
    let on_sheet = |values: &[Option<f64>]| -> Vec<Option<(f64, f64)>> {
        values
            .iter()
            .enumerate()
            .map(|(i, v)| {
                let v = v.filter(|v| v.is_finite());
                v.map(|v| plot.at(time.at(index(i)), v))
            })
            .collect()
    };
    let (median, part) = (on_sheet(&input.median), on_sheet(&panel.part));
    let mut obstacles = lines::Obstacles::default();
    obstacles.line(&median, 2.0);
    obstacles.line(&on_sheet(&panel.values), 3.0);
    obstacles.line(&part, 2.0);
    let left = time.on_sheet(0.0);
    let above = [-9.0, 10.0, -14.0, 15.0, -20.0, 21.0, -28.0, 29.0];
    // The part lies below what it is a part of, and so does its name.
    let below = [10.0, 15.0, 21.0, 29.0, -9.0, -14.0, -20.0, -28.0];
    let mut taken: Option<f64> = None;
    let above: &[f64] = match part.is_empty() {
        true => &above,
        // Below it there is the part, and the name of that.
        false => &[-9.0, -14.0, -20.0, -28.0],
    };
    for (line, words, places) in [
        (&median, label("median"), above),
        (&part, &*input.part, &below),
    ] {
        let Some((_, y)) = line.iter().flatten().next().copied() else {
            continue;
        };
        let width = advance::width(words, TEXT);
        let free = places.iter().map(|dy| y + dy).find(|h| {
            (room.start..=room.end - 4.0).contains(h)
                && taken.is_none_or(|other| (h - other).abs() >= 12.0)
                && obstacles.leave_clear(left..left + width, h - 6.0..h + 6.0)
        });
        let at = free.unwrap_or(match taken {
            None => room.start - 4.0,
            Some(_) => room.end - 7.0,
        });
        canvas.text(Ink::Text, words, (left, at), HPos::Left)?;
        taken = Some(at);
    }
    Ok(())
}

/// The one panel that would flatten all others on a common scale, by its place (S6).
pub(crate) fn dwarfing(panels: &[Vec<Option<f64>>]) -> Option<usize> {
    let highest = |values: &Vec<Option<f64>>| {
        values
            .iter()
            .flatten()
            .map(|v| v.abs())
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max)
    };
    let mut ranked: Vec<(usize, f64)> = panels.iter().map(highest).enumerate().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    match ranked.as_slice() {
        [(first, most), (_, next), _, ..] if *next > 0.0 && *most > next * 4.0 => Some(*first),
        _ => None,
    }
}

pub(super) const CHART: Chart = Chart {
    kind: "multiples",
    purpose: "The same measure of every service on one scale, with what all services do together \
              behind each.",
    half: None,
    edges: &[],
    example: || {
        let wave = [
            0.2, -0.4, 0.7, -0.1, 0.5, -0.6, 0.1, 0.4, -0.3, 0.6, -0.5, 0.0, 0.3,
        ];
        let of = |base: f64, slope: f64| -> Vec<Option<f64>> {
            wave.iter()
                .enumerate()
                .map(|(i, w)| Some(base + slope * index(i) + w))
                .collect()
        };
        let panel = |name: &str, base, slope, moved| {
            let values = of(base, slope);
            let last = values.last().copied().flatten().unwrap_or(0.0);
            Panel {
                name: invented(name),
                last: invented(&format!("{last:.1}%")),
                values,
                moved,
                ..Panel::default()
            }
        };
        let mut panels = vec![
            panel("West", 8.6, -0.3, Some((false, Tone::Good))),
            panel("East", 4.1, 0.0, None),
            panel("North", 5.2, 0.32, Some((true, Tone::Bad))),
            panel("Centre", 3.3, 0.0, None),
            panel("Coast", 6.0, 0.05, None),
            panel("South", 2.4, 0.0, None),
        ];
        panels[3].values[5] = None;
        draw(&Multiples {
            alternative: Alternative {
                id: "example-multiples",
                title: &invented(
                    "Example: late parcels rose in the North and fell in the West; four depots varied as usual",
                ),
                description: &invented(
                    "An example, not a metric of this pack: small multiples of the share of late \
                     parcels at six depots, 13 weeks to 27 September 2026, on a common scale.",
                ),
            },
            axis: Axis {
                low: 0.0,
                high: 10.4,
                ticks: [(0.0, "0"), (5.0, "5"), (10.0, "10%")]
                    .map(|(value, words)| (value, invented(words)))
                    .to_vec(),
                baseline: true,
            },
            panels,
            part: String::new(),
            breaks: Vec::new(),
            median: of(5.0, 0.0),
            ends: (invented("6\u{a0}Jul"), invented("28\u{a0}Sep")),
        })
    },
};
