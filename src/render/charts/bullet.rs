//! One measure beside its target, its thresholds and the quarter before, on a horizontal track
//! (B1–B7): a row that sits in a table cell, or rows with labels that stand alone.

use super::canvas::{Canvas, Done, TEXT, sheet};
use super::frame::index;
use super::ink::Ink;
use super::invented::invented;
use super::{Alternative, Chart, Edge, Fitted, Svg, Undrawn, advance};
use crate::tongue::{label, say};
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// One measure. Growth is from left to right whichever way is better (B5).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bullet {
    /// `Checkout`, at the left of a row that stands alone.
    pub(crate) label: String,
    /// `% of payments`, with `lower is better` where it is.
    pub(crate) unit: String,
    /// Both ends of the track with their words (B6). Where it holds no zero, the measure is a dot and
    /// not a bar (B4).
    pub(crate) low: (f64, String),
    pub(crate) high: (f64, String),
    /// The measure with its words; `None` is no data.
    pub(crate) value: Option<(f64, String)>,
    pub(crate) target: Option<(f64, String)>,
    /// The quarter before: a ring; beyond the scale an arrow with its words.
    pub(crate) previous: Option<(f64, String)>,
    /// Where a policy changes, at most three, with its words (B2).
    pub(crate) thresholds: Vec<(f64, String)>,
    /// Whether the measure is an amount left, so that what lies below zero is overspent (B7).
    pub(crate) left: bool,
}

const WIDTH: f64 = 640.0;
/// Height of a row that stands alone (B1).
const ROW: f64 = 44.0;
/// Sheet of a row in a table.
const CELL: (f64, f64) = (120.0, 34.0);
/// B2: more thresholds than this are not told apart.
const MOST_THRESHOLDS: usize = 3;

/// Draws the track alone, 120 × 34 units, for a table cell beside the words; hidden from readers of
/// text, because the row says it all. Empty where there is neither a value nor a target.
pub(crate) fn row(input: &Bullet) -> Svg {
    let shown = [&input.value, &input.target];
    let is_number = |v: &&Option<(f64, String)>| v.as_ref().is_some_and(|(v, _)| v.is_finite());
    if !shown.iter().any(is_number) {
        return Svg::default();
    }
    sheet("bullet-row", CELL.0, CELL.1, None, |canvas| {
        let track = Track::new(input, 6.0..CELL.0 - 6.0, 4.0..19.0);
        track.draw(canvas, input)?;
        track.ends(canvas, input, 27.0).map(drop)
    })
}

/// Draws rows with labels and values, 640 units wide.
///
/// # Errors
/// `Empty` without rows.
pub(crate) fn draw(rows: &[Bullet], alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    if rows.is_empty() {
        return Err(Undrawn::Empty);
    }
    let widest = |words: &mut dyn Iterator<Item = &str>, most: f64| {
        let widest = words.map(|w| advance::width(w, TEXT)).fold(0.0, f64::max);
        widest.min(most).ceil()
    };
    let left = widest(
        &mut rows.iter().flat_map(|r| [r.label.as_str(), &r.unit]),
        210.0,
    ) + 14.0;
    let right = widest(&mut rows.iter().map(value_words), 130.0) + 14.0;
    let mut left_out = Vec::new();
    let svg = sheet(
        "bullet",
        WIDTH,
        ROW * index(rows.len()),
        Some(alternative),
        |canvas| {
            for (i, row) in rows.iter().enumerate() {
                let top = ROW * index(i);
                let track = Track::new(row, left..WIDTH - right, top + 4.0..top + 22.0);
                let said = [
                    (Ink::Strong, &row.label, top + 12.5),
                    (Ink::Text, &row.unit, top + 27.5),
                ];
                for (ink, words, y) in said {
                    let words = advance::fitted(words, TEXT, left - 14.0);
                    canvas.text(ink, &words, (left - 12.0, y), HPos::Right)?;
                }
                let value = advance::fitted(value_words(row), TEXT, right - 14.0);
                canvas.text(
                    Ink::Bold,
                    &value,
                    (WIDTH - right + 12.0, top + 13.0),
                    HPos::Left,
                )?;
                track.draw(canvas, row)?;
                left_out.extend(track.ends(canvas, row, top + 31.0)?);
            }
            Ok(())
        },
    );
    Ok(Fitted { svg, left_out })
}

fn value_words(row: &Bullet) -> &str {
    row.value
        .as_ref()
        .map_or_else(|| label("no data"), |(_, words)| words)
}

/// Where a track lies on the sheet, and its scale.
struct Track {
    x: Range<f64>,
    y: Range<f64>,
    low: f64,
    high: f64,
}

impl Track {
    fn new(input: &Bullet, x: Range<f64>, y: Range<f64>) -> Self {
        let (low, high) = (input.low.0, input.high.0);
        let holds = low.is_finite() && high.is_finite() && low < high;
        let (low, high) = if holds { (low, high) } else { (0.0, 1.0) };
        Self { x, y, low, high }
    }

    fn at(&self, value: f64) -> f64 {
        let part = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.x.start + part * (self.x.end - self.x.start)
    }

