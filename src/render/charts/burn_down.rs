//! Days of a quarter to the error budget that was left of it: a step line from 100% down (E1–E10).
//! One objective of one service in a chart; what its window is and how large the budget, the
//! subtitle says. The line is never smoothed and never clipped at zero.

use super::canvas::{Canvas, Done, Failed, Plot, TEXT, sheet};
use super::frame::{Time, index};
use super::ink::Ink;
use super::invented::{amount, invented};
use super::placing::{LINE, Placing, Rectangle};
use super::{Alternative, Axis, Chart, Edge, Fitted, Undrawn, advance, calendar};
use crate::tongue;
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// One day of the quarter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Day {
    /// `18 August 2026`, for the table.
    pub(crate) date: String,
    /// Budget left when the day ended, percent of the quarter's budget (100 at the start, below 0 when
    /// overspent) and the same in words; `None` where it was not observed or has not come yet.
    pub(crate) left: Option<(f64, String)>,
}

/// What an incident took of the budget (E4). Those of 5 points or more are labelled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drop {
    /// Index of the day.
    pub(crate) day: usize,
    /// Percentage points of the quarter's budget, positive.
    pub(crate) cost: f64,
    /// `18 Aug: Payment provider down`.
    pub(crate) what: String,
    /// `43 points`.
    pub(crate) points: String,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BurnDown {
    /// Every day of the quarter, 90 to 92 of them.
    pub(crate) days: Vec<Day>,
    /// From `axis`.
    pub(crate) axis: Axis,
    /// `4% overspent` or `38% left`, never `−4%` (E5).
    pub(crate) end: String,
    /// While the quarter is running, `to 18 Sep`: the end is drawn hollow (G16).
    pub(crate) provisional: Option<String>,
    pub(crate) drops: Vec<Drop>,
    /// The day on which the budget was overspent, with `overspent since 11 Sep` (E6).
    pub(crate) overspent: Option<(usize, String)>,
    /// First days under another objective or other exclusions, with `objective changed` (E9).
    pub(crate) breaks: Vec<(usize, String)>,
    /// First day of each month with its name.
    pub(crate) months: Vec<(usize, String)>,
}

/// An incident that took less of the budget than this has no label, percentage points (E4).
const LABELLED: f64 = 5.0;

/// More labels than this have no room on any sheet.
const MOST_LABELS: usize = 40;
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 270.0;

impl Drop {
    /// Date, name and cost (E4).
    fn words(&self) -> String {
        format!("{}, {}", self.what, self.points)
    }
}

impl BurnDown {
    /// The incidents that are labelled.
    pub(crate) fn labelled(&self) -> impl Iterator<Item = &Drop> {
        self.drops.iter().filter(|drop| drop.cost >= LABELLED)
    }
}

/// The axis for what was left on the days: 100% at the top, room to −40% at least (E1), and as far
/// down as the line goes. `words` writes a percentage, with its sign or without: `−40`.
pub(crate) fn axis(days: &[Day], words: impl Fn(f64, bool) -> String) -> Axis {
    let left = days
        .iter()
        .filter_map(|d| d.left.as_ref().map(|(left, _)| *left));
    let left = left.filter(|l| l.is_finite()).map(|l| l.clamp(-1e9, 1e9));
    let (lowest, highest) = left.fold((0.0, 100.0), |(low, high), l| {
        (f64::min(low, l), f64::max(high, l))
    });
    // A little room under the lowest point for words.
    let low = if lowest < -40.0 { lowest * 1.15 } else { -40.0 };
    let span = highest - low;
    // Five lines at most (G5), zero among them; above it only what does not crowd it.
    let above: Vec<f64> = [50.0, 100.0]
        .into_iter()
        .filter(|t| t / span > 0.075)
        .collect();
    let step = (0..12)
        .flat_map(|power| [50.0, 100.0, 200.0, 250.0].map(|step| step * 10_f64.powi(power)))
        .find(|step| (-low / step).floor() + index(above.len()) < 5.0)
        .unwrap_or(span);
    let below = (1..=4).map(|n| -step * index(n)).filter(|t| *t > low);
    let mut values: Vec<f64> = below.chain([0.0]).chain(above).collect();
    values.sort_by(f64::total_cmp);
    let top = values.iter().rposition(|v| *v != 0.0);
    let ticks = values.iter().enumerate();
    let ticks = ticks.map(|(i, value)| (*value, words(*value, Some(i) == top)));
    Axis {
        low,
        high: highest,
        ticks: ticks.collect(),
        baseline: true,
    }
}

