//! Lines over time that break at gaps, and room for words beside them (G7, G15).

use super::canvas::{Canvas, Done, EndLabel, Plot, end_labels};
use super::frame::{Time, index};
use super::ink::Ink;
use super::series::End;
use std::ops::Range;

/// The data line: broken at missing values and changed definitions, its last segment dotted where
/// the last period is not complete.
pub(super) fn data(
    plot: &mut Plot<'_, '_>,
    time: &Time,
    values: &[Option<f64>],
    open_end: bool,
) -> Done {
    broken(plot, Ink::Actual, time, values, open_end)
}

/// A line in any ink, broken in the same places.
pub(super) fn broken(
    plot: &mut Plot<'_, '_>,
    ink: Ink,
    time: &Time,
    values: &[Option<f64>],
    open_end: bool,
) -> Done {
    let mut run: Vec<(f64, f64)> = Vec::new();
    for (i, value) in values.iter().enumerate() {
        let value = value.filter(|v| v.is_finite());
        if time.breaks_before(i) || value.is_none() {
            joined(plot, ink, &run)?;
            run.clear();
        }
        let Some(value) = value else { continue };
        let here = (time.at(index(i)), value);
        if let (true, Some(before)) = (open_end && i + 1 == values.len(), run.last().copied()) {
            joined(plot, ink, &run)?;
            run.clear();
            plot.line(Ink::Partial, &[before, here])?;
        } else {
            run.push(here);
        }
    }
    joined(plot, ink, &run)
}

fn joined(plot: &mut Plot<'_, '_>, ink: Ink, run: &[(f64, f64)]) -> Done {
    if run.len() > 1 {
        plot.line(ink, run)?;
    }
    Ok(())
}

/// A level's words for the right edge.
pub(super) fn end_label(end: &End, wants: f64) -> EndLabel {
    EndLabel {
        wants,
        text: end.words.clone(),
        ink: if end.bold { Ink::Bold } else { Ink::Label },
    }
}

/// Where the words at the right edge may begin under the plot's top: lower where words stand above
/// it, which reach beyond the plot in the languages whose words are long.
pub(super) fn below(top: f64, above: f64) -> f64 {
    top + if above > 0.0 { 7.0 } else { 4.0 }
}

/// The words of all levels at the right edge, from `edge` on.
pub(super) fn ends(
    canvas: &Canvas<'_>,
    plot: &Plot<'_, '_>,
    ends: &[End],
    edge: f64,
    room: Range<f64>,
) -> Done {
    let label = |end: &End| end_label(end, plot.at(0.0, end.value).1);
    end_labels(canvas, ends.iter().map(label).collect(), edge, room)
}

/// Both ends and half the height.
type Segment = ((f64, f64), (f64, f64), f64);

/// Lines on the sheet that words must not cross.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    segments: Vec<Segment>,
}

impl Obstacles {
    /// A line through points of the sheet, broken at gaps; `thick` is half its height, dots included.
    pub(super) fn line(&mut self, points: &[Option<(f64, f64)>], thick: f64) {
        for pair in points.windows(2) {
            if let [Some(a), Some(b)] = pair {
                self.segments.push((*a, *b, thick));
            }
        }
        for point in points.iter().flatten() {
            self.segments.push((*point, *point, thick));
        }
    }

    /// A level from one point to another.
    pub(super) fn level(
        &mut self,
        time: &Time,
        plot: &Plot<'_, '_>,
        from: usize,
        to: usize,
        value: f64,
    ) {
        let x = time.steps(from, to);
        let ends = (plot.at(x.start, value), plot.at(x.end, value));
        self.segments.push((ends.0, ends.1, 1.0));
    }

    /// Whether a box crosses nothing.
    pub(super) fn leave_clear(&self, x: Range<f64>, y: Range<f64>) -> bool {
        self.segments.iter().all(|(a, b, thick)| {
            let (from, to) = (a.0.max(x.start - thick), b.0.min(x.end + thick));
            if from > to {
                return true;
            }
            let upright = b.0 - a.0 < 1e-9;
            let at = |x: f64| a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0);
            let (one, other) = if upright {
                (a.1, b.1)
            } else {
                (at(from), at(to))
            };
            one.max(other) + thick <= y.start || one.min(other) - thick >= y.end
        })
    }
}