    fn middle(&self) -> f64 {
        f64::midpoint(self.y.start, self.y.end)
    }

    /// A rule of so much of the track's height (B3).
    fn rule(&self, value: f64, part: f64) -> [(f64, f64); 2] {
        let half = (self.y.end - self.y.start) / 2.0 * part;
        let x = self.at(value);
        [(x, self.middle() - half), (x, self.middle() + half)]
    }

    fn draw(&self, canvas: &Canvas<'_>, input: &Bullet) -> Done {
        let number =
            |v: &Option<(f64, String)>| v.as_ref().map(|(v, _)| *v).filter(|v| v.is_finite());
        canvas.block(Ink::Track, self.x.clone(), self.y.clone())?;
        for (at, _) in self.thresholds(input) {
            let [top, foot] = self.rule(*at, 1.0);
            // On the edges only, so that it is no target.
            canvas.line(Ink::Threshold, &[top, (top.0, top.1 + 4.0)])?;
            canvas.line(
                Ink::Threshold,
                &[(foot.0, foot.1 - 4.0), (foot.0, foot.1 + 3.0)],
            )?;
        }
        let holds_zero = self.low <= 0.0 && 0.0 <= self.high;
        let value = number(&input.value);
        if let Some(value) = value.filter(|_| holds_zero) {
            // A third of the track's height (B3).
            let half = (self.y.end - self.y.start) / 6.0;
            let y = self.middle() - half..self.middle() + half;
            let (from, to) = (
                self.at(0.0).min(self.at(value)),
                self.at(0.0).max(self.at(value)),
            );
            match (value < 0.0, input.left) {
                (true, true) => {
                    canvas.block(Ink::OverspentEdge, from..to, y.clone())?;
                    canvas.hatch(Ink::Overspent, from..to, y, 4.0)?;
                }
                _ => canvas.block(Ink::Bar, from..to, y)?,
            }
        }
        if self.low < 0.0 && holds_zero {
            let [top, foot] = self.rule(0.0, 1.0);
            canvas.line(Ink::Zero, &[(top.0, top.1 - 2.0), (foot.0, foot.1 + 2.0)])?;
        }
        if let Some(target) = number(&input.target) {
            canvas.line(Ink::Goal, &self.rule(target, 0.85))?;
        }
        if let Some(previous) = number(&input.previous) {
            let at = (self.at(previous), self.middle());
            match self.beyond(previous) {
                // A ring at the end would say that it lay there.
                Some(way) => self.arrow(canvas, Ink::PriorMark, way)?,
                None => {
                    canvas.dot(Ink::PriorDot, at, 4.6)?;
                    canvas.dot(Ink::Hole, at, 3.0)?;
                }
            }
        }
        if let Some(value) = value {
            if !holds_zero {
                canvas.dot(Ink::Dot, (self.at(value), self.middle()), 4.6)?;
            }
            if let Some(way) = self.beyond(value) {
                self.arrow(canvas, Ink::ArrowHead, way)?;
            }
        }
        Ok(())
    }

    /// Beyond which end a number lies: -1 below the scale, 1 above it.
    fn beyond(&self, value: f64) -> Option<f64> {
        match value {
            v if v < self.low => Some(-1.0),
            v if v > self.high => Some(1.0),
            _ => None,
        }
    }

    /// An arrow out of the track: what it stands for is not at that end.
    fn arrow(&self, canvas: &Canvas<'_>, ink: Ink, way: f64) -> Done {
        let x = if way < 0.0 { self.x.start } else { self.x.end };
        let y = self.middle();
        canvas.shape(ink, &[(x + way * 5.0, y), (x, y - 4.5), (x, y + 4.5)])
    }

    fn thresholds<'b>(&self, input: &'b Bullet) -> impl Iterator<Item = &'b (f64, String)> {
        let (low, high) = (self.low, self.high);
        let within = input
            .thresholds
            .iter()
            .filter(move |(at, _)| low < *at && *at < high);
        within.take(MOST_THRESHOLDS)
    }

    /// Words of both ends (B6), and of the thresholds between them where there is room (B2); those
    /// that found none.
    fn ends(
        &self,
        canvas: &Canvas<'_>,
        input: &Bullet,
        y: f64,
    ) -> Result<Vec<String>, super::canvas::Failed> {
        let half = (self.x.end - self.x.start) / 2.0 - 4.0;
        let low = advance::fitted(&input.low.1, TEXT, half);
        let high = advance::fitted(&input.high.1, TEXT, half);
        canvas.text(Ink::Text, &low, (self.x.start, y), HPos::Left)?;
        canvas.text(Ink::Text, &high, (self.x.end, y), HPos::Right)?;
        let (low_end, high_end) = (
            self.x.start + advance::width(&low, TEXT),
            self.x.end - advance::width(&high, TEXT),
        );
        let mut taken = vec![(self.x.start, low_end), (high_end, self.x.end)];
        let zero = (self.low < 0.0 && 0.0 < self.high).then_some((0.0, String::from("0")));
        let mut left_out = Vec::new();
        let before = input.previous.as_ref().filter(|(v, _)| v.is_finite());
        if let Some((way, words)) = before.and_then(|(v, words)| Some((self.beyond(*v)?, words))) {
            let words = say!("before: {words}", words);
            let wide = advance::width(&words, TEXT);
            let from = match way < 0.0 {
                true => low_end + 8.0,
                false => high_end - 8.0 - wide,
            };
            if from >= low_end + 8.0 && from + wide + 8.0 <= high_end {
                canvas.text(Ink::Text, &words, (from, y), HPos::Left)?;
                taken.push((from, from + wide));
            } else {
                left_out.push(words);
            }
        }
        for (at, words) in zero.iter().chain(self.thresholds(input)) {
            let half = advance::width(words, TEXT) / 2.0;
            let (from, to) = (self.at(*at) - half, self.at(*at) + half);
            if taken.iter().all(|(a, b)| to + 8.0 <= *a || b + 8.0 <= from) {
                canvas.text(Ink::Text, words, (self.at(*at), y), HPos::Center)?;
                taken.push((from, to));
            } else if *at != 0.0 {
                left_out.push(words.clone());
            }
        }
        Ok(left_out)
    }
}