/// Draws it; 640 × 270 units. What was left on a day falls in the middle of that day.
///
/// # Errors
/// `Empty` without a single observed day.
pub(crate) fn draw(input: &BurnDown, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let observed = |d: &Day| {
        d.left
            .as_ref()
            .map(|(left, _)| *left)
            .filter(|l| l.is_finite())
    };
    let left: Vec<Option<f64>> = input.days.iter().map(observed).collect();
    let last = left
        .iter()
        .rposition(Option::is_some)
        .ok_or(Undrawn::Empty)?;
    let mut left_out = Vec::new();
    let svg = sheet("burn-down", WIDTH, HEIGHT, Some(alternative), |canvas| {
        let gaps: Vec<usize> = input.breaks.iter().map(|(at, _)| *at).collect();
        let edge = input.axis.room();
        let ends = end_lines(input);
        let widest = ends.iter().map(|(words, _)| advance::width(words, TEXT));
        let right = (widest.fold(0.0, f64::max) + 14.0).min(WIDTH * 0.36);
        let time = Time::new(left.len(), &gaps, edge, WIDTH - right);
        let named = if input.breaks.is_empty() { 0.0 } else { 14.0 };
        let (top, foot) = (17.0 + named, HEIGHT - 26.0);
        let room = [top, right, HEIGHT - foot, edge];
        let mut plot = canvas.plot(room, time.range(), input.axis.range())?;
        input.axis.grid(canvas, &plot, time.range())?;
        let runs = stairs(&left, &time);
        let hatched = overspent(canvas, &plot, &runs)?;
        let level = |y: f64| [(time.range().start, y), (time.range().end, y)];
        plot.line(
            Ink::Pace,
            &[(time.range().start, 100.0), (time.range().end, 0.0)],
        )?;
        plot.line(Ink::Zero, &level(0.0))?;
        for run in &runs {
            plot.line(Ink::Actual, run)?;
        }
        let mut placing = Placing::within(edge + 4.0..WIDTH, 0.0..foot);
        for (x, y) in hatched {
            placing.take(x, y);
        }
        for run in &runs {
            let points: Vec<_> = run.iter().map(|(x, y)| Some(plot.at(*x, *y))).collect();
            placing.data.line(&points, 3.0);
        }
        let [from, to] = level(0.0).map(|(x, y)| Some(plot.at(x, y)));
        placing.aids.line(&[from, to], 2.5);
        let start = plot.at(time.range().start, 100.0);
        let (finish_x, finish_y) = plot.at(time.range().end, 0.0);
        let pace = |part: f64| {
            let x = start.0 + (finish_x - start.0) * part;
            (x, start.1 + (finish_y - start.1) * part)
        };
        placing
            .aids
            .line(&[Some(start), Some((finish_x, finish_y))], 1.0);

        let end = left.get(last).copied().flatten().unwrap_or(0.0);
        let at = (time.at(index(last)) + 0.5, end);
        plot.dots(Ink::Dot, 4.0, &[at])?;
        if input.provisional.is_some() {
            plot.dots(Ink::Hole, 2.4, &[at])?;
        }
        let at = plot.at(at.0, at.1);
        placing.take(at.0 - 4.0..at.0 + 4.0, at.1 - 4.0..at.1 + 4.0);
        said_at_the_end(canvas, &mut placing, &ends, at, top..foot)?;
        input.axis.words(canvas, &plot, time.range().start)?;
        for (x, (_, words)) in time.gap_middles().zip(&input.breaks) {
            let over = |w: f64| {
                let left = (x - w / 2.0).clamp(edge + 6.0, (WIDTH - w - 2.0).max(edge + 6.0));
                [(left, top - 8.0), (left, top - 21.0)].into_iter()
            };
            if !placing.write(canvas, Ink::Text, words, over)? {
                left_out.push(words.clone());
            }
        }
        let mut drops: Vec<&Drop> = input.labelled().filter(|d| d.day < left.len()).collect();
        drops.sort_by(|a, b| b.cost.total_cmp(&a.cost).then(a.day.cmp(&b.day)));
        let rest = drops.split_off(drops.len().min(MOST_LABELS));
        // Those that stand beside their drop take their places before those at the end of a leader.
        for led in [false, true] {
            let mut waiting = Vec::new();
            for drop in drops {
                let after = left.get(drop.day).copied().flatten();
                let foot = after.map(|after| plot.at(time.at(index(drop.day)), after));
                let placed = match foot {
                    Some(foot) => label(canvas, &mut placing, drop, foot, led)?,
                    None => false,
                };
                if !placed {
                    waiting.push(drop);
                }
            }
            drops = waiting;
        }
        drops.extend(rest);
        drops.sort_by_key(|drop| drop.day);
        left_out.extend(drops.into_iter().map(Drop::words));
        if let Some((day, words)) = &input.overspent {
            let x = time.on_sheet(index(*day));
            let zero = finish_y;
            // Where the words find no place beside it, the crossing is still seen.
            canvas.line(Ink::Bracket, &[(x, zero - 5.0), (x, zero + 5.0)])?;
            let lowest = left.iter().flatten().copied().fold(0.0, f64::min);
            let under = plot.at(0.0, lowest).1;
            let fits = |w: f64| {
                let heights = [
                    zero - 10.0,
                    under + 11.0,
                    under + 25.0,
                    zero - 24.0,
                    zero - 38.0,
                ];
                heights.into_iter().flat_map(move |y| {
                    [x + 6.0, x - w / 2.0, x - w - 6.0, finish_x - w].map(|x| (x, y))
                })
            };
            if !placing.write(canvas, Ink::Strong, words, fits)? {
                left_out.push(words.clone());
            }
        }
        placing.write(canvas, Ink::Label, tongue::label("Even pace"), |w| {
            let parts = [0.02, 0.06, 0.12, 0.2, 0.3, 0.45, 0.6, 0.75];
            parts.into_iter().flat_map(move |part| {
                let (x, y) = pace(part);
                [
                    (x + 12.0, y - 4.0),
                    (x + 4.0, y - 9.0),
                    (x - w - 8.0, y + 10.0),
                ]
            })
        })?;
        let edges = |day: usize| {
            let range = time.range();
            let x = if day >= left.len() {
                range.end
            } else {
                time.at(index(day)) - 0.5
            };
            edge + (x - range.start) / (range.end - range.start) * (WIDTH - right - edge)
        };
        calendar::months(canvas, &input.months, left.len(), edges, foot + 1.0)
    });
    Ok(Fitted { svg, left_out })
}

