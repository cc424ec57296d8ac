//! A sheet with units, and the words that stand for the drawing where it is not seen.

use super::Svg;
use super::advance;
use super::ink::Ink;
use super::pen::{Pen, STEPS, escape};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::Cartesian2d;
use plotters::series::{LineSeries, PointSeries};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, ShapeStyle, TextStyle};
use std::convert::Infallible;
use std::ops::Range;

/// What cannot happen: the pen writes to a string.
pub(super) type Failed = DrawingAreaErrorKind<Infallible>;

/// Nothing here can fail.
pub(super) type Done = Result<(), Failed>;

/// Size of all text but letters in circles, in units (G9).
pub(super) const TEXT: f64 = 12.0;

/// What stands for a drawing where it is not seen (G21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Alternative<'a> {
    /// Unique on the page: letters, digits, hyphens.
    pub(crate) id: &'a str,
    /// The headline.
    pub(crate) title: &'a str,
    /// One to four sentences.
    pub(crate) description: &'a str,
}

/// The sheet: positions in units, from the upper left.
pub(super) struct Canvas<'a> {
    root: DrawingArea<Pen<'a>, Shift>,
    width: f64,
    height: f64,
}

/// A stretch of the sheet with a scale on both sides.
pub(super) struct Plot<'c, 'a> {
    chart: ChartContext<'c, Pen<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    high: f64,
    low: f64,
}

/// Draws on a sheet of so many units. Without an alternative the drawing is hidden from readers of
/// text, because the words stand beside it.
pub(super) fn sheet(
    kind: &str,
    width: f64,
    height: f64,
    alternative: Option<Alternative<'_>>,
    draw: impl FnOnce(&Canvas<'_>) -> Done,
) -> Svg {
    let mut out = String::with_capacity(2048);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart chart-");
    out.push_str(kind);
    out.push_str(&format!("\" viewBox=\"0 0 {width} {height}\""));
    match alternative {
        None => out.push_str(" aria-hidden=\"true\" focusable=\"false\">"),
        Some(Alternative {
            id,
            title,
            description,
        }) => {
            let mut name = String::new();
            escape(&mut name, id);
            out.push_str(&format!(
                " role=\"img\" aria-labelledby=\"{name}-t {name}-d\"><title id=\"{name}-t\">"
            ));
            escape(&mut out, title);
            out.push_str(&format!("</title><desc id=\"{name}-d\">"));
            escape(&mut out, description);
            out.push_str("</desc>");
        }
    }
    out.push_str("<g aria-hidden=\"true\">");
    {
        let root = Pen::new(&mut out, (steps_u(width), steps_u(height))).into_drawing_area();
        let canvas = Canvas {
            root,
            width,
            height,
        };
        let done = draw(&canvas).and_then(|()| canvas.root.present());
        debug_assert!(done.is_ok(), "writing to a string failed: {done:?}");
    }
    out.push_str("</g></svg>");
    Svg(out)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "casts saturate, and every position is held inside the sheet first"
)]
fn steps(units: f64) -> i32 {
    (units * STEPS).round() as i32
}

fn steps_u(units: f64) -> u32 {
    steps(units).unsigned_abs()
}

fn stroke(ink: Ink) -> ShapeStyle {
    ink.sentinel().into()
}

impl<'a> Canvas<'a> {
    /// Width of the sheet.
    pub(super) fn width(&self) -> f64 {
        self.width
    }

    fn point(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (
            steps(x.clamp(0.0, self.width)),
            steps(y.clamp(0.0, self.height)),
        )
    }

    /// A line through points.
    pub(super) fn line(&self, ink: Ink, points: &[(f64, f64)]) -> Done {
        let points: Vec<_> = points.iter().map(|p| self.point(*p)).collect();
        self.root.draw(&PathElement::new(points, stroke(ink)))
    }

    /// A filled shape.
    pub(super) fn shape(&self, ink: Ink, points: &[(f64, f64)]) -> Done {
        let points: Vec<_> = points.iter().map(|p| self.point(*p)).collect();
        self.root.draw(&Polygon::new(points, stroke(ink)))
    }

