//! The incidents of a quarter, a lane per service (Q1–Q7).

use super::callouts::{AIR, Callout, stand};
use super::canvas::{Canvas, Done, TEXT, sheet};
use super::frame::index;
use super::ink::Ink;
use super::invented::invented;
use super::placing::Placing;
use super::{Alternative, Chart, Edge, Fitted, Svg, Undrawn, advance, calendar};
use crate::tongue::{label, say};
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// One incident.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// Days since the quarter began, fractions included; below zero where it began earlier.
    pub(crate) from: f64,
    /// The same for its end, or for the end of the record while it is open.
    pub(crate) to: f64,
    /// Whether it is still open: its bar ends in an arrow.
    pub(crate) open: bool,
    /// 1 is the worst, 4 the least.
    pub(crate) severity: u8,
    /// `18 Aug`, and three words: the label of the two worst severities (Q3).
    pub(crate) date: String,
    pub(crate) name: String,
    /// `1 hour 55 minutes`, for the table.
    pub(crate) lasted: String,
}

/// One service; a lane without bars prints "none" (Q4).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    pub(crate) name: String,
    /// Whether anything was counted for it in the quarter; without bars it prints "not observed"
    /// otherwise.
    pub(crate) observed: bool,
    pub(crate) bars: Vec<Bar>,
}

/// Days on which nothing was released, or the like (Q6).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Freeze {
    /// First day, and the day after the last.
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// `release freeze`.
    pub(crate) words: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Strip {
    /// Days of the quarter, 90 to 92.
    pub(crate) days: usize,
    /// Every service, in the pack's order.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) freezes: Vec<Freeze>,
    /// First day of each month with its name.
    pub(crate) months: Vec<(usize, String)>,
    /// How many incidents the headline tells (Q7).
    pub(crate) told: usize,
    /// What each severity is called in the key, worst first; only those drawn are shown.
    pub(crate) severities: Vec<(u8, String)>,
}

const WIDTH: f64 = 640.0;
/// Height of a bar (Q1); the lesser severities are half as high (Q2).
const BAR: f64 = 16.0;
/// Q2: no bar is narrower.
const NARROWEST: f64 = 4.0;
/// A row of labels over a lane.
const ROW: f64 = 14.0;
/// More bars than this over one another cannot be shown without hiding some (Q5).
const MOST_LEVELS: usize = 12;
/// More bars than this are no picture any more.
const MOST_BARS: usize = 400;
/// Q3: only so many severities are labelled.
const LABELLED: u8 = 2;

/// Draws it, 640 units wide, as high as its lanes.
///
/// # Errors
/// `Empty` without lanes; `Differs` where the bars are not as many as told; `TooMany` where so many
/// overlap that bars would have to be hidden.
pub(crate) fn draw(input: &Strip, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    if input.lanes.is_empty() || input.days == 0 {
        return Err(Undrawn::Empty);
    }
    let bars: usize = input.lanes.iter().map(|lane| lane.bars.len()).sum();
    if bars > MOST_BARS {
        return Err(Undrawn::TooMany {
            things: bars,
            most: MOST_BARS,
        });
    }
    let names = input
        .lanes
        .iter()
        .map(|lane| advance::width(&lane.name, TEXT));
    let left = names.fold(0.0, f64::max).min(170.0).ceil() + 12.0;
    let days = Days {
        x: left..WIDTH - 8.0,
        days: index(input.days),
    };
    let laid: Vec<Laid<'_>> = input
        .lanes
        .iter()
        .map(|lane| Laid::new(lane, &days))
        .collect();
    let drawn: usize = laid.iter().map(|lane| lane.bars.len()).sum();
    // Beginnings that are no numbers have no place in the quarter.
    Undrawn::unless_whole(input.told, drawn, 0)?;
    if let Some(lane) = laid.iter().find(|lane| lane.levels > MOST_LEVELS) {
        return Err(Undrawn::TooMany {
            things: lane.levels,
            most: MOST_LEVELS,
        });
    }
    let frozen = if input.freezes.is_empty() { 0.0 } else { 16.0 };
    let lanes: f64 = laid.iter().map(Laid::height).sum();
    let foot = 4.0 + frozen + lanes;
    let key = if drawn > 0 { 22.0 } else { 0.0 };
    let mut left_out = Vec::new();
    let svg = sheet(
        "strip",
        WIDTH,
        foot + 24.0 + key,
        Some(alternative),
        |canvas| {
            freezes(canvas, input, &days, 4.0 + frozen..foot, &mut left_out)?;
            for (day, _) in input
                .months
                .iter()
                .filter(|(day, _)| (1..input.days).contains(day))
            {
                let x = days.at(index(*day));
                canvas.line(Ink::Grid, &[(x, 4.0 + frozen), (x, foot)])?;
            }
            let mut top = 4.0 + frozen;
            for lane in &laid {
                lane.draw(canvas, &days, top, &mut left_out)?;
                top += lane.height();
                let ink = if top + 0.01 < foot {
                    Ink::Grid
                } else {
                    Ink::Hair
                };
                canvas.line(ink, &[(0.0, top), (days.x.end, top)])?;
            }
            calendar::months(
                canvas,
                &input.months,
                input.days,
                |day| days.at(index(day)),
                foot,
            )?;
            explained(canvas, input, &laid, foot + 24.0 + key / 2.0)
        },
    );
    Ok(Fitted { svg, left_out })
}