/// The line as points of the plot: flat to the middle of a day, then straight down, and on (E2).
/// Broken where a day was not observed (G7) and where the objective changed (G17).
fn stairs(left: &[Option<f64>], time: &Time) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut level = Some(100.0);
    for (day, now) in left.iter().enumerate() {
        let Some(now) = *now else {
            level = None;
            continue;
        };
        let middle = time.at(index(day));
        // After a gap nobody knows when it fell: no line leads there.
        let before = level.unwrap_or(now);
        if level.is_none() || day == 0 || time.breaks_before(day) {
            runs.push(vec![(middle - 0.5, before)]);
        }
        if let Some(run) = runs.last_mut() {
            run.extend([(middle, before), (middle, now), (middle + 0.5, now)]);
        }
        level = Some(now);
    }
    runs
}

/// Slanted lines between the line and zero where it lies below (E6).
fn overspent(
    canvas: &Canvas<'_>,
    plot: &Plot<'_, '_>,
    runs: &[Vec<(f64, f64)>],
) -> Result<Vec<Rectangle>, Failed> {
    let mut hatched = Vec::new();
    for pair in runs.iter().flat_map(|run| run.windows(2)) {
        if let [(from, y), (to, other)] = pair
            && to > from
            && y == other
            && *y < 0.0
        {
            let (left, zero) = plot.at(*from, 0.0);
            let (right, low) = plot.at(*to, *y);
            canvas.hatch(Ink::Overspent, left..right, zero..low, 6.0)?;
            hatched.push((left..right, zero..low));
        }
    }
    Ok(hatched)
}

fn end_lines(input: &BurnDown) -> Vec<(&str, Ink)> {
    let to = input
        .provisional
        .as_deref()
        .map(|words| (words, Ink::Label));
    [(input.end.as_str(), Ink::Bold)]
        .into_iter()
        .chain(to)
        .collect()
}

