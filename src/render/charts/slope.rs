//! One measure of several services in two quarters, a line for each (L1–L4). Where weekly values
//! exist, the process behaviour chart tells more.

use super::canvas::{Canvas, Done, EndLabel, TEXT, sheet, spread};
use super::ink::Ink;
use super::invented::invented;
use super::{Alternative, Chart, Edge, Fitted, Svg, Tone, Undrawn, advance};
use crate::tongue::say;
use plotters::style::text_anchor::HPos;

/// One service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Value then and now, each with its words.
    pub(crate) before: (f64, String),
    pub(crate) after: (f64, String),
    /// Set where a change passed a test, and which way it counts (L2).
    pub(crate) moved: Option<Tone>,
}

/// What the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slope {
    /// `Q2 2026`, `Q3 2026`.
    pub(crate) periods: (String, String),
    /// Three to ten (L1).
    pub(crate) items: Vec<Item>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 270.0;
/// L1.
const LEAST: usize = 3;
const MOST: usize = 10;
/// L2: more lines in ink say nothing.
const EMPHASISED: usize = 2;

/// Room at the left, and at the right.
const SIDES: (f64, f64) = (240.0, 140.0);

impl Item {
    /// Name and value; a name that is too long is cut, the value never unless it alone is too long.
    fn words_before(&self) -> String {
        let value = advance::fitted(&self.before.1, TEXT, SIDES.0 / 2.0);
        let room = SIDES.0 - advance::width(&value, TEXT) - 6.0;
        format!(
            "{}\u{a0}\u{a0}{value}",
            advance::fitted(&self.name, TEXT, room)
        )
    }
}

impl Slope {
    /// Whether the scale leaves out a zero that it could have begun at (G2, L3): the subtitle says so.
    pub(crate) fn cropped(&self) -> bool {
        let (low, high) = self.reach();
        low > 0.0 && low >= high / 3.0 || high < 0.0
    }

    fn reach(&self) -> (f64, f64) {
        let values = self
            .items
            .iter()
            .flat_map(|item| [item.before.0, item.after.0]);
        let values = values
            .filter(|v| v.is_finite())
            .map(|v| v.clamp(-1e15, 1e15));
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        })
    }

    /// The lines in ink: those that passed a test, the largest changes first.
    fn emphasised(&self) -> Vec<usize> {
        let items = self.items.iter().enumerate();
        let mut moved: Vec<(usize, f64)> = items
            .filter(|(_, item)| item.moved.is_some())
            .map(|(i, item)| (i, (item.after.0 - item.before.0).abs()))
            .collect();
        moved.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        moved.into_iter().take(EMPHASISED).map(|(i, _)| i).collect()
    }
}

/// Draws it, 640 × 270 units.
///
/// # Errors
/// `TooFew` under three items, `TooMany` over ten, `Differs` where one of them has no number.
pub(crate) fn draw(input: &Slope, alternative: Alternative<'_>) -> Result<Fitted, Undrawn> {
    let things = input.items.len();
    if things > MOST {
        return Err(Undrawn::TooMany { things, most: MOST });
    }
    let whole = |item: &&Item| item.before.0.is_finite() && item.after.0.is_finite();
    let drawn = input.items.iter().filter(whole).count();
    Undrawn::unless_whole(things, drawn, LEAST)?;
    let (low, high) = input.reach();
    let low = if input.cropped() { low } else { low.min(0.0) };
    let high = if input.cropped() { high } else { high.max(0.0) };
    let (top, foot) = (34.0, HEIGHT - 14.0);
    let at = |value: f64| {
        let part = if high > low {
            (value.clamp(low, high) - low) / (high - low)
        } else {
            0.5
        };
        foot - part * (foot - top)
    };
    let left_words = |item: &Item| item.words_before();
    let widest = |words: &mut dyn Iterator<Item = String>, most: f64| {
        let widest = words.map(|w| advance::width(&w, TEXT)).fold(0.0, f64::max);
        widest.min(most).ceil() + 22.0
    };
    let left = widest(&mut input.items.iter().map(left_words), SIDES.0);
    let right = WIDTH
        - widest(
            &mut input.items.iter().map(|item| item.after.1.clone()),
            140.0,
        );
    let strong = input.emphasised();
    let label = |i: usize, wants: f64, text: String| EndLabel {
        wants,
        text,
        ink: if strong.contains(&i) {
            Ink::Bold
        } else {
            Ink::Label
        },
    };
    let items = || input.items.iter().enumerate();
    let mut before: Vec<EndLabel> = items()
        .map(|(i, item)| label(i, at(item.before.0), left_words(item)))
        .collect();
    let zero = at(0.0);
    if !input.cropped() && before.iter().all(|l| (l.wants - zero).abs() > 15.0) {
        before.push(EndLabel {
            wants: zero,
            text: "0".to_owned(),
            ink: Ink::Text,
        });
    }
    let after = items()
        .map(|(i, item)| label(i, at(item.after.0), item.after.1.clone()))
        .collect();
    let svg = sheet("slope", WIDTH, HEIGHT, Some(alternative), |canvas| {
        let heads = [
            (&input.periods.0, left, HPos::Right),
            (&input.periods.1, right, HPos::Left),
        ];
        for (period, x, side) in heads {
            let room = if matches!(side, HPos::Right) {
                x
            } else {
                WIDTH - x
            };
            let words = advance::fitted(period, TEXT, room);
            canvas.text(Ink::Text, &words, (x, 10.0), side)?;
            canvas.line(Ink::Hair, &[(x, top - 10.0), (x, foot + 8.0)])?;
        }
        if !input.cropped() {
            canvas.line(Ink::Rule, &[(left, at(0.0)), (right, at(0.0))])?;
        }
        // Those in ink last, so that they lie over the others.
        let quiet = items().filter(|(i, _)| !strong.contains(i));
        let loud = items().filter(|(i, _)| strong.contains(i));
        for (i, item) in quiet.chain(loud) {
            let (line, dot) = look(item.moved.filter(|_| strong.contains(&i)));
            let ends = [(left, at(item.before.0)), (right, at(item.after.0))];
            canvas.line(line, &ends)?;
            for end in ends {
                canvas.dot(dot, end, 3.0)?;
            }
        }
        let room = top - 4.0..foot + 6.0;
        words(canvas, spread(before, 15.0, room.clone()), left, -1.0)?;
        words(canvas, spread(after, 15.0, room), right, 1.0)
    });
    Ok(Fitted {
        svg,
        left_out: Vec::new(),
    })
}