    /// An upright rectangle, filled or outlined as its ink is.
    pub(super) fn block(&self, ink: Ink, x: Range<f64>, y: Range<f64>) -> Done {
        let corners = [
            (x.start, y.start),
            (x.end, y.start),
            (x.end, y.end),
            (x.start, y.end),
        ];
        self.shape(ink, &corners)
    }

    /// A filled dot.
    pub(super) fn dot(&self, ink: Ink, at: (f64, f64), radius: f64) -> Done {
        let style = ink.sentinel().filled();
        self.root
            .draw(&Circle::new(self.point(at), steps(radius), style))
    }

    /// Slanted lines inside a rectangle; neighbouring rectangles go on in one another's lines.
    pub(super) fn hatch(&self, ink: Ink, x: Range<f64>, y: Range<f64>, spacing: f64) -> Done {
        if x.end - x.start <= 0.0 || y.end - y.start <= 0.0 {
            return Ok(());
        }
        // Each line is where the two coordinates add up to a whole number of spacings.
        let mut sum = ((x.start + y.start) / spacing).ceil() * spacing;
        while sum < x.end + y.end {
            let left = (sum - y.end).max(x.start);
            let right = (sum - y.start).min(x.end);
            if right > left {
                self.line(ink, &[(left, sum - left), (right, sum - right)])?;
            }
            sum += spacing;
        }
        Ok(())
    }

    /// The outline of a circle.
    pub(super) fn ring(&self, ink: Ink, at: (f64, f64), radius: f64) -> Done {
        self.root
            .draw(&Circle::new(self.point(at), steps(radius), stroke(ink)))
    }

    /// Words; `y` is their middle.
    pub(super) fn text(&self, ink: Ink, text: &str, at: (f64, f64), side: HPos) -> Done {
        let color = ink.sentinel();
        let style = TextStyle::from(("sans-serif", TEXT * STEPS).into_font())
            .color(&color)
            .pos(Pos::new(side, VPos::Center));
        self.root
            .draw(&Text::new(text.to_owned(), self.point(at), style))
    }

    /// A plot that leaves so many units free at the top, right, bottom and left.
    pub(super) fn plot<'c>(
        &self,
        [top, right, bottom, left]: [f64; 4],
        x: Range<f64>,
        y: Range<f64>,
    ) -> Result<Plot<'c, 'a>, Failed> {
        let (low, high) = (y.start, y.end);
        let chart = ChartBuilder::on(&self.root)
            .margin_top(steps_u(top))
            .margin_right(steps_u(right))
            .margin_bottom(steps_u(bottom))
            .margin_left(steps_u(left))
            .build_cartesian_2d(x, y)?;
        Ok(Plot { chart, high, low })
    }
}

impl Plot<'_, '_> {
    /// Where a point of the plot lies on the sheet, in units.
    pub(super) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.chart.backend_coord(&(x, self.held(y)));
        (f64::from(x) / STEPS, f64::from(y) / STEPS)
    }

    fn held(&self, y: f64) -> f64 {
        y.clamp(self.low, self.high)
    }

    /// A line through points of the plot, joined: callers break it at gaps.
    pub(super) fn line(&mut self, ink: Ink, points: &[(f64, f64)]) -> Done {
        let held: Vec<_> = points.iter().map(|&(x, y)| (x, self.held(y))).collect();
        self.chart
            .draw_series(LineSeries::new(held, stroke(ink)))
            .map(drop)
    }

    /// Dots on points of the plot.
    pub(super) fn dots(&mut self, ink: Ink, radius: f64, points: &[(f64, f64)]) -> Done {
        let held: Vec<_> = points.iter().map(|&(x, y)| (x, self.held(y))).collect();
        self.chart
            .draw_series(PointSeries::<_, _, Circle<_, _>, _>::new(
                held,
                steps(radius),
                ink.sentinel().filled(),
            ))
            .map(drop)
    }

    /// A filled rectangle of the plot.
    pub(super) fn block(&mut self, ink: Ink, x: Range<f64>, y: Range<f64>) -> Done {
        let corners = [(x.start, self.held(y.end)), (x.end, self.held(y.start))];
        self.chart
            .draw_series([Rectangle::new(corners, ink.sentinel().filled())])
            .map(drop)
    }
}