/// The days of the quarter on the sheet.
struct Days {
    x: Range<f64>,
    days: f64,
}

impl Days {
    fn at(&self, day: f64) -> f64 {
        let part = day.clamp(0.0, self.days) / self.days;
        self.x.start + part * (self.x.end - self.x.start)
    }
}

/// A bar with its place in the lane.
struct Placed<'b> {
    bar: &'b Bar,
    x: Range<f64>,
    level: usize,
}

/// A lane whose bars have found their levels and whose labels have found their rows.
struct Laid<'l> {
    name: &'l str,
    observed: bool,
    bars: Vec<Placed<'l>>,
    levels: usize,
    /// Bar, left end and row of each label; on row `None` it stands beside its bar.
    labels: Vec<(usize, f64, Option<usize>)>,
    label_rows: usize,
    left_out: Vec<String>,
}

impl<'l> Laid<'l> {
    fn new(lane: &'l Lane, days: &Days) -> Self {
        let mut given: Vec<&Bar> = lane
            .bars
            .iter()
            .filter(|b| b.from.is_finite() && b.to.is_finite())
            .collect();
        given.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.severity.cmp(&b.severity)));
        let mut bars: Vec<Placed<'_>> = Vec::new();
        // The first level that is free: overlaps stack (Q5).
        let mut ends: Vec<f64> = Vec::new();
        for bar in given {
            let from = days.at(bar.from).min(days.x.end - NARROWEST);
            let to = days.at(bar.to).max(from + NARROWEST);
            let arrow = if bar.open { 7.0 } else { 0.0 };
            let level = ends
                .iter()
                .position(|end| end + 1.5 <= from)
                .unwrap_or(ends.len());
            if level == ends.len() {
                ends.push(0.0);
            }
            ends[level] = to + arrow;
            bars.push(Placed {
                bar,
                x: from..to,
                level,
            });
        }
        let mut laid = Self {
            name: &lane.name,
            observed: lane.observed,
            bars,
            levels: ends.len().max(1),
            labels: Vec::new(),
            label_rows: 0,
            left_out: Vec::new(),
        };
        laid.label(days);
        laid
    }

    /// Labels of the worst severities: beside the bar where nothing else is, or else over the lane.
    fn label(&mut self, days: &Days) {
        let mut beside = Placing::within(days.x.start..WIDTH, 0.0..f64::MAX);
        let middle = |level: usize| index(level) * BAR + BAR / 2.0;
        for placed in &self.bars {
            let y = middle(placed.level);
            let arrow = if placed.bar.open { 9.0 } else { 2.0 };
            beside.take(placed.x.start - 2.0..placed.x.end + arrow, y - 7.9..y + 7.9);
        }
        let mut waiting = Vec::new();
        let mut order: Vec<usize> = (0..self.bars.len())
            .filter(|i| self.bars[*i].bar.severity <= LABELLED)
            .collect();
        order.sort_by_key(|i| self.bars[*i].bar.severity);
        for i in order {
            let Placed { bar, x, level } = &self.bars[i];
            let width = advance::width(&bar.label(), TEXT);
            let after = x.end + if bar.open { 13.0 } else { 5.0 };
            let sides = [
                (after, middle(*level)),
                (x.start - 5.0 - width, middle(*level)),
            ];
            match beside.place(width, 1, sides.into_iter()) {
                Some((left, _)) => self.labels.push((i, left, None)),
                None => waiting.push(i),
            }
        }
        // From the right, so that a label on the right of its leader is under those before it.
        waiting.sort_by(|a, b| self.bars[*b].x.start.total_cmp(&self.bars[*a].x.start));
        let callouts: Vec<Callout> = waiting
            .iter()
            .map(|i| Callout {
                x: self.bars[*i].x.start + 1.0,
                width: advance::width(&self.bars[*i].bar.label(), TEXT),
            })
            .collect();
        let room = days.x.start..WIDTH;
        for (i, stand) in waiting.into_iter().zip(stand(&callouts, &room, 4)) {
            match stand {
                Some(stand) => {
                    self.label_rows = self.label_rows.max(stand.row + 1);
                    self.labels.push((i, stand.left, Some(stand.row)));
                }
                None => self.left_out.push(self.bars[i].bar.label()),
            }
        }
    }

    fn height(&self) -> f64 {
        6.0 + index(self.label_rows) * ROW + index(self.levels) * BAR
    }

    fn draw(&self, canvas: &Canvas<'_>, days: &Days, top: f64, left_out: &mut Vec<String>) -> Done {
        let first = top + 3.0 + index(self.label_rows) * ROW;
        let middle = |level: usize| first + index(level) * BAR + BAR / 2.0;
        let name = advance::fitted(self.name, TEXT, days.x.start - 10.0);
        canvas.text(Ink::Strong, &name, (0.0, middle(0)), HPos::Left)?;
        if self.bars.is_empty() {
            return canvas.text(
                Ink::Text,
                if self.observed {
                    label("none")
                } else {
                    label("not observed")
                },
                (days.x.start + 6.0, middle(0)),
                HPos::Left,
            );
        }
        for (i, _, row) in &self.labels {
            if let Some(row) = row {
                let placed = &self.bars[*i];
                let x = placed.x.start + 1.0;
                let from = first - index(*row) * ROW - ROW + 1.0;
                let to = middle(placed.level) - BAR / 2.0 + 1.0;
                canvas.line(Ink::Leader, &[(x, from), (x, to)])?;
            }
        }
        for placed in &self.bars {
            let y = middle(placed.level);
            shape(canvas, placed.bar.severity, placed.x.clone(), y)?;
            if placed.bar.open {
                let x = placed.x.end;
                canvas.shape(
                    Ink::ArrowHead,
                    &[(x + 6.5, y), (x + 1.5, y - 4.0), (x + 1.5, y + 4.0)],
                )?;
            }
        }
        for (i, left, row) in &self.labels {
            let y = match row {
                Some(row) => first - index(*row) * ROW - ROW / 2.0,
                None => middle(self.bars[*i].level),
            };
            canvas.text(
                Ink::Strong,
                &self.bars[*i].bar.label(),
                (*left, y),
                HPos::Left,
            )?;
        }
        left_out.extend(self.left_out.iter().cloned());
        Ok(())
    }
}

