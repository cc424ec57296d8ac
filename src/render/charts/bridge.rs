//! An amount of one quarter to that of the next by what changed it (W1–W5). For amounts that add
//! up only, minutes, money, counts: never for rates or percentages, which have no steps.

use super::canvas::{Canvas, Done, TEXT, sheet};
use super::frame::index;
use super::ink::Ink;
use super::invented::invented;
use super::{Alternative, Chart, Edge, Fitted, Svg, Undrawn, advance};
use crate::model::Exact;
use crate::tongue::label;
use plotters::style::text_anchor::HPos;
use std::ops::Range;

/// What changed the amount.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) label: String,
    /// Signed.
    pub(crate) by: Exact,
}

/// How the steps follow one another (W4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Largest worsening first, then improvements.
    BySize,
    /// As given, in the order of a process that the subtitle names.
    AsGiven,
}

/// What the chart shows.
pub(crate) struct Bridge<'a> {
    /// `Q2 2026` and its amount.
    pub(crate) start: (String, Exact),
    pub(crate) changes: Vec<Change>,
    /// `Q3 2026` and its amount.
    pub(crate) end: (String, Exact),
    pub(crate) order: Order,
    /// Whether a smaller amount is better.
    pub(crate) lower_is_better: bool,
    /// What amounts are rounded to when printed: `1`, `0.1`, `1000`.
    pub(crate) grain: Exact,
    /// Writes a rounded amount without its sign: `1,234`.
    pub(crate) words: &'a dyn Fn(Exact) -> String,
}

/// The drawing, and what must stand under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bridged {
    pub(crate) drawing: Fitted,
    /// Where the rounded figures do not add up as printed: the note that says so (W5).
    pub(crate) note: Option<&'static str>,
    /// Label and printed figure of every row, in the order drawn.
    pub(crate) rows: Vec<(String, String)>,
}

const WIDTH: f64 = 640.0;
const ROW: f64 = 36.0;
const BAR: f64 = 18.0;
/// W4: more steps tell no story.
const MOST: usize = 6;

/// Draws it, 640 units wide, 36 a row.
///
/// # Errors
/// `DoesNotAdd` where start and changes do not make the end exactly; `OtherTooLarge` where more than
/// six steps leave an "Other" that is larger than the third largest.
pub(crate) fn draw(input: &Bridge<'_>, alternative: Alternative<'_>) -> Result<Bridged, Undrawn> {
    let total = sum(input.start.1, input.changes.iter().map(|c| c.by)).ok_or(Undrawn::TooLarge)?;
    if total != input.end.1 {
        return Err(Undrawn::DoesNotAdd);
    }
    let steps = steps(input)?;
    let printed = |amount: Exact| amount.rounded_to(input.grain).ok_or(Undrawn::TooLarge);
    let start = printed(input.start.1)?;
    let end = printed(input.end.1)?;
    let rounded: Vec<Exact> = steps
        .iter()
        .map(|s| printed(s.by))
        .collect::<Result<_, _>>()?;
    let adds = sum(start, rounded.iter().copied()).ok_or(Undrawn::TooLarge)? == end;

    let mut rows = vec![Row {
        label: &input.start.0,
        figure: total_words(input, start),
        bar: 0.0..input.start.1.to_f64(),
        ink: Ink::Bar,
        after: input.start.1.to_f64(),
    }];
    let mut reached = input.start.1;
    for (step, rounded) in steps.iter().zip(&rounded) {
        let from = reached.to_f64();
        reached = reached.plus(step.by).ok_or(Undrawn::TooLarge)?;
        let worse = step.by.is_negative() != input.lower_is_better;
        rows.push(Row {
            label: &step.label,
            figure: step_words(input, *rounded),
            bar: from..reached.to_f64(),
            ink: if worse { Ink::ActBar } else { Ink::GoodBar },
            after: reached.to_f64(),
        });
    }
    rows.push(Row {
        label: &input.end.0,
        figure: total_words(input, end),
        bar: 0.0..input.end.1.to_f64(),
        ink: Ink::Bar,
        after: input.end.1.to_f64(),
    });
    let svg = drawn(&rows, alternative);
    Ok(Bridged {
        drawing: Fitted {
            svg,
            left_out: Vec::new(),
        },
        note: (!adds).then(|| label("Figures may not add because of rounding.")),
        rows: rows
            .into_iter()
            .map(|row| (row.label.to_owned(), row.figure))
            .collect(),
    })
}

