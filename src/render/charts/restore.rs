//! Times to restore to a strip of dots, one per incident, this quarter under the last, on a log
//! scale (D1–D8). No mean and no box: a dozen incidents have neither.

use super::canvas::{Canvas, Done, TEXT, sheet};
use super::frame::index;
use super::ink::Ink;
use super::invented::{amount, invented};
use super::log_time::Log;
use super::placing::Placing;
use super::{Alternative, Chart, Edge, Fitted, Svg, Undrawn, advance};
use crate::tongue::{label, say};
use plotters::style::text_anchor::HPos;

/// One incident.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dot {
    /// Minutes until customers were restored; until the record ends where it is open.
    pub(crate) minutes: f64,
    /// Whether it is still open (D6).
    pub(crate) open: bool,
    /// `18 Aug`, and three words: the label of the longest (D5).
    pub(crate) date: String,
    pub(crate) name: String,
    /// `1 hour 55 minutes`.
    pub(crate) lasted: String,
}

/// The incidents of one quarter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// `Q3 2026`.
    pub(crate) name: String,
    pub(crate) dots: Vec<Dot>,
    /// Median of them all in minutes, open ones censored, with `half restored within 48 minutes`
    /// (D2); `None` where fewer than half are restored.
    pub(crate) median: Option<(f64, String)>,
    /// How many were restored within the promise: `8 of 12` (D3).
    pub(crate) kept: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Restore {
    /// The quarter before; `None` in the first quarter of the record.
    pub(crate) before: Option<Row>,
    pub(crate) now: Row,
    /// Promised time in minutes with `within 1 hour` (D3).
    pub(crate) promise: Option<(f64, String)>,
    /// How many incidents the words tell of this quarter.
    pub(crate) told: usize,
}

/// Fewer incidents of a quarter than this are listed in words (D4).
pub(crate) const LEAST: usize = 5;
/// More than this are drawn as twenty quantiles (D4).
pub(crate) const MOST: usize = 60;

impl Restore {
    /// Whether dots are twentieths of the incidents and not each of them (D4): both quarters alike, so
    /// that they compare.
    fn quantiles(&self) -> bool {
        let before = self.before.as_ref().map_or(0, |row| row.dots.len());
        self.now.dots.len().max(before) > MOST
    }
}

pub(super) const WIDTH: f64 = 640.0;
/// A line of words over or under a row of dots.
pub(super) const ROW: f64 = 16.0;
/// Dots of a row drawn as quantiles (D4).
const QUANTILES: usize = 20;

/// What a dot is where each stands for many.
fn twentieth() -> &'static str {
    label("each dot is 5%")
}

