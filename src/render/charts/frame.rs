//! Axes of charts over time: gridlines, ticks and their words.

use super::advance;
use super::canvas::{Canvas, Done, Plot, TEXT};
use super::ink::Ink;
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// A vertical scale in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Axis {
    /// Value at the foot.
    pub(crate) low: f64,
    /// Value at the top.
    pub(crate) high: f64,
    /// Round values with their words, ascending; the unit on the top one only (G6).
    pub(crate) ticks: Vec<(f64, String)>,
    /// Whether zero is a true foot: a cropped scale has no baseline (G2).
    pub(crate) baseline: bool,
}

impl Axis {
    /// Room for the words at the left.
    pub(super) fn room(&self) -> f64 {
        let widest = self
            .ticks
            .iter()
            .map(|(_, words)| advance::width(words, TEXT))
            .fold(0.0, f64::max);
        (widest + 8.0).clamp(20.0, 90.0).ceil()
    }

    /// The values from foot to top; never empty, whatever was given.
    pub(super) fn range(&self) -> Range<f64> {
        if self.low.is_finite() && self.high.is_finite() && self.low < self.high {
            self.low..self.high
        } else {
            0.0..1.0
        }
    }

    /// Gridlines behind everything, zero as the baseline.
    pub(super) fn grid(&self, canvas: &Canvas<'_>, plot: &Plot<'_, '_>, x: Range<f64>) -> Done {
        let ends = |value: f64| {
            let (left, y) = plot.at(x.start, value);
            [(left, y), (plot.at(x.end, value).0, y)]
        };
        let is_base = |value: f64| self.baseline && value == 0.0;
        for (value, _) in self.ticks.iter().filter(|(v, _)| !is_base(*v)) {
            canvas.line(Ink::Grid, &ends(*value))?;
        }
        if self.baseline && self.range().contains(&0.0) {
            canvas.line(Ink::Rule, &ends(0.0))?;
        }
        Ok(())
    }

    /// The words at the left.
    pub(super) fn words(&self, canvas: &Canvas<'_>, plot: &Plot<'_, '_>, x: f64) -> Done {
        for (value, words) in &self.ticks {
            let (left, y) = plot.at(x, *value);
            let fits = advance::fitted(words, TEXT, left - 6.0);
            canvas.text(Ink::Text, &fits, (left - 6.0, y), HPos::Right)?;
        }
        Ok(())
    }
}

/// Equal steps from left to right, a gap of 8 units where the definition changed (G7, G17).
#[derive(Debug, Clone)]
pub(super) struct Time {
    left: f64,
    width: f64,
    count: f64,
    /// Indexes of the first point after each gap.
    gaps: Vec<usize>,
    /// Width of a gap in steps.
    gap: f64,
}

impl Time {
    /// So many points between two edges of the sheet.
    pub(super) fn new(count: usize, gaps: &[usize], left: f64, right: f64) -> Self {
        let (count_f, width) = (index(count.max(1)), (right - left).max(1.0));
        let mut gaps: Vec<usize> = gaps
            .iter()
            .copied()
            .filter(|g| (1..count).contains(g))
            .collect();
        gaps.sort_unstable();
        gaps.dedup();
        let taken = (8.0 * index(gaps.len())).min(width / 2.0);
        let gap = if gaps.is_empty() {
            0.0
        } else {
            taken / index(gaps.len()) / ((width - taken) / count_f)
        };
        Self {
            left,
            width,
            count: count_f,
            gaps,
            gap,
        }
    }

    /// The plot's horizontal range.
    pub(super) fn range(&self) -> Range<f64> {
        -0.5..self.count - 0.5 + self.gap * index(self.gaps.len())
    }

    /// Where a point, or a moment between two, lies in the plot's range.
    pub(super) fn at(&self, point: f64) -> f64 {
        let before = self
            .gaps
            .iter()
            .filter(|g| index(**g) - 0.5 <= point)
            .count();
        point.clamp(-0.5, self.count - 0.5) + self.gap * index(before)
    }

    /// From the left edge of one point's step to the right edge of another's.
    pub(super) fn steps(&self, from: usize, to: usize) -> Range<f64> {
        self.at(index(from)) - 0.5..self.at(index(to)) + 0.5
    }

    /// Where it lies on the sheet, in units.
    pub(super) fn on_sheet(&self, point: f64) -> f64 {
        let range = self.range();
        self.left + (self.at(point) - range.start) / (range.end - range.start) * self.width
    }

    /// Whether a gap lies just before this point.
    pub(super) fn breaks_before(&self, point: usize) -> bool {
        self.gaps.contains(&point)
    }

    /// Middle of each gap on the sheet.
    pub(super) fn gap_middles(&self) -> impl Iterator<Item = f64> {
        self.gaps
            .iter()
            .map(|g| self.on_sheet(index(*g) - 0.5) - 4.0)
    }

    /// Words over the gaps, each above the middle of its own; none over the words of the axis on the left.
    pub(super) fn breaks(&self, canvas: &Canvas<'_>, breaks: &[(usize, String)], y: f64) -> Done {
        for (x, (_, words)) in self.gap_middles().zip(breaks) {
            let half = advance::width(words, TEXT) / 2.0;
            let first = self.left + half;
            let x = x.clamp(first, (canvas.width() - half).max(first));
            canvas.text(Ink::Text, words, (x, y), HPos::Center)?;
        }
        Ok(())
    }

    /// Tick words under the plot: the last and the first always, the others where there is room. A year
    /// may stand on a second line.
    pub(super) fn words(&self, canvas: &Canvas<'_>, ticks: &[(usize, String)], y: f64) -> Done {
        let place = |(at, words): &(usize, String)| {
            let widest = words.lines().map(|line| advance::width(line, TEXT));
            let half = widest.fold(0.0, f64::max) / 2.0;
            let x = self
                .on_sheet(index(*at))
                .clamp(half, (canvas.width() - half).max(half));
            (x - half, x + half, x)
        };
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let order = ticks
            .last()
            .into_iter()
            .chain(&ticks[..ticks.len().saturating_sub(1)]);
        for tick in order {
            let (from, to, x) = place(tick);
            if taken.iter().all(|(a, b)| to + 8.0 <= *a || from >= b + 8.0) {
                taken.push((from, to));
                for (row, line) in tick.1.lines().enumerate() {
                    let y = y + 13.0 * index(row);
                    canvas.text(Ink::Text, line, (x, y), HPos::Center)?;
                }
            }
        }
        Ok(())
    }
}

/// An index as a coordinate.
#[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
pub(super) fn index(index: usize) -> f64 {
    index as f64
}