impl Bar {
    /// Date and three words (Q3).
    fn label(&self) -> String {
        let words: Vec<&str> = self.name.split_whitespace().take(3).collect();
        say!("{name}: {words}", self.date, words.join(" "))
    }
}

/// A bar by its severity: solid, half-filled, hollow, hollow and half as high (Q2).
fn shape(canvas: &Canvas<'_>, severity: u8, x: Range<f64>, middle: f64) -> Done {
    let whole = middle - 6.5..middle + 6.5;
    match severity {
        0 | 1 => canvas.block(Ink::ActBar, x, whole),
        2 => {
            canvas.block(Ink::WatchEdge, x.clone(), whole.clone())?;
            canvas.block(Ink::WatchBar, x, middle..whole.end)
        }
        3 => canvas.block(Ink::PriorBar, x, whole),
        _ => canvas.block(Ink::PriorBar, x, middle..whole.end),
    }
}

/// Slanted bands through all lanes with their words over them (Q6).
fn freezes(
    canvas: &Canvas<'_>,
    input: &Strip,
    days: &Days,
    y: Range<f64>,
    left_out: &mut Vec<String>,
) -> Done {
    let mut placing = Placing::within(0.0..WIDTH, 0.0..y.start);
    for freeze in &input.freezes {
        let x = days.at(freeze.from)..days.at(freeze.to);
        if x.is_empty() {
            left_out.push(freeze.words.clone());
            continue;
        }
        canvas.hatch(Ink::Freeze, x.clone(), y.clone(), 7.0)?;
        let middle = f64::midpoint(x.start, x.end);
        let over = |w: f64| {
            let least = days.x.start;
            [middle - w / 2.0, x.start, x.end - w]
                .map(|left| {
                    (
                        left.clamp(least, (WIDTH - w - 2.0).max(least)),
                        y.start - 8.0,
                    )
                })
                .into_iter()
        };
        if !placing.write(canvas, Ink::Text, &freeze.words, over)? {
            left_out.push(freeze.words.clone());
        }
    }
    Ok(())
}