/// Draws it, 640 units wide, as high as its dots stand on one another.
///
/// # Errors
/// `TooFew` under five incidents this quarter: they are listed instead; `Differs` where the dots are
/// not as many as told.
pub(crate) fn draw(input: &Restore, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let drawn = input
        .now
        .dots
        .iter()
        .filter(|dot| dot.minutes.is_finite())
        .count();
    Undrawn::unless_whole(input.told, drawn, LEAST)?;
    let quantiles = input.quantiles();
    let given = input
        .before
        .iter()
        .map(|row| (row, true))
        .chain([(&input.now, false)]);
    let rows: Vec<(&Row, bool, Vec<Point<'_>>)> = given
        .map(|(row, hollow)| (row, hollow, points(row, quantiles)))
        .collect();
    let times = rows.iter().flat_map(|(row, ..)| {
        let dots = row
            .dots
            .iter()
            .map(|dot| dot.minutes)
            .filter(|m| m.is_finite());
        dots.chain(
            row.median
                .as_ref()
                .map(|(m, _)| *m)
                .filter(|m| m.is_finite()),
        )
    });
    let promise = input
        .promise
        .as_ref()
        .filter(|(minutes, _)| *minutes > 0.0 && minutes.is_finite());
    let times: Vec<f64> = times.chain(promise.map(|(minutes, _)| *minutes)).collect();
    let names = rows.iter().map(|(row, ..)| advance::width(&row.name, TEXT));
    let named = rows.iter().any(|(.., points)| stand_for_more(points));
    let names = names.chain(named.then(|| advance::width(twentieth(), TEXT)));
    let left = names.fold(0.0, f64::max).min(120.0).ceil() + 22.0;
    let axis = Log::new(left..WIDTH - 46.0, &times);
    let laid: Vec<Laid<'_>> = rows
        .iter()
        .map(|(row, hollow, points)| Laid::new(row, *hollow, points, &axis))
        .collect();
    let top = if promise.is_some() { 20.0 } else { 4.0 };
    let heights: f64 = laid.iter().map(Laid::height).sum();
    let foot = top + heights;
    let mut left_out = Vec::new();
    let svg = sheet("restore", WIDTH, foot + 24.0, Some(alternative), |canvas| {
        axis.grid(canvas, top..foot, foot + 14.0)?;
        if let Some((minutes, words)) = promise {
            promised(
                canvas,
                input,
                &axis,
                (*minutes, words),
                (top, foot),
                &mut left_out,
            )?;
        }
        let mut y = top;
        for row in &laid {
            row.draw(
                canvas,
                &axis,
                y,
                promise.map(|(m, _)| axis.at(*m)),
                &mut left_out,
            )?;
            y += row.height();
        }
        Ok(())
    });
    Ok(Fitted { svg, left_out })
}

/// Whether dots are not incidents: none of them but the longest is one.
fn stand_for_more(points: &[Point<'_>]) -> bool {
    points.iter().any(|point| point.dot.is_none())
}

/// What a dot stands for: an incident, or a twentieth of them.
pub(super) struct Point<'d> {
    minutes: f64,
    open: bool,
    /// The incident, where it is one.
    dot: Option<&'d Dot>,
}

pub(super) fn points(row: &Row, quantiles: bool) -> Vec<Point<'_>> {
    let mut points: Vec<Point<'_>> = row
        .dots
        .iter()
        .filter(|dot| dot.minutes.is_finite())
        .map(|dot| Point {
            minutes: dot.minutes,
            open: dot.open,
            dot: Some(dot),
        })
        .collect();
    // One that is still open after as long as another took comes after it.
    points.sort_by(|a, b| a.minutes.total_cmp(&b.minutes).then(a.open.cmp(&b.open)));
    if !quantiles || points.len() <= QUANTILES {
        return points;
    }
    twentieths(&points)
}

/// Twenty quantiles, each in the middle of its twentieth; open incidents are censored (Kaplan and
/// Meier 1958), and a quantile that is not reached yet stands at the longest time with an arrow. The
/// last dot keeps the longest incident, so that the tail is never cut (D5).
fn twentieths<'d>(points: &[Point<'d>]) -> Vec<Point<'d>> {
    let mut restored = Vec::with_capacity(points.len());
    let mut still_open = 1.0;
    for (i, point) in points.iter().enumerate() {
        let at_risk = index(points.len() - i);
        if !point.open {
            still_open *= (at_risk - 1.0) / at_risk;
        }
        restored.push(1.0 - still_open);
    }
    let longest = points.last();
    let quantile = |n: usize| {
        let part = (index(n) + 0.5) / index(QUANTILES);
        let reached = restored.iter().position(|r| *r >= part - 1e-12);
        match reached.and_then(|at| points.get(at)) {
            Some(point) => Point {
                minutes: point.minutes,
                open: false,
                dot: None,
            },
            None => Point {
                minutes: longest.map_or(0.0, |p| p.minutes),
                open: true,
                dot: None,
            },
        }
    };
    let mut made: Vec<Point<'d>> = (0..QUANTILES).map(quantile).collect();
    if let (Some(last), Some(longest)) = (made.last_mut(), longest) {
        *last = Point {
            minutes: longest.minutes,
            open: longest.open,
            dot: longest.dot,
        };
    }
    made
}

