//! Where words find room: the first place that lies on the sheet, covers no other words and crosses
//! no data. Words that find none are handed back, to be said under the drawing.

use super::advance;
use super::canvas::{Canvas, Failed, TEXT};
use super::ink::Ink;
use super::lines::Obstacles;
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// Height of a line of words, its halo left out.
pub(super) const LINE: f64 = 13.0;

/// A rectangle of the sheet: its horizontal and its vertical stretch.
pub(super) type Rectangle = (Range<f64>, Range<f64>);

/// What words keep clear of.
#[derive(Debug)]
pub(super) struct Placing {
    x: Range<f64>,
    y: Range<f64>,
    taken: Vec<Rectangle>,
    /// Never crossed.
    pub(super) data: Obstacles,
    /// Crossed, under a halo, only where nothing else is left.
    pub(super) aids: Obstacles,
}

impl Placing {
    /// Words may stand between these edges of the sheet.
    pub(super) fn within(x: Range<f64>, y: Range<f64>) -> Self {
        Self {
            x,
            y,
            taken: Vec::new(),
            data: Obstacles::default(),
            aids: Obstacles::default(),
        }
    }

    /// Keeps a rectangle for what stands there already.
    pub(super) fn take(&mut self, x: Range<f64>, y: Range<f64>) {
        self.taken.push((x, y));
    }

    /// Whether a rectangle is free of words and data.
    pub(super) fn is_free(&self, x: &Range<f64>, y: &Range<f64>) -> bool {
        self.x.start <= x.start
            && x.end <= self.x.end
            && self.y.start <= y.start
            && y.end <= self.y.end
            && self.taken.iter().all(|(other_x, other_y)| {
                x.end <= other_x.start
                    || other_x.end <= x.start
                    || y.end <= other_y.start
                    || other_y.end <= y.start
            })
            && self.data.leave_clear(x.clone(), y.clone())
    }

    /// Takes the first of the wanted places, each the left end and the middle of the first line, for
    /// words so wide on so many lines; one that crosses an aid only after those that cross nothing.
    pub(super) fn place(
        &mut self,
        width: f64,
        lines: usize,
        wanted: impl Iterator<Item = (f64, f64)> + Clone,
    ) -> Option<(f64, f64)> {
        let height = LINE * super::frame::index(lines.max(1));
        let rectangle = |(left, middle): (f64, f64)| {
            let top = middle - LINE / 2.0;
            // A little air on both sides.
            (left - 2.0..left + width + 2.0, top..top + height)
        };
        let free = |place: &(f64, f64)| {
            let (x, y) = rectangle(*place);
            self.is_free(&x, &y)
        };
        let off_aids = |place: &(f64, f64)| {
            let (x, y) = rectangle(*place);
            self.aids.leave_clear(x, y)
        };
        let place = wanted
            .clone()
            .find(|place| off_aids(place) && free(place))
            .or_else(|| wanted.clone().find(free))?;
        let (x, y) = rectangle(place);
        self.take(x, y);
        Some(place)
    }

    /// Writes one line of words at the first of the places wanted for its width; whether there was one.
    pub(super) fn write<I: Iterator<Item = (f64, f64)> + Clone>(
        &mut self,
        canvas: &Canvas<'_>,
        ink: Ink,
        words: &str,
        wanted: impl FnOnce(f64) -> I,
    ) -> Result<bool, Failed> {
        let width = advance::width(words, TEXT);
        let Some((left, middle)) = self.place(width, 1, wanted(width)) else {
            return Ok(false);
        };
        canvas.text(ink, words, (left, middle), HPos::Left)?;
        Ok(true)
    }
}
