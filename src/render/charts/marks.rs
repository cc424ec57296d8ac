//! Action and event marks: upright rules with their labels above the plot, where no label crosses
//! another's rule (G13, G14).

use super::advance;
use super::canvas::{Canvas, Done, TEXT};
use super::frame::Time;
use super::ink::Ink;
use super::series::Mark;
use plotters::style::text_anchor::HPos;

/// Height of a row of labels.
const ROW: f64 = 15.0;
/// Radius of the circle around an event's letter.
const RING: f64 = 7.5;
/// G13: more marks than this tell nothing.
const MOST_ACTIONS: usize = 3;

/// Where the marks stand.
pub(super) struct Marks<'m> {
    actions: Vec<Placed>,
    action_rows: usize,
    events: Vec<(f64, usize, &'m Mark)>,
    event_rows: usize,
}

struct Placed {
    x: f64,
    text: String,
    leftwards: bool,
    row: usize,
}

impl Placed {
    fn span(&self) -> (f64, f64) {
        let width = advance::width(&self.text, TEXT) + 4.0;
        if self.leftwards {
            (self.x - width, self.x)
        } else {
            (self.x, self.x + width)
        }
    }
}

impl<'m> Marks<'m> {
    /// Places the labels above a plot on a sheet so wide.
    pub(super) fn place(marks: &'m [Mark], time: &Time, width: f64) -> Self {
        let mut actions: Vec<Placed> = Vec::new();
        for mark in marks {
            let Some(label) = mark
                .action
                .as_ref()
                .filter(|_| actions.len() < MOST_ACTIONS)
            else {
                continue;
            };
            let x = time.on_sheet(mark.at);
            let whole = format!("{} ({})", label.whole, mark.letter);
            let fits = advance::width(&whole, TEXT) + 6.0 <= f64::max(x, width - x);
            let text = if fits {
                whole
            } else {
                format!("{} ({})", label.date, mark.letter)
            };
            actions.push(Placed {
                x,
                text,
                leftwards: false,
                row: 0,
            });
        }
        let action_rows = arrange(&mut actions, width);
        let mut events: Vec<(f64, usize, &Mark)> = Vec::new();
        for mark in marks.iter().filter(|m| m.action.is_none()) {
            let x = time.on_sheet(mark.at).clamp(RING + 1.0, width - RING - 1.0);
            let row = (0..4)
                .find(|row| {
                    events
                        .iter()
                        .all(|(other, r, _)| r != row || (other - x).abs() > RING * 2.0 + 2.0)
                })
                .unwrap_or(0);
            events.push((x, row, mark));
        }
        let event_rows = events.iter().map(|(_, row, _)| row + 1).max().unwrap_or(0);
        Self {
            actions,
            action_rows,
            events,
            event_rows,
        }
    }

    /// Room the labels need above the plot.
    pub(super) fn room(&self) -> f64 {
        super::frame::index(self.action_rows) * ROW
            + super::frame::index(self.event_rows) * (ROW + 2.0)
    }

    /// Draws rules down to `foot` and labels up from `top`, the plot's edges.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, top: f64, foot: f64) -> Done {
        let row_middle =
            |row: usize| top - self.room() + super::frame::index(row) * ROW + ROW / 2.0 - 1.0;
        for (x, row, mark) in &self.events {
            let middle = top - super::frame::index(*row) * (ROW + 2.0) - RING - 1.5;
            canvas.line(Ink::Event, &[(*x, middle + RING), (*x, foot)])?;
            canvas.ring(Ink::EventRing, (*x, middle), RING)?;
            canvas.text(
                Ink::Letter,
                &mark.letter.to_string(),
                (*x, middle),
                HPos::Center,
            )?;
        }
        for action in &self.actions {
            let middle = row_middle(action.row);
            canvas.line(
                Ink::Action,
                &[(action.x, middle - ROW / 2.0 + 2.0), (action.x, foot)],
            )?;
            let (x, side) = if action.leftwards {
                (action.x - 4.0, HPos::Right)
            } else {
                (action.x + 4.0, HPos::Left)
            };
            canvas.text(Ink::Strong, &action.text, (x, middle), side)?;
        }
        Ok(())
    }
}

/// Chooses side and row of each label: fewest rows, nothing crossed, nothing off the sheet. At most
/// three labels, so every arrangement can be tried.
fn arrange(actions: &mut [Placed], width: f64) -> usize {
    let count = actions.len();
    let sides = 1_usize << count;
    for rows in 1..=count {
        for sides in 0..sides {
            for code in 0..rows.pow(u32::try_from(count).unwrap_or(0)) {
                for (index, action) in actions.iter_mut().enumerate() {
                    action.leftwards = sides >> index & 1 == 1;
                    action.row = code / rows.pow(u32::try_from(index).unwrap_or(0)) % rows;
                }
                if clear(actions, width) {
                    return rows;
                }
            }
        }
    }
    // Rules on the very same day: one row each, all to the roomier side.
    for (row, action) in actions.iter_mut().enumerate() {
        action.leftwards = action.x > width / 2.0;
        action.row = row;
    }
    count
}

fn clear(actions: &[Placed], width: f64) -> bool {
    actions.iter().enumerate().all(|(i, one)| {
        let (from, to) = one.span();
        let on_sheet = from >= 0.0 && to <= width;
        on_sheet
            && actions.iter().enumerate().all(|(j, other)| {
                let (other_from, other_to) = other.span();
                let same_row = i != j
                    && one.row == other.row
                    && from < other_to + 6.0
                    && other_from < to + 6.0;
                // A rule that starts higher runs through the rows below it.
                let crossed =
                    i != j && other.row <= one.row && (from - 3.0..=to + 3.0).contains(&other.x);
                !same_row && !crossed
            })
    })
}