/// The promise as a dotted rule, with how many of both quarters kept it (D3).
fn promised(
    canvas: &Canvas<'_>,
    input: &Restore,
    axis: &Log,
    (minutes, words): (f64, &str),
    (top, foot): (f64, f64),
    left_out: &mut Vec<String>,
) -> Done {
    let x = axis.at(minutes);
    canvas.line(Ink::Target, &[(x, top), (x, foot)])?;
    let whole = match &input.before {
        Some(before) => say!(
            "{words}: {kept}, {before}: {kept_before}",
            words,
            input.now.kept,
            before.name,
            before.kept
        ),
        None => say!("{name}: {words}", words, input.now.kept),
    };
    let short = say!("{name}: {words}", words, input.now.kept);
    let mut placing = Placing::within(0.0..WIDTH, 0.0..top);
    for said in [&whole, &short] {
        let over = |w: f64| {
            let left = (x - w / 2.0).clamp(2.0, (WIDTH - w - 2.0).max(2.0));
            std::iter::once((left, top - 9.0))
        };
        if placing.write(canvas, Ink::Strong, said, over)? {
            return Ok(());
        }
    }
    left_out.push(whole);
    Ok(())
}

/// A row whose dots have found their levels.
pub(super) struct Laid<'r> {
    row: &'r Row,
    hollow: bool,
    dots: Vec<(&'r Point<'r>, f64, usize)>,
    levels: usize,
    radius: f64,
}

impl<'r> Laid<'r> {
    /// Dots that would cover one another stand on one another.
    pub(super) fn new(row: &'r Row, hollow: bool, points: &'r [Point<'r>], axis: &Log) -> Self {
        // A row that would grow too high has smaller dots.
        let attempt = |radius: f64| {
            let mut ends: Vec<f64> = Vec::new();
            let mut dots = Vec::with_capacity(points.len());
            for point in points {
                let x = axis.at(point.minutes);
                let level = ends
                    .iter()
                    .position(|end| end + 1.0 <= x - radius)
                    .unwrap_or(ends.len());
                if level == ends.len() {
                    ends.push(0.0);
                }
                ends[level] = x + radius + if point.open { 14.0 } else { 0.0 };
                dots.push((point, x, level));
            }
            (dots, ends.len().max(1))
        };
        let (mut dots, mut levels) = attempt(4.2);
        let mut radius = 4.2;
        if levels > 8 {
            radius = 2.6;
            (dots, levels) = attempt(radius);
        }
        Self {
            row,
            hollow,
            dots,
            levels,
            radius,
        }
    }

    fn pitch(&self) -> f64 {
        self.radius * 2.0 + 1.4
    }

    /// Words, dots, air.
    pub(super) fn height(&self) -> f64 {
        ROW + index(self.levels) * self.pitch() + 12.0
    }

    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        axis: &Log,
        top: f64,
        promise: Option<f64>,
        left_out: &mut Vec<String>,
    ) -> Done {
        let foot = top + self.height() - 7.0;
        let first = foot - self.pitch() / 2.0;
        let name = advance::fitted(&self.row.name, TEXT, axis.x.start - 22.0);
        let ink = if self.hollow { Ink::Text } else { Ink::Bold };
        let more = self.dots.iter().any(|(point, ..)| point.dot.is_none());
        if more {
            canvas.text(Ink::Text, twentieth(), (0.0, first), HPos::Left)?;
        }
        let over = if more { 14.0 } else { 0.0 };
        canvas.text(ink, &name, (0.0, first - over), HPos::Left)?;
        let mut placing = Placing::within(axis.x.start..WIDTH, top..top + self.height());
        if let Some(x) = promise {
            placing.aids.line(&[Some((x, top)), Some((x, foot))], 1.0);
        }
        if let Some((minutes, _)) = &self.row.median {
            let x = axis.at(*minutes);
            canvas.line(Ink::Half, &[(x, top + ROW), (x, foot)])?;
            placing.take(x - 2.0..x + 2.0, top + ROW..foot);
        }
        for (point, x, level) in &self.dots {
            let y = first - index(*level) * self.pitch();
            if point.open {
                let tip = x + self.radius + 13.0;
                canvas.line(Ink::Arrow, &[(x + self.radius, y), (tip - 5.0, y)])?;
                let head = [(tip, y), (tip - 6.0, y - 3.4), (tip - 6.0, y + 3.4)];
                canvas.shape(Ink::ArrowHead, &head)?;
            }
            let ink = if self.hollow { Ink::PriorDot } else { Ink::Dot };
            canvas.dot(ink, (*x, y), self.radius)?;
            if self.hollow {
                canvas.dot(Ink::Hole, (*x, y), self.radius - 1.5)?;
            }
            let arrow = if point.open { 14.0 } else { 0.0 };
            placing.take(
                x - self.radius - 1.0..x + self.radius + 1.0 + arrow,
                y - self.radius..y + self.radius,
            );
        }
        self.words(canvas, axis, top, first, &mut placing, left_out)
    }