fn sum(start: Exact, mut by: impl Iterator<Item = Exact>) -> Option<Exact> {
    by.try_fold(start, Exact::plus)
}

/// The steps in their order, at most six of them (W4).
fn steps(input: &Bridge<'_>) -> Result<Vec<Change>, Undrawn> {
    let mut order: Vec<usize> = (0..input.changes.len()).collect();
    let size = |i: &usize| input.changes[*i].by.magnitude();
    order.sort_by(|a, b| size(b).cmp(&size(a)).then(a.cmp(b)));
    let mut rest = Vec::new();
    if order.len() > MOST {
        rest = order.split_off(MOST - 1);
    }
    let third = order.get(2).map(size);
    if input.order == Order::AsGiven {
        order.sort_unstable();
    } else {
        // Worse before better; within both the largest first, as they are now.
        order.sort_by_key(|i| input.changes[*i].by.is_negative() == input.lower_is_better);
    }
    let mut steps: Vec<Change> = order
        .into_iter()
        .map(|i| input.changes[i].clone())
        .collect();
    if !rest.is_empty() {
        let zero = Exact::integer(0);
        let other =
            sum(zero, rest.into_iter().map(|i| input.changes[i].by)).ok_or(Undrawn::TooLarge)?;
        if third.is_some_and(|third| other.magnitude() > third) {
            return Err(Undrawn::OtherTooLarge);
        }
        steps.push(Change {
            label: label("Other").to_owned(),
            by: other,
        });
    }
    Ok(steps)
}

/// A total: a true minus where it is below zero.
fn total_words(input: &Bridge<'_>, rounded: Exact) -> String {
    let sign = if rounded.is_negative() {
        "\u{2212}"
    } else {
        ""
    };
    format!("{sign}{}", (input.words)(rounded.magnitude()))
}

/// A step: always with its sign, but for nothing (W3).
fn step_words(input: &Bridge<'_>, rounded: Exact) -> String {
    let plus = if rounded > Exact::integer(0) { "+" } else { "" };
    format!("{plus}{}", total_words(input, rounded))
}

/// A bar with its label, its figure and where the next one begins.
struct Row<'r> {
    label: &'r str,
    figure: String,
    bar: Range<f64>,
    ink: Ink,
    after: f64,
}

