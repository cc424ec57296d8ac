//! One file per chart: inputs in words and numbers, output an SVG. A chart never sees a path, a
//! page or the pack.
//!
//! A drawing holds no colour, weight or font: every shape has a class, and `templates/charts.css`
//! gives the class its look from the page's variables, so that one drawing serves light, dark and
//! print under a content policy that forbids inline styles. Classes: `chart` and `chart-<kind>` on
//! the drawing; `c-*` lines and areas; `d-*` dots; `m-*` arrows; `t`, `t-1` (ink), `t-2` (second
//! ink), `t-b` (bold), `t-o` (on a band), `t-i` (in a bar), `t-s` (small), `t-m` (middle), `t-e` (end) words. `ink.rs` lists them.

mod advance;
mod calendar;
mod callouts;
mod canvas;
mod frame;
mod ink;
mod invented;
mod lines;
mod log_time;
mod marks;
mod pen;
mod placing;
mod scale;
mod series;
mod undrawn;

pub(crate) mod ageing;
pub(crate) mod bridge;
pub(crate) mod bullet;
pub(crate) mod burn_down;
pub(crate) mod course;
pub(crate) mod multiples;
pub(crate) mod restore;
pub(crate) mod slope;
pub(crate) mod sparkline;
pub(crate) mod strip;
pub(crate) mod trend;
pub(crate) mod xmr;

pub(crate) use advance::width as text_width;
pub(crate) use canvas::Alternative;
pub(crate) use frame::Axis;
pub(crate) use scale::{Steps, scale};
pub(crate) use series::{ActionLabel, End, Mark, Standing, Step, Stretch, Tone, level_steps};
pub(crate) use undrawn::{Fitted, Undrawn};

use serde::Serialize;

/// A drawing that is safe to print as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Svg(String);

impl Svg {
    #[cfg(test)]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A kind of chart with the example that is its golden test and its place in the gallery.
pub(crate) struct Chart {
    /// Name, kebab-case, the file's name.
    pub(crate) kind: &'static str,
    /// What it is for, in a sentence.
    pub(crate) purpose: &'static str,
    /// Draws the example.
    pub(crate) example: fn() -> Svg,
    /// Draws it as it stands beside text, where the kind has a layout of its own for that.
    pub(crate) half: Option<fn() -> Svg>,
    /// What the kind does at its limits.
    pub(crate) edges: &'static [Edge],
}

/// An example of a kind at one of its limits.
pub(crate) struct Edge {
    /// Name, kebab-case, the end of the file's name.
    pub(crate) name: &'static str,
    /// What it shows, a line for the gallery.
    pub(crate) shows: &'static str,
    /// Draws it.
    pub(crate) draw: fn() -> Svg,
}

/// Every chart.
pub(crate) const CHARTS: &[Chart] = &[
    sparkline::CHART,
    xmr::CHART,
    trend::CHART,
    multiples::CHART,
    burn_down::CHART,
    bullet::CHART,
    strip::CHART,
    restore::CHART,
    ageing::CHART,
    course::CHART,
    bridge::CHART,
    slope::CHART,
];

#[cfg(test)]
mod tests;
