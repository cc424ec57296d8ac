//! The course of one incident on a straight time scale (I1–I7): when it began, when we knew, what
//! was done, when customers were restored. No names, hosts or commits: the words given have none.

use super::callouts::{Callout, Stand, stand};
use super::canvas::{Canvas, Done, TEXT, sheet};
use super::frame::index;
use super::ink::Ink;
use super::invented::invented;
use super::placing::LINE;
use super::{Alternative, Chart, Edge, Fitted, Svg, Undrawn, advance};
use crate::tongue::{label, say};
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Milestone {
    /// Minutes since the fault began.
    pub(crate) at: f64,
    /// Local time, `09:08`; with the date where it is another day, `19 Aug 09:08`.
    pub(crate) time: String,
    /// Two to four words: `first alert`; `customers told us` where they did first (I5).
    pub(crate) words: String,
    /// Time since the milestone before in words, for a gap that is cut out of the scale (I6).
    pub(crate) since: String,
    /// Of the standard set: where there are more than eight, others are left to the table (I3).
    pub(crate) standard: bool,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    /// In order of time, the first is the beginning of the fault.
    pub(crate) milestones: Vec<Milestone>,
    /// Minutes until customers were restored; `None` while they are not.
    pub(crate) affected: Option<f64>,
    /// `1 hour 55 minutes`, or `open for 3 days`.
    pub(crate) lasted: String,
    /// Minutes until we stopped watching, or the record ends.
    pub(crate) until: f64,
    /// Minutes until we knew with `6 minutes until we knew` (I4).
    pub(crate) detected: Option<(f64, String)>,
    /// Round times of the clock on the way with their words, as close as they may be wanted; those
    /// that have no room are left out.
    pub(crate) ticks: Vec<(f64, String)>,
}

const WIDTH: f64 = 640.0;
const X: Range<f64> = 6.0..634.0;
/// A gap that is longer is cut out of the scale, minutes (I6).
const LONGEST: f64 = 360.0;
/// I3: more milestones tell no story.
const MOST: usize = 8;
/// A row of milestone labels: the time, and the words under it.
const ROW: f64 = 2.0 * LINE + 4.0;
const BAR: f64 = 20.0;

/// A round step between ticks, in minutes, for an incident that took so many.
pub(crate) fn tick_step(minutes: f64) -> u32 {
    let steps = [1, 5, 15, 30, 60, 120, 240, 480];
    let fine = |step: &u32| minutes / f64::from(*step) <= 9.0;
    steps.into_iter().find(fine).unwrap_or(1440)
}

/// Draws it, 640 units wide.
///
/// # Errors
/// `Empty` without milestones.
pub(crate) fn draw(input: &Course, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let mut known: Vec<&Milestone> = input
        .milestones
        .iter()
        .filter(|m| m.at.is_finite())
        .collect();
    known.sort_by(|a, b| a.at.total_cmp(&b.at));
    if known.is_empty() {
        return Err(Undrawn::Empty);
    }
    let scale = Scale::new(&known, input);
    let mut left_out = Vec::new();
    let chosen = chosen(known, &mut left_out);
    let above = Side::new(&chosen, 0, &scale, &mut left_out);
    let below = Side::new(&chosen, 1, &scale, &mut left_out);
    let bar = 6.0 + above.height()..6.0 + above.height() + BAR;
    let axis = bar.end + below.height() + 6.0;
    let foot = axis + 20.0;
    let bracketed = input.detected.is_some();
    let height = foot + if bracketed { 30.0 } else { 0.0 };
    let svg = sheet("course", WIDTH, height, Some(alternative), |canvas| {
        above.leaders(
            canvas,
            &scale,
            |row| bar.start - index(row + 1) * ROW,
            bar.start,
        )?;
        below.leaders(
            canvas,
            &scale,
            |row| bar.end + index(row + 1) * ROW,
            bar.end,
        )?;
        bars(canvas, input, &scale, &bar, &mut left_out)?;
        axis_of(canvas, input, &scale, axis)?;
        for cut in &scale.cuts {
            cut.draw(canvas, &bar, axis, &mut left_out)?;
        }
        above.words(canvas, &scale, |row| {
            bar.start - index(row + 1) * ROW + LINE / 2.0
        })?;
        below.words(canvas, &scale, |row| {
            bar.end + index(row) * ROW + 4.0 + LINE / 2.0
        })?;
        match &input.detected {
            Some((minutes, words)) => bracket(canvas, &scale, (*minutes, words), foot),
            None => Ok(()),
        }
    });
    Ok(Fitted { svg, left_out })
}