fn drawn(rows: &[Row<'_>], alternative: Alternative<'_>) -> Svg {
    let widest = |words: &mut dyn Iterator<Item = &str>, most: f64| {
        let widest = words.map(|w| advance::width(w, TEXT)).fold(0.0, f64::max);
        widest.min(most).ceil()
    };
    let left = widest(&mut rows.iter().map(|r| r.label), 210.0) + 14.0;
    let right = widest(&mut rows.iter().map(|r| r.figure.as_str()), 150.0) + 12.0;
    let ends = rows.iter().flat_map(|r| [r.bar.start, r.bar.end]);
    let ends = ends.map(|v| v.clamp(-1e15, 1e15));
    let (low, high) = ends.fold((0.0, 0.0), |(low, high), v| {
        (f64::min(low, v), f64::max(high, v))
    });
    let span = if high - low > 0.0 { high - low } else { 1.0 };
    let at = |value: f64| left + (value.clamp(low, high) - low) / span * (WIDTH - right - left);
    let height = ROW * index(rows.len()) + 4.0;
    sheet("bridge", WIDTH, height, Some(alternative), |canvas| {
        let middle = |i: usize| ROW * index(i) + ROW / 2.0 + 2.0;
        canvas.line(Ink::Rule, &[(at(0.0), 2.0), (at(0.0), height - 2.0)])?;
        for (i, row) in rows.iter().enumerate().take(rows.len().saturating_sub(1)) {
            let x = at(row.after);
            canvas.line(
                Ink::Hair,
                &[(x, middle(i) + BAR / 2.0), (x, middle(i + 1) - BAR / 2.0)],
            )?;
        }
        for (i, row) in rows.iter().enumerate() {
            one(canvas, row, (left, right), middle(i), &at)?;
        }
        Ok(())
    })
}

fn one(
    canvas: &Canvas<'_>,
    row: &Row<'_>,
    (left, right): (f64, f64),
    middle: f64,
    at: &impl Fn(f64) -> f64,
) -> Done {
    let (from, to) = (at(row.bar.start), at(row.bar.end));
    let (from, to) = (from.min(to), from.max(to));
    let y = middle - BAR / 2.0..middle + BAR / 2.0;
    if to - from < 0.2 {
        // A step of nothing, or of less than can be seen.
        canvas.line(Ink::Threshold, &[(from, y.start), (from, y.end)])?;
    } else {
        // The outline of a hollow bar lies inside its extent.
        let inset: f64 = if row.ink == Ink::GoodBar { 1.0 } else { 0.0 };
        let inset = inset.min((to - from) / 2.0);
        canvas.block(
            row.ink,
            from + inset..to - inset,
            y.start + inset..y.end - inset,
        )?;
    }
    let total = row.ink == Ink::Bar;
    let label = advance::fitted(row.label, TEXT, left - 14.0);
    let ink = if total { Ink::Bold } else { Ink::Strong };
    canvas.text(ink, &label, (left - 12.0, middle), HPos::Right)?;
    let figure = advance::fitted(&row.figure, TEXT, right - 12.0);
    canvas.text(Ink::Bold, &figure, (to + 7.0, middle), HPos::Left)
}

pub(super) const CHART: Chart = Chart {
    kind: "bridge",
    purpose: "An amount of one quarter to that of the next by what changed it; what is drawn adds up.",
    example: || {
        let changes = [
            ("Scanners", -92),
            ("Label printing", 58),
            ("Route planner", 21),
            ("Parcel desk", -11),
        ];
        example(
            "example-bridge",
            240,
            &changes,
            1,
            "Example: 216 minutes were lost, 24 fewer, though label printing lost 58 more",
        )
    },
    half: None,
    edges: &[Edge {
        name: "other",
        shows: "More than six causes, the smallest drawn together:",
        draw: || {
            let changes = [
                ("Scanners", -920),
                ("Label printing", 580),
                ("Route planner", 210),
                ("Parcel desk", -110),
                (
                    "A depot whose name goes on for longer than the room it has",
                    300,
                ),
                ("Doors", 33),
                ("Lifts", -24),
                ("Scales", 16),
            ];
            example(
                "example-bridge-other",
                700,
                &changes,
                10,
                "Example: 790 minutes were lost, 90 more, most of them to label printing",
            )
        },
    }],
};

fn example(id: &str, start: i64, changes: &[(&str, i64)], grain: i64, title: &str) -> Svg {
    let end = start + changes.iter().map(|(_, by)| by).sum::<i64>();
    let words = |amount: Exact| format!("{:.0}", amount.to_f64());
    let input = Bridge {
        start: (invented("Q2 2026"), Exact::integer(start)),
        changes: changes
            .iter()
            .map(|(label, by)| Change {
                label: invented(label),
                by: Exact::integer(*by),
            })
            .collect(),
        end: (invented("Q3 2026"), Exact::integer(end)),
        order: Order::BySize,
        lower_is_better: true,
        grain: Exact::integer(grain),
        words: &words,
    };
    let alternative = Alternative {
        id,
        title: &invented(title),
        description: &invented(
            "An example, not an amount of this pack: bridge of minutes lost by cause, Q2 to Q3 2026. \
             Table follows.",
        ),
    };
    draw(&input, alternative)
        .map(|bridged| bridged.drawing.svg)
        .unwrap_or_default()
}
