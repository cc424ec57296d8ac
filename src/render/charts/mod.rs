//! One file per chart: inputs in words and numbers, output an SVG. A chart never sees a path, a
//! page or the pack.

use serde::Serialize;

/// A drawing that is safe to print as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Svg(String);

impl Svg {
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
}

/// Every chart.
pub(crate) const CHARTS: &[Chart] = &[];