/// At most eight: the standard ones and the last of all first.
fn chosen<'m>(known: Vec<&'m Milestone>, left_out: &mut Vec<String>) -> Vec<&'m Milestone> {
    let last = known.len() - 1;
    let mut order: Vec<usize> = (0..known.len()).collect();
    order.sort_by_key(|i| (!(*i == 0 || *i == last), !known[*i].standard, *i));
    let mut kept: Vec<usize> = order.into_iter().take(MOST).collect();
    kept.sort_unstable();
    let all = known.into_iter().enumerate();
    let (shown, rest): (Vec<_>, Vec<_>) = all.partition(|(i, _)| kept.contains(i));
    left_out.extend(rest.into_iter().map(|(_, m)| m.said()));
    shown.into_iter().map(|(_, m)| m).collect()
}

impl Milestone {
    fn said(&self) -> String {
        format!("{} {}", self.time, self.words)
    }
}

/// Minutes to places: straight, but for the gaps that are cut out.
struct Scale {
    /// Minutes and places, both ascending; straight between two.
    knots: Vec<(f64, f64)>,
    cuts: Vec<Cut>,
}

/// A gap that is cut out.
struct Cut {
    minutes: Range<f64>,
    x: Range<f64>,
    words: String,
}

impl Scale {
    fn new(known: &[&Milestone], input: &Course) -> Self {
        let last = known.last().map_or(0.0, |m| m.at);
        let until = if input.until.is_finite() {
            input.until.max(last)
        } else {
            last
        };
        let start = known.first().map_or(0.0, |m| m.at);
        let points = known.iter().skip(1).map(|m| (m.at, m.since.as_str()));
        let points: Vec<(f64, &str)> = points.chain([(until, "")]).collect();
        let mut from = start;
        // Each stretch with its length, or with the words of what is cut out.
        let mut stretches: Vec<(Range<f64>, Option<&str>)> = Vec::new();
        for (to, words) in points {
            stretches.push((from..to, (to - from > LONGEST).then_some(words)));
            from = to;
        }
        let width = X.end - X.start;
        let cuts = stretches.iter().filter(|(_, cut)| cut.is_some()).count();
        let most = width * 0.8 / index(cuts.max(1));
        let room = |words: &str| {
            (advance::width(words, TEXT) + 14.0)
                .clamp(44.0, 150.0)
                .min(most)
        };
        let taken: f64 = stretches.iter().filter_map(|(_, cut)| cut.map(room)).sum();
        let straight = stretches.iter().filter(|(_, cut)| cut.is_none());
        let minutes: f64 = straight.map(|(m, _)| m.end - m.start).sum();
        let unit = if minutes > 0.0 {
            (width - taken) / minutes
        } else {
            0.0
        };
        let mut scale = Self {
            knots: vec![(start, X.start)],
            cuts: Vec::new(),
        };
        let mut x = X.start;
        for (stretch, cut) in stretches {
            let from = x;
            x += cut.map_or((stretch.end - stretch.start) * unit, room);
            scale.knots.push((stretch.end, x));
            if let Some(words) = cut {
                scale.cuts.push(Cut {
                    minutes: stretch,
                    x: from..x,
                    words: words.to_owned(),
                });
            }
        }
        scale
    }

    fn at(&self, minutes: f64) -> f64 {
        let Some(after) = self.knots.iter().position(|(m, _)| *m >= minutes) else {
            return self.knots.last().map_or(X.start, |(_, x)| *x);
        };
        let (to, right) = self.knots[after];
        let (from, left) = self.knots[after.saturating_sub(1)];
        if to - from <= 0.0 || minutes <= from {
            return if minutes < to { left } else { right };
        }
        left + (minutes - from) / (to - from) * (right - left)
    }

    fn is_cut(&self, minutes: f64) -> bool {
        self.cuts
            .iter()
            .any(|cut| cut.minutes.start < minutes && minutes < cut.minutes.end)
    }
}

