//! Weekly values to a process behaviour chart (X1–X12): routine range, limits, average, data, and
//! the points in which a rule fired.

use super::canvas::{Alternative, Canvas, Done, EndLabel, Plot, TEXT, room_for, sheet};
use super::frame::{Axis, Time, index};
use super::ink::Ink;
use super::invented::invented;
use super::lines::{self, Obstacles, end_label};
use super::marks::Marks;
use super::series::{ActionLabel, End, Mark, Standing, Step, Stretch, Tone};
use super::{Chart, Svg, advance};
use crate::tongue::{label, say};
use plotters::style::text_anchor::HPos;

/// One week.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Week {
    /// `None` is a gap.
    pub(crate) value: Option<f64>,
    /// Whether it may be read like the others.
    pub(crate) standing: Standing,
    /// Set where a rule fired.
    pub(crate) signal: Option<Tone>,
    /// Numbers of the rules that fired, as bits: 1 for rule 1, 2 for rule 2, 4 for rule 3.
    pub(crate) rules: u8,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Xmr<'a> {
    pub(crate) alternative: Alternative<'a>,
    /// 310 × 196 instead of 640 × 270.
    pub(crate) half: bool,
    pub(crate) axis: Axis,
    pub(crate) weeks: Vec<Week>,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) target: Vec<Step>,
    pub(crate) ends: Vec<End>,
    pub(crate) marks: Vec<Mark>,
    /// First weeks after the definition changed, or after limits restarted for a cause, each with
    /// the words in the gap; the line and limits break there.
    pub(crate) breaks: Vec<(usize, String)>,
    /// Words under the plot, by week.
    pub(crate) ticks: Vec<(usize, String)>,
}

/// Draws it.
pub(crate) fn draw(input: &Xmr<'_>) -> Svg {
    let (width, height) = if input.half {
        (310.0, 196.0)
    } else {
        (640.0, 270.0)
    };
    sheet("xmr", width, height, Some(input.alternative), |canvas| {
        let rough: Vec<EndLabel> = input.ends.iter().map(|e| end_label(e, 0.0)).collect();
        let right = room_for(&rough, width * 0.36) + 12.0;
        let left = input.axis.room();
        let gaps: Vec<usize> = input.breaks.iter().map(|(at, _)| *at).collect();
        let time = Time::new(input.weeks.len(), &gaps, left, width - right);
        let marks = Marks::place(&input.marks, &time, width);
        let named = f64::from(u8::from(!input.breaks.is_empty())) * 15.0;
        let (top, foot) = (8.0 + marks.room() + named, height - 24.0);
        let mut plot = canvas.plot(
            [top, right, height - foot, left],
            time.range(),
            input.axis.range(),
        )?;
        ranges(&mut plot, &time, input)?;
        input.axis.grid(canvas, &plot, time.range())?;
        limits(&mut plot, &time, input)?;
        marks.draw(canvas, top - named, foot)?;
        time.breaks(canvas, &input.breaks, top - 8.0)?;
        data(&mut plot, &time, input)?;
        rules(canvas, &plot, &time, input, top..foot)?;
        input.axis.words(canvas, &plot, time.range().start)?;
        time.words(canvas, &input.ticks, height - 10.0)?;
        let room = lines::below(top, marks.room() + named)..foot - 2.0;
        lines::ends(canvas, &plot, &input.ends, width - right, room)
    })
}

fn ranges(plot: &mut Plot<'_, '_>, time: &Time, input: &Xmr<'_>) -> Done {
    let axis = input.axis.range();
    for stretch in &input.stretches {
        if stretch.upper.is_some() || stretch.lower.is_some() {
            // A limit that a natural bound makes meaningless leaves the range open to that bound.
            let y = stretch.lower.unwrap_or(axis.start)..stretch.upper.unwrap_or(axis.end);
            plot.block(Ink::Band, time.steps(stretch.from, stretch.to), y)?;
        }
    }
    Ok(())
}

fn limits(plot: &mut Plot<'_, '_>, time: &Time, input: &Xmr<'_>) -> Done {
    let level = |from, to, y| {
        let x = time.steps(from, to);
        [(x.start, y), (x.end, y)]
    };
    for s in &input.stretches {
        for limit in s.upper.into_iter().chain(s.lower) {
            plot.line(Ink::Limit, &level(s.from, s.to, limit))?;
        }
    }
    for s in &input.stretches {
        plot.line(Ink::Average, &level(s.from, s.to, s.average))?;
    }
    for s in &input.target {
        plot.line(Ink::Target, &level(s.from, s.to, s.value))?;
    }
    Ok(())
}