    /// What the median says (D2), and which incident was the longest (D5).
    fn words(
        &self,
        canvas: &Canvas<'_>,
        axis: &Log,
        top: f64,
        first: f64,
        placing: &mut Placing,
        left_out: &mut Vec<String>,
    ) -> Done {
        let over = top + ROW / 2.0;
        if let Some((minutes, words)) = &self.row.median {
            let x = axis.at(*minutes);
            let wanted = |w: f64| {
                let (least, most) = (axis.x.start, (WIDTH - w - 3.0).max(axis.x.start));
                [x - w / 2.0, x - w - 3.0, x + 3.0]
                    .map(|left| (left.clamp(least, most), over))
                    .into_iter()
            };
            if !placing.write(canvas, Ink::Strong, words, wanted)? {
                left_out.push(words.clone());
            }
        }
        let longest = self
            .dots
            .iter()
            .max_by(|a, b| a.0.minutes.total_cmp(&b.0.minutes));
        let Some((dot, x, level)) = longest.and_then(|(p, x, l)| Some((p.dot?, *x, *l))) else {
            return Ok(());
        };
        let y = first - index(level) * self.pitch();
        let after = x + self.radius + if dot.open { 19.0 } else { 5.0 };
        let wordings = [
            dot.words(),
            say!("{name}: {words}", dot.date, dot.lasted),
            dot.date.clone(),
        ];
        for words in &wordings {
            let wanted = |w: f64| {
                let (least, most) = (
                    axis.x.start + 2.0,
                    (WIDTH - w - 3.0).max(axis.x.start + 2.0),
                );
                let held = move |left: f64| left.clamp(least, most);
                let before = x - self.radius - 5.0 - w;
                let places = [
                    (after, y),
                    (before, y),
                    (held(x - w / 2.0), over),
                    (held(x - w), over),
                ];
                places.into_iter()
            };
            if placing.write(canvas, Ink::Strong, words, wanted)? {
                return Ok(());
            }
        }
        left_out.push(dot.words());
        Ok(())
    }
}

impl Dot {
    /// `18 Aug: Payment provider down, 1 hour 55 minutes`.
    fn words(&self) -> String {
        let name: Vec<&str> = self.name.split_whitespace().take(3).collect();
        let lasted = match self.open {
            true => say!("still open after {lasted}", self.lasted),
            false => self.lasted.clone(),
        };
        match name.as_slice() {
            // What may not be named has its date alone.
            [] => say!("{name}: {words}", self.date, lasted),
            name => say!(
                "{date}: {name}, {lasted}",
                self.date,
                name.join(" "),
                lasted
            ),
        }
    }
}