impl Cut {
    /// Two slashes through bar and axis, and how long it was (I6).
    fn draw(
        &self,
        canvas: &Canvas<'_>,
        bar: &Range<f64>,
        axis: f64,
        left_out: &mut Vec<String>,
    ) -> Done {
        let middle = f64::midpoint(self.x.start, self.x.end);
        for y in [bar.start - 3.0..bar.end + 3.0, axis - 6.0..axis + 6.0] {
            let lean = 3.0;
            let edge = |x: f64| [(x + lean, y.start), (x - lean, y.end)];
            let [a, b] = edge(middle - 4.0);
            let [c, d] = edge(middle + 4.0);
            canvas.shape(Ink::Cut, &[a, c, d, b])?;
            canvas.line(Ink::CutEdge, &[a, b])?;
            canvas.line(Ink::CutEdge, &[c, d])?;
        }
        if advance::width(&self.words, TEXT) + 6.0 > self.x.end - self.x.start {
            left_out.push(self.words.clone());
            return Ok(());
        }
        canvas.text(Ink::Label, &self.words, (middle, axis + 13.0), HPos::Center)
    }
}

/// The labels on one side of the bar: every second milestone (I3).
struct Side<'m> {
    labels: Vec<(&'m Milestone, String, Stand, f64)>,
    rows: usize,
}