fn look(moved: Option<Tone>) -> (Ink, Ink) {
    match moved {
        None => (Ink::Prior, Ink::PriorDot),
        Some(Tone::Good) => (Ink::GoodLine, Ink::GoodDot),
        Some(Tone::Bad) => (Ink::ActLine, Ink::ActDot),
        Some(Tone::Neutral) => (Ink::Actual, Ink::Dot),
    }
}

/// The words of one column, with a leader where they had to move (G8).
fn words(canvas: &Canvas<'_>, labels: Vec<(f64, EndLabel)>, x: f64, way: f64) -> Done {
    let (side, room) = if way < 0.0 {
        (HPos::Right, x - 14.0)
    } else {
        (HPos::Left, WIDTH - x - 14.0)
    };
    for (height, label) in labels {
        if (height - label.wants).abs() > 4.0 {
            canvas.line(
                Ink::Leader,
                &[(x + way * 4.0, label.wants), (x + way * 10.0, height)],
            )?;
        }
        let words = advance::fitted(&label.text, TEXT, room);
        canvas.text(label.ink, &words, (x + way * 13.0, height), side)?;
    }
    Ok(())
}

pub(super) const CHART: Chart = Chart {
    kind: "slope",
    purpose: "One measure of several services in two quarters; only changes that passed a test are in \
              ink.",
    example: || {
        let items = [
            item("Parcel desk", 9.2, 6.1, Some(Tone::Good)),
            item("Label printing", 5.0, 7.9, Some(Tone::Bad)),
            item("Route planner", 4.1, 4.4, None),
            item("Scanners", 7.4, 7.0, None),
            item("Doors", 2.2, 2.6, None),
        ];
        example(
            "example-slope",
            &items,
            "Example: late parcels fell at the parcel desk but rose at label printing",
        )
    },
    half: None,
    edges: &[Edge {
        name: "crowded",
        shows: "Ten services nearly alike on a scale that does not begin at zero, and none that moved:",
        draw: || {
            let items: Vec<Item> = (0..10_u32)
                .map(|n| {
                    let name = say!("Depot {n} of ten with a longer name than most", n + 1);
                    item(
                        &name,
                        99.5 + f64::from(n % 3) / 50.0,
                        99.5 + f64::from(n % 4) / 40.0,
                        None,
                    )
                })
                .collect();
            example(
                "example-slope-crowded",
                &items,
                "Example: no depot changed by more than routine variation",
            )
        },
    }],
};

fn item(name: &str, before: f64, after: f64, moved: Option<Tone>) -> Item {
    let words = |value: f64| {
        if value > 90.0 {
            invented(&format!("{value:.2}%"))
        } else {
            invented(&format!("{value:.1}%"))
        }
    };
    Item {
        name: invented(name),
        before: (before, words(before)),
        after: (after, words(after)),
        moved,
    }
}

fn example(id: &str, items: &[Item], title: &str) -> Svg {
    let input = Slope {
        periods: (invented("Q2 2026"), invented("Q3 2026")),
        items: items.to_vec(),
    };
    let alternative = Alternative {
        id,
        title: &invented(title),
        description: &invented(
            "An example, not a measure of this pack: slope chart of the share of late parcels by \
             service, Q2 to Q3 2026. Table follows.",
        ),
    };
    draw(&input, alternative)
        .map(|fitted| fitted.svg)
        .unwrap_or_default()
}