/// What was left at last, beside the end of the line (E5).
fn said_at_the_end(
    canvas: &Canvas<'_>,
    placing: &mut Placing,
    lines: &[(&str, Ink)],
    (x, y): (f64, f64),
    room: Range<f64>,
) -> Done {
    let height = LINE * index(lines.len().saturating_sub(1));
    let y = y.clamp(
        room.start + 7.0,
        (room.end - 7.0 - height).max(room.start + 7.0),
    );
    for (row, (words, ink)) in lines.iter().enumerate() {
        let words = advance::fitted(words, TEXT, WIDTH - x - 9.0);
        let y = y + LINE * index(row);
        canvas.text(*ink, &words, (x + 8.0, y), HPos::Left)?;
        let width = advance::width(&words, TEXT);
        placing.take(x + 5.0..x + 11.0 + width, y - 7.0..y + 7.0);
    }
    Ok(())
}

/// An incident's words on the left of the foot of its drop (E4), on one line or two; where there is
/// no room, lower, `led` by a leader.
fn label(
    canvas: &Canvas<'_>,
    placing: &mut Placing,
    drop: &Drop,
    (x, foot): (f64, f64),
    led: bool,
) -> Result<bool, Failed> {
    let whole = [drop.words()];
    let folded = [format!("{},", drop.what), drop.points.clone()];
    let widest = |lines: &[String]| {
        lines
            .iter()
            .map(|l| advance::width(l, TEXT))
            .fold(0.0, f64::max)
    };
    for lines in [&whole[..], &folded[..]] {
        let width = widest(lines);
        let rest = LINE * (index(lines.len()) - 1.0);
        let beside = [-rest - 2.0, -rest / 2.0, 2.0, 7.0, 12.0, 16.0, 19.0];
        let lower = [12.0, 18.0, 26.0, 34.0, 44.0, 56.0, 70.0, 86.0, 104.0];
        let heights = if led { &lower[..] } else { &beside[..] };
        let sides = [x - 6.0 - width, x + 5.0];
        let sides = if led { &sides[..] } else { &sides[..1] };
        let wanted = heights
            .iter()
            .flat_map(|dy| sides.iter().map(move |left| (*left, foot + dy)));
        let leader = |y: f64| (x - 0.5..x + 0.5, foot + 4.0..y + 5.0);
        let clear = wanted.filter(|(_, y)| {
            let (x, y) = leader(*y);
            !led || placing.is_free(&x, &y)
        });
        let clear: Vec<(f64, f64)> = clear.collect();
        let Some((left, y)) = placing.place(width, lines.len(), clear.into_iter()) else {
            continue;
        };
        if led {
            let (across, down) = leader(y);
            canvas.line(Ink::Leader, &[(x, down.start - 3.0), (x, down.end)])?;
            placing.take(across, down);
        }
        for (row, line) in lines.iter().enumerate() {
            canvas.text(Ink::Strong, line, (left, y + LINE * index(row)), HPos::Left)?;
        }
        return Ok(true);
    }
    Ok(false)
}