impl<'m> Side<'m> {
    fn new(
        chosen: &[&'m Milestone],
        parity: usize,
        scale: &Scale,
        left_out: &mut Vec<String>,
    ) -> Self {
        let mine = chosen.iter().enumerate().filter(|(i, _)| i % 2 == parity);
        let mine: Vec<(&Milestone, String)> = mine
            .map(|(_, m)| (*m, advance::fitted(&m.words, TEXT, 200.0)))
            .collect();
        let callout = |(m, words): &(&Milestone, String)| {
            let time = advance::fitted(&m.time, TEXT, 200.0);
            Callout {
                x: scale.at(m.at),
                width: advance::width(words, TEXT).max(advance::width(&time, TEXT)),
            }
        };
        let callouts: Vec<Callout> = mine.iter().map(callout).collect();
        // From the right, each label is nearer than those before it; from the left where that fails.
        let backward: Vec<Callout> = callouts.iter().rev().copied().collect();
        let mut stands = stand(&backward, &(0.0..WIDTH), 4);
        stands.reverse();
        let forward = stand(&callouts, &(0.0..WIDTH), 4);
        let cost = |stands: &[Option<Stand>]| {
            let rows = stands.iter().flatten().map(|s| s.row).max();
            (stands.iter().filter(|s| s.is_none()).count(), rows)
        };
        if cost(&forward) < cost(&stands) {
            stands = forward;
        }
        let mut labels = Vec::new();
        for (((milestone, words), stand), callout) in mine.into_iter().zip(stands).zip(callouts) {
            match stand {
                Some(stand) => labels.push((milestone, words, stand, callout.width)),
                None => left_out.push(milestone.said()),
            }
        }
        let rows = labels
            .iter()
            .map(|(_, _, stand, _)| stand.row + 1)
            .max()
            .unwrap_or(0);
        Self { labels, rows }
    }

    fn height(&self) -> f64 {
        index(self.rows) * ROW + 4.0
    }

    fn leaders(
        &self,
        canvas: &Canvas<'_>,
        scale: &Scale,
        far: impl Fn(usize) -> f64,
        bar: f64,
    ) -> Done {
        for (milestone, _, stand, _) in &self.labels {
            let x = scale.at(milestone.at);
            canvas.line(Ink::Hair, &[(x, bar), (x, far(stand.row))])?;
        }
        Ok(())
    }

    fn words(&self, canvas: &Canvas<'_>, scale: &Scale, first: impl Fn(usize) -> f64) -> Done {
        for (milestone, words, stand, width) in &self.labels {
            let leftwards = stand.left < scale.at(milestone.at);
            let (x, side) = if leftwards {
                (stand.left + width, HPos::Right)
            } else {
                (stand.left, HPos::Left)
            };
            let y = first(stand.row);
            let time = advance::fitted(&milestone.time, TEXT, 200.0);
            canvas.text(Ink::Bold, &time, (x, y), side)?;
            canvas.text(Ink::Label, words, (x, y + LINE), side)?;
        }
        Ok(())
    }
}

/// Customers affected, then watched until closed (I2).
fn bars(
    canvas: &Canvas<'_>,
    input: &Course,
    scale: &Scale,
    y: &Range<f64>,
    left_out: &mut Vec<String>,
) -> Done {
    let start = scale.at(0.0);
    let end = scale.knots.last().map_or(X.end, |(_, x)| *x);
    let affected = input.affected.filter(|m| m.is_finite());
    let restored = affected
        .map_or(end, |minutes| scale.at(minutes))
        .max(start + 3.0);
    let middle = f64::midpoint(y.start, y.end);
    if end - restored > 1.0 {
        canvas.block(Ink::HollowBar, restored..end, y.start + 3.0..y.end - 3.0)?;
    }
    canvas.block(Ink::ActBar, start..restored, y.clone())?;
    if affected.is_none() {
        let tip = (restored + 8.0).min(WIDTH);
        canvas.shape(
            Ink::ArrowHead,
            &[
                (tip, middle),
                (tip - 7.0, middle - 6.0),
                (tip - 7.0, middle + 6.0),
            ],
        )?;
    }
    // Between what is cut out.
    let clear = |words: &str, x: Range<f64>| {
        let within = scale
            .cuts
            .iter()
            .filter(|cut| cut.x.start < x.end && x.start < cut.x.end);
        let middles = within.map(|cut| f64::midpoint(cut.x.start, cut.x.end));
        let middles: Vec<f64> = middles.collect();
        let starts = [x.start].into_iter().chain(middles.iter().map(|m| m + 9.0));
        let ends = middles.iter().map(|m| m - 9.0).chain([x.end]);
        let width = advance::width(words, TEXT) + 14.0;
        let mut stretches = starts.zip(ends);
        stretches
            .find(|(from, to)| from + width <= *to)
            .map(|(from, _)| from + 7.0)
    };
    let whole = say!("customers affected, {lasted}", input.lasted);
    let said = [whole.as_str(), &input.lasted];
    match said
        .into_iter()
        .find_map(|words| Some((words, clear(words, start..restored)?)))
    {
        Some((words, x)) => canvas.text(Ink::BarText, words, (x, middle), HPos::Left)?,
        None => left_out.push(whole.clone()),
    }
    let watched = label("watched until closed");
    if let Some(x) = clear(watched, restored..end).filter(|_| end > restored) {
        canvas.text(Ink::Text, watched, (x, middle), HPos::Left)?;
    }
    Ok(())
}

/// The clock under everything (I1).
fn axis_of(canvas: &Canvas<'_>, input: &Course, scale: &Scale, y: f64) -> Done {
    let (from, to) = (scale.knots.first(), scale.knots.last());
    let (Some((first, left)), Some((last, right))) = (from, to) else {
        return Ok(());
    };
    canvas.line(Ink::Rule, &[(*left, y), (*right, y)])?;
    let mut taken: Vec<Range<f64>> = scale
        .cuts
        .iter()
        .map(|cut| {
            let half = advance::width(&cut.words, TEXT) / 2.0 + 4.0;
            let middle = f64::midpoint(cut.x.start, cut.x.end);
            middle - half.min((cut.x.end - cut.x.start) / 2.0)..middle + half
        })
        .collect();
    for (at, words) in &input.ticks {
        if !(first..=last).contains(&at) || scale.is_cut(*at) {
            continue;
        }
        let half = advance::width(words, TEXT) / 2.0;
        let x = scale.at(*at);
        let middle = x.clamp(half, (WIDTH - half).max(half));
        let span = middle - half - 6.0..middle + half + 6.0;
        let free = taken
            .iter()
            .all(|t| span.end <= t.start || t.end <= span.start);
        if free && half * 2.0 < WIDTH {
            canvas.line(Ink::Hair, &[(x, y), (x, y + 5.0)])?;
            canvas.text(Ink::Text, words, (middle, y + 13.0), HPos::Center)?;
            taken.push(span);
        }
    }
    Ok(())
}

/// How long nobody knew, in a band of its own that nothing crosses (I4).
fn bracket(canvas: &Canvas<'_>, scale: &Scale, (minutes, words): (f64, &str), top: f64) -> Done {
    let minutes = if minutes.is_finite() { minutes } else { 0.0 };
    let (from, to) = (scale.at(0.0), scale.at(minutes).max(scale.at(0.0) + 2.0));
    let y = top + 8.0;
    canvas.line(
        Ink::Bracket,
        &[(from, y - 5.0), (from, y), (to, y), (to, y - 5.0)],
    )?;
    let words = advance::fitted(words, TEXT, WIDTH - 4.0);
    let width = advance::width(&words, TEXT);
    let (x, y) = if to + 8.0 + width <= WIDTH {
        (to + 8.0, y - 1.0)
    } else {
        (f64::midpoint(from, to) - width / 2.0, y + 12.0)
    };
    let x = x.clamp(0.0, (WIDTH - width).max(0.0));
    canvas.text(Ink::Bold, &words, (x, y), HPos::Left)
}

pub(super) const CHART: Chart = Chart {
    kind: "course",
    purpose: "How one incident went: when it began, how long nobody knew, what was done, and when \
              customers were restored.",
    example: || {
        example(
            "example-course",
            &[
                (0.0, "09:02", "fault begins", ""),
                (6.0, "09:08", "first alert", "6 minutes"),
                (9.0, "09:11", "responders join", "3 minutes"),
                (41.0, "09:43", "cause known", "32 minutes"),
                (78.0, "10:20", "fix starts", "37 minutes"),
                (115.0, "10:57", "customers restored", "37 minutes"),
                (178.0, "12:00", "closed", "1 hour 3 minutes"),
            ],
            (Some(115.0), "1\u{a0}hour 55\u{a0}minutes"),
            (6.0, "6\u{a0}minutes until we knew"),
            "Example: parcels could not be scanned for 1 hour 55 minutes, six of them unknown to us",
        )
    },
    half: None,
    edges: &[Edge {
        name: "cut",
        shows: "Nobody knew for a night, which is cut out of the scale, customers told us first, and it \
                is not over:",
        draw: || {
            example(
                "example-course-cut",
                &[
                    (0.0, "21:40", "fault begins", ""),
                    (
                        620.0,
                        "28\u{a0}Sep 08:00",
                        "customers told us",
                        "10\u{a0}hours 20\u{a0}minutes",
                    ),
                    (622.0, "28\u{a0}Sep 08:02", "responders join", "2 minutes"),
                    (624.0, "28\u{a0}Sep 08:04", "cause known", "2 minutes"),
                    (626.0, "28\u{a0}Sep 08:06", "first fix starts", "2 minutes"),
                    (
                        700.0,
                        "28\u{a0}Sep 09:20",
                        "second fix starts",
                        "1 hour 14 minutes",
                    ),
                ],
                (None, "open for 11\u{a0}hours 40\u{a0}minutes"),
                (620.0, "10\u{a0}hours 20\u{a0}minutes until we knew"),
                "Example: labels have not been printed since the evening, and customers told us first",
            )
        },
    }],
};

fn example(
    id: &str,
    milestones: &[(f64, &str, &str, &str)],
    (affected, lasted): (Option<f64>, &str),
    (known, words): (f64, &str),
    title: &str,
) -> Svg {
    let until = milestones.last().map_or(0.0, |m| m.0);
    let first = if affected.is_some() { 28.0 } else { 20.0 };
    let hour = if affected.is_some() { 9.5 } else { 22.0 };
    let tick = |n: usize| {
        let half_hours = index(n) / 2.0;
        let clock = (hour + half_hours) % 24.0;
        let words = format!(
            "{:02.0}:{}",
            clock.floor(),
            if clock.fract() > 0.2 { "30" } else { "00" }
        );
        (first + half_hours * 60.0, words)
    };
    let input = Course {
        milestones: milestones
            .iter()
            .map(|(at, time, words, since)| Milestone {
                at: *at,
                time: invented(time),
                words: invented(words),
                since: invented(since),
                standard: true,
            })
            .collect(),
        affected,
        lasted: invented(lasted),
        until,
        detected: Some((known, invented(words))),
        ticks: (0..30).map(tick).collect(),
    };
    let alternative = Alternative {
        id,
        title: &invented(title),
        description: &invented(
            "An example, not an incident of this pack: timeline of one incident from its beginning \
             until it was closed, in local time. Table follows.",
        ),
    };
    draw(&input, alternative)
        .map(|fitted| fitted.svg)
        .unwrap_or_default()
}
