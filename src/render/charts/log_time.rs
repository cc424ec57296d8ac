//! Minutes to places on a log scale from minutes or days to a year, with its gridlines (D1).

use super::advance;
use super::canvas::{Canvas, Done, TEXT};
use super::ink::Ink;
use crate::tongue::label;
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// Ticks of the time axis in minutes (D1), with those that only very short or long ones need.
const TICKS: [(f64, &str); 10] = [
    (1.0, "1\u{a0}min"),
    (5.0, "5\u{a0}min"),
    (15.0, "15\u{a0}min"),
    (60.0, "1\u{a0}hour"),
    (240.0, "4\u{a0}hours"),
    (1440.0, "1\u{a0}day"),
    (10_080.0, "1\u{a0}week"),
    (43_200.0, "30\u{a0}days"),
    (129_600.0, "90\u{a0}days"),
    (525_600.0, "1\u{a0}year"),
];

/// The time axis.
pub(super) struct Log {
    /// From edge to edge of the plot.
    pub(super) x: Range<f64>,
    low: f64,
    high: f64,
}

impl Log {
    /// From a tick under the shortest to one over the longest; five minutes to four hours at least.
    pub(super) fn new(x: Range<f64>, minutes: &[f64]) -> Self {
        let least = minutes.iter().copied().fold(5.0, f64::min);
        let low = if least < 5.0 { 1.0 } else { 5.0 };
        Self::between(x, low, 240.0, minutes)
    }

    /// For what is counted in days: from one day, at which a shorter time stands, to a month at least.
    pub(super) fn days(x: Range<f64>, minutes: &[f64]) -> Self {
        Self::between(x, 1440.0, 43_200.0, minutes)
    }

    fn between(x: Range<f64>, low: f64, high: f64, minutes: &[f64]) -> Self {
        let most = minutes.iter().copied().fold(high, f64::max);
        let over = TICKS.iter().map(|(at, _)| *at).find(|at| *at >= most);
        Self {
            x,
            low,
            high: over.unwrap_or(most),
        }
    }

    /// Where a time stands; one beyond an end stands at that end.
    pub(super) fn at(&self, minutes: f64) -> f64 {
        let part =
            (minutes.clamp(self.low, self.high) / self.low).ln() / (self.high / self.low).ln();
        self.x.start + part * (self.x.end - self.x.start)
    }

    /// Upright gridlines with their words under them, and the foot.
    pub(super) fn grid(&self, canvas: &Canvas<'_>, y: Range<f64>, words: f64) -> Done {
        let mut taken = f64::NEG_INFINITY;
        for (at, name) in TICKS
            .iter()
            .filter(|(at, _)| (self.low..=self.high).contains(at))
        {
            let x = self.at(*at);
            let name = label(name);
            canvas.line(Ink::Grid, &[(x, y.start), (x, y.end)])?;
            let half = advance::width(name, TEXT) / 2.0;
            if x - half > taken {
                canvas.text(Ink::Text, name, (x, words), HPos::Center)?;
                taken = x + half + 8.0;
            }
        }
        canvas.line(Ink::Rule, &[(self.x.start, y.end), (self.x.end, y.end)])
    }
}