/// What each look means, for the severities that are drawn.
fn explained(canvas: &Canvas<'_>, input: &Strip, laid: &[Laid<'_>], y: f64) -> Done {
    let drawn = |severity: u8| {
        let all = laid.iter().flat_map(|lane| &lane.bars);
        all.into_iter()
            .any(|placed| placed.bar.severity.clamp(1, 4) == severity)
    };
    let mut x = 0.0;
    for severity in (1..=4).filter(|s| drawn(*s)) {
        let named = input.severities.iter().find(|(s, _)| *s == severity);
        let words = match named {
            Some((_, name)) => say!("{name}: {words}", severity, name),
            None => say!("severity {severity}", severity),
        };
        let room = WIDTH - x - 10.0 - AIR;
        if room < 30.0 {
            break;
        }
        let words = advance::fitted(&words, TEXT, room.min(290.0));
        shape(canvas, severity, x + 1.0..x + 9.0, y)?;
        canvas.text(Ink::Text, &words, (x + 10.0 + AIR, y), HPos::Left)?;
        x += 10.0 + AIR + advance::width(&words, TEXT) + 18.0;
    }
    Ok(())
}

pub(super) const CHART: Chart = Chart {
    kind: "strip",
    purpose: "When in the quarter each service had an incident, how long and how bad; as many bars as \
              the headline tells.",
    example: || {
        let lanes = [
            lane(
                "Parcel desk",
                &[
                    (5.3, 5.4, 3),
                    (48.4, 48.48, 1),
                    (49.0, 49.1, 4),
                    (70.4, 70.5, 2),
                ],
            ),
            lane("Label printing", &[(22.6, 23.4, 3), (70.3, 70.42, 2)]),
            lane("Route planner", &[]),
            lane(
                "Scanners",
                &[(10.2, 10.3, 4), (48.4, 48.45, 2), (81.0, 84.5, 3)],
            ),
        ];
        example(
            ("example-strip", 9),
            lanes.to_vec(),
            "Example: nine incidents at three of four services, one of them the worst kind",
            "Examples, not incidents of this pack: strip of incidents by service, Q3 2026. Nine at \
             three of four services; the route planner had none. Table follows.",
        )
    },
    half: None,
    edges: &[Edge {
        name: "crowded",
        shows: "Incidents that overlap stand on one another, an open one ends in an arrow, and one that \
                began earlier begins at the edge:",
        draw: || {
            let lanes = [
                lane(
                    "Parcel desk",
                    &[
                        (48.4, 48.5, 1),
                        (48.4, 48.5, 1),
                        (48.41, 52.0, 2),
                        (49.0, 50.0, 3),
                        (49.5, 51.0, 4),
                        (51.0, 51.2, 1),
                    ],
                ),
                lane(
                    "A service whose name goes on for longer than its room",
                    &[(-4.0, 3.0, 1), (88.0, 92.0, 1)],
                ),
            ];
            let mut lanes = lanes.to_vec();
            lanes[1].bars[1].open = true;
            example(
                ("example-strip-crowded", 8),
                lanes,
                "Example: six incidents at the parcel desk overlapped in August",
                "Examples, not incidents of this pack: strip of incidents by service, Q3 2026. Six at \
                 the parcel desk, two at another service, one still open. Table follows.",
            )
        },
    }],
};

/// A day of an example: `18 Aug`.
fn dated(day: f64, month: &str) -> String {
    say!("{day}~{month}", format!("{day:.0}"), invented(month))
}

fn lane(name: &str, bars: &[(f64, f64, u8)]) -> Lane {
    let bars = bars.iter().map(|(from, to, severity)| Bar {
        from: *from,
        to: *to,
        open: false,
        severity: *severity,
        date: match *from {
            f if f < 31.0 => dated(f.floor().max(0.0) + 1.0, "Jul"),
            f if f < 62.0 => dated(f.floor() - 30.0, "Aug"),
            f => dated(f.floor() - 61.0, "Sep"),
        },
        name: invented("scanners read nothing"),
        lasted: invented("2 hours"),
    });
    Lane {
        name: invented(name),
        observed: true,
        bars: bars.collect(),
    }
}

fn example((id, told): (&str, usize), lanes: Vec<Lane>, title: &str, description: &str) -> Svg {
    let input = Strip {
        days: 92,
        lanes,
        freezes: vec![Freeze {
            from: 31.0,
            to: 38.0,
            words: invented("no releases"),
        }],
        months: [(0, "July 2026"), (31, "August"), (62, "September")]
            .map(|(day, name)| (day, invented(name)))
            .to_vec(),
        told,
        severities: [
            (1, "most parcels stopped"),
            (2, "some parcels stopped"),
            (3, "parcels late"),
            (4, "hardly felt"),
        ]
        .map(|(severity, name)| (severity, invented(name)))
        .to_vec(),
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
