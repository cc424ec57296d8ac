//! The months under the days of a quarter.

use super::advance;
use super::canvas::{Canvas, Done, TEXT};
use super::ink::Ink;
use plotters::style::text_anchor::HPos;

/// Writes each month in the middle of its days, with a short rule where it begins; `edge` is where
/// a day begins on the sheet, or the last day ends.
pub(super) fn months(
    canvas: &Canvas<'_>,
    months: &[(usize, String)],
    days: usize,
    edge: impl Fn(usize) -> f64,
    top: f64,
) -> Done {
    let mut months: Vec<&(usize, String)> = months.iter().filter(|(day, _)| *day < days).collect();
    months.sort_by_key(|(day, _)| *day);
    months.dedup_by_key(|(day, _)| *day);
    for (i, (day, name)) in months.iter().enumerate() {
        let from = edge(*day);
        let to = edge(months.get(i + 1).map_or(days, |(next, _)| *next));
        canvas.line(Ink::Hair, &[(from, top), (from, top + 5.0)])?;
        let name = advance::fitted(name, TEXT, to - from - 8.0);
        // An ellipsis alone says nothing.
        if name != "…" {
            let middle = f64::midpoint(from, to);
            canvas.text(Ink::Text, &name, (middle, top + 12.0), HPos::Center)?;
        }
    }
    let end = edge(days);
    canvas.line(Ink::Hair, &[(end, top), (end, top + 5.0)])
}