pub(super) const CHART: Chart = Chart {
    kind: "bullet",
    purpose: "A measure beside its target, the quarter before, and the levels at which a policy \
              changes. A scale that does not begin at zero shows a dot and no bar.",
    example: || {
        let label = |row: Bullet, label: &str, unit: &str| Bullet {
            label: invented(label),
            unit: invented(unit),
            ..row
        };
        let rows = [
            label(
                budget(38.0, "38% left", 61.0),
                "Parcel desk",
                "% of the error budget",
            ),
            label(
                budget(-24.0, "24% overspent", 12.0),
                "Far depot",
                "% of the error budget",
            ),
            label(delivered(), "Parcels on time", "% of parcels"),
            Bullet {
                label: invented("Late parcels"),
                unit: invented("parcels; lower is better"),
                low: (0.0, invented("0")),
                high: (150.0, invented("150")),
                value: Some((61.0, invented("61 parcels"))),
                target: Some((50.0, invented("50"))),
                previous: Some((88.0, invented("88"))),
                ..Bullet::default()
            },
        ];
        drawn(
            &rows,
            "example-bullet",
            "Example: the far depot overspent its budget by 24%, the parcel desk kept 38%",
            "Examples, not measures of this pack: bullet chart of four measures, Q3 2026. The far \
             depot overspent its budget by 24%. Table follows.",
        )
    },
    half: Some(|| row(&budget(38.0, "38% left", 61.0))),
    edges: &[
        Edge {
            name: "cell-overspent",
            shows: "In a table cell, overspent:",
            draw: || row(&budget(-24.0, "24% overspent", 12.0)),
        },
        Edge {
            name: "cell-dot",
            shows: "In a table cell, on a scale that does not begin at zero:",
            draw: || row(&delivered()),
        },
        Edge {
            name: "off-scale",
            shows: "A measure beyond the scale, one whose quarter before was, one without data, and \
                    labels that are too long:",
            draw: || {
                let long =
                    "A service with a name that is far too long for the room beside its track";
                let rows = [
                    Bullet {
                        label: invented("Far depot"),
                        unit: invented("% of the error budget"),
                        ..budget(-4000.0, "4,000% overspent", 12.0)
                    },
                    Bullet {
                        label: invented("Near depot"),
                        unit: invented("% of the error budget"),
                        ..budget(44.0, "44% left", -310.0)
                    },
                    Bullet {
                        label: invented(long),
                        unit: invented("% of parcels"),
                        value: None,
                        ..delivered()
                    },
                ];
                drawn(
                    &rows,
                    "example-bullet-off",
                    "Example: the far depot overspent its budget forty times over",
                    "Examples, not measures of this pack: bullet chart of three measures, Q3 2026. \
                     The far depot overspent its budget by 4,000%. Table follows.",
                )
            },
        },
    ],
};

fn budget(left: f64, words: &str, before: f64) -> Bullet {
    Bullet {
        low: (-40.0, invented("\u{2212}40%")),
        high: (100.0, invented("100%")),
        value: Some((left, invented(words))),
        previous: Some((before, invented(&format!("{before:.0}%")))),
        thresholds: vec![(20.0, invented("care")), (50.0, invented("free"))],
        left: true,
        ..Bullet::default()
    }
}

fn delivered() -> Bullet {
    Bullet {
        low: (99.0, invented("99.0%")),
        high: (100.0, invented("100%")),
        value: Some((99.78, invented("99.78%"))),
        target: Some((99.9, invented("99.9%"))),
        previous: Some((99.93, invented("99.93%"))),
        ..Bullet::default()
    }
}

fn drawn(rows: &[Bullet], id: &str, title: &str, description: &str) -> Svg {
    let alternative = Alternative {
        id,
        title: &invented(title),
        description: &invented(description),
    };
    draw(rows, alternative)
        .map(|fitted| fitted.svg)
        .unwrap_or_default()
}