pub(super) const CHART: Chart = Chart {
    kind: "burn-down",
    purpose: "How an error budget was spent over a quarter, day by day, and which incidents spent it.",
    example: || {
        let falls = [
            (6, 1.5),
            (13, 2.0),
            (20, 1.0),
            (27, 3.0),
            (34, 2.5),
            (41, 1.0),
            (48, 47.0),
            (55, 2.0),
            (62, 1.5),
            (70, 41.0),
            (80, 1.0),
            (88, 0.5),
        ];
        example(&Example {
            id: "example-burn-down",
            title: "Example: two outages overspent the parcel desk's budget by 4%",
            description: "An example, not an objective of this pack: error-budget burn-down of the \
                          parcel desk, Q3 2026. 4% overspent since 9 September. Marked: scanner \
                          outage, 18 August, 47 points; label printer outage, 9 September, 41 \
                          points. Table follows.",
            falls: &falls,
            days: 92,
            drops: &[
                (48, 47.0, "18\u{a0}Aug: Scanner outage"),
                (70, 41.0, "9\u{a0}Sep: Label printer outage"),
            ],
            end: "4% overspent",
            provisional: None,
            overspent: Some((70, "overspent since 9\u{a0}Sep")),
            breaks: &[],
        })
    },
    half: None,
    edges: &[
        Edge {
            name: "running",
            shows: "While the quarter runs, with a day that was not observed and an objective that changed:",
            draw: || {
                example(&Example {
                    id: "example-burn-down-running",
                    title: "Example: 57% of the parcel desk's budget is left after 50 days",
                    description: "An example, not an objective of this pack: error-budget burn-down \
                                  of the parcel desk, Q3 2026 to 19 August. 57% left. Marked: \
                                  scanner outage, 7 July, 24 points. Table follows.",
                    falls: &[(6, 24.0), (15, 3.0), (22, 4.0), (30, 6.0), (41, 6.0)],
                    days: 50,
                    drops: &[
                        (6, 24.0, "7\u{a0}Jul: Scanner outage"),
                        (30, 6.0, "31\u{a0}Jul: Slow search"),
                    ],
                    end: "57% left",
                    provisional: Some("to 19\u{a0}Aug"),
                    overspent: None,
                    breaks: &[(31, "objective changed")],
                })
            },
        },
        Edge {
            name: "far-overspent",
            shows: "Far overspent, by more incidents than there is room to name; what finds none is said in a \
             note:",
            draw: || {
                let falls: Vec<(usize, f64)> = (0..30).map(|n| (n * 3 + 1, 140.0)).collect();
                let drops: Vec<(usize, f64, &str)> = falls
                    .iter()
                    .map(|(day, by)| (*day, *by, "a day: Outage of a far depot"))
                    .collect();
                example(&Example {
                    id: "example-burn-down-far",
                    title: "Example: the far depot's budget was overspent forty times over",
                    description: "An example, not an objective of this pack: error-budget burn-down \
                                  of the far depot, Q3 2026. 4,100% overspent since 2 July. Table \
                                  follows.",
                    falls: &falls,
                    days: 92,
                    drops: &drops,
                    end: "4,100% overspent",
                    provisional: None,
                    overspent: Some((1, "overspent since 2\u{a0}Jul")),
                    breaks: &[],
                })
            },
        },
    ],
};

struct Example<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    falls: &'a [(usize, f64)],
    days: usize,
    drops: &'a [(usize, f64, &'a str)],
    end: &'a str,
    provisional: Option<&'a str>,
    overspent: Option<(usize, &'a str)>,
    breaks: &'a [(usize, &'a str)],
}

fn example(given: &Example<'_>) -> super::Svg {
    let mut left = 100.0;
    let days: Vec<Day> = (0..92)
        .map(|day| {
            let by = given.falls.iter().filter(|(at, _)| *at == day);
            left -= by.map(|(_, by)| by).sum::<f64>();
            let seen = day < given.days && (given.days == 92 || day != 18);
            Day {
                date: format!("day {}", day + 1),
                left: seen.then(|| (left, invented(&format!("{left:.0}%")))),
            }
        })
        .collect();
    let words = |v: f64, unit: bool| {
        let thousands = (v.abs() / 1000.0).floor();
        let sign = if v < 0.0 { "\u{2212}" } else { "" };
        let unit = if unit { "%" } else { "" };
        match thousands > 0.0 {
            true => invented(&format!(
                "{sign}{thousands:.0},{:03.0}{unit}",
                v.abs() % 1000.0
            )),
            false => invented(&format!("{sign}{:.0}{unit}", v.abs())),
        }
    };
    let drawn = draw(
        &BurnDown {
            axis: axis(&days, words),
            days,
            end: invented(given.end),
            provisional: given.provisional.map(invented),
            drops: (given.drops.iter())
                .map(|(day, cost, what)| Drop {
                    day: *day,
                    cost: *cost,
                    what: invented(what),
                    points: amount(&format!("{cost:.0}"), "points"),
                })
                .collect(),
            overspent: given.overspent.map(|(day, words)| (day, invented(words))),
            breaks: given
                .breaks
                .iter()
                .map(|(day, words)| (*day, invented(words)))
                .collect(),
            months: [(0, "July 2026"), (31, "August"), (62, "September")]
                .map(|(day, name)| (day, invented(name)))
                .to_vec(),
        },
        Alternative {
            id: given.id,
            title: &invented(given.title),
            description: &invented(given.description),
        },
    );
    drawn.map(|fitted| fitted.svg).unwrap_or_default()
}