fn data(plot: &mut Plot<'_, '_>, time: &Time, input: &Xmr<'_>) -> Done {
    let point = |i: usize| {
        let value = input.weeks.get(i)?.value.filter(|v| v.is_finite())?;
        Some((time.at(index(i)), value))
    };
    let values: Vec<Option<f64>> = input.weeks.iter().map(|w| w.value).collect();
    let open_end = input
        .weeks
        .last()
        .is_some_and(|w| w.standing == Standing::Partial);
    lines::data(plot, time, &values, open_end)?;
    let chosen = |keep: &dyn Fn(&Week) -> bool| -> Vec<(f64, f64)> {
        (0..input.weeks.len())
            .filter(|i| keep(&input.weeks[*i]))
            .filter_map(point)
            .collect()
    };
    plot.dots(Ink::Dot, 2.4, &chosen(&|w| w.signal.is_none()))?;
    for tone in [Tone::Good, Tone::Bad, Tone::Neutral] {
        let dots = chosen(&|w| w.signal == Some(tone));
        plot.dots(tone.dot(), 5.2, &dots)?;
        plot.dots(Ink::Hole, 4.1, &dots)?;
        plot.dots(tone.dot(), 3.0, &dots)?;
    }
    plot.dots(Ink::Hole, 1.4, &chosen(&|w| w.standing != Standing::Whole))
}

/// Writes the rule's number once beside each run of points in which one fired (X6), on the side
/// away from the average and clear of the line (G15); the letter e over estimated points (G18).
fn rules(
    canvas: &Canvas<'_>,
    plot: &Plot<'_, '_>,
    time: &Time,
    input: &Xmr<'_>,
    room: std::ops::Range<f64>,
) -> Done {
    let weeks = &input.weeks;
    let place = |i: usize| {
        let value = weeks.get(i)?.value.filter(|v| v.is_finite())?;
        Some(plot.at(time.at(index(i)), value))
    };
    for (i, _) in weeks
        .iter()
        .enumerate()
        .filter(|(_, w)| w.standing == Standing::Estimated)
    {
        if let Some((x, y)) = place(i) {
            canvas.text(
                Ink::Text,
                label("e"),
                (x, (y - 10.0).max(room.start)),
                HPos::Center,
            )?;
        }
    }
    if weeks.iter().all(|w| w.rules == 0) {
        return Ok(());
    }
    let mut obstacles = Obstacles::default();
    let places: Vec<_> = (0..weeks.len()).map(place).collect();
    obstacles.line(&places, 6.0);
    for s in &input.stretches {
        for value in [Some(s.average), s.upper, s.lower].into_iter().flatten() {
            obstacles.level(time, plot, s.from, s.to, value);
        }
    }
    for s in &input.target {
        obstacles.level(time, plot, s.from, s.to, s.value);
    }
    let mut upright = Obstacles::default();
    for mark in &input.marks {
        let x = time.on_sheet(mark.at);
        upright.line(&[Some((x, room.start)), Some((x, room.end))], 2.0);
    }
    // Labels that stand already, by the middle and half the width of each.
    let mut standing: Vec<(f64, f64, f64)> = Vec::new();
    let mut start = 0;
    while start < weeks.len() {
        let Some(tone) = weeks[start].signal else {
            start += 1;
            continue;
        };
        let end = (start..weeks.len())
            .take_while(|i| weeks[*i].signal == Some(tone))
            .last()
            .unwrap_or(start);
        let fired = weeks[start..=end].iter().fold(0, |bits, w| bits | w.rules);
        let words = rule_words(fired);
        let middle = (start + end) / 2;
        if let (false, Some((x, y))) = (words.is_empty(), place(middle).or_else(|| place(start))) {
            let half = advance::width(&words, TEXT) / 2.0;
            let right = time.on_sheet(index(weeks.len()));
            let average = input
                .stretches
                .iter()
                .find(|s| (s.from..=s.to).contains(&middle))
                .map_or(y, |s| plot.at(0.0, s.average).1);
            let away = if y <= average { -1.0 } else { 1.0 };
            let apart = |x: f64, y: f64| {
                standing.iter().all(|(other, other_half, height)| {
                    (x - other).abs() >= half + other_half + 4.0 || (y - height).abs() >= 14.0
                })
            };
            let inside = |x: f64, y: f64| {
                (room.start + 7.0..=room.end - 7.0).contains(&y)
                    && x - half >= plot.at(time.range().start, 0.0).0
                    && x + half <= right
            };
            let clear = |x: f64, y: f64| {
                inside(x, y)
                    && apart(x, y)
                    && obstacles.leave_clear(x - half..x + half, y - 7.0..y + 7.0)
            };
            // Over or under the run first, then beside it.
            let around = |sideways: Vec<f64>, far: usize| {
                sideways.into_iter().flat_map(move |dx| {
                    [away, -away].into_iter().flat_map(move |way| {
                        (0..far).map(move |n| {
                            let start = if dx.abs() <= half { 14.0 } else { 0.0 };
                            (x + dx, y + way * (start + 4.0 * index(n)))
                        })
                    })
                })
            };
            let near = vec![0.0, -half, half, -half - 12.0, half + 12.0];
            let tries = around(near.clone(), 12);
            let farther = around([near, vec![-half - 30.0, half + 30.0]].concat(), 36);
            // Better across a mark's rule, under a halo, than across the data.
            let off_rules =
                |x: f64, y: f64| upright.leave_clear(x - half..x + half, y - 7.0..y + 7.0);
            let best = tries
                .clone()
                .find(|(x, y)| off_rules(*x, *y) && clear(*x, *y))
                .or_else(|| tries.clone().find(|(x, y)| clear(*x, *y)))
                .or_else(|| farther.clone().find(|(x, y)| clear(*x, *y)))
                // Better across the data, under a halo, than across another label.
                .or_else(|| tries.clone().find(|(x, y)| inside(*x, *y) && apart(*x, *y)));
            let (x, y) = best.unwrap_or((
                x.min(right - half).max(half + 4.0),
                (y + away * 16.0).clamp(room.start + 7.0, room.end - 7.0),
            ));
            canvas.text(Ink::Strong, &words, (x, y), HPos::Center)?;
            standing.push((x, half, y));
        }
        start = end + 1;
    }
    Ok(())
}