/// A label that wants to stand at a height.
#[derive(Debug, Clone)]
pub(super) struct EndLabel {
    pub(super) wants: f64,
    pub(super) text: String,
    pub(super) ink: Ink,
}

/// Heights at which labels stand: as near as can be to where they want, at least `spacing` apart,
/// in the order they want, inside `room` (G8). The labels come back sorted from top to bottom.
pub(super) fn spread(
    mut labels: Vec<EndLabel>,
    spacing: f64,
    room: Range<f64>,
) -> Vec<(f64, EndLabel)> {
    labels.sort_by(|a, b| a.wants.total_cmp(&b.wants));
    let mut heights: Vec<f64> = Vec::with_capacity(labels.len());
    for label in &labels {
        let least = heights.last().map_or(room.start, |last| last + spacing);
        heights.push(label.wants.max(least));
    }
    let mut most = room.end;
    for height in heights.iter_mut().rev() {
        *height = height.min(most);
        most = *height - spacing;
    }
    // Share the push: a crowded group moves up as far as its neighbours above leave room.
    for index in 0..heights.len() {
        let least = if index == 0 {
            room.start
        } else {
            heights[index - 1] + spacing
        };
        let pushed: f64 = group(&heights, index, spacing)
            .map(|i| heights[i] - labels[i].wants)
            .sum::<f64>();
        let size = group(&heights, index, spacing).count();
        #[expect(clippy::cast_precision_loss, reason = "a handful of labels")]
        let mean = pushed / size as f64;
        let lift = mean.min(heights[index] - least);
        if lift > 0.0 && (index == 0 || heights[index] - heights[index - 1] > spacing) {
            for i in group(&heights, index, spacing) {
                heights[i] -= lift;
            }
        }
    }
    heights.into_iter().zip(labels).collect()
}

/// The labels from `start` that touch one another.
fn group(heights: &[f64], start: usize, spacing: f64) -> Range<usize> {
    let touching = heights[start..]
        .windows(2)
        .take_while(|pair| pair[1] - pair[0] < spacing + 0.01)
        .count();
    start..start + touching + 1
}

/// Room that end labels need at the right, at most `most`.
pub(super) fn room_for(labels: &[EndLabel], most: f64) -> f64 {
    labels
        .iter()
        .map(|label| advance::width(&label.text, TEXT))
        .fold(0.0, f64::max)
        .min(most)
        .ceil()
}

/// Draws labels at the right of `from`, with a leader where one had to move far (G8).
pub(super) fn end_labels(
    canvas: &Canvas<'_>,
    labels: Vec<EndLabel>,
    from: f64,
    room: Range<f64>,
) -> Done {
    for (height, label) in spread(labels, 15.0, room) {
        if (height - label.wants).abs() > 12.0 {
            canvas.line(
                Ink::Leader,
                &[(from + 1.0, label.wants), (from + 6.0, height)],
            )?;
        }
        let fits = advance::fitted(&label.text, TEXT, canvas.width() - from - 8.0);
        canvas.text(label.ink, &fits, (from + 8.0, height), HPos::Left)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heights(wants: &[f64]) -> Vec<f64> {
        let labels = wants
            .iter()
            .map(|&wants| EndLabel {
                wants,
                text: String::new(),
                ink: Ink::Label,
            })
            .collect();
        spread(labels, 15.0, 0.0..100.0)
            .into_iter()
            .map(|(height, _)| height)
            .collect()
    }

    #[test]
    fn labels_keep_apart_and_in_order() {
        assert_eq!(heights(&[20.0, 60.0]), [20.0, 60.0]);
        assert_eq!(heights(&[50.0, 50.0]), [42.5, 57.5]);
        assert_eq!(heights(&[98.0, 99.0]), [85.0, 100.0]);
        assert_eq!(heights(&[0.0, 1.0, 2.0]), [0.0, 15.0, 30.0]);
    }
}