pub(super) const CHART: Chart = Chart {
    kind: "restore",
    purpose: "How long customers waited until each incident was over, beside the quarter before and \
              the time that was promised.",
    example: || {
        let before = [
            7.0, 12.0, 16.0, 18.0, 25.0, 31.0, 44.0, 52.0, 70.0, 95.0, 130.0, 210.0, 380.0,
        ];
        let now = [
            9.0, 14.0, 22.0, 24.0, 35.0, 48.0, 49.0, 57.0, 58.0, 115.0, 140.0, 610.0,
        ];
        example(
            "example-restore",
            row(
                "Q2 2026",
                &before,
                (44.0, "half restored within 44 minutes"),
                "8 of 13",
            ),
            row(
                "Q3 2026",
                &now,
                (48.5, "half restored within 49 minutes"),
                "9 of 12",
            ),
            "Example: nine of twelve incidents were over within an hour, eight of thirteen before",
            "Examples, not incidents of this pack: dot strip of times to restore, Q2 and Q3 2026. Nine \
             of twelve within an hour; half within 49 minutes. Table follows.",
        )
    },
    half: None,
    edges: &[
        Edge {
            name: "same",
            shows: "Incidents that took as long stand on one another, and one is still open:",
            draw: || {
                let before = [30.0; 7];
                let now = [2.0, 30.0, 30.0, 31.0, 31.0, 58.0, 4000.0];
                let mut now = row(
                    "Q3 2026",
                    &now,
                    (31.0, "half restored within 31 minutes"),
                    "6 of 7",
                );
                now.dots[6].open = true;
                example(
                    "example-restore-same",
                    row(
                        "Q2 2026",
                        &before,
                        (30.0, "half restored within 30 minutes"),
                        "7 of 7",
                    ),
                    now,
                    "Example: six of seven incidents were over within an hour, one is still open",
                    "Examples, not incidents of this pack: dot strip of times to restore, Q2 and Q3 \
                     2026. Six of seven within an hour; one still open. Table follows.",
                )
            },
        },
        Edge {
            name: "quantiles",
            shows: "More than sixty incidents, each dot a twentieth of them:",
            draw: || {
                let times = |count: u32, slow: f64| -> Vec<f64> {
                    (0..count)
                        .map(|n| 4.0 + slow * f64::from(n).powf(1.6) / 10.0)
                        .collect()
                };
                example(
                    "example-restore-quantiles",
                    row(
                        "Q2 2026",
                        &times(84, 1.0),
                        (42.0, "half restored within 42 minutes"),
                        "52 of 84",
                    ),
                    row(
                        "Q3 2026",
                        &times(70, 2.0),
                        (61.0, "half restored within 1 hour 1 minute"),
                        "34 of 70",
                    ),
                    "Example: half of seventy incidents were over within about an hour",
                    "Examples, not incidents of this pack: quantile dots of times to restore, Q2 and Q3 \
                     2026. Half of seventy within 1 hour 1 minute. Table follows.",
                )
            },
        },
    ],
};

fn row(name: &str, minutes: &[f64], (median, words): (f64, &str), kept: &str) -> Row {
    let dots = minutes.iter().map(|minutes| Dot {
        minutes: *minutes,
        open: false,
        date: invented("2\u{a0}Sep"),
        name: invented("label printer jammed"),
        lasted: match *minutes {
            m if m < 60.0 => amount(&format!("{m:.0}"), "minutes"),
            m if m < 1440.0 => amount(&format!("{:.0}", m / 60.0), "hours"),
            m => amount(&format!("{:.1}", m / 1440.0), "days"),
        },
    });
    Row {
        name: invented(name),
        dots: dots.collect(),
        median: Some((median, invented(words))),
        kept: invented(kept),
    }
}

fn example(id: &str, before: Row, now: Row, title: &str, description: &str) -> Svg {
    let input = Restore {
        told: now.dots.len(),
        before: Some(before),
        now,
        promise: Some((60.0, invented("within 1\u{a0}hour"))),
    };
    let alternative = Alternative {
        id,
        title: &invented(title),
        description: &invented(description),
    };
    draw(&input, alternative)
        .map(|fitted| fitted.svg)
        .unwrap_or_default()
}