/// `rule 2`, `rules 1, 3`.
fn rule_words(fired: u8) -> String {
    let numbers: Vec<String> = (1..=3)
        .filter(|n| fired >> (n - 1) & 1 == 1)
        .map(|n: u8| n.to_string())
        .collect();
    match numbers.as_slice() {
        [] => String::new(),
        [one] => say!("rule {join}", one),
        several => say!("rules {join}", several.join(", ")),
    }
}

pub(super) const CHART: Chart = Chart {
    kind: "xmr",
    purpose: "Whether a weekly measure has changed: its routine range, its average, and the weeks \
              that chance would seldom bring.",
    example: || example(false),
    half: Some(|| example(true)),
    edges: &[],
};

fn example(half: bool) -> Svg {
    let values = [
        9.4, 8.8, 9.6, 10.1, 8.9, 9.2, 9.9, 8.6, 9.0, 9.7, 9.3, 8.7, 9.1, 10.0, 9.5, 8.8, 9.2, 9.8,
        9.0, 8.5, 9.6, 9.3, 9.9, 8.9, 9.1, 9.4, 8.8, 9.7, 9.2, 8.6, 9.5, 9.0, 9.8, 9.1, 8.7, 9.3,
        9.6, 8.9, 9.2, 7.0, 6.3, 6.6, 5.9, 6.4, 6.0, 6.8, 5.7, 6.2, 6.1, 5.8, 6.5, 6.1,
    ];
    let weeks = values
        .into_iter()
        .enumerate()
        .map(|(i, value)| Week {
            value: (i != 21).then_some(value),
            signal: (i >= 39).then_some(Tone::Good),
            rules: match i {
                39.. if value < 7.2 => 7,
                39.. => 6,
                _ => 0,
            },
            ..Week::default()
        })
        .collect();
    let end = |value, words: String, bold| End { value, words, bold };
    draw(&Xmr {
        alternative: Alternative {
            id: if half {
                "example-xmr-half"
            } else {
                "example-xmr"
            },
            title: &invented(
                "Example: late parcels fell from about 9.3% to 6.2% since 6 July, still missing their target",
            ),
            description: &invented(
                "An example, not a metric of this pack: process behaviour chart of the share \
                          of late parcels, 52 weeks to 27 September 2026. It varied around 9.3% \
                          until 5 July and around 6.2% since. Target 5.0%, missed. Marked: night \
                          sorting begins, 6 July; an event outside, 5 May.",
            ),
        },
        half,
        axis: Axis {
            low: 0.0,
            high: 11.8,
            ticks: [
                (0.0, "0"),
                (2.5, "2.5"),
                (5.0, "5.0"),
                (7.5, "7.5"),
                (10.0, "10.0%"),
            ]
            .map(|(value, words)| (value, invented(words)))
            .to_vec(),
            baseline: true,
        },
        weeks,
        stretches: vec![Stretch {
            from: 0,
            to: 51,
            average: 9.3,
            upper: Some(11.4),
            lower: Some(7.2),
        }],
        target: vec![Step {
            from: 14,
            to: 51,
            value: 5.0,
        }],
        ends: vec![
            end(
                11.4,
                if half {
                    invented("Upper 11.4%")
                } else {
                    invented("Upper limit 11.4%")
                },
                false,
            ),
            end(9.3, invented("Average 9.3%"), true),
            end(
                7.2,
                if half {
                    invented("Lower 7.2%")
                } else {
                    invented("Lower limit 7.2%")
                },
                false,
            ),
            end(6.1, invented("Latest 6.1%"), true),
            end(5.0, invented("Target 5.0%"), false),
        ],
        marks: vec![
            Mark {
                at: 38.5,
                letter: 'A',
                action: Some(ActionLabel {
                    whole: invented("6\u{a0}Jul: night sorting begins"),
                    date: invented("6\u{a0}Jul"),
                }),
            },
            Mark {
                at: 30.2,
                letter: 'B',
                action: None,
            },
        ],
        breaks: Vec::new(),
        ticks: [
            (0, invented("6\u{a0}Oct 2025")),
            (13, invented("5\u{a0}Jan 2026")),
            (26, invented("6\u{a0}Apr")),
            (39, invented("6\u{a0}Jul")),
            (51, invented("28\u{a0}Sep")),
        ]
        .to_vec(),
    })
}
